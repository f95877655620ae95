"""What people fill in on the way of a file into the vault."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandan.data.profiles.base import Profile
from sandan.data.profiles.mapping import FIELDS, NEEDED, read_mapping
from sandan.data.profiles.mapping_draft import YEAR_COLUMNS, MappingDraft, mapping_text
from sandan.data.profiles.registry import PROFILES
from sandan.data.vault.sidecar import Edition, Snapshot
from sandan.errors import DefinitionError
from sandan.web.imports import queries
from sandan.web.imports.checks import ACCEPTED, check_file
from sandan.web.imports.models import Mapping
from sandan.web.imports.words import kind_words, option_words, profile_words

__all__ = ["FIELD_WORDS", "Filter", "MappingForm", "ReadingForm", "TakeInForm", "UploadForm", "day_in_name"]

EDITIONS = [
    (Edition.PROVISIONAL, _("Provisional: more exact numbers will follow")),
    (Edition.FINAL, _("Final: as published for good")),
    (Edition.REVISED, _("Revised: corrects an earlier publication")),
]
YEARS_IN_HEADER = "wide:years"
FIELD_WORDS = {
    "region": _("Region (code)"),
    "region_name": _("Name of the region"),
    "industry": _("Industry (code)"),
    "industry_name": _("Name of the industry"),
    "period": _("Year"),
    "measure": _("What is counted"),
    "unit": _("Unit"),
    "value": _("The numbers"),
}
NAMES_ONLY = ("region_name", "industry_name")
_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-._]?(?:(?P<month>0[1-9]|1[0-2])[-._]?(?P<day>[0-3]\d)?)?(?!\d)"
)


def day_in_name(name: str) -> date | None:
    """Read the day of which a file speaks from its name; a month or a year stands for its last day."""
    match = _DAY.search(name)
    if match is None:
        return None
    year, month = int(match["year"]), int(match["month"] or 12)
    last = monthrange(year, month)[1]
    return date(year, month, min(int(match["day"] or last) or last, last))


class DayField(forms.DateField):
    """A day; what is none is named in the refusal."""

    def to_python(self, value: Any) -> date | None:
        try:
            day: date | None = super().to_python(value)
        except ValidationError as error:
            raise ValidationError(
                gettext("“%(value)s” is no day; write it like 2024-12-31.") % {"value": value}
            ) from error
        return day


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX, Parquet, GeoJSON or TopoJSON, also packed with gzip; at most 512 MiB."),
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
        error_messages={"required": _("No file was chosen; choose one.")},
        max_length=255,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        check_file(file)
        return file


class Filter(forms.Form):
    """What the list of snapshots shows."""

    q = forms.CharField(label=_("Name or source"), required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Kind of table"), required=False)
    show = forms.ChoiceField(
        label=_("Editions"), required=False, choices=[("", _("All")), ("current", _("Current ones only"))]
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        kinds = sorted({profile.kind for profile in PROFILES.values()})
        self.fields["kind"].choices = [("", _("All kinds")), *((kind, kind_words(kind)) for kind in kinds)]


class ReadingForm(forms.Form):
    """How a file is read: the day, the edition, and what its profile needs to be told."""

    as_of = DayField(
        label=_("As of"),
        help_text=_("The day that the numbers speak of, or on which the register was taken."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    edition = forms.ChoiceField(label=_("Edition"), choices=EDITIONS, initial=Edition.FINAL)

    def __init__(
        self,
        profile: Profile,
        data: Any = None,
        *,
        mappings: Sequence[Mapping] = (),
        replaceable: Sequence[Snapshot] = (),
        needs: Sequence[str] = (),
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.profile, self.mappings = profile, {str(mapping.pk): mapping for mapping in mappings}
        for option in profile.options:
            self.fields[f"option_{option}"] = self._option(option, required=option in needs)
        if replaceable:
            self.fields["supersedes"] = _replacements(replaceable)

    def _option(self, option: str, *, required: bool) -> forms.Field:
        if option in self.profile.file_options:
            return forms.ChoiceField(
                label=_("Mapping of the columns"),
                choices=[(number, mapping.name) for number, mapping in self.mappings.items()],
                help_text=_("What the columns mean; make one if none fits."),
                error_messages={"required": _("There is no mapping yet; map the columns first.")},
            )
        return forms.CharField(
            label=option_words(self.profile.name, option),
            required=required,
            help_text="" if required else _("May stay empty."),
        )

    def plan(self) -> dict[str, Any]:
        """Return what was decided as the plan of an upload."""
        given = self.cleaned_data
        words = {
            option: given[f"option_{option}"].strip()
            for option in self.profile.options
            if option not in self.profile.file_options and given[f"option_{option}"].strip()
        }
        mapping = self.mappings.get(given.get("option_mapping", ""))
        return {
            "profile": self.profile.name,
            "as_of": given["as_of"].isoformat(),
            "edition": given["edition"],
            "options": words,
            "supersedes": given.get("supersedes", []),
            "mapping": mapping.file_name if mapping else "",
            "mapping_name": mapping.name if mapping else "",
            "mapping_text": mapping.text if mapping else "",
        }


def _replacements(snapshots: Sequence[Snapshot]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Replaces"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(snapshot.id, _name_of(snapshot)) for snapshot in snapshots],
        help_text=_(
            "Only what nothing in the file says: a later edition of the same date is recognized by itself."
        ),
    )


def _name_of(snapshot: Snapshot) -> str:
    title = profile_words(snapshot.profile, snapshot.title)
    return f"{title} · {snapshot.original_name} · {snapshot.as_of} · {snapshot.short}"


class TakeInForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it comes in"),
        required=False,
        max_length=300,
        help_text=_("For whoever asks later where this table came from; may stay empty."),
    )


class MappingForm(forms.Form):
    """What the columns of a table mean: per field a column, or words that hold for all rows."""

    name = forms.CharField(
        label=_("Name of this mapping"),
        required=False,
        max_length=80,
        help_text=_("The next edition of the source is found by it."),
    )
    replace = forms.BooleanField(label=_("Replace the mapping of that name"), required=False)
    suppressed = forms.CharField(
        label=_("Marks that hide a number"),
        required=False,
        help_text=_("Divided by blanks, for example: * x (D). Without any, the usual marks count."),
    )
    decimal = forms.ChoiceField(
        label=_("Decimal sign"), choices=[(".", _("Point: 1,234.5")), (",", _("Comma: 1.234,5"))], initial="."
    )

    def __init__(self, columns: Sequence[str], data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.has_years = sum(bool(re.fullmatch(YEAR_COLUMNS, name)) for name in columns) > 1
        for wanted in FIELDS:
            self.fields[f"column_{wanted}"] = self._column(wanted, columns)
            if wanted not in {*NAMES_ONLY, "value"}:
                self.fields[f"constant_{wanted}"] = forms.CharField(
                    label=gettext("%(field)s, the same for all rows") % {"field": FIELD_WORDS[wanted]},
                    required=False,
                    max_length=80,
                )

    def _column(self, wanted: str, columns: Sequence[str]) -> forms.ChoiceField:
        choices = [("", _("No column")), *((name, name) for name in columns)]
        if wanted == "value" and self.has_years:
            choices.insert(1, (YEARS_IN_HEADER, _("The columns that are named by years")))
        return forms.ChoiceField(label=FIELD_WORDS[wanted], required=False, choices=choices)

    @property
    def rows(self) -> Iterable[tuple[Any, Any]]:
        """The fields in pairs, as the table of the page shows them."""
        for wanted in FIELDS:
            name = f"constant_{wanted}"
            yield self[f"column_{wanted}"], self[name] if name in self.fields else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for wanted in FIELDS:
            if given.get(f"column_{wanted}") and given.get(f"constant_{wanted}"):
                self.add_error(
                    f"constant_{wanted}",
                    gettext("“%(field)s” has a column and a word for all rows; leave one of them.")
                    % {"field": FIELD_WORDS[wanted]},
                )
        if not self.errors:
            self._refuse_incomplete()
        return given

    def _refuse_incomplete(self) -> None:
        try:
            with queries.mapping_file("mapping.toml", self.text()) as path:
                read_mapping(path)
        except DefinitionError as error:
            raise ValidationError(self._sentence(error)) from error

    def _sentence(self, error: DefinitionError) -> str:
        missing = [wanted for wanted in (*NEEDED, "value") if not self._told(wanted)]
        if missing:
            named = ", ".join(f"“{FIELD_WORDS[wanted]}”" for wanted in missing)
            return gettext("Nothing says where %(fields)s come from; choose a column, or write a word.") % {
                "fields": named
            }
        return str(error)

    def _told(self, wanted: str) -> bool:
        given = self.cleaned_data
        by_header = given.get("column_value") == YEARS_IN_HEADER and wanted == "period"
        return bool(by_header or given.get(f"column_{wanted}") or given.get(f"constant_{wanted}"))

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if "save" not in self.data:
            return name
        if not name:
            raise ValidationError(
                gettext("The mapping has no name; write one by which the next edition finds it.")
            )
        if queries.mapping_named(name) and not self.data.get("replace"):
            raise ValidationError(
                gettext(
                    "There is a mapping “%(name)s” already; choose another name, or tick that it is replaced."
                )
                % {"name": name}
            )
        return name

    def draft(self) -> MappingDraft:
        given = self.cleaned_data
        is_wide = given["column_value"] == YEARS_IN_HEADER
        chosen = {wanted: given[f"column_{wanted}"] for wanted in FIELDS}
        cells: dict[str, Any] = {"suppressed": given["suppressed"].split()} if given["suppressed"] else {}
        if given["decimal"] != ".":
            cells["decimal"] = given["decimal"]
        return MappingDraft(
            columns={k: name for k, name in chosen.items() if name and name != YEARS_IN_HEADER},
            constants={k: given[f"constant_{k}"] for k in FIELDS if given.get(f"constant_{k}")},
            wide=YEAR_COLUMNS if is_wide else "",
            rest={"cells": cells} if cells else {},
        )

    def columns_named(self) -> list[str]:
        """Return the columns that a file needs to have for this mapping."""
        return list(self.draft().columns.values())

    def text(self) -> str:
        return mapping_text(self.draft())

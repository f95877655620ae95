"""The lens as a form, and the choice of peers."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandan.evaluate.comparison_sets import ComparisonSet
from sandan.web.measurement.cases import comparison_sets
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.models import Office
from sandan.web.measurement.queries import Choices, choices
from sandan.web.shared.catalog import reader_language

__all__ = [
    "AccountForm",
    "BridgeForm",
    "ComparisonSetForm",
    "CreativeForm",
    "IndustryForm",
    "LensForm",
    "OfficeForm",
]

LEAST = 2


def _named(names: dict[str, str] | Any) -> str:
    return str(names[reader_language()])


class LensForm(forms.Form):
    """A place, two years, peers; what is not given is taken from the office's settings."""

    city = forms.ChoiceField(label=_("Place"))
    start = forms.TypedChoiceField(label=_("First year"), coerce=int)
    end = forms.TypedChoiceField(label=_("Last year"), coerce=int)
    peers = forms.ChoiceField(label=_("Compared with"), required=False)

    def __init__(self, choices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="lens_%s", **kwargs)
        years = [(year, str(year)) for year in choices.years]
        self.fields["city"].choices = [(code, _named(names)) for code, names in choices.cities.items()]
        self.fields["start"].choices = self.fields["end"].choices = years
        self.fields["peers"].choices = [("", _("the first set that holds the place"))] + [
            (key, one.name_en if reader_language() == "en" else one.name_ko)
            for key, one in comparison_sets().items()
        ]

    def add_prefix(self, field_name: str) -> str:
        return {"start": "from", "end": "to"}.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("start", 0) > cleaned.get("end", 0) > 0:
            self.add_error(
                "end",
                _("The last year is %(end)s, but the first is %(start)s; choose them in order.")
                % {"start": cleaned["start"], "end": cleaned["end"]},
            )
        return cleaned

    def lens(self) -> Lens:
        return Lens(**{name: self.cleaned_data[name] for name in ("city", "start", "end", "peers")})


class AccountForm(forms.Form):
    """Under which rules, and with which complex taken for another place."""

    version = forms.ChoiceField(label=_("Definition"), required=False)
    complex_elsewhere = forms.ChoiceField(label=_("Leave out the complex"), required=False)

    def __init__(self, choices: Choices, city: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="account_%s", **kwargs)
        self.fields["version"].choices = [("", _("those in force at each date"))] + [
            (version, version) for version in choices.versions
        ]
        self.fields["complex_elsewhere"].choices = [("", _("none"))] + [
            (code, _named(names)) for code, names in choices.complexes.get(city, {}).items()
        ]


class BridgeForm(forms.Form):
    """Which two complexes; what is left open is the largest, and a complex of another city is left open."""

    first = forms.ChoiceField(label=_("First complex"), required=False)
    second = forms.ChoiceField(label=_("Second complex"), required=False)

    def __init__(
        self, choices: Choices, city: str, *args: Any, data: Mapping[str, Any], **kwargs: Any
    ) -> None:
        here = choices.complexes.get(city, {})
        kept = {name: data[name] for name in ("first", "second") if data.get(name) in here}
        super().__init__(*args, auto_id="bridge_%s", data=kept, **kwargs)
        named = [(code, _named(names)) for code, names in here.items()]
        self.fields["first"].choices = [("", _("the largest")), *named]
        self.fields["second"].choices = [("", _("the next largest")), *named]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _("This is the first complex too; choose another one."))
        return cleaned


class CreativeForm(forms.Form):
    """By which list of occupations, and whether people are counted where they live or where they work."""

    family = forms.ChoiceField(label=_("List of occupations"), required=False)
    basis = forms.ChoiceField(label=_("People are counted"), required=False)

    def __init__(self, choices: Choices, city: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="creative_%s", **kwargs)
        self.fields["family"].choices = [
            ("", _("fitting the data")),
            ("kiet", _("KIET")),
            ("florida", _("Florida")),
            ("mcgranahan_wojan", _("McGranahan and Wojan")),
        ]
        self.fields["basis"].choices = [
            ("", _("as in the data")),
            ("residence", _("where they live")),
            ("workplace", _("where they work")),
        ]


class IndustryForm(forms.Form):
    """Which industry: the confirmed clusters of the place before all others."""

    industry = forms.ChoiceField(label=_("Industry"), required=False)

    def __init__(self, offered: Mapping[str, Any], chosen: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="industry_%s", initial={"industry": chosen}, **kwargs)
        words = {
            "confirmed": _("Confirmed clusters of this place"),
            "broad": _("Broader industries (two digits)"),
            "other": _("All other industries"),
        }
        self.fields["industry"].choices = [
            (words[kind], [(one["code"], one["name"]) for one in offered[kind]])
            for kind in words
            if offered.get(kind)
        ]


class ComparisonSetForm(forms.Form):
    """Among whom a place is compared: chosen with a rule and a day, before anybody sees a rank."""

    name_ko = forms.CharField(label=_("Name in Korean"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    rule_ko = forms.CharField(label=_("Rule in Korean"), max_length=200)
    rule_en = forms.CharField(label=_("Rule in English"), max_length=200)
    areas = forms.MultipleChoiceField(
        label=_("Places"), widget=forms.CheckboxSelectMultiple, help_text=_("At least two.")
    )

    def __init__(self, choices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = [(code, _named(names)) for code, names in choices.cities.items()]

    def clean_name_en(self) -> str:
        name = str(self.cleaned_data["name_en"])
        if self.key_of(name) in comparison_sets():
            raise forms.ValidationError(
                _("A set named %(name)s is there already; name it otherwise.") % {"name": name}
            )
        return name

    def clean_areas(self) -> list[str]:
        areas = list(self.cleaned_data["areas"])
        if len(areas) < LEAST:
            raise forms.ValidationError(
                _("Only %(count)s place is chosen; choose two or more.") % {"count": len(areas)}
            )
        return areas

    @staticmethod
    def key_of(name: str) -> str:
        return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "set"

    def chosen(self, on: date) -> ComparisonSet:
        said = {name: self.cleaned_data[name] for name in ("name_ko", "name_en", "rule_ko", "rule_en")}
        return ComparisonSet(
            key=self.key_of(said["name_en"]), **said, chosen_on=on, areas=tuple(self.cleaned_data["areas"])
        )


class OfficeForm(forms.Form):
    """What pages start with; the choices are those that the data offer."""

    use_required_attribute = False

    city = forms.ChoiceField(label=_("Place"), required=False)
    start = forms.TypedChoiceField(label=_("First year"), required=False, coerce=int, empty_value=None)
    end = forms.TypedChoiceField(label=_("Last year"), required=False, coerce=int, empty_value=None)
    comparison_set = forms.ChoiceField(label=_("Compared with"), required=False)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        names = ("city", "start", "end", "comparison_set")
        super().__init__(*args, initial={name: getattr(office, name) for name in names}, **kwargs)
        offered, language = choices(), reader_language()
        cities = {} if offered is None else offered.cities
        years = () if offered is None else offered.years
        sets = {key: getattr(one, f"name_{language}") for key, one in comparison_sets().items()}
        self._offer("city", {code: said[language] for code, said in cities.items()}, office.city)
        self._offer("start", {year: str(year) for year in years}, office.start)
        self._offer("end", {year: str(year) for year in years}, office.end)
        self._offer("comparison_set", sets, office.comparison_set)

    def _offer(self, name: str, offered: dict[Any, str], held: Any) -> None:
        """Offer what the data hold, and what is set already even if they no longer hold it."""
        kept = {held: str(held)} if held and held not in offered else {}
        self.fields[name].choices = [("", _("leave open")), *(offered | kept).items()]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("start"), given.get("end")
        if start and end and end < start:
            said = _("The last year, %(end)s, is before the first, %(start)s. Choose a later one.")
            self.add_error("end", forms.ValidationError(said, params={"start": start, "end": end}))
        return given

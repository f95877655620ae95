"""Forms of the ledger: what people enter, and what is asked of the list."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandan.errors import FigureError, SandanError
from sandan.web.accounts.models import Person
from sandan.web.claims.actions.verdicts import PROPOSING_ROLES
from sandan.web.claims.models import Claim, Evidence, Source, State
from sandan.web.claims.queries import BY_RULE, sources, untaken_offers
from sandan.web.measurement.ledgers import VERDICTS, figure_of, formula_names, name_of, names
from sandan.web.shared.catalog import ROLES, reader_language
from sandan.web.shared.uploads import KINDS, check_upload

__all__ = [
    "AdoptForm",
    "CheckForm",
    "ClaimForm",
    "EvidenceForm",
    "FileForm",
    "Filter",
    "NoteForm",
    "ReasonForm",
    "VerdictForm",
]

PERIODS = _(
    "For example 2013, 2011/2013, 2013-11-14, “as of 2013” or “by 2013”; other words cannot be compared."
)


def _terms(group: str, keys: tuple[str, ...] | None = None) -> list[tuple[str, str]]:
    return [(key, name_of(group, key, reader_language())) for key in keys or names(group)]


class Amount(forms.FloatField):
    """A number as people type it: with or without commas."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _(
            "This is no number. Write digits, with a point before decimals, such as 124,000 or 17.8."
        ),
    }

    def to_python(self, value: Any) -> float | None:
        plain = value.replace(",", "").replace(" ", "") if isinstance(value, str) else value
        return super().to_python(plain)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,.10g}" if isinstance(value, float) and abs(value) < 1e10 else _whole(value)


def _whole(value: Any) -> Any:
    return f"{value:,.0f}" if isinstance(value, float) else value


class Line(forms.CharField):
    """One line of words; blanks and line ends inside it become single blanks."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


class OfficeForm(forms.Form):
    """A form to which the refusals of an action are added as its own errors."""

    use_required_attribute = False

    def carry_out(self, act: Callable[..., Any], **told: Any) -> Any:
        """Return what the action gives, or nothing if it refuses; the words that were typed stay."""
        try:
            return act(**told)
        except SandanError as error:
            self.add_error(None, str(error))
        return None


class Filter(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    verdict = forms.ChoiceField(label=_("Verdict"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    state = forms.ChoiceField(label=_("Verdict by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("All"))]
        self.fields["verdict"].choices = everything + _terms("verdicts")
        self.fields["kind"].choices = everything + _terms("kinds")
        self.fields["source"].choices = everything + [(one.key, str(one)) for one in sources()]
        states = [(BY_RULE, _("The rule alone")), *State.choices]
        self.fields["state"].choices = everything + states

    def asked(self) -> dict[str, str]:
        """Give what was asked; an answer that the list does not know asks for nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class WithSource(OfficeForm):
    """Choose a source, or describe a new one."""

    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.none(), required=False, empty_label=_("A new source")
    )
    new_outlet = Line(
        label=_("New source: outlet"),
        required=False,
        max_length=300,
        help_text=_("Newspaper, office or document. No names of persons."),
    )
    new_published_on = forms.DateField(
        label=_("New source: day of publication"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    new_reference = Line(label=_("New source: number or page"), required=False, max_length=300)
    new_address = Line(
        label=_("New source: address"),
        required=False,
        max_length=600,
        help_text=_("Kept as text; Sandan never opens it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self._lacks_source(cleaned):
            self.add_error("source", _("Choose a source, or name the outlet of a new one below."))
        return cleaned

    def _lacks_source(self, cleaned: Mapping[str, Any]) -> bool:
        return "source" not in self.errors and not cleaned.get("source") and not cleaned.get("new_outlet")


class ClaimForm(WithSource):
    key = Line(
        label=_("Key"),
        required=False,
        max_length=24,
        help_text=_("For example C17. Left empty, the next free one is taken. It cannot be changed later."),
    )
    subject = Line(label=_("Subject"), max_length=300, help_text=_("What it is about, in a few words."))
    said = Line(
        label=_("What was said"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In your own words, one number or assertion. Do not copy sentences, name no person."),
    )
    kind = forms.ChoiceField(label=_("Kind of claim"), help_text=_("It decides which rules apply."))
    value = Amount(label=_("Value"), required=False)
    value_before = Amount(
        label=_("Earlier number"), required=False, help_text=_("Of a change: the number it started from.")
    )
    unit = Line(
        label=_("Unit of the value"),
        required=False,
        max_length=80,
        help_text=_("For example persons, KRW, percent."),
    )
    period = Line(label=_("Period"), max_length=80, help_text=PERIODS)
    place = Line(label=_("Place"), max_length=80)
    settles_ko = forms.CharField(
        label=_("What would settle it, in Korean"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    settles_en = forms.CharField(
        label=_("What would settle it, in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Left empty, the rule says what would settle a claim of this kind."),
    )
    field_order = (
        "key",
        "subject",
        "said",
        "kind",
        "value",
        "value_before",
        "unit",
        "period",
        "place",
        "source",
        "new_outlet",
        "new_published_on",
        "new_reference",
        "new_address",
        "settles_ko",
        "settles_en",
    )

    def __init__(self, *args: Any, claim: Claim | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = _terms("kinds")
        if claim is not None:
            del self.fields["key"]
            if claim.kind not in dict(known):
                known.append((claim.kind, claim.kind))
        self.fields["kind"].choices = known

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key and Claim.objects.filter(key=key).exists():
            raise forms.ValidationError(
                _("The ledger has the claim %(key)s already. Choose another key, or leave it empty."),
                params={"key": key},
            )
        return key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("value_before") is not None and cleaned.get("value") is None:
            self.add_error("value", _("There is an earlier number but no number. Write both."))
        return cleaned


class EvidenceForm(WithSource):
    figure = Line(
        label=_("Figure of the office"),
        required=False,
        max_length=24,
        help_text=_(
            "The identifier of a figure in a report, such as F-0123456789ab. It fills what you leave empty."
        ),
    )
    measures = Line(
        label=_("What it measures, or says"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed unless a figure is named. “derived: 5210 - 4800” is computed again."),
    )
    value = Amount(
        label=_("Value"), required=False, help_text=_("Left empty, the row says something in words.")
    )
    unit = Line(label=_("Unit of the value"), required=False, max_length=80)
    period = Line(label=_("Period"), required=False, max_length=80, help_text=PERIODS)
    stance = forms.ChoiceField(label=_("How it bears on the claim"), widget=forms.RadioSelect)
    differs_in = Line(
        label=_("Differs in"),
        required=False,
        max_length=300,
        help_text=_("For example definition; denominator. Left empty, another figure is taken to conflict."),
    )
    place = Line(
        label=_("Place"),
        required=False,
        max_length=80,
        help_text=_("Only if it is another one than that of the claim."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "PDF, picture, HWP, HWPX, XLSX, CSV or text. It is kept in the office and never shown in public."
        ),
    )
    field_order = ("figure", "measures", "value", "unit", "period", "place", "stance", "differs_in", "source")

    def __init__(self, *args: Any, claim: Claim, evidence: Evidence | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim
        self.fields["stance"].choices = [
            ("same", _("It measures the same thing")),
            ("differs-in", _("It is another figure for the same matter")),
            ("part-of", _("It is a part of the claimed total")),
            ("context", _("It only helps to read the claim")),
        ]
        if evidence is not None:
            del self.fields["file"]

    def clean_figure(self) -> str:
        key: str = self.cleaned_data["figure"]
        if not key:
            return key
        try:
            self.found = figure_of(key)
        except FigureError:
            raise forms.ValidationError(
                _(
                    "No report of this office has the figure “%(key)s”. Copy it from the list of figures of "
                    "a report."
                ),
                params={"key": key},
            ) from None
        return key

    def clean_file(self) -> Any:
        return checked_file(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("figure"):
            self._fill_from_figure(cleaned)
        for name in ("measures", "period"):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("Fill this in, or name a figure of the office that says it."))
        return cleaned

    def _fill_from_figure(self, cleaned: dict[str, Any]) -> None:
        figure = self.found
        told = {"measures": f"{figure.label} ({figure.id})", "unit": figure.unit, "period": figure.period}
        cleaned |= {name: value.replace("–", "/") for name, value in told.items() if not cleaned.get(name)}
        if cleaned.get("value") is None and isinstance(figure.value, int | float):
            cleaned["value"] = float(figure.value)


def checked_file(file: Any) -> Any:
    """Refuse a file that is not what its name says, in words that stand at the field."""
    if file is not None:
        try:
            check_upload(file)
        except SandanError as error:
            raise forms.ValidationError(str(error)) from None
    return file


class FileForm(OfficeForm):
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, picture, HWP, HWPX, XLSX, CSV or text, at most 50 MiB.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        endings = sorted(ending for kind in KINDS.values() for ending in kind.endings)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{ending}" for ending in endings)

    def clean_file(self) -> Any:
        return checked_file(self.cleaned_data["file"])


class CheckForm(OfficeForm):
    title_ko = Line(label=_("Title in Korean"), required=False, max_length=300)
    title_en = Line(
        label=_("Title in English"),
        required=False,
        max_length=300,
        help_text=_("One title is enough; it then stands in both languages."),
    )
    formula = Line(
        label=_("Formula"),
        max_length=200,
        help_text=_("Names of rows, numbers, + - * / and brackets, for example e2 - e1."),
    )
    expected = forms.ChoiceField(label=_("Must be equal to"))
    constant = Amount(
        label=_("The number"), required=False, help_text=_("Only if you chose “a number of my own”.")
    )
    constant_unit = Line(label=_("Its unit"), required=False, max_length=80)
    relation = forms.ChoiceField(
        label=_("How they are compared"),
        choices=[
            ("equal", _("equal")),
            ("at_least", _("the formula gives at least that")),
            ("at_most", _("the formula gives at most that")),
        ],
    )
    within = Amount(
        label=_("Tolerance"),
        required=False,
        help_text=_("In the unit of the number; 0.05 for a rounded decimal."),
    )
    about = forms.ChoiceField(
        label=_("If it fails"),
        choices=[
            ("record", _("it shows something in the record")),
            ("claim", _("it speaks against the claim itself")),
        ],
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, named: Mapping[str, tuple[dict[str, Any], Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = named
        self.fields["expected"].choices = [
            *((name, f"{name}: {_row_words(row)}") for name, (_term, row) in named.items()),
            ("constant", _("a number of my own")),
        ]

    def clean_formula(self) -> str:
        formula: str = self.cleaned_data["formula"]
        used = formula_names(formula)
        if used is None:
            raise forms.ValidationError(
                _("“%(formula)s” is not plain arithmetic. Use names of rows, numbers, + - * / and brackets."),
                params={"formula": formula},
            )
        unknown = sorted(used - set(self.named))
        if unknown:
            raise forms.ValidationError(
                _("No row with a number is called “%(name)s”. There are %(known)s."),
                params={"name": unknown[0], "known": ", ".join(self.named) or "–"},
            )
        return formula

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("expected") == "constant" and cleaned.get("constant") is None:
            self.add_error("constant", _("Write the number that the formula must give."))
        if not cleaned.get("title_ko") and not cleaned.get("title_en"):
            self.add_error("title_ko", _("Give the check a title, in one language at least."))
        return cleaned

    def fields_of_check(self) -> dict[str, Any]:
        """Give what is kept: names become terms that still find their rows when these are changed."""
        told = self.cleaned_data
        terms = {name: self.named[name][0] for name in sorted(formula_names(told["formula"]) or ())}
        own = {"constant": told["constant"], "unit": told["constant_unit"]}
        expected = own if told["expected"] == "constant" else self.named[told["expected"]][0]
        return {
            "title_ko": told["title_ko"] or told["title_en"],
            "title_en": told["title_en"] or told["title_ko"],
            "formula": told["formula"],
            "terms": terms,
            "expected": {name: value for name, value in expected.items() if value not in {"", None}},
            "about": told["about"],
            "relation": told["relation"],
            "within": told["within"] or 0.0,
        }


def _row_words(row: Claim | Evidence) -> str:
    return row.measures if isinstance(row, Evidence) else row.said


class VerdictForm(OfficeForm):
    verdict = forms.ChoiceField(label=_("Verdict"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("What on record decides it. It is shown beside the verdict of the rule; name no person."),
    )
    role = forms.ChoiceField(
        label=_("In the role"), help_text=_("The ledger names the role, never the person.")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = _terms("verdicts", VERDICTS)
        self.fields["role"].choices = [(one, ROLES[one]) for one in PROPOSING_ROLES if one in person.roles]


class NoteForm(OfficeForm):
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class ReasonForm(OfficeForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class AdoptForm(OfficeForm):
    offer = forms.ChoiceField(label=_("What to take over"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {offer.key: offer for offer in untaken_offers()}
        language = reader_language()
        self.fields["offer"].choices = [
            (key, getattr(offer, f"title_{language}")) for key, offer in self.offers.items()
        ]
        if len(self.offers) == 1:
            self.fields["offer"].initial = next(iter(self.offers))

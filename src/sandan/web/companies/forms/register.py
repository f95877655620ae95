"""What is asked of the list, and how it leaves the office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sandan.web.companies.forms.fields import DayField
from sandan.web.companies.models import Certificate, SizeClass, State
from sandan.web.companies.queries.places import place_name
from sandan.web.companies.queries.register import SORTS, Filters, places_in_use

__all__ = ["ExportForm", "FilterForm"]

ANY = ("", _("any"))
RARER = {"industry", "certificate", "size", "verified_before", "on"}
SORT_WORDS = {
    "name": _("name"),
    "newest": _("entered last"),
    "verified": _("verified longest ago"),
}


class FilterForm(forms.Form):
    """Filters in the address; a value that cannot be read is left out and said."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *State.choices])
    industry = forms.RegexField(
        r"^\d{1,5}$",
        label=_("Industry code begins with"),
        required=False,
        error_messages={"invalid": _("Enter up to five digits, as in 26 or 26112.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )
    complex = forms.ChoiceField(label=_("Complex"), required=False)
    region = forms.ChoiceField(label=_("City"), required=False)
    certificate = forms.ChoiceField(
        label=_("Valid certificate"), required=False, choices=[ANY, *Certificate.Kind.choices]
    )
    size = forms.ChoiceField(
        label=pgettext_lazy("company", "Size"), required=False, choices=[ANY, *SizeClass.choices]
    )
    verified_before = DayField(label=_("Verified before"), required=False)
    on = DayField(label=_("As of the day"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[(key, SORT_WORDS[key]) for key in SORTS]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["complex"].choices = _places("complex")
        self.fields["region"].choices = _places("city")

    @property
    def filters(self) -> Filters:
        self.full_clean()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def is_unfolded(self) -> bool:
        """Tell whether one of the rarer filters is in use, so that they are not folded away."""
        return bool(RARER & (self.filters.asked().keys() | self.errors.keys()))


def _places(column: str) -> list[tuple[str, Any]]:
    return [
        ANY,
        *sorted(((code, place_name(code)) for code in places_in_use(column)), key=lambda one: one[1]),
    ]


class ExportForm(forms.Form):
    """How the file is written; ``anyway`` writes what CP949 lacks as numbers that everybody sees."""

    form = forms.ChoiceField(
        label=_("Form"),
        choices=[
            ("xlsx", _("Excel workbook (XLSX)")),
            ("csv", _("CSV, all characters (UTF-8)")),
            ("cp949", _("CSV for older Korean programs (CP949)")),
        ],
    )
    anyway = forms.BooleanField(required=False)

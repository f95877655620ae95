"""Forms of the administration."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sandan.web.administration.models import Office
from sandan.web.measurement.cases import comparison_sets
from sandan.web.measurement.queries import choices

__all__ = ["EraseForm", "OfficeForm", "PeriodForm"]

LONGEST = 36_500


def _language() -> str:
    return "en" if get_language() == "en" else "ko"


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
        offered, language = choices(), _language()
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


class PeriodForm(forms.Form):
    use_required_attribute = False

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=LONGEST)
    reason = forms.CharField(label=_("Reason"), max_length=400)


class EraseForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(label=_("Reason"), max_length=400)

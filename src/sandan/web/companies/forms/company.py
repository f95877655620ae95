"""Forms about a company as a whole."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sandan.operate.business_number import corporation_check_holds
from sandan.web.companies.forms.fields import BusinessNumberField, CorporationNumberField, DayField
from sandan.web.companies.models import Company, SizeClass, State, Verification
from sandan.web.companies.models.company import FACTS

__all__ = ["CompanyForm", "FactsForm", "StateForm", "VerifyForm"]


class FactsForm(forms.Form):
    """The facts of a company; it asks once about a corporation number whose last digit does not fit."""

    business_number = BusinessNumberField(
        label=_("Business number"), required=False, help_text=_("Ten digits, as in 124-81-00998.")
    )
    corporation_number = CorporationNumberField(label=_("Corporation number"), required=False)
    sure_of_number = forms.BooleanField(
        label=_("The corporation number stands so on the certificate"),
        required=False,
        widget=forms.HiddenInput,
    )
    representative = forms.CharField(label=_("Representative"), required=False, max_length=80)
    founded_on = DayField(label=_("Founded on"), required=False)
    size_class = forms.ChoiceField(
        label=pgettext_lazy("company", "Size"), required=False, choices=[("", "—"), *SizeClass.choices]
    )
    main_product = forms.CharField(label=_("Main product"), required=False, max_length=200)
    homepage = forms.URLField(label=_("Homepage"), required=False, assume_scheme="https")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def clean_founded_on(self) -> Any:
        day = self.cleaned_data["founded_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(
                _("%(day)s is in the future. Enter the day of the registration."), params={"day": day}
            )
        return day

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        number = found.get("corporation_number")
        if number and not corporation_check_holds(number) and not found.get("sure_of_number"):
            self.fields["sure_of_number"].widget = forms.CheckboxInput()
            self.add_error(
                "corporation_number",
                _("The last digit does not fit the others. Compare it, or confirm below that it stands so."),
            )
        return found

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}


class CompanyForm(FactsForm):
    """A company that is entered for the first time."""

    name = forms.CharField(label=_("Legal name"), max_length=200)
    address = forms.CharField(label=_("Address of the head office"), max_length=300, required=False)
    despite = forms.CharField(
        label=_("Why it is another company"), required=False, max_length=500, widget=forms.HiddenInput
    )

    field_order = (
        "name",
        "business_number",
        "corporation_number",
        "sure_of_number",
        "representative",
        "address",
    )

    def ask_why(self) -> None:
        """Show the field for the reason, when companies were found that this one may be."""
        self.fields["despite"].widget = forms.TextInput()


class StateForm(forms.Form):
    state = forms.ChoiceField(label=_("New state"), choices=State)
    day = DayField(label=_("Since"))
    reason = forms.CharField(label=_("Reason or source"), max_length=500)

    use_required_attribute = False

    def __init__(self, company: Company, data: Any = None) -> None:
        super().__init__(data, initial={"day": timezone.localdate()})
        self.company = company
        self.fields["state"].choices = [one for one in State.choices if one[0] != company.state]

    def clean_day(self) -> Any:
        day, founded = self.cleaned_data["day"], self.company.founded_on
        if founded is not None and day < founded:
            raise forms.ValidationError(
                _("%(day)s is before the company was founded (%(founded)s)."),
                params={"day": day, "founded": founded},
            )
        return day


class VerifyForm(forms.Form):
    day = DayField(label=_("Verified on"))
    how = forms.ChoiceField(label=_("How"), choices=Verification)

    use_required_attribute = False

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("%(day)s is in the future. Enter the day on which you made sure."), params={"day": day}
            )
        return day

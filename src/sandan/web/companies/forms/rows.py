"""Forms about dated rows, contacts and proposals."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sandan.web.companies.forms.fields import DayField
from sandan.web.companies.models import DATED, Contact, Dated, Establishment, IndustryCode
from sandan.web.companies.queries.places import is_known_industry

__all__ = ["ContactForm", "EndForm", "ProposalForm", "ReasonForm", "SettleForm", "row_form"]


class RowForm(forms.ModelForm):
    """A dated row; what is left open at an end is true "for as long as we know" or "still"."""

    valid_from = DayField(
        label=pgettext_lazy("dated row", "From"),
        required=False,
        help_text=_("Empty: for as long as is known."),
    )
    valid_to = DayField(label=_("Last day"), required=False, help_text=_("Empty: still true."))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = found.get("valid_from"), found.get("valid_to")
        if first and last and last < first:
            self.add_error(
                "valid_to",
                forms.ValidationError(
                    _("%(last)s is before the first day, %(first)s."), params={"last": last, "first": first}
                ),
            )
        return found

    def validate_unique(self) -> None:
        """Leave rules between rows to the action, which holds the company while it asks."""

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class IndustryForm(RowForm):
    def clean(self) -> dict[str, Any]:
        found = super().clean()
        classification, code = found.get("classification", ""), found.get("code")
        if code and not is_known_industry(classification, code):
            self.add_error(
                "code",
                forms.ValidationError(
                    _("%(classification)s has no code “%(code)s”. Look it up, or choose another revision."),
                    params={"classification": classification, "code": code},
                ),
            )
        return found


class SiteForm(RowForm):
    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if (found.get("longitude") is None) != (found.get("latitude") is None):
            self.add_error("latitude", _("A point needs both coordinates, or neither."))
        return found


FORMS: dict[type[Dated], type[RowForm]] = {IndustryCode: IndustryForm, Establishment: SiteForm}


def row_form(kind: str, data: Any = None, row: Dated | None = None) -> RowForm:
    """Make the form for a kind of dated row, filled from one that is corrected."""
    model = DATED[kind]
    names = [name for name in model().values() if name not in {"valid_from", "valid_to"}]
    form = forms.modelform_factory(
        model, form=FORMS.get(model, RowForm), fields=[*names, "valid_from", "valid_to"]
    )
    initial = {"valid_from": timezone.localdate()} if row is None else {"seen": row.mark}
    made: RowForm = form(data, instance=row, initial=initial)
    return made


class EndForm(forms.Form):
    last_day = DayField(label=_("Last day on which it was true"))
    reason = forms.CharField(label=_("Reason or source"), required=False, max_length=500)

    use_required_attribute = False

    def __init__(self, row: Dated, data: Any = None) -> None:
        super().__init__(data, initial={"last_day": timezone.localdate()})
        self.row = row

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        if self.row.valid_from is not None and day < self.row.valid_from:
            raise forms.ValidationError(
                _("%(last)s is before the first day, %(first)s."),
                params={"last": day, "first": self.row.valid_from},
            )
        return day


class ContactForm(forms.ModelForm):
    """A person, with what for and until when: both are asked before the telephone number."""

    consent_on = DayField(label=_("Consent given on"))
    retention_until = DayField(label=_("Kept until"))

    use_required_attribute = False

    class Meta:
        model = Contact
        fields = ("name", "position", "purpose", "consent_on", "retention_until", "phone", "email")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        given, until = found.get("consent_on"), found.get("retention_until")
        if given and until and until <= given:
            self.add_error(
                "retention_until",
                forms.ValidationError(
                    _("%(until)s is not after the consent of %(given)s."),
                    params={"until": until, "given": given},
                ),
            )
        return found


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    use_required_attribute = False


class ProposalForm(forms.Form):
    text = forms.CharField(
        label=_("What should be corrected"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Say what is wrong, what is right, and since when. The office corrects it and answers you."
        ),
    )

    use_required_attribute = False


class SettleForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer to the firm"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    use_required_attribute = False

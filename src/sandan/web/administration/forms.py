"""Forms of the administration."""

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["EraseForm", "PeriodForm"]

LONGEST = 36_500


class PeriodForm(forms.Form):
    use_required_attribute = False

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=LONGEST)
    reason = forms.CharField(label=_("Reason"), max_length=400)


class EraseForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(label=_("Reason"), max_length=400)

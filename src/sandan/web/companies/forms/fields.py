"""Fields that several forms of the register share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sandan.errors import IdentifierError
from sandan.operate.business_number import (
    checked_business_number,
    checked_corporation_number,
    format_business_number,
    normalize_number,
)

__all__ = ["BusinessNumberField", "CorporationNumberField", "DayField"]


class DayField(forms.DateField):
    """A day, chosen from the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BusinessNumberField(forms.CharField):
    """Ten digits with their check digit, however they are parted."""

    def prepare_value(self, value: Any) -> Any:
        return format_business_number(value)

    def clean(self, value: Any) -> str:
        given = super().clean(value)
        if not given:
            return ""
        try:
            return checked_business_number(given)
        except IdentifierError as error:
            raise ValidationError(
                _(
                    "“%(value)s” is not a business number: ten digits, of which the last checks the others. "
                    "Compare it with the registration."
                ),
                params={"value": given},
            ) from error


class CorporationNumberField(forms.CharField):
    """Thirteen digits; whether the last one fits is a question, not a rule."""

    def clean(self, value: Any) -> str:
        given = super().clean(value)
        if not given:
            return ""
        try:
            return checked_corporation_number(given)
        except IdentifierError as error:
            raise ValidationError(
                _(
                    "“%(value)s” is not a corporation number: it has %(digits)d digits, and thirteen are "
                    "expected, as in 110111-0062432."
                ),
                params={"value": given, "digits": sum(map(str.isdigit, normalize_number(given)))},
            ) from error

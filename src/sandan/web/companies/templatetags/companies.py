"""Codes and keys of the register in the words of the reader."""

from datetime import date
from typing import Any

from django import template
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sandan.operate.business_number import format_business_number
from sandan.web.companies.queries.places import industry_name, place_name
from sandan.web.shared.templatetags.office import NOTHING, day

register = template.Library()

TEXTS = {
    "former": _("formerly"),
    "alias": _("also known as"),
    "business_number": _("business number"),
    "corporation_number": _("corporation number"),
    "external_id": _("number in the statistical register"),
    "site_number": _("number in the statistical register"),
    "product": _("product"),
    "representative": _("representative"),
    "address": _("address"),
    "certificate": _("certificate"),
    "site": _("establishment"),
}
"""What a company was found by."""

REASONS = {
    ("name", "same"): _("same name"),
    ("name", "branch"): _("same name, another branch"),
    ("name", "similar"): _("similar name"),
    ("address", "same"): _("same building"),
    ("address", "near"): _("same street"),
    ("number", "whole"): _("same business number"),
    ("number", "part"): _("first digits of the business number agree"),
    ("representative", "same"): _("same representative"),
    ("representative", "masked"): _("representative may be the same"),
    ("phone", "same"): _("same telephone number"),
}
"""What speaks for two records being one firm."""

KINDS = {
    "names": _("Names"),
    "addresses": _("Addresses"),
    "establishments": _("Establishments"),
    "industries": _("Industries"),
    "certificates": _("Certificates"),
}

TONES = {"active": "good", "suspended": "warn", "closed": "bad"}

register.filter("place", place_name)
register.filter("industry", industry_name)
register.filter("business_number", format_business_number)


@register.filter
def corporation_number(digits: str) -> str:
    return f"{digits[:6]}-{digits[6:]}" if digits else ""


@register.filter
def what(key: str) -> Any:
    return TEXTS.get(key, "")


@register.filter
def reason(pair: tuple[str, str]) -> Any:
    return REASONS[pair]


@register.filter
def kind(key: str) -> Any:
    return KINDS[key]


@register.filter
def tone(state: str) -> str:
    return TONES[state]


@register.filter
def label(model: Model, name: str) -> str:
    """Name a field as forms do."""
    return capfirst(str(model._meta.get_field(name).verbose_name))  # noqa: SLF001 -- public name of Django's options


@register.filter
def shown(model: Model, name: str) -> Any:
    """Write the value of a field as a reader sees it."""
    value, display = getattr(model, name), getattr(model, f"get_{name}_display", None)
    if value in {None, ""}:
        return NOTHING
    if isinstance(value, date):
        return day(value)
    if display is not None:
        return display()
    return WRITTEN[name](value) if name in WRITTEN else value


WRITTEN = {"business_number": format_business_number, "corporation_number": corporation_number}
"""How the values of some fields are parted for reading."""

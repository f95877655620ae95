"""Events in words: what was done, to what, and which fields changed from what to what."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sandan.web.audit.models import Event
from sandan.web.shared.catalog import ROLES, Words, events

register = template.Library()

NOTHING = "—"


@dataclass(frozen=True)
class Change:
    """One field of an event, readable."""

    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


@register.filter
def said(event: Event) -> Words | str:
    """Say what kind of event it is; a kind that no catalog knows any more keeps its key."""
    kind = events().get(event.action)
    return event.action if kind is None else kind.words


@register.filter
def object_kind(event: Event) -> str:
    model = _model(event)
    return event.object_type if model is None else capfirst(str(model._meta.verbose_name))  # noqa: SLF001 -- the public name of Django's model options


@register.filter
def changes(event: Event) -> list[Change]:
    names = list(dict.fromkeys([*event.before, *event.after]))
    return [
        Change(_label(event, name), _value(event, name, event.before), _value(event, name, event.after))
        for name in names
    ]


def _model(event: Event) -> Any:
    try:
        return apps.get_model(event.object_type)
    except (LookupError, ValueError):
        return None


def _field(event: Event, name: str) -> Any:
    try:
        return _model(event)._meta.get_field(name)  # noqa: SLF001 -- the public name of Django's model options
    except (AttributeError, FieldDoesNotExist):
        return None


def _label(event: Event, name: str) -> str:
    words = {
        "role": _("role"),
        "roles": _("roles"),
        "valid_from": _("from"),
        "valid_to": _("last day"),
        "sessions": _("sessions"),
        "step": _("step"),
        "by": _("by"),
        "password": _("password"),
        "company": _("company"),
    }
    field = _field(event, name)
    return words.get(name) or str(getattr(field, "verbose_name", name.replace("_", " ")))


def _value(event: Event, name: str, values: dict[str, Any]) -> str:
    if name not in values:
        return NOTHING
    value = values[name]
    chosen = dict(getattr(_field(event, name), "flatchoices", ()) or ())
    if name in {"role", "roles"}:
        chosen = dict(ROLES)
    return ", ".join(_one(item, chosen) for item in value) if isinstance(value, list) else _one(value, chosen)


def _one(value: Any, chosen: dict[Any, Any]) -> str:
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and value in chosen:
        return str(chosen[value])
    return _dated(value) if isinstance(value, str) else str(value)


def _dated(value: str) -> str:
    """Write a date as people do; anything else stays as it is."""
    try:
        moment = parse_datetime(value) if "T" in value else None
        day = parse_date(value)
    except ValueError:
        return value
    if moment is not None:
        return date_format(localtime(moment) if moment.tzinfo else moment, "SHORT_DATETIME_FORMAT")
    return date_format(day, "SHORT_DATE_FORMAT") if day is not None else value

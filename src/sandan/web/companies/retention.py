"""Personal data in the register that become due: contacts whose day has passed."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from sandan.web.companies import actions
from sandan.web.companies.models import Contact
from sandan.web.shared.retained import Retained

__all__ = ["RETAINED"]


def _due(until: date) -> QuerySet[Contact]:
    return Contact.objects.filter(retention_until__lt=until)


def _erase(*, by: Any, found: Contact, reason: str) -> None:
    actions.remove_contact(by=by, contact=found, reason=reason)


RETAINED = [Retained("companies.contact", _due, _erase)]

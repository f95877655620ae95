"""Persons, masked unless somebody who may asks for one of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sandan.web.companies.models import Company, Contact

__all__ = ["ContactLine", "contact_lines", "contact_of", "masked"]

HIDDEN = "*"
LAST_DIGITS = 4


@dataclass(frozen=True)
class ContactLine:
    """A contact as it may be shown to anybody who may know that there is one."""

    pk: int
    name: str
    position: str
    phone: str
    email: str
    purpose: str
    consent_on: date
    retention_until: date
    is_overdue: bool


def contact_lines(person: Any, company: Company, day: date) -> list[ContactLine] | None:
    if not person.has_perm("companies.know_contacts", company):
        return None
    return [_line(contact, day) for contact in company.contacts.all()]


def contact_of(company: Company, key: int) -> Contact | None:
    return company.contacts.filter(pk=key).select_related("company").first()


def _line(contact: Contact, day: date) -> ContactLine:
    local, _, domain = contact.email.partition("@")
    digits = contact.phone[-LAST_DIGITS:]
    return ContactLine(
        pk=contact.pk,
        name=masked(contact.name),
        position=contact.position,
        phone=f"{HIDDEN * 3}-{HIDDEN * 4}-{digits}" if contact.phone else "",
        email=f"{masked(local)}@{domain}" if contact.email else "",
        purpose=contact.purpose,
        consent_on=contact.consent_on,
        retention_until=contact.retention_until,
        is_overdue=contact.retention_until < day,
    )


def masked(text: str) -> str:
    """Keep the first character and hide how many follow."""
    return text[:1] + HIDDEN * 2 if text else ""

"""Persons who speak for a company, and what a firm proposes about its own record.

The trail says that a contact was changed or looked at, never who it is: it outlives the person's consent.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandan.web.audit.actions import record
from sandan.web.companies.actions.records import locked
from sandan.web.companies.models import Company, Contact, Proposal

__all__ = ["add_contact", "correct_contact", "propose", "remove_contact", "reveal_contact", "settle"]


@transaction.atomic
def add_contact(*, by: Any, company: Company, values: Mapping[str, Any]) -> Contact:
    found = locked(company)
    contact = Contact.objects.create(company=found, **values)
    record(by=by, action="contact.added", on=found, after=_about(contact))
    return contact


@transaction.atomic
def correct_contact(*, by: Any, contact: Contact, values: Mapping[str, Any]) -> Contact:
    company = locked(contact.company)
    found = Contact.objects.select_for_update().get(pk=contact.pk)
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    if changed:
        for name in changed:
            setattr(found, name, values[name])
        found.save(update_fields=changed)
        record(by=by, action="contact.corrected", on=company, after={**_about(found), "fields": changed})
    return found


@transaction.atomic
def remove_contact(*, by: Any, contact: Contact, reason: str) -> None:
    """Erase a person: consent was taken back, the purpose is over, or the time is."""
    company = locked(contact.company)
    about = _about(contact)
    contact.delete()
    record(by=by, action="contact.removed", on=company, before=about, reason=reason)


@transaction.atomic
def reveal_contact(*, by: Any, contact: Contact, reason: str = "") -> Contact:
    """Give a contact unmasked, and note who looked."""
    record(by=by, action="contact.seen", on=contact.company, after=_about(contact), reason=reason)
    return contact


@transaction.atomic
def propose(*, by: Any, company: Company, text: str) -> Proposal:
    found = locked(company)
    proposal = Proposal.objects.create(company=found, by=by, text=text)
    record(by=by, action="company.correction_proposed", on=found, after={"proposal": proposal.pk})
    return proposal


@transaction.atomic
def settle(*, by: Any, proposal: Proposal, answer: str) -> Proposal:
    """Answer a firm's proposal; correcting the record is an action of its own."""
    found = Proposal.objects.select_for_update().get(pk=proposal.pk)
    found.answer, found.settled_at, found.settled_by = answer, timezone.now(), by
    found.save(update_fields=["answer", "settled_at", "settled_by"])
    record(
        by=by,
        action="company.proposal_settled",
        on=found.company,
        after={"proposal": found.pk},
        reason=answer,
    )
    return found


def _about(contact: Contact) -> dict[str, Any]:
    return {"contact": contact.pk, "purpose": contact.purpose}

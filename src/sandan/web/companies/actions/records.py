"""A company's own facts: entering it, correcting it, its state, and that somebody made sure."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sandan.web.audit.actions import record
from sandan.web.companies.actions.indexing import index
from sandan.web.companies.actions.refusals import (
    AlreadyRegisteredError,
    LikelyDuplicateError,
    MergedAwayError,
    StaleRecordError,
)
from sandan.web.companies.models import Address, Company, CompanyName
from sandan.web.companies.models.company import State
from sandan.web.companies.queries.company import name_on
from sandan.web.companies.queries.duplicates import holder_of, likely_duplicates_of
from sandan.web.companies.queries.search import name_key

__all__ = ["change_state", "correct", "follow", "locked", "number_of_its_own", "register", "verify"]


@transaction.atomic
def register(
    *,
    by: Any,
    name: str,
    facts: Mapping[str, Any],
    address: Mapping[str, Any] | None = None,
    despite: str = "",
) -> Company:
    """Enter a company; if it may be known already, only with the reason why it is another one."""
    _refuse_known_number(facts, None)
    found = (
        []
        if despite
        else likely_duplicates_of({"name": name, "address": (address or {}).get("text"), **facts})
    )
    if found:
        raise LikelyDuplicateError(found)
    with number_of_its_own(facts):
        company = Company.objects.create(name=name, name_key=name_key(name), **facts)
    CompanyName.objects.create(company=company, name=name)
    if address:
        Address.objects.create(company=company, **address)
    index([company.pk])
    record(by=by, action="company.registered", on=company, after={"name": name, **facts}, reason=despite)
    return company


@transaction.atomic
def correct(*, by: Any, company: Company, seen: int, facts: Mapping[str, Any]) -> Company:
    """Change facts, if they are still those of the revision that the editor has seen."""
    found = locked(company)
    if found.revision != seen:
        raise StaleRecordError(found)
    _refuse_known_number(facts, found)
    changed = {name: value for name, value in facts.items() if getattr(found, name) != value}
    if not changed:
        return found
    before = {name: getattr(found, name) for name in changed}
    with number_of_its_own(changed):
        _change(found, changed)
    index([found.pk])
    record(by=by, action="company.corrected", on=found, before=before, after=changed)
    return found


@transaction.atomic
def change_state(*, by: Any, company: Company, state: State, day: date, reason: str) -> Company:
    """Close, suspend or reopen a company; nothing about it is deleted."""
    found = locked(company)
    closing = state == State.CLOSED
    changed = {"state": state, "closed_on": day if closing else None}
    before = {name: getattr(found, name) for name in changed}
    _change(found, changed)
    action = {State.CLOSED: "company.closed", State.SUSPENDED: "company.suspended"}.get(
        state, "company.reopened"
    )
    record(by=by, action=action, on=found, before=before, after={**changed, "day": day}, reason=reason)
    return found


@transaction.atomic
def verify(*, by: Any, company: Company, day: date, how: str) -> Company:
    """Note that somebody made sure that the record is true."""
    found = locked(company)
    changed = {"verified_on": day, "verified_how": how, "verified_by": by}
    before = {"verified_on": found.verified_on, "verified_how": found.verified_how}
    _change(found, changed)
    record(
        by=by,
        action="company.verified",
        on=found,
        before=before,
        after={"verified_on": day, "verified_how": how},
    )
    return found


def locked(company: Company) -> Company:
    """Take hold of a company for a change; one that was merged away is changed no more."""
    found = Company.objects.select_for_update().get(pk=company.pk)
    if found.merged_into_id is not None:
        raise MergedAwayError(
            _("%(name)s was merged into another company. Change that one, or undo the merge.")
            % {"name": found}
        )
    return found


def follow(company: Company) -> None:
    """Let the name of today and the search index follow the dated rows."""
    name = name_on(company, None)
    if name and name != company.name:
        company.name, company.name_key = name, name_key(name)
        company.save(update_fields=["name", "name_key"])
    index([company.pk])


def _change(company: Company, changed: Mapping[str, Any]) -> None:
    for name, value in changed.items():
        setattr(company, name, value)
    company.revision += 1
    company.save(update_fields=[*changed, "revision"])


def _refuse_known_number(facts: Mapping[str, Any], own: Company | None) -> None:
    number = facts.get("business_number", "")
    holder = holder_of(number)
    if holder is not None and holder != own:
        raise AlreadyRegisteredError(number, holder)


@contextmanager
def number_of_its_own(facts: Mapping[str, Any]) -> Iterator[None]:
    """Refuse a number that somebody else has entered at the same moment, after nobody was seen to hold it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        _refuse_known_number(facts, None)
        raise

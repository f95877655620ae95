"""Bringing decisions into the register, some rows at a time, and taking them back out."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandan.operate.business_number import normalize_number
from sandan.operate.matching import likely_duplicates
from sandan.web.audit.actions import record
from sandan.web.companies.actions import Addition, supplement, take_in, withdraw
from sandan.web.companies.queries.firms import companies_of_rows, holders_table
from sandan.web.companies.queries.scope import successor
from sandan.web.jobs.actions import enqueue
from sandan.web.jobs.models import Job
from sandan.web.linkage.actions.deciding import locked
from sandan.web.linkage.actions.matching import as_candidate
from sandan.web.linkage.actions.refusals import NotDecidedError, TakeBackError
from sandan.web.linkage.models import Decision, Entry, Run, State
from sandan.web.linkage.queries.additions import additions_of, as_new_company
from sandan.web.linkage.queries.runs import counted, to_take_over

__all__ = ["ask_to_take_over", "note_taken_over", "take_back", "take_over_key", "take_over_some"]

TOGETHER = 200
"""Rows that are taken over in one transaction."""


def take_over_key(run: Run) -> str:
    return f"linkage:take_over:{run.pk}"


def ask_to_take_over(*, by: Any, run: Run) -> Job:
    return enqueue(
        by=by,
        kind="linkage.take_over",
        title=run.title,
        parameters={"run": str(run.pk)},
        key=take_over_key(run),
        address=run.get_absolute_url(),
    )


@transaction.atomic
def take_over_some(*, by: Any, run: Run) -> int:
    """Take the next decisions over; what is in the register is passed over, so it can be asked again."""
    Run.objects.select_for_update().get(pk=run.pk)
    entries = list(to_take_over(run)[:TOGETHER])
    _link([entry for entry in entries if entry.decision == Decision.SAME], by=by, source=run.snapshot)
    _enter([entry for entry in entries if entry.decision == Decision.NEW], by=by, source=run.snapshot)
    return len(entries)


def _link(entries: Sequence[Entry], *, by: Any, source: str) -> None:
    additions = [
        Addition(successor(entry.company), entry.row, *additions_of(entry))
        for entry in entries
        if entry.company
    ]
    brought = supplement(by=by, source=source, additions=additions)
    for entry, addition, new in zip(entries, additions, brought, strict=True):
        entry.company, entry.applied_at = addition.company, timezone.now()
        entry.added = {"rows": new.rows, "facts": new.facts}
    Entry.objects.bulk_update(entries, ["company", "applied_at", "added"])


def _enter(entries: Sequence[Entry], *, by: Any, source: str) -> None:
    if not entries:
        return
    take_in([as_new_company(entry) for entry in entries], by=by, source=source)
    companies = companies_of_rows(source, [entry.row for entry in entries])
    for entry in entries:
        if entry.row in companies:
            entry.company, entry.applied_at = successor(companies[entry.row]), timezone.now()
        else:
            _ask_again(entry, by=by)
    Entry.objects.bulk_update(
        entries,
        [
            "company",
            "applied_at",
            "decision",
            "decided_by",
            "decided_at",
            "state",
            "why",
            "candidates",
            "score",
            "revision",
        ],
    )


def _ask_again(entry: Entry, *, by: Any) -> None:
    """Put a row back into the queue whose number a company of the register has already."""
    holder = holders_table(normalize_number(entry.data["business_number"]))
    before = entry.said()
    entry.decision, entry.decided_by, entry.decided_at = "", None, None
    entry.state, entry.why, entry.revision = State.UNKNOWN, "number-held", entry.revision + 1
    found = likely_duplicates({"name": entry.name, **entry.data}, holder)
    entry.candidates = [as_candidate(pair) for pair in found.to_dict("records")]
    entry.score = entry.candidates[0]["score"]
    record(by=by, action="entry.reopened", on=entry, before=before, after=entry.said())


@transaction.atomic
def note_taken_over(*, by: Any, run: Run) -> dict[str, int]:
    """Say in the trail how much of a run is in the register now."""
    found = counted(run)
    after = {"in_the_register": found.applied, "open": found.open, "unclear": found.decisions["unclear"]}
    record(by=by, action="decisions.taken_over", on=run, after=after)
    return after


@transaction.atomic
def take_back(*, by: Any, entry: Entry, reason: str) -> int:
    """Remove what a row added to its company and open the decision again; returns how many rows stay."""
    found = locked(entry)
    if found.applied_at is None or found.company is None:
        raise NotDecidedError(found)
    if found.decision == Decision.NEW:
        raise TakeBackError(found)
    before = found.said()
    stay = withdraw(
        by=by,
        company=successor(found.company),
        rows=found.added.get("rows", ()),
        facts=found.added.get("facts", {}),
        reason=reason,
    )
    found.decision, found.company, found.applied_at, found.added = "", None, None, {}
    found.decided_by, found.decided_at, found.in_bulk = None, None, False
    found.revision += 1
    found.save(
        update_fields=[
            "decision",
            "company",
            "applied_at",
            "added",
            "decided_by",
            "decided_at",
            "in_bulk",
            "revision",
        ]
    )
    record(by=by, action="entry.taken_back", on=found, before=before, after=found.said(), reason=reason)
    return stay

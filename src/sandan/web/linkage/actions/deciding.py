"""What people say about rows: which company one is, that nobody can tell, that it was a mistake."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandan.web.audit.actions import record
from sandan.web.linkage.actions.refusals import AlreadyDecidedError, NotDecidedError, TakenOverError
from sandan.web.linkage.models import Decision, Entry, Run, State
from sandan.web.linkage.queries.runs import next_entry, open_in_bulk

__all__ = ["confirm", "decide", "hold_next", "locked", "put_off", "reopen"]

HELD = timedelta(minutes=5)
"""How long a row that somebody has before them is not offered to others."""

_DECIDED = ("decision", "company", "decided_by", "decided_at", "in_bulk")
_FREE = ("held_by", "held_until", "revision")


@transaction.atomic
def decide(*, by: Any, entry: Entry, seen: int, decision: str, company: Any = None) -> Entry:
    """Say which company a row is; refused if somebody has said so since the page was opened."""
    found = _unchanged(entry, seen)
    before = found.said()
    _say(found, by=by, decision=decision, company=company)
    record(by=by, action="entry.decided", on=found, before=before, after=found.said())
    return found


@transaction.atomic
def put_off(*, by: Any, entry: Entry, seen: int) -> Entry:
    """Let a row come again when all others are done."""
    found = _unchanged(entry, seen)
    found.put_off_at = timezone.now()
    _free(found)
    found.save(update_fields=["put_off_at", *_FREE])
    record(by=by, action="entry.put_off", on=found)
    return found


@transaction.atomic
def reopen(*, by: Any, entry: Entry, reason: str = "") -> Entry:
    """Take a decision back that is not in the register yet."""
    found = locked(entry)
    if found.is_open:
        raise NotDecidedError(found)
    if found.applied_at is not None:
        raise TakenOverError(found)
    before = found.said()
    _say(found, by=None, decision="", company=None)
    record(by=by, action="entry.reopened", on=found, before=before, after=found.said(), reason=reason)
    return found


@transaction.atomic
def confirm(*, by: Any, run: Run, state: str) -> int:
    """Say to all open rows of a state what the matching proposes: the company found, or a new one."""
    Run.objects.select_for_update().get(pk=run.pk)
    is_found = state == str(State.MATCH)
    decision = Decision.SAME if is_found else Decision.NEW
    company = F("proposed") if is_found else None
    rows = open_in_bulk(run, state).update(
        decision=decision,
        company=company,
        decided_by=by,
        decided_at=timezone.now(),
        in_bulk=True,
        revision=F("revision") + 1,
    )
    after = {"state": state, "decision": str(decision), "rows": rows}
    record(by=by, action="matches.confirmed", on=run, after=after)
    return rows


@transaction.atomic
def hold_next(*, by: Any, run: Run) -> Entry | None:
    """Put the next row before somebody, and before nobody else for some minutes; it is no decision."""
    entry = next_entry(run, by)
    if entry is not None:
        Entry.objects.filter(pk=entry.pk).update(held_by=by, held_until=timezone.now() + HELD)
    return entry


def locked(entry: Entry) -> Entry:
    return (
        Entry.objects.select_for_update(of=("self",))
        .select_related("run", "company", "decided_by")
        .get(pk=entry.pk)
    )


def _unchanged(entry: Entry, seen: int) -> Entry:
    found = locked(entry)
    if found.revision != seen or not found.is_open:
        raise AlreadyDecidedError(found)
    return found


def _say(entry: Entry, *, by: Any, decision: str, company: Any) -> None:
    entry.decision, entry.company, entry.in_bulk = decision, company, False
    entry.decided_by, entry.decided_at = by, timezone.now() if decision else None
    _free(entry)
    entry.save(update_fields=[*_DECIDED, *_FREE])


def _free(entry: Entry) -> None:
    entry.held_by = entry.held_until = None
    entry.revision += 1

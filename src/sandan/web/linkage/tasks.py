"""What this app does in the background."""

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop

from sandan.errors import SnapshotMissingError
from sandan.web.accounts.models import Person
from sandan.web.companies.queries.firms import register_of_other_names, register_of_today
from sandan.web.jobs.registry import Outcome, Progress, job
from sandan.web.linkage import actions
from sandan.web.linkage.queries.lists import rows_of, snapshot_of
from sandan.web.linkage.queries.runs import counted, run_by_key

__all__ = ["match", "take_over"]

READING = gettext_noop("reading the list and the register")
COMPARING = gettext_noop("comparing")
WRITING = gettext_noop("writing rows")
TAKING_OVER = gettext_noop("taking decisions over")


@job("linkage.match", ko="명단 대조", en="Matching of a list")
def match(progress: Progress, *, snapshot: str) -> Outcome:
    """Match a list; the run and its rows are written at once, or not at all."""
    progress.step(0, 0, READING)
    found = snapshot_of(snapshot)
    if found is None:
        raise SnapshotMissingError(f"The vault has no list of firms {snapshot[:12]!r}; choose another list.")
    rows, register = rows_of(found), register_of_today()
    progress.step(0, 0, COMPARING)
    matched = actions.find(rows, register, register_of_other_names(register))
    progress.step(0, len(rows), WRITING)
    key, by = uuid.uuid4(), _person(progress)

    def write() -> dict[str, Any]:
        run = actions.keep_run(by=by, key=key, snapshot=found, found=matched)
        return {"run": str(run.pk), **run.counts}

    return Outcome(write=write, address=reverse("linkage:run", kwargs={"run": key}))


@job("linkage.take_over", ko="판단을 등록부에 반영", en="Taking decisions over into the register")
def take_over(progress: Progress, *, run: str) -> Outcome:
    """Take decisions over, some rows in each transaction; killed and run again it goes on where it was."""
    found, by = run_by_key(uuid.UUID(run)), _person(progress)
    if found is None:
        raise SnapshotMissingError(f"The matched list {run} is gone; match the list again.")
    whole, done = counted(found).waiting_for_register, 0
    progress.step(done, whole, TAKING_OVER)
    while taken := actions.take_over_some(by=by, run=found):
        done += taken
        progress.step(done, max(done, whole), TAKING_OVER)
    return Outcome(write=lambda: actions.note_taken_over(by=by, run=found))


def _person(progress: Progress) -> Person | None:
    return Person.objects.filter(pk=progress.by).first()

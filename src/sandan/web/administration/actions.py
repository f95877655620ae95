"""Running the office: its settings, backups, checks of the trail, erasing what is due."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext

from sandan.web.accounts.models import Person
from sandan.web.administration import queries
from sandan.web.administration.archive.writing import Made, OnProgress, Source, file_name, make_backup
from sandan.web.administration.models import Backup, RetentionPeriod, TrailCheck
from sandan.web.audit.actions import record
from sandan.web.audit.queries import Break, Head
from sandan.web.jobs.actions import enqueue
from sandan.web.jobs.models import Job
from sandan.web.shared.retained import retained

__all__ = [
    "ask_for_backup",
    "ask_for_verification",
    "erase_due",
    "note_backup",
    "note_check",
    "set_period",
    "write_backup",
]

A_TIME = 500
"""Rows that are erased in one go; a page has to answer."""


@transaction.atomic
def set_period(*, by: Person, kind: str, days: int, reason: str) -> RetentionPeriod:
    """Set how many days a kind of personal data is kept after it was last needed."""
    found, _ = RetentionPeriod.objects.get_or_create(
        kind=kind, defaults={"days": queries.kinds()[kind]["days"]}
    )
    found = RetentionPeriod.objects.select_for_update().get(pk=found.pk)
    before, found.days = found.days, days
    found.save(update_fields=["days"])
    record(
        by=by,
        action="retention.period_changed",
        on=found,
        before={"days": before},
        after={"days": days},
        reason=reason,
    )
    return found


@transaction.atomic
def erase_due(*, by: Person, kind: str, reason: str) -> int:
    """Erase what is due of a kind, at most so many rows that a page can wait; tell how many they were."""
    rows = list(queries.due(kind)[:A_TIME])
    for row in rows:
        retained()[kind].erase(by=by, found=row, reason=reason)
    if rows:
        period = RetentionPeriod(kind=kind, pk=0)
        record(by=by, action="retention.erased", on=period, after={"rows": len(rows)}, reason=reason)
    return len(rows)


@transaction.atomic
def ask_for_backup(*, by: Person) -> Job:
    """Ask for a backup into the workspace; while one is being made, that one is the answer."""
    name = file_name(timezone.localtime())
    job = enqueue(
        by=by,
        kind="administration.back_up",
        title=name,
        parameters={"name": name},
        key="administration:back_up",
        address="/administration/backups/",
    )
    record(by=by, action="backup.asked", on=job, after={"file": job.parameters["name"]})
    return job


def write_backup(target: Path, *, on_progress: OnProgress | None = None) -> Made:
    """Write the office into a file and read it back; what is recorded about it is another action."""
    return make_backup(settings.WORKSPACE, _source(), target, on_progress=on_progress)


def _source() -> Source:
    if connection.vendor == "sqlite":
        return Source(sqlite=Path(connection.settings_dict["NAME"]))
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {key: connection.settings_dict[name] for key, name in names.items()}
    return Source(postgresql={key: value for key, value in given.items() if value})


@transaction.atomic
def note_backup(*, by: Person | None, made: Made) -> Backup:
    """Keep what is known of a backup; told twice of the same file, it is kept once."""
    known = Backup.objects.filter(path=str(made.path), sha256=made.sha256).first()
    if known is not None:
        return known
    backup = Backup.objects.create(
        path=str(made.path),
        made_at=datetime.fromtimestamp(made.path.stat().st_mtime, tz=timezone.get_current_timezone()),
        bytes=made.bytes,
        sha256=made.sha256,
        members=made.members,
        head=str(made.head),
    )
    after = {"bytes": made.bytes, "sha256": made.sha256, "head": str(made.head)}
    record(by=by, action="backup.made", on=backup, after=after)
    return backup


@transaction.atomic
def ask_for_verification(*, by: Person) -> Job:
    return enqueue(
        by=by,
        kind="administration.verify_trail",
        title=gettext("Verification of the trail"),
        parameters={},
        key="administration:verify_trail",
        address="/administration/",
    )


@transaction.atomic
def note_check(*, by: Person | None, head: Head, breaks: list[Break]) -> TrailCheck:
    """Keep what a walk along the chain found."""
    found = [{"number": one.number, "why": one.why} for one in breaks]
    check = TrailCheck.objects.create(head=str(head), breaks=found)
    record(by=by, action="trail.verified", on=check, after={"head": str(head), "breaks": len(found)})
    return check

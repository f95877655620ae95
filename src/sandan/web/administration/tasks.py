"""Work about the office itself that takes longer than a page."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from sandan.errors import BackupError
from sandan.web.accounts.models import Person
from sandan.web.administration import actions
from sandan.web.audit.queries import broken_links, head
from sandan.web.jobs.registry import Outcome, Progress, job

__all__ = ["back_up", "verify_trail"]


def _who(progress: Progress) -> Person | None:
    return Person.objects.filter(pk=progress.by).first()


@job("administration.back_up", ko="백업", en="Backup")
def back_up(progress: Progress, *, name: str) -> Outcome:
    """Write a backup; a file that a killed worker left without a note is made anew."""
    folder = settings.WORKSPACE.root / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / name
    if target.parent != folder:
        raise BackupError(f"{name!r} is no name of a file; a backup lies in {folder}.")
    target.unlink(missing_ok=True)
    made = actions.write_backup(target, on_progress=progress.step)

    def write() -> Mapping[str, Any]:
        actions.note_backup(by=_who(progress), made=made)
        return {"file": str(made.path), "bytes": made.bytes, "sha256": made.sha256}

    return Outcome({"members": made.members}, write=write)


@job("administration.verify_trail", ko="기록의 연결 검증", en="Verification of the trail")
def verify_trail(progress: Progress) -> Outcome:
    end = head()
    breaks = list(broken_links(on_progress=lambda number: progress.step(number, end.number)))

    def write() -> Mapping[str, Any]:
        actions.note_check(by=_who(progress), head=end, breaks=breaks)
        return {"events": end.number, "breaks": len(breaks)}

    return Outcome({}, write=write)

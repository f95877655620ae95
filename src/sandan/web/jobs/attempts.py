"""What a worker writes about an attempt; every write holds only while the attempt's token does."""

import os
import socket
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from sandan.web.jobs.models import Job, State
from sandan.web.jobs.registry import Outcome

__all__ = ["LEASE", "Attempt", "beat", "claim", "end", "finish", "hand_back", "wanted"]

LEASE = timedelta(seconds=20)
"""How long a job stays with a worker that says nothing."""


@dataclass(frozen=True)
class Attempt:
    """One try at a job; the token is new for every try, so that a late worker cannot touch a later one."""

    job: uuid.UUID
    token: uuid.UUID


def claim(number: uuid.UUID) -> Attempt | None:
    """Take a waiting job; nothing if another worker has it, or if it waits no longer."""
    attempt, now = Attempt(number, uuid.uuid4()), timezone.now()
    taken = Job.objects.filter(pk=number, state=State.WAITING).update(
        state=State.RUNNING,
        token=attempt.token,
        attempts=F("attempts") + 1,
        lease_until=now + LEASE,
        worker=f"{socket.gethostname()[:80]}:{os.getpid()}",
        started=Coalesce("started", now),
        done=0,
        whole=0,
        message="",
    )
    return attempt if taken else None


def _held(attempt: Attempt) -> Any:
    return Job.objects.filter(pk=attempt.job, token=attempt.token, state=State.RUNNING)


def beat(attempt: Attempt, **about: Any) -> bool:
    """Renew the lease and note how far the attempt is; false when it lost the job."""
    return bool(_held(attempt).update(lease_until=timezone.now() + LEASE, **about))


def wanted(attempt: Attempt) -> bool:
    """Say whether the attempt still has the job and nobody has cancelled it."""
    return bool(_held(attempt).filter(cancel_requested=False).exists())


def finish(attempt: Attempt, outcome: Outcome) -> bool:
    """Write what the task found and that the job is done, in one transaction; false if it may not."""
    with transaction.atomic():
        job = _held(attempt).select_for_update().first()
        if job is None:
            return False
        if job.cancel_requested:
            return bool(_close(attempt, state=State.CANCELLED))
        more = outcome.write() if outcome.write else None
        return bool(
            _close(
                attempt,
                state=State.DONE,
                result={**outcome.result, **(more or {})},
                address=outcome.address or job.address,
                done=job.whole,
            )
        )


def end(attempt: Attempt, *, state: Any, error: str = "", error_code: str = "") -> bool:
    """Close an attempt that found nothing: it failed, or somebody cancelled it."""
    return bool(_close(attempt, state=state, error=error, error_code=error_code))


def hand_back(attempt: Attempt) -> None:
    """Let the job wait again, because this worker stops; the attempt does not count."""
    _held(attempt).update(state=State.WAITING, token=None, lease_until=None, attempts=F("attempts") - 1)


def _close(attempt: Attempt, **about: Any) -> int:
    return int(_held(attempt).update(token=None, lease_until=None, finished=timezone.now(), **about))

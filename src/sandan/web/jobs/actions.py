"""What people do with jobs: ask for one, cancel it, ask again."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from sandan.errors import OfficeError
from sandan.web.accounts.models import Person
from sandan.web.audit.actions import record
from sandan.web.jobs.messaging import send
from sandan.web.jobs.models import Job, State
from sandan.web.jobs.queries import active_of_key, latest_of_key
from sandan.web.jobs.registry import kind_of

__all__ = ["cancel", "enqueue", "retry"]


@transaction.atomic
def enqueue(
    *,
    by: Person | None,
    kind: str,
    title: str,
    parameters: Mapping[str, Any],
    key: str = "",
    address: str = "",
    retry_of: Job | None = None,
) -> Job:
    """Ask for a job; while one with the same key waits or runs, that one is the answer.

    Job and message are written in the caller's transaction: if that is rolled back, nobody asked.
    """
    kind_of(kind)
    job = Job(kind=kind, title=title[:200], parameters=dict(parameters), key=key, address=address)
    job.by, job.retry_of = by, retry_of
    return active_of_key(key) or _sent(job)


def _sent(job: Job) -> Job:
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        # Somebody else was faster with the same key.
        return latest_of_key(job.key)
    send(job)
    return job


@transaction.atomic
def cancel(*, by: Person, job: Job) -> Job:
    """Cancel a job: one that waits at once, one that runs at its next step; one that ended stays as it is."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    before = job.state
    if not job.is_active or job.cancel_requested:
        return job
    job.cancel_requested = True
    if job.state == State.WAITING:
        job.state, job.finished = State.CANCELLED, timezone.now()
    job.save(update_fields=["cancel_requested", "state", "finished"])
    record(by=by, action="job.cancelled", on=job, before={"state": before}, after={"state": job.state})
    return job


@transaction.atomic
def retry(*, by: Person, job: Job) -> Job:
    """Ask again for a job that failed or was cancelled, in the name of whoever asked first."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state not in {State.FAILED, State.CANCELLED}:
        raise OfficeError(
            f"The job “{job}” is {job.state}, but only one that failed or was cancelled can be tried again; "
            "ask for a new one where this one was asked for."
        )
    again = job.retries.filter(state__in=("waiting", "running")).first()
    if again is not None:
        return again
    again = enqueue(
        by=job.by,
        kind=job.kind,
        title=job.title,
        parameters=job.parameters,
        key=job.key,
        address=job.address,
        retry_of=job,
    )
    record(by=by, action="job.retried", on=job, after={"job": str(again.pk)})
    return again

"""Jobs whose worker was killed: their lease has ended, so another worker takes them up."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from sandan.web.jobs.attempts import LEASE
from sandan.web.jobs.messaging import close_open_messages, send, waiting_numbers
from sandan.web.jobs.models import Job, State

__all__ = ["ATTEMPTS", "GIVEN_UP", "take_up_again"]

ATTEMPTS = 3
GIVEN_UP = gettext_noop(
    "The work was cut off three times, so it is not tried again by itself. "
    "The machine may be short of memory; tell the administrator, then try again."
)


def take_up_again(now: datetime) -> None:
    """Give abandoned jobs back to the queue; after the last attempt, or if cancelled, close them."""
    for job in Job.objects.filter(state=State.RUNNING, lease_until__lt=now):
        _release(job, now)
    _send_lost(now)


def _release(job: Job, now: datetime) -> None:
    """Whoever meets the same token first decides; the worker that still had it is too late."""
    after: dict[str, Any] = {"state": State.WAITING}
    if job.cancel_requested:
        after = {"state": State.CANCELLED, "finished": now}
    elif job.attempts >= ATTEMPTS:
        after = {"state": State.FAILED, "finished": now, "error": GIVEN_UP, "error_code": "cut-off"}
    held = Job.objects.filter(pk=job.pk, state=State.RUNNING, token=job.token, lease_until__lt=now)
    with transaction.atomic():
        if held.update(token=None, lease_until=None, **after):
            close_open_messages([job.pk])
            if after["state"] == State.WAITING:
                send(job)


def _send_lost(now: datetime) -> None:
    """Send again for jobs whose message was taken by a worker that was killed before it claimed the job."""
    waiting = Job.objects.filter(state=State.WAITING, created__lt=now - LEASE)
    sent = waiting_numbers() if waiting.exists() else set()
    for job in waiting:
        if str(job.pk) not in sent:
            close_open_messages([job.pk])
            send(job)

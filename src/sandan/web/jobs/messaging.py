"""The message that carries a job to a worker; a lost or doubled message does no harm."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from sandan.web.jobs.execution import execute
from sandan.web.jobs.models import Job

__all__ = ["close_open_messages", "forget", "messages_wait", "prune", "run", "send", "waiting_numbers"]


@task()
def run(number: str) -> None:
    execute(UUID(number))


def send(job: Job) -> None:
    """Put the message into the queue, in the transaction of whoever calls."""
    run.enqueue(str(job.pk))


def messages_wait() -> bool:
    return DBTaskResult.objects.ready().exists()


def waiting_numbers() -> set[str]:
    """Return the jobs that have a message which no worker has taken."""
    return set(DBTaskResult.objects.ready().values_list("args_kwargs__args__0", flat=True))


def close_open_messages(numbers: Iterable[UUID]) -> None:
    """End the messages of workers that were killed: the library would leave them running for ever."""
    open_messages = DBTaskResult.objects.running().filter(
        args_kwargs__args__0__in=[str(number) for number in numbers]
    )
    open_messages.update(status="FAILED", finished_at=timezone.now())


def forget(job: Job) -> None:
    DBTaskResult.objects.filter(args_kwargs__args__0=str(job.pk)).delete()


def prune(before: datetime) -> None:
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()

"""The process that does what waits, and takes up again what a killed worker left."""

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from sandan.web.jobs.execution import execute_here
from sandan.web.jobs.messaging import forget, messages_wait, prune
from sandan.web.jobs.queries import next_waiting
from sandan.web.jobs.recovery import take_up_again

__all__ = ["run_waiting", "work"]

LOOK = 0.5
"""Seconds between two looks into an empty queue; a look is one read."""
SWEEP = 5.0
"""Seconds between two searches for jobs whose worker was killed."""
KEPT = timedelta(days=1)
"""How long the messages of finished jobs are kept; the jobs themselves stay."""

logger = logging.getLogger(__name__)


def run_waiting() -> int:
    """Do everything that waits, here and now; returns how many jobs that were. For tests."""
    count = 0
    while (job := next_waiting()) is not None:
        execute_here(job.pk)
        forget(job)
        count += 1
    return count


def work(stopping: threading.Event, *, name: str) -> None:
    """Work until told to stop; the job at hand is finished first."""
    while not stopping.is_set():
        try:
            _work_until_trouble(stopping, name)
        except DatabaseError:
            logger.warning("The database does not answer; the worker looks again soon.", exc_info=True)
            connection.close()
            stopping.wait(SWEEP)


def _work_until_trouble(stopping: threading.Event, name: str) -> None:
    swept = float("-inf")
    while not stopping.is_set():
        close_old_connections()
        now = timezone.now()
        if now.timestamp() - swept >= SWEEP:
            swept = now.timestamp()
            take_up_again(now)
            prune(now - KEPT)
        if messages_wait():
            _one(name)
        else:
            stopping.wait(LOOK)


def _one(name: str) -> None:
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=name,
        excluded_queue_names=[],
    ).run()

"""Doing one job: claim it, keep its lease, call the task, write the end."""

import logging
import threading
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection
from django.utils.translation import gettext_noop

from sandan.errors import SandanError
from sandan.web.jobs.attempts import Attempt, beat, claim, end, finish, hand_back, wanted
from sandan.web.jobs.models import Job, State
from sandan.web.jobs.registry import Cancelled, Outcome, Progress, Recorder, kind_of
from sandan.web.jobs.stopping import STOPPING

__all__ = ["BROKEN", "execute", "execute_here"]

BROKEN = gettext_noop("Something broke on our side. Try again; if it breaks again, tell the administrator.")
TICK, BEAT = 0.5, 4.0
"""Seconds between two looks at a running job, and between two renewals of its lease."""

logger = logging.getLogger(__name__)


class Heart(threading.Thread, AbstractContextManager[Recorder]):
    """Renews the lease and writes progress on a connection of its own, whatever the task is doing.

    The task may be in a transaction or in a long computation: neither holds the lease up, and a
    transaction that is rolled back takes no progress with it.
    """

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(name=f"heart of {attempt.job}", daemon=True)
        self._attempt = attempt
        self._over = threading.Event()
        self._latest: dict[str, object] = {}
        self._wanted = True

    def note(self, done: int, whole: int, message: str) -> bool:
        self._latest = {"done": done, "whole": whole, "message": message}
        return self._wanted and not STOPPING.is_set()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        since_beat = 0.0
        while not self._over.wait(TICK):
            since_beat += TICK
            if self._latest or since_beat >= BEAT:
                since_beat = 0.0
                self._tell(self._beat)
            self._tell(self._look)
        connection.close()

    def _beat(self) -> None:
        latest, self._latest = self._latest, {}
        beat(self._attempt, **latest)

    def _look(self) -> None:
        self._wanted = self._wanted and wanted(self._attempt)

    def _tell(self, say: Callable[[], None]) -> None:
        try:
            say()
        except DatabaseError:
            logger.warning("The lease of job %s could not be kept.", self._attempt.job, exc_info=True)
            connection.close()


class Here(AbstractContextManager[Recorder]):
    """Writes progress on the connection of the task itself; for jobs that run in this very process."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt

    def note(self, done: int, whole: int, message: str) -> bool:
        beat(self._attempt, done=done, whole=whole, message=message)
        return wanted(self._attempt) and not STOPPING.is_set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


def execute(number: uuid.UUID) -> None:
    _execute(number, Heart)


def execute_here(number: uuid.UUID) -> None:
    _execute(number, Here)


def _execute(number: uuid.UUID, recorder: Callable[[Attempt], AbstractContextManager[Recorder]]) -> None:
    attempt = claim(number)
    if attempt is not None:
        _attempt(attempt, recorder)


def _attempt(attempt: Attempt, recorder: Callable[[Attempt], AbstractContextManager[Recorder]]) -> None:
    try:
        with recorder(attempt) as keeper:
            finish(attempt, _outcome(attempt, keeper))
    except Cancelled:
        hand_back(attempt) if STOPPING.is_set() and wanted(attempt) else end(attempt, state=State.CANCELLED)
    except SandanError as error:
        end(attempt, state=State.FAILED, error=str(error), error_code=error.code)
    except Exception:
        logger.exception("Job %s broke.", attempt.job)
        end(attempt, state=State.FAILED, error=BROKEN, error_code="broken")


def _outcome(attempt: Attempt, keeper: Recorder) -> Outcome:
    job = Job.objects.get(pk=attempt.job)
    found = kind_of(job.kind).task(Progress(keeper, by=job.by_id), **job.parameters)
    return found if isinstance(found, Outcome) else Outcome(found or {})

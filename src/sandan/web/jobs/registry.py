"""The kinds of jobs: a task is a function that an app's ``tasks.py`` names with ``@job``."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from django.conf import settings

from sandan.web.shared.catalog import Words

__all__ = [
    "Cancelled",
    "Kind",
    "Outcome",
    "Progress",
    "job",
    "kind_of",
    "kinds",
    "title_of",
    "words_of",
]

PAUSE = 0.5
"""Seconds between two notes of how far a job is."""


class Cancelled(Exception):  # noqa: N818 -- somebody's wish, no error
    """Somebody cancelled the job, or it was given to another worker; the task ends here."""


@dataclass(frozen=True)
class Outcome:
    """What a task found, and the writes that belong to it.

    ``write`` runs in the one transaction that also marks the job as done: a worker killed at any
    moment has either written everything and finished, or nothing. What it returns is added to ``result``.
    """

    result: Mapping[str, Any] = field(default_factory=dict)
    write: Callable[[], Mapping[str, Any] | None] | None = None
    address: str = ""
    """Where the result is seen, if it was not known when the job was asked for."""


class Recorder(Protocol):
    """Keeps how far an attempt is; the answer says whether it should go on."""

    def note(self, done: int, whole: int, message: str) -> bool: ...


class Progress:
    """What a task is given to say how far it is."""

    def __init__(self, recorder: Recorder, *, by: int | None = None) -> None:
        self._recorder = recorder
        self._noted = float("-inf")
        self._message = ""
        self.by = by
        """Who asked for the job."""

    def step(self, done: int, whole: int = 0, message: str = "") -> None:
        """Note how far the task is; call it as often as you like. Raises ``Cancelled``."""
        changed = bool(message) and message != self._message
        self._message = message or self._message
        if not changed and time.monotonic() - self._noted < PAUSE and done != whole:
            return
        self._noted = time.monotonic()
        if not self._recorder.note(done, whole, self._message):
            raise Cancelled


Task = Callable[..., Mapping[str, Any] | Outcome | None]
Title = Callable[[str, Mapping[str, Any]], str]
"""Makes of the stored title and the parameters of a job what it is called in the reader's language."""


def _as_stored(title: str, _parameters: Mapping[str, Any]) -> str:
    return title


@dataclass(frozen=True)
class Kind:
    """A kind of job: its name in both languages, the function that does it, and what calls one of them."""

    key: str
    words: Words
    task: Task
    title: Title


_KINDS: dict[str, Kind] = {}


def job(key: str, *, ko: str, en: str, title: Title = _as_stored) -> Callable[[Task], Task]:
    """Name a function as the task of a kind of job."""

    def register(task: Task) -> Task:
        known = _KINDS.get(key)
        if known is not None and known.task.__module__ != task.__module__:
            raise ValueError(f"{key!r} is a job of {known.task.__module__} and of {task.__module__}.")
        _KINDS[key] = Kind(key, Words(ko=ko, en=en), task, title)
        return task

    return register


def kind_of(key: str) -> Kind:
    known = _known()
    if key not in known:
        raise ValueError(f"{key!r} is no kind of job; known are {', '.join(sorted(known))}.")
    return known[key]


def kinds() -> Mapping[str, Kind]:
    return dict(sorted(_known().items()))


def words_of(key: str) -> Words:
    """Return the name of a kind; of one that a newer version no longer knows, its key."""
    known = _known()
    return known[key].words if key in known else Words(ko=key, en=key)


def title_of(key: str, title: str, parameters: Mapping[str, Any]) -> str:
    """Call a job in the language of the reader; one of a kind that is no longer known by its stored title."""
    known = _known()
    return (known[key].title if key in known else _as_stored)(title, parameters)


def _known() -> Mapping[str, Kind]:
    """Load the tasks of all apps when somebody asks for the first time: most commands never do."""
    _load_tasks()
    return _KINDS


@cache
def _load_tasks() -> None:
    for app in settings.SANDAN_APPS:
        if find_spec(f"{app}.tasks") is not None:
            import_module(f"{app}.tasks")

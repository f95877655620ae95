"""Reading how the office is run: its settings, its state, what is due, who may do what."""

import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet
from django.utils import timezone

from sandan import __version__
from sandan.web.accounts.queries import without_second_factor
from sandan.web.administration.models import Backup, RetentionPeriod, TrailCheck
from sandan.web.shared.catalog import CITIZEN, ROLES, Words, permissions, words
from sandan.web.shared.retained import retained

__all__ = [
    "Cell",
    "DataKind",
    "Line",
    "State",
    "backups",
    "data_kinds",
    "due",
    "kinds",
    "last_check",
    "matrix",
    "state",
]


@dataclass(frozen=True)
class State:
    """Whether the office is in order, in numbers."""

    jobs_waiting: int
    jobs_running: int
    jobs_failed: int
    backup: Backup | None
    backup_old: bool
    check: TrailCheck | None
    unsecured: int
    due: int
    free_bytes: int
    disk_bytes: int
    disk_low: bool
    version: str
    database: str
    mfa_required: bool


OLD_BACKUP = timedelta(days=2)
LOW_DISK = 0.1


def state(jobs: QuerySet[Any]) -> State:
    counts = dict(jobs.order_by().values_list("state").annotate(Count("pk")))
    backup, disk = Backup.objects.first(), shutil.disk_usage(settings.WORKSPACE.root)
    return State(
        jobs_waiting=counts.get("waiting", 0),
        jobs_running=counts.get("running", 0),
        jobs_failed=counts.get("failed", 0),
        backup=backup,
        backup_old=backup is None or timezone.now() - backup.made_at > OLD_BACKUP,
        check=last_check(),
        unsecured=without_second_factor(),
        due=sum(kind.due or 0 for kind in data_kinds()),
        free_bytes=disk.free,
        disk_bytes=disk.total,
        disk_low=disk.free < LOW_DISK * disk.total,
        version=__version__,
        database={"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor),
        mfa_required=settings.SECOND_FACTOR == "administrators",
    )


def last_check() -> TrailCheck | None:
    return TrailCheck.objects.first()


@dataclass(frozen=True)
class FoundBackup:
    """A backup and whether its file is still where it was written."""

    backup: Backup
    there: bool
    """A file of the same size; whether it is whole is known when it is read."""


def backups(limit: int = 50) -> list[FoundBackup]:
    return [FoundBackup(one, _is_there(one)) for one in Backup.objects.all()[:limit]]


def _is_there(backup: Backup) -> bool:
    path = Path(backup.path)
    return path.is_file() and path.stat().st_size == backup.bytes


@dataclass(frozen=True)
class DataKind:
    """A kind of personal data: what it is for, how long it is kept, how much of it is due."""

    key: str
    words: Words
    purpose: Words
    basis: Words
    standard_days: int
    days: int
    due: int | None
    """How many rows are past their period; None where nothing erases this kind."""


@cache
def kinds() -> Mapping[str, Mapping[str, Any]]:
    text = files("sandan.web.administration").joinpath("retention.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["kinds"]


def days_of(kind: str, set_by_office: Mapping[str, int]) -> int:
    return set_by_office.get(kind, kinds()[kind]["days"])


def data_kinds(today: date | None = None) -> list[DataKind]:
    own = dict(RetentionPeriod.objects.values_list("kind", "days"))
    erasable = retained()
    return [
        DataKind(
            key=key,
            words=words(said),
            purpose=words(said["purpose"]),
            basis=words(said["basis"]),
            standard_days=said["days"],
            days=days_of(key, own),
            due=erasable[key].due(_until(days_of(key, own), today)).count() if key in erasable else None,
        )
        for key, said in kinds().items()
    ]


def _until(days: int, today: date | None) -> date:
    return (today or timezone.localdate()) - timedelta(days=days)


def due(kind: str, today: date | None = None) -> QuerySet[Any]:
    """Return the rows of a kind whose period is over."""
    own = dict(RetentionPeriod.objects.values_list("kind", "days"))
    return retained()[kind].due(_until(days_of(kind, own), today))


@dataclass(frozen=True)
class Cell:
    """What a role may do with a permission: always, under a condition, never."""

    always: bool
    condition: Words | None


@dataclass(frozen=True)
class Line:
    """A permission across all roles."""

    name: str
    words: Words
    cells: list[Cell]


def matrix() -> tuple[list[Words], list[tuple[str, list[Line]]]]:
    """Return the roles, and the permissions of each app across them."""
    roles = [key for key in ROLES if key != CITIZEN] + [CITIZEN]
    by_app: dict[str, list[Line]] = {}
    for name, permission in permissions().items():
        cells = [_cell(permission, role) for role in roles]
        by_app.setdefault(name.partition(".")[0], []).append(Line(name, permission.words, cells))
    return [ROLES[role] for role in roles], list(by_app.items())


def _cell(permission: Any, role: str) -> Cell:
    always = role in permission.allow or CITIZEN in permission.allow
    named = permission.allow_if.get(role)
    return Cell(always, None if always or named is None else _condition(named))


def _condition(name: str) -> Words:
    plain = name.replace("_", " ")
    return words(conditions().get(name, {"ko": plain, "en": plain}))


@cache
def conditions() -> Mapping[str, Mapping[str, str]]:
    text = files("sandan.web.administration").joinpath("conditions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["conditions"]

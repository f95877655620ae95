"""Reading reports, their files, what changed since, and the keys of programs."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from sandan.errors import OfficeError
from sandan.web.accounts.models import Person
from sandan.web.measurement.cases import current
from sandan.web.publication.models import ApiToken, Report, State

__all__ = [
    "FORMATS",
    "Filed",
    "Newer",
    "bytes_of",
    "changed_since",
    "file_of",
    "files_of",
    "live_token",
    "newer_than",
    "of_state",
    "own_tokens",
    "person",
    "place_of",
    "published",
    "published_dir",
    "replaceable",
    "report",
    "reports",
]

FORMATS: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "hwpx": "application/hwp+zip",
    "zip": "application/zip",
}
"""For each format what a browser is told that it is."""


@dataclass(frozen=True)
class Filed:
    """One file of a report."""

    name: str
    language: str
    format: str
    sha256: str
    size: int

    @property
    def media_type(self) -> str:
        return FORMATS[self.format]


@dataclass(frozen=True)
class Newer:
    """A snapshot that is current now beside the one that a report was made from."""

    kind: str
    profile: str
    title: str
    was: str
    now: str
    snapshot: str


def reports() -> QuerySet[Report]:
    """Return every report, the newest first."""
    return Report.objects.select_related(
        "asked_by", "published_by", "withdrawn_by", "supersedes"
    ).prefetch_related("successors")


def of_state(state: str) -> QuerySet[Report]:
    return reports().filter(state=state) if state else reports()


def report(key: UUID) -> Report | None:
    return reports().filter(pk=key).first()


def replaceable() -> QuerySet[Report]:
    """Return what a new report may take the place of."""
    return Report.objects.filter(state=State.PUBLISHED).order_by("-published_at")


def published() -> QuerySet[Report]:
    """Return what everybody may know of: published reports and those that were withdrawn, newest first."""
    return reports().exclude(state=State.DRAFT).order_by("-published_at", "-pk")


def published_dir() -> Path:
    return settings.WORKSPACE.reports_dir / "published"


def place_of(found: Report) -> Path:
    return published_dir() / str(found.pk)


def files_of(found: Report) -> list[Filed]:
    return [Filed(**one) for one in found.files]


def file_of(found: Report, name: str) -> Filed | None:
    """Find a file by its name in the record; the address of a request never becomes a path."""
    return next((one for one in files_of(found) if one.name == name), None)


def bytes_of(found: Report, filed: Filed) -> bytes:
    """Return the bytes of a file after comparing them with the hash in the record."""
    path = place_of(found) / filed.name
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != filed.sha256:
        raise OfficeError(
            f"{filed.name} is not the file that was made: its bytes lack the hash {filed.sha256[:12]}… "
            "of the record. Restore the folder of reports from a backup."
        )
    return content


def newer_than(found: Report, now: Sequence[Any]) -> list[Newer]:
    """List what has become current since: other snapshots of the same kinds."""
    was = {one["kind"]: one for one in found.snapshots}
    return [
        Newer(one.kind, one.profile, one.title, was[one.kind]["as_of"], one.as_of.isoformat(), one.id)
        for one in now
        if one.kind in was and one.id != was[one.kind]["id"]
    ]


def changed_since(found: Sequence[Report]) -> dict[UUID, list[Newer]]:
    now = current()
    return {one.pk: newer_than(one, now) for one in found}


def own_tokens(of: Person) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(person=of)


def live_token(sha256: str, day: date | None = None) -> ApiToken | None:
    """Find the key that works today by the hash of it."""
    today = day or timezone.localdate()
    found = ApiToken.objects.select_related("person").filter(
        sha256=sha256, revoked_at=None, expires_on__gte=today, person__is_active=True
    )
    return found.first()


def person(key: int | None) -> Person | None:
    return Person.objects.filter(pk=key).first()

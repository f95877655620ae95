"""Reading: answers that are there, choices for the lens, figures by their identifier."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings

from sandan.data.vault.sidecar import Snapshot
from sandan.errors import SandanError
from sandan.report.figures.book import find_figure
from sandan.report.figures.record import Figure
from sandan.web.accounts.models import Person
from sandan.web.audit.actions import SYSTEM
from sandan.web.jobs.models import Job
from sandan.web.jobs.queries import last_of_key
from sandan.web.measurement.cases import state_of_data
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.models import Office, Sheet

__all__ = [
    "CHOICES",
    "MAP",
    "Choices",
    "asked_of",
    "choices",
    "default_lens",
    "figure",
    "job_for",
    "key_of",
    "name_of",
    "office",
    "packed_points",
    "replays_of",
    "sheet",
    "snapshots_of",
]

CHOICES = "choices"
MAP = "map"
ON_MAPS = (MAP, "hotspots", "neighbors")
"""The questions whose answers depend on boundaries."""


@dataclass(frozen=True)
class Choices:
    """What a lens can be turned to: cities and complexes by code with their names, years, versions."""

    cities: Mapping[str, Mapping[str, str]]
    years: tuple[int, ...]
    complexes: Mapping[str, Mapping[str, Mapping[str, str]]]
    versions: tuple[str, ...]


def asked_of(question: str, lens: Lens | None, options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "question": question,
        "lens": None if lens is None else lens.to_json(),
        "options": {name: value for name, value in sorted(options.items()) if value},
    }


def key_of(asked: Mapping[str, Any]) -> str:
    """Name an answer by the question and by all that it depends on."""
    state = state_of_data(with_peers=asked["lens"] is not None, with_shapes=asked["question"] in ON_MAPS)
    text = json.dumps([asked, state], sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def sheet(asked: Mapping[str, Any]) -> Sheet | None:
    return Sheet.objects.filter(key=key_of(asked)).first()


def packed_points(key: str) -> bytes | None:
    """Return the points of a map; nothing before it was computed, or where there are no boundaries."""
    found = Sheet.objects.filter(key=key).values_list("content__alike__points", flat=True).first()
    return None if found is None else b64decode(found)


def job_for(asked: Mapping[str, Any]) -> Job | None:
    """Return the latest job that was to answer this; it may have failed."""
    return last_of_key(f"answer:{key_of(asked)}")


def choices() -> Choices | None:
    """Return what the data offer to look at; None until they have been read once."""
    found = sheet(asked_of(CHOICES, None, {}))
    if found is None:
        return None
    content = found.content
    return Choices(
        cities=content["cities"],
        years=tuple(content["years"]),
        complexes=content["complexes"],
        versions=tuple(content["versions"]),
    )


def office() -> Office:
    """Return what the office has set; with nothing set, every field is empty."""
    return Office.objects.filter(pk=Office.ONLY).first() or Office(pk=Office.ONLY)


def default_lens() -> Lens | None:
    """Return what pages start with, once the office has set it."""
    found = office()
    whole = found.city and found.start and found.end
    return Lens(found.city, found.start, found.end, found.comparison_set) if whole else None


def figure(key: str) -> Figure:
    return find_figure(settings.WORKSPACE.figures_dir, key)


def snapshots_of(found: Figure) -> list[tuple[str, Snapshot | None]]:
    """Return the snapshots behind a figure; one that is no longer there stands with its identifier alone."""
    return [(key, _snapshot(key)) for key in found.calculation.snapshots]


def _snapshot(key: str) -> Snapshot | None:
    try:
        return settings.WORKSPACE.vault.get(key)
    except SandanError:
        return None


def replays_of(key: str) -> Job | None:
    return last_of_key(f"replay:{key}")


def name_of(person: int | None) -> str:
    """Name who asked for a job; nobody is the office itself."""
    found = Person.objects.filter(pk=person).first()
    return SYSTEM if found is None else str(found)

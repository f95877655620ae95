"""How views find what an address names."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from sandan.web.linkage.models import Entry, Run
from sandan.web.linkage.queries.runs import entry_by_key, run_by_key

__all__ = ["Proposals", "find_entry", "find_proposals", "find_run"]


@dataclass(frozen=True)
class Proposals:
    """The rows of a run that have a state."""

    run: Run
    state: str


def find_run(_person: Any, run: uuid.UUID) -> Run:
    return _there(run_by_key(run))


def find_proposals(person: Any, run: uuid.UUID, state: str) -> Proposals:
    return Proposals(find_run(person, run), state)


def find_entry(_person: Any, entry: int) -> Entry:
    return _there(entry_by_key(entry))


def _there(found: Any) -> Any:
    if found is None:
        raise Http404
    return found

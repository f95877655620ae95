"""What the screens list beside the answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandan.web.accounts.models import Person
from sandan.web.jobs.models import ACTIVE, State
from sandan.web.jobs.queries import visible_to

__all__ = ["narrowed", "waiting_for"]

FEW = 5
Row = Mapping[str, Any]
SHOWN = {"confirmed": {"confirmed", "fragile"}, "fragile": {"fragile"}}
"""Which verdicts a choice of the list keeps; a cluster that hangs on one firm is confirmed too."""


def narrowed(rows: Sequence[Row], show: str) -> list[Row]:
    """Keep the industries of some verdicts; all without a choice."""
    kept = SHOWN.get(show)
    return list(rows) if kept is None else [row for row in rows if row["verdict"] in kept]


def waiting_for(person: Person) -> dict[str, Any]:
    """Return what waits for somebody: their running and their failed jobs."""
    mine = visible_to(person).filter(by=person)
    return {
        "my_running": list(mine.filter(state__in=ACTIVE)[:FEW]),
        "my_failed": list(mine.filter(state=State.FAILED)[:FEW]),
    }

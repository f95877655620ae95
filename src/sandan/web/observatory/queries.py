"""What the screens list beside the answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandan.web.accounts.models import Person
from sandan.web.jobs.models import ACTIVE, State
from sandan.web.jobs.queries import visible_to

__all__ = ["narrowed", "waiting_for"]

FEW = 5
Cell = Mapping[str, Any]


def narrowed(cells: Sequence[Cell], show: str) -> list[Cell]:
    """Keep the industries of one verdict; all without one."""
    if show == "confirmed":
        return [cell for cell in cells if cell["is_cluster"]]
    if show == "fragile":
        return [cell for cell in cells if cell["vanishes_without_largest"]]
    return list(cells)


def waiting_for(person: Person) -> dict[str, Any]:
    """Return what waits for somebody: their running and their failed jobs."""
    mine = visible_to(person).filter(by=person)
    return {
        "my_running": list(mine.filter(state__in=ACTIVE)[:FEW]),
        "my_failed": list(mine.filter(state=State.FAILED)[:FEW]),
    }

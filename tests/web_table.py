"""The form of a row of the permission table: an address, a method, and the roles that get in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

SIGNED_IN = frozenset(
    {
        "administrator",
        "director",
        "planner",
        "coordinator",
        "programme_manager",
        "evaluator",
        "cluster_officer",
        "firm",
        "partner",
        "expert",
        "council",
    }
)
EVERYBODY = SIGNED_IN | {"citizen"}


@dataclass(frozen=True)
class Row:
    """Who gets in at an address; ``make`` builds what the address needs and gives its arguments."""

    url: str
    roles: frozenset[str] | set[str]
    method: str = "GET"
    make: Callable[[], dict[str, Any]] = dict
    data: dict[str, Any] = field(default_factory=dict)

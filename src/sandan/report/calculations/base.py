"""Calculations: named, repeatable ways from snapshots to a table of numbers.

A figure can be replayed because the table that it stands in is the result of a registered
function of stored snapshots and plain parameters. Nothing else may enter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

import pandas as pd

import sandan
from sandan.errors import FigureError
from sandan.report.figures.code import code_fingerprint
from sandan.report.figures.record import Calculation

__all__ = ["Function", "Registered", "Result", "Source", "combine", "run"]


class Source(Protocol):
    """Anything that gives the table of a snapshot: the vault, usually."""

    def read(self, key: str) -> pd.DataFrame:
        """Return the table of the snapshot, or refuse if it is missing or was changed."""


Function: TypeAlias = Callable[[Mapping[str, pd.DataFrame], Mapping[str, Any]], pd.DataFrame]
"""Takes tables by role and plain parameters; returns a table."""


@dataclass(frozen=True)
class Registered:
    """A calculation that figures may refer to: its name, its inputs by role, its function."""

    name: str
    roles: tuple[str, ...]
    function: Function


@dataclass(frozen=True)
class Result:
    """The table of a calculation, with the record that makes it again."""

    calculation: Calculation
    table: pd.DataFrame


def combine(*groups: tuple[Registered, ...]) -> Mapping[str, Registered]:
    """Put groups of calculations into one register.

    Parameters
    ----------
    *groups : tuple of Registered
        Calculations that belong together.

    Returns
    -------
    mapping of str to Registered
        By name; it cannot be changed.

    Raises
    ------
    FigureError
        If two calculations have the same name.

    Notes
    -----
    A union of disjoint sets.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> list(combine((Registered("total", ("list",), lambda tables, _: tables["list"]),)))
    ['total']
    """
    register: dict[str, Registered] = {}
    for registered in (one for group in groups for one in group):
        if registered.name in register:
            raise FigureError(
                f"Two calculations are named {registered.name!r}; give one of them another name."
            )
        register[registered.name] = registered
    return MappingProxyType(register)


def run(
    registered: Registered, source: Source, snapshots: Mapping[str, str], parameters: Mapping[str, Any]
) -> Result:
    """Carry out a calculation and keep the record of it.

    Parameters
    ----------
    registered : Registered
        The calculation.
    source : Source
        Where the snapshots are.
    snapshots : mapping of str to str
        For every role of the calculation the identifier of a snapshot.
    parameters : mapping
        Plain values that can be written as JSON.

    Returns
    -------
    Result
        The table and its record.

    Raises
    ------
    FigureError
        If a role has no snapshot.
    SnapshotMissingError, SnapshotTamperedError
        If a snapshot cannot be trusted.

    Notes
    -----
    ``table = function({role: source.read(snapshots[role])}, parameters)``.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> class Shelf:
    ...     def read(self, key):
    ...         return pd.DataFrame({"firms": [2, 3]})
    >>> total = Registered("total", ("list",), lambda tables, _: tables["list"].sum().to_frame("value"))
    >>> run(total, Shelf(), {"list": "abc"}, {}).table["value"].tolist()
    [5]
    """
    absent = [role for role in registered.roles if role not in snapshots]
    if absent:
        raise FigureError(
            f"The calculation {registered.name!r} needs a snapshot for {absent[0]!r}, but none was named; "
            "import one and name it."
        )
    keys = tuple(snapshots[role] for role in registered.roles)
    tables = {role: source.read(key) for role, key in zip(registered.roles, keys, strict=True)}
    record = Calculation(
        name=registered.name,
        parameters=dict(parameters),
        snapshots=keys,
        version=sandan.__version__,
        code=code_fingerprint(),
    )
    return Result(calculation=record, table=registered.function(tables, parameters))

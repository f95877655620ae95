"""Registers at several dates, checked and written in common numbers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns
from sandan.types import BoolArray, IntArray

__all__ = ["Register", "code_registers"]

ELSEWHERE = -1


@dataclass(frozen=True)
class Register:
    """One date: the numbers of every row's unit and place (-1: none asked for), and what counts."""

    unit: IntArray
    place: IntArray
    memberships: Mapping[str, BoolArray]
    units: int

    def pairs(self, rows: BoolArray) -> IntArray:
        """Return unit and place of the chosen rows as one number each."""
        return np.asarray(self.place[rows] * self.units + self.unit[rows])

    def counting(self, membership: str) -> IntArray:
        """Return the pairs that stand in one of the places and count."""
        return self.pairs((self.place != ELSEWHERE) & self.memberships[membership])

    @property
    def local(self) -> IntArray:
        """Return the pairs that stand in one of the places, counting or not."""
        return self.pairs(self.place != ELSEWHERE)


def code_registers(
    tables: Mapping[str, pd.DataFrame],
    *,
    memberships: Sequence[Sequence[str]],
    places: Collection[str],
    unit: str = "unit",
    place: str = "place",
    many_places: bool = False,
) -> tuple[list[Register], pd.Index]:
    """Check registers and number their units alike.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The registers, by the name under which a message speaks of them.
    memberships : sequence of sequences of str
        For each register, the columns of truth values that it must have.
    places : collection of str
        The places that are told apart; all others are one.
    unit, place : str
        Names of the columns.
    many_places : bool
        Whether a unit may stand in several places.

    Returns
    -------
    tuple of list of Register and Index
        The registers in order, and the identifier of every unit number.

    Raises
    ------
    TableError
        If a column is missing, a unit stands twice, or a membership is empty or not a truth value.
    MeasureError
        If no row of any register stands in one of the places.

    Notes
    -----
    Units are numbered by first appearance, places by their order in ``places``.

    References
    ----------
    ``docs/methods/change-account.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"unit": ["u1", "u2"], "place": ["a", "b"], "counts_old": [True, True]})
    >>> registers, units = code_registers({"before": table}, memberships=[["counts_old"]], places=["b"])
    >>> registers[0].place.tolist(), units.tolist()
    ([-1, 0], ['u1', 'u2'])
    """
    for (name, table), needed in zip(tables.items(), memberships, strict=True):
        _check_register(table, name, needed, unit, place, many_places=many_places)
    everything = pd.concat([table[[unit, place]] for table in tables.values()], ignore_index=True)
    units, labels = pd.factorize(everything[unit])
    known = pd.Index(list(places))
    rows = known.get_indexer(pd.Index(everything[place]))
    if (rows == ELSEWHERE).all():
        raise MeasureError(
            f"No unit of any register stands in {', '.join(map(repr, known))}; check that `places` and the "
            f"column {place!r} use the same codes."
        )
    borders = np.cumsum([0, *(len(table) for table in tables.values())])
    registers = [
        Register(
            unit=units[a:b],
            place=rows[a:b].astype(np.int64),
            memberships={column: table[column].to_numpy(dtype=bool) for column in needed},
            units=len(labels),
        )
        for table, needed, a, b in zip(tables.values(), memberships, borders[:-1], borders[1:], strict=True)
    ]
    return registers, pd.Index(labels)


def _check_register(
    table: pd.DataFrame, name: str, memberships: Sequence[str], unit: str, place: str, *, many_places: bool
) -> None:
    check_columns(table, [unit, *memberships], name)
    if place not in table.columns:
        raise TableError(f"`{name}` lacks the column {place!r}; it has {', '.join(map(str, table.columns))}.")
    for column in memberships:
        if not pd.api.types.is_bool_dtype(table[column]):
            raise TableError(
                f"`{name}` has {column!r} of type {table[column].dtype}; give True or False for every unit."
            )
    key = [unit, place] if many_places else [unit]
    twice = table.duplicated(key)
    if twice.any():
        example = table.loc[twice, key].iloc[0].tolist()
        raise TableError(
            f"`{name}` has the unit {example} more than once ({int(twice.sum())} rows too many); "
            "keep one row per unit, or set `many_places` if a unit may have several sites."
        )

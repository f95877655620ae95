"""Units by period in rows, with the period since when each was treated: checked once, for every design."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["LongPanel", "long_panel"]

NEVER = 0
"""Cohort of units that are not treated until the end of the table."""

_Columns: TypeAlias = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class LongPanel:
    """Units by period in rows, in order of unit and period.

    ``table`` has ``unit``, ``period``, ``outcome``, ``cohort`` (0: not treated until the end), ``cluster``
    and the covariates, which are called ``x0``, ``x1`` and so on. ``notes`` say what was left out.
    """

    table: pd.DataFrame
    covariates: tuple[str, ...]
    names: pd.Index
    notes: tuple[str, ...]

    @cached_property
    def starts(self) -> IntArray:
        """Number of the first row of every unit."""
        return np.flatnonzero(np.diff(self.table["unit"].to_numpy(), prepend=-1))

    @cached_property
    def periods(self) -> IntArray:
        """Periods of the table, ascending."""
        return np.sort(pd.unique(self.table["period"].to_numpy()))

    @cached_property
    def places(self) -> tuple[IntArray, IntArray]:
        """Number of the period and of the unit of every row, counted from 0."""
        counts = np.diff(self.starts, append=len(self.table))
        numbers = np.searchsorted(self.periods, self.table["period"].to_numpy())
        return numbers, np.repeat(np.arange(len(counts)), counts)

    def wide(self, column: str) -> FloatArray:
        """Lay a column out by period and unit; empty where a unit is not there."""
        values = self.table[column].to_numpy(dtype=np.float64)
        shape = (len(self.periods), len(self.starts))
        if self.is_balanced:
            return np.ascontiguousarray(values.reshape(shape[::-1]).T)
        wide = np.full(shape, np.nan)
        wide[self.places] = values
        return wide

    @property
    def unit_cohorts(self) -> IntArray:
        """Cohort of every unit, in the order of the table."""
        return self.table["cohort"].to_numpy()[self.starts]

    @property
    def unit_clusters(self) -> IntArray:
        """Cluster of every unit, numbered from 0."""
        return self.table["cluster"].to_numpy()[self.starts]

    @property
    def treated_now(self) -> BoolArray:
        """Whether a unit is treated in a period, shape (n_rows,)."""
        cohort = self.table["cohort"].to_numpy()
        return np.asarray((cohort != NEVER) & (self.table["period"].to_numpy() >= cohort))

    @property
    def is_balanced(self) -> bool:
        """Whether every unit has every period."""
        return len(self.table) == len(self.starts) * len(self.periods)

    @property
    def treated_clusters(self) -> int:
        """Number of clusters in which a unit is treated."""
        return len(np.unique(self.unit_clusters[self.unit_cohorts != NEVER]))

    @property
    def other_clusters(self) -> int:
        """Number of clusters in which none is."""
        return len(np.unique(self.unit_clusters)) - self.treated_clusters

    def complete(self) -> "LongPanel":
        """Keep units with every period."""
        counts = np.diff(self.starts, append=len(self.table))
        kept = np.repeat(counts == len(self.periods), counts)
        notes = (*self.notes, f"incomplete_left_out:{int((counts < counts.max()).sum())}")
        return replace(self, table=self.table.loc[kept].reset_index(drop=True), notes=notes)


def long_panel(
    table: pd.DataFrame,
    *,
    covariates: Sequence[str] = (),
    cluster: str | None = None,
    anticipation: int = 0,
) -> LongPanel:
    """Check units by period and say for each since when it is treated.

    Parameters
    ----------
    table : DataFrame, shape (n_unit_periods, n_columns)
        One row per unit and period in which it was there: ``unit``, ``period`` (whole numbers), ``outcome``,
        ``cohort`` (the first treated period; empty, infinite or 0 if there is none), as of `firm_panel`.
    covariates : sequence of str
        Columns with numbers to hold fixed.
    cluster : str, optional
        Column whose groups err alike, such as a city; each unit on its own without it.
    anticipation : int
        Periods before treatment in which it may already have an effect.

    Returns
    -------
    LongPanel
        Rows in order, without units that were treated from the first period on.

    Raises
    ------
    TableError
        If a column or a cell is missing, a unit stands twice in a period, or it changes cohort or cluster.
    MeasureError
        If nobody is treated, or all at once, or anticipation is negative.

    Notes
    -----
    A unit treated after the last period, by more than ``anticipation``, is one that is not treated. Units
    without a period of the table before ``cohort - anticipation``, or that begin after the last one and may
    anticipate it, are left out; their number stands in the note ``without_own_past``.

    References
    ----------
    Callaway, B. and Sant'Anna, P. H. C. (2021), Difference-in-differences with multiple time periods, Journal
    of Econometrics 225, 200-230. ``docs/methods/staggered.md``.

    Examples
    --------
    >>> rows = [("a", 1, 2.0, 2), ("a", 2, 5.0, 2), ("b", 1, 2.0, None), ("b", 2, 3.0, None)]
    >>> panel = long_panel(pd.DataFrame(rows, columns=["unit", "period", "outcome", "cohort"]))
    >>> panel.treated_now.tolist(), panel.is_balanced
    ([False, True, False, False], True)
    """
    if anticipation < 0:
        raise MeasureError(f"`anticipation` is {anticipation}; give a number of periods, 0 or more.")
    check_columns(table, ["unit", "period", "outcome", *covariates, *([cluster] if cluster else [])], "table")
    if "cohort" not in table:
        raise TableError(f"`table` lacks the column 'cohort'; it has {', '.join(map(str, table.columns))}.")
    units, names = pd.factorize(table["unit"], sort=True)
    columns: _Columns = {
        "unit": units,
        "period": _whole(table["period"], "period"),
        "cohort": _cohorts(table["cohort"]),
        "outcome": _numbers(table["outcome"], "outcome"),
        "cluster": pd.factorize(table[cluster])[0] if cluster else units,
    }
    for at, name in enumerate(covariates):
        columns[f"x{at}"] = _numbers(table[name], name)
    columns = _ordered(columns)
    _check_units(columns, names)
    return _usable(columns, tuple(covariates), names, anticipation)


def _cohorts(column: pd.Series) -> IntArray:
    numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, NEVER).astype(np.int64)


def _whole(column: pd.Series, name: str) -> IntArray:
    numbers = _numbers(column, name)
    if (numbers != np.floor(numbers)).any():
        raise TableError(f"`{name}` holds {numbers[numbers != np.floor(numbers)][0]}; give whole numbers.")
    return numbers.astype(np.int64)


def _numbers(column: pd.Series, name: str) -> FloatArray:
    try:
        numbers = column.to_numpy(dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TableError(f"`{name}` holds something that is not a number ({error}); give numbers.") from error
    if not np.isfinite(numbers).all():
        raise TableError(
            f"`{name}` holds {int((~np.isfinite(numbers)).sum())} infinite values; leave such rows out."
        )
    return numbers


def _ordered(columns: _Columns) -> _Columns:
    unit, period = columns["unit"], columns["period"]
    same = unit[1:] == unit[:-1]
    if ((unit[1:] > unit[:-1]) | (same & (period[1:] >= period[:-1]))).all():
        return columns
    order = np.lexsort((period, unit))
    return {name: values[order] for name, values in columns.items()}


def _check_units(columns: _Columns, names: pd.Index) -> None:
    same = columns["unit"][1:] == columns["unit"][:-1]
    for column, is_wrong, said in (
        ("period", np.equal, "stands twice in period {0}; keep one row"),
        ("cohort", np.not_equal, "has the cohorts {0} and {1}; a unit begins once"),
        ("cluster", np.not_equal, "has two clusters; give each unit one"),
    ):
        values = columns[column]
        wrong = same & is_wrong(values[1:], values[:-1])
        if wrong.any():
            at = int(wrong.argmax())
            unit = names[columns["unit"][at]]
            raise TableError(f"{unit!r} {said.format(values[at], values[at + 1])}.")


def _usable(columns: _Columns, covariates: tuple[str, ...], names: pd.Index, anticipation: int) -> LongPanel:
    first, last = columns["period"].min(), columns["period"].max()
    given = columns["cohort"]
    cohort = np.where(given - anticipation > last, NEVER, given)
    treated = cohort != NEVER
    out = treated & ((given - anticipation <= first) | (given > last))
    columns, notes = columns | {"cohort": cohort}, []
    if out.any():
        notes.append(f"without_own_past:{len(pd.unique(columns['unit'][out]))}")
        columns, treated = {name: values[~out] for name, values in columns.items()}, treated[~out]
    kinds = len(pd.unique(columns["cohort"][treated]))
    if not kinds or (kinds == 1 and treated.all()):
        raise MeasureError(
            f"{int(treated.sum())} of {len(treated)} rows are of units that begin from {first} to {last}, in "
            f"{kinds} periods; some units must begin, and some later than others or never."
        )
    return LongPanel(pd.DataFrame(columns, copy=False), covariates, names, tuple(notes))

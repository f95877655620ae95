"""Entry, exit and survival: of industries in places, and of firms in places and industries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns, check_counts, check_same_labels
from sandan.observe.dynamics.growth import Rate, growth_rate
from sandan.observe.dynamics.units import check_units, grouped_sums, per_hundred
from sandan.types import BoolArray

__all__ = [
    "FIRM_LINES",
    "FirmTurnover",
    "Per",
    "firm_turnover",
    "growth_list",
    "presence_turnover",
    "turnover_rates",
]

Per: TypeAlias = Literal["start", "mean"]
"""Rates per hundred firms at the first date, or per hundred of the mean of both dates."""

FIRM_LINES = (
    "stayers",
    "births",
    "deaths",
    "moves_in",
    "moves_out",
    "reclassified_in",
    "reclassified_out",
)
"""What a firm can do to a cell between two dates; as in the change account."""


@dataclass(frozen=True)
class FirmTurnover:
    """The firms of every place and industry at two dates, and what each of them did.

    ``cells``: ``place``, ``industry``, ``start``, ``end``, a column for each of ``FIRM_LINES``, and
    ``birth_rate``, ``death_rate``, ``entry_rate``, ``exit_rate`` in per cent. ``units``: ``unit``, ``line``,
    ``place``, ``industry``.
    """

    cells: pd.DataFrame
    units: pd.DataFrame


def presence_turnover(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """List which industries entered, left and stayed in every place.

    Parameters
    ----------
    before, after : DataFrame of bool, shape (n_places, n_industries)
        Presence (or specialization) at the two dates, the same places and industries in the same order.

    Returns
    -------
    DataFrame, shape (n_places * n_industries, 5)
        ``place``, ``industry``, ``flow`` (entry, exit, survivor, absent), ``entry`` (True, False, or empty
        where the industry was there before, so that it could not enter) and ``exit`` (empty where it was
        not there).

    Raises
    ------
    TableError
        If presence is not a truth value.
    MeasureError
        If the labels differ.

    Notes
    -----
    ``entry = after`` where ``not before``; ``exit = not after`` where ``before``. What is specialization at
    one date may be lost by growth elsewhere: an exit here need not be the death of a firm.

    References
    ----------
    Neffke, F., Henning, M. and Boschma, R. (2011), How do regions diversify over time?, Economic
    Geography 87, 237-265. ``docs/methods/turnover.md``.

    Examples
    --------
    >>> before = pd.DataFrame({"C26": [True], "M70": [False]}, index=["a"])
    >>> presence_turnover(before, ~before)[["industry", "flow", "entry", "exit"]]
      industry   flow  entry  exit
    0      C26   exit   <NA>  True
    1      M70  entry   True  <NA>
    """
    for name, table in (("before", before), ("after", after)):
        check_counts(table, name)
        if not (table.dtypes == np.bool_).all():
            raise TableError(f"`{name}` holds {table.dtypes.iloc[0]}; give True or False in every cell.")
    check_same_labels(before, after, ("before", "after"))
    was, now = before.to_numpy().ravel(), after.to_numpy().ravel()
    flow = np.select([was & now, was, now], ["survivor", "exit", "entry"], "absent")
    return _long(before).assign(
        flow=flow,
        entry=pd.Series(now, dtype="boolean").where(~was),
        exit=pd.Series(~now, dtype="boolean").where(was),
    )


def turnover_rates(flows: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Count entries and exits of industries and relate them to what could enter and leave.

    Parameters
    ----------
    flows : DataFrame
        As :func:`presence_turnover` gives it.
    by : sequence of str
        ``place``, ``industry``, both, or any column added to the flows; empty for all together.

    Returns
    -------
    DataFrame, shape (n_groups, n_by + 6)
        ``by``; ``survivors``, ``entries``, ``exits``, ``absent``; ``entry_rate``, entries per hundred that
        could enter, and ``exit_rate``, exits per hundred that were there. NaN where there were none.

    Raises
    ------
    TableError
        If a column is missing or has empty cells.

    Notes
    -----
    ``entry_rate = 100 entries / (entries + absent)``; ``exit_rate = 100 exits / (exits + survivors)``.

    References
    ----------
    ``docs/methods/turnover.md``.

    Examples
    --------
    >>> before = pd.DataFrame({"C26": [True], "M70": [False], "I56": [False]}, index=["a"])
    >>> after = pd.DataFrame({"C26": [True], "M70": [True], "I56": [False]}, index=["a"])
    >>> turnover_rates(presence_turnover(before, after), by=["place"])
      place  survivors  entries  exits  absent  entry_rate  exit_rate
    0     a          1        1      0       1        50.0        0.0
    """
    check_columns(flows, [*by, "flow"], "flows")
    names = {"survivor": "survivors", "entry": "entries", "exit": "exits", "absent": "absent"}
    counted = flows[[*by]].assign(**{column: flows["flow"] == flow for flow, column in names.items()})
    table = grouped_sums(counted, by, list(names.values())).astype(dict.fromkeys(names.values(), "int64"))
    table["entry_rate"] = per_hundred(table["entries"], table["entries"] + table["absent"])
    table["exit_rate"] = per_hundred(table["exits"], table["exits"] + table["survivors"])
    return table


def growth_list(before: pd.DataFrame, after: pd.DataFrame, *, rate: Rate) -> pd.DataFrame:
    """List the growth of every industry in every place.

    Parameters
    ----------
    before, after : DataFrame, shape (n_places, n_industries)
        Jobs or firms at the two dates, the same places and industries in the same order.
    rate : {"percent", "log", "midpoint"}
        As in :func:`sandan.observe.dynamics.growth.growth_rate`.

    Returns
    -------
    DataFrame, shape (n_places * n_industries, 5)
        ``place``, ``industry``, ``before``, ``after``, ``growth``; NaN where the rate does not exist.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If the labels differ, or the rate is unknown.

    Notes
    -----
    The cells of ``growth_rate`` as rows, places in order and industries within them.

    References
    ----------
    ``docs/methods/turnover.md``.

    Examples
    --------
    >>> before, after = pd.DataFrame({"C26": [8]}, index=["a"]), pd.DataFrame({"C26": [12]}, index=["a"])
    >>> growth_list(before, after, rate="midpoint")
      place industry  before  after  growth
    0     a      C26       8     12     0.4
    """
    growth = growth_rate(before, after, rate=rate).to_numpy().ravel()
    numbers = {"before": before.to_numpy().ravel(), "after": after.to_numpy().ravel()}
    return _long(before).assign(**numbers, growth=growth)


def firm_turnover(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    per: Per = "mean",
    unit: str = "unit",
    place: str = "place",
    industry: str = "industry",
) -> FirmTurnover:
    """Say what every firm did between two registers, and count it by place and industry.

    Parameters
    ----------
    before, after : DataFrame
        Everything in the register at the two dates, in all places: a firm that is absent is taken as not
        existing. One row per unit with its place and industry (one revision of the classification).
    per : {"start", "mean"}
        What rates are related to.
    unit, place, industry : str
        Names of the columns.

    Returns
    -------
    FirmTurnover
        Cells and units.

    Raises
    ------
    TableError
        If a column is missing or has empty cells, or a unit stands twice at a date.
    MeasureError
        If ``per`` is unknown.

    Notes
    -----
    The order of the change account: existence, then place, then industry. A unit that is absent after is a
    death of its cell; one that is in another place a move out of the old cell and into the new one, whatever
    its industry; one in the same place with another industry is reclassified. For every cell
    ``end = start + births - deaths + moves_in - moves_out + reclassified_in - reclassified_out``.
    ``entry_rate`` counts births, moves and reclassifications in, ``birth_rate`` births alone; likewise exits
    and deaths. All are per hundred of ``start``, or of ``(start + end) / 2``.

    References
    ----------
    Eurostat and OECD (2007), Manual on business demography statistics. ``docs/methods/turnover.md``.

    Examples
    --------
    >>> before = pd.DataFrame({"unit": ["u1", "u2"], "place": ["a", "a"], "industry": ["C26", "C26"]})
    >>> after = pd.DataFrame({"unit": ["u1", "u3"], "place": ["b", "a"], "industry": ["C26", "C26"]})
    >>> firm_turnover(before, after).cells[["place", "start", "end", "births", "deaths", "moves_in"]]
      place  start  end  births  deaths  moves_in
    0     a      2    1       1       1         0
    1     b      0    1       0       0         1
    """
    if per not in ("start", "mean"):
        raise MeasureError(f"`per` is {per!r}; use 'start' or 'mean'.")
    cell = [place, industry]
    old, new = (_register(t, n, unit, cell) for t, n in ((before, "before"), (after, "after")))
    both = old.merge(new, on="unit", how="outer", suffixes=("_before", "_after"), indicator=True)
    moved = (both["place_before"] != both["place_after"]).to_numpy()
    recoded = (both["industry_before"] != both["industry_after"]).to_numpy()
    leaving = _line(
        both["_merge"] == "left_only", moved, recoded, ("deaths", "moves_out", "reclassified_out")
    )
    coming = _line(both["_merge"] == "right_only", moved, recoded, ("births", "moves_in", "reclassified_in"))
    parts = [
        _side(both.assign(line=leaving), "before", both["_merge"] != "right_only"),
        _side(both.assign(line=coming), "after", (both["_merge"] != "left_only") & (coming != "stayers")),
    ]
    units = pd.concat(parts).sort_values(["unit", "line"], ignore_index=True)
    names = {"place": place, "industry": industry}
    return FirmTurnover(
        _cells(units, old, new, per).rename(columns=names), units.rename(columns={"unit": unit, **names})
    )


def _long(table: pd.DataFrame) -> pd.DataFrame:
    row, column = (part.ravel() for part in np.indices(table.shape))
    return pd.DataFrame({"place": table.index.take(row), "industry": table.columns.take(column)})


def _register(table: pd.DataFrame, name: str, unit: str, cell: Sequence[str]) -> pd.DataFrame:
    check_units(table, name, unit=unit, columns=cell)
    return table[[unit, *cell]].set_axis(["unit", "place", "industry"], axis=1)


def _line(
    absent: pd.Series, moved: BoolArray, recoded: BoolArray, lines: tuple[str, str, str]
) -> npt.NDArray[np.str_]:
    return np.select([absent.to_numpy(), moved, recoded], lines, "stayers")


def _side(both: pd.DataFrame, end: str, rows: pd.Series) -> pd.DataFrame:
    chosen = both.loc[rows, ["unit", "line", f"place_{end}", f"industry_{end}"]]
    return chosen.set_axis(["unit", "line", "place", "industry"], axis=1)


def _cells(units: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame, per: Per) -> pd.DataFrame:
    keys = ["place", "industry"]
    flags = units[keys].assign(**{line: (units["line"] == line).astype(np.int64) for line in FIRM_LINES})
    table = flags.groupby(keys, sort=True).sum()
    levels = {"start": old, "end": new}
    for position, (name, register) in enumerate(levels.items()):
        level = register.groupby(keys).size().reindex(table.index, fill_value=0)
        table.insert(position, name, level)
    base = table["start"] if per == "start" else (table["start"] + table["end"]) / 2
    entries = table[["births", "moves_in", "reclassified_in"]].sum(axis=1)
    exits = table[["deaths", "moves_out", "reclassified_out"]].sum(axis=1)
    rates = {"birth": table["births"], "death": table["deaths"], "entry": entries, "exit": exits}
    for name, part in rates.items():
        table[f"{name}_rate"] = per_hundred(part, base)
    return table.reset_index()

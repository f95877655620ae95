"""How long firms last: spells out of dated registers, survival curves, and tests between groups."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns
from sandan.observe.dynamics.units import check_units
from sandan.observe.false_discovery import q_values
from sandan.types import BoolArray, FloatArray

if TYPE_CHECKING:
    from scipy.stats import CensoredData

__all__ = ["Gaps", "Spells", "log_rank", "spells", "survival_curves"]

Gaps: TypeAlias = Literal["new_spell", "one_spell"]
"""A unit that is absent and comes back has died and is born again, or was there all the time."""


@dataclass(frozen=True)
class Spells:
    """The lives of units between their birth and their death or the last register.

    ``spells``: ``unit``, ``born`` and, if it died, ``gone`` (dates of the registers), ``duration`` in years,
    ``died``, and the attributes at birth. ``report``: ``units``, ``spells``, ``died``, ``censored``,
    ``left_truncated`` (spells that began at or before the first register, left out) and
    ``returned`` (units with a gap).
    """

    spells: pd.DataFrame
    report: pd.Series


def spells(
    registers: Mapping[int, pd.DataFrame],
    *,
    gaps: Gaps = "new_spell",
    attributes: Sequence[str] = (),
    unit: str = "unit",
) -> Spells:
    """Find births and deaths in registers of several years.

    Parameters
    ----------
    registers : mapping of year to DataFrame
        Everything in the register in each year, one row per unit.
    gaps : {"new_spell", "one_spell"}
        What a gap between two registers means.
    attributes : sequence of str
        Columns to keep, with their value at birth, such as the place and the industry.
    unit : str
        Name of the column with the identifier.

    Returns
    -------
    Spells
        One row per life that began after the first register.

    Raises
    ------
    TableError
        If a column is missing or has empty cells, or a unit stands twice in a year.
    MeasureError
        If there are fewer than two registers, or ``gaps`` is unknown.

    Notes
    -----
    As in the change account, a birth is a unit that was not in the register before and a death one that is
    not in the register after; moves and other codes end no life. ``born`` is the first register in which the
    unit stands and ``gone`` the first in which it no longer does; ``duration = gone - born`` if it died, else
    the last register less ``born``. Real births lie up to one step earlier and real deaths too, so durations
    are known to one step. Units in the first register were born at an unknown time: their spells are left
    truncated, and counted and left out, because the short ones of their cohorts are missing.

    References
    ----------
    Eurostat and OECD (2007), Manual on business demography statistics. ``docs/methods/survival.md``.

    Examples
    --------
    >>> years = {2010: ["u1"], 2011: ["u1", "u2", "u3"], 2012: ["u1", "u3"]}
    >>> found = spells({year: pd.DataFrame({"unit": units}) for year, units in years.items()})
    >>> found.spells
      unit  born  gone  duration   died
    0   u2  2011  2012         1   True
    1   u3  2011  <NA>         1  False
    >>> found.report[["units", "left_truncated"]].to_dict()
    {'units': 3, 'left_truncated': 1}
    """
    if len(registers) < 2 or gaps not in ("new_spell", "one_spell"):
        raise MeasureError(
            f"There are {len(registers)} registers and `gaps` is {gaps!r}; give two registers or more, and "
            "'new_spell' or 'one_spell'."
        )
    years = sorted(registers)
    for year in years:
        check_units(registers[year], f"registers[{year}]", unit=unit, columns=attributes)
    tables = [registers[year][[unit, *attributes]].assign(date=k) for k, year in enumerate(years)]
    everything = pd.concat(tables, ignore_index=True)
    code, labels = pd.factorize(everything[unit], sort=True)
    there = np.zeros((len(labels), len(years)), dtype=bool)
    there[code, everything["date"].to_numpy()] = True
    lasting = _filled(there)
    returned = int((lasting & ~there).any(axis=1).sum())
    rows = _runs(there if gaps == "new_spell" else lasting)
    known = rows[rows["start"] > 0].reset_index(drop=True)
    table = _spell_table(known, labels, years).rename(columns={"unit": unit})
    for name in attributes:
        first = everything.set_index([code, everything["date"].to_numpy()])[name]
        table[name] = first.loc[list(zip(known["unit"], known["start"], strict=True))].to_numpy()
    report = {
        "units": len(labels),
        "spells": len(table),
        "died": int(table["died"].sum()),
        "censored": int((~table["died"]).sum()),
        "left_truncated": len(rows) - len(known),
        "returned": returned,
    }
    return Spells(table, pd.Series(report))


def survival_curves(
    lives: pd.DataFrame,
    *,
    by: str | None = None,
    duration: str = "duration",
    died: str = "died",
    entered: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate which share of firms lives longer than each time, for every group.

    Parameters
    ----------
    lives : DataFrame, shape (n_spells, n_columns)
        One row per life, such as ``spells`` gives it, observed from birth.
    by : str, optional
        Column of the groups, such as ``born`` for cohorts; without it all are one.
    duration, died : str
        Columns with the time until death or the end of observation (0 or more), and whether it was death.
    entered : str, optional
        Column with the age at which observation began; it must be 0 throughout.
    confidence : float
        Nominal coverage of the interval, at each time by itself.

    Returns
    -------
    DataFrame, shape (n_times, 7)
        ``group`` (``all`` without ``by``), ``time`` (every time at which a life ended or was lost from
        sight), ``at_risk`` just before, ``deaths`` at it, ``survival`` just after, ``lower``, ``upper``.
        The interval is NaN before the first death and where the survival is 0.

    Raises
    ------
    TableError
        If a column is missing or has empty cells, a duration is negative, or ``died`` is not a truth value.
    MeasureError
        If there is no life, ``entered`` is above 0 anywhere, or ``confidence`` is out of range.

    Notes
    -----
    Kaplan-Meier: ``survival(t) = product over times s <= t of (1 - deaths[s] / at_risk[s])``. Interval:
    Greenwood's variance on the scale of ``log(-log survival)``. A life that is lost at the time of a death
    is at risk then. Left-truncated lives (seen only because they lived until observation began) would be
    counted as at risk when they could not have been seen to die, and are refused.

    References
    ----------
    Kaplan, E. and Meier, P. (1958), Nonparametric estimation from incomplete observations, Journal of the
    American Statistical Association 53, 457-481. Computed by ``scipy.stats.ecdf``.

    Examples
    --------
    >>> lives = pd.DataFrame({"duration": [1, 2, 2, 3], "died": [True, True, False, False]})
    >>> survival_curves(lives)[["time", "at_risk", "deaths", "survival"]]
       time  at_risk  deaths  survival
    0   1.0        4       1      0.75
    1   2.0        3       1      0.50
    2   3.0        1       0      0.50
    """
    if not 0 < confidence < 1:
        raise MeasureError(f"`confidence` is {confidence}; give a number between 0 and 1, such as 0.95.")
    _check_lives(lives, duration, died, entered)
    groups = _groups(lives, by) if by else [("all", lives)]
    parts = []
    for group, rows in groups:
        ends = rows[duration].to_numpy(dtype=np.float64), rows[died].to_numpy(dtype=bool)
        curve = _curve(*ends, confidence)
        curve.insert(0, "group", [group] * len(curve))
        parts.append(curve)
    return pd.concat(parts, ignore_index=True)


def log_rank(
    lives: pd.DataFrame,
    *,
    by: str,
    duration: str = "duration",
    died: str = "died",
    entered: str | None = None,
) -> pd.DataFrame:
    """Test whether every two groups of firms die at the same rate at every age.

    Parameters
    ----------
    lives : DataFrame, shape (n_spells, n_columns)
        As in :func:`survival_curves`.
    by : str
        Column of the groups.
    duration, died, entered : str
        As in :func:`survival_curves`.

    Returns
    -------
    DataFrame, shape (n_pairs, 7)
        ``first``, ``second``; ``deaths_first``, ``deaths_second``; ``statistic`` (standard normal if the
        rates are the same; above 0 if the first dies more), ``p_value`` (two-sided), ``q_value``
        (Benjamini-Hochberg over all pairs). NaN where neither group has a death.

    Raises
    ------
    TableError
        As :func:`survival_curves`.
    MeasureError
        As :func:`survival_curves`, or if there are fewer than two groups.

    Notes
    -----
    ``statistic = sum over death times of (deaths of the first - its expected deaths) / sqrt(variance)``, the
    hypergeometric expectation and variance given all deaths and all at risk at that time. Large-sample
    test; it sees little where the curves cross.

    References
    ----------
    Mantel, N. (1966), Evaluation of survival data and two new rank order statistics arising in its
    consideration, Cancer Chemotherapy Reports 50, 163-170. Computed by ``scipy.stats.logrank``.

    Examples
    --------
    >>> lives = pd.DataFrame({"place": ["a"] * 5 + ["b"] * 5, "duration": [1, 1, 2, 2, 3, 4, 5, 5, 6, 6],
    ...                       "died": True})
    >>> log_rank(lives, by="place")[["first", "second", "statistic", "p_value"]].round(3)
      first second  statistic  p_value
    0     a      b      3.107    0.002
    """
    _check_lives(lives, duration, died, entered)
    groups = _groups(lives, by)
    if len(groups) < 2:
        raise MeasureError(f"{by!r} has {len(groups)} group; a comparison needs two or more.")
    ends = {
        group: (rows[duration].to_numpy(dtype=np.float64), rows[died].to_numpy(dtype=bool))
        for group, rows in groups
    }
    rows = [
        (a, b, int(ends[a][1].sum()), int(ends[b][1].sum()), *_two_groups(*ends[a], *ends[b]))
        for a, b in combinations(ends, 2)
    ]
    columns = ["first", "second", "deaths_first", "deaths_second", "statistic", "p_value"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(q_value=q_values(table["p_value"].to_numpy(dtype=np.float64)))


def _filled(there: BoolArray) -> BoolArray:
    """Fill the gaps between the first and the last date of every unit."""
    begun = np.maximum.accumulate(there, axis=1)
    to_come = np.maximum.accumulate(there[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(begun & to_come)


def _runs(there: BoolArray) -> pd.DataFrame:
    """List every unbroken presence: unit, first date, and the first date after it."""
    edges = np.diff(np.pad(there, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    unit, start = np.nonzero(edges == 1)
    return pd.DataFrame({"unit": unit, "start": start, "stop": np.nonzero(edges == -1)[1]})


def _spell_table(rows: pd.DataFrame, labels: pd.Index, years: Sequence[int]) -> pd.DataFrame:
    start, stop = rows["start"].to_numpy(), rows["stop"].to_numpy()
    died = stop < len(years)
    born, until = np.array(years)[start], np.array(years)[np.minimum(stop, len(years) - 1)]
    return pd.DataFrame(
        {
            "unit": labels.take(rows["unit"].to_numpy()),
            "born": born,
            "gone": pd.Series(until, dtype="Int64").where(died),
            "duration": until - born,
            "died": died,
        }
    )


def _check_lives(lives: pd.DataFrame, duration: str, died: str, entered: str | None) -> None:
    check_columns(lives, [duration, died, *([entered] if entered else [])], "lives")
    if lives.empty:
        raise MeasureError(
            "`lives` has 0 rows; a curve needs at least one life that began under observation."
        )
    if not pd.api.types.is_bool_dtype(lives[died]):
        raise TableError(
            f"`lives` has {died!r} of type {lives[died].dtype}; give True or False for every life."
        )
    shortest = float(lives[duration].min())
    if not shortest >= 0:
        raise TableError(f"`lives` has the {duration!r} {shortest}; a life lasts 0 or more.")
    if entered and (late := int((lives[entered] != 0).sum())):
        raise MeasureError(
            f"{late} of {len(lives)} lives have {entered!r} above 0: they are left-truncated and would look "
            "too long. Leave them out, or start at a register that has their births."
        )


def _groups(lives: pd.DataFrame, by: str) -> list[tuple[object, pd.DataFrame]]:
    check_columns(lives, [by], "lives")
    return list(lives.groupby(by, sort=True))


def _censored(duration: FloatArray, died: BoolArray) -> "CensoredData":
    # Importing scipy.stats takes seconds; those who find spells only shall not wait for it.
    from scipy.stats import CensoredData  # noqa: PLC0415

    return CensoredData(uncensored=duration[died], right=duration[~died])


def _curve(duration: FloatArray, died: BoolArray, confidence: float) -> pd.DataFrame:
    from scipy.stats import ecdf  # noqa: PLC0415

    survival = ecdf(_censored(duration, died)).sf
    with warnings.catch_warnings():
        # Where the interval does not exist it is NaN, and the docstring says where.
        warnings.simplefilter("ignore", RuntimeWarning)
        interval: Any = survival.confidence_interval(confidence, method="log-log")
    time, at = np.unique(duration, return_inverse=True)
    ended = np.bincount(at)
    return pd.DataFrame(
        {
            "time": time,
            "at_risk": ended[::-1].cumsum()[::-1],
            "deaths": np.bincount(at, weights=died).astype(np.int64),
            "survival": survival.probabilities,
            "lower": interval.low.probabilities,
            "upper": interval.high.probabilities,
        }
    )


def _two_groups(
    first: FloatArray, died_first: BoolArray, second: FloatArray, died_second: BoolArray
) -> tuple[float, float]:
    from scipy.stats import logrank  # noqa: PLC0415

    if not (died_first.any() or died_second.any()):
        return np.nan, np.nan
    result = logrank(_censored(first, died_first), _censored(second, died_second))
    return float(result.statistic), float(result.pvalue)

"""Suppressed cells carried as bounds: what their rows, columns and totals still allow."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from sandan.data.disclosure.additive import Grid, Sums, grid_of, sums_to
from sandan.data.disclosure.intervals import Unknowns, exact_intervals, inconsistent_sum, slack_for, tighten
from sandan.data.missing import Status
from sandan.errors import MeasureError, TableError
from sandan.types import BoolArray, FloatArray

__all__ = ["bounded_ratio", "matrix_bounds", "suppressed_bounds", "total_with_bounds"]

TOTAL = "total"


def suppressed_bounds(
    table: pd.DataFrame,
    *,
    region_sums: Sums,
    industry_sums: Sums,
    least: float = 0.0,
    tolerance: float = 0.0,
    exact: bool = True,
) -> pd.DataFrame:
    """Fill in the least and greatest value that each suppressed cell can have.

    Parameters
    ----------
    table : DataFrame, shape (n_cells, n_columns)
        A table of the kind ``industry_table`` with one measure and one period, totals as rows of
        their own. ``lower`` and ``upper`` that stand beside a suppressed cell are kept as limits.
    region_sums : mapping of str to sequence of str
        Code of each regional total to the codes of its parts (see ``sums_to``); may be empty.
    industry_sums : mapping of str to sequence of str
        The same for industries.
    least : float, default 0
        Least value that any cell can have, in the unit of ``value``; ``-inf`` if it may be negative
        without limit.
    tolerance : float, default 0
        How far a printed total may lie from the sum of its parts because of rounding.
    exact : bool, default True
        Whether to compute the best possible bounds. Otherwise each sum is looked at on its own:
        faster, never wrong, sometimes wider.

    Returns
    -------
    DataFrame, shape (n_cells, n_columns)
        The table with ``lower`` and ``upper``: the value itself where it is reported, the bounds
        where it is suppressed (infinite if nothing limits it), empty elsewhere. ``value`` and
        ``status`` are as they were.

    Raises
    ------
    TableError
        If a cell stands twice, or a sum names a code that the table has not.
    MeasureError
        If the totals contradict each other; the message names the sum.

    Notes
    -----
    ``lower[c] = min x[c]`` and ``upper[c] = max x[c]`` over all ``x`` with ``sum(parts) = total`` for
    every sum and ``x >= least``, by linear programming. Cells that are not in the table, or empty
    for another reason than suppression, count as unknown and never as zero.

    References
    ----------
    Dobra, A. and Fienberg, S. E. (2000), Bounds for cell entries in contingency tables given
    marginal totals, PNAS 97. Hundepool, A. et al. (2012), Statistical Disclosure Control, Wiley.

    Examples
    --------
    >>> table = pd.DataFrame({"region": ["a", "b", "total"], "industry": ["C"] * 3,
    ...     "value": [np.nan, np.nan, 10.0], "status": ["suppressed", "suppressed", "reported"]})
    >>> bounds = suppressed_bounds(table, region_sums={"total": ["a", "b"]}, industry_sums={})
    >>> bounds[["lower", "upper"]].values.tolist()
    [[0.0, 10.0], [0.0, 10.0], [10.0, 10.0]]
    """
    grid = grid_of(table, region_sums, industry_sums)
    hidden = np.isnan(grid.number).ravel()
    problem = _problem(grid, hidden, _limits(table, grid, least), tolerance)
    low, high = _interval(grid, problem, exact=exact)
    return _with_interval(table, grid, hidden, low, high)


def matrix_bounds(
    cells: pd.DataFrame,
    *,
    row_totals: pd.Series | None = None,
    column_totals: pd.Series | None = None,
    grand_total: float | None = None,
    least: float = 0.0,
    tolerance: float = 0.0,
    exact: bool = True,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bound the empty cells of a matrix by those of its totals that are known.

    Parameters
    ----------
    cells : DataFrame, shape (n_rows, n_columns)
        Numbers; empty where hidden.
    row_totals : Series, shape (n_rows,), optional
        Total of each row, empty where not known; same index as ``cells``.
    column_totals : Series, shape (n_columns,), optional
        Total of each column, empty where not known; index as the columns of ``cells``.
    grand_total : float, optional
        Total of everything.
    least, tolerance, exact
        As in :func:`suppressed_bounds`.

    Returns
    -------
    lower, upper : DataFrame, shape (n_rows, n_columns)
        Bounds of every cell; both are the cell itself where it is known.

    Raises
    ------
    TableError
        If totals are labelled otherwise than the cells, or a label is ``total``.
    MeasureError
        If the totals contradict each other.

    Notes
    -----
    As in :func:`suppressed_bounds`, with the totals as one more row and column.

    References
    ----------
    Dobra, A. and Fienberg, S. E. (2000), Bounds for cell entries in contingency tables given
    marginal totals, PNAS 97.

    Examples
    --------
    >>> cells = pd.DataFrame({"C": [np.nan, np.nan], "J": [5.0, np.nan]}, index=["a", "b"])
    >>> lower, upper = matrix_bounds(cells, row_totals=pd.Series({"a": 8.0, "b": 9.0}))
    >>> upper.values.tolist()
    [[3.0, 5.0], [9.0, 9.0]]
    """
    full = cells.astype(float).copy()
    if TOTAL in full.index or TOTAL in full.columns:
        raise TableError(
            f"`cells` has a label {TOTAL!r}, which is kept for totals; pass totals on their own."
        )
    full[TOTAL] = _labelled(row_totals, cells.index, "row_totals")
    full.loc[TOTAL] = np.r_[
        _labelled(column_totals, cells.columns, "column_totals"),
        np.nan if grand_total is None else grand_total,
    ]
    value = full.to_numpy().ravel()
    table = pd.DataFrame(
        {
            "region": np.repeat(full.index.to_numpy(), full.shape[1]),
            "industry": np.tile(full.columns.to_numpy(), full.shape[0]),
            "value": value,
            "status": np.where(np.isnan(value), Status.SUPPRESSED, Status.REPORTED),
        }
    )
    bounds = suppressed_bounds(
        table,
        region_sums=sums_to(TOTAL, full.index),
        industry_sums=sums_to(TOTAL, full.columns),
        least=least,
        tolerance=tolerance,
        exact=exact,
    )
    shape = full.shape
    lower = pd.DataFrame(bounds["lower"].to_numpy().reshape(shape), full.index, full.columns)
    upper = pd.DataFrame(bounds["upper"].to_numpy().reshape(shape), full.index, full.columns)
    return lower.iloc[:-1, :-1], upper.iloc[:-1, :-1]


def total_with_bounds(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add up cells of which some are hidden, without pretending to know them.

    Parameters
    ----------
    table : DataFrame, shape (n_cells, n_columns)
        Columns ``value``, ``status``, ``lower``, ``upper`` and those of ``by``.
    by : sequence of str
        Columns whose values make a group.

    Returns
    -------
    DataFrame, shape (n_groups, n_by + 4)
        Columns of ``by``, then ``value``, ``status``, ``lower``, ``upper``. A group with a suppressed
        cell has no value but bounds; a group with a cell that is empty for another reason has
        neither, and the status of the first such cell.

    Raises
    ------
    TableError
        If a column is missing, or a suppressed cell has no bounds.

    Notes
    -----
    ``lower = sum(lower)``, ``upper = sum(upper)``. These limits hold always; they are the narrowest
    only if the cells of a group do not share a known total.

    References
    ----------
    Moore, R. E. (1966), Interval Analysis, Prentice-Hall.

    Examples
    --------
    >>> table = pd.DataFrame({"region": ["a", "a"], "value": [3.0, np.nan],
    ...     "status": ["reported", "suppressed"], "lower": [3.0, 1.0], "upper": [3.0, 4.0]})
    >>> total_with_bounds(table, ["region"])[["status", "lower", "upper"]].values.tolist()
    [['suppressed', 4.0, 7.0]]
    """
    for name in (*by, "value", "status", "lower", "upper"):
        if name not in table.columns:
            raise TableError(f"The table lacks the column `{name}`, which a bounded total needs; add it.")
    hidden = table["status"] == Status.SUPPRESSED
    unbounded = hidden & (table["lower"].isna() | table["upper"].isna())
    if unbounded.any():
        raise TableError(
            f"Row {table.index[unbounded.to_numpy()][0]} is suppressed and has no bounds; compute them with "
            "`suppressed_bounds`, or set `lower` and `upper` to what is known."
        )
    number = table["status"] == Status.REPORTED
    cells = table[list(by)].assign(
        value=table["value"],
        status=table["status"].where(~number),
        lower=table["value"].where(number, table["lower"]),
        upper=table["value"].where(number, table["upper"]),
        other=table["status"].where(~number & ~hidden),
    )
    groups = cells.groupby(list(by), sort=False, as_index=False)
    total = groups[["value", "lower", "upper"]].agg(_sum_of_known)
    first = groups[["status", "other"]].first()
    status = first["other"].fillna(first["status"]).fillna(Status.REPORTED.value)
    known = status == Status.REPORTED
    bounded = known | (status == Status.SUPPRESSED)
    total = total.assign(
        value=total["value"].where(known),
        status=status,
        lower=total["lower"].where(bounded),
        upper=total["upper"].where(bounded),
    )
    return total[[*by, "value", "status", "lower", "upper"]]


def bounded_ratio(
    numerator_lower: FloatArray,
    numerator_upper: FloatArray,
    denominator_lower: FloatArray,
    denominator_upper: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Carry bounds through a division: a share or location quotient of a suppressed cell.

    Parameters
    ----------
    numerator_lower, numerator_upper : array, any shape
        Bounds of what is divided, 0 or more.
    denominator_lower, denominator_upper : array, same shape
        Bounds of what it is divided by, 0 or more.

    Returns
    -------
    lower, upper : array, same shape
        Bounds of the ratio; ``upper`` is infinite where the denominator may be 0, and both are
        empty where it must be 0 or a bound is empty.

    Raises
    ------
    MeasureError
        If a bound is negative, or a lower bound is above its upper one.

    Notes
    -----
    ``lower = numerator_lower / denominator_upper``, ``upper = numerator_upper / denominator_lower``.
    For a location quotient ``x T / (R I)`` with known totals pass ``lower * T`` and ``upper * T`` as
    numerator and ``R * I`` twice as denominator: the result is exact. If both sides move together
    the result still holds but is wider than need be.

    References
    ----------
    Moore, R. E. (1966), Interval Analysis, Prentice-Hall.

    Examples
    --------
    >>> bounded_ratio(np.array([2.0]), np.array([4.0]), np.array([8.0]), np.array([8.0]))
    (array([0.25]), array([0.5]))
    """
    for name, low, high in (
        ("numerator", numerator_lower, numerator_upper),
        ("denominator", denominator_lower, denominator_upper),
    ):
        if (low < 0).any() or (low > high).any():
            first = np.flatnonzero((low < 0) | (low > high))[0]
            raise MeasureError(
                f"The {name} has the bounds {np.ravel(low)[first]:g} to {np.ravel(high)[first]:g}, but "
                "0 <= lower <= upper is expected; correct them."
            )
    possible = denominator_upper > 0
    whole = np.where(possible, denominator_upper, np.nan)
    part = np.where(possible & (denominator_lower > 0), denominator_lower, np.nan)
    upper = np.where(possible & (denominator_lower == 0), np.inf, numerator_upper / part)
    return numerator_lower / whole, np.where(np.isnan(numerator_upper), np.nan, upper)


def _labelled(totals: pd.Series | None, labels: pd.Index, name: str) -> FloatArray:
    if totals is None:
        return np.full(len(labels), np.nan)
    strange = totals.index.difference(labels)
    if len(strange):
        raise TableError(
            f"`{name}` has the label {strange[0]!r}, which `cells` has not; use the same labels."
        )
    return totals.reindex(labels).to_numpy(dtype=float)


def _sum_of_known(numbers: pd.Series) -> float:
    return float(numbers.sum(skipna=False))


def _limits(table: pd.DataFrame, grid: Grid, least: float) -> tuple[FloatArray, FloatArray]:
    low = np.full(grid.number.size, least, dtype=float)
    high = np.full(grid.number.size, np.inf)
    cells = np.flatnonzero(grid.suppressed)
    rows = grid.row.ravel()[cells]
    if "lower" in table.columns:
        low[cells] = np.fmax(low[cells], table["lower"].to_numpy(dtype=float)[rows])
    if "upper" in table.columns:
        high[cells] = np.fmin(high[cells], table["upper"].to_numpy(dtype=float)[rows])
    return low, high


def _problem(
    grid: Grid, hidden: BoolArray, limits: tuple[FloatArray, FloatArray], tolerance: float
) -> Unknowns:
    known = np.where(hidden, 0.0, grid.number.ravel())
    rest = -(grid.equations @ known)
    return Unknowns(
        equations=sparse.csr_array(grid.equations[:, hidden]),
        low=rest - tolerance,
        high=rest + tolerance,
        least=limits[0][hidden],
        most=limits[1][hidden],
        slack=slack_for(known),
    )


def _interval(grid: Grid, problem: Unknowns, *, exact: bool) -> tuple[FloatArray, FloatArray]:
    empty = np.diff(problem.equations.indptr) == 0
    broken = empty & ((problem.low > problem.slack) | (problem.high < -problem.slack))
    if broken.any():
        raise _contradiction(grid, int(np.flatnonzero(broken)[0]))
    tight, line = tighten(problem)
    if line is not None:
        raise _contradiction(grid, line)
    if not exact:
        return tight.least, tight.most
    try:
        return exact_intervals(problem)
    except MeasureError as error:
        line = inconsistent_sum(problem)
        if line is None:
            raise
        raise _contradiction(grid, line) from error


def _contradiction(grid: Grid, line: int) -> MeasureError:
    return MeasureError(
        f"The totals contradict each other at {grid.sum_name(line)}: no values of the hidden cells add up. "
        "Correct the numbers, or allow for their rounding with `tolerance`."
    )


def _with_interval(
    table: pd.DataFrame, grid: Grid, hidden: BoolArray, low: FloatArray, high: FloatArray
) -> pd.DataFrame:
    reported = (table["status"] == Status.REPORTED).to_numpy()
    value = table["value"].to_numpy(dtype=float)
    lower, upper = np.where(reported, value, np.nan), np.where(reported, value, np.nan)
    of_table = grid.suppressed.ravel()[hidden]
    rows = grid.row.ravel()[hidden][of_table]
    lower[rows], upper[rows] = low[of_table], high[of_table]
    return table.assign(lower=lower, upper=upper)

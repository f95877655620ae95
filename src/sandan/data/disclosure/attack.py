"""The attack: what a reader can work out about hidden cells from the published table alone."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from sandan.data.disclosure.additive import Sums, grid_of
from sandan.data.disclosure.intervals import Unknowns, exact_intervals, slack_for
from sandan.data.missing import Status
from sandan.errors import DisclosureError, MeasureError
from sandan.types import FloatArray

__all__ = ["attack", "merge_publications"]


def attack(
    published: pd.DataFrame,
    *,
    region_sums: Sums,
    industry_sums: Sums,
    least: float = 0.0,
    least_width: float = 0.0,
    exact: bool = True,
) -> pd.DataFrame:
    """Try to recover every hidden cell of a published table by linear programming.

    Parameters
    ----------
    published : DataFrame, shape (n_cells, n_columns)
        A table of the kind ``industry_table``, one measure and period, as readers get it; totals as
        rows of their own. Only ``region``, ``industry``, ``value`` and ``status`` are looked at.
    region_sums : mapping of str to sequence of str
        Code of each regional total to the codes of its parts; may be empty.
    industry_sums : mapping of str to sequence of str
        The same for industries.
    least : float, default 0
        Least value that a reader knows every hidden cell to have, in the unit of ``value``: 1 for
        counts whose zeros are shown.
    least_width : float, default 0
        Width that the interval of a hidden cell must have to count as safe, in the unit of ``value``.
    exact : bool, default True
        Whether to find both ends of every interval. Otherwise the search for a cell ends as soon as
        it is seen to be safe, and the interval given is a part of the true one.

    Returns
    -------
    DataFrame, shape (n_hidden, 6)
        ``region``, ``industry``, ``lower``, ``upper``, ``width``, ``verdict``: ``recovered`` if only one
        value is possible, ``too_narrow`` if the width is below ``least_width``, else ``safe``.

    Raises
    ------
    TableError
        If the table cannot be laid out as a grid with its sums.
    DisclosureError
        If the published numbers contradict each other.

    Notes
    -----
    ``lower[c] = min x[c]``, ``upper[c] = max x[c]`` subject to ``sum(parts) = total`` for every sum and
    ``x >= least``. Cells that are not in the table count as nothing, which helps the attacker. In a
    two-way table without sums inside sums the ends are whole numbers if all numbers are; elsewhere
    an attacker who also uses that counts are whole may know a little more.

    References
    ----------
    Fischetti, M. and Salazar, J. J. (2001), Solving the cell suppression problem on tabular data
    with linear constraints, Management Science 47. Hundepool, A. et al. (2012), Statistical
    Disclosure Control, Wiley, chapter 4.

    Examples
    --------
    >>> table = pd.DataFrame({"region": ["a", "b", "total"], "industry": ["C"] * 3,
    ...     "value": [np.nan, 7.0, 10.0], "status": ["suppressed", "reported", "reported"]})
    >>> attack(table, region_sums={"total": ["a", "b"]}, industry_sums={})["verdict"].tolist()
    ['recovered']
    """
    grid = grid_of(published, region_sums, industry_sums)
    hidden = grid.suppressed.ravel()
    known = np.where(hidden, 0.0, np.nan_to_num(grid.number.ravel()))
    rest = -(grid.equations @ known)
    slack = slack_for(known)
    count = int(hidden.sum())
    problem = Unknowns(
        sparse.csr_array(grid.equations[:, hidden]),
        rest,
        rest,
        np.full(count, least, dtype=float),
        np.full(count, np.inf),
        slack,
    )
    try:
        enough = np.inf if exact else enough_width(least_width, problem.slack)
        low, high = exact_intervals(problem, enough_width=enough)
    except MeasureError as error:
        raise DisclosureError(
            "The published numbers contradict each other, so no attack can be judged; check that every "
            "total is the sum of its parts and that no hidden cell is below `least`."
        ) from error
    width, verdict = judge(low, high, known, least_width)
    region, industry = np.divmod(np.flatnonzero(hidden), len(grid.industries))
    return pd.DataFrame(
        {
            "region": grid.regions[region],
            "industry": grid.industries[industry],
            "lower": low,
            "upper": high,
            "width": width,
            "verdict": verdict,
        }
    )


def enough_width(least_width: float, slack: float) -> float:
    """Return the width at which a cell is seen to be safe."""
    return max(least_width, 10 * slack)


def judge(
    low: FloatArray, high: FloatArray, known: FloatArray, least_width: float
) -> tuple[FloatArray, npt.NDArray[np.str_]]:
    """Return the width of every interval and what it means, given the numbers that are shown."""
    width = np.where(np.isinf(high), np.inf, high - low)
    near = 2e-6 * max(1.0, float(np.abs(known).max(initial=0.0)) / 1e6)
    verdict = np.where(width <= near, "recovered", np.where(width < least_width - near, "too_narrow", "safe"))
    return width, verdict


def merge_publications(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Put two publications side by side, as a reader who looks for differences does.

    Parameters
    ----------
    first, second : DataFrame, shape (n_cells, n_columns)
        Published tables of the same measure and period, for example before and after a revision of
        the regions; cells with the same codes are the same quantity.

    Returns
    -------
    DataFrame, shape (n_cells, 4)
        ``region``, ``industry``, ``value``, ``status`` of every cell of either; a number where either
        shows one. Attack it with the sums of both.

    Raises
    ------
    DisclosureError
        If the two show different numbers for one cell.

    Notes
    -----
    ``value = first.value if shown, else second.value``.

    References
    ----------
    Hundepool, A. et al. (2012), Statistical Disclosure Control, Wiley, on linked tables.

    Examples
    --------
    >>> a = pd.DataFrame({"region": ["x"], "industry": ["C"], "value": [np.nan], "status": ["suppressed"]})
    >>> b = pd.DataFrame({"region": ["x"], "industry": ["C"], "value": [2.0], "status": ["reported"]})
    >>> merge_publications(a, b)["value"].tolist()
    [2.0]
    """
    names = ["region", "industry", "value", "status"]
    both = pd.concat([first[names], second[names]], ignore_index=True)
    shown = both[both["status"] == Status.REPORTED]
    spread = shown.groupby(["region", "industry"])["value"].agg(["min", "max"])
    differing = spread[spread["min"] != spread["max"]]
    if len(differing):
        cell, (one, other) = differing.index[0], differing.iloc[0]
        raise DisclosureError(
            f"The two publications show {one:g} and {other:g} for {cell}; "
            "they are not the same quantity, so differences between them prove nothing."
        )
    order = both.assign(first_shown=(both["status"] != Status.REPORTED).astype(int))
    best = order.sort_values("first_shown", kind="stable").drop_duplicates(["region", "industry"])
    return best[names].sort_index().reset_index(drop=True)

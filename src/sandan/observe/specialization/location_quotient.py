"""Location quotients: an industry's share of a region beside its share elsewhere."""

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_counts, check_same_labels
from sandan.types import FloatArray

__all__ = ["Benchmark", "bounded_location_quotient", "location_quotient"]

Benchmark: TypeAlias = Literal["all", "others"]
"""``all``: the region is part of what it is compared with. ``others``: it is not."""


def location_quotient(
    jobs: pd.DataFrame, *, benchmark: Benchmark = "all", allow_negative: bool = False
) -> pd.DataFrame:
    """Compare an industry's share of a region with its share of the benchmark.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Persons employed (or firms, or value added) at one date, without rows or columns of totals.
    benchmark : {"all", "others"}
        Compare with all regions, this one included, or with the other regions only.
    allow_negative : bool
        Take negative cells as they are: value added may be negative, jobs may not.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        Ratio, 1 = the common mix; never rounded. NaN where the region, the industry or the
        benchmark has no jobs (or a total that is not positive); infinite where, under ``others``, no
        other region has the industry.

    Raises
    ------
    TableError
        If a cell is missing or infinite, or negative without ``allow_negative``.
    MeasureError
        If ``benchmark`` is neither of the two.

    Notes
    -----
    With ``x[r, i]`` the jobs and a dot for a sum::

        all     LQ[r, i] = (x[r, i] / x[r, .]) / (x[., i] / x[., .])
        others  LQ[r, i] = (x[r, i] / x[r, .]) / ((x[., i] - x[r, i]) / (x[., .] - x[r, .]))

    References
    ----------
    Florence, P. S. (1939), Report on the location of industry. Worked through in
    ``docs/methods/location-quotient.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"C26": [30, 10], "J62": [20, 140]}, index=["here", "rest"])
    >>> location_quotient(jobs).round(2)
           C26   J62
    here  3.00  0.50
    rest  0.33  1.17
    >>> location_quotient(jobs, benchmark="others").loc["here"].round(2).to_dict()
    {'C26': 9.0, 'J62': 0.43}
    """
    check_counts(jobs, "jobs", allow_negative=allow_negative)
    _check_benchmark(benchmark)
    own, region, industry, elsewhere = _four_parts(jobs)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(own + region > 0, own / (own + region), np.nan)
        if benchmark == "all":
            common = (own + industry) / (own + region + industry + elsewhere)
            quotient = np.where(common > 0, share / common, np.nan)
        else:
            common = industry / (industry + elsewhere)
            quotient = np.where(common >= 0, share / common, np.nan)
    return pd.DataFrame(quotient, index=jobs.index, columns=jobs.columns)


def bounded_location_quotient(
    lower: pd.DataFrame, upper: pd.DataFrame, *, benchmark: Benchmark = "all"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bound the location quotients of a table in which some cells are known only as intervals.

    Parameters
    ----------
    lower, upper : DataFrame, shape (n_regions, n_industries)
        Least and greatest possible jobs of each cell; equal where the cell is known.
    benchmark : {"all", "others"}
        As in :func:`location_quotient`.

    Returns
    -------
    tuple of DataFrame, each of shape (n_regions, n_industries)
        Least and greatest possible quotient. NaN in both where the region or the industry can have
        no jobs at all; the greatest is infinite where the benchmark may have none of the industry.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite, or a lower bound exceeds its upper bound.
    MeasureError
        If the two tables differ in rows or columns, or ``benchmark`` is unknown.

    Notes
    -----
    Let ``a`` be the own cell, ``b`` the rest of the region, ``c`` the rest of the industry and ``d``
    all else. These are sums over different cells, so each moves freely between its own bounds::

        all     LQ = a (a + b + c + d) / ((a + b) (a + c))
        others  LQ = a (c + d) / ((a + b) c)

    Both fall in ``b`` and ``c`` and rise in ``d``. In ``a``, ``others`` rises; ``all`` rises up to
    ``a* = (b c + sqrt((b c)^2 + b c d (b + c + d))) / d`` and falls after it, so its least value is
    at an end of ``a`` and its greatest at ``a*`` or the end next to it. The bounds are therefore
    sharp for cells that vary independently. Totals that are published as well make the truth
    narrower, never wider: the bounds stay valid and are no longer sharp.

    References
    ----------
    Own derivation, in ``docs/methods/location-quotient.md``.

    Examples
    --------
    >>> lower = pd.DataFrame({"C26": [30, 5], "J62": [20, 140]}, index=["here", "rest"])
    >>> upper = pd.DataFrame({"C26": [30, 15], "J62": [20, 140]}, index=["here", "rest"])
    >>> least, most = bounded_location_quotient(lower, upper)
    >>> float(round(least.at["here", "C26"], 2)), float(round(most.at["here", "C26"], 2))
    (2.73, 3.34)
    """
    check_counts(lower, "lower")
    check_counts(upper, "upper")
    check_same_labels(lower, upper, ("lower", "upper"))
    _check_benchmark(benchmark)
    crossed = lower.to_numpy() > upper.to_numpy()
    if crossed.any():
        row, column = np.argwhere(crossed)[0]
        raise TableError(
            f"`lower` is {lower.to_numpy()[row, column]} and `upper` {upper.to_numpy()[row, column]} in "
            f"({lower.index[row]}, {lower.columns[column]}); a lower bound cannot exceed its upper bound."
        )
    bounds = _bounds_all if benchmark == "all" else _bounds_others
    least_parts, most_parts = _four_parts(lower), _four_parts(upper)
    least, most = bounds(least_parts, most_parts)
    own, region, industry, _ = most_parts
    undefined = (own + region == 0) | (own + industry == 0)
    if benchmark == "others":
        undefined |= industry + most_parts[3] == 0
    return tuple(  # type: ignore[return-value]
        pd.DataFrame(np.where(undefined, np.nan, end), index=lower.index, columns=lower.columns)
        for end in (least, most)
    )


_Parts: TypeAlias = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


def _check_benchmark(benchmark: str) -> None:
    if benchmark not in ("all", "others"):
        raise MeasureError(f"`benchmark` is {benchmark!r}; use 'all' (region inside) or 'others' (outside).")


def _four_parts(jobs: pd.DataFrame) -> _Parts:
    """Split the total as each cell sees it: own cell, rest of region, rest of industry, all else."""
    own = jobs.to_numpy(dtype=np.float64)
    region = own.sum(axis=1, keepdims=True) - own
    industry = own.sum(axis=0, keepdims=True) - own
    return own, region, industry, own.sum() - own - region - industry


def _bounds_all(least: _Parts, most: _Parts) -> tuple[FloatArray, FloatArray]:
    (a0, b0, c0, d0), (a1, b1, c1, d1) = least, most
    low = np.minimum(_quotient_all(a0, b1, c1, d0), _quotient_all(a1, b1, c1, d0))
    with np.errstate(divide="ignore", invalid="ignore"):
        peak = (b0 * c0 + np.sqrt((b0 * c0) ** 2 + b0 * c0 * d1 * (b0 + c0 + d1))) / d1
    peak = np.where(d1 > 0, peak, np.inf)
    high = _quotient_all(np.clip(peak, a0, a1), b0, c0, d1)
    return low, np.where(a1 == 0, 0.0, high)


def _quotient_all(a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray) -> FloatArray:
    """Return the quotient, and at ``a = 0`` its limit from above."""
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = (a / (a + b)) * ((a + b + c + d) / (a + c))
        # With nothing else in the region or in the industry, `a` cancels.
        alone = np.where(a + b + c + d > 0, (a + b + c + d) / (a + np.maximum(b, c)), 1.0)
    return np.where(np.minimum(b, c) == 0, alone, inside)


def _bounds_others(least: _Parts, most: _Parts) -> tuple[FloatArray, FloatArray]:
    (a0, b0, c0, d0), (a1, b1, c1, d1) = least, most
    low, high = _quotient_others(a0, b1, c1, d0), _quotient_others(a1, b0, c0, d1)
    return low, np.where(a1 == 0, 0.0, high)


def _quotient_others(a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(b == 0, 1.0, a / (a + b))
        quotient = share * np.where(c > 0, (c + d) / c, np.where(d > 0, np.inf, 1.0))
    return np.where(share == 0, 0.0, quotient)

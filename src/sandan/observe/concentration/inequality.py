"""Unevenness of an industry over regions: three Gini coefficients, Hoover's index and Theil's.

None of them knows how many plants an industry has: three plants in three of a hundred regions are uneven
whatever they do. :mod:`~sandan.observe.concentration.ellison_glaeser` allows for that.
"""

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.special import rel_entr

from sandan.errors import MeasureError
from sandan.observe.checks import check_counts
from sandan.observe.concentration.benchmark import benchmark_shares
from sandan.observe.specialization.location_quotient import location_quotient
from sandan.types import FloatArray, Table

__all__ = ["TheilForm", "hoover_gini", "hoover_index", "locational_gini", "quotient_gini", "theil"]

TheilForm: TypeAlias = Literal["T", "L"]
"""``T``: weighted by the industry's shares. ``L``: by the benchmark's, also called mean log deviation."""


def hoover_gini(jobs: pd.DataFrame, *, benchmark: pd.Series) -> pd.Series:
    """Measure by a Lorenz curve how unevenly an industry is spread over the population.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Jobs, or number of plants, at one date.
    benchmark : Series, shape (n_regions,)
        Population of every region, or another number that the industry might follow. Ones give the
        plain Gini coefficient of the numbers.

    Returns
    -------
    Series, shape (n_industries,)
        0 = in proportion to the benchmark; up to 1. NaN for an industry without jobs.

    Raises
    ------
    TableError
        If a number is missing, negative or infinite.
    MeasureError
        If the regions of ``benchmark`` are others, or all its numbers are 0.

    Notes
    -----
    With ``s`` the industry's and ``x`` the benchmark's shares, regions sorted by ``s / x``::

        gini = 1 - sum_k x_k (L_k + L_(k-1)),   L_k = s_1 + ... + s_k

    twice the area between diagonal and Lorenz curve. Differs from :func:`locational_gini` by the factor of
    two (and there the benchmark is all jobs of the table), from :func:`quotient_gini` in that regions
    count by their benchmark and not as one each.

    References
    ----------
    Hoover, E. M. (1936), The measurement of industrial localization, Review of Economics and Statistics
    18, 162-171. ``docs/methods/inequality-of-location.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"chips": [0, 10, 10, 30, 50]})
    >>> float(hoover_gini(jobs, benchmark=pd.Series([10, 15, 20, 25, 30]))["chips"].round(6))
    0.31
    """
    shares = _shares(jobs)
    return pd.Series(_lorenz(shares, benchmark_shares(benchmark, jobs.index)), index=jobs.columns)


def locational_gini(jobs: pd.DataFrame) -> pd.Series:
    """Measure by half a Lorenz area how unevenly an industry is spread over all jobs.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Jobs, or number of plants, at one date: all industries, as their sum is the benchmark.

    Returns
    -------
    Series, shape (n_industries,)
        0 = in proportion to all jobs; below 0.5. NaN for an industry without jobs.

    Raises
    ------
    TableError
        If a number is missing, negative or infinite.
    MeasureError
        If the table has no jobs at all.

    Notes
    -----
    ``hoover_gini(jobs, benchmark=jobs.sum(axis=1)) / 2``: the area itself, not twice the area, in the form
    in which it was introduced. Multiply by 2 before comparing with other Gini coefficients.

    References
    ----------
    Krugman, P. (1991), Geography and Trade, appendix D. ``docs/methods/inequality-of-location.md``.

    Examples
    --------
    All chips in a region with a fifth of all jobs.

    >>> jobs = pd.DataFrame({"chips": [10, 0], "other": [10, 80]}, index=["here", "rest"])
    >>> float(locational_gini(jobs)["chips"])
    0.4
    """
    check_counts(jobs, "jobs")
    return hoover_gini(jobs, benchmark=jobs.sum(axis=1)) / 2


def quotient_gini(jobs: pd.DataFrame, *, of: Literal["industries", "regions"]) -> pd.Series:
    """Measure how unequal the location quotients are, every one of them counting the same.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Jobs, or number of plants, at one date: all regions and industries.
    of : {"industries", "regions"}
        One coefficient for every industry, over its regions (concentration), or one for every region,
        over its industries (specialization).

    Returns
    -------
    Series, shape (n_industries,) or (n_regions,)
        0 = all quotients are equal; below ``1 - 1 / n`` for ``n`` quotients. NaN for an industry or a
        region without jobs.

    Raises
    ------
    TableError
        If a number is missing, negative or infinite.
    MeasureError
        If one of the things that quotients are compared over has no jobs, so that it has no quotient.

    Notes
    -----
    ``2 / (n^2 mean) sum_k k (LQ_(k) - mean)`` with ``LQ_(1) <= ... <= LQ_(n)``. A region of ten jobs weighs
    as much as one of a million, so small places and rare industries decide; :func:`hoover_gini` and
    :func:`locational_gini` weigh them.

    References
    ----------
    Farhauer, O. and Kröll, A. (2014), Standorttheorien. ``docs/methods/inequality-of-location.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"chips": [3, 1], "tools": [1, 3]}, index=["a", "b"])
    >>> quotient_gini(jobs, of="industries").tolist()
    [0.25, 0.25]
    """
    if of not in ("industries", "regions"):
        raise MeasureError(f"`of` is {of!r}; use 'industries' or 'regions'.")
    quotients = location_quotient(jobs)
    table = quotients if of == "industries" else quotients.T
    empty = table.index[table.isna().all(axis=1)]
    if len(empty):
        what = "region" if of == "industries" else "industry"
        raise MeasureError(
            f"The {what} {empty[0]!r} has no jobs, hence no location quotient; leave it out and say so "
            f"({len(empty)} of {len(table)} are empty)."
        )
    n = len(table)
    ordered, mean = np.sort(table.to_numpy(), axis=0), table.to_numpy().mean(axis=0)
    rank = np.arange(1, n + 1)[:, None]
    return pd.Series(2 / (n**2 * mean) * (rank * (ordered - mean)).sum(axis=0), index=table.columns)


def hoover_index(jobs: pd.DataFrame, *, benchmark: pd.Series) -> pd.Series:
    """Return the part of an industry that would have to move to follow the population.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Jobs, or number of plants, at one date.
    benchmark : Series, shape (n_regions,)
        Population of every region, or another number that the industry might follow.

    Returns
    -------
    Series, shape (n_industries,)
        Share from 0 to 1 (100 times it is the percentage that others print). NaN for an industry without
        jobs.

    Raises
    ------
    TableError
        If a number is missing, negative or infinite.
    MeasureError
        If the regions of ``benchmark`` are others, or all its numbers are 0.

    Notes
    -----
    ``1/2 sum_r |s[r, i] - x[r]|``.

    References
    ----------
    Hoover, E. M. (1936), The measurement of industrial localization, Review of Economics and Statistics
    18, 162-171. ``docs/methods/inequality-of-location.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"chips": [0, 10, 10, 30, 50]})
    >>> float(hoover_index(jobs, benchmark=pd.Series([10, 15, 20, 25, 30]))["chips"].round(6))
    0.25
    """
    shares = _shares(jobs)
    departures = np.abs(shares - benchmark_shares(benchmark, jobs.index)[:, None])
    return pd.Series(departures.sum(axis=0) / 2, index=jobs.columns)


def theil(
    jobs: pd.DataFrame, *, benchmark: pd.Series, groups: pd.Series | None = None, form: TheilForm = "T"
) -> Table:
    """Measure an industry's unevenness over regions, and split it between and within groups of them.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Jobs, or number of plants, at one date.
    benchmark : Series, shape (n_regions,)
        Population of every region, or another number that the industry might follow. Ones compare every
        region with every other as one.
    groups : Series, shape (n_regions,), optional
        Group of every region, such as its province. Without it all regions are one group.
    form : {"T", "L"}
        Which of the two indices.

    Returns
    -------
    DataFrame, shape (n_industries, 3)
        Index: the industries. ``theil`` in natural units, 0 = in proportion to the benchmark; ``between``
        groups and ``within`` them, which add up to it. NaN for an industry without jobs. Infinite under
        ``T`` where the industry is in a region without a benchmark, and under ``L`` where it is absent from
        a region that has one.

    Raises
    ------
    TableError
        If a number is missing, negative or infinite.
    MeasureError
        If the regions of ``benchmark`` or ``groups`` are others, a region has no group, or ``form`` is
        unknown.

    Notes
    -----
    With ``S``, ``X`` the shares of a region's group::

        T  theil = sum_r s_r ln(s_r / x_r)      between = sum_g S_g ln(S_g / X_g)
           within = sum_g S_g sum_(r in g) (s_r / S_g) ln((s_r / S_g) / (x_r / X_g))
        L  the same with s and x exchanged

    References
    ----------
    Theil, H. (1967), Economics and Information Theory. ``docs/methods/inequality-of-location.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"chips": [30, 10, 10, 10]}, index=["a1", "a2", "b1", "b2"])
    >>> groups = pd.Series({"a1": "a", "a2": "a", "b1": "b", "b2": "b"})
    >>> theil(jobs, benchmark=pd.Series(1, index=jobs.index), groups=groups).round(4)
            theil  between  within
    chips  0.1438   0.0566  0.0872
    """
    if form not in ("T", "L"):
        raise MeasureError(f"`form` is {form!r}; use 'T' or 'L'.")
    shares = _shares(jobs)
    common = np.broadcast_to(benchmark_shares(benchmark, jobs.index)[:, None], shares.shape)
    member = _membership(groups, jobs.index)
    first, second = (shares, common) if form == "T" else (common, shares)
    outer_first, outer_second = member.T @ first, member.T @ second
    between = rel_entr(outer_first, outer_second).sum(axis=0)
    ratio = np.divide(outer_first, outer_second, out=np.zeros_like(outer_first), where=outer_second != 0)
    within = rel_entr(first, second * (member @ ratio)).sum(axis=0)
    return pd.DataFrame({"theil": between + within, "between": between, "within": within}, index=jobs.columns)


def _shares(jobs: pd.DataFrame) -> FloatArray:
    """Return every region's share of every industry; NaN for an industry without jobs."""
    check_counts(jobs, "jobs")
    counts = jobs.to_numpy(dtype=np.float64)
    totals = counts.sum(axis=0)
    return np.asarray(counts / np.where(totals > 0, totals, np.nan))


def _lorenz(shares: FloatArray, common: FloatArray) -> FloatArray:
    """Return twice the area under the diagonal that the Lorenz curve leaves free."""
    # A region without a benchmark comes last if the industry is there; otherwise it adds nothing.
    ratio = np.divide(shares, common[:, None], out=np.full_like(shares, np.inf), where=common[:, None] > 0)
    order = np.argsort(ratio, axis=0, kind="stable")
    base, curve = common[order], np.cumsum(np.take_along_axis(shares, order, axis=0), axis=0)
    before = np.vstack([np.zeros_like(curve[:1]), curve[:-1]])
    return np.asarray(1 - (base * (curve + before)).sum(axis=0))


def _membership(groups: pd.Series | None, regions: pd.Index) -> FloatArray:
    """Return which region is in which group, as ones and zeros."""
    if groups is None:
        return np.ones((len(regions), 1))
    lonely = list(regions.symmetric_difference(groups.index[groups.notna()]))
    if lonely or groups.index.has_duplicates:
        raise MeasureError(
            f"`groups` and `jobs` must have the same regions, each with one group, but {lonely[:1] or 'one'} "
            "has none, is unknown or stands twice; give one group to every region of the table."
        )
    codes = pd.factorize(groups.reindex(regions))[0]
    return np.asarray(np.eye(codes.max() + 1)[codes])

"""Coagglomeration: whether industries are concentrated in the same regions."""

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_counts
from sandan.observe.concentration.benchmark import benchmark_shares
from sandan.types import FloatArray, Table

__all__ = ["coagglomeration", "pairwise_coagglomeration"]


def pairwise_coagglomeration(jobs: pd.DataFrame, *, benchmark: pd.Series | None = None) -> pd.DataFrame:
    """Measure for every two industries how far they are concentrated in the same regions.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Jobs, or number of plants, at one date.
    benchmark : Series, shape (n_regions,), optional
        Number by region whose shares are the weights ``x``. Without it ``x`` is the mean over the
        industries (of those with jobs, each counting once) of the share that a region has of the industry.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        Symmetric; 0 = no more than chance. The diagonal holds the same expression, ``G_i / (1 - X_2)``:
        an industry's raw concentration, not a coagglomeration. NaN in row and column of an industry
        without jobs.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If the regions of ``benchmark`` are others, or one region holds all of it.

    Notes
    -----
    ``C[i, j] = sum_r (s[r, i] - x[r]) (s[r, j] - x[r]) / (1 - sum_r x[r]^2)`` with
    ``s[r, i] = jobs[r, i] / jobs[., i]``. The sizes of plants cancel.

    References
    ----------
    Ellison, G., Glaeser, E. and Kerr, W. (2010), What causes industry agglomeration? Evidence from
    coagglomeration patterns, American Economic Review 100, 1195-1213. ``docs/methods/ellison-glaeser.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"chips": [9, 1], "tools": [8, 2], "boats": [0, 5]}, index=["a", "b"])
    >>> equal = pd.Series({"a": 1, "b": 1})
    >>> pairwise_coagglomeration(jobs, benchmark=equal).round(2)
           chips  tools  boats
    chips   0.64   0.48   -0.8
    tools   0.48   0.36   -0.6
    boats  -0.80  -0.60    1.0
    """
    departures, room = _departures(jobs, benchmark)
    return pd.DataFrame((departures.T @ departures) / room, index=jobs.columns, columns=jobs.columns)


def coagglomeration(jobs: pd.DataFrame, groups: pd.Series, *, benchmark: pd.Series | None = None) -> Table:
    """Measure for every group of industries how far its members are concentrated in the same regions.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Jobs, or number of plants, at one date.
    groups : Series, shape (n_grouped,)
        Group of every industry that is in one. Other industries of ``jobs`` play a part in the default
        benchmark only.
    benchmark : Series, shape (n_regions,), optional
        As in :func:`pairwise_coagglomeration`.

    Returns
    -------
    DataFrame, shape (n_groups, 4)
        Index: the groups, sorted. Columns: ``industries`` of the group that have jobs, its ``jobs``,
        ``gamma`` (0 = no more than chance, for industries with any concentration of their own), and
        ``reason`` why there is none, else empty.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If a group or an industry is missing or unknown, the regions of ``benchmark`` are others, or one
        region holds all of it.

    Notes
    -----
    With ``w_j`` an industry's share of its group's jobs, ``G`` and ``H`` those of the group and ``G_j``,
    ``H_j``, ``gamma_j`` those of the industry, the index of 1997 is::

        gamma_c = (G / (1 - X_2) - H - sum_j gamma_j w_j^2 (1 - H_j)) / (1 - sum_j w_j^2)

    As ``G_j = (1 - X_2) (gamma_j (1 - H_j) + H_j)`` and ``H = sum_j w_j^2 H_j``, the plants cancel::

        gamma_c = (G - sum_j w_j^2 G_j) / ((1 - X_2) (1 - sum_j w_j^2))

    which is computed. It is the mean of the pairwise index, weighted with ``w_i w_j``, over ``i != j``.

    References
    ----------
    Ellison, G. and Glaeser, E. (1997), Geographic concentration in U.S. manufacturing industries: a
    dartboard approach, Journal of Political Economy 105, 889-927. ``docs/methods/ellison-glaeser.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"chips": [9, 1], "tools": [8, 2], "boats": [0, 5]}, index=["a", "b"])
    >>> groups = pd.Series({"chips": "machines", "tools": "machines", "boats": "boats"})
    >>> coagglomeration(jobs, groups, benchmark=pd.Series({"a": 1, "b": 1})).round(2)
              industries  jobs  gamma        reason
    group
    boats              1     5    NaN  one industry
    machines           2    20   0.48
    """
    departures, room = _departures(jobs, benchmark)
    _check_groups(groups, jobs)
    totals = jobs.sum(axis=0)
    rows = []
    for group, members in groups.groupby(groups, sort=True).groups.items():
        chosen = jobs.columns.get_indexer(members)
        chosen = chosen[totals.to_numpy()[chosen] > 0]
        gamma, reason = _of_group(departures[:, chosen], totals.to_numpy(dtype=np.float64)[chosen], room)
        rows.append((group, len(chosen), totals.iloc[chosen].sum(), gamma, reason))
    return pd.DataFrame(rows, columns=["group", "industries", "jobs", "gamma", "reason"]).set_index("group")


def _departures(jobs: pd.DataFrame, benchmark: pd.Series | None) -> tuple[FloatArray, float]:
    """Return what an industry's share of a region exceeds the region's weight by, and ``1 - X_2``."""
    check_counts(jobs, "jobs")
    counts = jobs.to_numpy(dtype=np.float64)
    totals = counts.sum(axis=0)
    present = totals > 0
    if not present.any():
        raise MeasureError(
            f"None of the {len(totals)} industries of `jobs` has a job; give at least one that has."
        )
    shares = counts / np.where(present, totals, np.nan)
    weights = (
        shares[:, present].mean(axis=1) if benchmark is None else benchmark_shares(benchmark, jobs.index)
    )
    if (weights >= 1).any():
        raise MeasureError(
            f"The region {jobs.index[int(weights.argmax())]!r} holds the whole benchmark, so nothing can be "
            "concentrated elsewhere; give two regions or more."
        )
    return shares - weights[:, None], float(1 - (weights**2).sum())


def _check_groups(groups: pd.Series, jobs: pd.DataFrame) -> None:
    unknown = groups.index[
        ~groups.index.isin(jobs.columns) | groups.index.duplicated() | groups.isna().to_numpy()
    ]
    if len(unknown):
        raise MeasureError(
            f"`groups` has {len(unknown)} industries that are not in `jobs`, stand twice or have no group, "
            f"{unknown[0]!r} first; give one group to each industry of the table that is in one."
        )


def _of_group(departures: FloatArray, totals: FloatArray, room: float) -> tuple[float, str]:
    if len(totals) < 2:
        return np.nan, "one industry" if len(totals) else "no jobs"
    w = totals / totals.sum()
    together = ((departures @ w) ** 2).sum()
    alone = (w**2 * (departures**2).sum(axis=0)).sum()
    return float((together - alone) / (room * (1 - (w**2).sum()))), ""

"""Location quotients that look across the border: neighbors count, the less the farther they are."""

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_counts
from sandan.observe.specialization.location_quotient import Benchmark
from sandan.types import FloatArray

__all__ = ["Decay", "proximity_adjusted_quotient"]

Decay: TypeAlias = Literal["exponential", "gaussian", "inverse"]
"""How the weight of a neighbor falls from 1 at no distance."""


def proximity_adjusted_quotient(
    jobs: pd.DataFrame,
    distances: pd.DataFrame,
    *,
    scale: float,
    decay: Decay = "exponential",
    cutoff: float = np.inf,
    benchmark: Benchmark = "all",
) -> pd.DataFrame:
    """Compare an industry's share of a region and its surroundings with its share of the benchmark.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Persons employed (or plants, or value added) at one date, without rows or columns of totals.
    distances : DataFrame, shape (n_regions, n_regions)
        Distance between every two regions, or travel time, in any unit; rows are the regions that look,
        columns those looked at. Zero on the diagonal: a region's own jobs count in full.
    scale : float
        Distance at which the weight has fallen to ``exp(-1)`` (exponential), ``exp(-1/2)`` (gaussian) or
        a half (inverse), in the unit of ``distances``.
    decay : {"exponential", "gaussian", "inverse"}
        How the weight falls.
    cutoff : float
        Regions farther than this count nothing. 0 gives the plain location quotient, unless two regions
        are at distance 0.
    benchmark : {"all", "others"}
        Compare with all regions, each counted once, or with what is not counted as surroundings.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        Ratio, 1 = the common mix; never rounded. NaN where the region and its surroundings, the industry
        or the benchmark have no jobs; infinite where, under ``others``, nothing of the industry is left
        outside.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If the regions of ``distances`` are others, its diagonal is not zero, or a parameter is out of its
        range.

    Notes
    -----
    With ``x`` the jobs, ``d`` the distances and a dot for a sum::

        w[r, q] = exp(-d / scale)  |  exp(-(d / scale)^2 / 2)  |  scale / (scale + d)
                  for d = d[r, q] <= cutoff, else 0
        y[r, i] = sum_q w[r, q] x[q, i]
        all     PAQ[r, i] = (y[r, i] / y[r, .]) / (x[., i] / x[., .])
        others  PAQ[r, i] = (y[r, i] / y[r, .]) / (o[r, i] / o[r, .])
                o[r, i] = sum_q (1 - w[r, q]) x[q, i]

    Quotients of neighbors share jobs, so they are alike by construction: no test of neighborhood should
    be done on them.

    References
    ----------
    The idea is that of Tian, Z., Gottlieb, P. and Goetz, S. (2020), Measuring industry co-location across
    county borders, Spatial Economic Analysis 15, 92-113; the formula is our own. Worked through in
    ``docs/methods/proximity-adjusted-quotient.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"C26": [30, 0, 10], "J62": [20, 50, 90]}, index=["a", "b", "c"])
    >>> apart = pd.DataFrame([[0, 5, 80], [5, 0, 80], [80, 80, 0]], index=jobs.index, columns=jobs.index)
    >>> proximity_adjusted_quotient(jobs, apart, scale=10, cutoff=50)["C26"].round(2).to_dict()
    {'a': 1.87, 'b': 1.13, 'c': 0.5}
    """
    check_counts(jobs, "jobs")
    weights = _weights(_checked_distances(distances, jobs.index), decay, scale, cutoff)
    counts = jobs.to_numpy(dtype=np.float64)
    near = weights @ counts
    if benchmark == "all":
        common = np.broadcast_to(counts.sum(axis=0), near.shape)
    elif benchmark == "others":
        common = (1 - weights) @ counts
    else:
        raise MeasureError(f"`benchmark` is {benchmark!r}; use 'all' (region inside) or 'others' (outside).")
    with np.errstate(divide="ignore", invalid="ignore"):
        mix = near / near.sum(axis=1, keepdims=True)
        quotient = mix / (common / common.sum(axis=1, keepdims=True))
    return pd.DataFrame(quotient, index=jobs.index, columns=jobs.columns)


def _checked_distances(distances: pd.DataFrame, regions: pd.Index) -> FloatArray:
    check_counts(distances, "distances")
    for labels, what in ((distances.index, "rows"), (distances.columns, "columns")):
        lonely = list(regions.symmetric_difference(labels))
        if lonely:
            raise MeasureError(
                f"{lonely[0]!r} stands only in `jobs` or only in the {what} of `distances`; "
                "give a distance between every two regions of the table and no others."
            )
    values = distances.loc[regions, regions].to_numpy(dtype=np.float64)
    own = np.diagonal(values)
    if own.any():
        raise MeasureError(
            f"The distance of {regions[int(own.argmax())]!r} to itself is {own.max()}, but a region's own "
            "jobs count in full; put 0 on the diagonal of `distances`."
        )
    return values


def _weights(distances: FloatArray, decay: str, scale: float, cutoff: float) -> FloatArray:
    if not (0 < scale < np.inf and cutoff >= 0):
        raise MeasureError(
            f"`scale` is {scale} and `cutoff` {cutoff}; give a positive scale and a cut-off of 0 or more, "
            "in the unit of the distances."
        )
    steps = distances / scale
    if decay == "exponential":
        weights = np.exp(-steps)
    elif decay == "gaussian":
        weights = np.exp(-(steps**2) / 2)
    elif decay == "inverse":
        weights = 1 / (1 + steps)
    else:
        raise MeasureError(f"`decay` is {decay!r}; use 'exponential', 'gaussian' or 'inverse'.")
    return np.where(distances <= cutoff, weights, 0.0)

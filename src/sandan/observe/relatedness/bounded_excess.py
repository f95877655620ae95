"""How far the excess of a density may go where it is not known whether a region has an industry."""

import numpy as np
import pandas as pd

from sandan.observe.relatedness.density import bounded_density, relatedness_density
from sandan.types import FloatArray

__all__ = ["bounded_excess"]


def bounded_excess(
    lower: pd.DataFrame, upper: pd.DataFrame, proximity: pd.DataFrame, *, diagonal: float | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bound the density above what region and industry alone give, where some presence is not known.

    Parameters
    ----------
    lower, upper : DataFrame, shape (n_regions, n_industries)
        Least and greatest possible presence, 0 or 1; equal where it is known.
    proximity : DataFrame, shape (n_industries, n_industries)
        As in ``relatedness_density``; it is taken as known.
    diagonal : {0, 1}, optional
        As in ``relatedness_density``.

    Returns
    -------
    tuple of DataFrame, each of shape (n_regions, n_industries)
        Least and greatest possible excess; NaN where nothing is near to the industry.

    Raises
    ------
    TableError
        If a cell is neither 0 nor 1, or a lower bound exceeds its upper bound.
    MeasureError
        As ``relatedness_density``, or if the two tables differ in their labels.

    Notes
    -----
    With ``S[u, i] = phi[u, i] / sum_j phi[j, i]`` and ``C`` that table less the mean of each of its rows,
    the excess is ``E[r] = M[r] C - mean_s(M[s] C)``: linear in every cell, and unlike the density it falls
    where ``C`` is negative. An unknown cell is therefore taken once at the end that adds and once at the
    end that takes away: sharp bounds for cells that vary independently.

    References
    ----------
    Own derivation, in ``docs/methods/relatedness-density.md``, on bounds.

    Examples
    --------
    >>> near = pd.DataFrame([[1, 0.6, 0.2], [0.6, 1, 0.4], [0.2, 0.4, 1]])
    >>> low, high = pd.DataFrame([[1, 0, 0], [0, 0, 1]]), pd.DataFrame([[1, 1, 0], [0, 0, 1]])
    >>> least, most = bounded_excess(low, high, near)
    >>> least.round(3).loc[0].tolist(), most.round(3).loc[0].tolist()
    ([0.201, 0.043, -0.313], [0.215, 0.112, -0.257])
    """
    # Refuses what is not a pair of bounds, and says where nothing is near to an industry.
    known = bounded_density(lower, upper, proximity, diagonal=diagonal).lower.notna().to_numpy()
    alone = pd.DataFrame(np.eye(len(proximity)), index=lower.columns, columns=lower.columns)
    shares = relatedness_density(alone, proximity, diagonal=diagonal)
    centered = np.nan_to_num(shares.sub(shares.mean(axis=1), axis=0).to_numpy(dtype=np.float64))
    least, most = (table.to_numpy(dtype=np.float64) for table in (lower, upper))
    adds, takes = np.maximum(centered, 0.0), np.minimum(centered, 0.0)
    low, high = least @ adds + most @ takes, most @ adds + least @ takes
    ends = _less_mean(low, high), _less_mean(high, low)
    least_table, most_table = (
        pd.DataFrame(np.where(known, end, np.nan), index=lower.index, columns=lower.columns) for end in ends
    )
    return least_table, most_table


def _less_mean(own: FloatArray, others: FloatArray) -> FloatArray:
    """Take the mean over regions off, in which every region but the own one stands at its other end."""
    count = len(own)
    return np.asarray(own - (own + others.sum(axis=0) - others) / count, dtype=np.float64)

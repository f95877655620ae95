"""The best and the worst rank that intervals allow."""

import numpy as np

from sandan.errors import MeasureError
from sandan.types import FloatArray, IntArray

__all__ = ["rank_range"]


def rank_range(lower: FloatArray, upper: FloatArray) -> tuple[IntArray, IntArray]:
    """Find the best and the worst rank that intervals allow, the largest value first.

    Parameters
    ----------
    lower, upper : array, shape (n,)
        Ends of the interval of each value; equal for exact values, infinite for open ends.

    Returns
    -------
    tuple of (array of int, array of int)
        Best and worst rank of each, counted from 1.

    Raises
    ------
    MeasureError
        If an end is not a number, or a lower end is above its upper end.

    Notes
    -----
    ``best[i] = 1 + #{j : lower[j] > upper[i]}``, ``worst[i] = 1 + #{j != i : upper[j] > lower[i]}``.
    Whatever values lie inside the intervals, the rank ``1 + #{j : x[j] > x[i]}`` lies between the
    two, and each of the two is reached by some values. Equal exact values share their rank.

    References
    ----------
    Mogstad, M., Romano, J., Shaikh, A. and Wilhelm, D. (2024), Inference for ranks, Review of
    Economic Studies 91(1), for why a rank needs a range.

    Examples
    --------
    >>> best, worst = rank_range(np.array([9.0, 5.0, 4.0]), np.array([9.0, 7.0, 6.0]))
    >>> best.tolist(), worst.tolist()
    ([1, 2, 2], [1, 3, 3])
    """
    if np.isnan(lower).any() or np.isnan(upper).any() or (lower > upper).any():
        first = int(np.flatnonzero(np.isnan(lower) | np.isnan(upper) | ~(lower <= upper))[0])
        raise MeasureError(
            f"The interval [{lower[first]}, {upper[first]}] of value {first} is none; both ends must be "
            "numbers in order."
        )
    size = len(lower)
    best = 1 + size - np.searchsorted(np.sort(lower), upper, side="right")
    # An interval with two different ends lies above its own lower end and must not count itself.
    worst = 1 + size - np.searchsorted(np.sort(upper), lower, side="right") - (upper > lower)
    return best.astype(np.int64), worst.astype(np.int64)

"""Error control over many tests at once."""

import numpy as np

from sandan.errors import MeasureError
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["holm", "q_values"]


def q_values(p: FloatArray) -> FloatArray:
    """Turn the p-values of a family of tests into Benjamini-Hochberg q-values.

    Parameters
    ----------
    p : ndarray, any shape
        Probabilities from 0 to 1; NaN where nothing was tested.

    Returns
    -------
    ndarray, same shape
        Least false-discovery rate at which the test would be called. NaN where ``p`` is NaN: what
        was not tested is not part of the family.

    Raises
    ------
    MeasureError
        If a value is below 0 or above 1.

    Notes
    -----
    With ``p(1) <= ... <= p(m)`` the sorted values that are not NaN,
    ``q(k) = min over j >= k of p(j) m / j``. The expected share of false calls among ``q <= level``
    is at most ``level`` for independent or positively dependent tests.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995), Controlling the false discovery rate, Journal of the Royal
    Statistical Society B 57, 289-300.

    Examples
    --------
    >>> q_values(np.array([0.01, 0.04, np.nan, 0.03])).round(3).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    p, tested = _family(p)
    order = np.argsort(p[tested], kind="stable")
    steps = p[tested][order] * len(order) / np.arange(1, len(order) + 1)
    least = np.minimum.accumulate(np.minimum(steps, 1.0)[::-1])[::-1]
    return _in_place(p, tested, order, least)


def holm(p: FloatArray) -> FloatArray:
    """Adjust the p-values of a family of tests so that any false call at all is rare.

    Parameters
    ----------
    p : ndarray, any shape
        Probabilities from 0 to 1; NaN where nothing was tested.

    Returns
    -------
    ndarray, same shape
        Least family-wise error rate at which the test would be called. NaN where ``p`` is NaN.

    Raises
    ------
    MeasureError
        If a value is below 0 or above 1.

    Notes
    -----
    With ``p(1) <= ... <= p(m)`` the sorted values that are not NaN,
    ``adjusted(k) = min(1, max over j <= k of (m - j + 1) p(j))``. Whatever the tests have to do with
    each other, the chance of one false call or more among ``adjusted <= level`` is at most ``level``.

    References
    ----------
    Holm, S. (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of
    Statistics 6, 65-70.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, np.nan, 0.03])).round(3).tolist()
    [0.03, 0.06, nan, 0.06]
    """
    p, tested = _family(p)
    order = np.argsort(p[tested], kind="stable")
    steps = p[tested][order] * np.arange(len(order), 0, -1)
    return _in_place(p, tested, order, np.minimum(np.maximum.accumulate(steps), 1.0))


def _family(p: FloatArray) -> tuple[FloatArray, BoolArray]:
    p = np.asarray(p, dtype=np.float64)
    tested = ~np.isnan(p)
    wrong = tested & ~((p >= 0) & (p <= 1))
    if wrong.any():
        raise MeasureError(f"A p-value is {p[wrong][0]}; probabilities lie between 0 and 1.")
    return p, tested


def _in_place(p: FloatArray, tested: BoolArray, order: IntArray, adjusted: FloatArray) -> FloatArray:
    """Put what was computed in order of size where each test stands."""
    result, back = np.full(p.shape, np.nan), np.empty(len(order))
    back[order] = adjusted
    result[tested] = back
    return result

"""Weights that are not negative and sum to one: the inner problem of every synthetic comparison."""

import numpy as np
from scipy.optimize import nnls

from sandan.errors import MeasureError
from sandan.types import FloatArray

__all__ = ["nearest_mixture", "nearest_spread_mixture"]

_MOST_STEPS = 200
_TOLERANCE = 1e-12
_LEAST_STEP = 2.0**-30


def nearest_mixture(gaps: FloatArray) -> FloatArray:
    """Find the mixture of columns that lies nearest to zero.

    Parameters
    ----------
    gaps : ndarray, shape (n_rows, n_columns)
        What each donor differs by, row by row; finite, any unit.

    Returns
    -------
    ndarray, shape (n_columns,)
        Weights, at least 0, with the sum 1.

    Raises
    ------
    MeasureError
        If there is no column, or a number is not finite.

    Notes
    -----
    Minimizes ``|A w|^2`` over ``w >= 0``, ``1'w = 1``. With any ``c > 0`` the non-negative least squares
    problem ``min |A u|^2 + c^2 (1'u - 1)^2`` has the solution ``u = s w`` with ``s = 1'u``: for a fixed
    sum the first term alone decides. So one call of an exact solver and a division give the exact
    weights, and no large penalty spoils the numbers. If several mixtures meet zero, one of them is
    returned.

    References
    ----------
    Lawson, C. L. and Hanson, R. J. (1974), Solving Least Squares Problems, chapter 23. Worked through in
    ``docs/methods/synthetic-control.md``.

    Examples
    --------
    >>> nearest_mixture(np.array([[1.0, -1.0, 5.0], [0.0, 0.0, 5.0]])).round(6).tolist()
    [0.5, 0.5, 0.0]
    """
    _check(gaps)
    size = float(np.sqrt((gaps**2).sum(axis=0).mean())) or 1.0
    weights, _ = nnls(np.vstack([gaps / size, np.ones(gaps.shape[1])]), np.append(np.zeros(len(gaps)), 1.0))
    return np.asarray(weights / weights.sum())


def nearest_spread_mixture(gaps: FloatArray, *, ridge: float) -> FloatArray:
    """Find the mixture nearest to zero that also avoids to lean on few columns.

    Parameters
    ----------
    gaps : ndarray, shape (n_rows, n_columns)
        What each donor differs by, row by row; finite, any unit.
    ridge : float
        Price of concentrated weights, above 0, in the squared unit of ``gaps``.

    Returns
    -------
    ndarray, shape (n_columns,)
        Weights, at least 0, with the sum 1; there is exactly one solution.

    Raises
    ------
    MeasureError
        If there is no column, a number is not finite, or ``ridge`` is not above 0.

    Notes
    -----
    Minimizes ``|A w|^2 + ridge |w|^2`` over ``w >= 0``, ``1'w = 1``. At the solution ::

        w = max(0, m - A'z) / ridge,   z = A w,   1'w = 1

    with as many unknowns ``(z, m)`` as there are rows and one more. They maximize the concave dual ::

        -|z|^2 / 2 + m - |max(0, m - A'z)|^2 / (2 ridge)

    by Newton steps, each halved until it gains. The cost of a step is that of one pass over ``A`` and a
    system of the rows, however many columns there are. Where a small ridge leaves no digits for that, the
    mixture nearest to zero is sought with ``sqrt(ridge) I`` below ``A``: the same problem, slower.

    References
    ----------
    Qi, L. and Sun, J. (1993), A nonsmooth version of Newton's method, Mathematical Programming 58,
    353-367. Worked through in ``docs/methods/synthetic-did.md``.

    Examples
    --------
    >>> nearest_spread_mixture(np.array([[1.0, -1.0, 5.0]]), ridge=1e-9).round(3).tolist()
    [0.393, 0.571, 0.036]
    >>> nearest_spread_mixture(np.array([[1.0, -1.0, 5.0]]), ridge=1e9).round(3).tolist()
    [0.333, 0.333, 0.333]
    """
    _check(gaps)
    if not 0 < ridge < np.inf:
        raise MeasureError(f"`ridge` is {ridge}; give a number above 0, or use `nearest_mixture`.")
    center = gaps.mean(axis=1)
    dual = np.append(center, center @ center + ridge / gaps.shape[1])
    for _ in range(_MOST_STEPS):
        weights = _weights(gaps, dual, ridge)
        slope = np.append(gaps @ weights - dual[:-1], 1 - weights.sum())
        if np.abs(slope).max() <= _TOLERANCE * max(1.0, float(np.abs(dual).max())):
            return np.asarray(weights / weights.sum())
        step = np.linalg.solve(_curvature(gaps[:, weights > 0], ridge), slope)
        moved = _gaining(gaps, dual, step, ridge, float(slope @ step))
        if moved is None:
            break
        dual = moved
    return nearest_mixture(np.vstack([gaps, np.sqrt(ridge) * np.eye(gaps.shape[1])]))


def _check(gaps: FloatArray) -> None:
    if gaps.ndim != 2 or not gaps.shape[1]:
        raise MeasureError(f"`gaps` has the shape {gaps.shape}; give one column for each donor.")
    if not np.isfinite(gaps).all():
        raise MeasureError(f"{int((~np.isfinite(gaps)).sum())} of the numbers of `gaps` are not finite.")


def _weights(gaps: FloatArray, dual: FloatArray, ridge: float) -> FloatArray:
    return np.asarray(np.maximum(0.0, dual[-1] - gaps.T @ dual[:-1]) / ridge)


def _value(gaps: FloatArray, dual: FloatArray, ridge: float) -> float:
    weights = _weights(gaps, dual, ridge)
    return float(-(dual[:-1] @ dual[:-1]) / 2 + dual[-1] - ridge * (weights @ weights) / 2)


def _curvature(active: FloatArray, ridge: float) -> FloatArray:
    rows = len(active)
    matrix = np.empty((rows + 1, rows + 1))
    matrix[:rows, :rows] = np.eye(rows) + active @ active.T / ridge
    matrix[:rows, rows] = matrix[rows, :rows] = -active.sum(axis=1) / ridge
    # A trace of curvature keeps the system solvable where no donor has weight yet.
    matrix[rows, rows] = (active.shape[1] + _TOLERANCE) / ridge
    return matrix


def _gaining(
    gaps: FloatArray, dual: FloatArray, step: FloatArray, ridge: float, slope: float
) -> FloatArray | None:
    """Halve the step until it gains a share of what the slope promises; None where rounding ends all gain."""
    share, here = 1.0, _value(gaps, dual, ridge)
    while _value(gaps, dual + share * step, ridge) < here + 1e-4 * share * slope:
        share /= 2
        if share < _LEAST_STEP:
            return None
    return np.asarray(dual + share * step)

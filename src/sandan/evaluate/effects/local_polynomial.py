"""Polynomials near a point: the jump between two of them, its error, and how near is near."""

from dataclasses import dataclass

import numpy as np

from sandan.errors import MeasureError
from sandan.types import FloatArray

__all__ = ["Jump", "jump_at_zero", "optimal_bandwidth"]

OF_KERNEL = 3.4375
"""Constant of the triangular kernel for a local line at an edge."""


@dataclass(frozen=True)
class Jump:
    """Difference between two polynomials at 0, its standard error, and the observations with weight."""

    estimate: float
    error: float
    left: int
    right: int


def jump_at_zero(x: FloatArray, y: FloatArray, *, bandwidth: float, degree: int) -> Jump:
    """Fit a polynomial on each side of 0 and subtract the left from the right at 0.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Distance from the cut-off; 0 and more is right of it.
    y : ndarray, shape (n,)
        Outcome.
    bandwidth : float
        Where the weight ends, in the unit of ``x``.
    degree : int
        1 for lines, 2 for parabolas.

    Returns
    -------
    Jump
        In the unit of ``y``.

    Raises
    ------
    MeasureError
        If a side has not one value of ``x`` with weight more than the degree needs.

    Notes
    -----
    Weighted least squares with ``w_i = max(0, 1 - |x_i| / bandwidth)`` on each side. The variance of each
    intercept is the sandwich with ``(residual_i / (1 - leverage_i))^2`` (HC3).

    References
    ----------
    Fan, J. and Gijbels, I. (1996), Local Polynomial Modelling and Its Applications. Long, J. S. and Ervin, L.
    H. (2000), American Statistician 54, 217-224. ``docs/methods/cutoff.md``.

    Examples
    --------
    >>> x = np.array([-4.0, -3, -2, -1, 0, 1, 2, 3])
    >>> round(jump_at_zero(x, 2 * x + 5 * (x >= 0), bandwidth=5, degree=1).estimate, 9)
    5.0
    """
    weight = np.maximum(0.0, 1 - np.abs(x) / bandwidth)
    sides = []
    for inside in ((x < 0) & (weight > 0), (x >= 0) & (weight > 0)):
        if len(np.unique(x[inside])) < degree + 2:
            raise MeasureError(
                f"Within {bandwidth:g} of the cut-off one side has {len(np.unique(x[inside]))} different "
                f"values, but {degree + 2} are needed; take a wider band."
            )
        sides.append((*_intercept(x[inside], y[inside], weight[inside], degree), int(inside.sum())))
    (low, low_variance, left), (high, high_variance, right) = sides
    return Jump(float(high - low), float(np.sqrt(low_variance + high_variance)), left, right)


def _intercept(x: FloatArray, y: FloatArray, weight: FloatArray, degree: int) -> tuple[float, float]:
    # A scale of about 1 keeps the powers of the same size.
    powers = np.vander(x / np.abs(x).max(), degree + 1, increasing=True)
    root = np.sqrt(weight)
    q, r = np.linalg.qr(powers * root[:, None])
    to_intercept = np.linalg.solve(r, q.T)[0] * root
    leverage = np.minimum((q**2).sum(axis=1), 1 - 1e-9)
    fitted = powers @ np.linalg.solve(r, q.T @ (y * root))
    return float(to_intercept @ y), float((to_intercept**2) @ ((y - fitted) / (1 - leverage)) ** 2)


def optimal_bandwidth(x: FloatArray, y: FloatArray) -> float:
    """Choose the bandwidth that makes the squared error of the jump of two lines small.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Distance from the cut-off; 0 and more is right of it.
    y : ndarray, shape (n,)
        Outcome.

    Returns
    -------
    float
        In the unit of ``x``; never wider than the data reach on the wider side.

    Raises
    ------
    MeasureError
        If the outcome does not vary near the cut-off, or a side has fewer than four values.

    Notes
    -----
    The rule of Imbens and Kalyanaraman for a triangular kernel: density and variance at the cut-off from all
    within ``1.84 s N^(-1/5)``; the third derivative from a cubic with a jump through all data; the second
    derivatives ``m`` from parabolas within ``3.56 (v / (f d^2))^(1/7) N_side^(-1/7)``; then::

        h = 3.4375 (2 v / (f ((m_right - m_left)^2 + r_left + r_right)))^(1/5) N^(-1/5)
        r = 2160 v / (N_2 h_2^4)

    with variance ``v``, density ``f``, third derivative ``d``, and ``N_2`` observations within ``h_2``.

    References
    ----------
    Imbens, G. and Kalyanaraman, K. (2012), Optimal bandwidth choice for the regression discontinuity
    estimator, Review of Economic Studies 79, 933-959.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 400)
    >>> y = np.sin(3 * x) + 0.1 * np.random.default_rng(1).normal(size=400)
    >>> bool(0.1 < optimal_bandwidth(x, y) < 1)
    True
    """
    left, right = x < 0, x >= 0
    if min(len(np.unique(x[left])), len(np.unique(x[right]))) < 4:
        raise MeasureError("A side of the cut-off has fewer than four values; no bandwidth can be chosen.")
    count, reach = len(x), float(np.abs(x).max())
    pilot = 1.84 * x.std(ddof=1) * count**-0.2
    near = [side & (np.abs(x) <= pilot) for side in (left, right)]
    inside = sum(int(side.sum()) for side in near)
    density = inside / (2 * count * pilot)
    variance = sum(float(((y[side] - y[side].mean()) ** 2).sum()) for side in near if side.any()) / max(
        inside, 1
    )
    if not variance > 0:
        raise MeasureError("The outcome does not vary near the cut-off; there is nothing to compare.")
    cubic = np.column_stack([np.ones(count), right, x, x**2, x**3])
    third = 6 * np.linalg.lstsq(cubic, y, rcond=None)[0][4]
    ratio = variance / (density * max(third**2, 1e-12 * variance / reach**6))
    curved = [_curvature(x, y, side, 3.56 * (ratio / side.sum()) ** (1 / 7)) for side in (left, right)]
    regular = sum(2160 * variance / (number * width**4) for _, number, width in curved)
    bent = (curved[1][0] - curved[0][0]) ** 2
    best = OF_KERNEL * (2 * variance / (density * (bent + regular))) ** 0.2 * count**-0.2
    return float(min(best, reach))


def _curvature(x: FloatArray, y: FloatArray, side: np.ndarray, width: float) -> tuple[float, int, float]:
    """Give the second derivative on one side, from how many, and within what width."""
    widest = float(np.abs(x[side]).max())
    # With a pilot too narrow for a parabola, the ten nearest values carry it.
    nearest = np.unique(np.abs(x[side]))
    used = min(max(width, nearest[min(9, len(nearest) - 1)]), widest)
    inside = side & (np.abs(x) <= used)
    powers = np.vander(x[inside], 3, increasing=True)
    return 2 * float(np.linalg.lstsq(powers, y[inside], rcond=None)[0][2]), int(inside.sum()), used

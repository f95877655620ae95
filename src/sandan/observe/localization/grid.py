"""Distances of very many points, counted on a grid instead of pair by pair."""

import math

import numpy as np
from scipy import fft

from sandan.errors import MeasureError
from sandan.observe.localization.histograms import PairHistogram
from sandan.observe.localization.patterns import Pattern
from sandan.types import FloatArray, IntArray

__all__ = ["grid_histogram"]

_INSIDE = 0.5214054331647207  # mean distance of two points in a unit square
_MOST_CELLS = 1 << 26


def grid_histogram(pattern: Pattern, *, cell: float, reach: float, bins: int) -> PairHistogram:
    """Count pairs by distance as if every point stood in the middle of its cell.

    Parameters
    ----------
    pattern : Pattern
        Points in meters, without weights.
    cell : float, meters
        Side of a cell.
    reach : float, meters
        Distance where the last bin ends.
    bins : int
        Number of bins of equal width.

    Returns
    -------
    PairHistogram
        Every unordered pair once.

    Raises
    ------
    MeasureError
        If the pattern has weights, or the grid would need more than 67 million cells.

    Notes
    -----
    With ``c`` the points of every cell, the pairs at a shift ``(a, b)`` are the autocorrelation
    ``sum c[u, v] c[u + a, v + b]``, the inverse Fourier transform of ``|F(c)|^2``; counts are whole, so
    rounding takes away the error of the transform. Two points of one cell are 0.5214 of its side apart,
    the mean of a square.

    No distance errs by more than ``sqrt(2) cell``. A curve smoothed with bandwidth ``h`` therefore errs
    by ``0.242 sqrt(2) cell / h^2`` at most (0.242 / h^2 is the steepest slope of the kernel); since
    errors go to both sides, what is left in practice is of the order ``(cell / h)^2 / 12`` of its
    height.

    References
    ----------
    Wiener, N. (1930), Generalized harmonic analysis, Acta Mathematica 55, 117-258, for the transform.

    Examples
    --------
    >>> line = Pattern(x=np.array([0.0, 10.0, 40.0]), y=np.zeros(3))
    >>> np.flatnonzero(grid_histogram(line, cell=1, reach=50, bins=50).sums).tolist()
    [10, 30, 40]
    """
    if pattern.weight is not None:
        raise MeasureError("A grid counts points and these have weights; count pairs one by one.")
    row, column = _cells(pattern.y, cell), _cells(pattern.x, cell)
    lags = math.ceil(reach / cell) + 1
    shape = [fft.next_fast_len(int(at.max()) + 1 + lags, real=True) for at in (row, column)]
    if shape[0] * shape[1] > _MOST_CELLS:
        raise MeasureError(
            f"Cells of {cell:g} m make a grid of {shape[0]:,} by {shape[1]:,}; take cells of "
            f"{cell * math.sqrt(shape[0] * shape[1] / _MOST_CELLS):.0f} m or more."
        )
    counts = np.bincount(row * shape[1] + column, minlength=shape[0] * shape[1]).reshape(shape)
    spectrum = fft.rfft2(counts.astype(np.float64))
    shifted = np.rint(fft.irfft2(np.abs(spectrum) ** 2, s=shape))
    sums = _by_distance(shifted, cell, lags, reach, bins)
    inside = (float(shifted[0, 0]) - pattern.size) / 2
    place = int(_INSIDE * cell / reach * bins)
    if place < bins:
        sums[place] += inside
    pairs = pattern.size * (pattern.size - 1) // 2
    return PairHistogram(sums, reach / bins, float(pairs), pairs)


def _cells(values: FloatArray, cell: float) -> IntArray:
    return np.asarray((values - values.min()) // cell, dtype=np.int64)


def _by_distance(shifted: FloatArray, cell: float, lags: int, reach: float, bins: int) -> FloatArray:
    """Add up the shifts of one half plane, so that no pair counts twice."""
    down = np.arange(min(lags, shifted.shape[0]))
    across = np.arange(1 - min(lags, shifted.shape[1]), min(lags, shifted.shape[1]))
    distance = cell * np.hypot(down[:, None], across[None, :])
    half = (down[:, None] > 0) | (across[None, :] > 0)
    used = half & (distance < reach)
    place = (distance[used] * (bins / reach)).astype(np.int64)
    sums = np.bincount(place, weights=shifted[np.ix_(down, across)][used], minlength=bins)
    return np.asarray(sums[:bins], dtype=np.float64)

"""Distances of very many points, counted on a grid instead of pair by pair."""

import math
from functools import lru_cache

import numpy as np
from scipy import fft

from sandan.errors import MeasureError
from sandan.observe.localization.histograms import PairHistogram
from sandan.observe.localization.patterns import Pattern
from sandan.types import FloatArray, IntArray

__all__ = ["grid_histogram"]

_MOST_CELLS = 1 << 26


def grid_histogram(pattern: Pattern, *, cell: float, reach: float, bins: int) -> PairHistogram:
    """Count pairs by distance after sharing every point out to the four corners around it.

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
    A point gives each corner of its cell the share of bilinear interpolation, ``(1 - f) (1 - g)`` and so
    on. With ``c`` what corners were given, the pairs at a shift ``(a, b)`` are
    ``sum c[u, v] c[u + a, v + b]``, the inverse Fourier transform of ``|F(c)|^2``, less what each point
    makes with itself, and halved.

    The mean of a point's shares is its place, so that distances keep their mean; they scatter by
    ``cell^2 / 3`` on average, which a kernel of variance ``h^2 - cell^2 / 3`` takes
    back. No share is farther from its point than ``sqrt(2) cell``, so that a curve of bandwidth ``h``
    errs by ``0.242 sqrt(8) cell / h^2`` at most. What is left in practice is measured in the page of the
    method.

    References
    ----------
    Hockney, R. W. and Eastwood, J. W. (1988), Computer simulation using particles, Hilger, chapter 5, for
    sharing out to corners; Wiener, N. (1930), Generalized harmonic analysis, Acta Mathematica 55,
    117-258, for the transform.

    Examples
    --------
    >>> line = Pattern(x=np.array([0.0, 10.0, 40.0]), y=np.zeros(3))
    >>> found = grid_histogram(line, cell=1, reach=50, bins=50).sums.round(6)
    >>> np.flatnonzero(found).tolist(), found[[10, 30, 40]].tolist()
    ([10, 30, 40], [1.0, 1.0, 1.0])
    """
    if pattern.weight is not None:
        raise MeasureError("A grid counts points and these have weights; count pairs one by one.")
    (row, down), (column, across) = (_corners(at, cell) for at in (pattern.y, pattern.x))
    lags = math.ceil(reach / cell) + 1
    shape = tuple(fft.next_fast_len(int(at.max()) + 2 + lags, real=True) for at in (row, column))
    if shape[0] * shape[1] > _MOST_CELLS:
        larger = cell * math.sqrt(shape[0] * shape[1] / _MOST_CELLS)
        raise MeasureError(
            f"Cells of {cell:g} m make a grid of {shape[0]:,} by {shape[1]:,}; take cells of {larger:.0f} m "
            "or more."
        )
    spectrum = fft.rfft2(_shared_out(row, down, column, across, shape))
    shifted = fft.irfft2(spectrum.real**2 + spectrum.imag**2, s=shape)
    for a, own_down in _own(down).items():
        for b, own_across in _own(across).items():
            shifted[a, b] -= (own_down * own_across).sum()
    place, weights = _places(shape, cell, lags, reach, bins)
    used = shifted[np.ix_(*_shifts(shape, lags))].ravel()
    sums = np.bincount(place, weights=used * weights, minlength=bins + 1)[:bins]
    pairs = pattern.size * (pattern.size - 1) // 2
    return PairHistogram(np.asarray(sums, dtype=np.float64), reach / bins, float(pairs), pairs)


def _corners(values: FloatArray, cell: float) -> tuple[IntArray, FloatArray]:
    """Give the corner below every point, and how far beyond it the point is."""
    at = (values - values.min()) / cell
    below = np.floor(at)
    return below.astype(np.int64), np.asarray(at - below, dtype=np.float64)


def _shared_out(
    row: IntArray, down: FloatArray, column: IntArray, across: FloatArray, shape: tuple[int, ...]
) -> FloatArray:
    grid = np.zeros(shape[0] * shape[1])
    for a, share in ((0, 1 - down), (1, down)):
        for b, other in ((0, 1 - across), (1, across)):
            place = (row + a) * shape[1] + column + b
            grid += np.bincount(place, weights=share * other, minlength=len(grid))
    return grid.reshape(shape)


def _own(beyond: FloatArray) -> dict[int, FloatArray]:
    """Give what each point makes with itself along one axis, by shift."""
    apart = beyond * (1 - beyond)
    return {0: 1 - 2 * apart, 1: apart, -1: apart}


def _shifts(shape: tuple[int, ...], lags: int) -> tuple[IntArray, IntArray]:
    """Give the shifts of one half plane, so that no pair counts twice."""
    most = min(lags, shape[1] // 2)
    return np.arange(min(lags, shape[0] // 2)), np.arange(1 - most, most)


@lru_cache(maxsize=32)
def _places(
    shape: tuple[int, ...], cell: float, lags: int, reach: float, bins: int
) -> tuple[IntArray, FloatArray]:
    """Give the bin of every shift, and 1, or 1/2 for no shift at all; 0 for the other half of its row."""
    down, across = _shifts(shape, lags)
    distance = cell * np.hypot(down[:, None], across[None, :])
    place = np.minimum(distance * (bins / reach), bins).astype(np.int64)
    weights = np.ones(place.shape)
    weights[0] = across > 0
    weights[0, len(across) // 2] = 0.5
    return place.ravel(), weights.ravel()

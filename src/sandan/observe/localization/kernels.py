"""Loops over pairs of points; everything else of the measures of localization is arrays.

Distances are put into bins of equal width. The last bin takes whatever is farther.
"""

import numpy as np

from sandan.compiled import compiled
from sandan.types import FloatArray, IntArray, ShortArray, SingleArray

__all__ = [
    "count_cross_pairs",
    "count_pairs",
    "find_bins",
    "weigh_around",
    "weigh_cross_pairs",
    "weigh_pairs",
]

_BLOCK = 1024  # distances at once: they stay in the first cache


@compiled("void(float32[::1], float32[::1], int64, int64, float32, float32, float32, int32, uint32[::1])")
def find_bins(
    x: SingleArray,
    y: SingleArray,
    start: int,
    length: int,
    to_x: np.float32,
    to_y: np.float32,
    scale: np.float32,
    top: np.int32,
    bins: ShortArray,
) -> None:
    """Find the bins of the distances of so many points, from ``start`` on, to one point.

    Parameters
    ----------
    x, y : ndarray of float32, shape (n_points,)
        Coordinates in meters.
    start, length : int
        Which of the points.
    to_x, to_y : float32
        The one point.
    scale : float32
        Bins to a meter.
    top : int32
        The last bin.
    bins : ndarray of uint32, shape (length or more,)
        Takes the bins.

    Returns
    -------
    None
        ``bins`` is filled.

    Raises
    ------
    TypeError
        If an array has another type than the signature says.

    Notes
    -----
    ``min(floor(d scale), top)``.

    References
    ----------
    ``docs/methods/k-density.md``.

    Examples
    --------
    ``find_bins(x, y, 0, len(x), x[0], y[0], scale, top, bins)``
    """
    for j in range(length):
        dx = x[start + j] - to_x
        dy = y[start + j] - to_y
        bins[j] = np.uint32(min(int(np.sqrt(dx * dx + dy * dy) * scale), int(top)))


@compiled("void(float32[::1], float32[::1], int64, int64, float32, uint32[:, ::1])")
def count_pairs(
    x: SingleArray, y: SingleArray, first: int, last: int, scale: np.float32, counts: ShortArray
) -> None:
    """Add the distances of the points ``first`` to ``last`` to all points before each of them.

    Parameters
    ----------
    x, y : ndarray of float32, shape (n_points,)
        Coordinates in meters.
    first, last : int
        Which points; the second is not one of them.
    scale : float32
        Bins to a meter.
    counts : ndarray of uint32, shape (4, n_bins)
        Four histograms whose sum is meant.

    Returns
    -------
    None
        ``counts`` has grown.

    Raises
    ------
    TypeError
        If an array has another type than the signature says.

    Notes
    -----
    ``counts[., floor(d_ij scale)] += 1`` for ``first <= i < last`` and ``j < i``.

    References
    ----------
    ``docs/methods/k-density.md``.

    Examples
    --------
    ``count_pairs(x, y, 0, len(x), scale, counts)``
    """
    top = np.int32(counts.shape[1] - 1)
    bins = np.empty(_BLOCK, np.uint32)
    for i in range(first, last):
        for start in range(0, i, _BLOCK):
            length = min(i - start, _BLOCK)
            find_bins(x, y, start, length, x[i], y[i], scale, top, bins)
            # Four histograms: a bin that is met twice in a row would wait for itself.
            whole = length & ~3
            for j in range(0, whole, 4):
                counts[0, bins[j]] += np.uint32(1)
                counts[1, bins[j + 1]] += np.uint32(1)
                counts[2, bins[j + 2]] += np.uint32(1)
                counts[3, bins[j + 3]] += np.uint32(1)
            for j in range(whole, length):
                counts[0, bins[j]] += np.uint32(1)


@compiled("void(float32[::1], float32[::1], float32[::1], float32[::1], float32, uint32[:, ::1])")
def count_cross_pairs(
    x: SingleArray,
    y: SingleArray,
    other_x: SingleArray,
    other_y: SingleArray,
    scale: np.float32,
    counts: ShortArray,
) -> None:
    """Add the distances of every point to every other point of a second pattern.

    Parameters
    ----------
    x, y : ndarray of float32, shape (n_points,)
        Coordinates in meters.
    other_x, other_y : ndarray of float32, shape (n_others,)
        Coordinates of the second pattern.
    scale : float32
        Bins to a meter.
    counts : ndarray of uint32, shape (4, n_bins)
        Four histograms whose sum is meant.

    Returns
    -------
    None
        ``counts`` has grown.

    Raises
    ------
    TypeError
        If an array has another type than the signature says.

    Notes
    -----
    ``counts[., floor(d_ij scale)] += 1`` for all ``i`` of the first and ``j`` of the second pattern.

    References
    ----------
    ``docs/methods/k-density.md``.

    Examples
    --------
    ``count_cross_pairs(x, y, other_x, other_y, scale, counts)``
    """
    top = np.int32(counts.shape[1] - 1)
    bins = np.empty(_BLOCK, np.uint32)
    for i in range(len(x)):
        for start in range(0, len(other_x), _BLOCK):
            length = min(len(other_x) - start, _BLOCK)
            find_bins(other_x, other_y, start, length, x[i], y[i], scale, top, bins)
            for j in range(length):
                counts[j & 3, bins[j]] += np.uint32(1)


@compiled("void(float32[::1], float32[::1], float64[::1], float32, float64[::1])")
def weigh_pairs(
    x: SingleArray, y: SingleArray, weight: FloatArray, scale: np.float32, sums: FloatArray
) -> None:
    """Add the product of the weights of every pair to the bin of its distance.

    Parameters
    ----------
    x, y : ndarray of float32, shape (n_points,)
        Coordinates in meters.
    weight : ndarray of float64, shape (n_points,)
        Weights.
    scale : float32
        Bins to a meter.
    sums : ndarray of float64, shape (n_bins,)
        Sums by distance.

    Returns
    -------
    None
        ``sums`` has grown.

    Raises
    ------
    TypeError
        If an array has another type than the signature says.

    Notes
    -----
    ``sums[floor(d_ij scale)] += w_i w_j`` for ``j < i``, in this order.

    References
    ----------
    ``docs/methods/k-density.md``.

    Examples
    --------
    ``weigh_pairs(x, y, weight, scale, sums)``
    """
    top = np.int32(len(sums) - 1)
    bins = np.empty(_BLOCK, np.uint32)
    for i in range(1, len(x)):
        for start in range(0, i, _BLOCK):
            length = min(i - start, _BLOCK)
            find_bins(x, y, start, length, x[i], y[i], scale, top, bins)
            for j in range(length):
                sums[bins[j]] += weight[start + j] * weight[i]


@compiled(
    "void(float32[::1], float32[::1], float64[::1], float32[::1], float32[::1], float64[::1], float32,"
    " float64[::1])"
)
def weigh_cross_pairs(
    x: SingleArray,
    y: SingleArray,
    weight: FloatArray,
    other_x: SingleArray,
    other_y: SingleArray,
    other_weight: FloatArray,
    scale: np.float32,
    sums: FloatArray,
) -> None:
    """Add the product of the weights of every pair across two patterns to the bin of its distance.

    Parameters
    ----------
    x, y : ndarray of float32, shape (n_points,)
        Coordinates in meters.
    weight : ndarray of float64, shape (n_points,)
        Weights.
    other_x, other_y : ndarray of float32, shape (n_others,)
        Coordinates of the second pattern.
    other_weight : ndarray of float64, shape (n_others,)
        Its weights.
    scale : float32
        Bins to a meter.
    sums : ndarray of float64, shape (n_bins,)
        Sums by distance.

    Returns
    -------
    None
        ``sums`` has grown.

    Raises
    ------
    TypeError
        If an array has another type than the signature says.

    Notes
    -----
    ``sums[floor(d_ij scale)] += w_i w_j`` for all ``i`` and ``j``, in this order.

    References
    ----------
    ``docs/methods/k-density.md``.

    Examples
    --------
    ``weigh_cross_pairs(x, y, weight, other_x, other_y, other_weight, scale, sums)``
    """
    top = np.int32(len(sums) - 1)
    bins = np.empty(_BLOCK, np.uint32)
    for i in range(len(x)):
        for start in range(0, len(other_x), _BLOCK):
            length = min(len(other_x) - start, _BLOCK)
            find_bins(other_x, other_y, start, length, x[i], y[i], scale, top, bins)
            for j in range(length):
                sums[bins[j]] += other_weight[start + j] * weight[i]


@compiled(
    "void(float64[::1], float64[::1], float64[::1], int64[::1], int64[::1], int64[::1], float64[::1],"
    " uint32[::1], float64[:, ::1])"
)
def weigh_around(
    x: FloatArray,
    y: FloatArray,
    weight: FloatArray,
    centers: IntArray,
    first: IntArray,
    last: IntArray,
    squares: FloatArray,
    start_at: ShortArray,
    sums: FloatArray,
) -> None:
    """Add the weights of each center's points ``first`` to ``last`` to the bins of their distance from it.

    Parameters
    ----------
    x, y, weight : ndarray of float64, shape (n_points,)
        Coordinates in meters, weights.
    centers, first, last : ndarray of int64, shape (n_centers,)
        Rows of the centers, and which rows each of them looks at.
    squares : ndarray of float64, shape (n_bins,)
        Squared distances at which the bins end, rising.
    start_at : ndarray of uint32
        For equal steps up to the last of ``squares`` the first bin that can be meant.
    sums : ndarray of float64, shape (n_centers, n_bins)
        Sums by center and distance.

    Returns
    -------
    None
        ``sums`` has grown.

    Raises
    ------
    TypeError
        If an array has another type than the signature says.

    Notes
    -----
    ``sums[c, k] += w_j`` for ``j != c`` and the first ``k`` with ``d_cj^2 <= squares[k]``; what is
    farther is left out.

    References
    ----------
    ``docs/methods/k-density.md``.

    Examples
    --------
    ``weigh_around(x, y, weight, centers, first, last, squares, start_at, sums)``
    """
    limit = squares[-1]
    steps = len(start_at) - 1
    scale = steps / limit if limit > 0 else 0.0
    apart = np.empty(_BLOCK)
    for row in range(len(centers)):
        center = centers[row]
        for start in range(first[row], last[row], _BLOCK):
            length = min(last[row] - start, _BLOCK)
            for j in range(length):
                dx = x[start + j] - x[center]
                dy = y[start + j] - y[center]
                apart[j] = dx * dx + dy * dy
            for j in range(length):
                if apart[j] <= limit and start + j != center:
                    place = start_at[np.uint32(apart[j] * scale)]
                    while apart[j] > squares[place]:
                        place += np.uint32(1)
                    sums[row, place] += weight[start + j]

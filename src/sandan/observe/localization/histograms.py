"""How many pairs of points lie at which distance."""

import math
from dataclasses import dataclass

import numpy as np

from sandan.errors import MeasureError
from sandan.observe.localization.patterns import Pattern
from sandan.types import FloatArray

__all__ = ["FINE", "MANY_BINS", "PairHistogram", "bin_centers", "bins_for", "coarsen", "pair_histogram"]

MANY_BINS = 1 << 14
"""Where the bandwidth is not known yet."""

_LEAST, _MOST = 256, 1 << 16
FINE = 128
"""Bins to a bandwidth, where nothing else is said."""

_PAIRS = 1 << 32  # more of them may not fit the four counters of a bin


@dataclass(frozen=True)
class PairHistogram:
    """Pairs of points by distance.

    ``sums[k]`` belongs to distances from ``k width`` to ``(k + 1) width``; ``total`` also counts the
    pairs that are farther apart than the last bin. Without weights both count pairs.
    """

    sums: FloatArray
    width: float
    total: float
    pairs: int

    @property
    def centers(self) -> FloatArray:
        """Middle of every bin."""
        return bin_centers(self.width * len(self.sums), len(self.sums))


def pair_histogram(
    pattern: Pattern, *, reach: float, bins: int, others: Pattern | None = None
) -> PairHistogram:
    """Count the pairs of a pattern, or across two patterns, by distance.

    Parameters
    ----------
    pattern : Pattern
        Points in meters. If it has weights, pairs count as the product of their weights.
    reach : float, meters
        Distance where the last bin ends.
    bins : int
        Number of bins of equal width.
    others : Pattern, optional
        A second pattern: then every point of the first is paired with every point of the second.

    Returns
    -------
    PairHistogram
        Every unordered pair once.

    Raises
    ------
    MeasureError
        If there is no pair, or ``reach`` is not above 0.

    Notes
    -----
    ``sums[k] = sum over pairs (i, j) with k width <= d_ij < (k + 1) width of w_i w_j``. Coordinates are
    taken relative to the middle and in single precision: a distance in a country of 1,000 km is right
    to 0.1 m.

    References
    ----------
    Duranton, G. and Overman, H. G. (2005), Testing for localization using micro-geographic data,
    Review of Economic Studies 72, 1077-1106.

    Examples
    --------
    >>> corner = Pattern(x=np.array([0.0, 30.0, 0.0]), y=np.array([0.0, 0.0, 40.0]))
    >>> found = pair_histogram(corner, reach=100, bins=10)
    >>> np.flatnonzero(found.sums).tolist(), found.pairs
    ([3, 4, 5], 3)
    """
    pairs = pattern.size * (pattern.size - 1) // 2 if others is None else pattern.size * others.size
    if pairs == 0:
        raise MeasureError(f"The pattern has {pattern.size} points and so no pair; give at least two points.")
    if not reach > 0:
        raise MeasureError(f"`reach` is {reach}; distances are counted up to a number of meters above 0.")
    # One bin more takes what is farther.
    scale = np.float32(bins / reach)
    if pattern.weight is None:
        sums, total = _counted(pattern, others, scale, bins + 1), float(pairs)
    else:
        sums, total = _weighed(pattern, others, scale, bins + 1)
    return PairHistogram(sums[:-1], reach / bins, total, pairs)


def bin_centers(reach: float, bins: int) -> FloatArray:
    """Give the middle of every bin.

    Parameters
    ----------
    reach : float, meters
        Where the last bin ends.
    bins : int
        How many of equal width there are.

    Returns
    -------
    ndarray, shape (bins,)
        Meters.

    Raises
    ------
    ValueError
        Never.

    Notes
    -----
    ``(k + 1/2) reach / bins``.

    References
    ----------
    None needed.

    Examples
    --------
    >>> bin_centers(4, 2).tolist()
    [1.0, 3.0]
    """
    return np.asarray((np.arange(bins) + 0.5) * (reach / bins), dtype=np.float64)


def bins_for(bandwidth: float, reach: float, *, fine: int = FINE) -> int:
    """Say how many bins are fine enough for a kernel.

    Parameters
    ----------
    bandwidth, reach : float, meters
        Standard deviation of the kernel; distance where the last bin ends.
    fine : int
        Bins to a bandwidth.

    Returns
    -------
    int
        From 256 to 65,536.

    Raises
    ------
    ValueError
        Never.

    Notes
    -----
    A pair is taken at the middle of its bin of width ``b = h / fine``, so that no distance errs by more
    than ``b / 2``, and a curve by at most ``0.242 b / (2 h^2)``: 2.4e-3 of the kernel's height for
    128 bins, if all distances stood on the same side of their bins. Errors go to both sides; what is left
    is measured in the page of the method.

    References
    ----------
    Own derivation; measured in ``docs/methods/k-density.md``.

    Examples
    --------
    >>> bins_for(1_000, 300_000), bins_for(100, 300_000)
    (38400, 65536)
    """
    return int(np.clip(math.ceil(fine * reach / bandwidth), _LEAST, _MOST))


def coarsen(histogram: PairHistogram, bandwidth: float, *, fine: int = FINE) -> PairHistogram:
    """Join bins that are finer than a kernel can tell apart.

    Parameters
    ----------
    histogram : PairHistogram
        Pairs by distance.
    bandwidth : float, meters
        Standard deviation of the kernel.
    fine : int
        Bins to a bandwidth.

    Returns
    -------
    PairHistogram
        With at least ``fine`` bins to a bandwidth, if there were as many.

    Raises
    ------
    ValueError
        Never.

    Notes
    -----
    ``floor(h / (fine b))`` neighboring bins become one.

    References
    ----------
    Own derivation, as for `bins_for`.

    Examples
    --------
    >>> coarsen(PairHistogram(np.ones(5), 1.0, 5.0, 5), 256.0).sums.tolist()
    [2.0, 2.0, 1.0]
    """
    joined = int(bandwidth / (fine * histogram.width))
    if joined < 2:
        return histogram
    sums = np.add.reduceat(histogram.sums, np.arange(0, len(histogram.sums), joined))
    return PairHistogram(sums, joined * histogram.width, histogram.total, histogram.pairs)


def _counted(pattern: Pattern, others: Pattern | None, scale: np.float32, bins: int) -> FloatArray:
    from sandan.observe.localization.kernels import count_cross_pairs, count_pairs  # noqa: PLC0415 - slow to load

    x, y = pattern.single()
    counts = np.zeros((4, bins), dtype=np.uint32)
    sums = np.zeros(bins)
    step = max(1, _PAIRS // max(pattern.size, others.size if others else 1))
    for first in range(0, pattern.size, step):
        last = min(first + step, pattern.size)
        if others is None:
            count_pairs(x, y, first, last, scale, counts)
        else:
            count_cross_pairs(x[first:last], y[first:last], *others.single(), scale, counts)
        sums += counts.sum(axis=0, dtype=np.float64)
        counts[:] = 0
    return sums


def _weighed(
    pattern: Pattern, others: Pattern | None, scale: np.float32, bins: int
) -> tuple[FloatArray, float]:
    from sandan.observe.localization.kernels import weigh_cross_pairs, weigh_pairs  # noqa: PLC0415 - slow to load

    sums = np.zeros(bins)
    if others is None:
        weigh_pairs(*pattern.single(), pattern.weights, scale, sums)
    else:
        weigh_cross_pairs(*pattern.single(), pattern.weights, *others.single(), others.weights, scale, sums)
    total = float(sums.sum())
    if not total > 0:
        raise MeasureError("No pair has a weight above 0; leave out points without weight.")
    return sums, total

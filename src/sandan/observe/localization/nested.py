"""Curves of chance for industries of every size out of one throw of all sites."""

from dataclasses import dataclass

import numpy as np

from sandan.observe.localization.grid import grid_histogram
from sandan.observe.localization.histograms import PairHistogram, bins_for, coarsen, pair_histogram
from sandan.observe.localization.nulls import draw_rows, simulation_rng
from sandan.observe.localization.patterns import Pattern
from sandan.observe.localization.smoothing import BEYOND, kernel_weights
from sandan.types import FloatArray, IntArray

__all__ = ["CELL", "FINE", "SizedCurves", "null_curves", "observed_curve"]

FINE = 32
"""Bins to the bandwidth of the largest industry; smaller industries have more."""

CELL = 1 / 3
"""Side of a cell of the grid, in bandwidths."""


@dataclass(frozen=True)
class SizedCurves:
    """What curves of industries of several sizes need.

    ``pattern`` are all sites, without weights; ``sizes`` rise and each has its bandwidth. Sizes from
    ``gridded_from`` on are counted on a grid.
    """

    pattern: Pattern
    sizes: IntArray
    bandwidths: FloatArray
    distances: FloatArray
    reach: float
    bins: int
    gridded_from: int
    seed: int = 0

    def is_gridded(self, size: int) -> bool:
        """Say whether industries of this size are counted on a grid."""
        return size >= self.gridded_from


def observed_curve(setup: SizedCurves, rows: IntArray) -> FloatArray:
    """Estimate the density of distances of one industry.

    Parameters
    ----------
    setup : SizedCurves
        All sites and the sizes in question.
    rows : ndarray of int, shape (n_plants,)
        Sites of the industry; ``n_plants`` is one of the sizes.

    Returns
    -------
    ndarray, shape (n_distances,)
        Density per meter.

    Raises
    ------
    MeasureError
        If a grid would be too large.

    Notes
    -----
    As the simulated curves of this size: by `pair_histogram` or `grid_histogram`, then `kernel_weights`.

    References
    ----------
    Duranton and Overman (2005), Review of Economic Studies 72, 1077-1106.

    Examples
    --------
    >>> corner = Pattern(x=np.array([0.0, 300.0, 0.0]), y=np.array([0.0, 0.0, 400.0]))
    >>> setup = SizedCurves(corner, np.array([3]), np.array([50.0]), np.array([400.0]), 1000.0, 640, 9)
    >>> (1e3 * observed_curve(setup, np.arange(3))).round(1).tolist()
    [3.4]
    """
    size = int(np.searchsorted(setup.sizes, len(rows)))
    pattern, bandwidth = setup.pattern.at(rows), float(setup.bandwidths[size])
    if setup.is_gridded(len(rows)):
        counted = _on_grid(setup, pattern, bandwidth)
    else:
        counted = coarsen(pair_histogram(pattern, reach=setup.reach, bins=setup.bins), bandwidth, fine=FINE)
    return _smoothed(setup, [counted], size).ravel()


def null_curves(setup: SizedCurves, numbers: range) -> FloatArray:
    """Simulate curves of chance for every size.

    Parameters
    ----------
    setup : SizedCurves
        All sites and the sizes in question.
    numbers : range
        Which simulations.

    Returns
    -------
    ndarray, shape (n_simulations, n_sizes, n_distances)
        Density per meter.

    Raises
    ------
    MeasureError
        If a grid would be too large.

    Notes
    -----
    A simulation draws as many different sites as the largest size has, in random order. The first ``n`` of
    them are a random draw of ``n``, and their pairs are those of the size before plus the pairs of the
    added sites with all before them: all sizes together cost as much as the largest. Large sizes are counted
    on a grid (`grid_histogram`) with cells of a third of a bandwidth.

    References
    ----------
    Own derivation, in ``docs/methods/k-density.md``.

    Examples
    --------
    >>> line = Pattern(x=np.arange(6.0), y=np.zeros(6))
    >>> setup = SizedCurves(line, np.array([2, 4]), np.array([2.0, 1.0]), np.array([0.0]), 9.0, 512, 9)
    >>> null_curves(setup, range(3)).shape
    (3, 2, 1)
    """
    counted: list[list[PairHistogram]] = [[] for _ in setup.sizes]
    for number in numbers:
        rng = simulation_rng(setup.seed, number)
        thrown = setup.pattern.at(draw_rows(setup.pattern.size, int(setup.sizes[-1]), rng))
        for histograms, histogram in zip(counted, _prefixes(setup, thrown), strict=True):
            histograms.append(histogram)
    curves = [_smoothed(setup, histograms, size) for size, histograms in enumerate(counted)]
    return np.stack(curves, axis=1)


def _prefixes(setup: SizedCurves, thrown: Pattern) -> list[PairHistogram]:
    """Count the pairs of the first sites thrown, for every size."""
    from sandan.observe.localization.kernels import count_pairs  # noqa: PLC0415 - slow to load

    (x, y), scale = thrown.single(), np.float32(setup.bins / setup.reach)
    counts = np.zeros((4, setup.bins + 1), dtype=np.uint32)
    found, before = [], 0
    for size, bandwidth in zip(setup.sizes.tolist(), setup.bandwidths.tolist(), strict=True):
        if setup.is_gridded(size):
            found.append(_on_grid(setup, thrown.at(np.arange(size)), bandwidth))
            continue
        count_pairs(x, y, before, size, scale, counts)
        sums, pairs = counts.sum(axis=0, dtype=np.float64)[:-1], size * (size - 1) // 2
        histogram, before = PairHistogram(sums, setup.reach / setup.bins, float(pairs), pairs), size
        found.append(coarsen(histogram, bandwidth, fine=FINE))
    return found


def _on_grid(setup: SizedCurves, pattern: Pattern, bandwidth: float) -> PairHistogram:
    reach = float(setup.distances[-1]) + BEYOND * bandwidth
    bins = bins_for(bandwidth, reach, fine=FINE)
    return grid_histogram(pattern, cell=CELL * bandwidth, reach=reach, bins=bins)


def _smoothed(setup: SizedCurves, histograms: list[PairHistogram], size: int) -> FloatArray:
    """Smooth histograms of patterns of one size together: the kernel is computed once."""
    bandwidth = float(setup.bandwidths[size])
    if setup.is_gridded(int(setup.sizes[size])):
        # Sharing points out to corners has smoothed by this much already.
        bandwidth *= np.sqrt(1 - CELL**2 / 3)
    kernel = kernel_weights(histograms[0].centers, setup.distances, bandwidth)
    sums = np.stack([histogram.sums for histogram in histograms])
    return np.asarray(sums @ kernel / histograms[0].total, dtype=np.float64)

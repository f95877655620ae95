import numpy as np
import pytest

from sandan.errors import MeasureError
from sandan.observe.localization.grid import grid_histogram
from sandan.observe.localization.histograms import pair_histogram
from sandan.observe.localization.patterns import Pattern
from sandan.observe.localization.smoothing import smooth


def pattern(count, seed=1):
    rng = np.random.default_rng(seed)
    centers = rng.uniform(0, 1e5, (10, 2))
    place = centers[rng.integers(0, 10, count)] + rng.normal(0, 4_000, (count, 2))
    return Pattern(place[:, 0], place[:, 1])


def test_grid_histogram_counts_pairs_of_cell_centers():
    points = pattern(400)
    cell = 500.0
    x, y = (np.floor((v - v.min()) / cell) * cell for v in (points.x, points.y))
    slow = pair_histogram(Pattern(x, y), reach=60_000, bins=240)
    found = grid_histogram(points, cell=cell, reach=60_000, bins=240)
    # Points of one cell are taken at the mean distance in a square, not at none.
    same = int(0.5214 * cell / 250)
    assert found.sums[same] == slow.sums[0] + slow.sums[same]
    slow.sums[[0, same]] = found.sums[[0, same]] = 0
    assert np.abs(found.sums - slow.sums).sum() <= 0.01 * slow.pairs
    assert found.sums.sum() == slow.sums.sum()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_grid_histogram_stays_within_its_bound(seed):
    points, h, asked = pattern(1_500, seed), 3_000.0, np.linspace(0, 40_000, 41)
    fast = grid_histogram(points, cell=h / 4, reach=70_000, bins=4_000)
    slow = pair_histogram(points, reach=70_000, bins=4_000)
    apart = np.abs(smooth(fast, asked, h) - smooth(slow, asked, h)).max()
    assert apart <= 0.242 * np.sqrt(2) * (h / 4) / h**2
    # What is left in practice: less than a hundredth of the curve's own height.
    assert apart <= 0.01 * smooth(slow, asked, h).max()


def test_grid_histogram_refuses_weights_and_grids_that_are_too_large():
    points = pattern(10)
    with pytest.raises(MeasureError, match="A grid counts points"):
        grid_histogram(Pattern(points.x, points.y, np.ones(10)), cell=1e3, reach=1e4, bins=10)
    with pytest.raises(MeasureError, match=r"Cells of 1 m make a grid of .* take cells of \d+ m or more"):
        grid_histogram(points, cell=1, reach=1e5, bins=10)

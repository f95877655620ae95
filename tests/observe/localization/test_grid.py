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


def shared_out(points, cell):
    """Give every point as four, each with its share, as bilinear interpolation has it."""
    at = [(v - v.min()) / cell for v in (points.x, points.y)]
    below = [np.floor(v) for v in at]
    corners = []
    for a in (0, 1):
        for b in (0, 1):
            shares = [np.abs(1 - step - (v - low)) for step, v, low in zip((a, b), at, below, strict=True)]
            corners.append(np.c_[(below[0] + a) * cell, (below[1] + b) * cell, shares[0] * shares[1]])
    return np.stack(corners, axis=1)


def test_grid_histogram_is_the_sum_over_pairs_of_shared_out_points():
    points, cell = pattern(60), 500.0
    corners = shared_out(points, cell)
    expected = np.zeros(240)
    for i in range(60):
        for j in range(i):
            apart = np.hypot(*(corners[i, :, None, k] - corners[j, None, :, k] for k in (0, 1)))
            place = np.minimum(apart / 250, 240).astype(int)
            both = corners[i, :, None, 2] * corners[j, None, :, 2]
            expected += np.bincount(place.ravel(), weights=both.ravel(), minlength=241)[:240]
    found = grid_histogram(points, cell=cell, reach=60_000, bins=240)
    np.testing.assert_allclose(found.sums, expected, atol=1e-8)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_grid_histogram_stays_within_its_bound(seed):
    points, h, asked = pattern(1_500, seed), 3_000.0, np.linspace(0, 40_000, 41)
    cell = h / 3
    fast = grid_histogram(points, cell=cell, reach=70_000, bins=4_000)
    slow = pair_histogram(points, reach=70_000, bins=4_000)
    narrowed = np.sqrt(h**2 - cell**2 / 3)
    apart = np.abs(smooth(fast, asked, narrowed) - smooth(slow, asked, h)).max()
    assert apart <= 0.242 * np.sqrt(8) * cell / h**2
    # What is left in practice, most of it within the first bandwidth.
    assert apart <= 0.015 * smooth(slow, asked, h).max()


def test_grid_histogram_refuses_weights_and_grids_that_are_too_large():
    points = pattern(10)
    with pytest.raises(MeasureError, match="A grid counts points"):
        grid_histogram(Pattern(points.x, points.y, np.ones(10)), cell=1e3, reach=1e4, bins=10)
    with pytest.raises(MeasureError, match=r"Cells of 1 m make a grid of .* take cells of \d+ m or more"):
        grid_histogram(points, cell=1, reach=1e5, bins=10)

import numpy as np
import pytest

from sandan.observe.localization.histograms import pair_histogram
from sandan.observe.localization.nested import SizedCurves, null_curves, observed_curve
from sandan.observe.localization.nulls import draw_rows, simulation_rng
from sandan.observe.localization.patterns import Pattern
from sandan.observe.localization.smoothing import smooth

SIZES = np.array([5, 40, 120])
WIDTHS = np.array([9_000.0, 4_000.0, 2_500.0])
ASKED = np.linspace(0, 30_000, 16)


@pytest.fixture
def setup():
    rng = np.random.default_rng(1)
    place = rng.uniform(0, 1e5, (500, 2))
    return SizedCurves(Pattern(place[:, 0], place[:, 1]), SIZES, WIDTHS, ASKED, 110_000.0, 4_000, 1_000, 77)


def test_null_curves_are_those_of_the_first_sites_thrown_for_every_size(setup):
    found = null_curves(setup, range(3))
    for number in range(3):
        rows = draw_rows(500, 120, simulation_rng(77, number))
        for column, (size, width) in enumerate(zip(SIZES, WIDTHS, strict=True)):
            pattern = setup.pattern.at(rows[:size])
            alone = smooth(pair_histogram(pattern, reach=110_000, bins=60_000), ASKED, width)
            np.testing.assert_allclose(found[number, column], alone, atol=0.01 * alone.max())


def test_null_curves_do_not_depend_on_how_simulations_are_shared_out(setup):
    together = null_curves(setup, range(5))
    apart = np.concatenate([null_curves(setup, range(2)), null_curves(setup, range(2, 5))])
    assert np.array_equal(together, apart)


def test_observed_curve_is_computed_as_the_simulated_ones_are(setup):
    rows = draw_rows(500, 120, simulation_rng(77, 0))
    assert np.array_equal(observed_curve(setup, rows), null_curves(setup, range(1))[0, 2])


def test_curves_of_large_industries_come_from_a_grid_and_agree(setup):
    gridded = SizedCurves(setup.pattern, SIZES, WIDTHS, ASKED, 110_000.0, 4_000, 100, 77)
    pair_by_pair, on_grid = null_curves(setup, range(2)), null_curves(gridded, range(2))
    assert np.array_equal(pair_by_pair[:, :2], on_grid[:, :2])
    np.testing.assert_allclose(pair_by_pair[:, 2], on_grid[:, 2], atol=0.02 * pair_by_pair[:, 2].max())
    assert not np.array_equal(pair_by_pair[:, 2], on_grid[:, 2])

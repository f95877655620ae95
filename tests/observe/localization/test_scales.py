import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.observe.localization.histograms import PairHistogram, pair_histogram
from sandan.observe.localization.patterns import read_sites
from sandan.observe.localization.scales import (
    asked_distances,
    fixed_bandwidth,
    median_distance,
    own_bandwidth,
    site_distances,
)

FLAT = PairHistogram(np.ones(1000), 1.0, 1000.0, 1000)


def sites(count):
    place = np.random.default_rng(1).uniform(0, 1e5, (count, 2))
    return read_sites(pd.DataFrame(place, columns=["x", "y"]).assign(industry="a"))


def test_site_distances_of_many_sites_have_the_same_spread_as_pair_by_pair():
    many = sites(6_000)
    grid = site_distances(many)
    slow = pair_histogram(many.pattern, reach=many.diameter * 1.01, bins=16_384)
    assert grid.pairs == 6_000 * 5_999 // 2
    assert median_distance(grid) == pytest.approx(median_distance(slow), rel=2e-3)
    assert fixed_bandwidth("sites", grid, 100) == pytest.approx(fixed_bandwidth("sites", slow, 100), rel=1e-3)


def test_site_distances_of_few_sites_are_counted_one_by_one():
    few = sites(30)
    assert site_distances(few).sums.sum() == 30 * 29 / 2


def test_asked_distances_go_up_to_the_median_where_none_are_given():
    chosen = asked_distances(None, FLAT, number=6)
    assert chosen.tolist() == [0, 100, 200, 300, 400, 500]


@pytest.mark.parametrize("given", [[], [-1.0, 2.0], [0.0, np.nan], [[1.0]], [1.0, 1.0], [2.0, 1.0]])
def test_asked_distances_refuses_what_does_not_rise_from_0(given):
    with pytest.raises(MeasureError, match="`distances`"):
        asked_distances(given, FLAT)


def test_fixed_bandwidth_does_not_depend_on_the_distances_asked_for_and_truncated_does():
    assert fixed_bandwidth("sites", FLAT, 100) == fixed_bandwidth("sites", FLAT, 100)
    short, long = (own_bandwidth("truncated", FLAT, longest=r) for r in (100, 400))
    assert short < long
    assert own_bandwidth("pattern", FLAT, longest=100) == own_bandwidth("pattern", FLAT, longest=400)


def test_fixed_bandwidth_refuses_a_rule_that_looks_at_the_pattern():
    with pytest.raises(MeasureError, match="The rule 'pattern' looks at each pattern"):
        fixed_bandwidth("pattern", FLAT, 100)

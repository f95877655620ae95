import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import MeasureError
from sandan.observe.localization.bandwidth import check_rule, rule_of_thumb, spread
from sandan.observe.localization.histograms import PairHistogram


def histogram_of(distances, width=0.01):
    sums = np.bincount((np.asarray(distances) / width).astype(int)).astype(float)
    return PairHistogram(sums, width, float(len(distances)), len(distances))


@given(st.lists(st.floats(0, 100), min_size=20, max_size=200))
def test_spread_is_that_of_the_distances_themselves_to_a_bin(distances):
    distances = np.array(distances)
    lower, upper = np.quantile(distances, [0.25, 0.75], method="inverted_cdf")
    iqr, deviation = (upper - lower) / 1.34, distances.std(ddof=1)
    if 0 < iqr < 0.05 or deviation < 0.05:
        return  # of the order of a bin
    expected = min(deviation, iqr) if iqr > 0 else deviation
    found, pairs = spread(histogram_of(distances))
    assert pairs == len(distances)
    if iqr > 0:
        assert found == pytest.approx(expected, abs=0.02)


def test_spread_leaves_out_longer_distances():
    assert spread(histogram_of([1, 2, 3, 50, 60]), up_to=10)[1] == 3


def test_spread_needs_two_pairs():
    with pytest.raises(MeasureError, match=r"Only 1 pairs are up to 1 m apart"):
        spread(histogram_of([0.5, 2, 3]), up_to=1.0)


def test_rule_of_thumb_falls_with_the_fifth_root():
    assert rule_of_thumb(10, 32) == pytest.approx(0.9 * 10 / 2)
    with pytest.raises(MeasureError, match="All distances are equal"):
        rule_of_thumb(0, 32)


@pytest.mark.parametrize("bandwidth", ["silverman", 0, -1.0, np.inf, np.nan, None])
def test_check_rule_refuses_what_is_no_rule_and_no_number_of_meters(bandwidth):
    with pytest.raises(MeasureError, match="`bandwidth` is"):
        check_rule(bandwidth)


def test_check_rule_lets_rules_and_meters_pass():
    for bandwidth in ("sites", "pattern", "truncated", 5, 0.5):
        check_rule(bandwidth)

import numpy as np
import pytest

from sandan.errors import MeasureError
from sandan.observe.localization import histograms
from sandan.observe.localization.histograms import (
    PairHistogram,
    bin_centers,
    bins_for,
    coarsen,
    pair_histogram,
)
from sandan.observe.localization.patterns import Pattern

SQUARE = Pattern(x=np.array([0.0, 10.0, 0.0, 10.0]), y=np.array([0.0, 0.0, 10.0, 10.0]))


def test_pair_histogram_of_a_square_has_four_sides_and_two_diagonals():
    found = pair_histogram(SQUARE, reach=20, bins=20)
    assert {int(k): v for k, v in enumerate(found.sums) if v} == {10: 4, 14: 2}
    assert (found.pairs, found.total, found.width) == (6, 6, 1)


def test_pair_histogram_keeps_in_its_total_what_is_beyond_its_reach():
    found = pair_histogram(SQUARE, reach=12, bins=12)
    assert (found.sums.sum(), found.total) == (4, 6)


def test_pair_histogram_with_weights_adds_their_products():
    weighted = Pattern(SQUARE.x, SQUARE.y, np.array([1.0, 2.0, 3.0, 4.0]))
    found = pair_histogram(weighted, reach=20, bins=20)
    assert (found.sums[10], found.sums[14]) == (1 * 2 + 1 * 3 + 2 * 4 + 3 * 4, 1 * 4 + 2 * 3)
    assert found.total == 1 * 2 + 1 * 3 + 1 * 4 + 2 * 3 + 2 * 4 + 3 * 4


def test_pair_histogram_across_two_patterns_pairs_each_with_each():
    other = Pattern(x=np.array([0.0]), y=np.array([5.0]), weight=np.array([2.0]))
    found = pair_histogram(Pattern(SQUARE.x, SQUARE.y, np.ones(4)), reach=20, bins=20, others=other)
    assert (found.sums[5], found.sums[11], found.total, found.pairs) == (4, 4, 8, 4)


def test_pair_histogram_counts_in_blocks_when_counters_could_overflow(monkeypatch):
    rng = np.random.default_rng(1)
    pattern = Pattern(rng.random(300), rng.random(300))
    whole = pair_histogram(pattern, reach=2, bins=50).sums
    monkeypatch.setattr(histograms, "_PAIRS", 4_000)
    assert pair_histogram(pattern, reach=2, bins=50).sums.tolist() == whole.tolist()


@pytest.mark.parametrize(
    ("pattern", "reach", "words"),
    [
        (SQUARE.at(np.array([0])), 20, "has 1 points and so no pair"),
        (SQUARE, 0, "`reach` is 0"),
        (Pattern(SQUARE.x, SQUARE.y, np.zeros(4)), 20, "No pair has a weight above 0"),
    ],
)
def test_pair_histogram_refuses(pattern, reach, words):
    with pytest.raises(MeasureError, match=words):
        pair_histogram(pattern, reach=reach, bins=20)


def test_coarsen_keeps_all_pairs_and_leaves_fine_bins_where_the_kernel_is_narrow():
    histogram = PairHistogram(np.arange(10.0), 1.0, 50.0, 50)
    joined = coarsen(histogram, 9.0, fine=3)
    assert (joined.sums.tolist(), joined.width) == ([0 + 1 + 2, 3 + 4 + 5, 6 + 7 + 8, 9], 3.0)
    assert coarsen(histogram, 5.0, fine=3) is histogram


def test_bins_for_follows_the_bandwidth_between_its_limits():
    assert [bins_for(h, 1000.0, fine=10) for h in (1000, 10, 0.001)] == [256, 1000, 65536]


def test_bin_centers_lie_in_the_middle():
    assert bin_centers(10, 4).tolist() == [1.25, 3.75, 6.25, 8.75]

from itertools import pairwise

import numpy as np
import pytest
from scipy.spatial.distance import cdist, pdist

from sandan.observe.localization.kernels import (
    count_cross_pairs,
    count_pairs,
    find_bins,
    weigh_around,
    weigh_cross_pairs,
    weigh_pairs,
)

SCALE = np.float32(10)


@pytest.fixture
def two_patterns():
    rng = np.random.default_rng(1)
    # More than one block of 1,024, and on a lattice, so that single precision is exact.
    return [rng.integers(0, 64, (count, 2)).astype(np.float32) for count in (1500, 1100)]


def bins_of(distances, bins):
    return np.minimum((distances.astype(np.float32) * SCALE).astype(int), bins - 1)


def test_count_pairs_counts_every_pair_once_in_any_number_of_steps(two_patterns):
    x, y = (np.ascontiguousarray(axis) for axis in two_patterns[0].T)
    expected = np.bincount(bins_of(pdist(two_patterns[0]), 700), minlength=700)
    for borders in ([0, 1500], [0, 3, 1024, 1500]):
        counts = np.zeros((4, 700), np.uint32)
        for first, last in pairwise(borders):
            count_pairs(x, y, first, last, SCALE, counts)
        assert counts.sum(axis=0).tolist() == expected.tolist()


def test_count_cross_pairs_counts_every_pair_of_two_patterns(two_patterns):
    (x, y), (u, v) = ((np.ascontiguousarray(axis) for axis in pattern.T) for pattern in two_patterns)
    counts = np.zeros((4, 700), np.uint32)
    count_cross_pairs(x, y, u, v, SCALE, counts)
    expected = np.bincount(bins_of(cdist(*two_patterns).ravel(), 700), minlength=700)
    assert counts.sum(axis=0).tolist() == expected.tolist()


def test_weigh_pairs_adds_products_of_weights(two_patterns):
    x, y = (np.ascontiguousarray(axis) for axis in two_patterns[0].T)
    weight = np.random.default_rng(2).random(1500)
    sums = np.zeros(700)
    weigh_pairs(x, y, weight, SCALE, sums)
    first, second = np.triu_indices(1500, 1)
    expected = np.bincount(
        bins_of(pdist(two_patterns[0]), 700), weights=weight[first] * weight[second], minlength=700
    )
    np.testing.assert_allclose(sums, expected, rtol=1e-12)


def test_weigh_cross_pairs_adds_products_of_weights(two_patterns):
    (x, y), (u, v) = ((np.ascontiguousarray(axis) for axis in pattern.T) for pattern in two_patterns)
    here, there = np.random.default_rng(2).random(1500), np.random.default_rng(3).random(1100)
    sums = np.zeros(700)
    weigh_cross_pairs(x, y, here, u, v, there, SCALE, sums)
    expected = np.bincount(
        bins_of(cdist(*two_patterns).ravel(), 700), weights=np.outer(here, there).ravel(), minlength=700
    )
    np.testing.assert_allclose(sums, expected, rtol=1e-12)


def test_find_bins_puts_what_is_far_into_the_last_bin():
    bins = np.zeros(3, np.uint32)
    x = np.array([9, 0, 0.15, 1e6], np.float32)
    find_bins(x, np.zeros(4, np.float32), 1, 3, np.float32(0), np.float32(0), SCALE, np.int32(5), bins)
    assert bins.tolist() == [0, 1, 5]


def test_weigh_around_leaves_out_the_center_and_what_is_farther_than_the_last_end():
    x, y = np.array([0.0, 1.0, 2.0, 3.0]), np.zeros(4)
    sums = np.zeros((2, 2))
    ends = np.array([1.0, 4.0])
    centers, first, last = np.array([0, 2]), np.zeros(2, int), np.array([4, 4])
    weights = np.array([1.0, 10.0, 100.0, 1000.0])
    weigh_around(x, y, weights, centers, first, last, ends, np.array([0, 1], np.uint32), sums)
    assert sums.tolist() == [[10.0, 100.0], [1010.0, 1.0]]

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from sandan.observe.localization.histograms import bin_centers
from sandan.observe.localization.neighborhoods import Around, Neighborhoods, relative_curve
from sandan.observe.localization.patterns import Pattern
from sandan.observe.localization.smoothing import kernel_weights


def slow_curve(pattern, first, second, asked, *, controls_only=False, h=None):
    """Compute the ratio of sums as the equation stands, plant by plant."""
    wanted = np.isin(np.arange(pattern.size), first if second is None else second)
    distances = cdist(np.c_[pattern.x, pattern.y], np.c_[pattern.x, pattern.y])
    weight, result = pattern.weights, []
    for r in asked:
        near = expected = 0.0
        for i in first:
            apart, other = distances[i], np.arange(pattern.size) != i
            if h is None:
                seen = weight * (apart <= r)
            else:
                normal = [np.exp(-0.5 * ((r + side * apart) / h) ** 2) for side in (-1, 1)]
                seen = weight * (normal[0] + normal[1])
            numerator = seen[wanted & other].sum()
            denominator = seen[other & ~(wanted & controls_only)].sum()
            if denominator > 0:
                near += numerator / denominator
                total = weight[other & ~(wanted & controls_only)].sum()
                expected += weight[wanted & other].sum() / total
        result.append(near / expected if expected else np.nan)
    return np.array(result)


def points(count, seed):
    rng = np.random.default_rng(seed)
    return Pattern(
        rng.uniform(0, 100, count), rng.uniform(0, 100, count), rng.integers(1, 9, count).astype(float)
    )


@given(st.integers(0, 10_000), st.integers(4, 40), st.booleans(), st.booleans())
@settings(max_examples=60)
def test_relative_curve_is_the_ratio_of_sums(seed, count, two, controls_only):
    pattern = points(count, seed)
    rows = np.random.default_rng(seed).permutation(count)
    first, second = rows[: count // 2], rows[count // 2 : -1] if two else None
    asked = np.array([0.0, 3.0, 11.0, 40.0, 90.0])
    found, plants = relative_curve(
        Neighborhoods.of(pattern, first, second), Around(asked, controls_only=controls_only)
    )
    np.testing.assert_allclose(
        found, slow_curve(pattern, first, second, asked, controls_only=controls_only), rtol=1e-9
    )
    assert (plants <= len(first)).all()
    assert (np.diff(plants) >= 0).all()


def test_relative_curve_counts_a_neighbor_at_exactly_the_distance():
    pattern = Pattern(np.array([0.0, 3.0, 50.0, 51.0]), np.array([0.0, 4.0, 0.0, 0.0]))
    places = Neighborhoods.of(pattern, np.array([0, 1]), None)
    found, _ = relative_curve(places, Around(np.array([np.nextafter(5.0, 0), 5.0])))
    assert found.tolist() == [pytest.approx(np.nan, nan_ok=True), pytest.approx(3.0)]


def test_relative_curve_with_a_kernel_is_the_ratio_of_kernel_sums():
    pattern, h, asked = points(40, 3), 8.0, np.array([0.0, 10.0, 30.0])
    first = np.arange(15)
    reach, bins = 150.0, 2_000
    centers = bin_centers(reach, bins)
    around = Around(centers + reach / bins / 2, kernel_weights(centers, asked, h))
    found, _ = relative_curve(Neighborhoods.of(pattern, first, None), around)
    np.testing.assert_allclose(found, slow_curve(pattern, first, None, asked, h=h), rtol=2e-3)


def test_neighborhoods_keep_the_centers_whoever_is_looked_for():
    pattern = points(9, 1)
    places = Neighborhoods.of(pattern, np.array([7, 2]), np.array([4, 0]))
    assert places.x[places.centers].tolist() == pattern.x[[7, 2]].tolist()
    assert places.x[: places.wanted].tolist() == sorted(pattern.x[[4, 0]])

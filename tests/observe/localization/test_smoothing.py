import numpy as np
import pytest

from sandan.observe.localization.histograms import PairHistogram, bin_centers
from sandan.observe.localization.smoothing import kernel_weights, smooth


def test_kernel_weights_are_two_normal_densities():
    centers, asked, h = bin_centers(50, 100), np.array([0.0, 3.0, 12.0]), 2.0
    normal = np.exp(-0.5 * ((asked - centers[:, None]) / h) ** 2)
    mirror = np.exp(-0.5 * ((asked + centers[:, None]) / h) ** 2)
    expected = (normal + mirror) / (h * np.sqrt(2 * np.pi))
    np.testing.assert_allclose(kernel_weights(centers, asked, h).toarray(), expected, atol=1e-16)


def test_smooth_is_a_density_over_all_distances():
    rng = np.random.default_rng(1)
    histogram = PairHistogram(rng.random(400), 0.1, 0.0, 400)
    histogram = PairHistogram(histogram.sums, 0.1, float(histogram.sums.sum()), 400)
    asked = np.linspace(0, 60, 6001)
    assert np.trapezoid(smooth(histogram, asked, 1.5), asked) == pytest.approx(1, abs=1e-6)

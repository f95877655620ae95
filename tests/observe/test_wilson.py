"""The score interval against scipy, and its measured coverage."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from sandan.errors import MeasureError
from sandan.observe.wilson import wilson_interval


def test_interval_by_hand() -> None:
    # 5 of 10 at z = 1.96: (0.5 + 3.8416/20 -+ 1.96 sqrt(0.25/10 + 3.8416/400)) / (1 + 0.38416)
    low, high = wilson_interval(np.array([5]), np.array([10]))
    z = 1.959963984540054
    half = z * np.sqrt(0.25 / 10 + z**2 / 400)
    assert low[0] == pytest.approx((0.5 + z**2 / 20 - half) / (1 + z**2 / 10))
    assert high[0] == pytest.approx((0.5 + z**2 / 20 + half) / (1 + z**2 / 10))


def test_interval_agrees_with_scipy_at_every_count() -> None:
    hits = np.arange(13)
    low, high = wilson_interval(hits, np.full(13, 12), confidence=0.9)
    theirs = [binomtest(int(k), 12).proportion_ci(0.9, "wilson") for k in hits]
    np.testing.assert_allclose(low, [ci.low for ci in theirs], atol=1e-12)
    np.testing.assert_allclose(high, [ci.high for ci in theirs], atol=1e-12)


def test_coverage_is_near_the_nominal_one() -> None:
    for number in (50, 200):
        hits = np.arange(number + 1)
        lower, upper = wilson_interval(hits, np.array([number]))
        truth = np.linspace(0.05, 0.95, 91)
        inside = (lower[:, None] <= truth) & (truth <= upper[:, None])
        coverage = (inside * binom.pmf(hits[:, None], number, truth)).sum(axis=0)
        assert abs(coverage.mean() - 0.95) < 0.01
        assert coverage.min() > 0.91


def test_no_trial_has_no_interval_and_more_hits_than_trials_are_refused() -> None:
    assert np.isnan(wilson_interval(np.array([0]), np.array([0]))).all()
    with pytest.raises(MeasureError, match=r"3\.0 hits in 2\.0 trials"):
        wilson_interval(np.array([3]), np.array([2]))
    with pytest.raises(MeasureError, match="`confidence` is 95"):
        wilson_interval(np.array([1]), np.array([2]), confidence=95)


def test_sample_need_not_be_whole_and_what_is_missing_is_refused() -> None:
    lower, upper = wilson_interval(np.array([0.32 * 266.7]), np.array([266.7]))
    assert lower[0] < 0.32 < upper[0]
    for hits, trials in ((np.nan, 5.0), (1.0, np.nan), (-1.0, 5.0), (-2.0, -1.0)):
        with pytest.raises(MeasureError, match="hits in"):
            wilson_interval(np.array([hits]), np.array([trials]))

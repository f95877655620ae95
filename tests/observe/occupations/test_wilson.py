"""The score interval against scipy, and its measured coverage."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from sandan.errors import MeasureError
from sandan.observe.occupations.wilson import wilson_interval


@pytest.mark.parametrize(("hits", "number"), [(0, 7), (7, 7), (3, 11), (128, 400)])
def test_interval_agrees_with_scipy(hits: int, number: int) -> None:
    lower, upper = wilson_interval(np.array([hits / number]), np.array([float(number)]), confidence=0.9)
    theirs = binomtest(hits, number).proportion_ci(0.9, method="wilson")
    assert (lower[0], upper[0]) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_coverage_is_near_the_nominal_one() -> None:
    for number in (50, 200):
        hits = np.arange(number + 1)
        lower, upper = wilson_interval(hits / number, np.array([float(number)]))
        truth = np.linspace(0.05, 0.95, 91)
        inside = (lower[:, None] <= truth) & (truth <= upper[:, None])
        coverage = (inside * binom.pmf(hits[:, None], number, truth)).sum(axis=0)
        assert abs(coverage.mean() - 0.95) < 0.01
        assert coverage.min() > 0.91


@pytest.mark.parametrize(("share", "number", "confidence"), [(1.2, 10, 0.9), (0.5, 0, 0.9), (0.5, 10, 95)])
def test_impossible_requests_are_refused(share: float, number: float, confidence: float) -> None:
    with pytest.raises(MeasureError):
        wilson_interval(np.array([share]), np.array([number]), confidence=confidence)

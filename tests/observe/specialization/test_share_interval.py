"""The interval of a share: by hand, and Clopper-Pearson for equal sizes."""

import numpy as np
import pytest
from scipy import stats

from sandan.errors import MeasureError
from sandan.observe.specialization.share_interval import effective_number, share_interval


def test_no_hits_in_ten_by_hand() -> None:
    # P(no hit in 10) = (1 - p)^10 = 0.025 at the upper end.
    lower, upper = share_interval(np.array([0.0]), np.array([10.0]))
    assert (lower[0], upper[0]) == (0.0, pytest.approx(1 - 0.025 ** (1 / 10)))


@pytest.mark.parametrize("hits", [0, 1, 7, 19, 20])
def test_equal_sizes_give_clopper_pearson(hits: int) -> None:
    number = effective_number(np.full(20, 35.0))
    lower, upper = share_interval(np.array([hits / 20]), np.array([number]), confidence=0.9)
    exact = stats.binomtest(hits, 20).proportion_ci(0.9, method="exact")
    assert (lower[0], upper[0]) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_one_giant_counts_as_little_more_than_one() -> None:
    assert effective_number(np.array([1000.0, 1, 1, 1])) == pytest.approx(1.006, abs=1e-3)
    assert effective_number(np.array([0.0])) == 0.0


@pytest.mark.parametrize(
    ("share", "number", "confidence", "match"),
    [(1.2, 5, 0.95, "1.2"), (0.5, 0, 0.95, "effective number is 0"), (0.5, 5, 95, "`confidence` is 95")],
)
def test_what_is_out_of_range_is_refused(share: float, number: float, confidence: float, match: str) -> None:
    with pytest.raises(MeasureError, match=match):
        share_interval(np.array([share]), np.array([number]), confidence=confidence)


def test_negative_size_is_refused() -> None:
    with pytest.raises(MeasureError, match="-1"):
        effective_number(np.array([3.0, -1.0]))

"""Benjamini-Hochberg q-values and Holm's adjusted p-values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from sandan.errors import MeasureError
from sandan.observe.false_discovery import holm, q_values


def by_definition(p: list[float]) -> list[float]:
    """Return for each test the least level at which the step-up rule calls it."""
    ordered = sorted(p)
    levels = [min(ordered[j] * len(p) / (j + 1) for j in range(k, len(p))) for k in range(len(p))]
    return [min(1.0, levels[ordered.index(value)]) for value in p]


def test_three_tests_by_hand() -> None:
    # Sorted .01 .03 .04: .01 * 3 / 1 = .03, .03 * 3 / 2 = .045 but the next is .04, .04 * 3 / 3 = .04.
    assert q_values(np.array([0.04, 0.01, 0.03])) == pytest.approx([0.04, 0.03, 0.04])


@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_any_family_agrees_with_the_definition(p: list[float]) -> None:
    assert q_values(np.array(p)) == pytest.approx(by_definition(p))


@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_any_family_agrees_with_scipy(p: list[float]) -> None:
    np.testing.assert_allclose(q_values(np.array(p)), false_discovery_control(p, method="bh"), rtol=1e-14)


def test_holm_of_three_tests_by_hand() -> None:
    # Sorted .01 .03 .04: 3 * .01 = .03, 2 * .03 = .06, 1 * .04 = .04 but not less than .06.
    assert holm(np.array([0.04, 0.01, np.nan, 0.03])) == pytest.approx(
        [0.06, 0.03, np.nan, 0.06], nan_ok=True
    )


@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=20), level=st.sampled_from([0.01, 0.05, 0.2]))
def test_holm_calls_what_stepping_down_calls(p: list[float], level: float) -> None:
    called = []
    for k, value in enumerate(sorted(p)):
        if value * (len(p) - k) > level:
            break
        called.append(value)
    assert sorted(np.array(p)[holm(np.array(p)) <= level]) == called


def test_what_was_not_tested_does_not_count() -> None:
    with_gap = q_values(np.array([[0.01, np.nan], [0.04, 0.03]]))
    assert np.isnan(with_gap[0, 1])
    assert with_gap[~np.isnan(with_gap)] == pytest.approx(q_values(np.array([0.01, 0.04, 0.03])))


def test_nothing_tested_gives_nothing() -> None:
    assert np.isnan(q_values(np.array([np.nan, np.nan]))).all()


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(MeasureError, match=r"1\.5"):
        q_values(np.array([0.5, 1.5]))

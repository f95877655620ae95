"""Places in a space from outside, with what did not match counted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.complexity.subnational import outside_complexity, outside_density
from sandan.observe.relatedness.density import relatedness_density

PLACES = pd.DataFrame([[1, 1, 1], [0, 0, 1], [0, 0, 0]], index=list("abc"), columns=["x", "y", "own"])
NEAR = pd.DataFrame(
    [[1, 0.5, 0.2], [0.5, 1, 0.4], [0.2, 0.4, 1]], index=["x", "y", "abroad"], columns=["x", "y", "abroad"]
)


def test_mean_of_what_is_matched_by_hand() -> None:
    found = outside_complexity(PLACES, pd.Series({"x": 2.0, "y": -1.0, "abroad": 9.0}))
    assert found.loc["a"].tolist() == pytest.approx([(2 - 1) / 2, 2, 1, 1 / 3])
    np.testing.assert_array_equal(found.loc["b"], [np.nan, 0, 1, 1.0])
    np.testing.assert_array_equal(found.loc["c"], [np.nan, 0, 0, np.nan])


@given(
    has=arrays(np.int64, (4, 5), elements=st.integers(0, 1)),
    pci=arrays(np.float64, 5, elements=st.one_of(st.floats(-3, 3), st.just(np.nan))),
)
def test_any_place_agrees_with_a_loop(has: np.ndarray, pci: np.ndarray) -> None:
    pci[0] = 1.0
    found = outside_complexity(pd.DataFrame(has), pd.Series(pci))
    for r in range(4):
        values = [pci[i] for i in range(5) if has[r, i] and not np.isnan(pci[i])]
        expected = sum(values) / len(values) if values else np.nan
        np.testing.assert_allclose(found.at[r, "eci"], expected, atol=1e-12)
        assert found.at[r, "matched"] + found.at[r, "unmatched"] == has[r].sum()


def test_unlisted_industries_are_left_out_or_absent() -> None:
    left_out = outside_density(PLACES, NEAR)
    assert left_out.density.columns.tolist() == ["x", "y"]
    assert left_out.density.at["a", "x"] == 1
    absent = outside_density(PLACES, NEAR, not_listed="absent")
    assert absent.density.at["a", "x"] == pytest.approx((1 + 0.5) / (1 + 0.5 + 0.2))
    assert (absent.unmatched, absent.not_listed) == (("own",), ("abroad",))


def test_complete_match_is_the_ordinary_density() -> None:
    has = pd.DataFrame([[1, 0, 1]], columns=NEAR.columns)
    found = outside_density(has[["abroad", "y", "x"]].set_axis(["abroad", "y", "x"], axis=1), NEAR)
    pd.testing.assert_frame_equal(found.density, relatedness_density(has, NEAR))
    assert (found.unmatched, found.not_listed) == ((), ())


def test_nothing_in_common_is_refused() -> None:
    with pytest.raises(MeasureError, match="one classification"):
        outside_complexity(PLACES, pd.Series({"other": 1.0}))
    with pytest.raises(MeasureError, match="one classification"):
        outside_density(PLACES[["own"]], NEAR)


def test_industry_twice_or_unknown_choice_is_refused() -> None:
    with pytest.raises(MeasureError, match="'x' more than once"):
        outside_complexity(PLACES, pd.Series([1.0, 2.0], index=["x", "x"]))
    with pytest.raises(MeasureError, match="'zero'"):
        outside_density(PLACES, NEAR, not_listed="zero")  # type: ignore[arg-type]

"""Presence by hand, with unknown cells, and with empty rows and columns taken out."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError, TableError
from sandan.observe.relatedness.presence import presence, presence_bounds, presence_from_bounds
from sandan.observe.specialization.location_quotient import bounded_location_quotient, location_quotient

QUOTIENT = pd.DataFrame({"x": [1.0, 0.2], "y": [1.4, 3.0]}, index=["a", "b"])


def test_threshold_itself_is_present_or_not() -> None:
    assert presence(QUOTIENT).table.to_numpy().tolist() == [[1, 1], [0, 1]]
    above = presence(QUOTIENT, rule="above")
    assert above.table.columns.tolist() == ["y"]
    assert above.left_out.to_dict("records") == [
        {"side": "industry", "label": "x", "reason": "nothing present"}
    ]


def test_own_threshold_and_kept_weights() -> None:
    assert presence(QUOTIENT, threshold=0.2, values="quotient").table.to_numpy().tolist() == [
        [1.0, 1.4],
        [0.2, 3.0],
    ]


def test_second_condition_on_jobs_is_joined_by_and() -> None:
    jobs = pd.DataFrame({"x": [50, 900], "y": [49, 50]}, index=["a", "b"])
    assert presence(QUOTIENT, jobs=jobs, least_jobs=50).table.to_numpy().tolist() == [[1, 0], [0, 1]]


def test_unknown_and_false_is_false_while_unknown_and_true_is_unknown() -> None:
    quotient = pd.DataFrame({"x": [np.nan, np.nan, 1.5], "y": [1.0, 1.0, 1.0]})
    jobs = pd.DataFrame({"x": [10, 90, np.nan], "y": [90, 90, 90]})
    table = presence(quotient, jobs=jobs, least_jobs=50).table
    np.testing.assert_array_equal(table["x"], [0, np.nan, np.nan])


def test_one_condition_without_its_other_half_is_refused() -> None:
    with pytest.raises(MeasureError, match="both `jobs` and `least_jobs`"):
        presence(QUOTIENT, least_jobs=50)


def test_region_without_jobs_is_reported_and_the_others_stay() -> None:
    jobs = pd.DataFrame({"x": [30, 10, 0], "y": [20, 140, 0]}, index=["a", "b", "empty"])
    found = presence(location_quotient(jobs))
    assert found.table.index.tolist() == ["a", "b"]
    assert found.left_out.to_dict("records") == [
        {"side": "region", "label": "empty", "reason": "nothing known"}
    ]


def test_nothing_anywhere_is_refused() -> None:
    with pytest.raises(MeasureError, match="2 regions and 2 industries"):
        presence(QUOTIENT, threshold=9)


def test_infinite_quotient_is_present_but_no_weight() -> None:
    quotient = pd.DataFrame({"x": [np.inf, 1.0]})
    assert presence(quotient).table["x"].tolist() == [1, 1]
    with pytest.raises(TableError, match="cannot be a weight"):
        presence(quotient, values="quotient")


@pytest.mark.parametrize(("name", "value"), [("rule", "more"), ("values", "log")])
def test_unknown_variant_is_refused(name: str, value: str) -> None:
    with pytest.raises(MeasureError, match=value):
        presence(QUOTIENT, **{name: value})  # type: ignore[arg-type]


@given(
    table=arrays(
        np.float64,
        st.tuples(st.integers(1, 5), st.integers(1, 5)),
        elements=st.sampled_from([0.0, 1.0, np.nan]),
    )
)
def test_what_is_kept_has_something_and_what_is_left_out_has_nothing(table: np.ndarray) -> None:
    frame = pd.DataFrame(table)
    if not (table == 1).any():
        return
    found = presence(frame)
    kept = found.table.to_numpy()
    for axis in (0, 1):
        assert ((kept == 1) | np.isnan(kept)).any(axis=axis).all()
        assert (~np.isnan(kept)).any(axis=axis).all()
    assert len(found.left_out) + sum(kept.shape) == sum(table.shape)
    pd.testing.assert_frame_equal(found.table, frame.loc[found.table.index, found.table.columns])


def test_suppressed_cells_are_unknown_unless_both_bounds_agree() -> None:
    lower = pd.DataFrame({"x": [30, 2], "y": [20, 140]}, index=["a", "b"])
    upper = pd.DataFrame({"x": [30, 60], "y": [20, 140]}, index=["a", "b"])
    table = presence_from_bounds(*bounded_location_quotient(lower, upper)).table
    # b has 2 to 60 of x: (2/142)/(32/192) = 0.08 up to (60/200)/(90/250) = 0.83: absent either way.
    # y in b is 140 of 142 against 160 of 192, or 140 of 200 against 160 of 250: present either way.
    assert table.loc["b"].tolist() == [0, 1]
    wide = presence_from_bounds(*bounded_location_quotient(lower, upper), threshold=0.5).table
    np.testing.assert_array_equal(wide.loc["b"], [np.nan, 1])


def test_bounds_that_cross_are_refused() -> None:
    with pytest.raises(TableError, match=r"`lower` is 1.2 and `upper` 1.0 in \(0, x\)"):
        presence_from_bounds(pd.DataFrame({"x": [1.2]}), pd.DataFrame({"x": [1.0]}))


def test_unknown_presence_lies_between_absent_and_present() -> None:
    low, high = presence_bounds(pd.DataFrame({"x": [1, np.nan, 0]}))
    assert (low["x"].tolist(), high["x"].tolist()) == ([1, 0, 0], [1, 1, 0])

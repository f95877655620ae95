"""A region with and without one complex or one firm."""

import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.observe.specialization.leave_out import jobs_table, leave_out, shift_share_without


@pytest.fixture
def before() -> pd.DataFrame:
    return pd.DataFrame(
        [("a", "C26", 50, "K1"), ("a", "C26", 50, None), ("a", "G47", 20, "K1"), ("b", "C26", 100, None)],
        columns=["region", "industry", "workers", "complex"],
    )


def test_jobs_by_region_and_industry(before: pd.DataFrame) -> None:
    assert jobs_table(before).to_dict() == {"C26": {"a": 100, "b": 100}, "G47": {"a": 20, "b": 0}}


def test_rows_without_a_complex_stay(before: pd.DataFrame) -> None:
    assert leave_out(before, column="complex", value="K1")["workers"].tolist() == [50, 100]


def test_unknown_complex_or_column_is_refused(before: pd.DataFrame) -> None:
    with pytest.raises(MeasureError, match="'K9'"):
        leave_out(before, column="complex", value="K9")
    with pytest.raises(TableError, match="'enterprise'"):
        leave_out(before, column="enterprise", value="e1")
    with pytest.raises(MeasureError, match="Neither"):
        shift_share_without(before, before, column="complex", value="K9")


def test_growth_of_one_complex_by_hand(before: pd.DataFrame) -> None:
    after = before.assign(workers=[90, 55, 20, 105])
    both = shift_share_without(before, after, column="complex", value="K1").set_index(["region", "sample"])
    # With it, C26 of the nation grows from 200 to 250 and in the region from 100 to 145.
    assert both.loc[("a", "all"), "not_explained_by_mix"] == pytest.approx(145 - 100 * 250 / 200)
    # Without it, from 150 to 160 and from 50 to 55; the other region is measured against less growth.
    assert both.loc[("a", "without"), "not_explained_by_mix"] == pytest.approx(55 - 50 * 160 / 150)
    assert both.loc[("b", "without"), "not_explained_by_mix"] == pytest.approx(105 - 100 * 160 / 150)


def test_complex_that_is_new_can_be_left_out(before: pd.DataFrame) -> None:
    after = pd.concat([before, pd.DataFrame([("b", "J62", 40, "K2")], columns=before.columns)])
    both = shift_share_without(before, after, column="complex", value="K2").set_index(["region", "sample"])
    assert both.loc[("b", "all"), "new_in_all_regions"] == 40
    assert both.loc[("b", "without"), "change"] == 0


def test_region_that_is_one_complex_is_empty_without_it(before: pd.DataFrame) -> None:
    whole = before.assign(complex=["K1", "K1", "K1", "K2"])
    both = shift_share_without(whole, whole, column="complex", value="K2").set_index(["region", "sample"])
    assert both.loc[("b", "without"), ["start", "end"]].tolist() == [0, 0]


def test_region_in_one_register_only_is_refused(before: pd.DataFrame) -> None:
    with pytest.raises(MeasureError, match="'b' is in one register only"):
        shift_share_without(before, before[before["region"] == "a"], column="complex", value="K1")

"""Shift-share by hand, its parts that must add up, and industries that start at zero."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError, TableError
from sandan.observe.change.shift_share import PARTS, region_totals, shift_share, shift_share_over_years

numbers = arrays(np.int64, (3, 4), elements=st.integers(0, 50))


def test_two_regions_by_hand() -> None:
    # The nation grows from 600 to 720 (20 %): C26 by 50 %, G47 by 5 %.
    start = pd.DataFrame({"C26": [100, 100], "G47": [100, 300]}, index=["here", "rest"])
    end = pd.DataFrame({"C26": [180, 120], "G47": [110, 310]}, index=["here", "rest"])
    parts = shift_share(start, end).set_index(["region", "industry"])
    chips = parts.loc[("here", "C26")]
    assert chips[["change", *PARTS]].tolist() == pytest.approx([80, 20, 30, 30, 0])
    # With the nation's mix 200 jobs would hold 200 * 200 / 600 in C26, growing 80 % against 50 %.
    assert chips["not_explained_by_mix_homothetic"] == pytest.approx(200 * 200 / 600 * 0.3)
    assert chips["not_explained_by_mix_allocation"] == pytest.approx((100 - 200 * 200 / 600) * 0.3)


@given(start=numbers, end=numbers)
def test_parts_add_up_to_the_change(start: np.ndarray, end: np.ndarray) -> None:
    assume(start.any())
    parts = shift_share(pd.DataFrame(start), pd.DataFrame(end))
    assert parts[list(PARTS)].sum(axis=1).to_numpy() == pytest.approx(parts["change"].to_numpy(), abs=1e-9)
    both = parts["not_explained_by_mix_homothetic"] + parts["not_explained_by_mix_allocation"]
    assert both.to_numpy() == pytest.approx(parts["not_explained_by_mix"].to_numpy(), abs=1e-9)


@given(start=numbers, end=numbers)
def test_rest_sums_to_nothing_over_the_nation(start: np.ndarray, end: np.ndarray) -> None:
    assume(start.any())
    parts = shift_share(pd.DataFrame(start), pd.DataFrame(end))
    assert parts.groupby("industry")["not_explained_by_mix"].sum().abs().max() < 1e-9


@given(tables=st.lists(numbers, min_size=2, max_size=5))
def test_years_add_up_to_the_change(tables: list[np.ndarray]) -> None:
    assume(all(table.any() for table in tables[:-1]))
    years = {2010 + k: pd.DataFrame(table) for k, table in enumerate(tables)}
    parts = shift_share_over_years(years)
    assert parts["change"].to_numpy() == pytest.approx((tables[-1] - tables[0]).ravel())
    assert parts[list(PARTS)].sum(axis=1).to_numpy() == pytest.approx(parts["change"].to_numpy(), abs=1e-8)
    assert parts["end"].to_numpy() == pytest.approx(tables[-1].ravel())


def test_one_step_of_years_is_the_static_form() -> None:
    start, end = (pd.DataFrame(np.random.default_rng(k).integers(1, 9, (3, 4))) for k in (1, 2))
    pd.testing.assert_frame_equal(shift_share_over_years({1: start, 2: end}), shift_share(start, end))


def test_industry_new_in_the_region_is_kept_in_the_rest() -> None:
    start = pd.DataFrame({"C26": [0, 100], "G47": [50, 50]}, index=["here", "rest"])
    end = pd.DataFrame({"C26": [30, 110], "G47": [50, 50]}, index=["here", "rest"])
    new = shift_share(start, end).set_index(["region", "industry"]).loc[("here", "C26")]
    assert new[[*PARTS]].tolist() == [0, 0, 30, 0]
    assert new["not_explained_by_mix_homothetic"] == 30


def test_industry_new_everywhere_has_its_own_line() -> None:
    start = pd.DataFrame({"C26": [0, 0], "G47": [50, 50]}, index=["here", "rest"])
    end = pd.DataFrame({"C26": [30, 10], "G47": [50, 50]}, index=["here", "rest"])
    totals = region_totals(shift_share(start, end)).loc["here"]
    # The nation's growth of 40 % counts the new industry, so the old ones grew less than it.
    assert totals[["change", *PARTS]].tolist() == pytest.approx([30, 20, -20, 0, 30])


def test_negative_value_added_adds_up_too() -> None:
    start = pd.DataFrame({"D35": [-5.0, 30.0], "C26": [50.0, 50.0]})
    end = pd.DataFrame({"D35": [-9.0, 40.0], "C26": [70.0, 50.0]})
    with pytest.raises(TableError, match="-5"):
        shift_share(start, end)
    parts = shift_share(start, end, allow_negative=True)
    assert parts[list(PARTS)].sum(axis=1).to_numpy() == pytest.approx(parts["change"].to_numpy())


def test_nation_may_be_given_in_place_of_the_sum() -> None:
    start, end = pd.DataFrame({"C26": [10]}, index=["here"]), pd.DataFrame({"C26": [15]}, index=["here"])
    parts = shift_share(
        start, end, nation_start=pd.Series({"C26": 1000}), nation_end=pd.Series({"C26": 1100})
    )
    assert parts.loc[0, [*PARTS]].tolist() == pytest.approx([1, 0, 4, 0])


ONE = pd.DataFrame({"C26": [10]}, index=["here"])
NATION = pd.Series({"C26": 100})


@pytest.mark.parametrize(
    ("end", "nation_start", "nation_end", "match"),
    [
        (ONE.rename(index={"here": "there"}), None, None, "'here' stands in the rows of only one"),
        (ONE, NATION, None, "Only one of"),
        (ONE, NATION.rename({"C26": "J62"}), NATION, "stands in the columns"),
        (ONE, NATION * 0, NATION, "nothing at the start"),
    ],
)
def test_what_cannot_be_decomposed_is_refused(
    end: pd.DataFrame, nation_start: pd.Series | None, nation_end: pd.Series | None, match: str
) -> None:
    with pytest.raises(MeasureError, match=match):
        shift_share(ONE, end, nation_start=nation_start, nation_end=nation_end)


def test_nation_smaller_than_its_region_is_refused() -> None:
    both = pd.DataFrame({"C26": [10], "J62": [5]}, index=["here"])
    nation = pd.Series({"C26": 100, "J62": 0})
    with pytest.raises(MeasureError, match=r"\(here, J62\) holds 5"):
        shift_share(both, both, nation_start=nation, nation_end=nation)


def test_nation_with_negative_industry_is_refused() -> None:
    value = pd.DataFrame({"D35": [-5.0], "C26": [50.0]}, index=["here"])
    with pytest.raises(MeasureError, match="D35 is negative"):
        shift_share(value, value, allow_negative=True)


def test_one_year_is_refused() -> None:
    with pytest.raises(MeasureError, match="1 year"):
        shift_share_over_years({2010: ONE})


def test_nation_of_other_years_is_refused() -> None:
    with pytest.raises(MeasureError, match="2012"):
        shift_share_over_years({2010: ONE, 2011: ONE}, nation={2010: NATION, 2012: NATION})


def test_totals_of_something_else_are_refused() -> None:
    with pytest.raises(TableError, match="'region'"):
        region_totals(ONE)

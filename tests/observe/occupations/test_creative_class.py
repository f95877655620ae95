"""Shares of the creative class by hand, between bounds, among peers and over time."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError, TableError
from sandan.observe.occupations.creative_class import against_peers, creative_growth, creative_share
from sandan.observe.occupations.lists import occupation_list
from sandan.observe.wilson import wilson_interval

KIET = occupation_list("kiet_ksco6")


def people(**areas: tuple[float, ...]) -> pd.DataFrame:
    """Persons inside, undecided and outside the Korean list, by area."""
    rows = [
        (area, code, n)
        for area, numbers in areas.items()
        for code, n in zip(("22", "15", "31"), numbers, strict=False)
    ]
    return pd.DataFrame(rows, columns=["residence", "occupation", "persons"])


def exact(**areas: tuple[int, int]) -> pd.DataFrame:
    rows = people(**{area: (inside, 0, outside) for area, (inside, outside) in areas.items()})
    return creative_share(rows[rows["occupation"] != "15"], KIET, basis="residence")


def test_share_with_an_undecided_occupation_by_hand() -> None:
    row = creative_share(people(Seongnam=(30, 5, 65)), KIET, basis="residence").iloc[0]
    assert (row["share_lower"], row["share_upper"]) == (30 / 100, 35 / 100)
    assert np.isnan(row["share"])
    assert (row["basis"], row["list"], row["undecided"]) == ("residence", "kiet_ksco6", 5)


def test_known_share_is_exact() -> None:
    row = exact(Seongnam=(32, 68)).iloc[0]
    assert row["share"] == row["share_lower"] == row["share_upper"] == 0.32


def test_basis_is_the_named_column() -> None:
    rows = pd.DataFrame({"workplace": ["a", "b"], "occupation": "22", "persons": [1, 2]})
    assert creative_share(rows, KIET, basis="workplace")["basis"].tolist() == ["workplace"] * 2


def test_place_that_may_be_empty_has_no_share() -> None:
    rows = pd.DataFrame({"residence": ["a", "a"], "occupation": ["22", "31"], "low": [0, 0], "high": [3, 4]})
    row = creative_share(rows, KIET, basis="residence", bounds=("low", "high")).iloc[0]
    assert np.isnan(row[["share", "share_lower", "share_upper"]].astype(float)).all()


cell = st.tuples(st.integers(0, 5), st.integers(0, 3))


@settings(max_examples=30)
@given(cells=st.tuples(cell, cell, cell))
def test_bounds_hold_for_every_table_between_them(cells: tuple) -> None:
    low, wide = zip(*cells, strict=True)
    rows = pd.DataFrame(
        {"residence": "a", "occupation": ["22", "15", "31"], "low": low, "high": np.add(low, wide)}
    )
    row = creative_share(rows, KIET, basis="residence", bounds=("low", "high")).iloc[0]
    shares = [
        (inside + counted) / (inside + undecided + outside)
        for inside in range(low[0], low[0] + wide[0] + 1)
        for undecided in range(low[1], low[1] + wide[1] + 1)
        for counted in range(undecided + 1)
        for outside in range(low[2], low[2] + wide[2] + 1)
        if inside + undecided + outside > 0
    ]
    if sum(low) > 0:
        assert row["share_lower"] == pytest.approx(min(shares))
        assert row["share_upper"] == pytest.approx(max(shares))


def test_row_that_stands_twice_is_refused() -> None:
    with pytest.raises(TableError, match="more than once"):
        creative_share(pd.concat([people(a=(1, 1, 1))] * 2), KIET, basis="residence")


def test_missing_number_is_refused() -> None:
    with pytest.raises(TableError, match="missing is not zero"):
        creative_share(people(a=(1, np.nan, 1)), KIET, basis="residence")


def test_three_peers_by_hand() -> None:
    shares = exact(a=(32, 68), b=(22, 78), c=(40, 160), far=(90, 10))
    table = against_peers(shares, peers=["a", "b", "c"]).set_index("area")
    assert table["rank"].tolist() == [1, 2, 3]
    assert table["percentile"].tolist() == [100.0, 50.0, 0.0]
    assert table.loc["a", "difference_lower"] == pytest.approx(100 * (0.32 - 62 / 300))
    medians = against_peers(shares, peers=["a", "b", "c"], reference="median").set_index("area")
    assert medians.loc["a", "reference_lower"] == pytest.approx((0.22 + 0.20) / 2)


def test_equal_shares_share_their_rank() -> None:
    table = against_peers(exact(a=(1, 3), b=(1, 3), c=(1, 9)), peers=["a", "b", "c"])
    assert table["rank"].tolist() == [1, 1, 3]
    assert table["percentile"].tolist() == [50.0, 50.0, 0.0]


def test_bounds_make_a_range_of_ranks() -> None:
    shares = creative_share(people(a=(30, 10, 60), b=(35, 0, 65), c=(10, 0, 90)), KIET, basis="residence")
    table = against_peers(shares, peers=["a", "b", "c"]).set_index("area")
    assert table[["best_rank", "worst_rank"]].to_numpy().tolist() == [[1, 2], [1, 2], [3, 3]]
    assert table["rank"].isna().tolist() == [True, True, False]
    assert table.loc["b", "difference_lower"] == pytest.approx(100 * (0.35 - 50 / 200))
    assert table.loc["b", "difference_upper"] == pytest.approx(100 * (0.35 - 40 / 200))


def test_survey_shares_have_a_wilson_interval() -> None:
    shares = exact(a=(32, 68), b=(22, 78)).assign(n=[400.0, 100.0])
    table = against_peers(shares, peers=["a", "b"], sample="n")
    number = np.array([400.0, 100.0])
    lower, upper = wilson_interval(np.array([0.32, 0.22]) * number, number)
    np.testing.assert_array_equal(table[["sample_lower", "sample_upper"]], np.column_stack([lower, upper]))


def test_comparisons_of_unlike_things_are_refused() -> None:
    shares = exact(a=(1, 2), b=(1, 3))
    with pytest.raises(MeasureError, match="mixes the basis"):
        against_peers(shares.assign(basis=["residence", "workplace"]), peers=["a", "b"])
    with pytest.raises(MeasureError, match="'z'"):
        against_peers(shares, peers=["a", "z"])
    with pytest.raises(MeasureError, match="1 area"):
        against_peers(shares, peers=["a"])
    with pytest.raises(MeasureError, match="'mean'"):
        against_peers(shares, peers=["a", "b"], reference="mean")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="like with like"):
        creative_growth(shares, shares.assign(basis="workplace"))


def test_growth_by_hand() -> None:
    table = creative_growth(exact(a=(20, 80), gone=(1, 1)), exact(a=(30, 70), new=(1, 1))).set_index("area")
    assert table["dates"].to_dict() == {"a": "both", "gone": "before", "new": "after"}
    assert table.loc["a", ["points_lower", "points_upper"]].tolist() == pytest.approx([10.0, 10.0])
    assert table.loc["a", ["persons_lower", "persons_upper"]].tolist() == pytest.approx([50.0, 50.0])
    assert table.loc[["gone", "new"], "points_lower"].isna().all()


def test_growth_of_bounded_shares_is_bounded() -> None:
    first = creative_share(people(a=(20, 10, 70)), KIET, basis="residence")
    second = creative_share(people(a=(30, 0, 70)), KIET, basis="residence")
    row = creative_growth(first, second).iloc[0]
    assert (row["points_lower"], row["points_upper"]) == pytest.approx((0.0, 10.0))
    assert (row["persons_lower"], row["persons_upper"]) == pytest.approx((0.0, 50.0))

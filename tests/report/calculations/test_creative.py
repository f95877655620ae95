import numpy as np
import pandas as pd
import pytest

from sandan.observe.occupations.creative_class import creative_share
from sandan.observe.occupations.lists import occupation_list
from sandan.report.calculations.catalog import CALCULATIONS
from sandan.report.calculations.creative import revisions_of

LISTS = {"KSCO6": "kiet_ksco6", "KSCO7": "kiet_ksco7"}
ASKED = {
    "basis": "workplace",
    "lists": LISTS,
    "city": "A",
    "period": 2013,
    "classification": "KSCO7",
    "areas": ["A", "B", "C", "Z"],
    "before": 2010,
    "after": 2013,
}
OVER = {"source": "KSCO6", "target": "KSCO7"}


@pytest.fixture
def tables(staffed):
    pairs = staffed["concordance"].rename(columns={"ksco6_cd": "source", "ksco7_cd": "target"})
    pairs = pairs.assign(source_classification="KSCO6", target_classification="KSCO7", weight=np.nan)
    return {"occupations": staffed["occupations"], "occupation_concordance": pairs}


def shares(tables, name="creative_shares", **more):
    table = CALCULATIONS[name].function(tables, ASKED | more)
    return table.set_index(["area", "period", "classification"])


def test_share_is_exact_where_every_cell_is_known(tables):
    table = shares(tables)
    assert table.loc[("A", 2010, "KSCO6"), "share"] == pytest.approx(30.0)
    assert table.loc[("A", 2013, "KSCO7"), "share"] == pytest.approx(30.0)


def test_hidden_cell_becomes_bounds(tables):
    row = shares(tables).loc[("C", 2013, "KSCO7")]
    assert row[["share_lower", "share_upper"]].tolist() == pytest.approx([100 / 97, 400 / 100])
    assert (row["hidden_cells"], pd.isna(row["share"])) == (1, True)


def test_shares_are_those_of_the_core(tables):
    people = tables["occupations"].query("period == 2013 and basis == 'workplace'")
    found = creative_share(
        people.rename(columns={"region": "workplace"}),
        occupation_list("kiet_ksco7"),
        basis="workplace",
        value="value",
        bounds=("lower", "upper"),
    ).set_index("area")
    mine = shares(tables).xs((2013, "KSCO7"), level=("period", "classification"))
    pd.testing.assert_series_equal(mine["share_upper"], 100 * found["share_upper"])


def test_split_that_nobody_counted_becomes_bounds(tables):
    # 23 may all be 23 (30 of 100) or all 31 (20 of 100).
    row = shares(tables, "creative_shares_converted", **OVER).loc[("A", 2010, "KSCO7")]
    assert row[["share_lower", "share_upper"]].tolist() == pytest.approx([20.0, 30.0])


def test_code_that_the_concordance_lacks_may_be_anywhere(tables):
    pairs = tables["occupation_concordance"]
    without = tables | {"occupation_concordance": pairs.loc[pairs["source"] != "23"]}
    row = shares(without, "creative_shares_converted", **OVER).loc[("A", 2010, "KSCO7")]
    assert row["share_lower"] <= 20.0
    assert row["share_upper"] >= 30.0


def test_groups_of_other_codes_are_not_counted_twice(tables):
    people = tables["occupations"]
    major = people.query("occupation == '21'").assign(occupation="2")
    twice = tables | {"occupations": pd.concat([people, major])}
    pd.testing.assert_frame_equal(shares(twice), shares(tables))


def test_hidden_cell_without_bounds_leaves_no_share(tables):
    people = tables["occupations"].copy()
    people.loc[people["status"] == "suppressed", ["lower", "upper"]] = np.nan
    table = shares(tables | {"occupations": people})
    row = table.loc[("C", 2013, "KSCO7")]
    assert (row["status"], pd.isna(row["share_lower"])) == ("suppressed", True)
    assert table.loc[("A", 2013, "KSCO7"), "status"] == "reported"


def test_peers_are_ranked_and_those_without_a_share_listed_last(tables):
    table = CALCULATIONS["creative_ranks"].function(tables, ASKED).set_index("area")
    assert table[["best_rank", "worst_rank"]].loc["A"].tolist() == [1, 1]
    # The others have 20 % and from 1.03 to 4 %: their median lies in the middle.
    low, high = (20 + 100 / 97) / 2, (20 + 4) / 2
    assert table.loc["A", ["difference_lower", "difference_upper"]].tolist() == pytest.approx(
        [30 - high, 30 - low]
    )
    assert table.index[-1] == "Z"
    assert table[["ranked", "missing"]].iloc[0].tolist() == [3, 1]


def test_change_is_taken_in_one_revision(tables):
    (row,) = CALCULATIONS["creative_change_converted"].function(tables, ASKED | OVER).to_dict("records")
    assert (row["points_lower"], row["points_upper"]) == pytest.approx((0.0, 10.0))
    assert (row["persons_lower"], row["persons_upper"]) == pytest.approx((0.0, 50.0))


def test_groups_add_up_to_the_class(tables):
    table = CALCULATIONS["creative_groups"].function(tables, ASKED)
    assert table[["group", "side", "persons_lower"]].to_numpy().tolist() == [
        ["창의핵심인력", "include", 30.0]
    ]
    assert table["share_lower"].tolist() == pytest.approx([30.0])


def test_revisions_are_listed_once(tables):
    assert revisions_of(tables["occupation_concordance"]) == [("KSCO6", "KSCO7")]

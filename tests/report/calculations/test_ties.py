import numpy as np
import pandas as pd
import pytest

from sandan.observe.bridges.openness import openness
from sandan.report.calculations.catalog import CALCULATIONS

ASKED = {
    "first": "X",
    "second": "Y",
    "period": 2013,
    "draws": 99,
    "seed": 1,
    "level": 0.05,
    "before": 2010,
    "after": 2013,
    "published_on": "2015-12-31",
}


@pytest.fixture
def calculate(bridged):
    def carried_out(name, **tables):
        return CALCULATIONS[name].function(bridged | tables, ASKED)

    return carried_out


def test_every_tie_is_counted_by_where_its_ends_are(calculate):
    table = calculate("bridge_ties").set_index("period")
    columns = ["first", "second", "between", "one_end", "no_end", "ties"]
    assert table[columns].loc[2010].tolist() == [4, 3, 2, 3, 4, 16]
    assert table[columns].loc[2013].tolist() == [4, 3, 5, 3, 4, 19]
    assert table[["first_firms", "second_firms", "in_both", "self_ties"]].loc[2013].tolist() == [10, 8, 0, 0]


def test_index_is_that_of_the_ties_and_of_the_core(calculate, bridged):
    table = calculate("bridge_ties").set_index("period")
    # (2 - 7) / 9 and (5 - 7) / 12; by chance 1 - 2 (10 * 9 + 8 * 7) / (18 * 17).
    assert table["e_i"].to_dict() == {2010: pytest.approx(-5 / 9), 2013: pytest.approx(-2 / 12)}
    assert table["expected"].tolist() == pytest.approx([1 - 2 * 146 / 306] * 2)
    ties = bridged["ties"].loc[lambda rows: rows["date"].str.startswith("2013")]
    groups = pd.Series(
        {f"{one}{k}": one.upper() for one, count in (("x", 10), ("y", 8)) for k in range(count)}
    )
    found = openness(ties, groups.sort_index(), draws=99, rng=np.random.default_rng([1, 2013])).index
    assert table.loc[2013, "p"] == found["p_value"].iloc[0]


def test_kinds_add_up_to_the_year(calculate):
    table = calculate("bridge_tie_kinds").set_index("kind")
    assert table.loc["joint_project", "between"] == 5
    parts = table.drop(index="TOTAL")[["first", "second", "between"]].sum()
    assert parts.to_dict() == table.loc["TOTAL", ["first", "second", "between"]].to_dict()


def test_change_is_between_the_two_years(calculate):
    (row,) = calculate("bridge_openness_change").to_dict("records")
    assert row["change"] == pytest.approx(-2 / 12 + 5 / 9)
    assert row["lower"] < row["change"] < row["upper"]
    assert row["movers"] == 0


def test_firm_that_moved_is_left_out_of_the_change_and_counted(calculate, bridged):
    register = bridged["establishments"].copy()
    moved = register["enterprise"].eq("x0") & register["period"].eq(2013)
    register.loc[moved, "complex"] = "Y"
    (row,) = calculate("bridge_openness_change", establishments=register).to_dict("records")
    # Without x0 three ties are left inside X; one joins the two in 2010 and four in 2013.
    assert row["movers"] == 1
    assert row["before"] == pytest.approx((1 - 6) / 7)
    assert row["after"] == pytest.approx((4 - 6) / 10)


def test_ties_of_two_firms_are_hidden_with_the_index(calculate, bridged):
    ties = bridged["ties"]
    between = ties["kind"].eq("joint_project") & ties["date"].str.startswith("2010")
    few = ties.drop(index=ties.index[between][1:])
    table = calculate("bridge_ties", ties=few).set_index("period")
    assert table["status"].to_dict() == {2010: "suppressed", 2013: "reported"}
    assert pd.isna(table.loc[2010, ["between", "e_i", "expected", "p"]]).all()


def test_year_before_the_second_complex_has_no_index(calculate, bridged):
    register = bridged["establishments"]
    late = register.loc[register["complex"].ne("Y") | register["period"].eq(2013)]
    table = calculate("bridge_ties", establishments=late).set_index("period")
    assert table.loc[2010, ["second", "between", "second_firms"]].tolist() == [0, 0, 0]
    assert table["e_i"].isna().to_dict() == {2010: True, 2013: False}


def test_tie_of_a_firm_with_itself_is_counted_apart(calculate, bridged):
    own = bridged["ties"].tail(1).assign(**{"from": "x0", "to": "x0", "tie": "own"})
    table = calculate("bridge_ties", ties=pd.concat([bridged["ties"], own])).set_index("period")
    assert table.loc[2013, ["self_ties", "ties"]].tolist() == [1, 19]


def test_years_without_a_register_have_no_row(calculate, bridged):
    later = bridged["ties"].assign(date="2014-02-01")
    assert calculate("bridge_ties", ties=later).empty
    assert calculate("bridge_tie_kinds", ties=later).empty

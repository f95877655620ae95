"""Two complexes whose mixes can be added up by hand, and the same numbers from the core itself."""

import numpy as np
import pandas as pd
import pytest

from sandan.observe.bridges.complementarity import overlap_test
from sandan.report.calculations.catalog import CALCULATIONS

ASKED = {
    "city": "A",
    "first": "X",
    "second": "Y",
    "period": 2013,
    "digits": 2,
    "draws": 99,
    "seed": 1,
    "level": 0.05,
    "closest": 0.1,
    "published_on": "2015-12-31",
}


@pytest.fixture
def calculate(bridged):
    def carried_out(name, register=None, **changed):
        tables = bridged | ({} if register is None else {"establishments": register})
        return CALCULATIONS[name].function(tables, ASKED | changed)

    return carried_out


def test_overlap_is_the_smaller_share_of_every_industry_added_up(calculate):
    # X: 60 % in 26 and 40 % in 58. Y: 20 % in 26 and 80 % in 70. They share 20 % in 26.
    assert calculate("bridge_overlap")["overlap"].iloc[0] == pytest.approx(20.0)
    mixes = calculate("bridge_mixes").set_index("industry")
    assert mixes["common"].to_dict() == {"70": 0.0, "26": pytest.approx(20.0), "58": 0.0}
    assert mixes.loc["26", ["first_jobs", "second_jobs"]].tolist() == [60.0, 20.0]


def test_overlap_is_tested_as_the_core_tests_it(calculate, bridged):
    register = bridged["establishments"]
    there = register.loc[register["period"] == 2013].assign(group=lambda table: table["industry"].str[:2])
    test = overlap_test(
        there.loc[there["complex"].notna()],
        places=("X", "Y"),
        place="complex",
        industry="group",
        workers="workers",
        draws=99,
        rng=np.random.default_rng(1),
    )
    (row,) = calculate("bridge_overlap").to_dict("records")
    assert (row["p_low"], row["p"]) == (test.p_low, test.p_value)
    assert row["expected"] == pytest.approx(100 * test.expected)
    assert row["verdict"] == "less"


def test_specializations_divide_into_shared_related_and_unrelated(calculate):
    table = calculate("bridge_related")
    assert table["giver"].tolist() == ["X", "Y"]
    assert (table[["shared", "related", "unrelated"]].sum(axis=1) == table["industries"]).all()
    # X is specialized in 26 and 58; Y in 70 alone, since 20 % in 26 are less than the country has.
    assert table["industries"].tolist() == [2, 1]


def test_industry_of_two_firms_is_hidden_and_stands_last(calculate, bridged):
    register = bridged["establishments"]
    few = register.loc[~register["enterprise"].isin(["x8", "x9"])]
    mixes = calculate("bridge_mixes", few)
    assert mixes["industry"].iloc[-1] == "58"
    assert mixes["status"].iloc[-1] == "suppressed"
    assert pd.isna(mixes[["first_jobs", "first_share", "common"]].iloc[-1]).all()
    # The test still knows all of it.
    assert calculate("bridge_overlap", few)["overlap"].iloc[0] == pytest.approx(20.0)


@pytest.mark.parametrize("name", ["bridge_overlap", "bridge_related"])
def test_complex_of_two_firms_has_no_numbers(name, calculate, bridged):
    register = bridged["establishments"]
    few = register.loc[~register["enterprise"].isin([f"y{k}" for k in range(2, 8)])]
    table = calculate(name, few)
    assert set(table["status"]) == {"suppressed"}
    assert table.select_dtypes("number").isna().all(axis=None)


def test_industries_that_are_never_together_are_related_to_nothing(calculate, bridged):
    register = bridged["establishments"]
    alone = register.assign(industry=register["city"].map({"A": "26112", "B": "47111", "C": "58211"}))
    table = calculate("bridge_related", alone)
    assert table["related"].tolist() == [0, 0]

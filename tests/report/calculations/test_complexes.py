from datetime import date

import pandas as pd
import pytest

from sandan.report.calculations.complexes import (
    ELSEWHERE,
    few_firms,
    members,
    mixes_of,
    protected_mixes,
    sited,
)

PAIR = ("X", "Y")
DAY = date(2015, 12, 31)


@pytest.fixture
def sites(bridged):
    return sited(bridged["establishments"], period=2013, pair=PAIR)


def test_sites_stand_in_one_of_the_two_or_elsewhere(sites):
    assert sites["place"].value_counts().to_dict() == {ELSEWHERE: 31, "X": 10, "Y": 8}


def test_site_that_does_not_report_is_in_neither(bridged):
    register = bridged["establishments"].assign(status="suppressed")
    assert sited(register, period=2013, pair=PAIR).empty


def test_mixes_add_up_to_the_country(sites):
    mixes = mixes_of(sites.assign(group=sites["industry"].str[:2]), pair=PAIR, industry="group")
    assert mixes.loc["X"].to_dict() == {"26": 60.0, "47": 0.0, "58": 40.0, "70": 0.0}
    assert mixes.to_numpy().sum() == sites["workers"].sum()


def test_complex_of_two_firms_is_not_told_of(sites):
    assert not few_firms(sites, pair=PAIR, published_on=DAY)
    few = sites.loc[~sites["enterprise"].isin([f"y{k}" for k in range(2, 8)])]
    assert few_firms(few, pair=PAIR, published_on=DAY)


def test_cell_of_two_firms_is_hidden_and_empty_cells_are_zero(bridged):
    register = bridged["establishments"]
    few = register.loc[~register["enterprise"].isin(["x8", "x9"])]
    cells = protected_mixes(few, city="A", period=2013, digits=2, published_on=DAY)
    assert pd.isna(cells.at["X", "58"])
    assert (cells.at["Y", "70"], cells.at["Y", "47"]) == (80.0, 0.0)


def test_enterprise_in_both_belongs_to_neither(bridged):
    register = bridged["establishments"].replace({"enterprise": {"y0": "x0"}})
    found, in_both = members(register, period=2013, pair=PAIR)
    assert in_both == 1
    assert found.value_counts().to_dict() == {"X": 9, "Y": 7}

"""Rungs of firms and of rings in the table of rungs: what they rest on, and what is not told."""

import json

import numpy as np
import pandas as pd
import pytest

import policy_office
from sandan.evaluate.ladder.rungs import Rung
from sandan.report.calculations.policy_rungs import FROM_FURTHER, _ends, whole_ladder

ASKED = {"specification": policy_office.RECORD, "published_on": "2015-12-31"}


@pytest.fixture(scope="module")
def tables():
    """Sixty firms of the place and sixty of each other city ask for support; every second has it."""
    register = policy_office.policy_register(cities=24, firms=60, effect=0.1)
    asked = register.loc[register["period"] == 2009, ["enterprise", "industry"]]
    asked = asked.loc[asked["industry"] == policy_office.TARGET].head(600)
    number = asked["enterprise"].str.rsplit("-", n=1).str[-1].astype(int)
    applications = pd.DataFrame(
        {"enterprise": asked["enterprise"], "decided_on": "2011-03-15", "selected": number % 2 == 0}
    )
    places = policy_office.policy_places()
    return {"establishments": register, "places": places, "applications": applications}


def made(name, tables, **more):
    (one,) = [one for one in FROM_FURTHER if one.name == f"policy_{name}_supported"]
    return one.function(tables, ASKED | more)


def test_firms_have_a_rung_and_what_it_is_made_from(tables):
    rungs, behind = made("rungs", tables).set_index("rung"), made("behind", tables).set_index("rung")
    assert rungs.loc["firms", "kind"] == "estimated"
    assert rungs.loc["firms", ["lower", "estimate", "upper"]].is_monotonic_increasing
    assert behind.loc["firms", ["treated", "comparisons"]].tolist() == [300, 300]
    assert behind.loc["firms", "share"] == pytest.approx(37.5, abs=1)
    assert json.loads(rungs.loc["rings", "lacking"]) == [["coordinates", 0, 1]]


def test_what_lies_beyond_firms_is_the_gap_to_the_last_rung_of_places(tables):
    between, ladder = made("between", tables).set_index("part"), whole_ladder(tables, ASKED)
    gap = ladder["target_minus_rest"].estimate - ladder["firms"].estimate
    assert between.loc["beyond_firms", "estimate"] == pytest.approx(
        100 * (2.718281828459045 ** (gap / 100) - 1)
    )


def test_few_supported_firms_of_the_place_are_not_told_of(tables):
    asked = tables["applications"]
    here = asked["enterprise"].str.startswith("C00")
    few = asked.assign(selected=asked["selected"] & (~here | asked["enterprise"].str.endswith("-2")))
    rungs = made("rungs", tables | {"applications": few}).set_index("rung")
    assert json.loads(rungs.loc["firms", "lacking"]) == [["told", 0, 1]]
    assert made("behind", tables | {"applications": few}).empty


def test_net_is_walked_down_from_the_gross_rung_by_registered_rates(tables):
    asked = {"specification": policy_office.RECORD | {"rates": policy_office.RATES}}
    rungs = made("rungs", tables, **asked).set_index("rung")
    assert rungs.loc["net", "kind"] == "arithmetic"
    (net,) = [one for one in FROM_FURTHER if one.name == "policy_net"]
    steps = net.function(tables, asked).set_index("step")
    assert steps.loc["gross", "central"] == pytest.approx(rungs.loc["gross", "estimate"])
    for column, end in (("lower", "lower"), ("estimate", "central"), ("upper", "upper")):
        assert rungs.loc["net", column] == pytest.approx(steps.loc["net", end])
    assert steps.loc["displacement", ["rate_lower", "rate", "rate_upper"]].tolist() == [10, 20, 25]
    assert net.function(tables, ASKED).empty


@pytest.mark.parametrize(
    ("band", "said"),
    [((-np.inf, 0.0), (-100.0, 0.0)), ((-np.inf, np.inf), (None, None)), ((0.0, np.inf), (0.0, None))],
)
def test_band_that_is_endless_only_below_ends_where_all_is_lost(band, said):
    ends = _ends(Rung("rings", 0.0, *band))
    assert [None if np.isnan(end) else end for end in ends.values()] == list(said)

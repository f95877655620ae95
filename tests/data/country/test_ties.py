"""Ties: between firms that are there, at the rates of the truth, closer after the programme."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.country.generate import generate_country
from sandan.data.country.panel import panel_table
from sandan.data.country.plan import CountryPlan
from sandan.data.country.ties import KINDS, OPENING, PROGRAMME, RATES, ZONES, tie_list
from sandan.data.tables import check_table


@pytest.fixture(scope="module")
def made(demo):
    return tie_list(demo)


def test_ties_keep_their_contract_in_order_of_days(made):
    check_table(made.listed, CONTRACTS["ties"])
    assert made.listed["tie"].is_unique
    assert made.listed["date"].is_monotonic_increasing
    assert (made.listed["from"] != made.listed["to"]).all()
    assert set(made.listed["kind"]) == set(KINDS)


def test_ends_are_enterprises_with_one_site_in_the_zones_of_the_truth(demo, demo_words, made):
    places = demo.world.places
    year = 2013
    sites = panel_table(demo, demo_words, year).to_pandas()
    alone = sites[~sites["enterprise"].duplicated(keep=False)].astype({"complex": "str", "city": "str"})
    older = places.complexes[places.first_complex[0]]
    zone = np.select(
        [
            alone["complex"] == older,
            alone["complex"] == places.complexes[places.research],
            alone["city"] == places.cities[0],
        ],
        ZONES[:3],
        default=ZONES[3],
    )
    zone_of = pd.Series(zone, index=alone["enterprise"])
    listed = made.listed[made.listed["date"].dt.year == year]
    ends = np.sort(
        np.column_stack([zone_of[listed[side]].map(ZONES.index) for side in ("from", "to")]), axis=1
    )
    counted = pd.Series(list(zip(*ends.T, listed["kind"], strict=True))).value_counts()
    truth = made.truth[(made.truth["period"] == year) & (made.truth["ties"] > 0)]
    keys = zip(truth["zone_a"].map(ZONES.index), truth["zone_b"].map(ZONES.index), truth["kind"], strict=True)
    assert counted.to_dict() == dict(zip(keys, truth["ties"], strict=True))
    firms = truth.drop_duplicates("zone_a").set_index("zone_a")["firms_a"]
    assert firms.to_dict() == zone_of.value_counts().loc[firms.index].to_dict()


def test_draws_agree_with_what_is_expected(made):
    truth = made.truth[made.truth["expected"] > 0]
    score = (truth["ties"] - truth["expected"]) / np.sqrt(truth["expected"])
    assert abs(score.mean()) < 4 / np.sqrt(len(score))
    assert score.std() == pytest.approx(1, abs=0.15)


def test_rates_follow_opening_and_programme(made):
    rates = made.truth.pivot_table(index="period", columns=["zone_a", "zone_b", "kind"], values="rate")
    before, since = rates.loc[[2011, 2013], ("manufacturing", "research", "meeting")]
    assert before == RATES["manufacturing", "research"][KINDS.index("meeting")]
    assert since / before == pytest.approx(OPENING**2 * PROGRAMME["meeting"], abs=1e-4)
    contracts = rates["manufacturing", "research", "contract"]
    assert contracts[2013] == pytest.approx(0.06 * OPENING**2, abs=1e-6)
    assert np.ptp(rates["manufacturing", "city", "meeting"]) == 0


def test_nobody_is_tied_to_a_complex_before_it_opens(demo, made):
    early = made.truth[made.truth["period"] < demo.world.plan.research_opens]
    to_it = (early["zone_a"] == "research") | (early["zone_b"] == "research")
    assert early.loc[to_it, "ties"].sum() == 0
    assert early.loc[~to_it, "ties"].sum() > 0


def test_ties_have_a_stream_of_their_own(small):
    other = generate_country(replace(small.world.plan, network_programme=2011), seed=1)
    assert all((a.district == b.district).all() for a, b in zip(small.states, other.states, strict=True))


def test_country_without_complexes_in_use_has_ties_too():
    plan = CountryPlan(establishments=100, provinces=2, cities=3, clusters=False, rounds=())
    made = tie_list(generate_country(plan, seed=1))
    assert (made.truth.loc[made.truth["zone_b"] == "research", "ties"] == 0).all()
    assert len(made.listed) == made.truth["ties"].sum() > 0

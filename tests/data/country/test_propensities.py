from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sandan.data.country.chains import make_chains
from sandan.data.country.generate import generate_country, make_world
from sandan.data.country.plan import SCALES
from sandan.data.country.propensities import cells_table, fit_margins


@pytest.fixture(scope="module")
def world():
    return make_world(SCALES["demo"], 7)


def test_fit_margins_leaves_a_table_with_the_right_margins_alone():
    table = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert np.allclose(fit_margins(table, np.array([3.0, 7.0]), np.array([4.0, 6.0]), rounds=3), table)


@given(st.lists(st.floats(0.1, 9), min_size=6, max_size=6))
def test_fit_margins_keeps_odds_ratios_and_reaches_the_margins(weights):
    table = np.array(weights).reshape(2, 3)
    rows, columns = np.array([2.0, 4.0]), np.array([1.0, 2.0, 3.0])
    fitted = fit_margins(table, rows, columns, rounds=300)
    assert np.allclose(fitted.sum(axis=1), rows, rtol=1e-6)
    assert np.allclose(fitted.sum(axis=0), columns, rtol=1e-6)
    odds = [t[0, 0] * t[1, 1] / (t[0, 1] * t[1, 0]) for t in (table, fitted)]
    assert odds[0] == pytest.approx(odds[1], rel=1e-6)


def test_null_cells_follow_city_size_exactly(world):
    cells = cells_table(world.places, world.industries, world.propensities)
    null = cells[cells["kind"] == "null"]
    assert (null["probability"] == null["city_weight"]).all()
    assert len(null) > 0.75 * len(cells)
    assert not null["is_cluster"].any()


def test_each_city_holds_its_share_of_all_sites(world):
    held = world.industries.group_share @ world.propensities.chance
    assert np.allclose(held, world.places.weight, atol=1e-9)
    assert np.allclose(world.propensities.chance.sum(axis=1), 1)


def test_clusters_have_the_stated_strength(world):
    cells = cells_table(world.places, world.industries, world.propensities)
    clusters = cells[cells["is_cluster"]]
    assert 60 < len(clusters) < 110
    assert clusters["true_ratio"].between(1.5, 9).all()
    focal = clusters.loc[clusters["city"] == world.places.cities[0], "group"]
    assert {"261", "264", "582", "620"} <= set(focal)


def test_without_clusters_every_cell_is_null():
    world = make_world(replace(SCALES["demo"], clusters=False), 7)
    cells = cells_table(world.places, world.industries, world.propensities)
    assert set(cells["kind"]) == {"null"}
    assert (cells["true_ratio"] == 1).all()


def test_groups_of_a_chain_cluster_in_the_same_cities():
    world = make_world(replace(SCALES["demo"], chains=True), 7)
    chains = make_chains(world.industries.groups)
    held = world.industries.group_share @ world.propensities.chance
    assert np.allclose(held, world.places.weight, atol=1e-9)
    ratio = np.log(world.propensities.chance / world.places.weight)
    alike = np.corrcoef(ratio[chains.chained])
    own = chains.of_group[chains.chained]
    inside = own[:, None] == own
    others = ~np.eye(len(own), dtype=bool)
    assert alike[inside & others].mean() > 0.7
    assert abs(alike[~inside].mean()) < 0.1
    favored = [world.propensities.planned[chains.of_group == row].all(axis=0).sum() for row in np.unique(own)]
    assert min(favored) >= 1
    assert sum(favored) > 2.5 * len(favored)


def test_chains_change_no_other_cluster():
    both, alone = (
        make_world(replace(SCALES["demo"], chains=chains), 7).propensities.planned for chains in (True, False)
    )
    assert both[alone].mean() > 0.9
    assert both.sum() > 3 * alone.sum()


@pytest.mark.parametrize("clusters", [True, False])
@pytest.mark.parametrize("year", [2006, 2015])
def test_null_cells_stand_out_no_more_often_than_chance_allows(clusters, year):
    country = generate_country(replace(SCALES["region"], clusters=clusters), seed=3)
    world, state = country.world, country.state(year)
    sites = np.zeros((len(world.industries.groups), len(world.places.cities)))
    city = world.places.district_city[state.district]
    np.add.at(sites, (world.industries.group[state.industry], city), 1)
    share, size = sites.sum(axis=0) / sites.sum(), sites.sum(axis=1, keepdims=True)
    # A binomial test of each cell against the city's share; ties are broken by chance (mid-p).
    ties = np.random.default_rng(1).random(sites.shape) * stats.binom.pmf(sites, size, share)
    stands_out = stats.binom.sf(sites - 1, size, share) - ties <= 0.05
    null = np.array([role == "null" for role in world.industries.roles]) | (not clusters)
    assert stands_out[null].mean() == pytest.approx(0.05, abs=0.007)
    quotient = (sites / size) / share
    assert np.average(quotient[null], weights=np.broadcast_to(size, sites.shape)[null]) == pytest.approx(
        1, abs=0.02
    )
    if clusters:
        assert stands_out[world.propensities.planned].mean() > 0.85
        assert np.median(quotient[world.propensities.planned]) > 2

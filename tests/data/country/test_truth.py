import numpy as np
import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.country.chains import make_chains
from sandan.data.country.generate import generate_country
from sandan.data.country.plan import CountryPlan
from sandan.data.country.truth import (
    applications_table,
    cells_truth,
    effects_truth,
    groups_truth,
    supported_truth,
)
from sandan.data.tables import check_table

LARGE = CountryPlan(establishments=60_000, provinces=2, cities=4, focal_share=0.45)


def test_applications_keep_their_contract(demo):
    table = applications_table(demo)
    check_table(table, CONTRACTS["applications"])
    assert not table.duplicated(["programme", "round", "enterprise"]).any()


def test_applications_of_a_country_without_rounds_are_an_empty_table():
    country = generate_country(CountryPlan(establishments=200, provinces=2, cities=4, rounds=()), seed=1)
    check_table(applications_table(country), CONTRACTS["applications"])
    assert supported_truth(country).empty


def test_every_cell_has_its_truth(demo):
    cells = cells_truth(demo)
    assert len(cells) == len(demo.world.places.cities) * len(demo.world.industries.groups)
    assert cells.notna().all(axis=None)


def test_null_groups_are_those_that_may_not_cluster(demo):
    groups = groups_truth(demo).set_index("group")
    assert groups["null"].equals(groups["role"] == "null")
    assert groups.loc[["261", "103", "620", "711"], "pool"].tolist() == [
        "manufacturing",
        "manufacturing",
        "technology",
        "others",
    ]


def test_null_groups_of_a_pool_are_as_often_in_complexes(demo):
    """As often as their pool; a group of manufacturing is there much more often than other sites."""
    groups, state = groups_truth(demo), demo.state(2012)
    group = demo.world.industries.group[state.industry]
    fenced = state.complex >= 0
    for pool, others in (("manufacturing", "others"), ("others", "manufacturing")):
        null = (groups["null"] & (groups["pool"] == pool)).to_numpy()
        share = fenced[null[group]].mean()
        large = [row for row in np.flatnonzero(null) if (group == row).sum() >= 100]
        scores = [
            (fenced[group == row].mean() - share) / np.sqrt(share * (1 - share) / (group == row).sum())
            for row in large
        ]
        assert np.std(scores) == pytest.approx(1, abs=0.3)
        elsewhere = fenced[(groups["pool"] == others).to_numpy()[group]].mean()
        assert abs(share - elsewhere) > 0.1


def test_with_clusters_of_chains_only_general_branches_stay_null():
    plan = CountryPlan(establishments=200, provinces=2, cities=10, chains=True)
    country = generate_country(plan, seed=1)
    groups = groups_truth(country)
    chained = make_chains(country.world.industries.groups).chained
    assert not groups.loc[chained, "null"].any()
    assert (groups.loc[~chained, "null"] == (groups.loc[~chained, "role"] == "null")).all()


def test_effects_name_every_city_and_industry(demo):
    effects = effects_truth(demo)
    assert set(effects["location_effect"]) == set(demo.world.places.cities)
    assert effects["location_effect"][effects["focal_city"]] == demo.world.plan.location_effect
    assert effects["support"]["effect_log_points_once"] == demo.world.plan.support_effect


def test_supported_firms_stand_with_and_without_support(demo):
    table = supported_truth(demo)
    selected = demo.applications[demo.applications["selected"]]
    assert table["establishment"].nunique() <= len(selected)
    assert table.groupby("period").size().index.tolist() == list(range(2009, 2016))
    assert (table["workers"] >= table["workers_without_support"]).mean() > 0.99


def test_known_effect_is_the_difference_and_a_naive_comparison_is_not():
    country = generate_country(LARGE, seed=3)
    naive = []
    for year in LARGE.rounds:
        before, after = country.state(year - 1), country.state(year)
        of_round = country.applications["round"] == f"{year}-1"
        selected = country.applications.loc[of_round & country.applications["selected"], "number"]
        numbers, old, new = np.intersect1d(before.number, after.number, return_indices=True)
        large = before.workers[old] >= 10
        chosen = np.isin(numbers, selected)
        growth = np.log(after.workers[new] / before.workers[old])
        naive.append(growth[chosen & large].mean() - growth[~chosen & large].mean())
    first = supported_truth(country).drop_duplicates("establishment")
    effect = np.log(first["workers"].sum() / first["workers_without_support"].sum())
    assert effect == pytest.approx(LARGE.support_effect, abs=0.01)
    assert np.mean(naive) > LARGE.support_effect + 0.02

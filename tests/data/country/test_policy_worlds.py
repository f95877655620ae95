"""Worlds with a policy: what is added is there, and nothing else differs."""

import numpy as np
import pytest

from sandan.data.country.policy_worlds import START, policy_world
from sandan.errors import MeasureError


def logs(**about):
    jobs, regions, target = policy_world(np.random.default_rng(1), **about)
    wide = np.log(jobs.set_index(["place", "industry", "period"])["jobs"]).unstack("period")
    return wide, regions, target


def test_effect_is_added_to_the_target_industries_of_one_place_since_the_beginning():
    with_it, regions, target = logs(effect=0.1)
    without, _, _ = logs(effect=0.0)
    added = (with_it - without).round(9)
    here = added.loc[("p00", target), added.columns >= START]
    assert (here == 0.1).all(axis=None)
    assert added.abs().sum().sum() == pytest.approx(0.1 * here.size)
    assert (regions == "capital").sum() == 12


def test_scenarios_happen_where_they_say():
    calm, regions, _ = logs()
    capital = regions.index[regions == "capital"]
    trend = (logs(scenario="region_trend")[0] - calm).round(9)
    assert trend.loc[list(capital), 2020].eq(0.19).all()
    assert trend.loc["p59"].eq(0).all(axis=None)
    shock = (logs(scenario="region_shock")[0] - calm).round(9)
    assert shock.loc[list(capital), START].eq(0.08).all()
    assert shock.loc[list(capital), START - 1].eq(0).all()
    own = (logs(scenario="place_shock")[0] - calm).round(9)
    assert own.loc["p00", START].eq(0.08).all()
    assert own.drop("p00").eq(0).all(axis=None)


def test_neighbors_lose_a_quarter_of_what_the_place_wins():
    jobs = np.exp(logs(scenario="displacement")[0])
    calm = np.exp(logs()[0])
    bare = np.exp(logs(effect=0.0)[0])
    won = (calm - bare).loc["p00"][2020].sum()
    lost = (calm - jobs)[2020].groupby("place").sum()
    assert lost.sum() == pytest.approx(0.25 * won)
    assert set(lost.index[lost.abs() > 1e-6]) == {f"p{number:02}" for number in range(1, 6)}


def test_unknown_scenario_is_refused():
    with pytest.raises(MeasureError, match="'flood'"):
        policy_world(np.random.default_rng(1), scenario="flood")

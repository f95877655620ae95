from dataclasses import replace

import numpy as np
import pytest

from sandan.data.country.generate import generate_country, make_world
from sandan.data.country.plan import SCALES, CountryPlan
from sandan.data.country.population import Register, State
from sandan.data.country.yearly import grown, moved, reclassified, surviving

CALM = CountryPlan(noise=0.0, prospects=0.0, location_effect=0.02, support_effect=0.5)


def by_hand(world, *, codes, workers):
    """Sites in the first district of the focal city, which lies in the capital province."""
    count = len(codes)
    zeros, none = np.zeros(count, dtype=np.int16), np.full(count, -1, dtype=np.int16)
    industry = np.array([world.industries.codes.index(code) for code in codes], dtype=np.int16)
    size = np.array(workers, dtype=np.int32)
    state = State(np.arange(count, dtype=np.int32), zeros, none, industry, none, size, size)
    register = Register(
        np.arange(count, dtype=np.int32),
        np.zeros(count, dtype=np.int32),
        industry,
        np.zeros(count, dtype=np.int8),
        np.zeros(count, dtype=np.float32),
    )
    return state, register


def test_growth_by_hand():
    # 26112 grows by 0.018 and 13101 shrinks by 0.018 a year; the capital province adds 0.02.
    world = make_world(CALM, 1)
    state, register = by_hand(world, codes=["26112", "13101", "26112"], workers=[1000, 1000, 1000])
    after = grown(world, register, state, np.array([False, False, True]), 2010)
    # 1000 exp(0.038) = 1038.7; 1000 exp(0.002) = 1002.0; 1000 exp(0.538) = 1712.6
    assert after.workers[0] in (1038, 1039)
    assert after.workers[1] in (1002, 1003)
    assert after.workers[2] in (1712, 1713)
    assert after.untreated.tolist()[2] in (1038, 1039)


def test_growth_displaces_jobs_of_the_same_city_and_group():
    world = make_world(replace(CALM, displacement=1.0), 1)
    state, register = by_hand(world, codes=["26112", "26129", "13101"], workers=[1000, 1000, 1000])
    after = grown(world, register, state, np.array([True, False, False]), 2010)
    won = int(after.workers[0]) - int(after.untreated[0])
    lost = int(after.untreated[1]) - int(after.workers[1])
    assert abs(won - lost) <= 2
    assert after.workers[2] == after.untreated[2]


def test_nobody_shrinks_to_nothing():
    world = make_world(replace(CALM, location_effect=-5.0), 1)
    state, register = by_hand(world, codes=["26112"], workers=[1])
    assert grown(world, register, state, np.array([False]), 2010).workers.tolist() == [1]


def test_location_effect_is_recovered():
    plan = replace(SCALES["demo"], location_effect=0.05, noise=0.02)
    country = generate_country(plan, seed=3)
    places, before, after = country.world.places, country.state(2006), country.state(2007)
    _, old, new = np.intersect1d(before.number, after.number, return_indices=True)
    large = before.workers[old] >= 10
    stays = before.district[old] == after.district[new]
    same = before.industry[old] == after.industry[new]
    rows = large & stays & same
    growth = np.log(after.workers[new] / before.workers[old])[rows]
    capital = places.capital[places.district_city[before.district[old]]][rows]
    trend = country.world.industries.trait("trend")[before.industry[old]][rows]
    rest = growth - trend
    assert rest[capital].mean() - rest[~capital].mean() == pytest.approx(0.05, abs=0.008)


def test_deaths_follow_the_rate_of_the_division(demo):
    world, state = demo.world, demo.state(2006)
    left = surviving(world, state, 2007)
    expected = world.industries.trait("exits")[state.industry].mean()
    assert 1 - len(left.number) / len(state.number) == pytest.approx(expected, abs=0.008)


def test_reclassification_changes_code_and_keeps_the_place(demo):
    world, state = demo.world, demo.state(2006)
    after = reclassified(world, state, 2007)
    changed = after.industry != state.industry
    assert changed.mean() == pytest.approx(world.plan.reclassify, abs=0.004)
    assert (after.district == state.district).all()
    assert (after.product[~changed] == state.product[~changed]).all()


def test_moves_into_the_research_complex_come_from_its_industries(demo):
    world, state = demo.world, demo.state(2010)
    after = moved(world, state, 2011)
    drawn = (after.complex == world.places.research) & (state.complex != world.places.research)
    groups = world.industries.group[state.industry[drawn]]
    away = world.places.district_city[state.district[drawn]] != 0
    assert world.industries.technology[groups].all()
    assert away.any()
    assert not away.all()


def test_moves_leave_the_city_shares_alone_where_nothing_clusters():
    country = generate_country(replace(SCALES["demo"], clusters=False), seed=3)
    places = country.world.places
    first, last = (
        np.bincount(places.district_city[country.state(year).district], minlength=len(places.cities))
        for year in (2006, 2015)
    )
    error = np.sqrt(places.weight * (1 - places.weight) / last.sum())
    assert (np.abs(last / last.sum() - places.weight) < 4 * error).all()
    assert (np.abs(first / first.sum() - places.weight) < 4 * error).all()

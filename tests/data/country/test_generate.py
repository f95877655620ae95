from dataclasses import fields, replace

import numpy as np
import pytest

from sandan.data.country.generate import generate_country
from sandan.data.country.plan import CountryPlan
from sandan.errors import DefinitionError

STILL = CountryPlan(
    establishments=200,
    provinces=2,
    cities=4,
    first_year=2009,
    last_year=2011,
    move_far=0.0,
    move_near=0.0,
    pull=0.0,
    inner_pull=0.0,
    reclassify=0.0,
    rounds=(2010,),
)


def arrays(country):
    return [
        getattr(table, field.name) for table in (country.register, *country.states) for field in fields(table)
    ]


def test_first_year_has_the_planned_number_of_sites(small):
    assert len(small.state(2009).number) == 400
    assert small.state(2009).number.tolist() == list(range(400))


def test_nothing_moves_where_nothing_may():
    country = generate_country(STILL, seed=5)
    for before, after in zip(country.states, country.states[1:], strict=False):
        _, old, new = np.intersect1d(before.number, after.number, return_indices=True)
        assert len(old) > 150
        assert (before.district[old] == after.district[new]).all()
        assert (before.complex[old] == after.complex[new]).all()
        assert (before.industry[old] == after.industry[new]).all()


def test_same_seed_gives_the_same_country(small):
    again = generate_country(small.world.plan, seed=1)
    assert all((a == b).all() for a, b in zip(arrays(small), arrays(again), strict=True))
    assert small.applications.equals(again.applications)


def test_another_seed_gives_another_country(small):
    other = generate_country(small.world.plan, seed=2)
    assert not np.array_equal(other.state(2009).district, small.state(2009).district)


def test_effect_does_not_change_who_lives_where(small):
    other = generate_country(replace(small.world.plan, support_effect=0.0), seed=1)
    for year in small.years:
        assert (other.state(year).untreated == small.state(year).untreated).all()
        assert (other.state(year).district == small.state(year).district).all()


def test_without_support_both_counts_agree(small):
    country = generate_country(replace(small.world.plan, rounds=()), seed=1)
    assert country.applications.empty
    assert all((state.workers == state.untreated).all() for state in country.states)


def test_negative_seed_is_refused():
    with pytest.raises(DefinitionError, match="-1"):
        generate_country(CountryPlan(), seed=-1)

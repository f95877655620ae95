import numpy as np
from scipy import stats

from sandan.data.country.population import State, chosen, joined


def test_chosen_and_joined_are_inverse(small):
    state = small.state(2009)
    cut = np.arange(len(state.number)) < 150
    again = joined(chosen(state, cut), chosen(state, ~cut))
    assert all((getattr(again, name) == getattr(state, name)).all() for name in State.__dataclass_fields__)


def test_complexes_lie_in_the_district_of_the_site(demo):
    places = demo.world.places
    for state in demo.states:
        inside = state.complex >= 0
        assert (places.complex_district[state.complex[inside]] == state.district[inside]).all()


def test_nobody_is_in_the_research_complex_before_it_opens(demo):
    counts = [int((state.complex == demo.world.places.research).sum()) for state in demo.states]
    assert counts[:5] == [0] * 5
    assert all(counts[5:])


def test_sizes_do_not_depend_on_the_place(demo):
    state, places = demo.state(2006), demo.world.places
    division = demo.world.industries.division[state.industry]
    capital = places.capital[places.district_city[state.district]]
    p = [
        stats.mannwhitneyu(
            state.workers[(division == d) & capital], state.workers[(division == d) & ~capital]
        )[1]
        for d in range(len(demo.world.industries.divisions))
        if ((division == d) & capital).sum() > 50
    ]
    assert stats.kstest(p, "uniform").pvalue > 0.001


def test_sizes_are_skewed_and_differ_by_industry(demo):
    state = demo.state(2006)
    division = demo.world.industries.division[state.industry]
    means = {
        code: state.workers[division == k].mean() for k, code in enumerate(demo.world.industries.divisions)
    }
    assert np.median(state.workers) <= 3 < state.workers.mean() < state.workers.max() / 50
    assert means["26"] > 4 * means["56"]


def test_branches_belong_to_a_head_that_stands_for_itself(demo):
    enterprise = demo.register.enterprise
    number = np.arange(len(enterprise))
    branch = enterprise != number
    assert 0.03 < branch.mean() < 0.05
    assert (enterprise[enterprise[branch]] == enterprise[branch]).all()

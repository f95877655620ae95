import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError
from sandan.observe.rank_range import rank_range


@pytest.mark.parametrize(("lower", "upper"), [([2.0], [1.0]), ([np.nan], [1.0]), ([1.0], [np.nan])])
def test_rank_range_refuses_what_is_no_interval(lower, upper):
    with pytest.raises(MeasureError, match="of value 0 is none"):
        rank_range(np.array(lower), np.array(upper))


interval = st.tuples(st.integers(-6, 6), st.integers(0, 5)).map(lambda t: (float(t[0]), float(t[0] + t[1])))


def slow_ranges(pairs):
    best = [1 + sum(low > high for low, _ in pairs) for _, high in pairs]
    worst = [
        1 + sum(other[1] > pairs[i][0] for j, other in enumerate(pairs) if j != i) for i in range(len(pairs))
    ]
    return best, worst


@settings(deadline=None)
@given(st.lists(interval, min_size=1, max_size=8))
def test_rank_range_equals_the_slow_count(pairs):
    lower, upper = np.array(pairs).T
    best, worst = rank_range(lower, upper)
    assert (best.tolist(), worst.tolist()) == slow_ranges(pairs)


@settings(deadline=None)
@given(st.lists(interval, min_size=1, max_size=8), st.data())
def test_rank_range_contains_the_rank_of_every_draw(pairs, data):
    lower, upper = np.array(pairs).T
    best, worst = rank_range(lower, upper)
    draw = np.array([data.draw(st.floats(low, high)) for low, high in pairs])
    rank = 1 + (draw[None, :] > draw[:, None]).sum(axis=1)
    assert (best <= rank).all()
    assert (rank <= worst).all()


@settings(deadline=None)
@given(st.lists(interval, min_size=1, max_size=8), st.integers(0, 7))
def test_rank_range_is_reached_at_both_ends(pairs, place):
    place %= len(pairs)
    lower, upper = np.array(pairs).T
    best, worst = rank_range(lower, upper)
    others = np.arange(len(pairs)) != place
    assert best[place] == 1 + (np.where(others, lower, -np.inf) > upper[place]).sum()
    assert worst[place] == 1 + (np.where(others, upper, -np.inf) > lower[place]).sum()

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.country.chance import cumulative, pick, round_by_chance, stream


def test_pick_certain_columns():
    shares = cumulative(np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 2.0]]))
    rows = np.array([0, 1, 2, 0])
    assert pick(stream(1, "a"), rows, shares).tolist() == [1, 0, 2, 1]


def test_pick_frequencies_follow_weights():
    shares = cumulative(np.array([[1.0, 3.0], [1.0, 1.0]]))
    found = pick(stream(1, "a"), np.zeros(100_000, dtype=int), shares)
    assert abs(found.mean() - 0.75) < 0.006


@given(st.lists(st.lists(st.floats(0, 9), min_size=4, max_size=4).filter(any), min_size=1, max_size=6))
def test_pick_never_takes_a_column_of_weight_zero(weights):
    table = np.array(weights)
    rows = np.repeat(np.arange(len(table)), 50)
    found = pick(stream(3, "b"), rows, cumulative(table))
    assert (table[rows, found] > 0).all()


def test_stream_depends_on_seed_name_and_year():
    draws = {stream(*key).random() for key in [(1, "a"), (2, "a"), (1, "b"), (1, "a", 2006)]}
    assert len(draws) == 4
    assert stream(1, "a").random() in draws


def test_round_by_chance_keeps_the_mean():
    found = round_by_chance(stream(1, "c"), np.full(100_000, 2.3))
    assert set(found.tolist()) == {2, 3}
    assert abs(found.mean() - 2.3) < 0.01

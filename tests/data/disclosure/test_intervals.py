import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from sandan.data.disclosure.intervals import Unknowns, exact_intervals, inconsistent_sum, tighten
from sandan.errors import MeasureError


def problem(equations, totals, least=0.0, most=np.inf):
    matrix = sparse.csr_array(np.array(equations, dtype=float))
    right, count = np.array(totals, dtype=float), matrix.shape[1]
    return Unknowns(matrix, right, right, np.full(count, least), np.full(count, most), 1e-9)


# x + y = 4, y + z = 4, x + z = 4: each sum alone allows 0 to 4, all of them only 2.
TRIANGLE = problem([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [4, 4, 4])


def test_one_sum_at_a_time_is_wider_than_all_together():
    tight, line = tighten(TRIANGLE)
    assert line is None
    assert (tight.least.tolist(), tight.most.tolist()) == ([0.0] * 3, [4.0] * 3)
    low, high = exact_intervals(TRIANGLE)
    assert (low.tolist(), high.tolist()) == ([2.0] * 3, [2.0] * 3)


def test_a_difference_may_grow_without_end():
    low, high = exact_intervals(problem([[1, -1]], [3.0]))
    assert low.tolist() == [3.0, 0.0]
    assert np.isinf(high).all()


def test_the_search_stops_where_it_is_told_that_it_is_enough():
    plain = problem([[1, 1, 1]], [9.0])
    never = np.full(3, np.inf)
    high = exact_intervals(
        plain,
        enough_low=never,
        enough_high=np.array([4.0, -np.inf, -np.inf]),
        reached=(np.full(3, 3.0), np.full(3, 3.0)),
    )[1]
    assert high[0] >= 4.0
    assert high[1] <= 9.0


@given(numbers=st.lists(st.integers(1, 9), min_size=9, max_size=9))
def test_what_was_reached_before_spares_questions_and_changes_no_answer(numbers):
    """A table of 3 x 3 of which first a square is hidden, then everything."""
    table = np.array(numbers, dtype=float)
    places = np.arange(9).reshape(3, 3)
    sums = [*places, *places.T]
    square = [0, 1, 3, 4]

    def hidden(cells):
        lines = [[float(cell in line) for cell in cells] for line in sums]
        return problem(lines, [table[[cell for cell in line if cell in cells]].sum() for line in sums])

    before = exact_intervals(hidden(square), reached=(table[square], table[square]))
    low, high = table.copy(), table.copy()
    low[square], high[square] = before
    again = exact_intervals(hidden(range(9)), reached=(low, high))
    assert np.allclose(again, exact_intervals(hidden(range(9))))


def test_large_numbers_do_not_drown_the_answer():
    low, high = exact_intervals(problem([[1, 1, 0], [0, 1, 1]], [3e12, 5e12]))
    assert high.tolist() == pytest.approx([3e12, 3e12, 5e12])
    assert low.tolist() == pytest.approx([0.0, 0.0, 2e12])


def test_a_sum_that_cannot_hold_is_found():
    assert inconsistent_sum(TRIANGLE) is None
    assert inconsistent_sum(problem([[1, 1], [1, 0]], [4, 5])) in (0, 1)
    # The triangle leaves 6 for the sum of all three, so 7 is one too many; no single sum shows it.
    hidden = problem([[1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [4, 4, 4, 7])
    assert tighten(hidden)[1] is None
    assert inconsistent_sum(hidden) is not None
    with pytest.raises(MeasureError, match="contradict"):
        exact_intervals(hidden)

"""Fitness by hand, against loops, and what is said of its convergence."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.complexity.fitness import fitness


def by_loops(table: np.ndarray, rounds: int) -> tuple[list[float], list[float]]:
    """Sum one region and one industry at a time."""
    rows, columns = table.shape
    f, q = [1.0] * rows, [1.0] * columns
    for _ in range(rounds):
        new_f = [sum(q[i] for i in range(columns) if table[r, i]) for r in range(rows)]
        new_q = [1 / sum(1 / f[r] for r in range(rows) if table[r, i]) for i in range(columns)]
        f = [value * rows / sum(new_f) for value in new_f]
        q = [value * columns / sum(new_q) for value in new_q]
    return f, q


def test_one_round_by_hand() -> None:
    # a has x and y, b has y: F 2 and 1 over mean 1.5; Q 1/1 and 1/2 over mean 3/4.
    found = fitness(pd.DataFrame([[1, 1], [0, 1]], index=["a", "b"], columns=["x", "y"]), iterations=1)
    assert found.regions.tolist() == pytest.approx([2 / 1.5, 1 / 1.5])
    assert found.industries.tolist() == pytest.approx([1 / 0.75, 0.5 / 0.75])
    assert (found.iterations, found.converged) == (1, False)


@given(
    table=arrays(
        np.float64, st.tuples(st.integers(2, 5), st.integers(2, 5)), elements=st.sampled_from([0.0, 1.0])
    ),
    rounds=st.integers(1, 12),
)
def test_any_presence_agrees_with_loops(table: np.ndarray, rounds: int) -> None:
    table[0] = table[:, 0] = 1
    found = fitness(pd.DataFrame(table), iterations=rounds, tolerance=0)
    f, q = by_loops(table, rounds)
    np.testing.assert_allclose(found.regions, f, rtol=1e-9)
    np.testing.assert_allclose(found.industries, q, rtol=1e-9)


def test_convergence_is_reported() -> None:
    found = fitness(pd.DataFrame([[1, 1, 0], [0, 1, 1], [1, 1, 1]]))
    assert found.converged
    assert found.change <= 1e-9
    assert found.iterations < 1000
    assert (found.rank_changes, found.vanishing_regions) == (0, 0)


def test_values_that_fall_to_zero_are_counted_and_stay_numbers() -> None:
    # A region with one common industry only: its fitness goes on falling.
    table = pd.DataFrame([[1, 1, 1, 1], [1, 1, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]])
    found = fitness(table, iterations=20_000, tolerance=0)
    assert found.regions.notna().all()
    assert found.industries.notna().all()
    assert found.vanishing_regions == 3
    assert found.regions[1] > found.regions[2] > 0
    assert found.iterations < 20_000
    assert not found.converged


def test_parameters_out_of_range_are_refused() -> None:
    with pytest.raises(MeasureError, match="`iterations` is 0"):
        fitness(pd.DataFrame([[1, 1], [0, 1]]), iterations=0)

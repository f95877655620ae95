"""Weights by hand, and that every mean is met where weights can meet it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sandan.errors import MeasureError, TableError
from sandan.evaluate.designs.balancing import entropy_balance


def firms(seed, *, supported=30, others=120, covariates=4):
    rng = np.random.default_rng(seed)
    values = np.vstack(
        [rng.normal(0.4, 1, (supported, covariates)), rng.normal(0, 1.2, (others, covariates))]
    )
    table = pd.DataFrame(values, columns=[f"x{number}" for number in range(covariates)])
    return table, pd.Series(np.arange(len(table)) < supported)


def test_one_yes_or_no_gives_the_shares_of_the_supported():
    # Two of three supported make things, of the others one in four: 2/3 for it, 1/9 for each of the rest.
    table = pd.DataFrame({"is_maker": [1, 1, 0, 1, 0, 0, 0]})
    supported = pd.Series([True] * 3 + [False] * 4)
    found = entropy_balance(table, supported)
    assert found.weights.tolist() == pytest.approx([2 / 3, 1 / 9, 1 / 9, 1 / 9])
    assert found.effective == pytest.approx(1 / (4 / 9 + 3 / 81))
    outcome = pd.Series([10.0, 10, 4, 9, 1, 2, 3])
    assert found.effect(outcome) == pytest.approx(8 - (9 * 2 / 3 + 6 / 9))


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_all_means_are_met_and_no_weights_are_nearer_to_equal_ones(seed):
    table, supported = firms(seed)
    found = entropy_balance(table, supported)
    assert found.balance["gap_after"].abs().max() < 1e-7
    assert found.weights.min() > 0
    assert found.weights.sum() == pytest.approx(1)
    # Moving along any direction that keeps the means lowers the entropy.
    others = table.loc[~supported].to_numpy()
    constraints = np.column_stack([np.ones(len(others)), others])
    rng = np.random.default_rng(seed)
    step = rng.normal(size=len(others))
    step -= constraints @ np.linalg.lstsq(constraints, step, rcond=None)[0]
    weights = found.weights.to_numpy()
    moved = weights + 0.2 * weights.min() / np.abs(step).max() * step
    assert -(moved * np.log(moved)).sum() <= -(weights * np.log(weights)).sum() + 1e-12


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_refusal_means_that_no_weights_exist(seed):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.normal(size=(12, 2)), columns=["x", "y"])
    supported = pd.Series(np.arange(12) < 2)
    others, goal = table.loc[~supported].to_numpy(), table.loc[supported].mean().to_numpy()
    equal = np.vstack([np.ones(len(others)), others.T])
    # A hair inside the hull, so that the boundary is no matter of rounding.
    possible = linprog(
        np.zeros(len(others)), A_eq=equal, b_eq=[1, *goal], bounds=(1e-4, None), method="highs"
    ).success
    outside = not linprog(np.zeros(len(others)), A_eq=equal, b_eq=[1, *goal], method="highs").success
    assume(possible or outside)
    if possible:
        assert entropy_balance(table, supported).balance["gap_after"].abs().max() < 1e-7
    else:
        with pytest.raises(MeasureError, match="No weights of the 10 firms"):
            entropy_balance(table, supported)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (lambda table, who: (table.assign(x0=3.0), who), MeasureError, r"'x0' is 3\.0 for every firm"),
        (lambda table, who: (table, who & False), MeasureError, "0 of 150 firms are supported"),
        (lambda table, who: (table.assign(x1=np.nan), who), TableError, "150 cells"),
        (lambda table, who: (table, who.iloc[1:]), TableError, "other firms than the 150"),
    ],
)
def test_unusable_input_is_refused(change, error, said):
    with pytest.raises(error, match=said):
        entropy_balance(*change(*firms(1)))

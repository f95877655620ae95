"""Weights by hand, against a slow search, and by two routes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize

from sandan.errors import MeasureError
from sandan.evaluate.designs.simplex import nearest_mixture, nearest_spread_mixture

numbers = st.floats(-50, 50, allow_subnormal=False).map(lambda value: round(value, 3))
tables = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=numbers)
)


def loss(gaps, weights, ridge=0.0):
    return float(((gaps @ weights) ** 2).sum() + ridge * (weights**2).sum())


def searched(gaps, ridge=0.0):
    """Search the weights with a general solver, from the middle."""
    n = gaps.shape[1]
    scale = max(1.0, float((gaps**2).sum()))
    found = minimize(
        lambda w: loss(gaps, w, ridge) / scale,
        np.full(n, 1 / n),
        bounds=[(0, 1)] * n,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 500},
    )
    weights = np.clip(found.x, 0, None)
    return weights / weights.sum()


def test_mixture_by_hand():
    # Between 1 and -3 zero lies at a quarter of the way; the third column is no help.
    assert nearest_mixture(np.array([[1.0, -3.0, 9.0]])) == pytest.approx([0.75, 0.25, 0])
    # Where all lie on one side the nearest one has all the weight.
    assert nearest_mixture(np.array([[2.0, 3.0], [0.0, 0.0]])) == pytest.approx([1, 0])


def test_spread_mixture_by_hand():
    # Lagrange for two columns a, b: w = (1/2)(1 - (a^2 - b^2) / ((a - b)^2 + 2 ridge)) by elimination.
    a, b, ridge = 2.0, -1.0, 4.0
    share = 0.5 * (1 - (a**2 - b**2) / ((a - b) ** 2 + 2 * ridge))
    assert nearest_spread_mixture(np.array([[a, b]]), ridge=ridge) == pytest.approx([share, 1 - share])


@settings(max_examples=150)
@given(tables)
def test_mixture_is_never_worse_than_a_search(gaps):
    weights = nearest_mixture(gaps)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    assert loss(gaps, weights) <= loss(gaps, searched(gaps)) + 1e-9 * max(1.0, float((gaps**2).sum()))


@settings(max_examples=150)
@given(tables, st.sampled_from([1e-6, 0.01, 1.0, 1e4]))
def test_spread_mixture_is_the_same_by_two_routes(gaps, ridge):
    weights = nearest_spread_mixture(gaps, ridge=ridge)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    below = np.sqrt(ridge) * np.eye(gaps.shape[1])
    other = nearest_mixture(np.vstack([gaps, below]))
    size = max(1.0, float((gaps**2).sum()))
    assert loss(gaps, weights, ridge) == pytest.approx(loss(gaps, other, ridge), rel=1e-8, abs=1e-12 * size)
    assert loss(gaps, weights, ridge) <= loss(gaps, searched(gaps, ridge), ridge) + 1e-9 * size


def test_unusable_numbers_are_refused():
    with pytest.raises(MeasureError, match="one column for each donor"):
        nearest_mixture(np.empty((3, 0)))
    with pytest.raises(MeasureError, match="1 of the numbers"):
        nearest_mixture(np.array([[1.0, np.nan]]))
    with pytest.raises(MeasureError, match="`ridge` is 0"):
        nearest_spread_mixture(np.ones((1, 2)), ridge=0)

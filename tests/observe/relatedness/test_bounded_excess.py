from itertools import product

import numpy as np
import pandas as pd
import pytest

from sandan.errors import TableError
from sandan.observe.relatedness.bounded_excess import bounded_excess
from sandan.observe.relatedness.density import excess_density, relatedness_density


def test_bounds_are_the_least_and_greatest_over_all_that_is_possible():
    rng = np.random.default_rng(1)
    numbers = rng.random((5, 5))
    near = pd.DataFrame((numbers + numbers.T) / 2)
    lower = pd.DataFrame(rng.integers(0, 2, (3, 5)).astype(float))
    upper = lower.copy()
    unknown = [(0, 1), (0, 4), (1, 2), (2, 0)]
    for cell in unknown:
        lower.iloc[cell], upper.iloc[cell] = 0, 1
    possible = []
    for chosen in product([0, 1], repeat=4):
        table = lower.copy()
        for cell, has in zip(unknown, chosen, strict=True):
            table.iloc[cell] = has
        possible.append(excess_density(relatedness_density(table, near, diagonal=0)).to_numpy())
    least, most = bounded_excess(lower, upper, near, diagonal=0)
    np.testing.assert_allclose(least, np.min(possible, axis=0), atol=1e-12)
    np.testing.assert_allclose(most, np.max(possible, axis=0), atol=1e-12)


def test_known_presence_gives_the_excess_itself_and_an_isolated_industry_none():
    near = pd.DataFrame([[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]])
    has = pd.DataFrame([[1, 0, 1], [0, 1, 0]])
    least, most = bounded_excess(has, has, near, diagonal=0)
    exact = excess_density(relatedness_density(has, near, diagonal=0))
    np.testing.assert_allclose(least, exact)
    np.testing.assert_allclose(most, exact)
    assert least[2].isna().all()


def test_crossed_bounds_are_refused():
    near = pd.DataFrame([[1, 0.5], [0.5, 1]])
    with pytest.raises(TableError, match="a lower bound cannot exceed"):
        bounded_excess(pd.DataFrame([[1, 0]]), pd.DataFrame([[0, 1]]), near)

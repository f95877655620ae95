"""Maurel-Sédillot by counting pairs, and its moments against every outcome enumerated."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.observe.concentration.ellison_glaeser import ellison_glaeser
from sandan.observe.concentration.maurel_sedillot import maurel_sedillot

weights = st.lists(st.integers(1, 9), min_size=3, max_size=3)


def register(rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["region", "workers"]).assign(industry="one")


def by_pairs(rows: list[tuple[int, int]], benchmark: list[int]) -> float:
    """Compare the share of pairs in one region with that under chance."""
    pairs = list(itertools.combinations(rows, 2))
    everything = sum(one[1] * other[1] for one, other in pairs)
    together = sum(one[1] * other[1] for one, other in pairs if one[0] == other[0]) / everything
    by_chance = sum((b / sum(benchmark)) ** 2 for b in benchmark)
    return (together - by_chance) / (1 - by_chance)


def test_three_plants_by_hand() -> None:
    # Pairs of plants of 6, 2 and 2 persons: 12 + 12 + 4, of which the first shares a region.
    found = maurel_sedillot(register([("a", 6), ("a", 2), ("b", 2)]), benchmark=pd.Series({"a": 1, "b": 1}))
    assert found.loc[0, "gamma"] == pytest.approx((12 / 28 - 1 / 2) / (1 - 1 / 2))
    assert found.loc[0, "raw_concentration"] == pytest.approx((0.8**2 + 0.2**2 - 1 / 2) / (1 / 2))


@settings(max_examples=50)
@given(
    rows=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9)), min_size=2, max_size=7), benchmark=weights
)
def test_any_industry_agrees_with_counted_pairs(rows: list, benchmark: list[int]) -> None:
    found = maurel_sedillot(register(rows), benchmark=pd.Series(benchmark)).loc[0, "gamma"]
    assert found == pytest.approx(by_pairs(rows, benchmark), rel=1e-9, abs=1e-12)


@settings(max_examples=50)
@given(sizes=st.lists(st.integers(1, 9), min_size=2, max_size=5), benchmark=weights)
def test_mean_and_variance_are_those_of_all_outcomes(sizes: list[int], benchmark: list[int]) -> None:
    x, z = np.array(benchmark) / sum(benchmark), np.array(sizes) / sum(sizes)
    outcomes = [list(o) for o in itertools.product(range(3), repeat=len(sizes))]
    chance = np.array([x[o].prod() for o in outcomes])
    squares = np.array([(np.bincount(o, weights=z, minlength=3) ** 2).sum() for o in outcomes])
    g = (squares - (x**2).sum()) / (1 - (x**2).sum())
    found = maurel_sedillot(register([(0, size) for size in sizes]), benchmark=pd.Series(benchmark)).iloc[0]
    assert found["expected"] == pytest.approx(chance @ g, rel=1e-9)
    assert found["variance"] == pytest.approx(chance @ (g - chance @ g) ** 2, rel=1e-9, abs=1e-15)


def test_small_region_in_place_of_a_large_one_is_seen_by_ellison_and_glaeser_only() -> None:
    table = register([("small", 1)] * 8 + [("large", 1)] * 2)
    benchmark = pd.Series({"large": 8, "small": 2})
    assert maurel_sedillot(table, benchmark=benchmark)["gamma"][0] < 0
    assert ellison_glaeser(table, benchmark=benchmark)["gamma"][0] > 1


def test_random_industries_are_called_at_the_level_of_the_simulated_p() -> None:
    # 600 industries of 12 uneven plants, thrown at 20 regions; three standard errors are 2.7 points.
    rng = np.random.default_rng(12)
    shares = rng.dirichlet(np.full(20, 2.0))
    count = 600 * 12
    table = pd.DataFrame(
        {
            "region": rng.choice(20, count, p=shares),
            "industry": np.repeat(np.arange(600), 12),
            "workers": np.maximum(1, np.exp(rng.normal(2, 1.2, count))).astype(int),
        }
    )
    found = maurel_sedillot(table, benchmark=pd.Series(shares), simulations=199, rng=rng)
    assert (found["p_simulated"] <= 0.05).mean() == pytest.approx(0.05, abs=0.027)
    assert found["gamma"].mean() == pytest.approx(0, abs=0.01)

"""Local Moran's I by hand, against loops, and its error rates where nothing clusters."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError
from sandan.observe.hotspots.moran import local_moran
from sandan.observe.hotspots.neighbors import nearest_neighbors, neighbors_from_pairs, neighbors_within
from sandan.observe.hotspots.weights import SpatialWeights

ROW = pd.DataFrame({"x": np.arange(4) * 1000.0, "y": 0.0}, index=list("abcd"))


def grid(side: int) -> SpatialWeights:
    east, north = np.meshgrid(np.arange(side) * 1000.0, np.arange(side) * 1000.0)
    return neighbors_within(pd.DataFrame({"x": east.ravel(), "y": north.ravel()}), 1000)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_four_places_in_a_row_by_hand() -> None:
    # Mean 3, deviations -2 -1 1 2, sum of squares 10; means of neighbors -1, (-2 + 1) / 2, (-1 + 2) / 2, 1.
    values = pd.Series([1, 2, 4, 5], index=list("abcd"))
    found = local_moran(values, neighbors_within(ROW, 1000), permutations=9, rng=rng())
    assert found["lag"].tolist() == [-1, -0.5, 0.5, 1]
    assert found["local_i"].to_numpy() == pytest.approx(np.array([2, 0.5, 0.5, 2]) / (10 / 4))
    other = local_moran(values, neighbors_within(ROW, 1000), denominator="n-1", permutations=9, rng=rng())
    assert other["local_i"].to_numpy() == pytest.approx(np.array([2, 0.5, 0.5, 2]) / (10 / 3))


@settings(max_examples=30)
@given(
    seed=st.integers(0, 10_000),
    denominator=st.sampled_from(["n", "n-1"]),
    style=st.sampled_from(["row", "as_given"]),
)
def test_any_map_agrees_with_loops(seed: int, denominator: str, style: str) -> None:
    draw = rng(seed)
    sites = pd.DataFrame(draw.uniform(0, 9e4, (9, 2)), columns=["x", "y"])
    values = pd.Series(draw.normal(100, 5, 9))
    weights = nearest_neighbors(sites, 3, style=style)  # type: ignore[arg-type]
    found = local_moran(values, weights, denominator=denominator, permutations=9, rng=draw)  # type: ignore[arg-type]
    mean = sum(values) / 9
    spread = sum((v - mean) ** 2 for v in values) / (9 if denominator == "n" else 8)
    for i in range(9):
        near = sorted(range(9), key=lambda j, i=i: np.hypot(*(sites.loc[i] - sites.loc[j])))[1:4]
        around = sum(values[j] - mean for j in near) / (3 if style == "row" else 1)
        assert found.at[i, "local_i"] == pytest.approx((values[i] - mean) * around / spread)


def test_planted_block_is_called_and_named() -> None:
    values = pd.Series(rng(3).normal(size=400))
    block = [20 * i + j for i in range(5, 9) for j in range(5, 9)]
    values[block] += 4
    found = local_moran(values, grid(20), rng=rng())
    called = found.index[found["quadrant"] == "high_high"]
    assert set(block) >= set(called)
    assert len(called) >= 12
    assert (found["quadrant"] != "not_called").sum() - len(called) <= 4
    assert ((found["quadrant"] == "not_called") == (found["q_value"] > 0.05)).all()


def test_high_place_among_low_ones_is_an_outlier() -> None:
    values = pd.Series(np.tile([0.0, 1.0], 200))
    values[[20 * i + j for i in range(5, 8) for j in range(5, 8)]] = -30.0
    values[20 * 6 + 6] = 30.0
    found = local_moran(values, grid(20), permutations=39_999, rng=rng())
    assert found.at[126, "quadrant"] == "high_low"
    assert found.at[126, "local_i"] < 0


def test_island_has_no_numbers_and_is_not_in_the_family() -> None:
    pairs = pd.DataFrame({"origin": list("abc"), "neighbor": list("bca")})
    values = pd.Series([1.0, 2.0, 3.0, 9.0], index=list("abcd"))
    found = local_moran(values, neighbors_from_pairs(pairs, values.index), permutations=99, rng=rng())
    assert found.loc["d"].drop(["neighbors", "quadrant"]).isna().all()
    assert found.at["d", "neighbors"] == 0
    assert found.at["d", "quadrant"] == "island"
    assert found["q_value"].notna().sum() == 3


def test_place_at_the_mean_is_never_rare() -> None:
    values = pd.Series([0.1, 0.3, 0.2, 0.1, 0.3], index=list("abcde"))
    row = pd.DataFrame({"x": np.arange(5) * 1000.0, "y": 0.0}, index=list("abcde"))
    found = local_moran(values, neighbors_within(row, 1000), permutations=99, rng=rng())
    assert found.at["c", "p_value"] == 1


def test_one_side_is_the_tail_of_places_like_their_neighbors() -> None:
    draw = rng(5)
    values = pd.Series(draw.normal(size=100))
    tails = {
        side: local_moran(values, grid(10), alternative=side, permutations=199, rng=rng())
        for side in ("two_sided", "greater", "less")
    }
    high = tails["greater"]["p_value"] < 0.1
    assert (tails["greater"].loc[high, "z_score"] > 0.8).all()
    smaller = np.minimum(tails["greater"]["p_value"], tails["less"]["p_value"])
    # The smaller tail alone, printed as p by others, would call twice as many.
    assert tails["two_sided"]["p_value"].to_numpy() == pytest.approx(np.minimum(1, 2 * smaller))


def test_probabilities_do_not_depend_on_scale_or_place_of_the_numbers() -> None:
    values = pd.Series(rng(2).integers(0, 3, 100).astype(float))
    first = local_moran(values, grid(10), permutations=199, rng=rng())
    second = local_moran(values * 1e-3 + 1e4, grid(10), permutations=199, rng=rng())
    assert (first["p_value"] == second["p_value"]).all()


@pytest.mark.parametrize("alternative", ["two_sided", "greater"])
def test_one_place_in_twenty_is_below_five_percent_where_nothing_clusters(alternative: str) -> None:
    weights = grid(20)
    shares = []
    for seed in range(80):
        values = pd.Series(rng(seed).gamma(1.0, size=400))
        found = local_moran(
            values,
            weights,
            alternative=alternative,
            permutations=199,
            rng=rng(seed),  # type: ignore[arg-type]
        )
        shares.append((found["p_value"] <= 0.05).mean())
    assert np.mean(shares) == pytest.approx(0.05, abs=0.005)


def test_one_map_in_twenty_or_fewer_has_a_call_where_nothing_clusters() -> None:
    weights = grid(5)
    called = [
        (
            local_moran(pd.Series(rng(seed).normal(size=25)), weights, permutations=999, rng=rng(seed))[
                "q_value"
            ]
            <= 0.05
        ).any()
        for seed in range(150)
    ]
    assert np.mean(called) <= 0.05 + 0.03


def test_parameters_out_of_range_are_refused() -> None:
    values = pd.Series([1, 2, 4, 5], index=list("abcd"))
    weights = neighbors_within(ROW, 1000)
    with pytest.raises(MeasureError, match="'n-2'"):
        local_moran(values, weights, denominator="n-2", rng=rng())  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="`level` is 5"):
        local_moran(values, weights, level=5, rng=rng())

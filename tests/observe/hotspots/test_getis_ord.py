"""Local G by hand, against loops, and its error rates where nothing clusters."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError
from sandan.observe.hotspots.getis_ord import local_g
from sandan.observe.hotspots.neighbors import nearest_neighbors, neighbors_from_pairs, neighbors_within

ROW = pd.DataFrame({"x": np.arange(4) * 1000.0, "y": 0.0}, index=list("abcd"))
VALUES = pd.Series([1, 2, 4, 5], index=list("abcd"))


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_four_places_in_a_row_by_hand() -> None:
    beside = neighbors_within(ROW, 1000, style="as_given")
    alone = local_g(VALUES, beside, variant="G", permutations=9, rng=rng())
    assert alone["local_g"].to_numpy() == pytest.approx([2 / 11, 5 / 10, 7 / 8, 4 / 7])
    with_self = local_g(VALUES, beside, permutations=9, rng=rng())
    assert with_self["local_g"].to_numpy() == pytest.approx([3 / 12, 7 / 12, 11 / 12, 9 / 12])


@settings(max_examples=30)
@given(
    seed=st.integers(0, 10_000),
    variant=st.sampled_from(["G", "G*"]),
    style=st.sampled_from(["row", "as_given"]),
)
def test_any_map_agrees_with_the_formula_of_1995(seed: int, variant: str, style: str) -> None:
    draw = rng(seed)
    sites = pd.DataFrame(draw.uniform(0, 9e4, (9, 2)), columns=["x", "y"])
    x = draw.gamma(1.0, size=9)
    weights = nearest_neighbors(sites, 3, style=style)  # type: ignore[arg-type]
    found = local_g(pd.Series(x), weights, variant=variant, permutations=9, rng=draw)  # type: ignore[arg-type]
    for i in range(9):
        near = sorted(range(9), key=lambda j, i=i: np.hypot(*(sites.loc[i] - sites.loc[j])))
        inside = near[:4] if variant == "G*" else near[1:4]
        w = 1 / len(inside) if style == "row" else 1.0
        everybody = x if variant == "G*" else np.delete(x, i)
        n = len(everybody)
        total, squares = w * len(inside), w**2 * len(inside)
        spread = everybody.std() * np.sqrt((n * squares - total**2) / (n - 1))
        assert found.at[i, "z_score"] == pytest.approx(
            (w * x[inside].sum() - total * everybody.mean()) / spread
        )
        assert found.at[i, "local_g"] == pytest.approx(w * x[inside].sum() / everybody.sum())


def test_scaling_of_rows_changes_neither_z_nor_p() -> None:
    sites = pd.DataFrame(rng(4).uniform(0, 9e4, (50, 2)), columns=["x", "y"])
    values, weights = pd.Series(rng(5).gamma(1.0, size=50)), nearest_neighbors(sites, 4)
    for variant in ("G", "G*"):
        row, given_ = (
            local_g(values, weights.in_style(style), variant=variant, permutations=99, rng=rng())
            for style in ("row", "as_given")
        )
        assert row["z_score"].to_numpy() == pytest.approx(given_["z_score"].to_numpy(), rel=1e-9)
        assert (row["p_value"] == given_["p_value"]).all()


def test_own_number_held_gives_the_probabilities_of_g() -> None:
    sites = pd.DataFrame(rng(4).uniform(0, 9e4, (50, 2)), columns=["x", "y"])
    values, weights = pd.Series(rng(5).gamma(1.0, size=50)), nearest_neighbors(sites, 4)
    held = local_g(values, weights, null="conditional", permutations=99, rng=rng())
    alone = local_g(values, weights, variant="G", permutations=99, rng=rng())
    assert (held["p_value"] == alone["p_value"]).all()


def test_hot_and_cold_blocks_are_called() -> None:
    east, north = np.meshgrid(np.arange(20) * 1000.0, np.arange(20) * 1000.0)
    sites = pd.DataFrame({"x": east.ravel(), "y": north.ravel()})
    values = pd.Series(rng(3).uniform(4, 6, 400))
    hot = [20 * i + j for i in range(3, 7) for j in range(3, 7)]
    cold = [20 * i + j for i in range(12, 16) for j in range(12, 16)]
    values[hot] += 3
    values[cold] -= 3
    found = local_g(values, neighbors_within(sites, 1000), rng=rng())
    assert (found.loc[hot, "spot"] == "hot").sum() >= 12
    assert (found.loc[cold, "spot"] == "cold").sum() >= 12
    assert ((found["spot"] == "not_called") == (found["q_value"] > 0.05)).all()


def test_island_has_no_numbers_even_with_itself() -> None:
    pairs = pd.DataFrame({"origin": list("abc"), "neighbor": list("bca")})
    found = local_g(VALUES, neighbors_from_pairs(pairs, VALUES.index), permutations=9, rng=rng())
    assert found.loc["d"].drop(["neighbors", "spot"]).isna().all()
    assert found.at["d", "spot"] == "island"


@pytest.mark.parametrize(("variant", "null"), [("G", "conditional"), ("G*", "total"), ("G*", "conditional")])
def test_one_place_in_twenty_is_below_five_percent_where_nothing_clusters(variant: str, null: str) -> None:
    east, north = np.meshgrid(np.arange(20) * 1000.0, np.arange(20) * 1000.0)
    weights = neighbors_within(pd.DataFrame({"x": east.ravel(), "y": north.ravel()}), 1000)
    shares = []
    for seed in range(80):
        values = pd.Series(rng(seed).gamma(1.0, size=400))
        found = local_g(values, weights, variant=variant, null=null, permutations=199, rng=rng(seed))  # type: ignore[arg-type]
        shares.append((found["p_value"] <= 0.05).mean())
    assert np.mean(shares) == pytest.approx(0.05, abs=0.005)


def test_what_g_cannot_say_is_refused() -> None:
    weights = neighbors_within(ROW, 1000)
    with pytest.raises(MeasureError, match=r"holds -1\.0"):
        local_g(VALUES - 2, weights, rng=rng())
    with pytest.raises(MeasureError, match="'total' for 'G'"):
        local_g(VALUES, weights, variant="G", null="total", rng=rng())
    with pytest.raises(MeasureError, match=r"'G\+'"):
        local_g(VALUES, weights, variant="G+", rng=rng())  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="`self_weight` is 0"):
        local_g(VALUES, weights, self_weight=0, rng=rng())
    with pytest.raises(MeasureError, match="`level` is 1"):
        local_g(VALUES, weights, level=1, rng=rng())

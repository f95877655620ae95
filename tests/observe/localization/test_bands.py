"""Bands by hand, against slow references, and what they promise under the null."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.localization.bands import extreme_rank_p_values, simulation_band

SIDES = ("both", "above", "below")
RULES = ("rank", "duranton_overman", "pointwise")

# Few distinct values, so that ties are the rule and not the exception.
tied_curves = arrays(np.int64, st.tuples(st.integers(1, 9), st.integers(1, 4)), elements=st.integers(0, 4))


def pointwise_rank(curves: np.ndarray, i: int, r: int, side: str) -> float:
    """Count the curves below and at a value, one by one."""
    below = sum(curve[r] < curves[i][r] for curve in curves)
    equal = sum(curve[r] == curves[i][r] for curve in curves)
    rank = below + (equal + 1) / 2
    from_top = len(curves) + 1 - rank
    return {"both": min(rank, from_top), "above": from_top, "below": rank}[side]


def by_comparing_all_pairs(curves: np.ndarray, side: str) -> list[float]:
    """Compare every curve with every other: O(N^2 n)."""
    ranks = [
        sorted(pointwise_rank(curves, i, r, side) for r in range(curves.shape[1])) for i in range(len(curves))
    ]
    return [sum(other <= own for other in ranks) / len(curves) for own in ranks]


def smooth(rng: np.random.Generator, count: int, distances: int = 25) -> np.ndarray:
    steps = np.arange(distances)
    covariance = np.exp(-((steps[:, None] - steps) ** 2) / 18) + 1e-9 * np.eye(distances)
    return rng.normal(size=(count, distances)) @ np.linalg.cholesky(covariance).T


def test_four_curves_by_hand() -> None:
    # Ranks at the three distances: a 4 4 2, b 3 2 4, c 2 1 3, d 1 3 1. From the nearer end:
    # a 1 1 2, b 2 2 1, c 2 1 2, d 1 2 1; sorted a 112, b 122, c 122, d 112.
    curves = np.array([[9.0, 9.0, 2.0], [8.0, 2.0, 9.0], [2.0, 1.0, 8.0], [1.0, 8.0, 1.0]])
    assert extreme_rank_p_values(curves).tolist() == [0.5, 1.0, 1.0, 0.5]
    # From the top: a 1 1 3, b 2 3 1, c 3 4 2, d 4 2 4; sorted a 113, b 123, c 234, d 244.
    assert extreme_rank_p_values(curves, side="above").tolist() == [0.25, 0.5, 0.75, 1.0]


def test_band_of_nineteen_by_hand() -> None:
    # 20 curves of one value each; the observed 19.5 is the greatest. At level 0.1 two of them may be
    # outside: the greatest and the least, so the band is 2 to 19.
    simulated = np.arange(1.0, 20.0)[:, None]
    band = simulation_band(np.array([19.5]), simulated, level=0.1)
    assert (band.p, band.lower[0], band.upper[0]) == (0.1, 2.0, 19.0)
    # One-sided, its p-value is 1 / 20; a second may leave, 19.
    above = simulation_band(np.array([19.5]), simulated, level=0.1, side="above")
    assert (above.p, above.lower[0], above.upper[0]) == (0.05, -np.inf, 18.0)
    below = simulation_band(np.array([19.5]), simulated, level=0.1, side="below")
    assert (below.p, below.lower[0], below.upper[0]) == (1.0, 3.0, np.inf)


def test_duranton_overman_by_hand() -> None:
    # 40 values 1 to 40 at one distance: 38 may stay. The first round drops 1 and 40 and is enough:
    # 2 to 39, nothing to move back.
    one = np.arange(1.0, 41.0)[:, None]
    band = simulation_band(np.array([50.0]), one, rule="duranton_overman")
    assert (band.lower[0], band.upper[0]) == (2.0, 39.0)
    assert np.isnan(band.p)
    # A second distance with another order of extremes: 1, 40 and 2, 39 go at once, 36 stay, and the
    # bounds move back by 2 / 40 of the last step.
    two = np.column_stack([one[:, 0], one[:, 0]])
    two[[0, 1, 38, 39], 1] = [2.0, 1.0, 40.0, 39.0]
    band = simulation_band(np.array([50.0, 50.0]), two, rule="duranton_overman")
    assert band.lower.tolist() == [3 - 2 * 2 / 40, 3 - 2 * 2 / 40]
    assert band.upper.tolist() == [38 + 2 * 2 / 40, 38 + 2 * 2 / 40]


def test_one_sided_duranton_overman_drops_one_end_only() -> None:
    # 38 of 40 may stay: 40 goes, then 39.
    simulated = np.arange(1.0, 41.0)[:, None]
    band = simulation_band(np.array([0.0]), simulated, rule="duranton_overman", side="above")
    assert (band.lower[0], band.upper[0]) == (-np.inf, 38.0)


def test_pointwise_by_hand() -> None:
    # 0.025 and 0.975 of 0 to 40 are the second and the second last.
    simulated = np.arange(0.0, 41.0)[:, None]
    band = simulation_band(np.array([0.0]), simulated, rule="pointwise")
    assert [band.lower[0], band.upper[0]] == pytest.approx([1.0, 39.0])
    above = simulation_band(np.array([0.0]), simulated, rule="pointwise", side="above")
    assert above.upper[0] == pytest.approx(38.0)


@given(curves=tied_curves, side=st.sampled_from(SIDES))
def test_any_curves_agree_with_comparing_all_pairs(curves: np.ndarray, side: str) -> None:
    ours = extreme_rank_p_values(curves.astype(float), side=side)  # type: ignore[arg-type]
    assert ours.tolist() == by_comparing_all_pairs(curves, side)


@given(
    curves=arrays(np.float64, (21, 5), elements=st.floats(-1e6, 1e6), unique=True),
    side=st.sampled_from(SIDES),
)
def test_untied_curve_leaves_its_band_exactly_if_its_p_value_is_small(curves: np.ndarray, side: str) -> None:
    band = simulation_band(curves[0], curves[1:], level=0.2, side=side)  # type: ignore[arg-type]
    outside = ((curves[0] > band.upper) | (curves[0] < band.lower)).any()
    assert outside == (band.p <= 0.2)


@given(curves=tied_curves, seed=st.integers(0, 10))
def test_order_of_curves_and_distances_does_not_matter(curves: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(curves.shape[0]), rng.permutation(curves.shape[1])
    p = extreme_rank_p_values(curves.astype(float))
    assert extreme_rank_p_values(curves[rows][:, columns].astype(float)).tolist() == p[rows].tolist()


@given(curves=tied_curves)
def test_turning_curves_upside_down_exchanges_the_sides(curves: np.ndarray) -> None:
    up = extreme_rank_p_values(curves.astype(float), side="above")
    assert up.tolist() == extreme_rank_p_values(-curves.astype(float), side="below").tolist()


@given(curves=tied_curves, level=st.floats(0.01, 0.99))
def test_at_most_the_level_of_all_curves_is_called_whatever_the_ties(
    curves: np.ndarray, level: float
) -> None:
    # This is why the test is exact: each of the exchangeable curves is equally often the observed one.
    assert (extreme_rank_p_values(curves.astype(float)) <= level).mean() <= level


def test_rank_rule_holds_its_level_and_the_others_do_not() -> None:
    # 199 simulations at 5 %; the standard error of each rate is 0.8 points.
    rng = np.random.default_rng(20)
    out = dict.fromkeys(RULES, 0)
    for _ in range(700):
        curves = smooth(rng, 200)
        for rule in RULES:
            band = simulation_band(curves[0], curves[1:], rule=rule)  # type: ignore[arg-type]
            out[rule] += bool(((curves[0] > band.upper) | (curves[0] < band.lower)).any())
    assert 0.035 <= out["rank"] / 700 <= 0.065
    assert out["duranton_overman"] / 700 > 0.12
    assert out["pointwise"] / 700 > 0.2


@pytest.mark.parametrize("simulations", [19, 59, 99])
def test_rank_rule_holds_its_level_with_few_simulations(simulations: int) -> None:
    rng = np.random.default_rng(simulations)
    out = 0
    for _ in range(1000):
        curves = smooth(rng, simulations + 1, 10)
        out += simulation_band(curves[0], curves[1:]).p <= 0.05
    assert 0.03 <= out / 1000 <= 0.065


@pytest.mark.parametrize("rule", RULES)
def test_input_is_not_changed(rule: str) -> None:
    curves = np.random.default_rng(1).normal(size=(100, 6))
    copy = curves.copy()
    simulation_band(curves[0], curves[1:], rule=rule)  # type: ignore[arg-type]
    assert np.array_equal(curves, copy)


def test_curve_that_is_not_defined_is_refused() -> None:
    simulated = np.zeros((19, 2))
    simulated[3, 1] = np.nan
    with pytest.raises(MeasureError, match="`simulated` has 1 of 38 values that are not finite"):
        simulation_band(np.zeros(2), simulated)
    with pytest.raises(MeasureError, match="`observed` has 1 of 2"):
        simulation_band(np.array([0.0, np.inf]), np.zeros((19, 2)))
    with pytest.raises(MeasureError, match="`curves` has 1 of 38"):
        extreme_rank_p_values(simulated)


def test_too_few_simulations_for_the_level_are_refused() -> None:
    with pytest.raises(
        MeasureError, match=r"With 18 simulations .* 1 in 19; a level of 0\.05 needs at least 19"
    ):
        simulation_band(np.zeros(2), np.zeros((18, 2)))
    assert simulation_band(np.zeros(2), np.zeros((19, 2))).p == 1.0


def test_shapes_that_disagree_are_refused() -> None:
    with pytest.raises(MeasureError, match=r"\(3,\) and `simulated` \(19, 2\)"):
        simulation_band(np.zeros(3), np.zeros((19, 2)))
    with pytest.raises(MeasureError, match=r"\(4,\)"):
        extreme_rank_p_values(np.zeros(4))


def test_unknown_choices_are_refused() -> None:
    curves = np.zeros((20, 2))
    with pytest.raises(MeasureError, match="'global'"):
        simulation_band(curves[0], curves[1:], rule="global")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="'left'"):
        simulation_band(curves[0], curves[1:], side="left")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match=r"`level` is 1\.5"):
        simulation_band(curves[0], curves[1:], level=1.5)


def test_duranton_overman_says_when_no_simulation_is_left() -> None:
    # Each of 20 curves is the greatest at a distance of its own.
    with pytest.raises(MeasureError, match="dropped all of 20"):
        simulation_band(np.zeros(20), np.eye(20), rule="duranton_overman")

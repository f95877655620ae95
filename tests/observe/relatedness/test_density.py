"""Density by hand, against loops, and between bounds."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError, TableError
from sandan.observe.relatedness.co_occurrence import proximity
from sandan.observe.relatedness.density import (
    bounded_density,
    distance,
    excess_density,
    mean_density,
    relatedness_density,
    relative_relatedness,
)

NEAR = pd.DataFrame([[1, 0.6, 0.2], [0.6, 1, 0.4], [0.2, 0.4, 1]], index=list("xyz"), columns=list("xyz"))
HAS = pd.DataFrame([[1, 0, 0], [0, 1, 1]], index=["a", "b"], columns=list("xyz"))


def by_loops(has: np.ndarray, near: np.ndarray, nearest: int | None = None) -> np.ndarray:
    """Sum over neighbors one industry at a time."""
    size = len(near)
    result = np.full(has.shape, np.nan)
    for r, i in np.ndindex(has.shape):
        others = sorted((near[j, i] for j in range(size) if j != i), reverse=True)
        least = others[nearest - 1] if nearest else -1.0
        around = [j for j in range(size) if j == i or near[j, i] >= least]
        total = sum(near[j, i] for j in around)
        if total > 0:
            result[r, i] = sum(near[j, i] * has[r, j] for j in around) / total
    return result


def symmetric(draw: np.ndarray) -> np.ndarray:
    return (draw + draw.T) / 2


def test_three_industries_by_hand() -> None:
    density = relatedness_density(HAS, NEAR)
    assert density.at["a", "y"] == pytest.approx(0.6 / (0.6 + 1 + 0.4))
    assert density.at["b", "x"] == pytest.approx((0.6 + 0.2) / (1 + 0.6 + 0.2))
    without = relatedness_density(HAS, NEAR, diagonal=0)
    assert without.at["a", "x"] == 0
    assert without.at["b", "x"] == pytest.approx(1)


def test_nearest_neighbor_by_hand() -> None:
    # The nearest of z is y; with the diagonal 1 z itself counts too.
    assert relatedness_density(HAS, NEAR, nearest=1).at["b", "z"] == pytest.approx((0.4 + 1) / (0.4 + 1))
    assert relatedness_density(HAS, NEAR, nearest=1).at["a", "z"] == 0
    assert relatedness_density(HAS, NEAR, nearest=1, diagonal=0).at["a", "y"] == 1


@given(
    has=arrays(np.int64, (3, 5), elements=st.integers(0, 1)),
    near=arrays(np.float64, (5, 5), elements=st.sampled_from([0.0, 0.1, 0.25, 0.5, 1.0])),
    nearest=st.sampled_from([None, 1, 2, 4]),
    diagonal=st.sampled_from([0, 1]),
)
def test_any_density_agrees_with_loops_and_lies_between_zero_and_one(
    has: np.ndarray, near: np.ndarray, nearest: int | None, diagonal: int
) -> None:
    near = symmetric(near)
    np.fill_diagonal(near, diagonal)
    ours = relatedness_density(pd.DataFrame(has), pd.DataFrame(near), nearest=nearest).to_numpy()
    np.testing.assert_allclose(ours, by_loops(has, near, nearest), rtol=1e-12, atol=1e-15)
    known = ours[~np.isnan(ours)]
    assert ((known >= 0) & (known <= 1)).all()


def test_nearest_neighbors_give_no_density_above_one_on_many_industries() -> None:
    # A peer counts neighbors instead of weighing them and returns 0 to k.
    has = pd.DataFrame((np.random.default_rng(0).random((30, 40)) < 0.4).astype(int))
    density = relatedness_density(has, proximity(has), nearest=10).to_numpy()
    assert density.max() <= 1
    assert 0.2 < density.mean() < 0.8


def test_region_with_everything_has_density_one_and_distance_zero() -> None:
    near = symmetric(np.random.default_rng(1).random((50, 50)))
    density = relatedness_density(pd.DataFrame(np.ones((2, 50))), pd.DataFrame(near))
    assert density.to_numpy().max() == pytest.approx(1)
    assert distance(density).to_numpy().min() >= 0


def test_industry_that_nothing_is_near_to_has_no_density() -> None:
    near = pd.DataFrame(np.diag([0.0, 1.0, 1.0]))
    assert relatedness_density(pd.DataFrame([[1, 0, 1]]), near).isna().loc[0].tolist() == [True, False, False]


def test_unknown_presence_is_refused_and_sent_to_bounds() -> None:
    with pytest.raises(TableError, match="compute bounds"):
        relatedness_density(HAS.where(HAS == 1), NEAR)


@pytest.mark.parametrize("nearest", [0, 3])
def test_number_of_neighbors_out_of_range_is_refused(nearest: int) -> None:
    with pytest.raises(MeasureError, match=f"`nearest` is {nearest}"):
        relatedness_density(HAS, NEAR, nearest=nearest)


@given(
    state=arrays(np.int64, 5, elements=st.integers(0, 2)),
    near=arrays(np.float64, (5, 5), elements=st.floats(0.01, 1)),
    nearest=st.sampled_from([None, 2]),
)
def test_bounds_are_the_extremes_over_every_possible_presence(
    state: np.ndarray, near: np.ndarray, nearest: int | None
) -> None:
    near = symmetric(near)
    low, high = (state == 1).astype(int), (state >= 1).astype(int)
    found = bounded_density(pd.DataFrame([low]), pd.DataFrame([high]), pd.DataFrame(near), nearest=nearest)
    ranges = [range(a, b + 1) for a, b in zip(low, high, strict=True)]
    every = by_loops(np.array(list(itertools.product(*ranges))), near, nearest)
    np.testing.assert_allclose(found.lower.loc[0], every.min(axis=0), atol=1e-12)
    np.testing.assert_allclose(found.upper.loc[0], every.max(axis=0), atol=1e-12)
    np.testing.assert_array_equal(found.presence.loc[0], np.array([0, 1, np.nan])[state])


def test_bounds_that_cross_are_refused() -> None:
    with pytest.raises(TableError, match=r"\(a, x\)"):
        bounded_density(HAS, HAS * 0, NEAR)


def test_distance_of_a_weighted_density_is_refused() -> None:
    with pytest.raises(MeasureError, match=r"1\.5"):
        distance(pd.DataFrame({"x": [1.5]}))


def test_relative_relatedness_by_hand() -> None:
    density = pd.DataFrame([[0.9, 0.2, 0.4, 0.9]], index=["a"])
    presence = pd.DataFrame([[1, 0, 0, 0]], index=["a"])
    spread = np.std([0.2, 0.4, 0.9], ddof=1)
    ours = relative_relatedness(density, presence).loc["a"].to_numpy()
    np.testing.assert_allclose(ours[1:], (np.array([0.2, 0.4, 0.9]) - 0.5) / spread)
    assert np.isnan(ours[0])
    population = relative_relatedness(density, presence, ddof=0).loc["a"].to_numpy()
    np.testing.assert_allclose(population[1:], ours[1:] * np.sqrt(3 / 2))


def test_unknown_industry_has_no_relative_relatedness_and_no_part_in_the_mean() -> None:
    # A peer turns a missing density into a threat or a possible entrant.
    density = pd.DataFrame([[0.1, 0.3, 0.8]])
    ours = relative_relatedness(density, pd.DataFrame([[0, 0, np.nan]])).loc[0].tolist()
    assert ours[:2] == pytest.approx([-(0.5**0.5), 0.5**0.5])
    assert np.isnan(ours[2])


def test_absent_industries_that_do_not_differ_have_no_relative_relatedness() -> None:
    assert (
        relative_relatedness(pd.DataFrame([[0.1 + 0.2, 0.3]]), pd.DataFrame([[0, 0]])).isna().all(axis=None)
    )


def test_mean_density_inside_and_outside_by_hand() -> None:
    density = pd.DataFrame([[0.8, 0.6, 0.1, 0.5]])
    ours = mean_density(density, pd.DataFrame([[1, 1, 0, np.nan]])).loc[0]
    assert ours.tolist() == pytest.approx([0.7, 0.1, 2, 1, 1])


def test_excess_has_no_rows_and_columns_left_and_keeps_gaps() -> None:
    density = pd.DataFrame(np.random.default_rng(2).random((5, 7)))
    table = density.to_numpy()
    by_hand = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()
    np.testing.assert_allclose(excess_density(density), by_hand, atol=1e-15)
    density.iloc[1, 2] = np.nan
    assert excess_density(density).isna().to_numpy().sum() == 1


def test_ddof_of_two_is_refused() -> None:
    with pytest.raises(MeasureError, match="`ddof` is 2"):
        relative_relatedness(pd.DataFrame([[0.1]]), pd.DataFrame([[0]]), ddof=2)

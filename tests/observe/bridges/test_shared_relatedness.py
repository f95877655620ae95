"""Proximity between two places by hand, against every relabeling, and its error rate."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.bridges.shared_relatedness import shared_relatedness

PHI = np.array([[1, 0.6, 0.7, 0], [0.6, 1, 0.5, 0], [0.7, 0.5, 1, 0], [0, 0, 0, 1]])


def mean_by_loops(phi: np.ndarray, first: np.ndarray, second: np.ndarray) -> float:
    cells = [phi[i, j] for i in np.flatnonzero(first) for j in np.flatnonzero(second) if i != j]
    return float(np.mean(cells)) if cells else np.nan


def compare(present: np.ndarray, phi: np.ndarray, draws: int = 19, seed: int = 1) -> pd.Series:
    rng = np.random.default_rng(seed)
    return shared_relatedness(pd.DataFrame(present), pd.DataFrame(phi), draws=draws, rng=rng).iloc[0]


def test_three_specializations_by_hand() -> None:
    row = compare(np.array([[1, 1, 0, 0], [0, 0, 1, 0]], dtype=bool), PHI)
    assert (row["pairs"], row["mean_proximity"]) == (2, (0.7 + 0.5) / 2)
    assert row["national_mean"] == pytest.approx(2 * (0.6 + 0.7 + 0.5) / 12)


@settings(max_examples=50)
@given(present=arrays(np.bool_, (2, 4)))
def test_any_two_places_agree_with_loops(present: np.ndarray) -> None:
    np.testing.assert_allclose(compare(present, PHI)["mean_proximity"], mean_by_loops(PHI, *present))


def test_p_value_is_that_of_all_relabelings() -> None:
    present = np.array([[1, 1, 0, 0], [0, 1, 1, 0]], dtype=bool)
    values = [mean_by_loops(PHI[np.ix_(order, order)], *present) for order in permutations(range(4))]
    exact = np.mean(np.array(values) >= mean_by_loops(PHI, *present) - 1e-12)
    row = compare(present, PHI, draws=4999)
    assert row["p_high"] == pytest.approx(exact, abs=0.02)
    assert np.mean(values) == pytest.approx(row["national_mean"])


def test_places_with_nothing_to_compare_have_no_value() -> None:
    row = compare(np.array([[1, 0, 0, 0], [1, 0, 0, 0]], dtype=bool), PHI)
    assert row["pairs"] == 0
    assert np.isnan(row["p_value"])


def test_one_place_is_refused() -> None:
    with pytest.raises(MeasureError, match="1 place"):
        compare(np.array([[True, False, False, False]]), PHI)


def world(seed: int, industries: int = 30) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    phi = rng.beta(1, 4, (industries, industries))
    return rng.random((2, industries)) < 0.3, np.maximum(phi, phi.T)


def test_level_holds_where_specializations_know_nothing_of_proximity() -> None:
    calls = [
        compare(*world(seed), draws=199, seed=seed + 1_000_000)["p_value"] <= 0.05 for seed in range(200)
    ]
    assert 0.015 <= np.mean(calls) <= 0.09


@settings(max_examples=50)
@given(seed=st.integers(0, 20))
def test_order_of_places_makes_no_difference(seed: int) -> None:
    present, phi = world(seed, 8)
    one, other = compare(present, phi), compare(present[::-1], phi)
    np.testing.assert_allclose(one["mean_proximity"], other["mean_proximity"])

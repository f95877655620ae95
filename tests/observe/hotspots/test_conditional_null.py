"""Counts of permutations against all permutations, one place at a time."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from sandan.errors import MeasureError
from sandan.observe.hotspots import conditional_null
from sandan.observe.hotspots.conditional_null import count_tails, lag_z_scores, tail_p_values

DRAWS = 3_000


def all_lags(values: np.ndarray, row: np.ndarray, place: int | None) -> np.ndarray:
    """Sum over the neighbors of a place in every arrangement of the others, or of all without a place."""
    kept = [k for k in range(len(values)) if k != place]
    lags = []
    for arrangement in itertools.permutations(values[kept]):
        there = np.array(values, dtype=float)
        there[kept] = arrangement
        lags.append(row @ there)
    return np.array(lags)


def small_map(seed: int, *, equal: bool, held: bool) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 4, 6).astype(float)
    matrix = (rng.random((6, 6)) < 0.5) * (1.0 if equal else rng.integers(1, 4, (6, 6)))
    if held:
        np.fill_diagonal(matrix, 0)
    return values, matrix


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000), equal=st.booleans(), held=st.booleans())
def test_tails_are_those_of_all_permutations(seed: int, equal: bool, held: bool) -> None:
    values, matrix = small_map(seed, equal=equal, held=held)
    rng = np.random.default_rng(seed)
    at_least, at_most = count_tails(values, csr_array(matrix), held=held, permutations=DRAWS, rng=rng)
    for place, row in enumerate(matrix):
        lags, observed = all_lags(values, row, place if held else None), row @ values
        upper, lower = (lags >= observed - 1e-9).mean(), (lags <= observed + 1e-9).mean()
        for count, truth in ((at_least[place], upper), (at_most[place], lower)):
            # Five standard deviations of a count, and nothing where the answer is certain.
            assert abs(count / DRAWS - truth) <= 5 * np.sqrt(truth * (1 - truth) / DRAWS) + 1e-12


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), held=st.booleans())
def test_z_scores_have_the_moments_of_all_permutations(seed: int, held: bool) -> None:
    values, matrix = small_map(seed, equal=False, held=held)
    scores = lag_z_scores(values + 1e3, csr_array(matrix), held=held)
    for place, row in enumerate(matrix):
        lags = all_lags(values, row, place if held else None)
        if lags.std() < 1e-9:
            assert np.isnan(scores[place])
        else:
            assert scores[place] == pytest.approx((row @ values - lags.mean()) / lags.std(), abs=1e-7)


def test_place_with_all_others_as_neighbors_is_certain() -> None:
    everybody = csr_array(np.ones((5, 5)) - np.eye(5))
    rng = np.random.default_rng(1)
    counts = count_tails(rng.random(5), everybody, held=True, permutations=99, rng=rng)
    assert np.array(counts).tolist() == [[99] * 5] * 2


def test_place_without_neighbors_counts_every_permutation() -> None:
    rng = np.random.default_rng(1)
    counts = count_tails(np.arange(3.0), csr_array((3, 3)), held=True, permutations=99, rng=rng)
    assert np.array(counts).tolist() == [[99] * 3] * 2


@pytest.mark.parametrize("equal", [True, False])
def test_counts_do_not_depend_on_pieces_or_executor(equal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    values, dense = (
        rng.normal(size=40),
        (rng.random((40, 40)) < 0.2) * (1.0 if equal else rng.random((40, 40))),
    )
    np.fill_diagonal(dense, 0)

    def counts(executor: ThreadPoolExecutor | None = None) -> list[list[int]]:
        seeded = np.random.default_rng(7)
        return np.array(
            count_tails(values, csr_array(dense), held=True, permutations=500, rng=seeded, executor=executor)
        ).tolist()

    whole = counts()
    monkeypatch.setattr(conditional_null, "_DRAWN", 300)
    monkeypatch.setattr(conditional_null, "_COMPARED", 200)
    with ThreadPoolExecutor(2) as executor:
        assert counts(executor) == whole


def test_both_ends_count_twice_the_smaller_one() -> None:
    at_least, at_most = np.array([0, 50, 98]), np.array([99, 60, 1])
    assert tail_p_values(at_least, at_most, 99, "greater").tolist() == [0.01, 0.51, 0.99]
    assert tail_p_values(at_least, at_most, 99, "less").tolist() == [1.0, 0.61, 0.02]
    assert tail_p_values(at_least, at_most, 99, "two_sided").tolist() == [0.02, 1.0, 0.04]


def test_parameters_out_of_range_are_refused() -> None:
    with pytest.raises(MeasureError, match="'smaller'"):
        tail_p_values(np.array([1]), np.array([1]), 9, "smaller")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="`permutations` is 0"):
        count_tails(
            np.arange(3.0), csr_array((3, 3)), held=True, permutations=0, rng=np.random.default_rng(1)
        )

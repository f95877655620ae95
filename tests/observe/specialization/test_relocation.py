"""The null distribution: every outcome enumerated, added up one establishment at a time, and drawn."""

import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from sandan.errors import MeasureError
from sandan.observe.specialization.relocation import SMALLEST_TAIL, count_exceedances, tail_probability


def by_enumeration(sizes: list[int], share: float, at_least: int) -> float:
    """Add the probabilities of all subsets of establishments that are large enough."""
    total = 0.0
    for here in itertools.product([False, True], repeat=len(sizes)):
        if sum(itertools.compress(sizes, here)) >= at_least:
            total += np.prod([share if yes else 1 - share for yes in here])
    return total


def by_convolution(sizes: np.ndarray, share: float, at_least: int) -> float:
    """Add one establishment after the other; all terms positive, so right in the far tail too."""
    below = np.zeros(at_least)
    below[0] = 1.0
    above = 0.0
    for size in sizes:
        above += share * below[max(0, at_least - size) :].sum()
        moved = np.zeros(at_least)
        moved[size:] = below[: max(0, at_least - size)]
        below = (1 - share) * below + share * moved
    return above


def test_two_establishments_by_hand() -> None:
    # Sizes 1 and 2, probability 1/4 each: 3 persons need both, 2 persons need the larger.
    assert tail_probability(np.array([1, 2]), np.array([0.25] * 4), np.array([0, 1, 2, 3])) == pytest.approx(
        [1, 1 - 9 / 16, 1 / 4, 1 / 16]
    )


@settings(max_examples=200, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 12), min_size=1, max_size=7),
    share=st.floats(0, 1),
    at_least=st.integers(0, 90),
)
@example(sizes=[5], share=1.0, at_least=5)
@example(sizes=[0], share=0.5, at_least=1)
def test_few_establishments_agree_with_enumeration(sizes: list[int], share: float, at_least: int) -> None:
    found = tail_probability(np.array(sizes), np.array([share]), np.array([at_least]))[0]
    assert found == pytest.approx(max(by_enumeration(sizes, share, at_least), SMALLEST_TAIL), abs=2e-14)


def test_equal_sizes_are_binomial() -> None:
    shares = np.array([0.001, 0.05, 0.29, 0.31, 0.5, 0.9])
    found = tail_probability(np.full(400, 30), shares, np.full(6, 30 * 20 - 7))
    assert found == pytest.approx(stats.binom.sf(19, 400, shares), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("count", [50, 2_000])
def test_sizes_with_one_giant_agree_with_convolution(count: int) -> None:
    rng = np.random.default_rng(count)
    sizes = np.append(np.maximum(1, np.exp(rng.normal(1, 1.2, count)).astype(int)), 40 * count // 50)
    shares = np.array([0.001, 0.01, 0.1, 0.25, 0.4])
    for factor in (0.5, 1.0, 1.5, 3.0):
        at_least = np.maximum(1, (factor * shares * sizes.sum()).astype(int))
        exact = [by_convolution(sizes, w, k) for w, k in zip(shares, at_least, strict=True)]
        found = tail_probability(sizes, shares, at_least)
        assert found == pytest.approx(np.maximum(exact, SMALLEST_TAIL), abs=1e-12)


def test_hopeless_and_certain_cells_need_no_transform() -> None:
    found = tail_probability(np.array([3, 4]), np.array([0.5, 0.5, 1.0, 0.0]), np.array([8, 0, 7, 1]))
    assert found.tolist() == [SMALLEST_TAIL, 1.0, 1.0, SMALLEST_TAIL]


def test_draws_agree_with_the_exact_tail() -> None:
    rng = np.random.default_rng(5)
    sizes = np.maximum(1, np.exp(rng.normal(1.5, 1.3, 300)).astype(int))
    shares = rng.dirichlet(np.full(30, 0.7))
    observed = (sizes.sum() * shares * rng.uniform(0.3, 2.5, 30)).astype(int)
    draws = 40_000
    reached = count_exceedances(sizes, shares, observed, draws=draws, rng=rng)
    exact = tail_probability(sizes, shares, observed)
    error = np.sqrt(exact * (1 - exact) / draws)
    assert (np.abs(reached / draws - exact) <= 4 * error + 1e-9).all()


def test_draws_with_borders_between_the_steps_keep_the_shares() -> None:
    shares = np.full(3_000, 1 / 3_000)
    shares[7] = 0.0
    shares /= shares.sum()
    reached = count_exceedances(
        np.ones(60_000, int), shares, np.ones(3_000, int), draws=20, rng=np.random.default_rng(0)
    )
    assert reached[7] == 0
    assert np.delete(reached, 7).min() == 20
    assert shares[7] == 0


def test_draws_repeat_with_the_seed() -> None:
    arguments = (np.arange(1, 50), np.array([0.2, 0.8]), np.array([300, 900]))
    first, second = (
        count_exceedances(*arguments, draws=500, rng=np.random.default_rng(3)).tolist() for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize(
    ("sizes", "shares", "draws", "match"),
    [
        ([-1], [1.0], 9, "size is -1"),
        ([1], [1.5], 9, "share is 1.5"),
        ([1], [0.5], 9, "add up to 0.5"),
        ([1], [1.0], 0, "`draws` is 0"),
    ],
)
def test_what_is_out_of_range_is_refused(
    sizes: list[int], shares: list[float], draws: int, match: str
) -> None:
    with pytest.raises(MeasureError, match=match):
        count_exceedances(
            np.array(sizes),
            np.array(shares),
            np.zeros(len(shares), int),
            draws=draws,
            rng=np.random.default_rng(0),
        )

"""The dartboard by hand, and its simulated probabilities against every outcome enumerated."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError, TableError
from sandan.observe.concentration.dartboard import make_dartboard, simulated_p

COLUMNS = ["region", "industry", "workers"]
PLANTS = pd.DataFrame(
    [("a", "chips", 6), ("a", "chips", 2), ("b", "chips", 2), ("b", "boats", 5)], columns=COLUMNS
)


def test_shares_by_hand() -> None:
    board = make_dartboard(PLANTS)
    assert board.industries.tolist() == ["boats", "chips"]
    assert board.shares.tolist() == [[0, 8 / 10], [1, 2 / 10]]
    assert board.weights.tolist() == [8 / 15, 7 / 15]
    assert board.plant_power(2).tolist() == pytest.approx([1, (36 + 4 + 4) / 100])
    assert board.reasons() == ["one plant has all jobs", ""]


def test_plants_may_count_as_one_each() -> None:
    board = make_dartboard(PLANTS, weighting="plants")
    assert board.shares[:, 1].tolist() == [2 / 3, 1 / 3]
    assert board.weights.tolist() == [2 / 4, 2 / 4]
    assert board.plant_power(2).tolist() == pytest.approx([1, 1 / 3])
    assert board.jobs.tolist() == [5, 10]


def test_benchmark_brings_regions_without_a_plant() -> None:
    board = make_dartboard(PLANTS, benchmark=pd.Series({"c": 2, "b": 1, "a": 1}))
    assert board.weights.tolist() == [0.5, 0.25, 0.25]
    assert board.shares[:, 1].tolist() == [0, 0.2, 0.8]


@pytest.mark.parametrize("benchmark", [{"a": 1}, {"a": 1, "b": 0}])
def test_plants_where_the_benchmark_has_nothing_are_refused(benchmark: dict[str, int]) -> None:
    with pytest.raises(MeasureError, match="nothing for 'b'"):
        make_dartboard(PLANTS, benchmark=pd.Series(benchmark))


@pytest.mark.parametrize("bad", ["many", None])
def test_benchmark_without_a_number_is_refused(bad: str | None) -> None:
    with pytest.raises(TableError):
        make_dartboard(PLANTS, benchmark=pd.Series({"a": 1, "b": bad}))


def test_unknown_weighting_is_refused() -> None:
    with pytest.raises(MeasureError, match="'sales'"):
        make_dartboard(PLANTS, weighting="sales")  # type: ignore[arg-type]


def test_no_workers_at_all_are_refused() -> None:
    with pytest.raises(MeasureError, match="No establishment has a worker"):
        make_dartboard(PLANTS.assign(workers=0))


def test_industry_without_jobs_or_with_the_only_region_says_why() -> None:
    idle = pd.concat([PLANTS, pd.DataFrame([("a", "coal", 0)], columns=COLUMNS)])
    assert make_dartboard(idle).reasons() == ["one plant has all jobs", "", "no jobs"]
    alone = make_dartboard(PLANTS[PLANTS["region"] == "a"])
    assert alone.reasons() == ["one region holds the whole benchmark"]


def exact_p(sizes: list[int], weights: np.ndarray, where: list[int], center: np.ndarray) -> float:
    """Add the probabilities of all outcomes that are as concentrated as the one observed."""
    z = np.array(sizes) / sum(sizes)

    def square(places: tuple[int, ...] | list[int]) -> float:
        return ((np.bincount(places, weights=z, minlength=len(weights)) - center) ** 2).sum()

    outcomes = itertools.product(range(len(weights)), repeat=len(sizes))
    observed = square(where) - 1e-12
    return sum(weights[list(o)].prod() for o in outcomes if square(o) >= observed)


@settings(max_examples=25)
@given(
    plants=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9)), min_size=2, max_size=5),
    around_weights=st.booleans(),
)
def test_simulated_p_agrees_with_all_outcomes(plants: list, around_weights: bool) -> None:
    where, sizes = [r for r, _ in plants], [z for _, z in plants]
    weights = np.array([0.5, 0.3, 0.2])
    table = pd.DataFrame({"region": where, "industry": "one", "workers": sizes})
    board = make_dartboard(table, benchmark=pd.Series(weights))
    center = weights if around_weights else np.zeros(3)
    found = simulated_p(board, center, simulations=4_000, rng=np.random.default_rng(3))[0]
    # Four standard errors of 4,000 draws.
    assert found == pytest.approx(exact_p(sizes, weights, where, center), abs=0.032)


def test_simulated_p_does_not_depend_on_the_executor_or_on_other_industries() -> None:
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"region": rng.integers(0, 4, 60), "industry": rng.integers(0, 5, 60), "workers": 3})
    board = make_dartboard(table)
    center = board.weights
    with ThreadPoolExecutor(2) as executor:
        together = simulated_p(board, center, simulations=50, rng=np.random.default_rng(1), executor=executor)
    assert (
        together.tolist() == simulated_p(board, center, simulations=50, rng=np.random.default_rng(1)).tolist()
    )


def test_regions_without_weight_are_never_hit() -> None:
    table = pd.DataFrame({"region": ["a", "a"], "industry": "one", "workers": 1})
    board = make_dartboard(table, benchmark=pd.Series({"z": 0, "a": 1, "b": 1, "y": 0}))
    p = simulated_p(board, np.zeros(4), simulations=4_000, rng=np.random.default_rng(1))
    assert p[0] == pytest.approx(1 / 2, abs=0.032)


@pytest.mark.parametrize(("simulations", "rng"), [(10, None), (-1, np.random.default_rng(1))])
def test_simulations_need_chance_and_a_number(simulations: int, rng: np.random.Generator | None) -> None:
    with pytest.raises(MeasureError, match=f"`simulations` is {simulations}"):
        simulated_p(make_dartboard(PLANTS), np.zeros(2), simulations=simulations, rng=rng)

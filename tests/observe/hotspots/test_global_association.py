"""Moran's I and G of a whole map by hand, and their moments against all permutations."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from sandan.errors import MeasureError
from sandan.observe.hotspots import global_association
from sandan.observe.hotspots.global_association import general_g, morans_i
from sandan.observe.hotspots.neighbors import neighbors_from_pairs, neighbors_within
from sandan.observe.hotspots.weights import SpatialWeights

ROW = pd.DataFrame({"x": np.arange(4) * 1000.0, "y": 0.0}, index=list("abcd"))
BESIDE = neighbors_within(ROW, 1000, style="as_given")
VALUES = pd.Series([1, 2, 4, 5], index=list("abcd"))


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_four_places_in_a_row_by_hand() -> None:
    # Deviations -2 -1 1 2: products of neighbors 2 - 1 + 2 = 3, each seen twice; S0 = 6, sum of squares 10.
    found = morans_i(VALUES, BESIDE, permutations=9, rng=rng())
    assert found.statistic == pytest.approx(4 / 6 * 6 / 10)
    assert found.expected == pytest.approx(-1 / 3)
    # Products 2 + 8 + 20 = 30, each seen twice, of (12^2 - 46) = 98.
    assert general_g(VALUES, BESIDE, permutations=9, rng=rng()).statistic == pytest.approx(60 / 98)


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), measure=st.sampled_from([morans_i, general_g]))
def test_moments_and_p_values_are_those_of_all_permutations(seed: int, measure: object) -> None:
    draw = rng(seed)
    dense = (draw.random((5, 5)) < 0.5) * draw.integers(1, 4, (5, 5)).astype(float)
    np.fill_diagonal(dense, 0)
    dense[0, 1] = 1
    weights = SpatialWeights(pd.RangeIndex(5), csr_array(dense), "as_given", "by hand")
    values = draw.integers(0, 5, 5).astype(float)
    values[:2] = [1, 2]

    def statistic(numbers: np.ndarray) -> float:
        if measure is morans_i:
            z = numbers - numbers.mean()
            return 5 / dense.sum() * (z @ dense @ z) / (z @ z)
        return (numbers @ dense @ numbers) / (numbers.sum() ** 2 - (numbers**2).sum())

    everything = np.array([statistic(np.array(p)) for p in itertools.permutations(values)])
    found = measure(pd.Series(values), weights, alternative="greater", permutations=2000, rng=draw)  # type: ignore[operator]
    assert found.statistic == pytest.approx(statistic(values))
    assert found.expected == pytest.approx(everything.mean())
    assert found.variance == pytest.approx(everything.var(), abs=1e-12)
    truth = (everything >= found.statistic - 1e-9).mean()
    assert found.p_value == pytest.approx(truth, abs=5 * np.sqrt(truth * (1 - truth) / 2000) + 1e-3)


def test_one_map_in_twenty_is_called_where_nothing_clusters() -> None:
    east, north = np.meshgrid(np.arange(6) * 1000.0, np.arange(6) * 1000.0)
    weights = neighbors_within(pd.DataFrame({"x": east.ravel(), "y": north.ravel()}), 1000)
    called = [
        measure(pd.Series(rng(seed).gamma(1.0, size=36)), weights, permutations=199, rng=rng(seed)).p_value
        <= 0.05
        for seed in range(200)
        for measure in (morans_i, general_g)
    ]
    assert np.mean(called) == pytest.approx(0.05, abs=0.025)


def test_result_does_not_depend_on_pieces_or_executor(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = morans_i(VALUES, BESIDE, permutations=99, rng=rng())
    monkeypatch.setattr(global_association, "_MULTIPLIED", 40)
    with ThreadPoolExecutor(2) as executor:
        assert morans_i(VALUES, BESIDE, permutations=99, rng=rng(), executor=executor) == whole


def test_normality_differs_and_is_named() -> None:
    drawn = morans_i(VALUES, BESIDE, moments="normality", permutations=9, rng=rng())
    permuted = morans_i(VALUES, BESIDE, permutations=9, rng=rng())
    assert drawn.variance != pytest.approx(permuted.variance)
    with pytest.raises(MeasureError, match="'bootstrap'"):
        morans_i(VALUES, BESIDE, moments="bootstrap", rng=rng())  # type: ignore[arg-type]


def test_islands_are_counted() -> None:
    pairs = pd.DataFrame({"origin": list("ab"), "neighbor": list("ba")})
    found = morans_i(VALUES, neighbors_from_pairs(pairs, VALUES.index), permutations=9, rng=rng())
    assert (found.places, found.islands) == (4, 2)


def test_maps_that_say_nothing_are_refused() -> None:
    nobody = SpatialWeights(VALUES.index, csr_array((4, 4)), "row", "nobody")
    with pytest.raises(MeasureError, match="4 places with 0 neighbors"):
        morans_i(VALUES, nobody, rng=rng())
    with pytest.raises(MeasureError, match=r"holds -1\.0"):
        general_g(VALUES - 2, BESIDE, rng=rng())
    with pytest.raises(MeasureError, match="Only 1 place"):
        general_g(VALUES * [0, 0, 0, 1], BESIDE, rng=rng())

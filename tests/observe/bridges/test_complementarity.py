"""Overlap and complementarity by hand, against loops, between bounds and under chance."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError, TableError
from sandan.observe.bridges.complementarity import (
    bounded_overlap,
    complementarity,
    mix_similarity,
    overlap_test,
)

two_mixes = arrays(np.int64, st.tuples(st.just(2), st.integers(1, 4)), elements=st.integers(0, 6))


def overlap_by_loops(jobs: np.ndarray) -> float:
    if not jobs.sum(axis=1).all():
        return np.nan
    p, q = ([cell / sum(row) for cell in row] for row in jobs.tolist())
    return 1 - sum(abs(a - b) for a, b in zip(p, q, strict=True)) / 2


def test_two_complexes_by_hand() -> None:
    jobs = pd.DataFrame({"C26": [60, 20], "J62": [40, 80]}, index=["plants", "labs"])
    row = mix_similarity(jobs).iloc[0]
    assert row["overlap"] == pytest.approx(1 - (0.4 + 0.4) / 2)
    assert row["cosine"] == pytest.approx((0.6 * 0.2 + 0.4 * 0.8) / np.sqrt((0.36 + 0.16) * (0.04 + 0.64)))


@settings(max_examples=50)
@given(jobs=two_mixes)
def test_any_two_mixes_agree_with_loops(jobs: np.ndarray) -> None:
    row = mix_similarity(pd.DataFrame(jobs)).iloc[0]
    np.testing.assert_allclose(row["overlap"], overlap_by_loops(jobs), atol=1e-12)
    if jobs.sum(axis=1).all():
        assert 0 <= row["overlap"] <= 1 + 1e-12
        assert 0 <= row["cosine"] <= 1


def test_every_pair_of_places_is_compared_once() -> None:
    jobs = pd.DataFrame(np.arange(12).reshape(4, 3) + 1, index=list("abcd"))
    table = mix_similarity(jobs)
    assert (table["first"] + table["second"]).tolist() == ["ab", "ac", "ad", "bc", "bd", "cd"]
    last = table.iloc[-1]["overlap"]
    assert last == pytest.approx(overlap_by_loops(jobs.loc[["c", "d"]].to_numpy()))


def test_place_without_jobs_has_no_overlap() -> None:
    row = mix_similarity(pd.DataFrame({"C26": [1, 0]})).iloc[0]
    assert np.isnan(row["overlap"])
    assert np.isnan(row["cosine"])


@settings(max_examples=50)
@given(jobs=two_mixes, width=st.data())
def test_bounds_hold_for_every_table_between_them(jobs: np.ndarray, width: st.DataObject) -> None:
    wide = width.draw(arrays(np.int64, jobs.shape, elements=st.integers(0, 3)))
    bounds = bounded_overlap(pd.DataFrame(jobs), pd.DataFrame(jobs + wide)).iloc[0]
    rng = np.random.default_rng(1)
    if not jobs.sum(axis=1).all():
        assert np.isnan(bounds["lower"])
        return
    for _ in range(20):
        inside = jobs + rng.choice([0.0, 0.5, 1.0], jobs.shape) * wide
        assert bounds["lower"] - 1e-9 <= overlap_by_loops(inside) <= bounds["upper"] + 1e-6


def test_upper_bound_is_reached_on_a_fine_grid() -> None:
    lower = np.array([[10.0, 5.0, 2.0], [1.0, 3.0, 8.0]])
    upper = np.array([[12.0, 9.0, 2.0], [6.0, 3.0, 8.0]])
    grids = np.meshgrid(*(np.linspace(a, b, 41) for a, b in ((10, 12), (5, 9), (1, 6))), indexing="ij")
    best = 0.0
    for a, b, c in zip(*(grid.ravel() for grid in grids), strict=True):
        p, q = np.array([a, b, 2]) / (a + b + 2), np.array([c, 3, 8]) / (c + 11)
        best = max(best, np.minimum(p, q).sum())
    bounds = bounded_overlap(pd.DataFrame(lower), pd.DataFrame(upper)).iloc[0]
    assert best <= bounds["upper"] + 1e-7
    assert best == pytest.approx(bounds["upper"], abs=2e-3)


def test_bounds_of_known_cells_meet() -> None:
    jobs = pd.DataFrame({"C26": [600_000, 20], "J62": [400_000, 80]})
    bounds = bounded_overlap(jobs, jobs).iloc[0]
    assert bounds["lower"] == pytest.approx(0.6)
    assert bounds["upper"] == pytest.approx(0.6, abs=1e-6)


def test_bounds_that_cross_are_refused() -> None:
    jobs = pd.DataFrame({"C26": [3, 1]})
    with pytest.raises(TableError, match="`upper` 2"):
        bounded_overlap(jobs, jobs - 1)


def test_complementarity_by_hand() -> None:
    # Of A's three industries one is shared; of the other two only b is close (0.5) to something in B.
    present = pd.DataFrame([[1, 1, 1, 0], [1, 0, 0, 1]], index=["A", "B"], columns=list("abcd")).astype(bool)
    phi = pd.DataFrame(
        [[1, 0.5, 0.1, 0.2], [0.5, 1, 0.3, 0.1], [0.1, 0.3, 1, 0.2], [0.2, 0.1, 0.2, 1]],
        index=list("abcd"),
        columns=list("abcd"),
    )
    row = complementarity(present, phi, at_least=0.4).set_index(["giver", "taker"]).loc[("A", "B")]
    assert row[["industries", "shared", "related", "unrelated"]].tolist() == [3, 1, 1, 1]
    assert row["complementarity"] == 1 / 3
    densities = ((0.5 + 0.1) / (0.5 + 0.3 + 0.1), (0.1 + 0.2) / (0.1 + 0.3 + 0.2))
    assert row["closeness"] == pytest.approx(sum(densities) / 2)


@settings(max_examples=50)
@given(present=arrays(np.bool_, (2, 5)), seed=st.integers(0, 99), at_least=st.sampled_from([0.2, 0.6]))
def test_any_two_places_agree_with_loops(present: np.ndarray, seed: int, at_least: float) -> None:
    phi = np.random.default_rng(seed).random((5, 5)).round(1)
    phi = np.maximum(phi, phi.T)
    table = complementarity(pd.DataFrame(present), pd.DataFrame(phi), at_least=at_least)
    for row, (a, b) in zip(table.itertuples(), ((0, 1), (1, 0)), strict=True):
        lacking = [i for i in range(5) if present[a, i] and not present[b, i]]
        related = [
            i for i in lacking if any(present[b, j] and phi[i, j] >= at_least for j in range(5) if j != i)
        ]
        assert (row.shared + row.related + row.unrelated, row.related) == (row.industries, len(related))
        assert row.industries == present[a].sum()
        if row.industries:
            assert 0 <= row.complementarity <= 1


def test_unknown_threshold_is_refused() -> None:
    present = pd.DataFrame({"a": [True, False]})
    with pytest.raises(MeasureError, match="`at_least` is 0"):
        complementarity(present, pd.DataFrame([[1.0]], index=["a"], columns=["a"]), at_least=0)


def two_places(seed: int, *, apart: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    place = np.repeat(["plants", "labs"], [40, 60])
    industry = rng.integers(0, 6, 100)
    moved = rng.random(100) < apart
    industry = np.where(moved, np.where(place == "plants", 0, 1), industry)
    return pd.DataFrame({"place": place, "industry": industry, "workers": rng.integers(1, 50, 100)})


def test_observed_overlap_of_the_test_is_the_overlap() -> None:
    table = two_places(1)
    jobs = table.pivot_table(index="place", columns="industry", values="workers", aggfunc="sum", fill_value=0)
    found = overlap_test(
        table, places=("plants", "labs"), workers="workers", draws=19, rng=np.random.default_rng(1)
    )
    assert found.observed == pytest.approx(mix_similarity(jobs)["overlap"][0])


def test_expected_overlap_of_four_firms_by_hand() -> None:
    # Two firms of x, two of y, dealt two and two: 1/3 of the deals give no overlap, 2/3 give the same mix.
    table = pd.DataFrame({"place": ["a", "a", "b", "b"], "industry": ["x", "x", "y", "y"]})
    found = overlap_test(table, places=("a", "b"), draws=3999, rng=np.random.default_rng(5))
    assert found.observed == 0
    assert found.expected == pytest.approx(2 / 3, abs=0.03)
    assert found.p_low == pytest.approx(1 / 3, abs=0.03)


def test_divided_industries_are_found() -> None:
    found = overlap_test(
        two_places(2, apart=0.5), places=("plants", "labs"), draws=199, rng=np.random.default_rng(1)
    )
    assert found.p_low == 1 / 200
    assert found.p_value == 2 / 200


def test_place_without_establishments_is_refused() -> None:
    with pytest.raises(MeasureError, match="'mines'"):
        overlap_test(two_places(1), places=("plants", "mines"), rng=np.random.default_rng(1))


def test_overlap_test_holds_its_level() -> None:
    # Industry and size know nothing of the place; overlap takes many values, so the test is nearly exact.
    calls = Counter(
        overlap_test(
            two_places(seed),
            places=("plants", "labs"),
            workers="workers",
            draws=199,
            rng=np.random.default_rng(seed + 1_000_000),
        ).p_value
        <= 0.05
        for seed in range(200)
    )
    assert 0.015 <= calls[True] / 200 <= 0.09

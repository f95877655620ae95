"""Coagglomeration by hand, by the paper's own formula with plants, and as a mean of pairs."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.concentration.coagglomeration import coagglomeration, pairwise_coagglomeration
from sandan.observe.concentration.ellison_glaeser import ellison_glaeser

tables = arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 5)), elements=st.integers(0, 6))


def test_two_industries_by_hand() -> None:
    jobs = pd.DataFrame({"chips": [9, 1], "tools": [8, 2], "boats": [0, 5]}, index=["a", "b"])
    # Weights: means of 0.9, 0.8, 0 and of 0.1, 0.2, 1.
    x = np.array([1.7 / 3, 1.3 / 3])
    room = 1 - (x**2).sum()
    found = pairwise_coagglomeration(jobs)
    assert found.at["chips", "tools"] == pytest.approx(
        ((0.9 - x[0]) * (0.8 - x[0]) + (0.1 - x[1]) * (0.2 - x[1])) / room
    )
    assert found.at["boats", "boats"] == pytest.approx(((0 - x[0]) ** 2 + (1 - x[1]) ** 2) / room)


@settings(max_examples=50)
@given(jobs=tables, given_benchmark=st.booleans())
def test_any_table_agrees_with_loops(jobs: np.ndarray, given_benchmark: bool) -> None:
    totals = jobs.sum(axis=0)
    present = totals > 0
    if not present.any():
        return
    shares = jobs[:, present] / totals[present]
    x = np.arange(1, len(jobs) + 1) / np.arange(1, len(jobs) + 1).sum()
    if not given_benchmark:
        x = shares.mean(axis=1)
    if x.max() >= 1:
        return
    benchmark = pd.Series(np.arange(1, len(jobs) + 1)) if given_benchmark else None
    found = pairwise_coagglomeration(pd.DataFrame(jobs), benchmark=benchmark).to_numpy()
    assert np.isnan(found[~present]).all()
    assert np.isnan(found[:, ~present]).all()
    for a, i in enumerate(np.flatnonzero(present)):
        for b, j in enumerate(np.flatnonzero(present)):
            expected = sum((shares[r, a] - x[r]) * (shares[r, b] - x[r]) for r in range(len(jobs)))
            assert found[i, j] == pytest.approx(expected / (1 - (x**2).sum()), rel=1e-9, abs=1e-12)


@settings(max_examples=50)
@given(jobs=tables)
def test_group_is_the_weighted_mean_of_its_pairs(jobs: np.ndarray) -> None:
    benchmark = pd.Series(np.arange(1, len(jobs) + 1))
    table = pd.DataFrame(jobs)
    totals = jobs.sum(axis=0)
    if (totals > 0).sum() < 2:
        return
    pairs = pairwise_coagglomeration(table, benchmark=benchmark).fillna(0).to_numpy()
    weight = np.outer(totals, totals) * (1 - np.eye(len(totals)))
    found = coagglomeration(table, pd.Series("all", index=table.columns), benchmark=benchmark)
    assert found.loc["all", "gamma"] == pytest.approx(
        (weight * pairs).sum() / weight.sum(), rel=1e-9, abs=1e-12
    )
    assert found.loc["all", ["industries", "jobs"]].tolist() == [(totals > 0).sum(), totals.sum()]


def by_plants(table: pd.DataFrame, benchmark: pd.Series) -> float:
    """Follow the paper of 1997, with the plants that cancel in the end."""
    single = ellison_glaeser(table, benchmark=benchmark)
    group = ellison_glaeser(table.assign(industry="all"), benchmark=benchmark).iloc[0]
    w2 = (single["jobs"] / single["jobs"].sum()) ** 2
    h = (w2 * single["herfindahl"]).sum()
    own = (single["gamma"] * w2 * (1 - single["herfindahl"])).sum()
    room = 1 - ((benchmark / benchmark.sum()) ** 2).sum()
    return (group["raw_concentration"] / room - h - own) / (1 - w2.sum())


def test_group_agrees_with_the_formula_of_plants() -> None:
    rng = np.random.default_rng(5)
    table = pd.DataFrame(
        {
            "region": rng.integers(0, 5, 80),
            "industry": rng.integers(0, 4, 80),
            "workers": rng.integers(1, 50, 80),
        }
    )
    benchmark = pd.Series(rng.integers(1, 9, 5))
    jobs = table.pivot_table(
        index="region", columns="industry", values="workers", aggfunc="sum", fill_value=0
    )
    found = coagglomeration(jobs, pd.Series("all", index=jobs.columns), benchmark=benchmark)
    assert found.loc["all", "gamma"] == pytest.approx(by_plants(table, benchmark), rel=1e-12)


def test_groups_of_one_or_none_say_why() -> None:
    jobs = pd.DataFrame({"i": [1, 2], "j": [0, 0], "k": [2, 1], "l": [0, 0]})
    found = coagglomeration(jobs, pd.Series({"i": "x", "j": "x", "l": "y"}))
    assert found["reason"].to_dict() == {"x": "one industry", "y": "no jobs"}
    assert found["gamma"].isna().all()
    assert found["industries"].to_dict() == {"x": 1, "y": 0}


@pytest.mark.parametrize("groups", [pd.Series({"nowhere": "x"}), pd.Series({"i": None})])
def test_unknown_or_empty_groups_are_refused(groups: pd.Series) -> None:
    with pytest.raises(MeasureError, match="1 industries that are not"):
        coagglomeration(pd.DataFrame({"i": [1, 2]}), groups)


def test_benchmark_of_one_region_and_empty_table_are_refused() -> None:
    jobs = pd.DataFrame({"i": [1, 2]}, index=["a", "b"])
    with pytest.raises(MeasureError, match="'a' holds the whole benchmark"):
        pairwise_coagglomeration(jobs, benchmark=pd.Series({"a": 3, "b": 0}))
    with pytest.raises(MeasureError, match="None of the 1 industries"):
        pairwise_coagglomeration(jobs * 0)


def test_random_industries_are_not_coagglomerated_on_average() -> None:
    rng = np.random.default_rng(7)
    jobs = pd.DataFrame(rng.multinomial(40, np.full(10, 0.1), size=200).T)
    found = pairwise_coagglomeration(jobs, benchmark=pd.Series(np.ones(10))).to_numpy()
    # 199 * 100 pairs, each with a standard deviation of sqrt(0.09 / 40^2) / 0.9 = 0.0083.
    assert found[np.triu_indices(200, 1)].mean() == pytest.approx(0, abs=0.0003)

"""Unevenness by hand, against loops, and added up."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.concentration.inequality import (
    hoover_gini,
    hoover_index,
    locational_gini,
    quotient_gini,
    theil,
)
from sandan.observe.specialization.location_quotient import location_quotient

shape = st.tuples(st.integers(1, 5), st.integers(1, 4))
tables = arrays(np.int64, shape, elements=st.integers(0, 6))
FIVE = pd.DataFrame({"chips": [0, 10, 10, 30, 50]})
PEOPLE = pd.Series([10, 15, 20, 25, 30])


def benchmark_of(jobs: np.ndarray) -> pd.Series:
    return pd.Series(np.arange(1, len(jobs) + 1))


def gini_by_pairs(s: np.ndarray, x: np.ndarray) -> float:
    """Half the mean absolute difference of s / x over pairs drawn with x, over the mean (which is 1)."""
    return sum(x[a] * x[b] * abs(s[a] / x[a] - s[b] / x[b]) for a in range(len(x)) for b in range(len(x))) / 2


def test_five_regions_by_hand() -> None:
    # Sorted by ratio, region 3 (10 of 20) comes before region 2 (10 of 15):
    # 0.10*0 + 0.20*0.1 + 0.15*(0.1+0.2) + 0.25*(0.2+0.5) + 0.30*(0.5+1.0) = 0.69.
    assert hoover_gini(FIVE, benchmark=PEOPLE)["chips"] == pytest.approx(1 - 0.69)
    # |0-.10| + |.10-.15| + |.10-.20| + |.30-.25| + |.50-.30| = 0.5.
    assert hoover_index(FIVE, benchmark=PEOPLE)["chips"] == pytest.approx(0.5 / 2)


@settings(max_examples=50)
@given(jobs=tables)
def test_any_hoover_gini_agrees_with_pairs(jobs: np.ndarray) -> None:
    benchmark = benchmark_of(jobs)
    x = (benchmark / benchmark.sum()).to_numpy()
    found = hoover_gini(pd.DataFrame(jobs), benchmark=benchmark)
    for i, total in enumerate(jobs.sum(axis=0)):
        expected = gini_by_pairs(jobs[:, i] / total, x) if total else np.nan
        assert found[i] == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


@settings(max_examples=50)
@given(jobs=tables)
def test_locational_gini_is_half_of_the_one_against_all_jobs(jobs: np.ndarray) -> None:
    if not jobs.sum():
        return
    table = pd.DataFrame(jobs)
    twice = hoover_gini(table, benchmark=table.sum(axis=1))
    np.testing.assert_allclose(locational_gini(table), twice / 2, rtol=1e-12)
    assert not (locational_gini(table) > 0.5).any()


def test_the_three_ginis_are_three_numbers() -> None:
    # Regions from the smallest ratio: shares of the industry 0.2, 0.2, 0.6.
    jobs = pd.DataFrame({"chips": [60, 20, 20], "other": [40, 80, 380]})
    people = pd.Series([200, 200, 600])
    # Of the people 0.6, 0.2, 0.2 live there.
    against_people = 1 - (0.6 * 0.2 + 0.2 * (0.2 + 0.4) + 0.2 * (0.4 + 1))
    # Of all jobs 4/6, 1/6, 1/6 are there.
    against_jobs = 1 - (4 / 6 * 0.2 + 1 / 6 * (0.2 + 0.4) + 1 / 6 * (0.4 + 1))
    # Quotients 0.3, 1.2, 3.6 with a mean of 1.7.
    of_quotients = 2 / (9 * 1.7) * (1 * (0.3 - 1.7) + 2 * (1.2 - 1.7) + 3 * (3.6 - 1.7))
    assert hoover_gini(jobs, benchmark=people)["chips"] == pytest.approx(against_people)
    assert locational_gini(jobs)["chips"] == pytest.approx(against_jobs / 2)
    assert quotient_gini(jobs, of="industries")["chips"] == pytest.approx(of_quotients)


def test_industry_where_the_benchmark_has_nothing_is_as_uneven_as_can_be() -> None:
    jobs = pd.DataFrame({"chips": [5, 0]})
    assert hoover_gini(jobs, benchmark=pd.Series([0, 1]))["chips"] == 1


@settings(max_examples=50)
@given(jobs=tables, of=st.sampled_from(["industries", "regions"]))
def test_quotient_gini_is_the_mean_difference_of_the_quotients(jobs: np.ndarray, of: str) -> None:
    table = pd.DataFrame(jobs)
    over = jobs if of == "industries" else jobs.T
    if not over.sum(axis=1).all():
        return
    quotients = location_quotient(table)
    columns = (quotients if of == "industries" else quotients.T).to_numpy()
    with np.errstate(invalid="ignore"):
        differences = np.abs(columns[:, None, :] - columns[None, :, :]).mean(axis=(0, 1))
        expected = differences / (2 * columns.mean(axis=0))
    found = quotient_gini(table, of=of)  # type: ignore[arg-type]
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_region_without_a_quotient_is_refused_where_it_would_be_compared() -> None:
    jobs = pd.DataFrame({"chips": [1, 0], "tools": [2, 0]}, index=["a", "b"])
    with pytest.raises(MeasureError, match="The region 'b' has no jobs"):
        quotient_gini(jobs, of="industries")
    assert np.isnan(quotient_gini(jobs, of="regions")["b"])
    with pytest.raises(MeasureError, match="'firms'"):
        quotient_gini(jobs, of="firms")  # type: ignore[arg-type]


def test_theil_by_hand() -> None:
    jobs = pd.DataFrame({"chips": [30, 10, 10, 10]}, index=["a1", "a2", "b1", "b2"])
    groups = pd.Series({"b1": "b", "b2": "b", "a1": "a", "a2": "a"})
    found = theil(jobs, benchmark=pd.Series(1, index=jobs.index), groups=groups).loc["chips"]
    total = 3 / 6 * math.log(3 / 6 * 4) + 3 * (1 / 6 * math.log(1 / 6 * 4))
    between = 4 / 6 * math.log(4 / 6 * 2) + 2 / 6 * math.log(2 / 6 * 2)
    within = 4 / 6 * (3 / 4 * math.log(3 / 4 * 2) + 1 / 4 * math.log(1 / 4 * 2))
    assert found.tolist() == pytest.approx([total, between, within])


@settings(max_examples=50)
@given(
    jobs=arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 3)), elements=st.integers(0, 6)),
    form=st.sampled_from(["T", "L"]),
    modulus=st.integers(1, 3),
)
def test_parts_of_theil_agree_with_loops_and_add_up(jobs: np.ndarray, form: str, modulus: int) -> None:
    benchmark = benchmark_of(jobs)
    group = np.arange(len(jobs)) % modulus
    found = theil(
        pd.DataFrame(jobs),
        benchmark=benchmark,
        groups=pd.Series(group),
        form=form,  # type: ignore[arg-type]
    )
    x = (benchmark / benchmark.sum()).to_numpy()
    for i, total in enumerate(jobs.sum(axis=0)):
        if total == 0:
            assert found.loc[i].isna().all()
            continue
        p, q = (jobs[:, i] / total, x) if form == "T" else (x, jobs[:, i] / total)
        outer_p, outer_q = (np.bincount(group, weights=v) for v in (p, q))
        whole, between = divergence(p, q), divergence(outer_p, outer_q)
        assert found.at[i, "theil"] == pytest.approx(whole, rel=1e-9, abs=1e-12)
        assert found.at[i, "between"] == pytest.approx(between, rel=1e-9, abs=1e-12)
        if np.isfinite(whole):
            assert found.at[i, "within"] == pytest.approx(whole - between, rel=1e-9, abs=1e-12)
            assert found.at[i, "between"] + found.at[i, "within"] == found.at[i, "theil"]


def divergence(p: np.ndarray, q: np.ndarray) -> float:
    if ((p > 0) & (q == 0)).any():
        return math.inf
    return sum(a * math.log(a / b) for a, b in zip(p, q, strict=True) if a > 0)


def test_theil_is_infinite_where_one_side_has_nothing() -> None:
    jobs = pd.DataFrame({"chips": [5, 0, 5]})
    assert theil(jobs, benchmark=pd.Series([0, 1, 1])).loc["chips", "theil"] == math.inf
    assert theil(jobs, benchmark=pd.Series([1, 1, 1]), form="L").loc["chips", "theil"] == math.inf


@pytest.mark.parametrize("groups", [pd.Series(["x", "y"]), pd.Series(["x", None, "y"])])
def test_theil_refuses_regions_without_a_group(groups: pd.Series) -> None:
    with pytest.raises(MeasureError, match="each with one group"):
        theil(pd.DataFrame({"chips": [1, 2, 3]}), benchmark=pd.Series([1, 1, 1]), groups=groups)


def test_theil_refuses_an_unknown_form() -> None:
    with pytest.raises(MeasureError, match="'G'"):
        theil(FIVE, benchmark=PEOPLE, form="G")  # type: ignore[arg-type]


@pytest.mark.parametrize("measure", [hoover_gini, hoover_index, theil])
def test_industry_without_jobs_has_no_number(measure: object) -> None:
    jobs = pd.DataFrame({"chips": [1, 2], "coal": [0, 0]})
    found = measure(jobs, benchmark=pd.Series([1, 1]))  # type: ignore[operator]
    assert pd.DataFrame(found).loc["coal"].isna().all()
    assert pd.DataFrame(found).loc["chips"].notna().all()

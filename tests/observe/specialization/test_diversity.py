"""Specialization of regions by hand, against loops, and added up."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.specialization.diversity import diversity, krugman_index, variety

BENCHMARKS = ("all", "others")
JOBS = pd.DataFrame({"C26": [30, 10], "J62": [20, 140]}, index=["here", "rest"])
tables = arrays(np.int64, st.tuples(st.integers(1, 4), st.integers(1, 5)), elements=st.integers(0, 6))


def by_loops(jobs: np.ndarray, r: int, benchmark: str) -> dict[str, float]:
    """Compute one region, industry by industry; NaN where there is nothing to divide by."""
    inside = jobs[r].sum()
    common = jobs.sum(axis=0) - (jobs[r] if benchmark == "others" else 0)
    result = dict.fromkeys(["herfindahl", "entropy", "krugman", "hachman"], math.nan)
    if not inside:
        return result
    s = jobs[r] / inside
    result["herfindahl"] = sum(v**2 for v in s)
    result["entropy"] = -sum(v * math.log2(v) for v in s if v)
    if common.sum():
        c = common / common.sum()
        result["krugman"] = sum(abs(a - b) for a, b in zip(s, c, strict=True))
        missing = any(a and not b for a, b in zip(s, c, strict=True))
        result["hachman"] = 0 if missing else 1 / sum(a / b * a for a, b in zip(s, c, strict=True) if a)
    return result


def test_two_regions_by_hand() -> None:
    found = diversity(JOBS).loc["here"]
    assert found["herfindahl"] == pytest.approx(0.6**2 + 0.4**2)
    assert found["herfindahl_normalized"] == pytest.approx((0.52 - 1 / 2) / (1 - 1 / 2))
    assert found["entropy"] == pytest.approx(-0.6 * math.log2(0.6) - 0.4 * math.log2(0.4))
    # Of 200 jobs 40 are in C26: shares 0.2 and 0.8.
    assert found["krugman"] == pytest.approx(0.4 + 0.4)
    assert found["specialization_coefficient"] == pytest.approx(0.4)
    assert found["hachman"] == pytest.approx(1 / (0.6 / 0.2 * 0.6 + 0.4 / 0.8 * 0.4))
    # Without the region: 10 and 140 of 150.
    others = diversity(JOBS, benchmark="others").loc["here"]
    assert others["krugman"] == pytest.approx(2 * (0.6 - 1 / 15))
    assert others["hachman"] == pytest.approx(1 / (0.6**2 * 15 + 0.4**2 * 15 / 14))


@settings(max_examples=50)
@given(jobs=tables, benchmark=st.sampled_from(BENCHMARKS))
def test_any_table_agrees_with_loops(jobs: np.ndarray, benchmark: str) -> None:
    found = diversity(pd.DataFrame(jobs), benchmark=benchmark)  # type: ignore[arg-type]
    for r in range(len(jobs)):
        for name, value in by_loops(jobs, r, benchmark).items():
            assert found.at[r, name] == pytest.approx(value, rel=1e-12, abs=1e-12, nan_ok=True)
        assert found.at[r, "industries"] == (jobs[r] > 0).sum()


def test_entropy_of_equal_shares_is_exact_and_takes_zeros() -> None:
    # 1e-9 is not added to the shares, and nothing is rounded.
    table = pd.DataFrame([[1, 1, 1, 0]])
    assert diversity(table).at[0, "entropy"] == pytest.approx(math.log2(3), rel=1e-15)
    assert diversity(table, unit="nats").at[0, "entropy"] == pytest.approx(math.log(3), rel=1e-15)


def test_region_without_jobs_has_no_mix() -> None:
    found = diversity(pd.DataFrame({"C26": [1, 0], "J62": [2, 0]}))
    assert found.loc[1].drop("industries").isna().all()
    assert found.at[1, "industries"] == 0


def test_krugman_of_two_mixes_by_hand() -> None:
    mixes = JOBS.T
    assert krugman_index(mixes["here"], mixes["rest"]) == pytest.approx(
        abs(0.6 - 1 / 15) + abs(0.4 - 14 / 15)
    )
    assert krugman_index(mixes["here"], mixes["here"] * 3) == 0


@settings(max_examples=50)
@given(jobs=tables)
def test_krugman_against_all_is_the_column_of_the_table(jobs: np.ndarray) -> None:
    table = pd.DataFrame(jobs)
    found = diversity(table)
    for r in range(len(jobs)):
        if jobs[r].sum():
            assert krugman_index(table.loc[r], table.sum()) == pytest.approx(
                found.at[r, "krugman"], abs=1e-12
            )


def test_krugman_of_different_industries_or_of_nothing_is_refused() -> None:
    one = pd.Series({"C26": 1, "J62": 2})
    with pytest.raises(MeasureError, match="same industries in the same order"):
        krugman_index(one, one.rename({"C26": "C27"}))
    with pytest.raises(MeasureError, match="`second` add up to 0"):
        krugman_index(one, one * 0)


def test_variety_by_hand() -> None:
    jobs = pd.DataFrame({"C261": [1], "C262": [1], "J62": [2]})
    found = variety(jobs, pd.Series({"J62": "J", "C261": "C", "C262": "C"})).loc[0]
    # Half in C, half in J: one bit. Inside C one bit again, which half of the jobs have.
    assert found.tolist() == [1.0, 0.5]


@settings(max_examples=50)
@given(jobs=tables, modulus=st.integers(1, 3), unit=st.sampled_from(["bits", "nats"]))
def test_varieties_agree_with_loops_and_add_up_to_the_entropy(
    jobs: np.ndarray, modulus: int, unit: str
) -> None:
    table = pd.DataFrame(jobs)
    group = np.arange(jobs.shape[1]) % modulus
    found = variety(table, pd.Series(group), unit=unit)  # type: ignore[arg-type]
    whole = diversity(table, unit=unit)["entropy"]  # type: ignore[arg-type]
    np.testing.assert_allclose(found.sum(axis=1, skipna=False), whole, rtol=1e-12, atol=1e-12)
    for r in np.flatnonzero(jobs.sum(axis=1)):
        s = jobs[r] / jobs[r].sum()
        outer = np.bincount(group, weights=s)
        base = math.log(2) if unit == "bits" else 1
        related = sum(v * math.log(outer[g] / v) for v, g in zip(s, group, strict=True) if v) / base
        assert found.at[r, "related_variety"] == pytest.approx(related, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    "groups", [{"C26": "C"}, {"C26": "C", "J62": None}, {"C26": "C", "J62": "J", "K": "K"}]
)
def test_industry_without_a_group_is_refused(groups: dict) -> None:
    with pytest.raises(MeasureError, match="one group to each industry"):
        variety(JOBS, pd.Series(groups))


def test_unknown_unit_and_benchmark_are_refused() -> None:
    with pytest.raises(MeasureError, match="'digits'"):
        diversity(JOBS, unit="digits")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="'nation'"):
        diversity(JOBS, benchmark="nation")  # type: ignore[arg-type]


def test_input_is_not_changed() -> None:
    copy = JOBS.copy()
    diversity(JOBS)
    pd.testing.assert_frame_equal(JOBS, copy)

"""Quotients across the border by hand, against loops, and where they meet the plain ones."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError, TableError
from sandan.observe.specialization.location_quotient import location_quotient
from sandan.observe.specialization.proximity_adjusted import proximity_adjusted_quotient

BENCHMARKS = ("all", "others")
DECAYS = ("exponential", "gaussian", "inverse")
NAMES = ["a", "b", "c"]
JOBS = pd.DataFrame({"C26": [30, 0, 10], "J62": [20, 50, 90]}, index=NAMES)
APART = pd.DataFrame([[0, 5, 80], [5, 0, 80], [80, 80, 0]], index=NAMES, columns=NAMES)
tables = arrays(np.int64, (3, 2), elements=st.integers(0, 5))


def by_loops(jobs: np.ndarray, apart: np.ndarray, decay: str, cutoff: float, benchmark: str) -> np.ndarray:
    """Compute one cell at a time, with a scale of 10."""
    fall = {
        "exponential": lambda d: math.exp(-d / 10),
        "gaussian": lambda d: math.exp(-((d / 10) ** 2) / 2),
        "inverse": lambda d: 10 / (10 + d),
    }[decay]
    result = np.full(jobs.shape, np.nan)
    for r, i in np.ndindex(jobs.shape):
        w = np.array([fall(d) if d <= cutoff else 0.0 for d in apart[r]])
        common = jobs if benchmark == "all" else jobs * (1 - w)[:, None]
        near, near_all = w @ jobs[:, i], w @ jobs.sum(axis=1)
        far, far_all = common[:, i].sum(), common.sum()
        if near_all == 0 or far_all == 0 or jobs[:, i].sum() == 0:
            continue
        result[r, i] = near / near_all / (far / far_all) if far else math.inf
    return result


def test_neighbor_by_hand() -> None:
    found = proximity_adjusted_quotient(JOBS, APART, scale=10, cutoff=50)
    w = math.exp(-0.5)
    # Region a sees itself in full and b at half a scale; c is beyond the cut-off.
    assert found.at["a", "C26"] == pytest.approx((30 + 0 * w) / (50 + 50 * w) / (40 / 200))
    assert found.at["b", "C26"] == pytest.approx((0 + 30 * w) / (50 + 50 * w) / (40 / 200))
    outside = proximity_adjusted_quotient(JOBS, APART, scale=10, cutoff=50, benchmark="others")
    assert outside.at["a", "C26"] == pytest.approx(
        30 / (50 + 50 * w) / ((0 * (1 - w) + 10) / (50 * (1 - w) + 100))
    )


def test_region_without_the_industry_sees_its_neighbor() -> None:
    assert location_quotient(JOBS).at["b", "C26"] == 0
    assert proximity_adjusted_quotient(JOBS, APART, scale=10).at["b", "C26"] > 1


@settings(max_examples=50)
@given(
    jobs=tables,
    apart=arrays(np.float64, (3, 3), elements=st.sampled_from([1.0, 7.0, 20.0, 90.0])),
    decay=st.sampled_from(DECAYS),
    cutoff=st.sampled_from([0.0, 7.0, 50.0, math.inf]),
    benchmark=st.sampled_from(BENCHMARKS),
)
def test_any_table_agrees_with_loops(
    jobs: np.ndarray, apart: np.ndarray, decay: str, cutoff: float, benchmark: str
) -> None:
    np.fill_diagonal(apart, 0)
    found = proximity_adjusted_quotient(
        pd.DataFrame(jobs),
        pd.DataFrame(apart),
        scale=10,
        decay=decay,  # type: ignore[arg-type]
        cutoff=cutoff,
        benchmark=benchmark,  # type: ignore[arg-type]
    )
    np.testing.assert_allclose(found, by_loops(jobs, apart, decay, cutoff, benchmark), rtol=1e-9)


@settings(max_examples=50)
@given(jobs=tables, benchmark=st.sampled_from(BENCHMARKS))
def test_cutoff_of_zero_is_the_location_quotient(jobs: np.ndarray, benchmark: str) -> None:
    table = pd.DataFrame(jobs, index=NAMES)
    found = proximity_adjusted_quotient(
        table,
        APART,
        scale=10,
        cutoff=0,
        benchmark=benchmark,  # type: ignore[arg-type]
    )
    plain = location_quotient(table, benchmark=benchmark)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(found, plain, rtol=1e-12)


def test_everybody_near_everybody_is_the_common_mix() -> None:
    found = proximity_adjusted_quotient(JOBS, APART * 0, scale=10)
    np.testing.assert_allclose(found, 1, rtol=1e-12)
    nothing_left = proximity_adjusted_quotient(JOBS, APART * 0, scale=10, benchmark="others")
    assert nothing_left.isna().all(axis=None)


def test_order_of_the_distances_does_not_matter() -> None:
    mixed = APART.loc[["c", "a", "b"], ["b", "c", "a"]]
    pd.testing.assert_frame_equal(
        proximity_adjusted_quotient(JOBS, mixed, scale=10), proximity_adjusted_quotient(JOBS, APART, scale=10)
    )


def test_impossible_distances_are_refused() -> None:
    with pytest.raises(MeasureError, match="'c' stands only in"):
        proximity_adjusted_quotient(JOBS, APART.loc[["a", "b"], ["a", "b"]], scale=10)
    with pytest.raises(MeasureError, match=r"The distance of 'a' to itself is 1"):
        proximity_adjusted_quotient(JOBS, APART + np.eye(3), scale=10)
    with pytest.raises(TableError, match=r"\(a, b\)"):
        proximity_adjusted_quotient(JOBS, APART.replace(5, np.nan), scale=10)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scale": 0},
        {"scale": math.inf},
        {"scale": 1, "cutoff": -1},
        {"scale": 1, "cutoff": math.nan},
        {"scale": 1, "decay": "linear"},
        {"scale": 1, "benchmark": "nation"},
    ],
)
def test_parameters_out_of_range_are_refused(wrong: dict) -> None:
    with pytest.raises(MeasureError, match=str(next(reversed(wrong.values())))):
        proximity_adjusted_quotient(JOBS, APART, **wrong)

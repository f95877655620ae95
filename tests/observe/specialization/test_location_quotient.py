"""Location quotients by hand, against loops, and between bounds."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError, TableError
from sandan.observe.specialization.location_quotient import bounded_location_quotient, location_quotient

BENCHMARKS = ("all", "others")
small_tables = arrays(np.int64, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=st.integers(0, 5))


def by_loops(jobs: np.ndarray, benchmark: str) -> np.ndarray:
    """Compute one cell at a time, with division by zero as NaN or infinity."""
    result = np.full(jobs.shape, np.nan)
    for r, i in np.ndindex(jobs.shape):
        inside, industry = jobs[r].sum(), jobs[:, i].sum()
        other, everything = industry, jobs.sum()
        if benchmark == "others":
            other, everything = industry - jobs[r, i], everything - inside
        if inside == 0 or industry == 0 or everything == 0:
            continue
        result[r, i] = (jobs[r, i] / inside) / (other / everything) if other else np.inf
    return result


def test_two_regions_by_hand() -> None:
    jobs = pd.DataFrame({"C26": [30, 10], "J62": [20, 140]}, index=["here", "rest"])
    assert location_quotient(jobs).at["here", "C26"] == pytest.approx((30 / 50) / (40 / 200))
    assert location_quotient(jobs, benchmark="others").at["here", "C26"] == pytest.approx(
        (30 / 50) / (10 / 150)
    )


@given(jobs=small_tables, benchmark=st.sampled_from(BENCHMARKS))
def test_any_table_agrees_with_loops(jobs: np.ndarray, benchmark: str) -> None:
    ours = location_quotient(pd.DataFrame(jobs), benchmark=benchmark)  # type: ignore[arg-type]
    np.testing.assert_allclose(ours, by_loops(jobs, benchmark), rtol=1e-12)


def test_average_weighted_by_region_is_one() -> None:
    jobs = pd.DataFrame(np.random.default_rng(0).integers(1, 100, (6, 5)))
    weights = jobs.sum(axis=1) / jobs.to_numpy().sum()
    assert location_quotient(jobs).mul(weights, axis=0).sum().to_numpy() == pytest.approx(np.ones(5))


def test_input_is_not_changed() -> None:
    jobs = pd.DataFrame({"C26": [1, 0], "J62": [2, 0]})
    copy = jobs.copy()
    location_quotient(jobs)
    pd.testing.assert_frame_equal(jobs, copy)


def test_negative_value_added_is_refused_or_taken_on_request() -> None:
    value = pd.DataFrame({"D35": [-1.0, 4.0], "C26": [5.0, 4.0]})
    with pytest.raises(TableError, match="-1"):
        location_quotient(value)
    assert location_quotient(value, allow_negative=True).iloc[0, 0] == pytest.approx((-1 / 4) / (3 / 12))


def test_region_with_a_negative_total_has_no_quotient() -> None:
    value = pd.DataFrame({"D35": [-9.0, 4.0], "C26": [5.0, 40.0]})
    assert location_quotient(value, allow_negative=True).iloc[0].isna().all()


def test_unknown_benchmark_is_refused() -> None:
    with pytest.raises(MeasureError, match="'nation'"):
        location_quotient(pd.DataFrame({"C26": [1]}), benchmark="nation")  # type: ignore[arg-type]


def corners(lower: np.ndarray, upper: np.ndarray) -> list[np.ndarray]:
    """Every table of whole numbers between the bounds."""
    ranges = [range(a, b + 1) for a, b in zip(lower.ravel(), upper.ravel(), strict=True)]
    return [np.array(cells).reshape(lower.shape) for cells in itertools.product(*ranges)]


@settings(max_examples=150, deadline=None)
@given(
    lower=arrays(np.int64, (2, 2), elements=st.integers(0, 6)),
    width=arrays(np.int64, (2, 2), elements=st.integers(0, 3)),
    benchmark=st.sampled_from(BENCHMARKS),
)
def test_bounds_hold_for_every_table_between_them(
    lower: np.ndarray, width: np.ndarray, benchmark: str
) -> None:
    least, most = bounded_location_quotient(
        pd.DataFrame(lower),
        pd.DataFrame(lower + width),
        benchmark=benchmark,  # type: ignore[arg-type]
    )
    for table in corners(lower, lower + width):
        quotient = by_loops(table, benchmark)
        known = ~np.isnan(quotient)
        assert (least.to_numpy()[known] <= quotient[known] * (1 + 1e-12) + 1e-12).all()
        assert (most.to_numpy()[known] >= quotient[known] * (1 - 1e-12)).all()


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_bounds_are_reached_on_a_fine_grid(benchmark: str) -> None:
    rng = np.random.default_rng(4)
    for _ in range(20):
        lower = rng.uniform(1, 20, (2, 2))
        upper = lower + rng.uniform(0, 30, (2, 2))
        least, most = bounded_location_quotient(
            pd.DataFrame(lower),
            pd.DataFrame(upper),
            benchmark=benchmark,  # type: ignore[arg-type]
        )
        grids = np.linspace(lower.ravel(), upper.ravel(), 15).T
        a, b, c, d = np.meshgrid(*grids, indexing="ij")
        # The cell in question is the first: own, rest of region, rest of industry, all else.
        other = (a + c) / (a + b + c + d) if benchmark == "all" else c / (c + d)
        quotient = a / (a + b) / other
        assert quotient.min() == pytest.approx(least.iloc[0, 0], rel=1e-9)
        assert quotient.max() == pytest.approx(most.iloc[0, 0], rel=2e-3)
        assert quotient.max() <= most.iloc[0, 0] * (1 + 1e-12)


@given(jobs=small_tables, benchmark=st.sampled_from(BENCHMARKS))
def test_bounds_of_a_known_table_meet_at_its_quotient(jobs: np.ndarray, benchmark: str) -> None:
    table = pd.DataFrame(jobs)
    least, most = bounded_location_quotient(table, table, benchmark=benchmark)  # type: ignore[arg-type]
    np.testing.assert_allclose(least, by_loops(jobs, benchmark), rtol=1e-12)
    np.testing.assert_allclose(most, by_loops(jobs, benchmark), rtol=1e-12)


def test_bounds_that_cross_are_refused() -> None:
    with pytest.raises(TableError, match=r"`lower` is 3 and `upper` 2 in \(0, C26\)"):
        bounded_location_quotient(pd.DataFrame({"C26": [3]}), pd.DataFrame({"C26": [2]}))

"""The cluster index by hand, cell by cell, and at its edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import TableError
from sandan.observe.concentration.litzenberger_sternberg import litzenberger_sternberg

PARTS = ["industrial_density", "industrial_stock", "relative_plant_size", "cluster_index"]


def test_one_cell_by_hand() -> None:
    jobs = pd.DataFrame({"chips": [60, 40]}, index=["here", "rest"])
    plants = pd.DataFrame({"chips": [4, 4]}, index=["here", "rest"])
    found = litzenberger_sternberg(
        jobs, plants, area=pd.Series({"rest": 90, "here": 10}), population=pd.Series({"here": 20, "rest": 80})
    ).iloc[0]
    assert found[["region", "industry"]].tolist() == ["here", "chips"]
    # (60/10) / (100/100), (60/20) / (100/100), (60/4) / (100/8).
    assert found[PARTS].tolist() == pytest.approx([6, 3, 1.2, 6 * 3 / 1.2])


@settings(max_examples=50)
@given(
    jobs=arrays(np.int64, (3, 2), elements=st.integers(1, 9)),
    plants=arrays(np.int64, (3, 2), elements=st.integers(1, 9)),
    area=arrays(np.int64, 3, elements=st.integers(1, 9)),
    people=arrays(np.int64, 3, elements=st.integers(1, 9)),
)
def test_any_table_agrees_with_the_three_ratios(
    jobs: np.ndarray, plants: np.ndarray, area: np.ndarray, people: np.ndarray
) -> None:
    found = litzenberger_sternberg(
        pd.DataFrame(jobs), pd.DataFrame(plants), area=pd.Series(area), population=pd.Series(people)
    )
    for row in found.itertuples():
        r, i = row.region, row.industry
        density = (jobs[r, i] / area[r]) / (jobs[:, i].sum() / area.sum())
        stock = (jobs[r, i] / people[r]) / (jobs[:, i].sum() / people.sum())
        size = (jobs[r, i] / plants[r, i]) / (jobs[:, i].sum() / plants[:, i].sum())
        assert row[3:] == pytest.approx((density, stock, size, density * stock / size), rel=1e-12)


def test_empty_cell_has_index_zero_and_absent_industry_none() -> None:
    jobs = pd.DataFrame({"chips": [5, 0], "coal": [0, 0]})
    plants = pd.DataFrame({"chips": [1, 0], "coal": [0, 0]})
    ones = pd.Series([1, 1])
    found = litzenberger_sternberg(jobs, plants, area=ones, population=ones).set_index(["region", "industry"])
    assert found.loc[(1, "chips"), "cluster_index"] == 0
    assert np.isnan(found.loc[(1, "chips"), "relative_plant_size"])
    assert found.xs("coal", level="industry").isna().all(axis=None)


def test_jobs_without_a_plant_are_refused() -> None:
    jobs, plants = pd.DataFrame({"chips": [5, 2]}), pd.DataFrame({"chips": [1, 0]})
    ones = pd.Series([1, 1])
    with pytest.raises(TableError, match=r"\(1, chips\) has 2 jobs and no plant"):
        litzenberger_sternberg(jobs, plants, area=ones, population=ones)

"""Putting cells together: by hand, against a slow way, and without changing what was found."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.evaluate.effects.cells import CellEffects, aggregated

CELLS = pd.DataFrame(
    [(2, 1, 0.1), (2, 2, 1.0), (2, 3, 3.0), (3, 2, -0.1), (3, 3, 5.0)],
    columns=["cohort", "period", "estimate"],
).assign(treated=1, comparisons=2)
COHORTS = np.array([2] * 12 + [3] * 24 + [0] * 24)


def cells(rng, clusters=None):
    influence = rng.normal(0, 0.02, (60, 5))
    by = np.arange(60) if clusters is None else clusters
    return CellEffects(CELLS, influence, COHORTS, by, 0, "like trends", "by hand")


def test_each_way_by_hand():
    found = cells(np.random.default_rng(1))
    # Cohort 3 is twice as large as cohort 2.
    by_hand = {"simple": 14 / 4, "group": 12 / 3, "dynamic": (11 / 3 + 3) / 2, "calendar": (1 + 13 / 3) / 2}
    for how, estimate in by_hand.items():
        assert aggregated(found, how).estimate == pytest.approx(estimate)
    assert aggregated(found, "dynamic").parts["estimate"].to_dict() == pytest.approx(
        {-1: (0.1 - 0.2) / 3, 0: 11 / 3, 1: 3.0}
    )


@pytest.mark.parametrize("how", ["simple", "group", "dynamic", "calendar"])
def test_error_is_that_of_leaving_each_unit_out(how):
    """The weights are shares of cohorts: leaving a unit out moves its cell and its share."""
    found = cells(np.random.default_rng(2))
    whole = aggregated(found, how).estimate
    moved = []
    for unit in range(60):
        left = np.arange(60) != unit
        estimates = CELLS["estimate"] - found.influence[unit]
        without = CellEffects(
            CELLS.assign(estimate=estimates), found.influence[left], COHORTS[left], np.arange(59), 0, "", ""
        )
        moved.append(aggregated(without, how).estimate - whole)
    assert aggregated(found, how).error == pytest.approx(np.sqrt(np.square(moved).sum()), rel=0.05)


def test_a_second_way_does_not_change_the_first():
    """A released program returns the same object twice, with the second numbers in both."""
    found = cells(np.random.default_rng(3))
    first = aggregated(found, "simple")
    before = first.parts.copy()
    second = aggregated(found, "group")
    assert first.estimate != second.estimate
    pd.testing.assert_frame_equal(first.parts, before)
    assert "error" not in found.cells


def test_few_treated_clusters_have_no_band():
    rng = np.random.default_rng(4)
    found = aggregated(cells(rng, clusters=np.arange(60) // 6), "dynamic")
    assert found.treated == 6
    assert found.notes == ("few_treated",)
    assert np.isnan(found.lower)
    assert found.parts[["error", "lower", "upper"]].isna().all(axis=None)
    assert found.covariance.empty
    assert found.pre_test is None


def test_pre_test_counts_only_what_is_before():
    found = cells(np.random.default_rng(5))
    assert found.pre_test().freedom == 2
    one = CellEffects(CELLS, np.repeat(found.influence[:, :1], 5, axis=1), COHORTS, np.arange(60), 0, "", "")
    assert one.pre_test() is None


def test_unknown_ways_and_untreated_cells_are_refused():
    found = cells(np.random.default_rng(6))
    with pytest.raises(MeasureError, match="'mean'"):
        aggregated(found, "mean")
    with pytest.raises(MeasureError, match="`level` is 95"):
        aggregated(found, "simple", level=95)
    early = CellEffects(CELLS.iloc[:1], found.influence[:, :1], COHORTS, np.arange(60), 0, "", "")
    with pytest.raises(MeasureError, match="None of the 1 cells"):
        aggregated(early, "simple")

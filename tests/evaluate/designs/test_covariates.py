"""Predictors that decide, that do not matter, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.designs.covariates import control_by_predictors
from sandan.evaluate.designs.panel import treated_panel
from sandan.evaluate.designs.weighted import weighted_comparison

RNG = 1


def made(seed=1, *, donors=8):
    """Places whose outcome is made of two of three predictors; the third is noise."""
    rng = np.random.default_rng(seed)
    names = [f"p{number}" for number in range(donors + 1)]
    predictors = pd.DataFrame(rng.normal(size=(donors + 1, 3)), names, ["x", "y", "noise"])
    predictors.loc["p0"] = predictors.iloc[1:4].mean()
    years = range(2000, 2010)
    paths = rng.normal(size=(2, len(years))).cumsum(axis=1)
    outcome = pd.DataFrame(predictors[["x", "y"]].to_numpy() @ paths, names, years)
    return treated_panel(outcome, treated="p0", start=2007), predictors


def searched(**about):
    panel, predictors = made()
    return control_by_predictors(panel, predictors, rng=np.random.default_rng(RNG), **about)


def test_predictors_that_make_the_outcome_give_a_mixture_without_an_error():
    found = searched()
    assert found.comparison.error_before < 1e-2
    assert abs(found.comparison.estimate) < 0.05
    assert found.balance.loc[["x", "y"], "treated"].to_numpy() == pytest.approx(
        found.balance.loc[["x", "y"], "mixture"].to_numpy(), abs=1e-2
    )
    assert found.balance["weight"].sum() == pytest.approx(1)


def test_more_starts_are_never_worse_and_the_best_is_taken():
    few, many = searched(starts=1), searched(starts=4)
    assert len(many.found) == 4
    assert list(many.found) == sorted(many.found)
    assert many.found[0] <= few.found[0] + 1e-12
    assert many.comparison.error_before**2 == pytest.approx(many.found[0])


def test_outcomes_alone_bound_what_predictors_can_reach():
    panel, predictors = made(2)
    noisy = panel.outcome + np.random.default_rng(3).normal(0, 0.5, panel.outcome.shape)
    other = treated_panel(noisy, treated="p0", start=2007)
    found = control_by_predictors(other, predictors, rng=np.random.default_rng(RNG), starts=2)
    alone = weighted_comparison(other, design="synthetic_control")
    assert found.comparison.error_before >= alone.error_before - 1e-9


def test_same_seed_gives_the_same_numbers():
    one, other = searched(), searched()
    assert one.found == other.found
    pd.testing.assert_frame_equal(one.balance, other.balance, check_exact=True)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (lambda table: table.drop("p3"), TableError, "'p3' has no row"),
        (lambda table: table.assign(x=np.nan), TableError, "9 cells"),
        (lambda table: table[["x"]], MeasureError, "1 predictors"),
        (lambda table: table.assign(y=2.0), MeasureError, "'y' is the same for all 9"),
    ],
)
def test_unusable_predictors_are_refused(change, error, said):
    panel, predictors = made()
    with pytest.raises(error, match=said):
        control_by_predictors(panel, change(predictors), rng=np.random.default_rng(RNG))


def test_no_start_is_refused():
    with pytest.raises(MeasureError, match="`starts` is 0"):
        searched(starts=0)

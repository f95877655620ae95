"""Four designs by hand, against loops, and what must not change them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError
from sandan.evaluate.designs.panel import treated_panel
from sandan.evaluate.designs.weighted import weighted_comparison

DESIGNS = ("difference_in_differences", "synthetic_control", "demeaned_synthetic_control", "synthetic_did")
MOVED_FREELY = tuple(design for design in DESIGNS if design != "synthetic_control")


def walks(seed, *, donors=6, periods=9, before=6):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(donors + 1, periods)).cumsum(axis=1) + rng.normal(0, 5, (donors + 1, 1))
    names = [f"p{number}" for number in range(donors + 1)]
    return treated_panel(
        pd.DataFrame(values, names, range(2000, 2000 + periods)), treated="p0", start=2000 + before
    )


def test_difference_in_differences_by_hand():
    years = [2011, 2012, 2013, 2014]
    jobs = pd.DataFrame([[2, 4, 9, 11], [1, 2, 3, 4], [3, 4, 5, 6]], list("abc"), years)
    found = weighted_comparison(
        treated_panel(jobs, treated="a", start=2013), design="difference_in_differences"
    )
    # (10 - 3) of the treated, (4.5 - 2.5) of the others.
    assert found.estimate == 5
    assert found.unit_weights.tolist() == [0.5, 0.5]


def test_synthetic_did_is_difference_in_differences_of_like_donors():
    years = [2011, 2012, 2013, 2014]
    jobs = pd.DataFrame([[2, 4, 3, 11], [1, 3, 2, 4], [3, 5, 4, 6]], list("abc"), years)
    panel = treated_panel(jobs, treated="a", start=2014)
    assert weighted_comparison(panel, design="synthetic_did").unit_weights.tolist() == pytest.approx(
        [0.5, 0.5]
    )


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_weights_are_at_least_as_good_as_any_drawn_ones(seed):
    panel = walks(seed)
    rng = np.random.default_rng(seed)
    gaps = (panel.others - panel.own)[:, : panel.before].T
    noise = np.diff(panel.others[:, : panel.before], axis=1).std(ddof=1)
    losses = {
        "synthetic_control": lambda w: ((gaps @ w) ** 2).sum(),
        "demeaned_synthetic_control": lambda w: panel.before * (gaps @ w).var(),
        "synthetic_did": lambda w: (
            panel.before * (gaps @ w).var() + np.sqrt(3) * noise**2 * panel.before * (w**2).sum()
        ),
    }
    for design, loss in losses.items():
        weights = weighted_comparison(panel, design=design).unit_weights.to_numpy()
        drawn = rng.dirichlet(np.full(len(weights), 0.3), size=200)
        assert loss(weights) <= min(loss(one) for one in drawn) + 1e-9
        # And no small step towards one donor is a gain.
        steps = [(1 - 1e-4) * weights + 1e-4 * corner for corner in np.eye(len(weights))]
        assert loss(weights) <= min(loss(one) for one in steps) + 1e-9


@pytest.mark.parametrize("design", MOVED_FREELY)
def test_levels_of_units_and_common_periods_change_nothing(design):
    panel = walks(1)
    rng = np.random.default_rng(2)
    moved = (
        panel.outcome + rng.normal(0, 30, (len(panel.outcome), 1)) + rng.normal(0, 30, panel.outcome.shape[1])
    )
    other = treated_panel(moved, treated=panel.treated, start=panel.start)
    # The noise that prices weights counts common periods too; without them it is the same.
    if design == "synthetic_did":
        moved = panel.outcome + rng.normal(0, 30, (len(panel.outcome), 1))
        other = treated_panel(moved, treated=panel.treated, start=panel.start)
    one, two = (weighted_comparison(each, design=design).estimate for each in (panel, other))
    assert one == pytest.approx(two, abs=1e-8)


@pytest.mark.parametrize("design", DESIGNS)
def test_effect_that_is_added_is_found_in_full(design):
    panel = walks(3)
    raised = panel.outcome.copy()
    raised.loc[panel.treated, panel.periods >= panel.start] += 7.5
    other = treated_panel(raised, treated=panel.treated, start=panel.start)
    one, two = (weighted_comparison(each, design=design).estimate for each in (panel, other))
    assert two - one == pytest.approx(7.5)


@pytest.mark.parametrize("design", DESIGNS)
def test_unit_of_the_outcome_does_not_matter(design):
    panel = walks(4)
    other = treated_panel(panel.outcome * 1e6, treated=panel.treated, start=panel.start)
    one, two = (weighted_comparison(each, design=design).estimate for each in (panel, other))
    assert two == pytest.approx(1e6 * one, rel=1e-6)


def test_donors_that_never_changed_cannot_be_weighted_by_synthetic_did():
    jobs = pd.DataFrame([[2, 3, 4], [1, 1, 1], [5, 5, 5]], list("abc"), [2012, 2013, 2014])
    with pytest.raises(MeasureError, match="The 2 donors did not change"):
        weighted_comparison(treated_panel(jobs, treated="a", start=2014), design="synthetic_did")


def test_unknown_design_is_refused():
    with pytest.raises(MeasureError, match="'anova'"):
        weighted_comparison(walks(5), design="anova")

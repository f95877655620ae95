"""The same comparison otherwise: by hand, and that nothing that came later is looked at."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.evaluate.designs.panel import treated_panel
from sandan.evaluate.designs.weighted import weighted_comparison
from sandan.evaluate.placebos.robustness import anticipated, leave_one_out, placebos_in_time

DIFFERENCES = partial(weighted_comparison, design="difference_in_differences")
SYNTHETIC = partial(weighted_comparison, design="synthetic_control")


def walks(seed=1, *, units=8, periods=9):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(units, periods)).cumsum(axis=1)
    frame = pd.DataFrame(values, [f"p{number}" for number in range(units)], range(2000, 2000 + periods))
    return treated_panel(frame, treated="p0", start=2006)


def test_each_donor_with_weight_is_left_out_once():
    panel = walks()
    weights = SYNTHETIC(panel).unit_weights
    found = leave_one_out(panel, SYNTHETIC)
    assert found["weight"].to_dict() == weights[weights > 0].to_dict()
    for donor, effect in found["effect"].items():
        assert (
            effect == SYNTHETIC(treated_panel(panel.outcome.drop(donor), treated="p0", start=2006)).estimate
        )


def test_placebos_in_time_look_at_nothing_since_the_policy():
    panel = walks()
    changed = panel.outcome.copy()
    changed.loc[:, changed.columns >= 2006] = 1e6
    other = treated_panel(changed, treated="p0", start=2006)
    found = placebos_in_time(panel, DIFFERENCES)
    pd.testing.assert_frame_equal(found, placebos_in_time(other, DIFFERENCES))
    assert list(found.index) == [2002, 2003, 2004, 2005]
    before = panel.outcome[[2000, 2001, 2002, 2003, 2004, 2005]]
    rise = before[[2003, 2004, 2005]].mean(axis=1) - before[[2000, 2001, 2002]].mean(axis=1)
    assert found.at[2003, "effect"] == pytest.approx(rise["p0"] - rise.drop("p0").mean())


def test_anticipation_averages_the_same_periods_in_every_row():
    panel = walks()
    found = anticipated(panel, DIFFERENCES)
    assert found["start"].to_dict() == {0: 2006, 1: 2005, 2: 2004}
    assert found.at[0, "effect"] == DIFFERENCES(panel).estimate
    after, before = panel.outcome[[2006, 2007, 2008]], panel.outcome[[2000, 2001, 2002, 2003]]
    rise = after.mean(axis=1) - before.mean(axis=1)
    assert found.at[2, "effect"] == pytest.approx(rise["p0"] - rise.drop("p0").mean())


def test_short_past_gives_fewer_rows():
    panel = walks()
    short = treated_panel(panel.outcome[[2004, 2005, 2006]], treated="p0", start=2006)
    assert list(anticipated(short, DIFFERENCES).index) == [0]
    assert placebos_in_time(short, DIFFERENCES).empty


def test_two_donors_cannot_be_left_out_and_time_does_not_run_back():
    panel = walks()
    few = panel.without(list(panel.donors[2:]))
    with pytest.raises(MeasureError, match="2 donors"):
        leave_one_out(few, DIFFERENCES)
    with pytest.raises(MeasureError, match="`most` is -1"):
        anticipated(panel, DIFFERENCES, most=-1)

"""A panel is checked before anything is compared."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.designs.panel import treated_panel

YEARS = [2011, 2012, 2013, 2014]
JOBS = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 6]], index=list("abc"), columns=YEARS)


def test_panel_orders_periods_and_counts_those_before():
    panel = treated_panel(JOBS[YEARS[::-1]], treated="a", start=2014)
    assert list(panel.outcome.columns) == YEARS
    assert (panel.before, list(panel.donors)) == (3, ["b", "c"])
    assert panel.own.tolist() == [2, 3, 4, 9]
    assert panel.others.tolist() == [[1, 2, 3, 4], [3, 4, 5, 6]]


def test_pretended_unit_takes_the_place_of_the_treated_one():
    wide = pd.concat([JOBS, pd.DataFrame([[0, 0, 1, 1]], index=["d"], columns=YEARS)])
    panel = treated_panel(wide, treated="a", start=2014).among_donors("c")
    assert (panel.treated, list(panel.donors)) == ("c", ["b", "d"])
    assert list(panel.without(["d"]).donors) == ["b"]
    assert panel.until(2013).outcome.columns[-1] == 2013
    assert panel.starting(2013).before == 2


def test_panel_is_not_the_callers_table():
    before = JOBS.copy()
    outcome = treated_panel(JOBS, treated="a", start=2014).outcome
    outcome.loc["a"] = 0
    pd.testing.assert_frame_equal(before, JOBS)


def test_missing_cell_is_refused_with_its_unit_and_period():
    holed = JOBS.astype(float)
    holed.loc["b", 2012] = np.nan
    with pytest.raises(TableError, match="'b' has no number at 2012"):
        treated_panel(holed, treated="a", start=2014)


@pytest.mark.parametrize(
    ("treated", "start", "said"),
    [
        ("z", 2014, "'z' is not among the 3 units"),
        ("a", 2012, "1 periods before 2012"),
        ("a", 2015, "0 from it on"),
    ],
)
def test_panel_that_cannot_be_compared_is_refused(treated, start, said):
    with pytest.raises(MeasureError, match=said):
        treated_panel(JOBS, treated=treated, start=start)


def test_unit_that_stands_twice_is_refused():
    with pytest.raises(TableError, match="'b' stands twice"):
        treated_panel(JOBS.rename(index={"c": "b"}), treated="a", start=2014)

"""Firms of a round by hand: who stands beside whom, and who has left."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.panels.rounds import rounds_table

JOBS = {
    "chosen": (2, 4, 8, 16),
    "refused": (4, 4, 4, 4),
    "later": (8, 8, 8, 16),
    "left": (4, 4, 4, None),
    "new": (None, None, 5, 5),
    "stranger": (3, 3, 3, 6),
}
OUTCOMES = pd.DataFrame(
    [
        (unit, 2010 + at, count)
        for unit, counts in JOBS.items()
        for at, count in enumerate(counts)
        if count is not None
    ],
    columns=["unit", "period", "jobs"],
)
APPLICATIONS = pd.DataFrame(
    [
        ("chosen", 2012, True),
        ("refused", 2012, False),
        ("left", 2012, False),
        ("later", 2012, False),
        ("later", 2013, True),
        ("new", 2013, False),
    ],
    columns=["unit", "period", "selected"],
)


def rounds(controls, **about):
    found = rounds_table(OUTCOMES, APPLICATIONS, outcome="jobs", controls=controls, **about)
    return found.set_index(["round", "unit"])


def test_each_control_group_holds_whom_it_names():
    members = {name: sorted(rounds(name).loc[2012].index) for name in ("refused", "not_yet", "all_others")}
    assert members["refused"] == ["chosen", "later", "left", "refused"]
    assert members["not_yet"] == ["chosen", "later"]
    # A firm that is new in 2012 was not there the year before.
    assert members["all_others"] == ["chosen", "later", "left", "refused", "stranger"]
    # Nobody is chosen after 2013.
    assert 2013 not in rounds("not_yet").index.get_level_values("round")


def test_who_is_supported_by_the_year_that_is_looked_at_is_no_control():
    assert "later" not in rounds("refused", after=1).loc[2012].index


def test_change_growth_and_excess_by_hand():
    own = rounds("refused").loc[(2012, "chosen")]
    assert own["change"] == pytest.approx(np.log(2))
    assert own["growth"] == pytest.approx(np.log(2))
    assert own["excess"] == pytest.approx(0)
    assert own["size"] == pytest.approx(np.log(4))
    later = rounds("refused", after=1).loc[(2012, "chosen")]
    assert (later["change"], later["excess"]) == (pytest.approx(2 * np.log(2)), pytest.approx(0))


def test_firms_that_leave_stay_in_the_table():
    gone = rounds("refused", after=1).loc[(2012, "left")]
    assert not gone["is_there"]
    assert np.isnan(gone["change"])


def test_new_firms_have_no_past():
    new = rounds("refused").loc[(2013, "new")]
    assert (new["is_new"], new["growth"]) == (True, 0.0)
    assert np.isnan(new["excess"])


@pytest.mark.parametrize(
    ("outcomes", "applications", "about", "error", "said"),
    [
        ({}, {}, {"controls": "rejected"}, MeasureError, "'rejected'"),
        ({}, {}, {"after": -1}, MeasureError, "`after` is -1"),
        ({}, {}, {"after": 9}, MeasureError, "9 years after"),
        ({"jobs": 0}, {}, {}, TableError, r"holds 0\.0"),
        ({"period": 2010}, {}, {}, TableError, "stands twice in a year"),
        ({}, {"period": 2012}, {}, TableError, "'later' stands twice in a round"),
        ({}, {"selected": False}, {}, MeasureError, "No round"),
    ],
)
def test_unusable_input_is_refused(outcomes, applications, about, error, said):
    asked = {"outcome": "jobs", "controls": "refused"} | about
    with pytest.raises(error, match=said):
        rounds_table(OUTCOMES.assign(**outcomes), APPLICATIONS.assign(**applications), **asked)

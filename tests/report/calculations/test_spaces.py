import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.report.calculations.spaces import complexity_of, space_of


def register(rows):
    sites = pd.DataFrame(rows, columns=["city", "industry", "workers", "status"])
    return sites.assign(period=2013)


def test_cell_of_a_site_that_does_not_report_is_not_known_and_says_why():
    rows = [("A", "261", 10, "reported"), ("A", "471", 90, "reported"), ("B", "261", 10, "reported")]
    rows += [
        ("B", "471", 10, "reported"),
        ("A", "471", None, "suppressed"),
        ("B", "471", None, "not_surveyed"),
    ]
    rows += [("B", "471", None, "suppressed")]
    space = space_of(register(rows), period=2013, digits=3)
    assert space.unreported["471"].to_dict() == {"A": "suppressed", "B": "not_surveyed"}
    assert space.quotient["471"].isna().all()
    assert space.quotient.at["A", "261"] == pytest.approx((10 / 100) / (20 / 120))


def test_year_in_which_nothing_is_reported_is_refused():
    with pytest.raises(MeasureError, match="No establishment reports its jobs in 2013"):
        space_of(register([("A", "261", None, "not_surveyed")]), period=2013, digits=3)


@pytest.mark.parametrize(
    ("presence", "reason"),
    [
        ([[1, 1, 1], [0, 1, 1], [0, 0, 1]], ""),
        ([[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]], "pieces"),
        ([[1, 1], [1, 1]], "undetermined"),
        ([[1]], "undetermined"),
        (np.ones((4, 4)) - np.eye(4), "undetermined"),
    ],
)
def test_complexity_or_the_reason_why_there_is_none(presence, reason):
    found, why = complexity_of(pd.DataFrame(presence))
    assert (why, found is None) == (reason, bool(reason))

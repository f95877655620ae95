from datetime import date

import numpy as np
import pandas as pd
import pytest

from sandan.report.calculations.protected import protected_cells
from sandan.report.calculations.quotient_bounds import quotient_bounds
from sandan.report.calculations.spaces import space_of

DAY = date(2015, 12, 31)


def cells(rows):
    return pd.DataFrame(rows, columns=["region", "industry", "value"])


def test_bounds_by_hand():
    """Y's 26 is at most 40 - 30 = 10: at most (10 / 100) / (40 / 200) = 0.5."""
    table = cells(
        [
            *[("X", "26", 30), ("X", "47", 70), ("X", "TOTAL", 100), ("Y", "26", None), ("Y", "47", None)],
            *[("Y", "TOTAL", 100), ("all", "26", 40), ("all", "47", 160), ("all", "TOTAL", 200)],
        ]
    )
    least, most = quotient_bounds(table, digits=2)
    assert least.at["X", "26"] == most.at["X", "26"] == pytest.approx(1.5)
    assert (least.at["Y", "26"], most.at["Y", "26"]) == (0.0, pytest.approx(0.5))
    assert most.at["Y", "47"] == pytest.approx((90 / 100) / (160 / 200))


def test_division_narrows_what_its_hidden_group_can_be():
    """The division has 12 jobs here, 9 of them in the open group: 3 are left, and not the 91 of the place."""
    rows = [("X", "261", None), ("X", "262", 9), ("X", "471", None), ("X", "26", 12), ("X", "47", 88)]
    rows += [("X", "TOTAL", 100), ("Y", "261", 40), ("Y", "262", 40), ("Y", "471", 20), ("Y", "26", 80)]
    rows += [("Y", "47", 20), ("Y", "TOTAL", 100), ("all", "261", None), ("all", "262", 49)]
    rows += [("all", "471", None), ("all", "26", 92), ("all", "47", 108), ("all", "TOTAL", 200)]
    most = quotient_bounds(cells(rows), digits=3)[1]
    assert most.at["X", "261"] == pytest.approx((3 / 100) / (40 / 200))


def test_industry_whose_total_may_be_nothing_has_no_upper_end_and_no_jobs_no_quotient():
    rows = [("X", "26", None), ("X", "47", 80), ("X", "TOTAL", 90), ("Y", "26", None), ("Y", "47", 70)]
    rows += [("Y", "TOTAL", 90), ("Z", "26", 0), ("Z", "47", 0), ("Z", "TOTAL", 0)]
    rows += [("all", "26", None), ("all", "47", 150), ("all", "TOTAL", 180)]
    least, most = quotient_bounds(cells(rows), digits=2)
    assert (least.at["X", "26"], most.at["X", "26"]) == (0.0, np.inf)
    assert least.loc["Z"].isna().all()


@pytest.mark.parametrize("digits", [2, 3])
def test_bounds_hold_the_true_quotients_of_the_small_country(office, digits):
    register = office.vault.read(office.vault.current("establishments")[0].id)
    table = protected_cells(register, period=2013, digits=digits, jobs=True, published_on=DAY)
    least, most = quotient_bounds(table, digits=digits)
    exact = space_of(register, period=2013, digits=digits).quotient
    known = exact.reindex_like(least)
    inside = (least <= known + 1e-9) & (known <= most + 1e-9)
    assert (inside | known.isna()).all(axis=None)
    hidden = table.loc[table["status"] != "reported"]
    assert len(hidden) > 20
    assert (least < most).to_numpy().sum() >= len(hidden) / 2

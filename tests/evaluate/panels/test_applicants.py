"""Growth of applicants by hand, exits that are kept, and comparable firms by weight."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.panels.applicants import applicants, group_paths


def asked(*rows, year=2012):
    columns = ["enterprise", "score", "selected"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(round=f"{year}-1", decided_on=f"{year}-03-15", cut_off=70.0)


def test_growth_keeps_exits_and_leaves_unknown_numbers_out():
    jobs = pd.DataFrame(
        {2010: [10, 4, 0], 2011: [10, 4, 2], 2012: [30, 0, np.nan], 2013: [30, 0, 3]}, index=list("abc")
    )
    found = applicants(asked(("a", 75, True), ("b", 60, False), ("c", 69.5, False), ("d", 71, True)), jobs)
    assert found["running"].tolist() == [5, -10, -0.5, 1]
    np.testing.assert_array_equal(found["growth_before"], [0, 0, 2, np.nan])
    np.testing.assert_array_equal(found["growth"], [1, -2, np.nan, np.nan])
    # Nobody was there at both ends of the year after b closed.
    np.testing.assert_array_equal(found["growth_after"], [0, np.nan, np.nan, np.nan])


def test_years_outside_of_the_register_are_unknown():
    jobs = pd.DataFrame({2012: [3]}, index=["a"])
    found = applicants(asked(("a", 75, True)), jobs)
    assert found[["jobs_before", "growth_before", "growth", "growth_after"]].isna().all(axis=None)


def test_firms_that_did_not_apply_are_weighted_to_the_applicants_industry_and_size():
    jobs = pd.DataFrame({2011: [6, 6, 20, 6, 20, 20], 2012: [6, 6, 20, 12, 20, 0]}, index=list("abcdef"))
    industries = pd.Series({"a": "26", "b": "26", "c": "26", "d": "26", "e": "26", "f": "26"})
    rows = asked(("a", 75, True), ("b", 60, False), ("c", 60, False))
    paths = group_paths(rows, jobs, industries, before=1, after=0).set_index(["group", "step"])
    # d stands for two small applicants, e and f together for the one larger.
    assert paths.loc[("not_applied", 0), "index"] == pytest.approx(
        100 * (2 * 12 + 10 + 0) / (2 * 6 + 10 + 10)
    )
    assert paths.loc[("not_applied", 0), "there"] == pytest.approx((2 + 0.5) / 3)
    assert paths.loc[("chosen", 0), ["index", "firms"]].tolist() == [100, 1]


def test_other_industries_and_those_chosen_before_are_not_compared():
    jobs = pd.DataFrame({2010: [6, 6, 6], 2011: [6, 6, 6], 2012: [6, 60, 60]}, index=list("abc"))
    rows = pd.concat([asked(("b", 75, True), year=2011), asked(("a", 75, True))])
    industries = pd.Series({"a": "26", "b": "26", "c": "47"})
    paths = group_paths(rows.iloc[1:], jobs, industries, before=1, after=0)
    assert set(paths["group"]) == {"chosen", "not_applied"}
    both = group_paths(rows, jobs, industries, before=2, after=0)
    assert set(both["group"]) == {"chosen"}


def test_rounds_that_are_not_followed_say_who_was_chosen_before():
    jobs = pd.DataFrame({2010: [6, 6, 6], 2011: [6, 6, 6], 2012: [6, 60, 9]}, index=list("abc"))
    early, late = asked(("b", 75, True), year=2011), asked(("a", 75, True))
    rows = pd.concat([early.assign(round="early"), late.assign(round="late")])
    paths = group_paths(rows, jobs, pd.Series("26", index=jobs.index), rounds=["late"], before=1, after=0)
    followed = paths.loc[paths["step"] == 0].set_index("group")["index"].to_dict()
    assert followed == {"chosen": 100, "not_applied": 150}


def test_what_cannot_be_followed_is_refused():
    jobs = pd.DataFrame({2011: [6], 2012: [6]}, index=["a"])
    rows, industries = asked(("a", 75, True)), pd.Series({"a": "26"})
    with pytest.raises(MeasureError, match="3 years before"):
        group_paths(rows, jobs, industries, before=3, after=0)
    with pytest.raises(MeasureError, match="`before` is 0"):
        group_paths(rows, jobs, industries, before=0)
    with pytest.raises(TableError, match="'a' stands twice"):
        applicants(rows, pd.concat([jobs, jobs]))
    with pytest.raises(TableError, match="'score'"):
        applicants(rows.drop(columns="score"), jobs)

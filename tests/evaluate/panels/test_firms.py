"""Rules for firms that leave, by hand; nobody disappears from the account."""

import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.panels.firms import firm_panel

ROWS = [
    *(("stays", year, 10.0 + year - 2011) for year in (2011, 2012, 2013)),
    *(("other", year, 5.0) for year in (2011, 2012, 2013)),
    ("shut", 2011, 4.0),
    ("shut", 2012, 2.0),
    ("sold", 2011, 8.0),
    ("late", 2012, 1.0),
    ("late", 2013, 2.0),
    ("holed", 2011, 3.0),
    ("holed", 2012, None),
    ("holed", 2013, 3.0),
    ("undated", 2011, 7.0),
]
OUTCOMES = pd.DataFrame(ROWS, columns=["unit", "period", "jobs"])
EXITS = pd.DataFrame(
    [("shut", 2012, "closed"), ("sold", 2011, "merged")], columns=["unit", "period", "reason"]
)
COHORTS = pd.Series({"stays": 2012, "shut": 2012, "undated": pd.NA}, dtype="Int64")


def panel(rule, **about):
    return firm_panel(OUTCOMES, outcome="jobs", cohorts=COHORTS, rule=rule, exits=EXITS, **about)


def test_each_rule_keeps_what_it_says():
    wide = {
        rule: panel(rule).table.pivot_table(index="unit", columns="period", values="outcome")
        for rule in ("complete", "while_there", "zero_after_closing")
    }
    assert list(wide["complete"].index) == ["other", "stays"]
    assert wide["while_there"].loc["shut"].dropna().to_dict() == {2011: 4, 2012: 2}
    assert wide["zero_after_closing"].loc["shut"].to_dict() == {2011: 4, 2012: 2, 2013: 0}
    # Who was sold is not known to have no jobs, and a hole is no closing.
    assert wide["zero_after_closing"].loc["sold"].dropna().to_dict() == {2011: 8}
    assert wide["zero_after_closing"].loc["holed"].dropna().to_dict() == {2011: 3, 2013: 3}


def test_fates_account_for_every_unit_before_and_after_the_rule():
    fates = panel("complete").fates.set_index(["fate", "cohort"])
    assert fates.loc[("complete", "2012")].tolist() == [1, 1]
    assert fates.loc[("exit: closed", "2012")].tolist() == [1, 0]
    assert fates.loc[("exit: merged", "without support")].tolist() == [1, 0]
    assert fates.loc[("enters_later", "without support")].tolist() == [1, 0]
    assert fates.loc[("gap", "without support")].tolist() == [1, 0]
    assert fates["units"].sum() == 6
    assert panel("while_there").fates["kept"].sum() == 6


def test_unit_whose_support_has_no_date_is_neither_treated_nor_a_comparison():
    assert "undated" not in set(panel("while_there").table["unit"])


def test_cohort_stands_in_every_row():
    table = panel("while_there").table
    assert set(table.loc[table["unit"] == "stays", "cohort"]) == {2012}
    assert table.loc[table["unit"] == "other", "cohort"].isna().all()


def test_unusable_input_is_refused():
    with pytest.raises(MeasureError, match="'drop'"):
        panel("drop")
    with pytest.raises(MeasureError, match="who closed"):
        firm_panel(OUTCOMES, outcome="jobs", cohorts=COHORTS, rule="zero_after_closing")
    with pytest.raises(TableError, match="stands twice in `outcomes`"):
        firm_panel(pd.concat([OUTCOMES, OUTCOMES]), outcome="jobs", cohorts=COHORTS, rule="complete")
    with pytest.raises(TableError, match="'shut' stands twice in `exits`"):
        firm_panel(
            OUTCOMES, outcome="jobs", cohorts=COHORTS, rule="complete", exits=pd.concat([EXITS, EXITS])
        )
    with pytest.raises(TableError, match="lacks the column 'sales'"):
        firm_panel(OUTCOMES, outcome="sales", cohorts=COHORTS, rule="complete")

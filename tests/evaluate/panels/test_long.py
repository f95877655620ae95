"""Who is treated since when, by hand; nobody without a past of their own stays."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.panels.long import long_panel

COHORTS = {"early": 2010, "first": 2011, "second": 2012, "late": 2014, "never": None}
TABLE = pd.DataFrame(
    [
        (unit, year, float(year), cohort, unit[0])
        for unit, cohort in COHORTS.items()
        for year in (2012, 2010, 2011)
    ],
    columns=["unit", "period", "outcome", "cohort", "city"],
)


def test_rows_are_ordered_and_cohorts_are_whole_numbers():
    panel = long_panel(TABLE)
    assert panel.table["period"].tolist() == [2010, 2011, 2012] * 4
    cohorts = dict(
        zip(panel.names[panel.table["unit"].to_numpy()[panel.starts]], panel.unit_cohorts, strict=True)
    )
    assert cohorts == {"first": 2011, "late": 0, "never": 0, "second": 2012}
    assert panel.notes == ("without_own_past:1",)
    assert panel.treated_now.sum() == 3
    assert panel.is_balanced


@pytest.mark.parametrize("has_hole", [False, True])
def test_columns_are_laid_out_by_period_and_unit(has_hole):
    table = TABLE.assign(outcome=np.arange(len(TABLE), dtype=float))
    panel = long_panel(table.drop(index=7) if has_hole else table)
    wide = pd.DataFrame(
        panel.wide("outcome"), panel.periods, panel.names[panel.table["unit"].iloc[panel.starts]]
    )
    slow = table.pivot_table(index="period", columns="unit", values="outcome").drop(columns="early")
    if has_hole:
        slow.loc[table.loc[7, "period"], table.loc[7, "unit"]] = np.nan
    assert np.array_equal(wide.to_numpy(), slow[wide.columns].to_numpy(), equal_nan=True)


def test_anticipation_takes_out_who_may_know_already():
    panel = long_panel(TABLE, anticipation=1)
    # The first cohort has lost its base, and 2014 begins more than one year after the last period.
    assert panel.notes == ("without_own_past:2",)
    assert sorted(set(panel.unit_cohorts)) == [0, 2012]


@pytest.mark.parametrize("never", [np.nan, np.inf, 0])
def test_never_may_be_written_in_three_ways(never):
    table = TABLE.assign(cohort=TABLE["cohort"].astype(float).fillna(never))
    assert (long_panel(table).unit_cohorts == 0).sum() == 2


def test_complete_units_are_kept_and_the_others_counted():
    panel = long_panel(TABLE.drop(index=3)).complete()
    assert panel.is_balanced
    assert panel.notes == ("without_own_past:1", "incomplete_left_out:1")
    assert len(panel.starts) == 3


def test_clusters_are_counted_by_whether_any_unit_in_them_is_treated():
    panel = long_panel(TABLE, cluster="city")
    assert (panel.treated_clusters, panel.other_clusters) == (2, 2)


@pytest.mark.parametrize(
    ("change", "about", "error", "said"),
    [
        ({"period": 2010}, {}, TableError, "stands twice in period 2010"),
        ({"cohort": [2011, 2012, 2012] * 5}, {}, TableError, "has the cohorts"),
        ({"city": list("abc") * 5}, {"cluster": "city"}, TableError, "has two clusters"),
        ({"period": TABLE["period"] + 0.5}, {}, TableError, "whole numbers"),
        ({"outcome": np.inf}, {}, TableError, "15 infinite"),
        ({"outcome": "many"}, {}, TableError, "not a number"),
        ({"outcome": None}, {}, TableError, "missing is not zero"),
        ({"cohort": None}, {}, MeasureError, "in 0 periods"),
        ({"cohort": 2011}, {}, MeasureError, "in 1 periods"),
        ({}, {"anticipation": -1}, MeasureError, "`anticipation` is -1"),
        ({}, {"covariates": ["size"]}, TableError, "lacks the column 'size'"),
    ],
)
def test_unusable_tables_are_refused(change, about, error, said):
    with pytest.raises(error, match=said):
        long_panel(TABLE.assign(**change), **about)


def test_a_table_without_cohorts_is_refused():
    with pytest.raises(TableError, match="lacks the column 'cohort'"):
        long_panel(TABLE.drop(columns="cohort"))

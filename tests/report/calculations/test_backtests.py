"""The back-test of the report is that of the core, on the exact register."""

import numpy as np
import pandas as pd
import pytest

from sandan.observe.complexity.backtest import back_test
from sandan.observe.relatedness.density import relatedness_density
from sandan.report.calculations.catalog import CALCULATIONS
from sandan.report.calculations.spaces import space_of

FOCAL = "G10000"
RULE = {"absent_below": 0.5, "entered_from": 1.0, "top": 5, "groups": 4, "confidence": 0.95}
ASKED = {"start": 2010, "end": 2013, "digits": 2, **RULE}


def calculate(name, register, **parameters):
    return CALCULATIONS[name].function({"establishments": register}, {**ASKED, **parameters})


@pytest.fixture(scope="module")
def register(office):
    return office.vault.read(office.vault.current("establishments")[0].id)


@pytest.fixture(scope="module")
def core(register):
    first, last = (space_of(register, period=year, digits=2) for year in (2010, 2013))
    industries = first.quotient.columns.union(last.quotient.columns)
    tables = [one.quotient.reindex(columns=industries) for one in (first, last)]
    score = relatedness_density(first.presence, first.proximity, diagonal=0).reindex(
        index=tables[0].index, columns=industries
    )
    return back_test(tables[0], tables[1], score, **RULE)


def test_counts_are_those_of_the_core(register, core):
    (counts,) = calculate("backtest_counts", register).to_dict("records")
    entries = core.entries
    assert [counts[name] for name in ("at_risk", "entered", "halfway", "unknown")] == [
        entries.at_risk,
        entries.entered,
        entries.halfway,
        entries.unknown,
    ]
    assert counts["entry_rate"] == pytest.approx(100 * entries.entered / entries.at_risk)
    assert (counts["cities"], counts["cities_left_out"]) == (12, 0)


def test_lists_are_those_of_the_core_here_and_everywhere(register, core):
    lists = calculate("backtest_lists", register, city=FOCAL).set_index(["list", "area"])
    here = core.hits.regions.loc[FOCAL]
    assert lists.loc[("density", FOCAL), "hits"] == here["hits"]
    assert lists.loc[("density", FOCAL), "expected"] == pytest.approx(here["expected"])
    assert lists.loc[("density", FOCAL), "p_value"] == pytest.approx(here["p_value"])
    for name, found in (("density", core.hits), ("popularity", core.popularity_hits)):
        row = lists.loc[(name, "all")]
        assert (row["hits"], row["listed"]) == (found.hits, found.listed)
        assert row["times"] == pytest.approx(found.hits / found.expected)
        assert row["hit_rate"] / row["lot_rate"] == pytest.approx(row["times"])


def test_city_without_anything_at_risk_has_an_empty_row_and_no_error(register):
    lists = calculate("backtest_lists", register, city="nowhere").set_index(["list", "area"])
    assert lists.loc[("density", "nowhere"), ["hits", "expected", "hit_rate", "times"]].isna().all()


def test_areas_name_the_three_scores(register, core):
    areas = calculate("backtest_areas", register)
    assert list(dict.fromkeys(areas["score"])) == ["density", "excess", "popularity"]
    np.testing.assert_allclose(areas["auc"], core.discrimination["auc"])


def test_rates_are_in_percent(register, core):
    rates = calculate("backtest_rates", register)
    np.testing.assert_allclose(rates["rate"], 100 * core.rates["rate"])
    assert rates["cells"].sum() == core.rates["cells"].sum()


def test_forecast_is_made_from_the_period_before_alone(register):
    table = calculate("backtest_forecast", register, start=2012, end=2014, before=2010)
    changed = register.copy()
    # What came later cannot change what was foretold.
    later = changed["period"].eq(2014) & changed["city"].eq(FOCAL)
    changed.loc[later, "workers"] = changed.loc[later, "workers"] * 3
    other = calculate("backtest_forecast", changed, start=2012, end=2014, before=2010)
    assert set(table["agrees"]) <= {"yes", "no"}
    overall = [(one["predicted"] * one["cells"]).sum() / one["cells"].sum() for one in (table, other)]
    assert overall[0] == pytest.approx(overall[1], rel=0.2)


def test_place_that_only_one_date_has_is_left_out_and_counted(register):
    late = register.loc[~(register["city"].eq("G11001") & register["period"].eq(2010))]
    lost = len(register) - len(late)
    (counts,) = calculate("backtest_counts", late).to_dict("records")
    assert counts["cities_left_out"] == (1 if lost else 0)
    assert isinstance(late, pd.DataFrame)

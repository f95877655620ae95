import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.data.country.indicators import UNITS
from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.indicators import indicator_registry
from sandan.evaluate.series import change, series

KOREA = indicator_registry()
NATION = [(2012, 52.3, "1"), (2013, 51.1, "1"), (2014, 50.3, "1"), (2014, 44.8, "2014"), (2015, 45.1, "2014")]


@pytest.fixture(scope="module")
def fiscal(make_values):
    base = {"indicator": "fiscal_independence", "area": "KR", "unit": "percent"}
    return make_values(
        *(base | {"period": p, "value": v, "definition_version": d} for p, v, d in reversed(NATION))
    )


def of(values, start, end, **other):
    asked = {"indicator": "fiscal_independence", "area": "KR"} | other
    return change(values, KOREA, start=start, end=end, **asked).iloc[0]


def test_series_is_cut_where_the_definition_changed(fiscal):
    found = series(fiscal, KOREA, "fiscal_independence", "KR")
    assert found[["period", "value", "definition_version"]].to_records(index=False).tolist() == [
        (p, v, d) for p, v, d in NATION
    ]
    assert found["break_before"].tolist() == [False, False, False, True, False]
    assert found["comparable_with_previous"].tolist() == [False, True, True, False, True]
    assert found["break_en"].tolist()[3].startswith("In 2014 carry-overs")
    assert found["break_ko"].tolist()[0] == ""


def test_series_compares_only_numbers(make_values):
    rows = [
        {"period": 2010, "value": 1},
        {"period": 2011, "status": "suppressed"},
        {"period": 2012, "value": 3},
    ]
    found = series(make_values(*rows), KOREA, "workers", "A")
    assert found["comparable_with_previous"].tolist() == [False, False, True]


def test_series_has_no_targets(make_values):
    rows = [{"period": 2013, "value": 1}, {"period": 2014, "value": 9, "stage": "target"}]
    assert series(make_values(*rows), KOREA, "workers", "A")["period"].tolist() == [2013]


def test_series_of_a_place_without_values_is_empty(fiscal):
    assert series(fiscal, KOREA, "fiscal_independence", "XX").empty


def test_series_of_an_unknown_indicator_is_refused(fiscal):
    with pytest.raises(DefinitionError, match="'happiness'"):
        series(fiscal, KOREA, "happiness", "KR")


@pytest.mark.parametrize(
    ("start", "end", "result", "version"),
    [(2012, 2013, -1.2, "1"), (2013, 2014, -0.8, "1"), (2014, 2015, 0.3, "2014")],
)
def test_change_stays_under_one_definition(fiscal, start, end, result, version):
    row = of(fiscal, start, end)
    assert row["change"] == pytest.approx(result)
    assert (row["definition_version"], row["status"]) == (version, "reported")


def test_change_across_a_break_is_refused_with_the_reason(fiscal):
    row = of(fiscal, 2013, 2015)
    assert row["status"] == "not_comparable"
    assert np.isnan(row["change"])
    assert row["reason_en"] == "In 2014 carry-overs and transfers were taken out of non-tax revenue."
    assert "2014년" in row["reason_ko"]


def test_change_names_every_break_between(make_values):
    base = {"indicator": "strategic_firms", "unit": "establishments", "area": "KR"}
    table = make_values(
        base | {"period": 2010, "value": 2411, "definition_version": "2009"},
        base | {"period": 2013, "value": 2839, "definition_version": "2013"},
    )
    row = of(table, 2010, 2013, indicator="strategic_firms")
    assert row["status"] == "not_comparable"
    assert (
        row["reason_en"] == "Traditional trades were added to the list. The list was recast into four fields."
    )


def test_change_without_a_value_has_the_status_of_the_gap(make_values, fiscal):
    assert of(fiscal, 2011, 2013)["status"] == "not_stated"
    table = make_values({"period": 2012, "status": "suppressed"}, {"period": 2013, "value": 2})
    row = of(table, 2012, 2013, indicator="workers", area="A")
    assert (row["status"], row["reason_en"]) == ("suppressed", "There is no value at one of the two dates.")


def test_change_carries_intervals_and_percent(make_values):
    table = make_values(
        {"period": 2012, "value": 100, "lower": 90, "upper": 110},
        {"period": 2013, "value": 120, "lower": 119, "upper": 121},
    )
    row = of(table, 2012, 2013, indicator="workers", area="A")
    assert row[["change", "lower", "upper", "change_percent"]].tolist() == [20, 9, 31, 20]


def test_change_from_zero_has_no_percent(make_values):
    table = make_values({"period": 2012, "value": 0}, {"period": 2013, "value": 5})
    row = of(table, 2012, 2013, indicator="workers", area="A")
    assert row["change"] == 5
    assert np.isnan(row["change_percent"])


def test_change_must_go_forward(fiscal):
    with pytest.raises(MeasureError, match="from 2013 to 2013 goes nowhere"):
        of(fiscal, 2013, 2013)


GENERATED = indicator_registry("generated_country")
BREAKS = {"venture_firms": [2012], "fiscal_independence": [2014], "strategic_firms": [2010, 2012]}


@pytest.mark.parametrize("indicator", sorted(UNITS))
def test_series_of_the_generated_country_break_where_its_definitions_changed(published, indicator):
    found = series(published, GENERATED, indicator, published["area"].iloc[0])
    assert found.loc[found["break_before"], "period"].tolist() == BREAKS.get(indicator, [])
    assert set(found["stage"]) <= {"final", "provisional", "revised"}
    assert found["status"].eq("reported").sum() - found["comparable_with_previous"].sum() == 1 + len(
        BREAKS.get(indicator, [])
    )


@pytest.mark.parametrize(
    ("start", "end", "version"),
    [(2009, 2010, "2006"), (2010, 2012, "2010"), (2012, 2013, "2012"), (2010, 2013, None)],
)
def test_change_of_strategic_firms_needs_a_common_definition(published, start, end, version):
    area = published["area"].iloc[0]
    asked = {"indicator": "strategic_firms", "area": area, "start": start, "end": end}
    row = change(published, GENERATED, **asked).iloc[0]
    assert row["status"] == ("reported" if version else "not_comparable")
    assert (row["definition_version"] if version else None) == version


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(["1", "2020", "both", "gap"]), min_size=2, max_size=8))
def test_no_step_ever_crosses_a_break(make_values, kinds):
    rows = []
    for year, kind in enumerate(kinds, start=2010):
        versions = {"both": ["1", "2020"], "gap": []}.get(kind, [kind])
        rows += [{"period": year, "value": 10.0 * year, "definition_version": one} for one in versions]
    table = make_values(*rows) if rows else make_values({"period": 1999, "value": 1})
    found = series(table, KOREA, "workers", "A")
    steps = found["comparable_with_previous"].to_numpy()
    version = found["definition_version"]
    assert (version[steps] == version.shift()[steps]).all()
    for year in range(2010, 2009 + len(kinds)):
        row = of(table, year, year + 1, indicator="workers", area="A")
        pair = [
            {"both": {"1", "2020"}, "gap": set()}.get(kinds[k - 2010], {kinds[k - 2010]})
            for k in (year, year + 1)
        ]
        assert (row["status"] == "reported") == bool(pair[0] & pair[1])
        assert (row["status"] == "not_comparable") == bool(pair[0] and pair[1] and not pair[0] & pair[1])

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.indicators import indicator_registry
from sandan.evaluate.standing.scenarios import (
    ARITHMETIC,
    at_peer_rates,
    under_definition,
    without_complex,
)

KOREA = indicator_registry()


def sites(*rows):
    base = {"establishment": "a", "period": 1, "city": "here", "complex": None, "workers": 1}
    table = pd.DataFrame([base | row for row in rows])
    return table.assign(status=np.where(table["workers"].isna(), "suppressed", "reported"))


def values_of(table):
    return table.set_index("part")["value"].to_dict()


def adds_up(table):
    parts = table.loc[table["role"] == "part", "value"].sum()
    assert parts == pytest.approx(table.loc[table["role"] == "actual", "value"].iloc[0], abs=1e-9)
    assert table["says_en"].unique().tolist() == [ARITHMETIC[1]]
    assert table["says_ko"].unique().tolist() == [ARITHMETIC[0]]


def test_without_a_complex_by_hand():
    table = sites(
        {"establishment": "a", "workers": 10},
        {"establishment": "b", "workers": 5},
        {"establishment": "c", "workers": 4, "complex": "X"},
        {"establishment": "d", "workers": 7, "city": "there"},
        {"establishment": "a", "period": 2, "workers": 12},
        {"establishment": "b", "period": 2, "workers": 6, "complex": "X"},
        {"establishment": "c", "period": 2, "workers": 9, "complex": "X"},
        {"establishment": "d", "period": 2, "workers": 8, "complex": "X"},
        {"establishment": "e", "period": 2, "workers": 20, "complex": "X"},
    )
    found = without_complex(table, area="here", complex_code="X", start=1, end=2)
    assert values_of(found) == {
        "outside": -3,
        "there_before": 5,
        "from_the_city": 6,
        "from_elsewhere": 8,
        "new": 20,
        "actual": 36,
        "result": -3,
    }
    assert found.iloc[-1][["lower", "upper"]].tolist() == [-3, 3]
    adds_up(found)


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_parts_sum_to_the_change_in_any_register(seed):
    rng = np.random.default_rng(seed)
    rows = [
        {
            "establishment": f"e{unit}",
            "period": period,
            "city": rng.choice(["here", "there"]),
            "complex": rng.choice(["X", "Y", None]),
            "workers": int(rng.integers(1, 50)),
        }
        for unit in range(30)
        for period in (1, 2)
        if rng.random() < 0.8
    ]
    keep = {"establishment": "sure", "workers": 3}
    table = sites(*rows, keep, keep | {"period": 2, "complex": "X"})
    adds_up(without_complex(table, area="here", complex_code="X", start=1, end=2))


def test_hidden_jobs_add_nothing():
    table = sites(
        {"workers": 3}, {"period": 2, "workers": np.nan}, {"period": 2, "establishment": "b", "complex": "X"}
    )
    assert values_of(without_complex(table, area="here", complex_code="X", start=1, end=2))["actual"] == -2


def test_complex_without_sites_is_refused():
    table = sites({}, {"period": 2})
    with pytest.raises(MeasureError, match="0 of them in 'X'"):
        without_complex(table, area="here", complex_code="X", start=1, end=2)
    with pytest.raises(MeasureError, match="goes nowhere"):
        without_complex(table, area="here", complex_code="X", start=2, end=2)


def test_other_definition_that_was_counted_is_exact(make_values):
    fiscal = {"indicator": "fiscal_independence", "unit": "percent", "area": "KR", "period": 2014}
    values = make_values(fiscal | {"value": 50.3}, fiscal | {"value": 44.8, "definition_version": "2014"})
    found = under_definition(
        values, KOREA, indicator="fiscal_independence", area="KR", period=2014, version="1"
    )
    assert values_of(found)["result"] == 50.3
    assert found.iloc[-1][["lower", "upper"]].tolist() == [50.3, 50.3]
    adds_up(found)


def test_other_definition_is_chained_with_the_range_of_all_ratios(make_values):
    both = [
        {"period": year, "value": value, "definition_version": version}
        for year, old, new in ((2018, 100.0, 110.0), (2020, 100.0, 125.0))
        for value, version in ((old, "1"), (new, "2020"))
    ]
    values = make_values(*both, {"period": 2021, "value": 200.0, "definition_version": "2020"})
    found = under_definition(values, KOREA, indicator="workers", area="A", period=2021, version="1")
    assert found.iloc[-1][["value", "lower", "upper"]].tolist() == pytest.approx([160, 160, 200 / 1.1])
    adds_up(found)


def test_definitions_that_never_met_are_refused(make_values):
    values = make_values(
        {"period": 2019, "value": 1.0}, {"period": 2020, "value": 2.0, "definition_version": "2020"}
    )
    asked = {"indicator": "workers", "area": "A"}
    with pytest.raises(MeasureError, match="No year was counted under both"):
        under_definition(values, KOREA, **asked, period=2020, version="1")
    with pytest.raises(MeasureError, match="nothing to set '1' beside"):
        under_definition(values, KOREA, **asked, period=2019, version="1")
    with pytest.raises(DefinitionError, match="no definition version '9'"):
        under_definition(values, KOREA, **asked, period=2020, version="9")


def test_at_the_rate_of_the_nation_as_published(make_values):
    """Workers 2009-2012: 291,817 to 349,709; at the national 10.4 percent 30,349 of the 57,892."""
    values = make_values(
        {"period": 2009, "value": 291_817},
        {"period": 2012, "value": 349_709},
        {"area": "KR", "period": 2009, "value": 1000},
        {"area": "KR", "period": 2012, "value": 1104},
    )
    found = at_peer_rates(values, KOREA, indicator="workers", area="A", peers=["KR"], start=2009, end=2012)
    assert values_of(found)["at_their_rate"] == pytest.approx(30_349, abs=0.5)
    assert values_of(found)["beyond"] == pytest.approx(27_543, abs=0.5)
    adds_up(found)


def test_range_goes_from_the_slowest_to_the_fastest_peer(make_values):
    ends = {"A": (100, 130), "B": (50, 55), "C": (200, 180), "D": (10, 20)}
    values = make_values(
        *(
            {"area": area, "period": period, "value": float(value)}
            for area, pair in ends.items()
            for period, value in zip((2009, 2012), pair, strict=True)
        )
    )
    asked = {"indicator": "workers", "area": "A", "start": 2009, "end": 2012}
    found = at_peer_rates(values, KOREA, peers=["A", "B", "C", "D", "Z"], **asked).set_index("part")
    assert found.loc["result", ["lower", "upper"]].tolist() == pytest.approx([90, 200])
    assert found.loc["result", "value"] == pytest.approx(100 * 255 / 260)
    assert found.loc["at_their_median", "value"] == pytest.approx(110)
    adds_up(found.reset_index())


def test_peers_under_another_definition_do_not_count(make_values):
    rows = [{"period": year, "value": 5.0} for year in (2009, 2012)]
    other = [row | {"area": "B", "definition_version": "2020"} for row in rows]
    asked = {"indicator": "workers", "area": "A", "peers": ["B"], "start": 2009, "end": 2012}
    with pytest.raises(MeasureError, match="None of the 1 peers"):
        at_peer_rates(make_values(*rows, *other), KOREA, **asked)
    with pytest.raises(MeasureError, match="no comparable change"):
        at_peer_rates(make_values(*other), KOREA, **asked)

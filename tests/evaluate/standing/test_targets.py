import numpy as np
import pytest

from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.indicators import indicator_registry
from sandan.evaluate.standing.targets import _Aim, target_paths, target_verdicts

KOREA = indicator_registry()
HISTORY = {2006: 90.0, 2007: 94, 2008: 95, 2009: 99, 2010: 100}


@pytest.fixture
def stated(make_values):
    """A target of 120 workers for 2014 on the history above, and what was counted later."""

    def make(later=None, target=120.0, **other):
        rows = [{"period": year, "value": value} for year, value in (HISTORY | (later or {})).items()]
        rows = [row | {"stage": "final"} for row in rows]
        plan = {"period": 2014, "value": target, "stage": "target"} | other
        return make_values(*rows, plan)

    return make


def judged(values, **other):
    asked = {"area": "A", "baselines": {"workers": 2010}} | other
    return target_verdicts(values, KOREA, **asked)


@pytest.mark.parametrize(
    ("later", "verdict"),
    [
        ({2012: 108.0}, "on_track"),
        ({2012: 130.0}, "met"),
        ({2012: 120.0}, "met"),
        ({2012: 100.0}, "behind"),
        ({2012: 119.9}, "on_track"),
        ({2014: 119.9}, "missed"),
        ({2012: 100.0, 2014: 121.0}, "met"),
        ({}, "cannot_be_told"),
    ],
)
def test_verdict_follows_the_rule(stated, later, verdict):
    assert judged(stated(later))["verdict"].tolist() == [verdict]


def test_band_by_hand(stated):
    found = judged(stated({2012: 108.0}), path="linear", level=0.8).iloc[0]
    changes = np.array([4.0, 1, 4, 1])
    # Student's t with three degrees of freedom: 80 % lie within 1.6377.
    half = 1.637744 * changes.std(ddof=1) * (2 * 2 / 4) ** 0.5
    assert found["path"] == 110
    assert found["band_upper"] - found["path"] == pytest.approx(half, rel=1e-6)
    assert found["path"] - found["band_lower"] == pytest.approx(half, rel=1e-6)
    assert found[["changes", "usual", "fastest", "needed", "progress"]].tolist() == [4, 2.5, 4, 6, 0.4]


def test_growth_path_is_geometric_and_its_band_is_in_logarithms(stated):
    found = judged(stated({2012: 108.0})).iloc[0]
    assert found["path"] == pytest.approx((100 * 120) ** 0.5)
    assert found["band_upper"] / found["path"] == pytest.approx(found["path"] / found["band_lower"])
    assert found["needed"] == pytest.approx(np.log(120 / 108) / 2)


def test_target_below_the_baseline_is_met_from_above(stated):
    assert judged(stated({2014: 79.0}, target=80.0))["verdict"].tolist() == ["met"]
    assert judged(stated({2014: 81.0}, target=80.0))["verdict"].tolist() == ["missed"]
    assert judged(stated({2012: 99.0}, target=80.0))["verdict"].tolist() == ["behind"]


def test_value_under_another_definition_is_never_set_beside_a_target(make_values):
    rows = [{"period": year, "value": value, "stage": "final"} for year, value in HISTORY.items()]
    later = {"period": 2012, "value": 500.0, "stage": "final", "definition_version": "2020"}
    values = make_values(*rows, later, {"period": 2014, "value": 120.0, "stage": "target"})
    found = judged(values).iloc[0]
    assert found[["verdict", "reason"]].tolist() == ["cannot_be_told", "other_definition"]
    assert np.isnan(found["value"])
    # An older count under the definition of the target does not stand for the newer one either.
    between = {"period": 2011, "value": 130.0, "stage": "final"}
    values = make_values(*rows, between, later, {"period": 2014, "value": 120.0, "stage": "target"})
    assert judged(values)["reason"].tolist() == ["other_definition"]


def test_changes_do_not_cross_a_break(make_values):
    old = [{"period": year, "value": 10.0 * year, "stage": "final"} for year in (2006, 2007, 2008)]
    new = [
        {"period": year, "value": value, "stage": "final", "definition_version": "2020"}
        for year, value in ((2008, 1.0), (2009, 2.0), (2010, 3.0), (2012, 4.0))
    ]
    plan = {"period": 2014, "value": 6.0, "stage": "target", "definition_version": "2020"}
    found = judged(make_values(*old, *new, plan), path="linear").iloc[0]
    assert found[["changes", "usual"]].tolist() == [4, 5.5]


def test_several_targets_stand_side_by_side(make_values):
    rows = [{"period": year, "value": value, "stage": "final"} for year, value in HISTORY.items()]
    plans = [
        {"period": 2014, "value": 150.0, "stage": "target"},
        {"period": 2014, "value": 110.0, "stage": "committed"},
        {"period": 2012, "value": 104.0, "stage": "announced"},
    ]
    values = make_values(*rows, {"period": 2012, "value": 105.0, "stage": "provisional"}, *plans)
    found = judged(values)
    assert found[["due", "target_stage", "superseded", "verdict", "provisional"]].to_numpy().tolist() == [
        [2012, "announced", False, "met", True],
        [2014, "committed", False, "on_track", True],
        [2014, "target", True, "behind", True],
    ]


def test_interval_on_both_sides_of_the_line_has_no_verdict(make_values):
    rows = [{"period": year, "value": value, "stage": "final"} for year, value in HISTORY.items()]
    plan = {"period": 2014, "value": 120.0, "stage": "target"}
    wide = {"period": 2014, "value": 121.0, "lower": 118.0, "upper": 124.0, "stage": "final"}
    assert judged(make_values(*rows, wide, plan))["reason"].tolist() == ["interval"]
    sure = wide | {"lower": 120.5}
    assert judged(make_values(*rows, sure, plan))["verdict"].tolist() == ["met"]


@pytest.mark.parametrize(
    ("plan", "baseline", "reason"),
    [
        ({"value": np.nan, "status": "not_stated"}, 2010, "no_number"),
        ({"value": 120.0}, 2003, "no_baseline"),
        ({"value": 100.0}, 2010, "no_way"),
        ({"value": -5.0}, 2010, "no_way"),
        ({"value": 150.0}, 2007, "short_history"),
    ],
)
def test_reason_is_given(stated, plan, baseline, reason):
    values = stated({2012: 108.0}, **plan)
    found = judged(values, baselines={"workers": baseline}).iloc[0]
    assert found[["verdict", "reason"]].tolist() == ["cannot_be_told", reason]


def test_later_values_can_be_left_out(stated):
    values = stated({2012: 108.0, 2014: 200.0})
    assert judged(values, as_of=2012)["verdict"].tolist() == ["on_track"]


def test_indicator_without_a_baseline_starts_a_term_before(stated):
    assert judged(stated({2012: 108.0}), baselines={})["start"].tolist() == [2010]


def test_place_without_targets_has_an_empty_table(stated):
    assert judged(stated(), area="B").empty


def test_senseless_settings_are_refused(stated):
    with pytest.raises(MeasureError, match="'spiral' is not known"):
        judged(stated(), path="spiral")
    with pytest.raises(MeasureError, match="`level` is 80"):
        judged(stated(), level=80)
    with pytest.raises(DefinitionError, match="baseline of 'workers' is 2014"):
        judged(stated(), baselines={"workers": 2014})


def of_workers(values, **other):
    asked = {"due": 2014, "target_stage": "target", "definition_version": "1", "start": 2010} | other
    return target_paths(values, KOREA, area="A", indicator="workers", **asked)


def test_path_goes_from_baseline_to_target_and_its_band_closes(stated):
    found = of_workers(stated({2012: 108.0}), path="linear").set_index("period")
    assert found.index.tolist() == list(range(2006, 2015))
    assert found["path"].dropna().tolist() == [100, 105, 110, 115, 120]
    width = found["band_upper"] - found["band_lower"]
    assert width[[2010, 2014]].tolist() == [0, 0]
    assert width[2012] > width[2011] == pytest.approx(width[2013])
    assert found["value"].notna().sum() == 6


def test_path_of_no_target_or_from_no_baseline_is_refused(stated):
    with pytest.raises(DefinitionError, match="no committed of 'workers'"):
        of_workers(stated(), target_stage="committed")
    with pytest.raises(MeasureError, match="2003 is no baseline"):
        of_workers(stated(), start=2003)


def test_band_holds_its_share_of_walks_that_arrive():
    """Of random walks that end where the target says, the band holds the stated share."""
    rng, draws = np.random.default_rng(5), 2000
    walks = 1000 + np.cumsum(rng.normal(10, 20, (draws, 11)), axis=1)
    aims = [_Aim(2010, 2014, walk[6], walk[10], "linear", np.diff(walk[:7]), 0.8) for walk in walks]
    bands = np.array([aim.band(2012) for aim in aims])
    inside = ((bands[:, 0] <= walks[:, 8]) & (walks[:, 8] <= bands[:, 1])).mean()
    assert inside == pytest.approx(0.8, abs=3 * (0.8 * 0.2 / draws) ** 0.5)


def test_focal_city_of_the_generated_country_has_its_targets(published):
    found = target_verdicts(
        published, indicator_registry("generated_country"), area="G10000", baselines={}
    ).set_index("indicator")
    assert set(found.index) == {"workers", "strategic_firms"}
    assert found.loc["strategic_firms", "reason"] == "other_definition"
    assert found.loc["workers", "verdict"] in {"met", "missed"}

"""Every number of a specification, against the ladder that it was taken from."""

import json

import numpy as np
import pytest

import policy_office
from sandan.evaluate.designs.weighted import weighted_comparison
from sandan.evaluate.ladder.panels import rung_panel
from sandan.report.calculations.policy import FROM_SPECIFICATIONS, run_ladder
from sandan.report.calculations.policy_rungs import FROM_FURTHER

TABLES = {"establishments": policy_office.policy_register(), "places": policy_office.policy_places()}
ASKED = {"specification": policy_office.RECORD, "published_on": "2015-12-31"}


def _percent(log_points):
    return 100 * np.expm1(log_points / 100)


def made(name, tables=TABLES, **more):
    (one,) = [one for one in (*FROM_SPECIFICATIONS, *FROM_FURTHER) if one.name == f"policy_{name}"]
    return one.function(tables, ASKED | more)


@pytest.fixture(scope="module")
def run():
    return run_ladder(TABLES, ASKED)


def test_every_rung_has_a_row_and_says_what_it_is(run):
    rungs = made("rungs").set_index("rung")
    assert rungs.index.tolist() == [rung.name for rung in run.ladder.rungs]
    assert rungs["kind"].tolist() == ["described"] * 2 + ["estimated"] * 3 + ["lacking"] * 3
    assert rungs.loc["national", "estimate"] == pytest.approx(_percent(run.ladder["national"].estimate))
    assert rungs.loc["national", ["rank", "of"]].tolist() == [1, 24]
    assert json.loads(rungs.loc["rings", "lacking"]) == [["coordinates", 0, 1]]


def test_headline_finds_the_effect_that_is_there(run):
    found = made("finding").iloc[0]
    assert (found["finding"], found["by"]) == ("effect", "target_minus_rest")
    assert 50 < found["lowest"] <= found["highest"] < 80


def test_parts_between_rungs_are_their_ratio(run):
    found = made("between").set_index("part")["estimate"]
    apart = run.ladder["national"].estimate - run.ladder["same_region"].estimate
    assert found["location"] == pytest.approx(_percent(apart))


def test_paths_meet_before_and_part_by_the_estimate(run):
    paths = made("paths")
    own = paths.loc[paths["rung"] == "national"].set_index("period")
    assert own["observed"].loc[:2009].mean() == pytest.approx(100, abs=1)
    comparison = run.ladder["national"].test.comparison
    assert own["gap"].to_numpy() == pytest.approx(_percent(comparison.effects["effect"].to_numpy()))


def test_gaps_and_placebos_leave_no_place_out():
    gaps, placebos = made("gaps"), made("placebos")
    assert gaps.groupby("rung")["place"].nunique().to_dict() == {
        "national": 23,
        "same_region": 11,
        "target_minus_rest": 23,
    }
    assert placebos.groupby("rung").size().to_dict() == gaps.groupby("rung")["place"].nunique().to_dict()


def test_weights_add_up_and_estimates_without_a_donor_are_those_of_the_design(run):
    donors = made("donors")
    assert donors.groupby("rung")["weight"].sum().tolist() == pytest.approx([100] * 3)
    first = donors.loc[donors["rung"] == "same_region"].iloc[0]
    panel = rung_panel(run.outcomes, "same_region").without([first["place"]])
    again = weighted_comparison(panel, design="synthetic_did").estimate
    assert first["without"] == pytest.approx(_percent(again))
    ends = made("donor_range").set_index("rung")
    assert ends.loc["same_region", "lowest"] <= first["without"] <= ends.loc["same_region", "highest"]


def test_other_beginnings_are_near_nothing_and_the_real_one_is_the_estimate():
    checks, rungs = made("checks"), made("rungs").set_index("rung")
    early = checks.loc[checks["check"] == "in_time", "effect"]
    assert early.abs().max() < 12
    real = checks.loc[(checks["check"] == "anticipation") & (checks["at"] == 0)].set_index("rung")["effect"]
    assert real.to_dict() == pytest.approx(rungs.loc[real.index, "estimate"].to_dict())


def test_power_rises_and_reaches_what_is_wanted_at_the_detectable_size():
    power, rungs = made("power"), made("rungs").set_index("rung")
    curve = power.loc[power["rung"] == "national"]
    assert curve["power"].is_monotonic_increasing
    beyond = curve.loc[curve["size"] > rungs.loc["national", "detectable"], "power"]
    assert beyond.min() >= 80


def test_less_noise_helps_and_fewer_years_hardly():
    found = made("what_helps").set_index(["rung", "change"])["detectable"]
    as_it_is = found["national", "as_it_is"]
    assert found["national", "half_the_noise"] < 0.6 * as_it_is
    assert 0.5 < found["national", "fewer_years"] / as_it_is < 2
    assert ("national", "half_the_donors") not in found


def test_sizes_are_shares_of_what_there_was_the_year_before():
    size, rungs = made("size").set_index("rung"), made("rungs").set_index("rung")
    register = TABLES["establishments"]
    here = register.loc[(register["city"] == "C00") & (register["period"] == 2009)]
    before = here.loc[here["industry"] == policy_office.TARGET, "workers"].sum()
    assert size["before"].unique().tolist() == [before]
    assert size.loc["national", "detectable"] == pytest.approx(
        before * rungs.loc["national", "detectable"] / 100
    )
    assert 60 < size.loc["national", "median_share"] < 160


def test_sizes_of_two_firms_are_hidden():
    register = TABLES["establishments"]
    few = register.loc[~((register["city"] == "C00") & register["enterprise"].str.endswith(("-2", "-3")))]
    size = made("size", {**TABLES, "establishments": few})
    assert set(size["status"]) == {"suppressed"}
    assert size[["before", "detectable", "median_share"]].isna().all().all()


def test_places_are_counted_with_the_reasons_of_those_left_out():
    asked = {"specification": policy_office.RECORD | {"treated_elsewhere": ["C05", "C20"]}}
    found = made("places", **asked).set_index("what")["places"].to_dict()
    assert found == {"compared": 21, "in_region": 10, "like_policy": 2, "missing_number": 0, "no_jobs": 0}


def test_too_few_places_give_empty_tables():
    small = {
        "establishments": policy_office.policy_register(cities=4),
        "places": policy_office.policy_places(cities=4),
    }
    assert made("rungs", small)["kind"].tolist() == ["described"] * 2 + ["lacking"] * 6
    for name in ("between", "paths", "gaps", "placebos", "donors", "checks", "power", "what_helps", "size"):
        assert made(name, small).empty
    assert made("finding", small)["finding"].tolist() == ["descriptive_only"]


def test_jobs_and_firms_are_different_questions():
    tables = {**TABLES, "establishments": policy_office.with_gaps(TABLES["establishments"])}
    firms = made("rungs", tables, specification=policy_office.RECORD | {"outcome": "firms"}).set_index("rung")
    assert abs(firms.loc["gross", "estimate"]) < 40 < made("rungs").set_index("rung").loc["gross", "estimate"]


def test_band_of_too_few_places_has_no_ends():
    small = {
        "establishments": policy_office.policy_register(cities=13),
        "places": policy_office.policy_places(cities=13, inside=13),
    }
    rungs = made("rungs", small, specification=policy_office.RECORD | {"level": 0.95}).set_index("rung")
    assert rungs.loc["same_region", "kind"] == "estimated"
    assert rungs.loc["same_region", ["lower", "upper"]].isna().all()

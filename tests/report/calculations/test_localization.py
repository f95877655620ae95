"""Which industries gather, from a register whose places are known."""

import numpy as np
import pandas as pd
import pytest

from sandan.observe.localization.industries import localize_industries
from sandan.observe.localization.points import project_points
from sandan.report.calculations.catalog import CALCULATIONS

ASKED = {
    "period": 2013,
    "digits": 3,
    "smallest": 10,
    "simulations": 199,
    "seed": 1,
    "level": 0.05,
    "published_on": "2015-12-31",
}
TELLING = ["plants", "bandwidth_km", "first_km", "last_km", "peak_km", "excess"]


def calculate(name, register, **more):
    return CALCULATIONS[name].function({"establishments": register}, ASKED | more)


@pytest.fixture(scope="module")
def table(scattered_register):
    return calculate("localization", scattered_register).set_index("industry")


@pytest.fixture(scope="module")
def curves(scattered_register):
    return calculate("localization_curves", scattered_register)


@pytest.fixture(scope="module")
def measured(scattered_register):
    sites = project_points(
        scattered_register.assign(industry=scattered_register["industry"].str[:3])[
            ["industry", "longitude", "latitude"]
        ],
        longitude="longitude",
        latitude="latitude",
        missing="drop",
    )
    return localize_industries(sites, rng=np.random.default_rng(1), simulations=199)


def test_verdicts_are_those_that_were_planted(table):
    assert table["verdict"].to_dict() == {
        "261": "localized",
        "334": "localized",
        "311": "localized",
        "478": "dispersed",
        "471": "neither",
        "071": "not testable",
        "303": "not testable",
    }
    assert table.loc["071", "reason"] == "few"


def test_industries_are_ordered_by_verdict_and_strength_and_hidden_ones_come_last(table):
    assert table.index.tolist() == ["334", "261", "311", "478", "471", "071", "303"]
    assert table["excess"].iloc[0] > table["excess"].iloc[1] > 50


def test_numbers_are_those_of_the_measure_in_kilometers_and_percent(table, measured):
    theirs = measured.table.set_index("industry").loc["261"]
    ours = table.loc["261"]
    assert (ours["p"], ours["q_value"], ours["plants"]) == (theirs["p_value"], theirs["q_value"], 40)
    assert ours["last_km"] == theirs["last_distance"] / 1000
    assert ours["bandwidth_km"] == theirs["bandwidth"] / 1000
    assert ours["excess"] == pytest.approx(100 * theirs["localization_area"])


def test_industry_that_is_not_called_has_no_distances(table):
    assert table.loc["471", ["first_km", "last_km", "peak_km", "excess"]].isna().all()
    assert table.loc["471", "plants"] == 543


def test_industry_of_one_firm_keeps_its_test_and_nothing_that_tells_where_it_is(table, curves):
    yard = table.loc["311"]
    assert yard[TELLING].isna().all()
    assert (yard["status"], yard["p"]) == ("suppressed", 1 / 200)
    assert "311" not in set(curves["industry"])


def test_curves_are_those_of_the_measure_as_percent_of_pairs_per_kilometer(curves, measured):
    ours = curves.loc[curves["industry"] == "261"]
    theirs = measured.curves.loc[measured.curves["industry"] == "261"]
    np.testing.assert_allclose(ours["observed"], theirs["observed"] * 1e5, rtol=1e-12)
    np.testing.assert_allclose(ours["distance_km"], theirs["distance"] / 1000, rtol=1e-12)
    assert ours["step"].tolist() == list(range(101))
    assert ((ours["side"] == "above") == (ours["localization"] > 0)).all()


def test_curve_is_a_share_of_pairs(curves):
    """Up to the median distance between sites, plants at random have half of all pairs."""
    ours = curves.loc[curves["industry"] == "471"]
    assert np.trapezoid(ours["expected"], ours["distance_km"]) == pytest.approx(50, abs=2)


def test_summary_counts_what_the_table_lists(scattered_register):
    (summary,) = calculate("localization_summary", scattered_register, city="A").to_dict("records")
    assert (summary["sites"], summary["dropped"], summary["industries"], summary["tested"]) == (736, 3, 7, 5)
    assert (summary["localized"], summary["dispersed"], summary["not_testable"]) == (3, 1, 2)
    # The toy makers and the yard stand in B.
    assert summary["localized_here"] == 1
    assert (summary["called"], summary["expected_false"]) == (4, pytest.approx(0.2))
    assert summary["hidden"] == 2


@pytest.mark.parametrize(("simulations", "needed"), [(199, 1), (19, 5), (99, 1)])
def test_summary_says_how_many_industries_must_reach_the_least_p_value(
    scattered_register, simulations, needed
):
    """Five tests at 5 %: the k-th p-value may be k / 100, and with 19 throws none is below 5 / 100."""
    found = calculate("localization_summary", scattered_register, city="A", simulations=simulations)
    assert (found["needed"].item(), found["least_p"].item()) == (needed, 1 / (simulations + 1))


def test_with_too_few_throws_the_reason_is_that(scattered_register):
    """Three p-values of 1 / 40 among five tests may be 3 / 5 of 0.03 at most, which is less than 1 / 40."""
    found = calculate("localization", scattered_register, simulations=39, level=0.03).set_index("industry")
    assert found.loc["261", ["verdict", "reason", "p"]].tolist() == ["neither", "least_p", 1 / 40]


def test_country_of_small_industries_is_listed_and_not_tested(scattered_register):
    found = calculate("localization", scattered_register, smallest=1_000)
    assert set(found["verdict"]) == {"not testable"}
    assert calculate("localization_curves", scattered_register, smallest=1_000).empty
    summary = calculate("localization_summary", scattered_register, city="A", smallest=1_000)
    assert summary[["tested", "called"]].iloc[0].tolist() == [0, 0]


def test_jobs_of_a_city_are_hidden_where_they_would_give_a_firm_away(scattered_register):
    found = calculate("localization_here", scattered_register, city="B").set_index("industry")
    assert found.loc["311", "status"] == "suppressed"
    assert pd.isna(found.loc["311", "jobs"])
    assert "261" not in found.index
    shops = scattered_register["industry"].eq("47111") & scattered_register["city"].eq("B")
    assert found.loc["471", "jobs"] == scattered_register.loc[shops, "workers"].sum()


def test_same_question_is_simulated_once(scattered_register, monkeypatch):
    calculate("localization", scattered_register)
    monkeypatch.setattr(
        "sandan.report.calculations.localization.localize_industries", lambda *_, **__: pytest.fail("again")
    )
    copy = scattered_register.copy()
    assert len(calculate("localization_curves", copy)) > 0
    with pytest.raises(pytest.fail.Exception):
        calculate("localization_curves", copy, seed=2)

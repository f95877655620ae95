"""What calculations on selection rounds say, and that they give nobody away."""

import numpy as np
import pandas as pd
import pytest

import selection_tables
from sandan.evaluate.effects.cutoff import LEAST_NEAR
from sandan.report.calculations.catalog import CALCULATIONS

LEAST = 3


@pytest.fixture(scope="module")
def tables():
    return selection_tables.office(jump=0.4, few=2)


@pytest.fixture
def asked(tables):
    def ask(name, chosen="", programme="growth", **changed):
        parameters = {
            "programme": programme,
            "round": chosen,
            "published_on": selection_tables.PUBLISHED,
        }
        return CALCULATIONS[f"selection_{name}"].function(tables | changed, parameters)

    return ask


def test_round_with_two_chosen_is_neither_offered_nor_counted(asked, tables):
    assert asked("rounds")["round"].tolist() == list(selection_tables.ROUNDS)
    (summary,) = asked("summary").to_dict("records")
    two = tables["applications"]["round"].isin(selection_tables.ROUNDS)
    assert summary["applications"] == two.sum()
    assert (summary["rounds"], summary["follows_scores"]) == (2, True)
    assert asked("scores", "2013-1").empty
    assert asked("paths", "2013-1").empty
    assert asked("jumps", "2013-1").empty


def test_decision_against_the_scores_is_noticed(asked, tables):
    high = tables["applications"].copy()
    high.loc[high["score"].idxmax(), "selected"] = False
    assert not asked("summary", applications=high)["follows_scores"].any()


def test_growth_before_is_that_of_hand(asked, tables):
    sites, rows = tables["establishments"], tables["applications"]
    jobs = sites.pivot_table(index="enterprise", columns="period", values="workers", aggfunc="sum")
    one = rows.loc[rows["round"] == "2011-1"]
    early, late = (jobs.loc[one["enterprise"], year].to_numpy() for year in (2009, 2010))
    growth = 200 * (late - early) / (late + early)
    found = asked("before", "2011-1").set_index("group")["estimate"]
    chosen = one["selected"].to_numpy()
    assert found["chosen"] == pytest.approx(growth[chosen].mean())
    assert found["difference"] == pytest.approx(growth[chosen].mean() - growth[~chosen].mean())


def test_new_firms_move_the_mean_and_hardly_the_median(asked, tables):
    sites, rows = tables["establishments"], tables["applications"]
    young = rows.loc[rows["round"].eq("2011-1") & rows["selected"], "enterprise"].head(8)
    later = sites.loc[~(sites["enterprise"].isin(young) & (sites["period"] < 2010))]
    old, new = (
        asked("before", "2011-1", establishments=one).set_index("group").loc["chosen"]
        for one in (sites, later)
    )
    assert new["estimate"] - old["estimate"] > 15
    assert abs(new["median"] - old["median"]) < 2


def test_median_is_that_of_hand(asked, tables):
    found = asked("before", "2011-1").set_index("group")["median"]
    jobs = tables["establishments"].pivot_table(index="enterprise", columns="period", values="workers")
    rows = tables["applications"].loc[lambda one: one["round"] == "2011-1"]
    early, late = (jobs.loc[rows["enterprise"], year].to_numpy() for year in (2009, 2010))
    growth, chosen = 200 * (late - early) / (late + early), rows["selected"].to_numpy()
    assert found["chosen"] == pytest.approx(np.median(growth[chosen]))
    assert found["difference"] == pytest.approx(np.median(growth[chosen]) - np.median(growth[~chosen]))


@pytest.fixture
def two_programmes(tables):
    """The rounds of a programme beside one round of the same name of another, with fewer applications."""
    rows = tables["applications"]
    other = rows.loc[rows["round"] == "2012-1"].assign(programme="start", cut_off=66.0)
    other["selected"] = other["score"] >= other["cut_off"]
    return pd.concat([rows, other], ignore_index=True)


def test_programmes_are_listed_with_the_largest_first(asked, two_programmes):
    found = asked("programmes", applications=two_programmes)
    assert found["programme"].tolist() == ["growth", "start"]
    assert found["rounds"].tolist() == [2, 1]
    assert set(found["programmes"]) == {2}


@pytest.mark.parametrize("name", ["rounds", "summary", "before", "paths", "scores", "jumps", "density"])
def test_rounds_of_the_same_name_are_not_mixed_between_programmes(asked, two_programmes, name):
    mixed = asked(name, applications=two_programmes)
    if name == "paths":
        # Whom the other programme chose earlier did not go without support.
        mixed, alone = (one.query("group != 'not_applied'") for one in (mixed, asked(name)))
        pd.testing.assert_frame_equal(mixed, alone)
        return
    pd.testing.assert_frame_equal(mixed, asked(name))
    only = two_programmes.loc[two_programmes["programme"] == "start"]
    pd.testing.assert_frame_equal(
        asked(name, programme="start", applications=two_programmes),
        asked(name, programme="start", applications=only),
    )


def test_without_a_name_the_programme_with_most_applications_is_looked_at(asked, two_programmes):
    found = asked("summary", programme="", applications=two_programmes)
    pd.testing.assert_frame_equal(found, asked("summary"))


def test_jump_is_found_in_the_year_of_the_decision_alone(asked):
    jumps = asked("jumps").set_index("what")
    assert jumps.loc["jump", "lower"] < 200 * np.tanh(0.2) < jumps.loc["jump", "upper"]
    assert jumps.loc["before", "lower"] < 0 < jumps.loc["before", "upper"]
    assert jumps["left"].min() >= LEAST_NEAR
    assert asked("density")["p"].iloc[0] > 0.01


def test_groups_are_followed_over_the_years_that_one_round_has(asked):
    paths = asked("paths", "2012-1")
    assert sorted(set(paths["step"])) == [-3, -2, -1, 0, 1, 2]
    assert set(paths["group"]) == {"chosen", "refused", "not_applied"}
    assert paths.loc[paths["step"] == -1, "index"].tolist() == [100.0] * 3


def test_group_with_one_large_firm_is_hidden(asked, tables):
    rows = tables["applications"]
    one = rows.loc[rows["selected"] & rows["round"].eq("2012-1"), "enterprise"].iloc[0]
    sites = tables["establishments"].copy()
    sites.loc[sites["enterprise"] == one, "workers"] = 100_000
    paths = asked("paths", "2012-1", establishments=sites).set_index("group")
    assert set(paths.loc["chosen", "status"]) == {"suppressed"}
    assert paths.loc["chosen", ["index", "firms", "there"]].isna().all(axis=None)
    assert paths.loc["refused", "index"].notna().all()


def test_bars_hold_nobody_or_enough_in_every_round_with_the_same_edges(asked):
    together = asked("scores")
    apart = [asked("scores", one) for one in selection_tables.ROUNDS]
    for one in apart:
        pd.testing.assert_frame_equal(one[["from", "to"]], together[["from", "to"]])
        assert one["applications"].between(1, LEAST - 1).sum() == 0
    assert (sum(one["applications"] for one in apart) == together["applications"]).all()
    assert (together["from"] * together["to"] >= 0).all()
    assert len(together) > 6


def test_firm_with_an_unknown_site_has_unknown_growth(asked, tables):
    sites, rows = tables["establishments"].copy(), tables["applications"]
    first = rows.loc[rows["round"] == "2011-1", "enterprise"].iloc[0]
    sites.loc[(sites["enterprise"] == first) & (sites["period"] == 2010), "status"] = "not_surveyed"
    counted = [
        asked("before", "2011-1", **more)["firms"].iloc[-1] for more in ({}, {"establishments": sites})
    ]
    assert counted[0] - counted[1] == 1


def test_too_few_near_the_cut_off_give_no_jump(asked, tables):
    rows = tables["applications"]
    few = rows.groupby(["round", "selected"]).head(12)
    one = few.loc[few["round"] == "2012-1"]
    assert asked("jumps", applications=one).empty
    assert asked("density", applications=one).empty
    assert asked("before", applications=one).empty


def test_without_years_around_a_round_nobody_is_followed(asked, tables):
    sites = tables["establishments"]
    assert asked("paths", establishments=sites.loc[sites["period"] > 2012]).empty

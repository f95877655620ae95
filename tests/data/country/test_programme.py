import numpy as np

from sandan.data.country.places import FOCAL


def test_chosen_exactly_where_the_score_reaches_the_cut_off(demo):
    rounds = demo.applications
    assert (rounds["selected"] == (rounds["score"] >= rounds["cut_off"])).all()
    assert (rounds.groupby("round")["cut_off"].nunique() == 1).all()
    assert sorted(rounds["round"].unique()) == [f"{year}-1" for year in demo.world.plan.rounds]


def test_money_goes_to_the_chosen_alone(demo):
    rounds = demo.applications
    assert (rounds.loc[~rounds["selected"], "amount_granted"] == 0).all()
    granted = rounds.loc[rounds["selected"]]
    assert (granted["amount_granted"] > 0).all()
    assert (granted["amount_granted"] <= granted["amount_asked"]).all()


def test_share_of_the_chosen_is_as_planned(demo):
    assert 0.38 < demo.applications["selected"].mean() < 0.43


def test_nobody_is_supported_twice(demo):
    chosen = demo.applications.loc[demo.applications["selected"], "number"]
    assert chosen.is_unique
    assert not demo.applications.duplicated(["round", "number"]).any()


def test_applicants_have_better_prospects_and_the_chosen_better_ones_still(demo):
    prospect = demo.register.prospect
    rounds = demo.applications
    asked = prospect[rounds["number"]].mean()
    chosen = prospect[rounds.loc[rounds["selected"], "number"]].mean()
    assert prospect.mean() + 0.2 < asked < chosen


def test_applicants_are_heads_in_the_focal_city(demo):
    world = demo.world
    assert (demo.register.enterprise[demo.applications["number"]] == demo.applications["number"]).all()
    focal = {world.places.districts[k] for k in np.flatnonzero(world.places.district_city == FOCAL)}
    assert set(demo.applications["region"]) <= focal

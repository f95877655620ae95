"""Support that begins in different years: known truths, and the faults of others."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.evaluate.effects.cells import aggregated
from sandan.evaluate.effects.comparisons import two_way_weights
from sandan.evaluate.effects.imputation import imputed_effect
from sandan.evaluate.effects.staggered import group_time_effects
from sandan.evaluate.effects.two_way import sun_abraham_effect, two_way_effect

COHORTS = [2008] * 40 + [2011] * 40 + [2013] * 40 + [0] * 120


def growing(since):
    return 0.5 * (since + 1.0)


@pytest.fixture(scope="module")
def world(make_staggered):
    return make_staggered(np.random.default_rng(1), COHORTS, effect=growing)


def test_growing_effects_are_found_where_one_regression_fails(make_staggered):
    """Everybody begins in the end: the regression takes early ones for controls and finds a third of it."""
    table = make_staggered(np.random.default_rng(2), [2008] * 60 + [2012] * 60 + [2015] * 60, effect=growing)
    truth = table.loc[table["period"] < 2015, "truth"].mean()
    found = aggregated(group_time_effects(table, controls="not_yet"), "simple")
    assert found.estimate == pytest.approx(truth, abs=3 * found.error)
    assert abs(found.estimate - truth) < 0.1 * truth
    misled = two_way_effect(table)
    assert misled.estimate < 0.4 * truth
    assert "staggered_dates" in misled.notes
    weights = two_way_weights(table)
    assert weights.groupby("kind")["weight"].sum()["later_vs_earlier"] > 0.25
    assert (weights["weight"] * weights["estimate"]).sum() == pytest.approx(misled.estimate, abs=1e-9)


def test_three_estimators_agree_on_the_truth(world):
    truth = world["truth"].mean()
    cells = aggregated(group_time_effects(world), "simple")
    for found in (cells, sun_abraham_effect(world), imputed_effect(world)):
        assert found.estimate == pytest.approx(truth, abs=0.1)
        assert found.lower < truth < found.upper
        assert found.error > 0
    parts = sun_abraham_effect(world).parts
    assert parts.loc[0, "estimate"] == pytest.approx(0.5, abs=0.15)
    assert parts.loc[7, "estimate"] == pytest.approx(4.0, abs=0.25)


def test_cohort_with_one_period_before_it_is_kept(make_staggered):
    """A released two-stage estimator stops with such a cohort."""
    table = make_staggered(np.random.default_rng(3), [2007] * 40 + [2012] * 40 + [0] * 60, effect=growing)
    truth = table["truth"].mean()
    assert 2007 in set(group_time_effects(table).cells["cohort"])
    for found in (aggregated(group_time_effects(table), "simple"), imputed_effect(table)):
        assert found.estimate == pytest.approx(truth, abs=0.15)


def test_rules_for_exits_differ_and_are_named(world):
    rng = np.random.default_rng(4)
    lasts = pd.Series(np.where(rng.random(240) < 0.2, rng.integers(2010, 2015, 240), 2015))
    holed = world.loc[world["period"] <= world["unit"].map(lasts)]
    found = {
        rule: aggregated(group_time_effects(holed, exits=rule), "simple")
        for rule in ("complete", "pairwise", "cross_sections")
    }
    assert len({round(one.estimate, 6) for one in found.values()}) == 3
    for rule, one in found.items():
        assert f"exits_{rule}" in one.notes
    assert "incomplete_left_out:" in " ".join(found["complete"].notes)
    # Complete units are those of a table in which the others never stood.
    complete = holed.loc[holed["unit"].map(lasts) == 2015]
    assert aggregated(group_time_effects(complete), "simple").estimate == found["complete"].estimate
    assert not aggregated(group_time_effects(world), "simple").notes
    assert imputed_effect(holed).notes == ("exits_while_there",)


@pytest.mark.parametrize("method", ["doubly_robust", "weighting", "regression"])
def test_covariates_remove_a_trend_that_goes_with_them(make_staggered, method):
    rng = np.random.default_rng(5)
    table = make_staggered(rng, [0] * 800, effect=growing, drift=0.1)
    chosen = rng.random(800) < 1 / (1 + np.exp(-table.groupby("unit")["size"].first()))
    table["cohort"] = np.where(table["unit"].map(chosen), 2011, 0)
    plain = aggregated(group_time_effects(table), "simple")
    held = aggregated(group_time_effects(table, covariates=["size"], method=method), "simple")
    # Larger units grow faster and begin more often: without size, nothing looks like something.
    assert plain.lower > 0.1
    assert held.lower < 0 < held.upper


def test_anticipation_moves_the_base(make_staggered):
    table = make_staggered(np.random.default_rng(6), COHORTS, effect=growing)
    known = table["period"] == table["cohort"] - 1
    table["outcome"] += 1.0 * known
    late = aggregated(group_time_effects(table, anticipation=1), "dynamic")
    assert late.parts.loc[0, "estimate"] == pytest.approx(0.5, abs=0.15)
    assert late.parts.loc[-1, "estimate"] == pytest.approx(1.0, abs=0.15)
    assert aggregated(group_time_effects(table), "dynamic").parts.loc[0, "estimate"] < 0


def test_cities_as_clusters_change_the_error_only(world):
    plain = aggregated(group_time_effects(world), "simple")
    by_city = aggregated(group_time_effects(world, cluster="city"), "simple")
    assert by_city.estimate == plain.estimate
    assert by_city.treated == 12
    assert by_city.comparisons == 0
    assert by_city.error != plain.error


def test_few_treated_units_have_no_band(make_staggered):
    table = make_staggered(np.random.default_rng(7), [2010] * 4 + [0] * 60, effect=growing)
    for found in (
        aggregated(group_time_effects(table), "dynamic"),
        sun_abraham_effect(table),
        imputed_effect(table),
        two_way_effect(table),
    ):
        assert found.inference == "none"
        assert np.isnan(found.lower)
        assert "few_treated" in found.notes


def test_band_holds_the_truth_as_often_as_it_says(make_staggered):
    held = []
    for seed in range(60):
        rng = np.random.default_rng(100 + seed)
        table = make_staggered(rng, [2010] * 25 + [2012] * 25 + [0] * 50, effect=growing)
        found = aggregated(group_time_effects(table), "simple", level=0.9)
        held.append(found.lower < table["truth"].mean() < found.upper)
    # 90 % of 60, less and more three standard errors.
    assert 47 <= sum(held) <= 60


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"method": "matching"}, "'matching'"),
        ({"controls": "all"}, "'all'"),
        ({"exits": "drop"}, "'drop'"),
        ({"covariates": ["size", "twice"]}, "cannot be compared with size, twice"),
    ],
)
def test_unusable_choices_are_refused(world, about, said):
    with pytest.raises(MeasureError, match=said):
        group_time_effects(world.assign(twice=2 * world["size"]), **about)


@pytest.mark.parametrize("exits", ["pairwise", "cross_sections"])
@pytest.mark.parametrize("method", ["doubly_robust", "weighting", "regression"])
def test_error_with_covariates_is_that_of_leaving_each_unit_out(make_staggered, exits, method):
    """Coefficients of the logit and of the lines move with every unit as well."""
    rng = np.random.default_rng(8)
    table = make_staggered(rng, rng.choice([2008, 0, 0], 90), effect=growing)
    table = table.loc[table["period"].isin([2007, 2009]) & (rng.random(len(table)) < 0.9)]

    def cell(rows):
        return group_time_effects(rows, covariates=["size"], exits=exits, method=method)

    found = cell(table)
    moved = [
        cell(table.loc[table["unit"] != unit]).cells["estimate"].iloc[0] for unit in table["unit"].unique()
    ]
    slow = np.sqrt(np.square(np.array(moved) - np.mean(moved)).sum())
    assert np.sqrt(found.spread[0, 0]) == pytest.approx(slow, rel=0.06)


def test_base_lies_before_what_is_anticipated_and_gaps_between_periods_are_bridged(world):
    sparse = world.loc[world["period"].isin([2006, 2007, 2009, 2012]) & (world["cohort"] < 2013)]
    means = sparse.pivot_table(index="cohort", columns="period", values="outcome")
    for about, pairs in (
        ({}, {(2008, 2009): 2007, (2011, 2012): 2009, (2011, 2007): 2006}),
        ({"anticipation": 1}, {(2008, 2012): 2006, (2011, 2012): 2009}),
        ({"one_base": True}, {(2011, 2007): 2009, (2008, 2006): 2007}),
    ):
        cells = group_time_effects(sparse, **about).cells.set_index(["cohort", "period"])["estimate"]
        for (cohort, period), base in pairs.items():
            by_hand = (means[period] - means[base])[cohort] - (means[period] - means[base])[0]
            assert cells[cohort, period] == pytest.approx(by_hand, abs=1e-12)


def test_not_yet_are_those_that_begin_later_than_both_periods(world):
    cells = group_time_effects(world, controls="not_yet", anticipation=1).cells
    by_cell = cells.set_index(["cohort", "period"])["comparisons"]
    # 40 begin in 2011 and 40 in 2013; a year ahead they may know already.
    assert by_cell[2008, 2009] == 200
    assert by_cell[2008, 2010] == 160
    assert by_cell[2008, 2012] == 120
    assert by_cell[2013, 2007] == 160


def test_covariates_that_tell_who_is_treated_are_refused(world):
    table = world.assign(told=world["cohort"].eq(2008) * 1.0)
    with pytest.raises(MeasureError, match=r"Cohort 2008 in 2007 .* told held fixed\. The 1 covariates tell"):
        group_time_effects(table, covariates=["told"])


def test_few_treated_for_the_covariates_are_noted(make_staggered):
    table = make_staggered(np.random.default_rng(9), [2010] * 9 + [0] * 60, effect=growing)
    assert "few_treated_per_covariate" in group_time_effects(table, covariates=["size"]).notes
    by_line = group_time_effects(table, covariates=["size"], method="regression")
    assert "few_treated_per_covariate" not in by_line.notes


def test_never_as_controls_needs_some(world):
    table = world.loc[world["cohort"] > 0]
    with pytest.raises(MeasureError, match="All 120 units"):
        group_time_effects(table)
    with pytest.raises(MeasureError, match="All 120 units"):
        sun_abraham_effect(table)
    assert len(group_time_effects(table, controls="not_yet").cells)

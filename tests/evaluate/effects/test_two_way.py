"""One regression: by hand, beside plain least squares, and what it must say."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.evaluate.effects.two_way import event_study, sun_abraham_effect, two_way_effect


@pytest.fixture(scope="module")
def one_date(make_staggered):
    return make_staggered(
        np.random.default_rng(1), [2011] * 30 + [0] * 50, effect=lambda since: 0.2 + 0 * since
    )


def test_one_date_is_the_difference_of_differences(one_date):
    late, treated = one_date["period"] >= 2011, one_date["cohort"] > 0
    means = one_date.groupby([treated, late])["outcome"].mean()
    by_hand = means[True, True] - means[True, False] - means[False, True] + means[False, False]
    found = two_way_effect(one_date)
    assert found.estimate == pytest.approx(by_hand, abs=1e-9)
    assert (found.treated, found.comparisons, found.notes) == (30, 50, ())


def test_covariates_are_held_as_least_squares_holds_them(one_date):
    rng = np.random.default_rng(2)
    table = one_date.assign(price=rng.normal(0, 1, len(one_date)) + (one_date["cohort"] > 0))
    dummies = pd.get_dummies(table[["unit", "period"]].astype(str), dtype=float).iloc[:, 1:]
    now = ((table["cohort"] > 0) & (table["period"] >= table["cohort"])) * 1.0
    design = np.column_stack([now, table["price"], np.ones(len(table)), dummies])
    slow = np.linalg.lstsq(design, table["outcome"], rcond=None)[0][0]
    assert two_way_effect(table, covariates=["price"]).estimate == pytest.approx(slow, abs=1e-7)


def test_event_study_finds_nothing_before_and_each_year_after(one_date):
    found = event_study(one_date)
    assert list(found.parts.index) == [-5, -4, -3, -2, 0, 1, 2, 3, 4]
    after = found.parts.loc[found.parts.index >= 0, "estimate"]
    assert found.estimate == pytest.approx(after.mean())
    assert found.pre_test.freedom == 4
    assert found.pre_test.p > 0.01
    assert found.covariance.shape == (9, 9)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(found.parts["error"].to_numpy())


def test_pre_test_is_level(make_staggered):
    rejected = 0
    for seed in range(40):
        table = make_staggered(
            np.random.default_rng(200 + seed), [2009] * 20 + [0] * 30, effect=lambda since: 0.0 * since
        )
        rejected += event_study(table.loc[table["period"] < 2011]).pre_test.p < 0.1
    assert rejected <= 10  # 4 expected, and three standard errors


def test_holes_and_cities_are_said(one_date):
    found = two_way_effect(one_date.drop(index=[3, 9]), cluster="city")
    assert found.notes == ("exits_while_there",)
    assert found.treated + found.comparisons == 12


@pytest.mark.parametrize("level", [0, 95])
def test_unusable_input_is_refused(one_date, level):
    with pytest.raises(MeasureError, match=f"`level` is {level}"):
        two_way_effect(one_date, level=level)


def test_covariates_that_say_who_is_treated_are_refused(one_date):
    now = (one_date["cohort"] > 0) & (one_date["period"] >= one_date["cohort"])
    with pytest.raises(MeasureError, match="leave covariates out"):
        two_way_effect(one_date.assign(now=now * 1.0), covariates=["now"])
    with pytest.raises(MeasureError, match="All 30 units"):
        event_study(one_date.loc[one_date["cohort"] > 0].assign(cohort=lambda t: 2011 + t["unit"] % 2))


def test_sun_abraham_is_one_regression_with_a_dummy_for_every_cohort_and_event(make_staggered):
    rng = np.random.default_rng(11)
    table = make_staggered(rng, rng.choice([2009, 2012, 0], 45), effect=lambda since: 1.0 + since)
    table = table.loc[table["period"] < 2014]
    since = table["period"] - table["cohort"]
    kept = (table["cohort"] > 0) & (since != -1)
    pairs = pd.get_dummies((since.astype(str) + "of" + table["cohort"].astype(str)).where(kept), dtype=float)
    effects = pd.get_dummies(table[["unit", "period"]].astype(str), dtype=float)
    slow = np.linalg.lstsq(np.column_stack([pairs, effects]), table["outcome"], rcond=None)[0]
    by_pair = pd.Series(slow[: len(pairs.columns)], pairs.columns)
    rows = pairs.sum()
    found = sun_abraham_effect(table)
    for event in (-2, 0, 1):
        own = [f"{event}of{cohort}" for cohort in (2009, 2012)]
        assert found.parts.loc[event, "estimate"] == pytest.approx(
            np.average(by_pair[own], weights=rows[own]), abs=1e-7
        )
    after = [name for name in pairs if not name.startswith("-")]
    assert found.estimate == pytest.approx(np.average(by_pair[after], weights=rows[after]), abs=1e-7)
    assert found.pre_test.freedom == (found.parts.index < -1).sum()
    assert "staggered_dates" not in found.notes


def test_sun_abraham_takes_the_last_period_there_is_for_a_base(make_staggered):
    table = make_staggered(
        np.random.default_rng(12), [2011] * 15 + [0] * 15, effect=lambda since: 1.0 + since
    )
    sparse = table.loc[table["period"].isin([2007, 2009, 2011, 2012])]
    found = sun_abraham_effect(sparse)
    assert found.parts.index.tolist() == [-4, 0, 1]
    means = sparse.groupby(["cohort", "period"])["outcome"].mean()
    by_hand = means[2011, 2011] - means[2011, 2009] - means[0, 2011] + means[0, 2009]
    assert found.parts.loc[0, "estimate"] == pytest.approx(by_hand, abs=1e-9)

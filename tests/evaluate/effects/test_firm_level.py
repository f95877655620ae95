"""Effects on firms: beside slow ways, known truths and how often bands hold them."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from sandan.data.country.generate import generate_country
from sandan.data.country.plan import CountryPlan
from sandan.errors import MeasureError, TableError
from sandan.evaluate.effects.firm_level import effects_by, support_effect, survivor_bounds
from sandan.evaluate.panels.rounds import rounds_table

METHODS = ("weighting", "entropy", "doubly_robust")


def world(seed, count=400, effect=0.5):
    rng = np.random.default_rng(seed)
    size, growth = rng.normal(size=(2, count))
    chosen = rng.random(count) < 1 / (1 + np.exp(0.5 - 0.7 * size))
    change = size + 0.3 * growth + effect * chosen + rng.normal(0, 0.5, count)
    columns = {"unit": range(count), "supported": chosen, "size": size, "growth": growth, "change": change}
    return pd.DataFrame(columns)


def test_weights_are_the_odds_of_a_logit():
    table = world(1)
    held, chosen = table[["size", "growth"]], table["supported"]
    fitted = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(held, chosen)
    chance = fitted.predict_proba(held)[:, 1]
    odds = (chance / (1 - chance))[~chosen]
    slow = table.loc[chosen, "change"].mean() - np.average(table.loc[~chosen, "change"], weights=odds)
    assert support_effect(table, method="weighting").effect.estimate == pytest.approx(slow, abs=1e-5)


def test_naive_is_the_difference_of_means():
    table = world(2)
    means = table.groupby("supported")["change"].mean()
    assert support_effect(table, method="naive").effect.estimate == pytest.approx(means[True] - means[False])


@pytest.mark.parametrize("method", METHODS)
def test_error_is_how_far_estimates_lie_apart_and_the_band_holds_the_truth(method):
    found = [support_effect(world(seed), method=method, level=0.9).effect for seed in range(100)]
    estimates = np.array([one.estimate for one in found])
    assert estimates.mean() == pytest.approx(0.5, abs=0.02)
    assert np.mean([one.error for one in found]) == pytest.approx(estimates.std(), rel=0.25)
    assert np.mean([one.lower < 0.5 < one.upper for one in found]) > 0.9 - 3 * np.sqrt(0.09 / 100)


def test_balance_and_overlap_are_shown():
    found = support_effect(world(3))
    assert abs(found.balance.loc["size", "gap_before"]) > 0.3
    assert abs(found.balance.loc["size", "gap_after"]) < 0.15
    assert 0.9 < found.overlap <= 1
    assert found.effective < (~world(3)["supported"]).sum()
    assert support_effect(world(3), method="entropy").balance["gap_after"].abs().max() < 1e-6


def test_either_model_is_enough():
    """The logit leaves the square out, and the regression has it; and the other way round."""
    rng = np.random.default_rng(4)
    size = rng.normal(size=20_000)
    chosen = rng.random(20_000) < 1 / (1 + np.exp(1 - 0.5 * size**2))
    table = pd.DataFrame({"unit": range(20_000), "supported": chosen, "size": size})
    table["change"] = size + rng.normal(0, 0.1, 20_000)
    assert support_effect(table, covariates=["size"]).effect.estimate == pytest.approx(0, abs=0.02)
    table = table.assign(square=size**2, change=size**2 + rng.normal(0, 0.1, 20_000))
    wrong = support_effect(table, covariates=["size"]).effect.estimate
    right = support_effect(table, covariates=["size", "square"]).effect.estimate
    assert wrong > 0.5
    assert right == pytest.approx(0, abs=0.02)


def test_rounds_are_compared_each_with_itself():
    table = pd.concat([world(5), world(6).assign(unit=lambda t: t["unit"] + 400)], ignore_index=True)
    table["round"] = np.repeat([2010, 2011], 400)
    # A good year with many supported firms is no effect.
    table["change"] += 3.0 * (table["round"] == 2011)
    table = table.drop(index=table.index[(table["round"] == 2011) & ~table["supported"]][:100])
    assert support_effect(table).effect.estimate == pytest.approx(0.5, abs=0.15)
    assert support_effect(table.drop(columns="round")).effect.estimate > 0.7


def test_survival_is_an_outcome_and_who_left_is_counted():
    table = world(7)
    rng = np.random.default_rng(7)
    table["is_there"] = rng.random(400) < np.where(table["supported"], 0.95, 0.8)
    found = support_effect(table, outcome="is_there").effect
    assert found.lower < 0.15 < found.upper
    table.loc[~table["is_there"], "change"] = np.nan
    left = int((~table["is_there"]).sum())
    assert support_effect(table).effect.notes == (f"left:{left}",)


def test_bounds_hold_the_effect_on_firms_that_stay_either_way():
    rng = np.random.default_rng(8)
    change = rng.normal(0, 1, 40_000)
    supported = np.repeat([True, False], 20_000)
    # Support keeps the weakest from leaving, and raises nobody.
    stays = (change > -0.8) | supported
    table = pd.DataFrame({"supported": supported, "change": np.where(stays, change, np.nan)})
    seen = table.groupby("supported")["change"].mean()
    low, high = survivor_bounds(table)
    assert seen[True] - seen[False] < -0.2
    assert low < 0 < high + 0.02
    swapped = survivor_bounds(table.assign(supported=~table["supported"]))
    assert swapped == pytest.approx((-high, -low))


def test_groups_stand_side_by_side_and_small_ones_are_said():
    table = world(9, count=600)
    groups = pd.Series(np.repeat(["a", "b", "c"], [300, 298, 2]), table.index)
    table.loc[groups == "b", "change"] += 1.0 * table["supported"]
    table.loc[groups == "c", "supported"] = True
    found = effects_by(table, groups)
    assert found.loc["b", "estimate"] - found.loc["a", "estimate"] == pytest.approx(1, abs=0.3)
    assert found.loc["c", "notes"] == "too_few"
    assert found[["supported", "others"]].to_numpy().sum() == 600


def test_few_supported_firms_have_no_band():
    table = world(10)
    few = table.loc[~table["supported"] | (table["supported"].cumsum() <= 6)]
    found = support_effect(few).effect
    assert found.notes == ("few_treated",)
    assert np.isnan(found.lower)


@pytest.mark.slow
def test_in_the_generated_country_own_growth_and_the_refused_come_nearer():
    """The truth is 0.08. Better firms apply and win: whom one compares with matters more than weights do."""
    misses = {"naive": [], "refused": [], "excess": []}
    for seed in range(5):
        country = generate_country(CountryPlan(focal_share=0.3), seed=seed)
        states = zip(country.years, country.states, strict=True)
        jobs = pd.concat(
            [pd.DataFrame({"unit": one.number, "period": year, "jobs": one.workers}) for year, one in states]
        )
        asked = country.applications
        asked = pd.DataFrame(
            {
                "unit": asked["number"],
                "period": asked["round"].str[:4].astype(int),
                "selected": asked["selected"],
            }
        )
        for name, controls, outcome, method in (
            ("naive", "all_others", "change", "naive"),
            ("refused", "refused", "change", "doubly_robust"),
            ("excess", "refused", "excess", "doubly_robust"),
        ):
            table = rounds_table(jobs, asked, outcome="jobs", controls=controls, earlier=5)
            table = table.loc[table["size"] >= np.log(5)]
            held = ["size"] if outcome == "excess" else ["size", "growth"]
            found = support_effect(table, outcome=outcome, covariates=held, method=method).effect
            misses[name].append(found.estimate - 0.08)
    mean = {name: float(np.mean(one)) for name, one in misses.items()}
    assert mean["naive"] > 0.03
    assert mean["refused"] < 0.75 * mean["naive"]
    assert abs(mean["excess"]) < 0.5 * mean["naive"]


@pytest.mark.parametrize(
    ("change", "about", "error", "said"),
    [
        ({}, {"method": "matching"}, MeasureError, "'matching'"),
        ({}, {"level": 95}, MeasureError, "`level` is 95"),
        ({}, {"outcome": "sales"}, TableError, "lacks the column 'sales'"),
        ({"size": None}, {}, TableError, "no 'size'"),
        ({"supported": True}, {}, MeasureError, "400 of 400"),
        ({"size": world(1)["supported"] * 1.0}, {}, MeasureError, "almost surely"),
    ],
)
def test_unusable_input_is_refused(change, about, error, said):
    with pytest.raises(error, match=said):
        support_effect(world(1).assign(**change), **about)


def test_unusable_bounds_and_groups_are_refused():
    table = world(1)
    with pytest.raises(MeasureError, match="0 others"):
        survivor_bounds(table.assign(change=table["change"].where(table["supported"])))
    with pytest.raises(TableError, match="lacks the column"):
        survivor_bounds(table, outcome="sales")
    with pytest.raises(TableError, match="other rows"):
        effects_by(table, pd.Series(["a"]))

"""A rank under every combination: each equal to the obvious way to compute it."""

import numpy as np
import pandas as pd
import pytest

from sandan.observe.specialization.clusters import find_clusters
from sandan.observe.specialization.leave_out import jobs_table
from sandan.observe.specialization.location_quotient import location_quotient
from sandan.report.calculations.catalog import CALCULATIONS
from sandan.report.calculations.robustness import CHOICES, quotient_of

ASKED = {
    "city": "C01",
    "industry": "261",
    "periods": [2010, 2013],
    "draws": 99,
    "top": 3,
    "usual_rule": 1.25,
    "seed": 1,
    "level": 0.05,
    "published_on": "2015-12-31",
}


@pytest.fixture(scope="module")
def register(gathered_register):
    rng = np.random.default_rng(9)
    earlier = gathered_register.assign(
        period=2010, workers=gathered_register["workers"] + rng.integers(0, 6, len(gathered_register))
    )
    both = pd.concat([earlier, gathered_register], ignore_index=True)
    plant = both["establishment"].eq("C01-35")
    return both.assign(workers=both["workers"].mask(plant, 60))


@pytest.fixture(scope="module")
def table(register):
    return calculate("rank_combinations", register)


def calculate(name, register, **more):
    return CALCULATIONS[name].function({"establishments": register}, ASKED | more)


def test_every_combination_stands_once(table):
    assert len(table) == 2 * 2 * 2 * 2 * 2 * 2
    assert not table.duplicated(list(CHOICES)).any()
    assert table["combination"].tolist() == list(range(1, 65))


@pytest.mark.parametrize("benchmark", ["all", "others"])
@pytest.mark.parametrize("measure", ["jobs", "establishments"])
@pytest.mark.parametrize("digits", [2, 3])
def test_rank_is_that_of_the_quotients_of_the_core(register, table, benchmark, measure, digits):
    here = register.loc[register["period"] == 2013]
    counted = here if measure == "jobs" else here.assign(workers=1)
    jobs = jobs_table(counted.assign(group=here["industry"].str[:digits]), region="city", industry="group")
    values = location_quotient(jobs, benchmark=benchmark)["261"[:digits]]
    row = table.loc[
        table["period"].eq(2013)
        & table["digits"].eq(digits)
        & table["measure"].eq(measure)
        & table["benchmark"].eq(benchmark)
        & table["size"].eq("every")
        & table["largest"].eq("with")
    ].iloc[0]
    above = values.index[values > values["C01"]]
    assert row["rank"] == 1 + len(above)
    assert row["ranked"] + row["left_out"] == 36
    assert row["over_usual"] == (values["C01"] >= 1.25)


def test_without_the_largest_firm_the_quotient_is_that_of_the_test(register):
    here = register.loc[register["period"] == 2013]
    cells = find_clusters(
        here.assign(group=here["industry"].str[:3]),
        region="city",
        industry="group",
        enterprise="enterprise",
        draws=10,
        seed=1,
    )
    theirs = cells.loc[cells["group"] == "261"].set_index("city")["lq_without_largest"]
    jobs = jobs_table(here.assign(group=here["industry"].str[:3]), region="city", industry="group")
    chips = here.loc[here["industry"].str.startswith("261")].groupby(["city", "enterprise"])["workers"].sum()
    largest = chips.groupby("city").max().reindex(jobs.index, fill_value=0)
    ours = quotient_of(
        jobs["261"].to_numpy(float),
        jobs.sum(axis=1).to_numpy(float),
        largest.to_numpy(float),
        benchmark="all",
    )
    np.testing.assert_allclose(ours, theirs[jobs.index], rtol=1e-12)


def test_the_larger_half_holds_the_city_itself(table):
    half = table.loc[table["size"].eq("large") & table["measure"].eq("jobs")]
    assert half["ranked"].between(10, 19).all()
    assert half["rank"].notna().all()


def test_tested_verdict_is_that_of_the_cluster_test(register, table):
    here = register.loc[register["period"] == 2013]
    cells = find_clusters(
        here.assign(group=here["industry"].str[:3]),
        region="city",
        industry="group",
        enterprise="enterprise",
        draws=99,
        seed=1,
    ).set_index(["city", "group"])
    cell = cells.loc[("C01", "261")]
    row = table.query("period == 2013 and digits == 3 and measure == 'jobs' and size == 'every'")
    row = row.query("benchmark == 'all'").set_index("largest")
    assert row.loc["with", "tested"] == cell["is_cluster"]
    assert row.loc["without", "tested"] == (cell["is_cluster"] and not cell["vanishes_without_largest"])


def test_city_of_one_firm_is_hidden_in_every_combination(register):
    found = calculate("rank_combinations", register, city="C55")
    assert set(found["status"]) == {"suppressed"}
    assert found[["rank", "ranked", "over_one", "over_usual", "tested"]].isna().all(axis=None)
    (summary,) = calculate("rank_summary", register, city="C55").to_dict("records")
    assert (summary["told"], summary["hidden"], summary["top"]) == (0, 64, 0)
    assert calculate("rank_choices", register, city="C55").empty


def test_cities_with_hidden_numbers_are_not_ranked(table):
    assert (table["left_out"] >= 1).all()
    assert (table.loc[table["size"] == "every", "ranked"] < 36).all()


def test_summary_counts_the_combinations(register, table):
    (summary,) = calculate("rank_summary", register).to_dict("records")
    assert summary["combinations"] == summary["told"] == 64
    assert summary["top"] == (table["rank"].astype(float) <= 3).sum()
    assert (summary["best"], summary["worst"]) == (table["rank"].min(), table["rank"].max())
    rules = table[["over_one", "over_usual", "tested"]].eq(other=True)
    assert (summary["verdicts"], summary["called"]) == (192, rules.to_numpy().sum())


def test_mean_rank_by_choice_is_over_combinations_that_differ_in_nothing_else(register, table):
    found = calculate("rank_choices", register).set_index(["choice", "option"])
    ranks = table.assign(rank=table["rank"].astype(float))
    by_hand = ranks.groupby("largest")["rank"].mean()
    assert found.loc[("largest", "with"), "mean_rank"] == pytest.approx(by_hand["with"])
    spread = abs(by_hand["with"] - by_hand["without"])
    assert found.loc[("largest", "with"), "spread"] == pytest.approx(spread)
    assert found["compared"].unique().tolist() == [32]


def test_equal_cities_have_equal_quotients():
    own, everything = np.array([10.0, 10.0, 1.0]), np.array([40.0, 40.0, 40.0])
    quotient = quotient_of(own, everything, benchmark="others")
    assert quotient[0] == quotient[1] > quotient[2]

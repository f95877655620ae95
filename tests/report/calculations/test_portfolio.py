from datetime import date

import numpy as np
import pandas as pd
import pytest

from sandan.data.disclosure.attack import attack
from sandan.observe.specialization.clusters import find_clusters
from sandan.report.calculations.catalog import CALCULATIONS
from sandan.report.calculations.portfolio import RELATIONS, portfolio_name
from sandan.report.calculations.protected import GROUP, industry_sums_of, protected_groups

ASKED = {
    "city": "A",
    "start": 2010,
    "end": 2013,
    "digits": 3,
    "draws": 99,
    "seed": 1,
    "level": 0.05,
    "published_on": "2015-12-31",
    "groups": [15],
    "splits": 2,
    "shuffles": 2,
    "least_known": 0.9,
}
DAY = date(2015, 12, 31)


@pytest.fixture(scope="module")
def made(grouped_register):
    return CALCULATIONS["portfolio"].function({"establishments": grouped_register}, ASKED)


@pytest.fixture(scope="module")
def cluster(made):
    members = made.loc[made["part"] == "member"]
    return members.set_index("industry")["cluster"]


@pytest.fixture(scope="module")
def cells(made):
    return made.loc[made["part"] == "cell"].set_index(["city", "cluster"])


@pytest.fixture(scope="module")
def jobs(grouped_register, cluster):
    """The true jobs of every city and cluster, added up by hand."""
    named = grouped_register.assign(cluster=grouped_register["industry"].str[:3].map(cluster))
    return named.groupby(["period", "city", "cluster"])["workers"].sum()


def test_there_is_a_calculation_for_every_set_of_tables():
    names = [portfolio_name(), *map(portfolio_name, RELATIONS), portfolio_name(*RELATIONS)]
    assert [CALCULATIONS[name].roles[1:] for name in names] == [(), RELATIONS[:1], RELATIONS[1:], RELATIONS]


def test_test_is_that_of_the_core_on_grouped_industries(grouped_register, cluster, cells):
    sites = grouped_register.loc[grouped_register["period"] == 2013]
    core = find_clusters(
        sites.assign(cluster=sites["industry"].str[:3].map(cluster)),
        region="city",
        industry="cluster",
        enterprise="enterprise",
        draws=99,
        seed=1,
    ).set_index(["city", "cluster"])
    same = ["q_value", "is_cluster", "vanishes_without_largest"]
    pd.testing.assert_frame_equal(
        cells[same].astype(float), core.loc[cells.index, same].astype(float), check_names=False
    )
    is_open = cells["location_quotient"].notna()
    assert 20 < is_open.sum() < len(cells)
    for name in ("location_quotient", "lower", "upper"):
        assert np.allclose(cells.loc[is_open, name].astype(float), core.loc[cells.index[is_open], name])


def test_jobs_that_are_shown_are_true_and_hidden_ones_lie_in_their_range(cells, jobs):
    true = jobs[2013].reindex(cells.index).fillna(0.0)
    shown = cells["jobs"].notna()
    assert (cells.loc[shown, "jobs"] == true[shown]).all()
    assert ((cells["jobs_low"] <= true) & (true <= cells["jobs_high"])).all()
    quotient = true / true.groupby("cluster").transform("sum")
    quotient /= true.groupby("city").transform("sum") / true.sum()
    near = 1e-9
    assert (cells["quotient_low"].astype(float) <= quotient + near).all()
    assert (quotient <= cells["quotient_high"].astype(float) + near).all()


def test_growth_stands_beside_that_of_the_country(cells, jobs):
    here = cells.loc["A"].loc[lambda table: table["relative_growth"].notna()]
    assert len(here) >= 3
    for code, row in here.iterrows():
        own = jobs[2013]["A", code] / jobs[2010]["A", code]
        everywhere = jobs[2013].xs(code, level="cluster").sum() / jobs[2010].xs(code, level="cluster").sum()
        assert row["growth"] == pytest.approx(100 * (own - 1))
        assert row["growth_everywhere"] == pytest.approx(100 * (everywhere - 1))
        assert row["relative_growth"] == pytest.approx(100 * (own / everywhere - 1))


def test_hidden_growth_lies_in_its_range(cells, jobs):
    hidden = cells.loc["A"].loc[lambda table: table["growth"].isna() & table["growth_high"].notna()]
    assert len(hidden)
    for code, row in hidden.iterrows():
        true = 100 * (jobs[2013]["A", code] / jobs[2010]["A", code] - 1)
        assert row["growth_low"] <= true <= row["growth_high"]
        assert row["status"] == "suppressed"


def test_only_the_city_is_followed(cells):
    assert cells.drop(index="A")["growth_hidden"].isna().all()


def test_summary_counts_the_cells_of_the_city(made, cells):
    (row,) = made.loc[made["part"] == "summary"].to_dict("records")
    here = cells.loc["A"].loc[lambda table: table["present"].eq(other=True)]
    assert (row["clusters"], row["industries"], row["cities"]) == (15, 60, 16)
    assert row["here"] == len(here)
    assert row["confirmed"] == here["is_cluster"].sum()
    assert (row["industries_left_out"], row["industries_gone"], row["country_cells"]) == (0, 0, 16 * 15)


def test_cluster_is_called_by_its_industry_with_the_most_jobs(cluster, grouped_register):
    sites = grouped_register.loc[grouped_register["period"] == 2013]
    total = sites.groupby(sites["industry"].str[:3])["workers"].sum()
    for code, members in cluster.groupby(cluster):
        assert code == total[members.index].idxmax()


def test_firm_on_which_a_cluster_hangs_is_seen(cells, cluster):
    assert cells.loc[("B", cluster["015"]), "vanishes_without_largest"]


def test_every_pair_of_clusters_stands_under_both(made):
    links = made.loc[made["part"] == "link"].set_index(["cluster", "other"])["percentile"]
    assert len(links) == 15 * 14
    assert all(links[one, other] == links[other, one] for one, other in links.index)


def test_score_on_other_cities_is_far_above_shuffled_groups(made):
    (row,) = made.loc[made["part"] == "evidence"].to_dict("records")
    assert row["linkage"] == "regions"
    assert row["own"] > row["held_out"] > row["shuffled"] + 20


def test_groups_beside_the_published_industries_give_nothing_away(grouped_register, cluster):
    found = protected_groups(grouped_register, dict(cluster), period=2013, digits=3, published_on=DAY)
    groups = found.groups.loc[found.groups["industry"] != "TOTAL"]
    both = pd.concat([found.industries, groups.assign(industry=GROUP + groups["industry"])])
    codes = [code for code in found.industries["industry"].unique() if len(code) == 3]
    members = {GROUP + str(code): list(one.index) for code, one in cluster.groupby(cluster)}
    report = attack(
        both[["region", "industry", "value", "status"]].reset_index(drop=True),
        region_sums={"all": sorted(grouped_register["city"].unique())},
        industry_sums={**industry_sums_of(codes), **members},
        least=1.0,
        least_width=1.0,
        exact=False,
    )
    of_industries = ~report["industry"].str.startswith(GROUP)
    assert set(report.loc[of_industries, "verdict"]) == {"safe"}


def test_the_same_parameters_give_the_same_table(grouped_register):
    few = {"establishments": grouped_register.loc[grouped_register["city"].isin(list("ABDEFG"))]}
    first, second = (CALCULATIONS["portfolio"].function(few, ASKED) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)

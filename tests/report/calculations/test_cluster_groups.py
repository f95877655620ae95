import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.observe.definitions.candidates import Candidate, recipes
from sandan.observe.definitions.evidence import Evidence, RegionalLinkage
from sandan.observe.definitions.selection import define_clusters
from sandan.observe.definitions.similarities import location_correlation
from sandan.observe.specialization.leave_out import jobs_table
from sandan.report.calculations.cluster_groups import define_groups, surveyed_at

ASKED = {
    "end": 2013,
    "digits": 3,
    "groups": [15, 20],
    "splits": 2,
    "shuffles": 2,
    "least_known": 0.9,
    "seed": 1,
}


def by_ranks(table):
    return location_correlation(table, scale="ranks")


def planted(found):
    """Count, of all pairs of industries of one planted group, how many are in one cluster."""
    codes = sorted(found.cluster.index)
    together = [
        found.cluster[one] == found.cluster[other]
        for start in range(0, 60, 4)
        for k, one in enumerate(codes[start : start + 4])
        for other in codes[start : start + 4][k + 1 :]
    ]
    return sum(together), len(together)


def test_definition_is_that_of_the_core(grouped_register):
    found = define_groups({"establishments": grouped_register}, ASKED)
    sites = surveyed_at(grouped_register, 2013, 3)
    tables = {
        "jobs": jobs_table(sites, region="city", industry="group"),
        "establishments": jobs_table(sites.assign(workers=1), region="city", industry="group"),
    }
    evidence = Evidence({name: RegionalLinkage(table, by_ranks) for name, table in tables.items()}, {})
    plans = [Candidate(("jobs", "establishments"), one) for one in recipes([15], methods=["ward"])]
    core = define_clusters(evidence, plans, splits=2, draws=2, seed=1)
    assert found.cluster.to_dict() == core.grouping["cluster"].to_dict()
    assert (found.candidates, found.cities) == (1, 16)


def test_industries_that_stand_in_the_same_cities_are_found(grouped_register):
    together, pairs = planted(define_groups({"establishments": grouped_register}, ASKED))
    assert together > 0.8 * pairs


def test_sales_and_occupations_are_used_and_tell_more(grouped_register, relations):
    found = define_groups({"establishments": grouped_register, **relations}, ASKED)
    together, pairs = planted(found)
    assert together > 0.95 * pairs
    assert found.sources["period"].tolist() == [2013, 2013, 2012, 2012]
    assert found.sources["used"].tolist() == [True] * 4
    assert found.candidates == 2


def test_finer_codes_are_cut_to_the_digits_and_coarser_ones_are_not_known(grouped_register, relations):
    trade = relations["input_output"]
    finer = trade.assign(supplier=trade["supplier"] + "1", user=trade["user"] + "2")
    tables = {"establishments": grouped_register, "input_output": finer}
    assert define_groups(tables, ASKED).sources["known"].tolist()[2] == 60
    coarser = trade.assign(supplier=trade["supplier"].str[:2])
    tables["input_output"] = coarser.drop_duplicates(["supplier", "user"])
    assert define_groups(tables, ASKED).sources.loc[2, ["known", "offered"]].tolist() == [0, False]


def test_year_nearest_to_the_register_is_taken(grouped_register, relations):
    trade = pd.concat([relations["input_output"].assign(period=year) for year in (2005, 2014, 2012)])
    tables = {"establishments": grouped_register, "input_output": trade}
    assert define_groups(tables, ASKED).sources.loc[2, "period"] == 2012


@pytest.mark.parametrize("column", ["classification", "industry_classification"])
def test_other_classification_is_not_used(grouped_register, relations, column):
    role = "input_output" if column == "classification" else "industry_occupations"
    tables = {"establishments": grouped_register, role: relations[role].assign(**{column: "KSIC9"})}
    sources = define_groups(tables, ASKED).sources.set_index("linkage")
    assert not sources.loc[["trade", "work"], "offered"].any()


def test_table_that_knows_few_industries_is_not_offered(grouped_register, relations):
    trade = relations["input_output"]
    few = trade.loc[trade["supplier"].lt("120") & trade["user"].lt("120")]
    sources = define_groups({"establishments": grouped_register, "input_output": few}, ASKED).sources
    assert 0 < sources.loc[2, "known"] < 54
    assert not sources.loc[2, "offered"]


def test_pair_that_the_table_does_not_name_is_not_taken_for_nothing(grouped_register, relations):
    gap = relations["input_output"].iloc[1:]
    sources = define_groups({"establishments": grouped_register, "input_output": gap}, ASKED).sources
    assert sources.loc[2, ["known", "offered"]].tolist() == [0, False]


def test_industry_with_an_unknown_number_of_workers_is_left_out(grouped_register, relations):
    work = relations["industry_occupations"].copy()
    work.loc[work.index[0], ["value", "status"]] = [np.nan, "suppressed"]
    found = define_groups({"establishments": grouped_register, "industry_occupations": work}, ASKED)
    assert found.sources.loc[3, "known"] == 59
    assert len(found.cluster) == 59


def test_few_cities_and_few_industries_are_refused(grouped_register, planted_register):
    five = grouped_register.loc[grouped_register["city"].isin(list("ABCDE"))]
    with pytest.raises(MeasureError, match="has 5 cities with jobs and 60 industries"):
        define_groups({"establishments": five}, ASKED)
    with pytest.raises(MeasureError, match="4 cities with jobs and 4 industries"):
        define_groups({"establishments": planted_register}, ASKED)

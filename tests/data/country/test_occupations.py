"""Tables of occupations: two revisions, hidden cells, and a truth that fits both."""

import numpy as np
import pandas as pd
import pytest

from sandan.data.codes.concordance import concordance_from_pairs
from sandan.data.contracts import CONTRACTS
from sandan.data.country.generate import generate_country
from sandan.data.country.occupations import HIDDEN_BELOW, concordance_table, occupation_tables
from sandan.data.country.plan import CountryPlan
from sandan.data.country.staff import CREATIVE
from sandan.data.missing import Status
from sandan.data.tables import check_table


@pytest.fixture(scope="module")
def made(demo):
    return occupation_tables(demo)


def test_tables_keep_their_contracts(made):
    check_table(made.regional, CONTRACTS["occupations"])
    check_table(made.national, CONTRACTS["industry_occupations"])
    for table, kind in ((made.regional, "occupations"), (made.national, "industry_occupations")):
        assert not table.duplicated(list(CONTRACTS[kind].key)).any()
        assert table.notna().sum().loc[lambda counts: counts == 0].empty


def test_each_year_has_one_revision(made):
    revisions = made.regional.groupby("period")["classification"].agg(set)
    assert revisions.to_dict() == {year: {"KSCO6" if year < 2010 else "KSCO7"} for year in range(2006, 2016)}


def test_only_small_cells_are_hidden_and_their_bounds_hold(made):
    table = made.regional
    hidden = table["status"] == Status.SUPPRESSED
    truth = made.cells[made.cells["shown"] != "not_published"]
    assert len(truth) == len(table)
    jobs = truth["jobs"].to_numpy()
    assert (hidden.to_numpy() == ((jobs > 0) & (jobs < HIDDEN_BELOW))).all()
    assert (truth["shown"].to_numpy() == np.where(hidden, "hidden", "published")).all()
    assert 0.01 < hidden.mean() < 0.1
    assert (table["lower"].to_numpy() <= jobs).all()
    assert (jobs <= table["upper"].to_numpy()).all()
    assert (table.loc[~hidden, "value"].to_numpy() == jobs[~hidden]).all()


def test_as_many_live_somewhere_as_work_somewhere(demo, made):
    sums = made.cells[made.cells["classification"] == "KSCO7"].groupby(["period", "basis"])["jobs"].sum()
    for year in demo.years:
        assert sums[year, "workplace"] == sums[year, "residence"] == demo.state(year).workers.sum()


def test_industries_and_cities_count_the_same_jobs(made):
    cells = made.cells[(made.cells["period"] == 2015) & (made.cells["basis"] == "workplace")]
    of_cities = cells.groupby("occupation")["jobs"].sum()
    of_industries = made.national.groupby("occupation")["value"].sum()
    assert of_industries.astype(int).to_dict() == of_cities.to_dict()


def test_concordance_turns_old_counts_into_new_ones(made):
    pairs = concordance_table().set_axis(["source", "target", "weight"], axis=1)
    links = concordance_from_pairs(pairs, source="KSCO6", target="KSCO7").links
    year = made.cells[(made.cells["period"] == 2008) & (made.cells["basis"] == "workplace")]
    old, new = (
        year[year["classification"] == name].groupby("occupation")["jobs"].sum()
        for name in ("KSCO6", "KSCO7")
    )
    converted = links.assign(jobs=links["source"].map(old) * links["weight"]).groupby("target")["jobs"].sum()
    assert np.abs(converted / new - 1).max() < 0.08
    assert converted.sum() == pytest.approx(new.sum())
    assert old["77"] == new["78"]
    assert old["78"] == new["77"]


def test_creative_class_is_that_of_the_cells(demo, made):
    row = made.creative[(made.creative["period"] == 2012) & (made.creative["basis"] == "residence")].iloc[0]
    cells = made.cells.query("period == 2012 and basis == 'residence' and region == @row.region")
    jobs = cells.set_index("occupation")["jobs"]
    assert row["region"] == demo.world.places.cities[0]
    assert {name: row[name] for name in CREATIVE} == {
        name: jobs[list(codes)].sum() for name, codes in CREATIVE.items()
    }
    assert row["share"] == pytest.approx(sum(row[name] for name in CREATIVE) / jobs.sum())


def test_focal_city_leads_more_by_jobs_than_by_people(demo, made):
    focal = made.creative[made.creative["region"] == demo.world.places.cities[0]]
    shares = focal.groupby("basis")["share"].mean()
    assert shares["workplace"] > shares["residence"] + 0.02


def test_country_of_late_years_knows_one_revision_only():
    plan = CountryPlan(establishments=200, provinces=2, cities=4, first_year=2011, last_year=2013)
    made = occupation_tables(generate_country(plan, seed=2))
    assert set(made.regional["classification"]) == {"KSCO7"}
    assert set(made.cells["shown"]) == {"published", "hidden"}
    assert set(made.national["period"]) == {2013}


def test_country_of_early_years_publishes_the_old_revision():
    plan = CountryPlan(establishments=200, provinces=2, cities=4, first_year=2006, last_year=2008)
    made = occupation_tables(generate_country(plan, seed=2))
    assert (
        set(made.regional["classification"]) == set(made.national["occupation_classification"]) == {"KSCO6"}
    )
    assert isinstance(made.regional, pd.DataFrame)

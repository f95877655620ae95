"""What is computed from a register, against what is known to have happened in the generated country."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from sandan.data.disclosure.suppression import rule_in_force
from sandan.data.missing import Status
from sandan.data.strategic import strategic_industry
from sandan.observe.change.change_account import FLOWS, chained_account
from sandan.report.calculations.catalog import CALCULATIONS
from sandan.report.calculations.establishments import account_of

FOCAL = "G10000"
DAY = "2015-12-31"
TESTED = {"period": 2013, "digits": 3, "draws": 99, "seed": 1, "level": 0.05, "published_on": DAY}


def calculate(name, tables, **parameters):
    return CALCULATIONS[name].function(tables, parameters)


@pytest.fixture(scope="module")
def tables(office):
    kinds = {"establishments": "establishments", "rules": "strategic_rules"}
    return {role: office.vault.read(office.vault.current(kind)[0].id) for role, kind in kinds.items()}


@pytest.fixture(scope="module")
def events(small_country_files):
    return pd.read_parquet(small_country_files / "truth" / "events.parquet").astype("object")


def in_force(rules, year):
    return rules.loc[rules["valid_from"].map(lambda day: day <= date(year, 12, 31)), "version"].max()


def counted_in(tables, year, version):
    """Say by establishment whether a version counts it in a year."""
    register = tables["establishments"]
    sites = register.loc[register["period"] == year]
    counted = strategic_industry(sites, tables["rules"], version=version).notna()
    return pd.Series(counted.to_numpy(), index=sites["establishment"])


def recorded(events, tables, year, version):
    """List the establishments on every line of one year from the recorded events alone."""
    register = tables["establishments"]
    was, now = (counted_in(tables, at, version) for at in (year - 1, year))
    before = register.loc[register["period"] == year - 1].set_index("establishment")["city"]
    happened = events.loc[events["year"] == year]
    city = {side: happened[f"{side}_region"].str[: len(FOCAL)] for side in ("from", "to")}
    here = {side: city[side] == FOCAL for side in city}
    kind, site = happened["kind"], happened["establishment"]
    lines = {
        "births": site[(kind == "birth") & here["to"] & site.map(now).eq(True)],
        "deaths": site[(kind == "death") & here["from"] & site.map(was).eq(True)],
        "moves_in": site[(kind == "move") & ~here["from"] & here["to"] & site.map(now).eq(True)],
        "moves_out": site[(kind == "move") & here["from"] & ~here["to"] & site.map(was).eq(True)],
    }
    gone = set(site[(kind == "move") & (city["from"] != city["to"])])
    changed = [one for one in site[kind == "reclassification"] if before[one] == FOCAL and one not in gone]
    lines["reclassified_in"] = [one for one in changed if not was[one] and now[one]]
    lines["reclassified_out"] = [one for one in changed if was[one] and not now[one]]
    return {line: set(sites) for line, sites in lines.items()}


@pytest.mark.parametrize("year", [2010, 2011, 2012, 2013, 2014])
def test_the_account_of_a_year_equals_the_recorded_events(year, tables, events):
    versions = [in_force(tables["rules"], at) for at in (year - 1, year)]
    asked = {"city": FOCAL, "start": year - 1, "end": year}
    asked |= {"version_before": versions[0], "version_after": versions[1]}
    account = account_of(tables, asked)
    known = recorded(events, tables, year, versions[0])
    found = {line: set(units["unit"]) for line, units in account.units.groupby("line")}
    assert {line: found.get(line, set()) for line in known} == known
    lines = calculate("account", tables, **asked).set_index("line")["change"]
    assert lines["change"] == lines[list(FLOWS)].sum() == lines["end"] - lines["start"]
    assert lines["reclassified"] == len(known["reclassified_in"]) - len(known["reclassified_out"])


def test_the_chained_account_of_all_years_equals_all_recorded_events(tables, events):
    register, rules = tables["establishments"], tables["rules"]
    first, last = in_force(rules, 2010), in_force(rules, 2013)
    years = {}
    for year in range(2010, 2014):
        sites = register.loc[register["period"] == year]
        counts = {
            name: counted_in(tables, year, version).to_numpy()
            for name, version in (("counts_old", first), ("counts_new", last))
        }
        years[year] = pd.DataFrame(
            {"unit": sites["establishment"].to_numpy(), "place": sites["city"].to_numpy(), **counts}
        )
    surveyed = {year: set(table["place"]) for year, table in years.items()}
    chained = chained_account(years, places=[FOCAL], surveyed=surveyed).lines.set_index("line")["firms"]
    known = [recorded(events, tables, year, first) for year in (2011, 2012, 2013)]
    totals = {line: sum(len(one[line]) for one in known) for line in known[0]}
    assert {line: chained[line] for line in totals} == totals
    asked = {"city": FOCAL, "start": 2010, "end": 2013, "version_before": first, "version_after": last}
    net = account_of(tables, asked).lines.set_index("line")["firms"]
    ends = ["start", "end", "end_under_first_definition", "definition_in", "definition_out"]
    assert net[ends].to_dict() == chained[ends].to_dict()
    assert net["births"] <= totals["births"]


def test_counts_are_those_of_the_register(tables):
    counts = calculate("counts", tables, periods=[2010, 2013]).set_index(["city", "period"])
    register = tables["establishments"]
    here = register.loc[(register["city"] == FOCAL) & (register["period"] == 2013)]
    assert counts.loc[(FOCAL, 2013), "establishments"] == len(here)
    assert counts.loc[(FOCAL, 2013), "persons_employed"] == here["workers"].sum()
    everywhere = register.loc[register["period"].isin([2010, 2013])].groupby("period")["workers"].sum()
    growth = 100 * (everywhere[2013] / everywhere[2010] - 1)
    assert counts.loc[("all", 2013), "persons_growth"] == pytest.approx(growth)


def test_growth_from_nothing_and_from_the_unknown_is_not_a_number(planted_register):
    late = planted_register.loc[~((planted_register["city"] == "A") & (planted_register["period"] == 2010))]
    counts = calculate("counts", {"establishments": late}, periods=[2010, 2013]).set_index(["city", "period"])
    assert pd.isna(counts.loc[("A", 2013), "establishments_growth"])
    assert counts.loc[("B", 2013), "establishments_growth"] == 0
    unknown = planted_register.assign(
        workers=planted_register["workers"].astype("Int64").mask(planted_register["period"] == 2010)
    )
    counts = calculate("counts", {"establishments": unknown}, periods=[2010, 2013]).set_index(
        ["city", "period"]
    )
    assert pd.isna(counts.loc[("A", 2010), "persons_employed"])
    assert pd.isna(counts.loc[("A", 2013), "persons_growth"])
    assert pd.isna(counts.loc[("all", 2013), "persons_growth"])


def test_the_planted_cluster_is_found_and_the_one_of_one_firm_told_apart(planted_register):
    cells = calculate("clusters", {"establishments": planted_register}, **TESTED)
    confirmed = cells.loc[(cells["city"] == "A") & cells["is_cluster"]]
    assert confirmed["industry"].tolist() == ["261", "311"]
    assert confirmed["vanishes_without_largest"].tolist() == [False, True]


def test_a_cell_of_one_firm_keeps_its_test_and_loses_its_numbers(planted_register):
    cells = calculate("clusters", {"establishments": planted_register}, **TESTED)
    ships = cells.set_index(["city", "industry"]).loc[("A", "311")]
    hidden = ["establishments", "jobs", "location_quotient", "lower", "upper"]
    assert ships[hidden].isna().all()
    assert ships["status"] == Status.SUPPRESSED
    assert (ships["is_cluster"], ships["q_value"] < 0.05) == (True, True)
    assert "lq_without_largest" not in cells.columns


def small_register(firms, largest=10):
    """Four cities of many shops; in A some mills, one of them of another size, and enough elsewhere."""
    shops = [(f"{city}{k}", city, "47111", 7) for city in "ABCD" for k in range(40)]
    mills = [(f"mill{k}", "A", "10611", largest if k == 0 else 10) for k in range(firms)]
    others = [(f"{city}mill{k}", city, "10611", 10) for city in "BCD" for k in range(30)]
    sites = pd.DataFrame([*shops, *mills, *others], columns=["enterprise", "city", "industry", "workers"])
    return sites.assign(
        establishment=[f"e{k}" for k in range(len(sites))], period=2013, status="reported", complex=None
    )


@pytest.mark.parametrize(("firms", "hidden"), [(1, True), (2, True), (3, False), (4, False)])
def test_a_cell_is_hidden_below_the_minimum_count_and_not_at_it(firms, hidden):
    assert rule_in_force(date.fromisoformat(DAY)).minimum_count == 3
    cells = calculate("clusters", {"establishments": small_register(firms)}, **TESTED)
    mills = cells.set_index(["city", "industry"]).loc[("A", "106")]
    assert pd.isna(mills["jobs"]) == hidden
    assert pd.isna(mills["location_quotient"]) == hidden
    assert (mills["status"] == Status.SUPPRESSED) == hidden


@pytest.mark.parametrize(("largest", "hidden"), [(200, False), (201, True)])
def test_a_cell_is_hidden_if_one_firm_dominates_it(largest, hidden):
    """Of four mills two besides the two largest have 20 jobs: 10 percent of 200."""
    cells = calculate("clusters", {"establishments": small_register(4, largest)}, **TESTED)
    mills = cells.set_index(["city", "industry"]).loc[("A", "106")]
    assert pd.isna(mills["jobs"]) == hidden


def test_several_sites_of_one_firm_are_one_contributor():
    register = small_register(6)
    one_firm = register.assign(
        enterprise=register["enterprise"].where(~register["enterprise"].str.match(r"mill[1-5]"), "m")
    )
    cells = calculate("clusters", {"establishments": one_firm}, **TESTED).set_index(["city", "industry"])
    assert pd.isna(cells.loc[("A", "106"), "jobs"])


def test_the_summary_counts_hidden_cells_like_the_others(planted_register):
    summary = calculate(
        "cluster_summary", {"establishments": planted_register}, city="A", usual_rule=1.25, **TESTED
    )
    assert summary[["confirmed", "vanishing"]].iloc[0].tolist() == [2, 1]
    assert summary["cells"].iloc[0] == 4


GROWTH = {"city": "A", "start": 2010, "end": 2013, "digits": 2, "published_on": DAY}


def with_complex(register, enterprises):
    return register.assign(complex=np.where(register["enterprise"].isin(enterprises), "park", None))


@pytest.mark.parametrize(("firms", "hidden"), [(2, True), (3, False)])
def test_growth_without_a_complex_of_few_firms_is_hidden(planted_register, firms, hidden):
    register = with_complex(planted_register, [f"chip{k}" for k in range(firms)])
    parts = calculate("growth", {"establishments": register}, without_complex="park", **GROWTH)
    assert parts["value"].isna().all() == hidden
    assert set(parts["status"]) == {Status.SUPPRESSED if hidden else Status.REPORTED}


def test_growth_adds_up_with_and_without_a_complex(planted_register):
    register = with_complex(planted_register, [f"chip{k}" for k in range(5)])
    for left_out, change in ((None, 60 + 14 + 12 + 1), ("park", 60 + 9 + 12 + 1)):
        parts = calculate("growth", {"establishments": register}, without_complex=left_out, **GROWTH)
        for _, variant in parts.groupby("variant"):
            values = variant.set_index("part")["value"]
            assert values["change"] == pytest.approx(change)
            assert values.drop("change").sum() == pytest.approx(change)


def test_a_year_that_was_not_surveyed_is_not_a_year_without_jobs(tables):
    """With a gap there is no year-by-year variant, rather than one through zero."""
    register = tables["establishments"]
    gap = register.loc[register["period"] != 2012]
    about = {**GROWTH, "city": FOCAL, "without_complex": None}
    full, less = (calculate("growth", {"establishments": table}, **about) for table in (register, gap))
    assert set(full["variant"]) - set(less["variant"]) == {"dynamic"}
    static = full.loc[full["variant"] != "dynamic"].reset_index(drop=True)
    pd.testing.assert_frame_equal(static, less)


def test_parts_of_a_city_hide_a_second_one_beside_the_one_that_must_be_hidden(planted_register):
    register = planted_register.copy()
    register.loc[register["enterprise"].eq("mill"), "region"] = "A2"
    register.loc[register["enterprise"].eq("yard"), "region"] = "A3"
    found = calculate(
        "within", {"establishments": register}, city="A", period=2013, published_on=DAY
    ).set_index(["level", "place"])
    districts = found.loc["district"]
    assert districts["status"].eq(Status.SUPPRESSED).sum() >= 2
    assert districts.loc["A2", "jobs"] is pd.NA or np.isnan(districts.loc["A2", "jobs"])


def test_growth_of_an_industry_is_hidden_where_either_date_is(planted_register):
    found = calculate(
        "industry_growth",
        {"establishments": planted_register},
        city="A",
        start=2010,
        end=2013,
        digits=3,
        published_on=DAY,
    ).set_index("industry")
    assert found.loc["261", ["first", "last", "growth"]].tolist() == [280.0, 294.0, pytest.approx(5.0)]
    assert found.loc["106", "status"] == Status.SUPPRESSED
    assert np.isnan(found.loc["106", "growth"])

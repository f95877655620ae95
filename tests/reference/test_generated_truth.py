"""What is computed from the files of the generated country, against what is known to have happened."""

import numpy as np
import pandas as pd
import pytest

from sandan.data.country.definitions import definition_text
from sandan.data.country.generate import generate_country
from sandan.data.country.panel import Words, event_table, panel_table
from sandan.data.country.plan import DEFAULT_SEED, SCALES
from sandan.data.strategic import strategic_industry
from sandan.data.strategic_rules import parse_definition
from sandan.observe.change.change_account import FLOWS, change_account


@pytest.fixture(scope="module")
def country():
    return generate_country(SCALES["demo"], seed=DEFAULT_SEED)


@pytest.fixture(scope="module")
def words(country):
    return Words.of(country)


@pytest.fixture(scope="module")
def rules(country):
    return parse_definition(definition_text(country))


def as_text(table):
    frame = table.to_pandas()
    return frame.astype({name: "str" for name in frame if frame[name].dtype == "category"})


def counts(sites, rules, version):
    return strategic_industry(sites, rules, version=version).notna().to_numpy()


def units(country, words, rules, year, versions):
    sites = as_text(panel_table(country, words, year))
    return pd.DataFrame(
        {
            "unit": sites["establishment"],
            "place": sites["city"],
            "counts_old": counts(sites, rules, versions[0]),
            "counts_new": counts(sites, rules, versions[1]),
        }
    )


def from_events(country, words, rules, year, version):
    """The flows of the focal city in one year, from the recorded events alone."""
    focal = country.world.places.cities[0]
    before, after = (
        as_text(panel_table(country, words, y)).set_index("establishment") for y in (year - 1, year)
    )
    events = as_text(event_table(country, words, year))
    flows = dict.fromkeys(FLOWS, 0)
    was = pd.Series(counts(before, rules, version), index=before.index)
    is_now = pd.Series(counts(after, rules, version), index=after.index)
    city = lambda region: None if pd.isna(region) else region[: len(focal)]  # noqa: E731
    kinds = {kind: rows.set_index("establishment") for kind, rows in events.groupby("kind")}
    births, deaths, moves = kinds["birth"], kinds["death"], kinds["move"]
    flows["births"] = int(is_now[births.index[births["to_region"].map(city) == focal]].sum())
    flows["deaths"] = int(was[deaths.index[deaths["from_region"].map(city) == focal]].sum())
    origin, target = moves["from_region"].map(city), moves["to_region"].map(city)
    flows["moves_in"] = int(is_now[moves.index[(origin != focal) & (target == focal)]].sum())
    flows["moves_out"] = int(was[moves.index[(origin == focal) & (target != focal)]].sum())
    changed = kinds["reclassification"].index.difference(moves.index[origin != target])
    changed = changed[(before.loc[changed, "city"] == focal).to_numpy()]
    flows["reclassified_in"] = int((~was[changed] & is_now[changed]).sum())
    flows["reclassified_out"] = int((was[changed] & ~is_now[changed]).sum())
    return flows


@pytest.mark.parametrize("year", [2008, 2010, 2012, 2015])
def test_change_account_equals_the_recorded_events(country, words, rules, year):
    versions = {2010: ("2006", "2010"), 2012: ("2010", "2012")}.get(year, ("2010", "2010"))
    before, after = (units(country, words, rules, y, versions) for y in (year - 1, year))
    focal, cities = country.world.places.cities[0], country.world.places.cities
    account = change_account(before, after, places=[focal], surveyed=(cities, cities))
    found = account.lines.set_index("line")["firms"].to_dict()
    known = from_events(country, words, rules, year, versions[0])
    happened = [line for line in FLOWS if not line.startswith("definition")]
    assert {line: found[line] for line in happened} == {line: known[line] for line in happened}
    at_home = after[after["place"] == focal]
    assert found["end"] == int(at_home["counts_new"].sum())
    assert found["definition_in"] == int((at_home["counts_new"] & ~at_home["counts_old"]).sum())


def test_the_story_of_the_tutorial_moves_in_every_way(country, words, rules):
    before, after = (units(country, words, rules, year, ("2010", "2012")) for year in (2010, 2013))
    focal, cities = country.world.places.cities[0], country.world.places.cities
    lines = change_account(before, after, places=[focal], surveyed=(cities, cities)).lines
    found = lines.set_index("line")["firms"].to_dict()
    assert all(found[line] > 0 for line in FLOWS)
    growth = found["end"] - found["start"]
    assert 0.12 < growth / found["start"] < 0.25
    assert found["moves_in"] - found["moves_out"] > growth / 4
    assert found["definition_in"] - found["definition_out"] > growth / 8
    assert np.sum([sign * found[line] for line, sign in FLOWS.items()]) == growth

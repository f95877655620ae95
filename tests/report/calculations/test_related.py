"""What may be told of the industry space, beside what the core says when nothing is hidden."""

import numpy as np
import pandas as pd
import pytest

from sandan.observe.complexity.outlook import outlook_gain
from sandan.observe.relatedness.density import excess_density, relatedness_density
from sandan.report.calculations.catalog import CALCULATIONS
from sandan.report.calculations.spaces import complexity_of, space_of

FOCAL = "G10000"
SPACE = {"period": 2013, "digits": 2}
ASKED = {**SPACE, "city": FOCAL, "peers": [], "absent_below": 0.5, "published_on": "2015-12-31"}


def calculate(name, register, **parameters):
    return CALCULATIONS[name].function({"establishments": register}, parameters)


@pytest.fixture(scope="module")
def register(office):
    return office.vault.read(office.vault.current("establishments")[0].id)


@pytest.fixture(scope="module")
def space(register):
    return space_of(register, **SPACE)


@pytest.fixture(scope="module")
def related(register):
    return calculate("related_industries", register, **ASKED).set_index("industry")


def test_kind_is_the_true_one_or_hidden(related, space):
    true = space.presence.loc[FOCAL].map({1.0: "present", 0.0: "absent"})
    open_ones = related["kind"].isin(["present", "absent"])
    assert (related["kind"] == true.reindex(related.index))[open_ones].all()
    assert set(related["kind"]) <= {"present", "absent", "hidden"}
    counts = related.iloc[0][["count_present", "count_absent", "count_hidden", "count_not_surveyed"]]
    assert counts.sum() == related["count_all"].iloc[0] == len(related)


def test_ranges_hold_what_the_core_says_of_the_complete_register(related, space):
    density = relatedness_density(space.presence, space.proximity, diagonal=0)
    true = {"density": 100 * density.loc[FOCAL], "excess": 100 * excess_density(density).loc[FOCAL]}
    pci = complexity_of(space.presence)[0].industries["pci"]
    true["gain"] = outlook_gain(space.presence, space.proximity, pci, definition="growth_lab").loc[FOCAL]
    for name, exact in true.items():
        low, high = (related[f"{name}_{end}"] for end in ("low", "high"))
        wanted = exact.reindex(related.index)
        known = low.notna() & wanted.notna()
        assert known.sum() > 10
        assert (low <= wanted + 1e-9)[known].all()
        assert (wanted <= high + 1e-9)[known].all()


def test_nothing_hidden_is_shown(register, related):
    cells = calculate("protected", register, **SPACE, jobs=True, published_on="2015-12-31")
    here = cells.loc[cells["region"] == FOCAL].set_index("industry")["status"]
    hidden = related.index[here.reindex(related.index) == "suppressed"]
    assert related.loc[hidden, ["jobs", "quotient"]].isna().all(axis=None)
    assert (related.loc[hidden, "status"] == "suppressed").all()


def test_industry_is_listed_only_where_it_is_certainly_below(related):
    listed = related.loc[related["listed"]]
    assert len(listed) == related["count_listed"].iloc[0]
    assert listed["quotient_high"].max() < 0.5
    assert set(listed["kind"]) <= {"absent"}


def test_planted_yard_is_hidden_and_not_absent(planted_register):
    """One firm runs all ships of A: nobody may know, so the cell is neither here nor not here."""
    asked = {**ASKED, "digits": 3, "city": "A"}
    found = calculate("related_industries", planted_register, **asked).set_index("industry")
    assert found["kind"].to_dict() == {"106": "hidden", "261": "present", "311": "hidden", "471": "hidden"}
    assert not found["listed"].any()


def test_site_that_was_not_surveyed_makes_its_industry_a_class_of_its_own(planted_register):
    register = planted_register.copy()
    chip = register["enterprise"].eq("chip0") & register["period"].eq(2013)
    register["workers"] = register["workers"].astype("Int64")
    register.loc[chip, ["workers", "status"]] = [pd.NA, "not_surveyed"]
    found = calculate("related_industries", register, **{**ASKED, "digits": 3, "city": "A"})
    chips = found.set_index("industry").loc["261"]
    assert (chips["kind"], chips["status"]) == ("not_surveyed", "not_surveyed")


def test_peers_are_those_named_or_all_others(register, related):
    assert related["count_peers"].iloc[0] == 11
    two = calculate("related_industries", register, **{**ASKED, "peers": ["G11001", "G12002", "nowhere"]})
    known = space_of(register, **SPACE).presence.index
    assert two["count_peers"].iloc[0] == len({"G11001", "G12002"} & set(known))
    assert (two["peers_low"] <= two["peers_high"]).all()


def test_neighbors_are_the_nearest_by_proximity(related, space):
    for code in related.index[:10]:
        others = space.proximity[code].drop(code).sort_values(ascending=False)
        nearest = related.loc[code, ["proximity_1", "proximity_2", "proximity_3"]].tolist()
        assert nearest == pytest.approx(others.head(3).tolist())
        assert space.proximity.at[code, related.at[code, "related_1"]] == others.iloc[0]


def test_links_and_places_are_of_the_same_industries_and_the_same_every_time(register, space):
    asked = {**SPACE, "links_per_industry": 2.0}
    links = calculate("space_links", register, **asked)
    assert len(links) == 2 * len(space.proximity)
    assert links["in_tree"].sum() == len(space.proximity) - 1
    one, other = (calculate("space_layout", register, **asked) for _ in range(2))
    assert one.equals(other)
    assert one["industry"].tolist() == list(space.proximity.columns)


def test_complexity_ranks_cities_as_the_core_does(register, space):
    table = calculate("place_complexity", register, **SPACE).set_index("city")
    found, _ = complexity_of(space.presence)
    np.testing.assert_allclose(table["eci"], found.regions["eci"])
    assert table["eci"].idxmax() == table["rank"].idxmin()
    assert set(table["reason"]) == {""}


def test_complexity_of_cities_that_are_in_pieces_is_not_given(planted_register):
    """Each of two cities has one industry that nobody else has."""
    rows = planted_register["city"].isin(["A", "B"]) & planted_register["industry"].isin(["26112", "10611"])
    apart = planted_register.loc[rows].assign(
        industry=planted_register["city"].map({"A": "26112", "B": "10611"})
    )
    table = calculate("place_complexity", apart, period=2013, digits=3)
    assert set(table["reason"]) == {"pieces"}
    assert table["eci"].isna().all()

"""Where an industry gathers, from a register of 36 cities whose truth is known."""

import numpy as np
import pandas as pd
import pytest

from sandan.observe.hotspots.getis_ord import local_g
from sandan.observe.hotspots.moran import local_moran
from sandan.observe.hotspots.neighbors import nearest_neighbors
from sandan.observe.specialization.leave_out import jobs_table
from sandan.observe.specialization.location_quotient import location_quotient
from sandan.report.calculations.catalog import CALCULATIONS
from sandan.report.calculations.hotspots import ground_of, groups_found

ASKED = {
    "period": 2013,
    "digits": 3,
    "industry": "261",
    "neighbors": 5,
    "permutations": 1_999,
    "replications": 199,
    "distance": 1_000,
    "least": 5,
    "draws_of_groups": 99,
    "resamples": 20,
    "seed": 1,
    "level": 0.05,
    "published_on": "2015-12-31",
}
CORNER = ["C00", "C01", "C10", "C11"]


@pytest.fixture(scope="module")
def table(gathered_register):
    return calculate("hotspots", gathered_register).set_index("city")


def calculate(name, register, **more):
    return CALCULATIONS[name].function({"establishments": register}, ASKED | more)


def test_corner_where_chips_were_planted_is_high_among_high(table):
    assert set(table.index[table["quadrant"] == "high_high"]) <= set(CORNER)
    assert table.loc["C00", ["quadrant", "spot"]].tolist() == ["high_high", "hot"]


def test_numbers_are_those_of_the_core(gathered_register, table):
    centers = ground_of({"establishments": gathered_register}, ASKED).cities
    group = gathered_register["industry"].str[:3]
    jobs = jobs_table(gathered_register.assign(group=group), region="city", industry="group")
    values = location_quotient(jobs)["261"][centers.index]
    weights = nearest_neighbors(centers, 5)
    moran, hot = (
        measure(values, weights, permutations=1_999, rng=np.random.default_rng(1))
        for measure in (local_moran, local_g)
    )
    told = table.index[table["moran_p"].notna()]
    assert len(told) > 20
    assert table.loc[told, "moran_q"].equals(moran.loc[told, "q_value"].rename("moran_q"))
    assert table.loc[told, "g_p"].equals(hot.loc[told, "p_value"].rename("g_p"))
    around = pd.Series(weights.matrix @ values.to_numpy(), centers.index)
    np.testing.assert_allclose(table.loc[told, "around"], around[told], rtol=1e-12)


def test_city_of_one_firm_is_hidden_and_so_is_what_its_neighbors_would_tell(gathered_register, table):
    assert table.loc["C55", ["quadrant", "spot"]].tolist() == ["hidden", "hidden"]
    assert pd.isna(table.loc["C55", "location_quotient"])
    centers = ground_of({"establishments": gathered_register}, ASKED).cities
    hidden = set(table.index[table["quadrant"] == "hidden"])
    matrix = nearest_neighbors(centers, 5).given.toarray() > 0
    for row, city in enumerate(centers.index):
        beside = set(centers.index[matrix[row]]) & hidden
        assert pd.isna(table.loc[city, "around"]) == bool(beside or city in hidden)
        assert pd.isna(table.loc[city, "moran_p"]) == bool(beside or city in hidden)


def test_called_cities_come_first_and_hidden_ones_last(table):
    quadrants = table["quadrant"].tolist()
    assert quadrants[0] == "high_high"
    assert quadrants[-1] == "hidden"


def test_with_few_cities_nothing_is_tested(gathered_register):
    few = gathered_register.loc[gathered_register["city"].isin(CORNER)]
    found = calculate("hotspots", few)
    assert set(found["quadrant"]) <= {"too_few", "hidden"}
    assert found["moran_p"].isna().all()


def test_circle_holds_the_corner_and_its_numbers_are_sums(gathered_register):
    (first, *_) = calculate("hotspot_circles", gathered_register).to_dict("records")
    assert (first["members"], first["is_cluster"]) == (" ".join(CORNER), True)
    inside = gathered_register["city"].isin(CORNER)
    chips = gathered_register["industry"].str.startswith("261")
    assert first["cases"] == (inside & chips).sum()
    assert first["expected"] == pytest.approx(chips.sum() * inside.mean())


def test_circle_with_a_hidden_city_keeps_its_verdict_and_no_number(gathered_register):
    lone = gathered_register["city"].eq("C00") & gathered_register["industry"].str.startswith("261")
    register = gathered_register.assign(enterprise=gathered_register["enterprise"].mask(lone, "giant"))
    found = calculate("hotspot_circles", register).set_index("members")
    (mine,) = found.loc[found.index.str.contains("C00")].to_dict("records")
    assert (mine["status"], mine["is_cluster"]) == ("suppressed", True)
    assert np.isnan([mine[name] for name in ("cases", "expected", "relative_risk")]).all()


def test_industry_that_nobody_has_located_has_no_circle(gathered_register):
    away = gathered_register.loc[~gathered_register["industry"].str.startswith("261")]
    register = pd.concat([away, away.head(1).assign(industry="26110", status="not_stated")])
    names = ("hotspot_circles", "hotspot_groups")
    assert [len(calculate(name, register)) for name in names] == [0, 0]


def test_group_is_told_with_its_numbers(gathered_register):
    (group,) = calculate("hotspot_groups", gathered_register).to_dict("records")
    assert (group["city"], group["sites"], group["is_cluster"]) == ("C00", 8, True)


def test_group_of_one_firm_is_left_out_and_counted(gathered_register):
    inside = gathered_register["establishment"].str.startswith("park")
    register = gathered_register.assign(enterprise=gathered_register["enterprise"].mask(inside, "giant"))
    assert calculate("hotspot_groups", register).empty
    assert calculate("hotspot_summary", register)["groups_hidden"].tolist() == [1]
    found, city = groups_found({"establishments": register}, ASKED)
    assert (len(found.groups), city[1]) == (1, "C00")


def test_summary_counts_what_the_tables_list(gathered_register, table):
    (summary,) = calculate("hotspot_summary", gathered_register).to_dict("records")
    assert summary["cities"] == len(table) == 36
    assert summary["hidden"] == (table["quadrant"] == "hidden").sum()
    assert summary["high_high"] == (table["quadrant"] == "high_high").sum()
    assert (summary["groups"], summary["groups_called"], summary["groups_hidden"]) == (1, 1, 0)

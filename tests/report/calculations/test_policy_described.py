"""The rungs that describe, opened: an account and shift-shares that can be added up by hand."""

import numpy as np
import pandas as pd
import pytest

import policy_office
from sandan.report.calculations.policy_described import ACCOUNT_LINES, FROM_DESCRIBED

TARGET, REST = policy_office.TARGET, policy_office.REST
BASE, LAST = policy_office.START - 1, policy_office.YEARS[-1]
PARTS = {
    "dunn": ["national", "mix", "not_explained_by_mix", "new_in_all_regions"],
    "esteban_marquillas": ["national", "mix", "competitive", "allocation", "new_in_all_regions"],
    "dynamic": ["national", "mix", "not_explained_by_mix", "new_in_all_regions"],
    "spatial": ["national", "mix", "neighbors_against_nation", "rest", "new_around"],
}


def made(name, register, places=None, **more):
    (one,) = [one for one in FROM_DESCRIBED if one.name == f"policy_{name}"]
    tables = {
        "establishments": register,
        "places": policy_office.policy_places(cities=3, inside=2) if places is None else places,
    }
    asked = {"specification": policy_office.RECORD | more, "published_on": "2015-12-31"}
    return one.function(tables, asked)


def rows(prefix, count, city, industry, workers, *years):
    return [
        (f"{prefix}{number}", f"{prefix}{number}", city, industry, year, workers, "reported")
        for number in range(count)
        for year in years
    ]


def register_of(*groups):
    names = ["establishment", "enterprise", "city", "industry", "period", "workers", "status"]
    return pd.DataFrame([row for group in groups for row in group], columns=names)


def moving(*, deaths=3):
    """One group of sites on every line of the account."""
    return register_of(
        rows("stay", 4, "C00", TARGET, 10, BASE),
        rows("stay", 4, "C00", TARGET, 15, LAST),
        rows("dead", deaths, "C00", TARGET, 10, BASE),
        rows("left", 3, "C00", TARGET, 10, BASE),
        rows("left", 3, "C01", TARGET, 10, LAST),
        rows("was", 3, "C00", TARGET, 10, BASE),
        rows("was", 3, "C00", REST, 10, LAST),
        rows("born", 3, "C00", TARGET, 20, LAST),
        rows("came", 3, "C01", TARGET, 20, BASE),
        rows("came", 3, "C00", TARGET, 20, LAST),
        rows("is", 3, "C00", REST, 20, BASE),
        rows("is", 3, "C00", TARGET, 20, LAST),
    )


def test_account_of_jobs_by_hand():
    found = made("account", moving()).set_index("line")
    assert found["change"].to_dict() == {
        "start": 130,
        "stayers": 20,
        "births": 60,
        "deaths": -30,
        "moves_in": 60,
        "moves_out": -30,
        "reclassified_in": 60,
        "reclassified_out": -30,
        "end": 240,
        "change": 110,
    }
    assert found.loc["births", "share"] == pytest.approx(100 * 60 / 130)
    assert set(found["base"]) == {BASE}
    assert set(found["status"]) == {"reported"}


def test_account_of_firms_counts_each_once():
    again = moving().query("establishment == 'stay0'").assign(establishment="branch")
    found = made("account", pd.concat([moving(), again]), outcome="firms").set_index("line")["change"]
    assert found[["start", "stayers", "births", "deaths", "end"]].tolist() == [13, 0, 3, -3, 13]


def test_line_of_few_firms_is_hidden_and_cannot_be_worked_out():
    found = made("account", moving(deaths=2)).set_index("line")
    assert np.isnan(found.loc["deaths", "change"])
    assert np.isnan(found.loc["deaths", "share"])
    assert found.loc["deaths", "status"] == "suppressed"
    of_start = ["stayers", "deaths", "moves_out", "reclassified_out"]
    assert found.loc[of_start, "change"].isna().sum() >= 2
    assert found.loc[["start", "births", "change"], "change"].tolist() == [120, 60, 120]


def test_account_is_hidden_where_its_total_would_give_a_firm_away():
    few = register_of(rows("stay", 2, "C00", TARGET, 10, BASE, LAST), rows("o", 4, "C01", TARGET, 9, BASE))
    found = made("account", few)
    assert found["change"].isna().all()
    assert set(found["status"]) == {"suppressed"}


@pytest.mark.parametrize("outcome", ["jobs", "firms"])
@pytest.mark.parametrize("seed", range(5))
def test_lines_add_up_to_the_change(outcome, seed):
    register = policy_office.with_gaps(policy_office.policy_register(cities=3, firms=60), seed=seed)
    found = made("account", register, outcome=outcome).set_index("line")["change"]
    assert found.notna().all()
    assert found[list(ACCOUNT_LINES)].sum() == pytest.approx(found["change"])
    assert found["start"] + found["change"] == pytest.approx(found["end"])


def country(*, near=5, years=(BASE, LAST)):
    """The target grows by half in two cities of a region, and shrinks in the third."""
    return register_of(
        *(
            rows(f"{city}-{industry}-", firms, city, industry, jobs / firms, year)
            for city, industry, firms, begin, end in (
                ("C00", TARGET, 5, 100, 150),
                ("C00", REST, 5, 100, 100),
                ("C01", TARGET, near, 100, 150),
                ("C01", REST, 5, 100, 100),
                ("C02", TARGET, 5, 200, 180),
                ("C02", REST, 5, 400, 420),
            )
            for year, jobs in zip(years, np.linspace(begin, end, len(years)), strict=True)
        )
    )


def parts_of(found):
    return found.set_index(["variant", "part"])["value"]


def test_shift_shares_of_the_target_by_hand():
    # All jobs grow by a tenth, those of the target by a fifth; here and next door by half.
    parts = parts_of(made("growth", country()))
    assert parts["dunn"].tolist() == pytest.approx([10, 10, 30, 0, 50])
    # With the mix of the country the place would have 80 of its 200 jobs in the target.
    assert parts["esteban_marquillas"].tolist() == pytest.approx([10, 10, 24, 6, 0, 50])
    assert parts["spatial"].tolist() == pytest.approx([10, 10, 30, 0, 0, 50])
    assert "dynamic" not in parts.index.get_level_values("variant")


@pytest.mark.parametrize("outcome", ["jobs", "firms"])
def test_parts_add_up_to_the_change_in_every_variant(outcome):
    register = policy_office.with_gaps(policy_office.policy_register(cities=3, firms=60))
    found = made("growth", register, outcome=outcome)
    parts = parts_of(found)
    assert found["variant"].drop_duplicates().tolist() == list(PARTS)
    for variant, names in PARTS.items():
        assert parts[variant][names].sum() == pytest.approx(parts[variant]["change"])


def test_few_neighbors_are_no_rate_and_are_not_given_away():
    parts = parts_of(made("growth", country(near=2)))
    assert parts["spatial"].tolist() == pytest.approx([10, 10, 0, 0, 30, 50])
    assert parts["dunn", "not_explained_by_mix"] == pytest.approx(30)


def test_region_without_another_city_has_no_row_among_neighbors():
    found = made("growth", country(), policy_office.policy_places(cities=3, inside=1))
    assert set(found["variant"]) == {"dunn", "esteban_marquillas"}


def test_parts_are_hidden_where_one_industry_would_give_a_firm_away():
    register = country()
    few = register_of(rows("few", 2, "C00", "21101", 10, BASE, LAST))
    found = made("growth", pd.concat([register, few]), target=["2611", "21"])
    assert found["value"].isna().all()
    assert set(found["status"]) == {"suppressed"}


def test_place_with_a_missing_number_is_not_counted_in_the_country():
    register = country()
    unknown = register["city"].eq("C02") & register["industry"].eq(TARGET) & register["period"].eq(LAST)
    found = parts_of(made("growth", register.assign(workers=register["workers"].mask(unknown))))
    # Without the third city 400 jobs become 500, and 200 of the target 300.
    assert found["dunn"].tolist() == pytest.approx([25, 25, 0, 0, 50])

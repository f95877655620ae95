import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.data.disclosure.attack import attack
from sandan.data.disclosure.contributions import publication_cells
from sandan.data.disclosure.linked import linked_totals
from sandan.data.disclosure.suppression import RULES, protect
from sandan.errors import DisclosureError

RULE = RULES[0]
CODES = [f"{division}{k}" for division in ("10", "11", "12", "13") for k in range(3)]
DIVISIONS = {code: [one for one in CODES if one.startswith(code)] for code in ("10", "11", "12", "13")}


def cells_of(units, regions, industries):
    return publication_cells(
        units,
        contributor="enterprise",
        value="workers",
        measure="jobs",
        unit="persons",
        period=2013,
        region_sums=regions,
        industry_sums=industries,
    )


def published(units, groups):
    """Protect industries with their divisions, and groups of industries beside them."""
    regions = {"all": sorted(units["region"].unique())}
    codes = sorted(units["industry"].unique())
    divisions = {code: [one for one in parts if one in codes] for code, parts in DIVISIONS.items()}
    divisions = {code: parts for code, parts in divisions.items() if len(parts) > 1}
    singles = [one for one in codes if not any(one in parts for parts in divisions.values())]
    industries = {**divisions, "TOTAL": [*divisions, *singles]}
    table = protect(cells_of(units, regions, industries), RULE, region_sums=regions, industry_sums=industries)
    known = units.assign(industry=units["industry"].map(groups)).dropna(subset=["industry"])
    sums = {
        group: [one for one in codes if groups.get(one) == group] for group in sorted(set(groups.values()))
    }
    sums = {group: parts for group, parts in sums.items() if parts}
    more = cells_of(known, regions, {}) if len(known) else None
    return table, more, sums, {"region_sums": regions, "industry_sums": industries}


def broken(table, shown, sums, about):
    """List what a reader of both tables works out of what is hidden."""
    both = pd.concat([table.published, shown], ignore_index=True)[["region", "industry", "value", "status"]]
    found = attack(
        both,
        region_sums=about["region_sums"],
        industry_sums={**about["industry_sums"], **sums},
        least=table.least,
        least_width=RULE.least_width,
    )
    of_table = ~found["industry"].isin(list(sums))
    return found.loc[of_table & (found["verdict"] != "safe")]


def random_units(seed, sites, regions):
    rng = np.random.default_rng(seed)
    weight = rng.gamma(0.5, 1.0, len(CODES)) + 0.01
    return pd.DataFrame(
        {
            "region": rng.choice(list("ABCDEFGH")[:regions], sites),
            "industry": rng.choice(CODES, sites, p=weight / weight.sum()),
            "enterprise": rng.integers(0, sites, sites),
            "workers": rng.integers(1, 60, sites),
        }
    )


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), sites=st.integers(40, 200), regions=st.integers(2, 7))
def test_nothing_that_the_table_hides_can_be_worked_out_from_both(seed, sites, regions):
    rng = np.random.default_rng(seed + 1)
    groups = {code: f"g{rng.integers(0, 4)}" for code in CODES if rng.random() < 0.9}
    units = random_units(seed, sites, regions)
    table, more, sums, about = published(units, groups)
    shown = linked_totals(table, more, sums, **about)
    assert broken(table, shown, sums, about).empty


def test_published_alone_the_totals_would_give_away_much():
    """What the test above would find without any hiding."""
    groups = {code: f"g{k % 4}" for k, code in enumerate(CODES)}
    table, more, sums, about = published(random_units(3, 150, 6), groups)
    assert len(broken(table, more, sums, about)) > 5


def test_what_is_shown_is_the_number_itself_and_who_stands_behind_is_left_out():
    groups = {code: f"g{k % 4}" for k, code in enumerate(CODES)}
    table, more, sums, about = published(random_units(3, 150, 6), groups)
    shown = linked_totals(table, more, sums, **about)
    is_open = shown["status"] == "reported"
    assert 0 < is_open.sum() < len(shown)
    assert shown.loc[is_open, "value"].tolist() == more.loc[is_open, "value"].tolist()
    assert shown.loc[~is_open, "value"].isna().all()
    assert not [name for name in shown.columns if name.startswith(("contributors", "largest"))]


def test_group_of_two_firms_is_hidden_where_its_industries_are_many():
    rows = [("A", "100", firm, 30) for firm in "ab"] + [
        (region, code, f"{region}{code}{k}", 10)
        for region in "ABC"
        for code in CODES[1:]
        for k in range(5)
        if (region, code) != ("A", "101")
    ]
    units = pd.DataFrame(rows, columns=["region", "industry", "enterprise", "workers"])
    table, more, sums, about = published(units, {"100": "few", "101": "few", "110": "many"})
    shown = linked_totals(table, more, sums, **about).set_index(["region", "industry"])["status"]
    assert shown["A", "few"] == "suppressed"
    assert shown["A", "many"] == "reported"


def test_table_that_hides_nothing_hides_no_total():
    rows = [
        (region, code, f"{region}{code}{k}", 10) for region in "AB" for code in CODES[:6] for k in range(5)
    ]
    units = pd.DataFrame(rows, columns=["region", "industry", "enterprise", "workers"])
    table, more, sums, about = published(units, {"100": "g", "110": "g"})
    assert set(linked_totals(table, more, sums, **about)["status"]) == {"reported"}


def test_industry_in_two_totals_is_refused():
    table, more, _, about = published(random_units(3, 150, 6), dict.fromkeys(CODES, "g0"))
    with pytest.raises(DisclosureError, match="'100' is in two further totals"):
        linked_totals(table, more, {"g0": ["100"], "g1": ["100"]}, **about)


def test_totals_of_regions_inside_totals_are_refused():
    table, more, sums, about = published(random_units(3, 150, 6), dict.fromkeys(CODES, "g0"))
    regions = {"all": ["A", "north"], "north": ["B"]}
    with pytest.raises(DisclosureError, match="Regions add up to 2 totals"):
        linked_totals(table, more, sums, region_sums=regions, industry_sums=about["industry_sums"])

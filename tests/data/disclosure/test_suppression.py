from dataclasses import replace
from datetime import date
from unittest.mock import Mock

import numpy as np
import pandas as pd
import pytest

from sandan.data.disclosure import intervals
from sandan.data.disclosure.additive import sums_to
from sandan.data.disclosure.attack import attack
from sandan.data.disclosure.contributions import publication_cells
from sandan.data.disclosure.suppression import (
    RULES,
    DisclosureRule,
    primary_suppression,
    protect,
    rule_in_force,
)
from sandan.errors import DefinitionError, DisclosureError

MOST_QUESTIONS = 200
"""Linear programs for a table of 20,000 cells, of which a fifth is hidden: far fewer than one for each."""

RULE = DisclosureRule(version="test", valid_from=date(2006, 1, 1))


def cell(value, contributors, largest_1=1.0, largest_2=1.0):
    return pd.DataFrame(
        {
            "value": [float(value)],
            "contributors": [contributors],
            "largest_1": [float(largest_1)],
            "largest_2": [float(largest_2)],
        }
    )


@pytest.mark.parametrize(
    ("contributors", "reason"), [(0, ""), (1, "primary_count"), (2, "primary_count"), (3, ""), (4, "")]
)
def test_minimum_count_at_the_threshold_and_on_both_sides(contributors, reason):
    cells = cell(contributors, contributors, min(contributors, 1), int(contributors > 1))
    assert primary_suppression(cells, RULE)["reason"].tolist() == [reason]


def test_a_zero_is_shown_unless_the_rule_hides_zeros():
    assert primary_suppression(cell(0, 0, 0, 0), RULE)["reason"].item() == ""
    assert (
        primary_suppression(cell(0, 0, 0, 0), replace(RULE, hide_zeros=True))["reason"].item()
        == "primary_count"
    )


@pytest.mark.parametrize(("value", "reason"), [(95.9, "primary_dominance"), (96.0, ""), (96.1, "")])
def test_p_percent_rule_at_the_threshold_and_on_both_sides(value, reason):
    # x1 = 60, x2 = 30, p = 10: sensitive if X - 90 < 6.
    assert primary_suppression(cell(value, 9, 60, 30), RULE)["reason"].item() == reason


def test_p_percent_need_worked_by_hand():
    # X - x1 - x2 = 4; the reader must think 6 - 4 = 2 more possible.
    assert primary_suppression(cell(94, 9, 60, 30), RULE)["need"].item() == pytest.approx(2.0)


@pytest.mark.parametrize(("value", "reason"), [(99.9, "primary_dominance"), (100.0, ""), (100.1, "")])
def test_n_k_rule_at_the_threshold_and_on_both_sides(value, reason):
    # x1 + x2 = 85, n = 2, k = 85: sensitive if 85 > 0.85 X.
    rule = replace(RULE, p_percent=None, dominance_n=2, dominance_k=85.0)
    assert primary_suppression(cell(value, 9, 60, 25), rule)["reason"].item() == reason


def test_two_dominance_rules_can_be_joined_by_any_or_all():
    # p = 10: 10 >= 6 is not sensitive; (2, 85): 90 > 85 is.
    cells = cell(100, 9, 60, 30)
    both = replace(RULE, dominance_n=2, dominance_k=85.0)
    assert primary_suppression(cells, both)["reason"].item() == "primary_dominance"
    assert primary_suppression(cells, replace(both, dominance_when="all"))["reason"].item() == ""


def test_without_a_dominance_rule_only_the_count_hides():
    rule = replace(RULE, p_percent=None, dominance_when="all")
    assert primary_suppression(cell(100, 9, 99, 1), rule)["reason"].item() == ""


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("minimum_count", 0),
        ("p_percent", 0.0),
        ("p_percent", 101.0),
        ("dominance_n", 2),
        ("dominance_k", 85.0),
        ("least_width", 0.0),
    ],
)
def test_a_rule_that_cannot_be_applied_is_refused(setting, value):
    with pytest.raises(DefinitionError, match=setting):
        replace(RULE, **{setting: value})


def test_the_rule_of_a_day_is_the_last_one_before_it():
    later = replace(RULE, version="later", valid_from=date(2015, 1, 1))
    assert rule_in_force(date(2014, 12, 31), (RULE, later)).version == "test"
    assert rule_in_force(date(2015, 1, 1), (RULE, later)).version == "later"
    with pytest.raises(DefinitionError, match="2005"):
        rule_in_force(date(2005, 1, 1), (RULE, later))


# A 3 x 3 table of counts worked by hand:
#
#          C   J   M  total
#   a      2   9   8     19      aC = 2 is primary. The cheapest rectangle of cells that can trade
#   b      7   5  20     32      is bC, aJ, bJ: 7 * 9 * 5 costs less than any other, by the product
#   c     30  40   0     70      of (1 + value): 8 * 10 * 6 = 480. cM is a true zero and cannot serve.
#   total 39  54  28    121
def hand():
    counts = pd.DataFrame(
        [[2, 9, 8], [7, 5, 20], [30, 40, 0]], index=["a", "b", "c"], columns=["C", "J", "M"], dtype=float
    )
    counts["total"] = counts.sum(axis=1)
    counts.loc["total"] = counts.sum()
    table = counts.rename_axis(index="region").reset_index().melt("region", var_name="industry")
    few = np.minimum(table["value"], 1.0)
    return table.assign(
        status="reported", contributors=table["value"].astype(int), largest_1=few, largest_2=few
    )


SUMS = {"region_sums": sums_to("total", "abc"), "industry_sums": sums_to("total", "CJM")}


def test_complementary_cells_of_a_table_worked_by_hand():
    done = protect(hand(), RULE, **SUMS)
    decided = done.decided[done.decided["reason"] != ""]
    assert dict(zip(decided["region"] + decided["industry"], decided["reason"], strict=True)) == {
        "aC": "primary_count",
        "aJ": "complementary",
        "bC": "complementary",
        "bJ": "complementary",
    }
    assert done.lost.set_index("reason")["cells"].to_dict() == {
        "primary_count": 1,
        "primary_dominance": 0,
        "complementary": 3,
    }
    assert done.lost["share_of_value"].sum() == pytest.approx(23 / 121)


def test_the_published_table_carries_no_hidden_number_and_no_reason():
    done = protect(hand(), RULE, **SUMS)
    assert list(done.published.columns) == ["region", "industry", "value", "status"]
    hidden = done.published["status"] == "suppressed"
    assert done.published.loc[hidden, "value"].isna().all()
    assert done.published.loc[~hidden, "value"].notna().all()


def test_the_input_is_not_changed():
    cells = hand()
    protect(cells, RULE, **SUMS)
    pd.testing.assert_frame_equal(cells, hand())


def test_the_attack_breaks_primary_suppression_alone():
    cells = hand()
    alone = cells["value"].mask(cells["value"] == 2.0)
    status = np.where(alone.isna(), "suppressed", "reported")
    report = attack(cells.assign(value=alone, status=status), **SUMS)
    assert report[["region", "industry", "lower", "verdict"]].to_numpy().tolist() == [
        ["a", "C", 2.0, "recovered"]
    ]


def test_a_single_industry_town_hides_its_total_too():
    cells = hand()
    cells.loc[(cells["region"] == "a") & cells["industry"].isin(["J", "M"]), "value"] = 0.0
    done = protect(_add_up(cells), RULE, **SUMS)
    reason = done.decided.set_index(["region", "industry"])["reason"]
    assert reason[("a", "C")] == "primary_count"
    assert reason[("a", "total")] != ""
    assert set(attack(done.published, **SUMS, least=done.least)["verdict"]) == {"safe"}


def test_a_table_with_nothing_to_hide_is_published_whole():
    cells = hand()
    cells["value"] += 3.0
    done = protect(_add_up(cells), RULE, **SUMS)
    assert (done.published["status"] == "reported").all()


def test_an_unpublishable_sum_is_refused():
    cells = hand()
    cells.loc[cells["region"] + cells["industry"] == "atotal", "value"] = 20.0
    with pytest.raises(DisclosureError, match="-1 away"):
        protect(cells, RULE, **SUMS)


def test_a_missing_number_is_refused():
    cells = hand()
    cells.loc[0, "value"] = np.nan
    with pytest.raises(DisclosureError, match="Row 0"):
        protect(cells, RULE, **SUMS)


def _add_up(cells):
    inner = cells[(cells["region"] != "total") & (cells["industry"] != "total")]
    wide = inner.pivot_table(index="region", columns="industry", values="value", sort=False)
    wide["total"] = wide.sum(axis=1)
    wide.loc["total"] = wide.sum()
    value = wide.rename_axis(index="region").reset_index().melt("region", var_name="industry")
    few = np.minimum(value["value"], 1.0)
    return value.assign(
        status="reported", contributors=value["value"].astype(int), largest_1=few, largest_2=few
    )


def random_case(seed):
    """Draw firms; every third table has sums inside sums, every second counts instead of adding up."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(2, 12)), int(rng.integers(2, 9))
    firms = int(rng.integers(3, 8 * n * m))
    units = pd.DataFrame(
        {
            "region": [f"r{i}" for i in rng.choice(n, firms, p=rng.dirichlet(np.full(n, 0.7)))],
            "industry": [f"i{i}" for i in rng.choice(m, firms, p=rng.dirichlet(np.full(m, 0.7)))],
            "enterprise": rng.integers(0, firms, firms),
            "workers": np.ceil(rng.lognormal(1.2, 1.3, firms)),
        }
    )
    regions, industries = sorted(units["region"].unique()), sorted(units["industry"].unique())
    region_sums = sums_to("total", regions)
    if seed % 3 == 0 and len(regions) > 2:
        half = len(regions) // 2
        region_sums = {
            "north": tuple(regions[:half]),
            "south": tuple(regions[half:]),
            "total": ("north", "south"),
        }
    sums = {"region_sums": region_sums, "industry_sums": sums_to("total", industries)}
    value = None if seed % 2 else "workers"
    cells = publication_cells(
        units, contributor="enterprise", value=value, measure="m", unit="u", period=2013, **sums
    )
    return cells, sums


@pytest.mark.parametrize("block", range(10))
def test_no_hidden_cell_of_random_tables_is_recovered(block):
    for seed in range(block * 20, block * 20 + 20):
        cells, sums = random_case(seed)
        done = protect(cells, RULE, **sums)
        report = attack(done.published, **sums, least=done.least, least_width=RULE.least_width)
        assert set(report["verdict"]) <= {"safe"}
        truth = done.decided[["region", "industry", "value", "reason", "need"]]
        both = report.merge(truth, on=["region", "industry"])
        primary = both["reason"].str.startswith("primary")
        assert (both["upper"] >= both["value"] + both["need"].where(primary, 0.0) - 1e-6).all()
        assert (both["lower"] <= both["value"] + 1e-6).all()


def test_primary_suppression_alone_is_broken_in_random_tables():
    broken = 0
    for seed in range(40):
        cells, sums = random_case(seed)
        hidden = primary_suppression(cells, RULE)["reason"] != ""
        alone = cells.assign(
            value=cells["value"].mask(hidden), status=cells["status"].mask(hidden, "suppressed")
        )
        broken += "recovered" in set(attack(alone, **sums)["verdict"])
    assert broken > 20


def test_a_large_table_is_protected_with_few_questions(monkeypatch):
    rng = np.random.default_rng(1)
    firms = 60_000
    units = pd.DataFrame(
        {
            "region": [f"r{i}" for i in rng.choice(150, firms, p=rng.dirichlet(np.full(150, 0.5)))],
            "industry": [f"i{i}" for i in rng.choice(60, firms, p=rng.dirichlet(np.full(60, 0.5)))],
            "enterprise": np.arange(firms),
        }
    )
    sums = {
        "region_sums": sums_to("total", units["region"]),
        "industry_sums": sums_to("total", units["industry"]),
    }
    cells = publication_cells(
        units, contributor="enterprise", value=None, measure="firms", unit="firms", period=2013, **sums
    )
    asked = Mock(wraps=intervals.milp)
    monkeypatch.setattr(intervals, "milp", asked)
    done = protect(cells, RULES[0], **sums)
    assert 0 < asked.call_count < MOST_QUESTIONS
    assert (done.published["status"] == "suppressed").sum() > 1000

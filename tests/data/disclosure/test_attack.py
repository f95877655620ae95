import numpy as np
import pandas as pd
import pytest

from sandan.data.disclosure.attack import attack, merge_publications
from sandan.errors import DisclosureError

REGIONS = {"total": ["a", "b", "c"]}
INDUSTRIES = {"total": ["C", "J", "M"]}


def published(hidden):
    """Return a 3 x 3 table with totals; hidden cells as text like 'aC bJ'."""
    numbers = pd.DataFrame(
        [[2.0, 5.0, 9.0], [6.0, 7.0, 8.0], [4.0, 6.0, 2.0]], index=["a", "b", "c"], columns=["C", "J", "M"]
    )
    numbers["total"] = numbers.sum(axis=1)
    numbers.loc["total"] = numbers.sum()
    table = numbers.rename_axis(index="region").reset_index().melt("region", var_name="industry")
    is_hidden = (table["region"] + table["industry"]).isin(hidden.split())
    table["status"] = np.where(is_hidden, "suppressed", "reported")
    return table.assign(value=table["value"].mask(is_hidden))


def verdicts(hidden, **options):
    report = attack(published(hidden), region_sums=REGIONS, industry_sums=INDUSTRIES, **options)
    return dict(zip(report["region"] + report["industry"], report["verdict"], strict=True))


def test_one_hidden_cell_is_recovered_from_its_row():
    assert verdicts("aC") == {"aC": "recovered"}


def test_three_hidden_cells_that_share_no_rectangle_are_recovered():
    assert set(verdicts("aC aJ bJ").values()) == {"recovered"}


def test_a_rectangle_is_safe_and_its_interval_is_that_worked_by_hand():
    report = attack(published("aC aJ bC bJ"), region_sums=REGIONS, industry_sums=INDUSTRIES)
    # aC + aJ = 7 and aC + bC = 8, so aC is 0 to 7.
    assert report.loc[0, ["lower", "upper", "width"]].tolist() == [0.0, 7.0, 7.0]
    assert set(report["verdict"]) == {"safe"}


def test_a_rectangle_is_too_narrow_for_a_greater_width():
    assert set(verdicts("aC aJ bC bJ", least_width=7.0).values()) == {"safe"}
    assert set(verdicts("aC aJ bC bJ", least_width=7.5).values()) == {"too_narrow"}


def test_knowing_that_hidden_cells_are_not_zero_narrows_the_interval():
    report = attack(published("aC aJ bC bJ"), region_sums=REGIONS, industry_sums=INDUSTRIES, least=1.0)
    assert report.loc[0, ["lower", "upper"]].tolist() == [1.0, 6.0]


def test_the_quick_attack_gives_the_same_verdicts():
    for hidden in ("aC", "aC aJ bC bJ", "aC aJ bJ", "aC aJ bC bJ cM"):
        assert verdicts(hidden, least_width=3.0) == verdicts(hidden, least_width=3.0, exact=False)


def test_a_table_without_hidden_cells_gives_an_empty_report():
    assert verdicts("") == {}


def test_numbers_that_contradict_each_other_are_refused():
    table = published("aC aJ bC bJ")
    table.loc[table["region"] + table["industry"] == "atotal", "value"] = 3.0
    with pytest.raises(DisclosureError, match="contradict"):
        attack(table, region_sums=REGIONS, industry_sums=INDUSTRIES)


def test_two_publications_that_are_each_safe_are_broken_by_their_difference():
    first, second = published("aC aJ bC bJ"), published("aC aM cC cM")
    sums = {"region_sums": REGIONS, "industry_sums": INDUSTRIES}
    for one in (first, second):
        assert set(attack(one, **sums)["verdict"]) == {"safe"}
    together = attack(merge_publications(first, second), **sums)
    assert together["verdict"].tolist() == ["recovered"]


def test_a_place_published_with_and_without_a_part_is_broken_by_the_difference():
    # The complex is hidden in the first table; the second shows the city without it.
    first = pd.DataFrame(
        {
            "region": ["complex", "elsewhere", "city"],
            "industry": "C",
            "value": [np.nan, np.nan, 12.0],
            "status": ["suppressed", "suppressed", "reported"],
        }
    )
    second = pd.DataFrame({"region": ["rest"], "industry": ["C"], "value": [10.0], "status": ["reported"]})
    sums = {"city": ["complex", "elsewhere"]}
    assert set(attack(first, region_sums=sums, industry_sums={})["verdict"]) == {"safe"}
    both = pd.concat([merge_publications(first, second), first.tail(1).assign(region="city again")])
    linked = sums | {"city again": ["complex", "rest"]}
    assert attack(both, region_sums=linked, industry_sums={})["verdict"].tolist() == [
        "recovered",
        "recovered",
    ]


def test_publications_that_disagree_are_refused():
    first, second = published(""), published("")
    second.loc[0, "value"] = 3.0
    with pytest.raises(DisclosureError, match="2 and 3"):
        merge_publications(first, second)

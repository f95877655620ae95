import pandas as pd
import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.country.panel import panel_table
from sandan.data.country.published import counted_cells, hidden_cells, published_cells, published_totals
from sandan.data.tables import check_table

BY_HAND = pd.DataFrame(
    {
        "region": ["a", "a", "b", "b"],
        "region_name": ["에이", "에이", "비", "비"],
        "industry": ["10", "26", "10", "26"],
        "period": 2010,
        "jobs": [50, 7, 9, 0],
        "establishments": [3, 2, 1, 0],
    }
)


@pytest.fixture(scope="module")
def cells(demo):
    return counted_cells(demo)


def test_cells_with_one_or_two_sites_are_hidden_and_zero_is_not():
    table = published_cells(BY_HAND, suppressed_below=3)
    jobs = table[table["measure"] == "jobs"].set_index(["region", "industry"])
    assert jobs["status"].tolist() == ["reported", "suppressed", "suppressed", "reported"]
    assert jobs["value"].fillna(-1).tolist() == [50, -1, -1, 0]
    assert jobs["lower"].tolist() == [50, 2, 1, 0]
    assert jobs["upper"].fillna(-1).tolist() == [50, -1, -1, 0]
    sites = table[table["measure"] == "establishments"]
    assert sites["value"].tolist() == [3, 2, 1, 0]


def test_hidden_cells_are_the_truth_of_the_suppressed():
    assert hidden_cells(BY_HAND, suppressed_below=3).to_dict("list") == {
        "region": ["a", "b"],
        "industry": ["26", "10"],
        "period": [2010, 2010],
        "jobs": [7, 9],
        "establishments": [2, 1],
    }


def test_totals_by_hand():
    table = published_totals(BY_HAND)
    jobs = table[table["measure"] == "jobs"]
    found = {(row.region, row.industry): row.value for row in jobs.itertuples()}
    assert found == {
        ("a", "TOTAL"): 57,
        ("b", "TOTAL"): 9,
        ("G", "10"): 59,
        ("G", "26"): 7,
        ("G", "TOTAL"): 66,
    }


def test_counts_agree_with_the_panel(demo, demo_words, cells):
    panel = panel_table(demo, demo_words, 2012).to_pandas()
    panel = panel.assign(division=panel["industry"].astype("str").str[:2], city=panel["city"].astype("str"))
    slow = panel.groupby(["city", "division"])["workers"].agg(["sum", "size"])
    counted = cells[(cells["period"] == 2012) & (cells["establishments"] > 0)]
    counted = counted.set_index(["region", "industry"])[["jobs", "establishments"]].sort_index()
    assert counted.to_numpy().tolist() == slow.sort_index().to_numpy().tolist()


def test_published_tables_keep_their_contract(cells):
    check_table(published_cells(cells, suppressed_below=3), CONTRACTS["industry_table"])
    check_table(published_totals(cells), CONTRACTS["industry_table"])


def test_hidden_cells_stand_for_something(cells):
    hidden = hidden_cells(cells, suppressed_below=3)
    assert 0.1 < len(hidden) / len(cells) < 0.5
    assert (hidden["jobs"] >= hidden["establishments"]).all()

import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.country.definitions import definition_text
from sandan.data.country.indicators import indicator_values
from sandan.data.country.panel import panel_table
from sandan.data.strategic_rules import parse_definition
from sandan.data.tables import check_table


@pytest.fixture(scope="module")
def tables(demo):
    return indicator_values(demo, parse_definition(definition_text(demo)))


def test_values_keep_their_contract_and_stand_once(tables):
    contract = CONTRACTS["indicator_values"]
    for table in tables:
        check_table(table, contract)
        assert not table.duplicated(list(contract.key)).any()


def test_workers_agree_with_the_panel(demo, demo_words, tables):
    panel = panel_table(demo, demo_words, 2012).to_pandas()
    slow = panel.groupby(panel["city"].astype("str"))["workers"].sum()
    published = tables[0].query("indicator == 'workers' and period == 2012 and stage == 'final'")
    assert published.set_index("area")["value"].to_dict() == slow.to_dict()


@pytest.mark.parametrize(
    ("indicator", "year", "versions"),
    [
        ("fiscal_independence", 2014, ["1", "2014"]),
        ("venture_firms", 2012, ["1", "2012"]),
        ("strategic_firms", 2010, ["2006", "2010"]),
        ("strategic_firms", 2012, ["2010", "2012"]),
    ],
)
def test_both_bases_stand_in_the_year_of_a_break(tables, indicator, year, versions):
    published = tables[0]
    rows = published[(published["indicator"] == indicator) & (published["period"] == year)]
    assert rows["definition_version"].unique().tolist() == versions
    both = rows.pivot(index="area", columns="definition_version", values="value")
    assert (both[versions[0]] != both[versions[1]]).any()


def test_last_year_is_provisional_and_finds_less_than_there_was(demo, tables):
    published, true = tables
    early = published.query("stage == 'provisional'")
    assert early["period"].unique().tolist() == [demo.years[-1]]
    keys = ["indicator", "area", "period", "definition_version"]
    both = early.merge(true, on=keys, suffixes=("", "_true"))
    assert len(both) == len(early)
    assert (both["value"] <= both["value_true"]).all()
    assert (both["value"] < both["value_true"]).any()


def test_sales_are_revised_once_and_were_not_surveyed_at_first(tables):
    sales = tables[0].query("indicator == 'sales'")
    assert sales.query("stage == 'revised'")["period"].unique().tolist() == [2010]
    assert sales.query("status == 'not_surveyed'")["period"].unique().tolist() == [2006, 2007]


def test_only_the_focal_city_has_targets(demo, tables):
    targets = tables[0].query("stage == 'target'")
    assert targets["area"].unique().tolist() == [demo.world.places.cities[0]]
    assert targets["indicator"].tolist() == ["strategic_firms", "workers"]
    assert targets["definition_version"].tolist() == ["2010", "1"]

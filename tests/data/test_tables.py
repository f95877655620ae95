import pandas as pd
import pytest

from sandan.data.contracts import CONTRACTS, INDUSTRY_TABLE
from sandan.data.tables import check_table, contract_of
from sandan.errors import TableError

ROW = {
    "region": "11",
    "region_name": None,
    "industry": "C26",
    "industry_name": None,
    "period": 2013,
    "measure": "jobs",
    "unit": "persons",
    "value": 5.0,
    "status": "reported",
    "lower": 5.0,
    "upper": 5.0,
}


def table(**changes):
    return pd.DataFrame([ROW | changes])


def test_check_table_accepts_a_row_that_keeps_its_contract():
    check_table(table(), INDUSTRY_TABLE)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (table().drop(columns="unit"), "lacks the column `unit`"),
        (table().assign(colour="red"), "has the column `colour`"),
        (table(region=None), "Row 0 has no `region`"),
        (table(status="lost"), "has `status` 'lost', which is none of"),
        (table(status="suppressed"), "a number stands exactly where the status is 'reported'"),
        (table(value=None), "a number stands exactly where the status is 'reported'"),
    ],
)
def test_check_table_names_the_first_rule_that_is_broken(changed, words):
    with pytest.raises(TableError, match=words):
        check_table(changed, INDUSTRY_TABLE)


def test_contract_of_an_unknown_kind_lists_the_known_ones():
    with pytest.raises(
        TableError, match="'recipes', but tables are of the kinds industry_table, establishments"
    ):
        contract_of("recipes")


@pytest.mark.parametrize("kind", CONTRACTS)
def test_every_contract_has_a_schema_and_a_key_of_its_own_columns(kind):
    contract = contract_of(kind)
    assert contract.schema.names == contract.names
    assert set(contract.key) <= set(contract.names)
    assert len(set(contract.names)) == len(contract.names)

import numpy as np
import pandas as pd
import pytest

from sandan.data.disclosure.contributions import publication_cells
from sandan.data.tables import check_table, contract_of
from sandan.errors import TableError

UNITS = pd.DataFrame(
    {
        "region": ["gu1", "gu1", "gu2", "gu2", "far"],
        "industry": ["C", "C", "C", "J", "C"],
        "enterprise": ["x", "x", "x", "y", "z"],
        "workers": [3, 4, 5, 1, 2],
    }
)
SUMS = {
    "region_sums": {"city": ["gu1", "gu2"], "total": ["city", "far"]},
    "industry_sums": {"total": ["C", "J"]},
}


def cells(units=UNITS, value="workers", **more):
    table = publication_cells(
        units, contributor="enterprise", value=value, measure="m", unit="u", period=2013, **SUMS, **more
    )
    return table.set_index(["region", "industry"])


def test_totals_count_a_firm_with_several_sites_once():
    city = cells().loc[("city", "total")]
    assert (city["value"], city["contributors"]) == (13.0, 2)
    assert (city["largest_1"], city["largest_2"]) == (12.0, 1.0)


def test_totals_inside_totals_add_up():
    table = cells()["value"]
    assert table[("total", "C")] == table[("city", "C")] + table[("far", "C")] == 14.0


def test_units_are_counted_where_no_value_is_named():
    assert cells(value=None).loc[("gu1", "C"), "value"] == 2.0


def test_a_pair_without_units_is_a_true_zero():
    empty = cells().loc[("far", "J")]
    assert (empty["value"], empty["contributors"], empty["largest_1"]) == (0.0, 0, 0.0)


def test_the_cells_keep_the_contract_of_an_industry_table():
    table = cells(largest=3).reset_index()
    contract = contract_of("industry_table")
    check_table(table[contract.names], contract)
    assert "largest_3" in table.columns


def test_a_unit_without_a_value_is_refused():
    with pytest.raises(TableError, match="Row 2"):
        cells(UNITS.assign(workers=[3, 4, np.nan, 1, 2]))

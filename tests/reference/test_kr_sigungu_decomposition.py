"""Seongnam in the Korean census of cities and districts: growth and location quotients as published."""

from pathlib import Path

import pandas as pd
import pytest

from sandan.observe.change.common_sample import common_sample
from sandan.observe.change.shift_share import PARTS, region_totals, shift_share
from sandan.observe.specialization.location_quotient import location_quotient

SEONGNAM = 31020
INFORMATION = "information and communication"
GRDP = "gross regional domestic product at market prices"
TAXES = "net taxes on products"
VALUE_ADDED = "total value added at basic prices"


@pytest.fixture(scope="module")
def value_added(shared: Path) -> dict[int, pd.DataFrame]:
    rows = pd.read_csv(shared / "data" / "kr-sigungu-census" / "censuskor.csv.gz")
    rows = rows[(rows["type"] == "economy") & (rows["class1"] == "grdp")]
    return {
        int(year): part.pivot_table(index="adm2_code", columns="class2", values="value")
        for year, part in rows.groupby("year")
    }


def sectors(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop(columns=[GRDP, TAXES, VALUE_ADDED])


def test_empty_cells_are_zero_by_their_totals(value_added: dict[int, pd.DataFrame]) -> None:
    for table in value_added.values():
        total = table[VALUE_ADDED].fillna(table[GRDP] - table[TAXES])
        left_over = total - sectors(table).sum(axis=1)
        empty = sectors(table).isna().any(axis=1)
        # Million KRW; the sums of complete rows differ by as much, from rounding.
        assert empty.sum() in (42, 36, 43)
        assert left_over[empty].abs().max() <= 3


@pytest.mark.parametrize(
    ("first", "last", "regions", "printed"),
    [
        (2010, 2015, 190, ["14.50", "5.82", "0.11", "8.58", "0.00"]),
        (2015, 2020, 229, ["8.21", "5.83", "1.44", "0.94", "0.00"]),
    ],
)
def test_growth_of_seongnam(
    value_added: dict[int, pd.DataFrame], first: int, last: int, regions: int, printed: list[str]
) -> None:
    tables = {year: sectors(value_added[year]) for year in (first, last)}
    sample, _ = common_sample(tables, missing="zero")
    assert len(sample[first]) == regions

    totals = region_totals(shift_share(sample[first], sample[last], allow_negative=True)).loc[SEONGNAM]

    trillions = totals[["change", *PARTS]] / 1e6
    assert [f"{number:.2f}" for number in trillions] == printed


def test_location_quotients_of_seongnam(value_added: dict[int, pd.DataFrame]) -> None:
    tables = {year: sectors(table) for year, table in value_added.items()}
    early, _ = common_sample({year: tables[year] for year in (2010, 2015)}, missing="zero")
    late, _ = common_sample({year: tables[year] for year in (2015, 2020)}, missing="zero")
    found = [
        location_quotient(table, allow_negative=True).at[SEONGNAM, INFORMATION]
        for table in (early[2010], early[2015], late[2015], late[2020])
    ]
    # The third is 5.6951; the data README prints 5.69, cut and not rounded.
    assert [f"{quotient:.4f}" for quotient in found] == ["3.0997", "4.9824", "5.6951", "5.9395"]

from pathlib import Path

import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.ons_gva import ONS_GVA_ITL, ONS_POPULATION_ITL
from sandan.data.quality import Chunk
from sandan.data.tables import check_table
from sandan.errors import HeaderError, SourceError

HEADER = "ITL code,Region name,SIC07 code,SIC07 description,2021,2022"
ITL3 = "data/uk-ons-gva/Table 3c ITL3 current price estimates pounds million 2024.csv.gz"
ITL2 = "data/uk-ons-gva/Table 2c ITL2 current price estimates pounds million 2024.csv.gz"
RESIDENTS = "data/uk-ons-gva/Table 6 Total resident population numbers persons Apr2024.csv"


def read(path: Path, **options: str) -> Chunk:
    profile = ONS_POPULATION_ITL if "Table 6" in path.name else ONS_GVA_ITL
    (chunk,) = profile.read(path, options)
    check_table(chunk.table, CONTRACTS["industry_table"])
    assert not chunk.table.duplicated(list(CONTRACTS["industry_table"].key)).any()
    return chunk


def written(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "gva.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8-sig")
    return path


def found(chunk: Chunk) -> dict[str, tuple[str, int]]:
    return {f.code: (f.action.value, f.rows) for f in chunk.findings}


ROWS = (
    'TLC1,Tees,Total,All,"1,020",60',
    "TLC1,Tees,A-E,Production,50,50",
    "TLC1,Tees,C (10-33),Manufacturing,30,30",
    "TLC1,Tees,CA (10-12),Food,25,25",
    "TLC1,Tees,10,Food products,20,20",
    "TLC1,Tees,11-Dec,Beverages,5,5",
    "TLC1,Tees,CB (13-15),Textiles,5,5",
    "TLC1,Tees,L (68),Real estate,990,30",
    "TLC1,Tees,68IMP,Imputed rental,-10,10",
    'TLC1,Tees,68,Other real estate,"1,000",20',
)


def test_levels_by_hand(tmp_path: Path) -> None:
    path = written(tmp_path, *ROWS, "UK,All,Total,All,1,1", ",,Total,All,1,1", "TLC1,Tees,Q9,Odd,1,1")
    sections = read(path)
    assert sections.table[["industry", "period", "value"]].to_numpy().tolist() == [
        ["C", 2021, 30],
        ["L", 2021, 990],
        ["C", 2022, 30],
        ["L", 2022, 30],
    ]
    assert found(sections) == {
        "no-region": ("refused", 1),
        "area-total": ("set_aside", 1),
        "unknown-industry": ("refused", 1),
        "code-turned-date": ("repaired", 1),
        "subtotal": ("set_aside", 8),
    }
    divisions = read(path, level="divisions")
    assert divisions.table["industry"].unique().tolist() == ["10", "11-12", "CB", "68IMP", "68"]
    assert divisions.table.groupby("period")["value"].sum().to_dict() == {2021: 1020, 2022: 60}
    assert found(divisions)["negative-value"] == ("noted", 1)
    assert read(path, level="total").table["value"].tolist() == [1020, 60]


def test_level_that_does_not_add_up_is_reported(tmp_path: Path) -> None:
    chunk = read(written(tmp_path, *(row for row in ROWS if "CB" not in row)), level="divisions")
    (said,) = [f.message for f in chunk.findings if f.code == "sums-differ"]
    assert said.startswith("In 2 areas and years")
    assert said.endswith("the largest difference is 5.")


def test_options_and_header_are_checked(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="`level` is 'x'"):
        read(written(tmp_path), level="x")
    with pytest.raises(HeaderError, match="No column is a year"):
        read(written(tmp_path, "a,b,Total,d", header=",".join(HEADER.split(",")[:4])))


@pytest.mark.parametrize(
    ("level", "sum_2022", "industries"),
    [("total", 2_230_424, 1), ("sections", 2_230_410, 18), ("divisions", 2_230_392, 48)],
)
def test_real_itl3(shared: Path, level: str, sum_2022: float, industries: int) -> None:
    chunk = read(shared / ITL3, level=level)
    assert chunk.rows_read == 11_456
    assert chunk.table["region"].nunique() == 179
    assert chunk.table["industry"].nunique() == industries
    assert chunk.rows_used == 179 * industries
    assert len(chunk.table) == chunk.rows_used * 25
    assert chunk.table[chunk.table["period"] == 2022]["value"].sum() == sum_2022
    assert "sums-differ" not in found(chunk)
    assert ("negative-value" in found(chunk)) == (level == "divisions")


def test_real_itl2_has_codes_that_a_spreadsheet_turned_into_dates(shared: Path) -> None:
    chunk = read(shared / ITL2, level="divisions")
    assert chunk.rows_read == 3_936
    assert found(chunk)["code-turned-date"] == ("repaired", 82)
    assert {"2-3", "11-12"} <= set(chunk.table["industry"])
    assert "sums-differ" not in found(chunk)


def test_real_residents(shared: Path) -> None:
    chunk = read(shared / RESIDENTS)
    assert chunk.rows_used == 179
    assert chunk.table["status"].value_counts().to_dict() == {"reported": 179 * 25 - 5, "not_stated": 5}
    assert chunk.table.set_index(["region", "period"]).at[("TLM61", 2021), "value"] == 94_501

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.generic import GENERIC
from sandan.data.profiles.mapping import EXAMPLE
from sandan.data.quality import QualityReport
from sandan.data.tables import check_table
from sandan.errors import DefinitionError, HeaderError

LONG = EXAMPLE.replace("시군구코드", "code").replace('"시군구"', '"place"')
LONG = LONG.replace("산업코드", "ksic").replace("연도", "year").replace("종사자수", "jobs")
HEADER = "code,place,ksic,year,jobs\n"


def read(folder: Path, content: str | bytes, mapping: str = LONG) -> tuple[pd.DataFrame, QualityReport]:
    (folder / "m.toml").write_text(mapping, encoding="utf-8")
    path = folder / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return collect(path, folder / "m.toml")


def collect(path: Path, mapping: Path) -> tuple[pd.DataFrame, QualityReport]:
    quality, tables = QualityReport(), []
    for chunk in GENERIC.read(path, {"mapping": str(mapping)}):
        check_table(chunk.table, CONTRACTS["industry_table"])
        quality = quality.with_chunk(chunk)
        tables.append(chunk.table)
    assert quality.rows_used >= 0
    return pd.concat(tables, ignore_index=True), quality


def found(quality: QualityReport) -> dict[str, tuple[str, int]]:
    return {f.code: (f.action.value, f.rows) for f in quality.findings}


def test_two_rows_by_hand(tmp_path: Path) -> None:
    table, quality = read(tmp_path, HEADER + '31020,성남시,C26,2015,"1,312"\n31010,,C26,2015,7\n')
    assert table.to_dict("records")[0] == {
        "region": "31020",
        "region_name": "성남시",
        "industry": "C26",
        "industry_name": table["industry_name"].iloc[0],
        "period": 2015,
        "measure": "employment",
        "unit": "persons",
        "value": 1312.0,
        "status": "reported",
        "lower": 1312.0,
        "upper": 1312.0,
    }
    assert table["region_name"].isna().tolist() == [False, True]
    assert table["industry_name"].isna().all()
    assert (quality.rows_read, quality.rows_used) == (2, 2)
    assert found(quality) == {"thousands-separator": ("repaired", 1)}


def test_every_trap_in_a_long_table_is_repaired_or_reported(tmp_path: Path) -> None:
    rows = [
        "31020.0,성남시,C26,2015.0,10",  # 1: codes and years through floats
        "31010,수원시,C26,2015,*",  # 2: suppressed
        "31030,의정부시,C26,2015,",  # 3: not stated
        "31040,안양시,C26,2015,12개",  # 4: unit glued on
        "합계,,C26,2015,22",  # 5: total over regions
        "31020,성남시,소계,2015,22",  # 6: total over industries
        ",광명시,C26,2015,5",  # 7: no region
        "31050,부천시,,2015,5",  # 8: no industry
        "31050,부천시,C26,15,5",  # 9: no year
        '31060,광명시,C26,2015,"1,31"',  # 10: separator in the wrong place
        "31070,평택시,C26,2015,3만",  # 11: a unit that multiplies
        "31080,동두천시,C26,2015,inf",  # 12
        "31090,안산시,C26,2015",  # 13: ragged
        "code,place,ksic,year,jobs",  # 14: header again
        ",,,,",  # 15: blank
        "자료: 통계청,,,,",  # 16: a note
    ]
    table, quality = read(tmp_path, HEADER + "\n".join([*rows, ""]))
    assert table[["region", "status"]].to_numpy().tolist() == [
        ["31020", "reported"],
        ["31010", "suppressed"],
        ["31030", "not_stated"],
        ["31040", "reported"],
    ]
    assert table["value"].sum() == 22
    assert (quality.rows_read, quality.rows_used, quality.rows_written) == (16, 4, 4)
    assert found(quality) == {
        "ragged-row": ("refused", 1),
        "blank-row": ("set_aside", 1),
        "repeated-header": ("set_aside", 1),
        "no-region": ("refused", 1),
        "no-industry": ("refused", 2),
        "no-year": ("refused", 1),
        "mended-code": ("repaired", 1),
        "total-of-region": ("set_aside", 1),
        "total-of-industry": ("set_aside", 1),
        "unreadable-value": ("refused", 3),
        "unit-in-number": ("repaired", 1),
        "suppressed-cell": ("noted", 1),
        "empty-cell": ("noted", 1),
    }


RESIDENTS = """
measure = "population"
unit = "persons"
[columns]
region = "행정구역"
[constants]
industry = "all"
[wide]
pattern = '(?P<period>[0-9]{4})년(?P<month>[0-9]{2})월_계_총인구수'
only = { month = "12" }
[split]
region = '(?P<region_name>.+?)\\s*\\((?P<region>[0-9]+)\\)'
"""
PRINTED = (
    "행정구역,2024년12월_계_총인구수,2025년05월_계_총인구수,2025년12월_계_총인구수\n"
    '"서울특별시  (1100000000)","9,331,828","9,325,616","9,310,000"\n'
    '"경기도  (4100000000)","13,694,685","13,700,000",*\n'
    "전국,1,2,3\n"
)


def test_month_in_the_header_and_code_in_the_name(tmp_path: Path) -> None:
    table, quality = read(tmp_path, PRINTED.encode("cp949"), RESIDENTS)
    assert table[["region", "region_name", "period", "value", "status"]].fillna(-1).to_numpy().tolist() == [
        ["1100000000", "서울특별시", 2024, 9331828, "reported"],
        ["4100000000", "경기도", 2024, 13694685, "reported"],
        ["1100000000", "서울특별시", 2025, 9310000, "reported"],
        ["4100000000", "경기도", 2025, -1, "suppressed"],
    ]
    assert (quality.rows_read, quality.rows_used, quality.rows_written) == (3, 2, 4)
    assert found(quality)["unsplit-region"] == ("refused", 1)


def test_two_months_of_one_year_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match=r"say the same by the pattern of the mapping; keep one"):
        read(tmp_path, PRINTED, RESIDENTS.replace('only = { month = "12" }', ""))
    with pytest.raises(HeaderError, match="No column fits the pattern"):
        read(tmp_path, PRINTED, RESIDENTS.replace("총인구수", "세대수"))


def test_industries_in_columns_with_their_total_left_out(tmp_path: Path) -> None:
    mapping = (
        'measure = "firms"\nunit = "firms"\n[columns]\nregion = "dong"\n[constants]\nperiod = 2023\n[wide]\n'
        "pattern = '(?P<industry_name>[^()]+)(?:\\((?P<industry>[^)]+)\\))?'\n"
    )
    table, quality = read(tmp_path, "제조업(C),건설업(F),합계,dong\n3,4,7,삼평동\n-,X,0,판교동\n", mapping)
    assert "total-column" in found(quality)
    assert table.groupby("industry")["value"].sum().to_dict() == {"C": 3, "F": 4}
    assert table["status"].tolist() == ["reported", "not_stated", "reported", "suppressed"]
    with pytest.raises(HeaderError, match="names no industry"):
        read(tmp_path, "제조업(C),비고,dong\n3,4,삼평동\n", mapping)


def test_column_that_names_no_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match="'last', which is no year"):
        read(tmp_path, "행정구역,last년12월_계_총인구수\n1,2\n", RESIDENTS.replace("[0-9]{4}", "[a-z]{4}"))


def test_cell_that_is_no_number_in_a_wide_table_leaves_the_row(tmp_path: Path) -> None:
    mapping = RESIDENTS.partition("[split]")[0]
    table, quality = read(
        tmp_path, "행정구역,2024년12월_계_총인구수,2025년12월_계_총인구수\n11,x!,5\n", mapping
    )
    assert table["status"].tolist() == ["not_stated", "reported"]
    assert found(quality) == {"unreadable-cell": ("noted", 1)}


def test_least_value_bounds_what_is_hidden(tmp_path: Path) -> None:
    table, _ = read(tmp_path, HEADER + "1,,C,2015,*\n2,,C,2015,5\n", LONG + "[cells]\nleast = 0\n")
    assert table["lower"].tolist() == [0, 5]
    assert table["upper"].isna().tolist() == [True, False]


def test_workbook_with_merged_header_below_notes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["산업단지현황조사"],
        [],
        ["단지", "입주업체", None],
        [None, "계약", "가동"],
        ["A", 3, 2],
        ["합계", 3, 2],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    mapping = 'measure = "tenants"\nunit = "firms"\n[columns]\nregion = "단지"\nvalue = "입주업체 가동"\n'
    (tmp_path / "m.toml").write_text(
        mapping + '[constants]\nindustry = "all"\nperiod = 2024\n', encoding="utf-8"
    )
    table, quality = collect(tmp_path / "a.xlsx", tmp_path / "m.toml")
    assert table[["region", "value"]].to_numpy().tolist() == [["A", 2]]
    assert {"moved-header", "merged-header", "total-of-region"} <= set(found(quality))


def test_missing_mapping_teaches_its_form(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"(?s)--option mapping=FILE.*\[columns\]"):
        list(GENERIC.read(tmp_path / "a.csv", {}))


def test_constant_that_is_no_year_is_refused(tmp_path: Path) -> None:
    mapping = LONG.replace('period = "year"\n', "") + '[constants]\nperiod = "last"\n'
    with pytest.raises(DefinitionError, match="constant period of the mapping is 'last'"):
        read(tmp_path, HEADER + "1,,C,2015,5\n", mapping)


@pytest.mark.slow
def test_million_rows_are_read_in_pieces(tmp_path: Path) -> None:
    rng, rows = np.random.default_rng(0), 1_000_000
    values = rng.integers(0, 100_000, rows)
    frame = pd.DataFrame(
        {"code": rng.integers(11010, 39999, rows), "place": "Some-si", "ksic": "C26", "year": 2015}
    )
    frame.assign(jobs=[f"{value:,}" for value in values]).to_csv(tmp_path / "table.csv", index=False)
    (tmp_path / "m.toml").write_text(LONG, encoding="utf-8")
    total, largest = 0.0, 0
    for chunk in GENERIC.read(tmp_path / "table.csv", {"mapping": str(tmp_path / "m.toml")}):
        total += chunk.table["value"].sum()
        largest = max(largest, len(chunk.table))
    assert total == values.sum()
    assert largest < 300_000

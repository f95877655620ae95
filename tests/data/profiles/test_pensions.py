from datetime import date
from pathlib import Path

import pandas as pd

from sandan.data.profiles.pensions import PENSIONS
from sandan.data.quality import Chunk, merge_findings
from sandan.data.tables import check_table, contract_of

FILES = Path(__file__).parent / "files"
PENSIONS_NEW = (FILES / "pensions_new.csv").read_text(encoding="utf-8")
PENSIONS_OLD = (FILES / "pensions_old.csv").read_text(encoding="utf-8")


def read(folder: Path, text: str) -> Chunk:
    path = folder / "list.csv"
    path.write_bytes(text.encode("cp949"))
    chunks = list(PENSIONS.read(path, {}))
    for piece in chunks:
        check_table(piece.table, contract_of("firm_list"))
    chunk = Chunk(
        pd.concat([piece.table for piece in chunks if len(piece.table)]),
        sum(piece.rows_read for piece in chunks),
        merge_findings(finding for piece in chunks for finding in piece.findings),
    )
    assert chunk.rows_used == len(chunk.table)
    return chunk


def test_headers_with_leading_blanks_are_read(tmp_path: Path) -> None:
    table = read(tmp_path, PENSIONS_NEW).table.set_index("name")
    assert table["workers"].to_dict() == {"(주)가나": 1234, "다라산업": 0}
    assert table["state"].to_dict() == {"(주)가나": "registered", "다라산업": "left"}
    assert table["form"].to_dict() == {"(주)가나": "corporation", "다라산업": "individual"}
    assert table["month"].unique().tolist() == ["2023-12"]
    assert table.at["다라산업", "address"] == "경기도 성남시 중원구 상대원동"


def test_sentinel_days_are_empty_and_reported(tmp_path: Path) -> None:
    chunk = read(tmp_path, PENSIONS_NEW)
    table = chunk.table.set_index("name")
    assert table.at["(주)가나", "valid_from"] == date(2010, 5, 1)
    assert pd.isna(table.at["(주)가나", "valid_to"])
    assert table.at["다라산업", "valid_to"] == date(2023, 12, 31)
    assert {f.code: f.rows for f in chunk.findings}["sentinel-date"] == 1


def test_industry_code_of_the_service_is_not_taken_for_ksic(tmp_path: Path) -> None:
    table = read(tmp_path, PENSIONS_NEW).table
    assert table["industry"].isna().all()
    assert table["pension_industry"].tolist() == ["722000", "292203"]


def test_unknown_state_and_unquoted_comma_are_refused_and_reported(tmp_path: Path) -> None:
    findings = {f.code: (f.action.value, f.rows) for f in read(tmp_path, PENSIONS_NEW).findings}
    assert findings["unknown-state"] == ("refused", 2)
    assert findings["ragged-row"] == ("refused", 1)


def test_older_english_headers_and_masked_numbers(tmp_path: Path) -> None:
    row = read(tmp_path, PENSIONS_OLD).table.iloc[0]
    assert [row["name"], row["business_number"], row["workers"], row["month"]] == [
        "(주)가나",
        "123456",
        56,
        "2015-12",
    ]


def test_month_or_count_that_cannot_be_read(tmp_path: Path) -> None:
    text = PENSIONS_OLD + PENSIONS_OLD.splitlines()[1].replace("201512", "2015") + "\n"
    text += PENSIONS_OLD.splitlines()[1].replace(",56,", ",-5,") + "\n"
    chunk = read(tmp_path, text)
    findings = {f.code: (f.action.value, f.rows) for f in chunk.findings}
    assert findings["no-month"] == ("refused", 1)
    assert findings["unreadable-number"] == ("repaired", 1)
    assert chunk.table["workers"].isna().tolist() == [False, True]

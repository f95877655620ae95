from pathlib import Path

import pandas as pd
import pytest

from sandan.data.profiles.factories import FACTORIES
from sandan.data.quality import Action, Chunk
from sandan.data.tables import check_table, contract_of
from sandan.errors import HeaderError

FILES = Path(__file__).parent / "files"
NATIONAL = (FILES / "factories_national.csv").read_text(encoding="utf-8")
CITY = (FILES / "factories_city.csv").read_text(encoding="utf-8")
BUSAN = (FILES / "factories_busan.csv").read_text(encoding="utf-8")


def read(folder: Path, text: str, encoding: str = "cp949") -> Chunk:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    (chunk,) = FACTORIES.read(path, {})
    check_table(chunk.table, contract_of("firm_list"))
    assert chunk.rows_used == len(chunk.table)
    return chunk


def found(chunk: Chunk) -> dict[str, tuple[str, int]]:
    return {
        f.code: (f.action.value, f.rows) for f in chunk.findings if f.code not in ("encoding", "delimiter")
    }


@pytest.mark.parametrize("encoding", ["cp949", "utf-8-sig"])
def test_national_list(tmp_path: Path, encoding: str) -> None:
    chunk = read(tmp_path, NATIONAL, encoding)
    assert chunk.table[["row", "name", "complex", "product"]].fillna("").to_numpy().tolist() == [
        [1, "(주)가나", "성남일반산업단지", "반도체 외 3종"],
        [2, "다라산업", "", "금형, 사출"],
    ]
    assert chunk.table["address"].tolist()[1] == "경기도 광주시 오포읍 1"
    assert chunk.table["industry"].isna().all()


def test_city_list_and_every_trap_in_it(tmp_path: Path) -> None:
    chunk = read(tmp_path, CITY)
    table = chunk.table.set_index("row")
    assert table["name"].to_dict() == {1: "(주)가나", 2: "다라산업", 5: "마바"}
    assert table["industry"].fillna("").to_dict() == {1: "26112", 2: "29271", 5: ""}
    assert table.at[1, "industry_name"] == "비메모리용 및 기타 전자집적회로 제조업"
    assert table.at[1, "lot_address"] == "상대원동 702-5번지"
    assert table.at[1, "address_note"] == "3차단지 2블록"
    assert table.at[2, "address"] == "야탑동 10번지"
    assert table.at[1, "site_area"] == "1,200"
    assert found(chunk) == {
        "personal-data": ("noted", 0),
        "total": ("set_aside", 1),
        "no-name": ("refused", 1),
        "note-in-address": ("repaired", 1),
        "mended-code": ("repaired", 1),
        "unreadable-industry": ("repaired", 1),
        "and-others": ("repaired", 1),
    }


def test_persons_are_left_out(tmp_path: Path) -> None:
    table = read(tmp_path, CITY).table
    assert not {"홍길동", "031-000-0000"} & set(table.astype(str).to_numpy().ravel())


def test_busan_variant(tmp_path: Path) -> None:
    chunk = read(tmp_path, BUSAN)
    row = chunk.table.iloc[0]
    assert [row["name"], row["industry_name"]] == ["부산정밀", "기타 기계 제조업"]
    assert row["address"] == "부산광역시 사상구 낙동대로 1 (감전동)"
    assert pd.isna(row["industry"])


def test_list_without_addresses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match="a column with the address of the factory is missing"):
        read(tmp_path, "순번,회사명,업종명\n1,가,나\n")


def test_lost_rows_are_counted(tmp_path: Path) -> None:
    chunk = read(tmp_path, CITY)
    lost = sum(f.rows for f in chunk.findings if f.action in (Action.REFUSED, Action.SET_ASIDE))
    assert chunk.rows_read == 5 == lost + len(chunk.table)

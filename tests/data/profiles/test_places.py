from pathlib import Path

import pandas as pd
import pytest

from sandan.data.profiles.places import KR_ADMIN_CODES, REGIONS
from sandan.data.quality import Chunk
from sandan.data.tables import check_table, contract_of
from sandan.errors import SourceError

LIST = """code,system,level,parent,name_ko,valid_from,longitude,latitude
31,statistics,province,,경기도,,,
31020.0,statistics,City,31,성남시,1973,127.13,37.42
31021,statistics,district,31020,수정구,xx,999,37.42
,statistics,city,31,없음,,,
31030,statistics,city,31,,,,
31040,statistics,village,31,가,,,
"""
ADMIN = (
    "adm_nm\tadm_cd\tsgg\tsido\tsidonm\tsggnm\n"
    "경기도 성남시수정구 신흥1동\t3102151\t41131\t41\t경기도\t성남시수정구\n"
    "경기도 성남시중원구 성남동\t31022XX\t41133\t41\t경기도\t성남시중원구\n"
    "경기도 의정부시 의정부동\t3103051\t41150\t41\t경기도\t의정부시\n"
    "경기도 의정부시 호원동\t3103052\t41150\t41\t경기도\t양주시\n"
    "경기도 의정부시 호원동\t31030\t41150\t41\t경기도\t의정부시\n"
)


def read(path: Path, text: str, profile: str, encoding: str = "utf-8", **options: str) -> Chunk:
    path.write_bytes(text.encode(encoding))
    used = {"regions": REGIONS, "kr-admin-codes": KR_ADMIN_CODES}[profile]
    (chunk,) = used.read(path, options)
    check_table(chunk.table, contract_of("regions"))
    return chunk


def test_list_of_places_is_read_and_each_row_accounted_for(tmp_path: Path) -> None:
    chunk = read(tmp_path / "a.csv", LIST, "regions")
    assert chunk.table["code"].tolist() == ["31", "31020", "31021"]
    assert chunk.table["valid_from"].fillna(0).tolist() == [0, 1973, 0]
    assert chunk.table["longitude"].fillna(0).tolist() == [0, 127.13, 0]
    assert (chunk.rows_read, chunk.rows_used) == (6, 3)
    assert {f.code: (f.action.value, f.rows) for f in chunk.findings if f.rows} == {
        "no-code": ("refused", 1),
        "no-name": ("refused", 1),
        "unknown-level": ("refused", 1),
        "mended-code": ("repaired", 1),
        "unreadable-year": ("repaired", 1),
        "unreadable-point": ("repaired", 1),
    }


def test_system_comes_from_an_option_or_is_asked_for(tmp_path: Path) -> None:
    text = "code,level,name_ko\n31,province,경기도\n"
    assert read(tmp_path / "a.csv", text, "regions", system="statistics").table["system"].tolist() == [
        "statistics"
    ]
    with pytest.raises(SourceError, match="Row 1 names no code system"):
        read(tmp_path / "b.csv", text, "regions")


def test_admin_codes_give_both_systems_and_the_city_above_its_districts(tmp_path: Path) -> None:
    table = read(tmp_path / "a.tsv", ADMIN, "kr-admin-codes", "cp949").table
    names = {
        system: dict(zip(own["code"], own["name_ko"], strict=True)) for system, own in table.groupby("system")
    }
    assert names == {
        "statistics": {
            "00": "대한민국",
            "31": "경기도",
            "31020": "성남시",
            "31021": "수정구",
            "31022": "중원구",
            "31030": "의정부시",
        },
        "interior": {
            "00": "대한민국",
            "41": "경기도",
            "41130": "성남시",
            "41131": "수정구",
            "41133": "중원구",
            "41150": "의정부시",
        },
    }
    parents = table[table["system"] == "interior"].set_index("code")["parent"]
    assert parents.loc[["41131", "41130", "41150"]].tolist() == ["41130", "41", "41"]
    assert pd.isna(parents["00"])


def test_admin_codes_report_placeholders_and_refuse_contradictions(tmp_path: Path) -> None:
    chunk = read(tmp_path / "a.tsv", ADMIN, "kr-admin-codes", "cp949")
    assert {f.code: (f.action.value, f.rows) for f in chunk.findings if f.rows} == {
        "placeholder-code": ("noted", 1),
        "contradiction": ("refused", 1),
        "unreadable-code": ("refused", 1),
    }
    assert chunk.rows_used == 3

from pathlib import Path

import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.base import Profile
from sandan.data.profiles.seongnam_dong import SEONGNAM_BIZ_DONG, SEONGNAM_WORKERS_DONG
from sandan.data.quality import Chunk
from sandan.data.tables import check_table
from sandan.errors import HeaderError, JoinError

FOLDER = "data/kr-seongnam-dong"


def read(profile: Profile, path: Path, **options: str) -> Chunk:
    (chunk,) = profile.read(path, options)
    check_table(chunk.table, CONTRACTS["industry_table"])
    assert not chunk.table.duplicated(list(CONTRACTS["industry_table"].key)).any()
    return chunk


def found(chunk: Chunk) -> dict[str, tuple[str, int]]:
    return {f.code: (f.action.value, f.rows) for f in chunk.findings}


def test_establishments_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "biz.csv"
    rows = ["분당구,삼평동,5,0.1,3,2", "분당구,분당구,7,0,7,0", "분당구,서현동,4,0,4,0", "중원구,301,1,0,1,0"]
    rows += ["분당구,정자동,9,0,9,1", "수원구,삼평동,1,0,1,0"]
    header = 'gu_name,dong_name,total_biz,it_ratio,정보통신업(58~63),"공공 행정, 국방(84)"'
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8-sig")
    chunk = read(SEONGNAM_BIZ_DONG, path)
    assert chunk.table[["region", "region_name", "industry", "value"]].to_numpy().tolist() == [
        ["31023740", "삼평동", "J", 3],
        ["31023780", "정자동", "J", 9],
        ["31023740", "삼평동", "O", 2],
        ["31023780", "정자동", "O", 1],
    ]
    assert found(chunk) == {
        "unknown-district": ("refused", 1),
        "district-as-dong": ("set_aside", 1),
        "other-dong": ("set_aside", 1),
        "scrap-of-address": ("set_aside", 1),
        "name-with-two-meanings": ("noted", 1),
        "sums-differ": ("noted", 0),
    }
    assert len(read(SEONGNAM_BIZ_DONG, path, places="all").table) == 10


def test_file_without_industries_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "biz.csv"
    path.write_text(
        "gu_name,dong_name,total_biz,행정구역읍면동코드,total_workers\n분당구,삼평동,5,740,1\n",
        encoding="utf-8",
    )
    for profile in (SEONGNAM_BIZ_DONG, SEONGNAM_WORKERS_DONG):
        with pytest.raises(HeaderError, match="No column is an industry"):
            read(profile, path)


def test_zero_of_workers_may_be_a_hidden_number(tmp_path: Path) -> None:
    path = tmp_path / "workers.csv"
    header = "gu_name,행정구역읍면동코드,total_workers,industry_C,industry_J"
    path.write_text(f"{header}\n분당구,740.0,7.0,0.0,7.0\n분당구,999,1,1,0\n", encoding="utf-8-sig")
    chunk = read(SEONGNAM_WORKERS_DONG, path)
    assert chunk.table[["industry", "status", "lower"]].to_numpy().tolist() == [
        ["C", "not_stated", 0],
        ["J", "reported", 7],
    ]
    assert found(chunk) == {"unknown-dong": ("refused", 1), "zero-or-suppressed": ("noted", 0)}


def test_real_establishments(shared: Path) -> None:
    path = shared / FOLDER / "seongnam_biz_by_dong.csv"
    everything = read(SEONGNAM_BIZ_DONG, path, places="all")
    assert (everything.rows_read, everything.table["value"].sum()) == (96, 98_891)
    chunk = read(SEONGNAM_BIZ_DONG, path)
    assert chunk.table["region"].nunique() == chunk.rows_used == 50
    assert found(chunk)["district-as-dong"] == ("set_aside", 3)
    said = {f.code: f.message for f in chunk.findings}
    assert "21,664 establishments" in said["district-as-dong"]
    assert "6,991 establishments" in said["other-dong"]
    assert "156 establishments" in said["scrap-of-address"]
    assert chunk.table["value"].sum() == 98_891 - 21_664 - 6_991 - 156
    assert "sums-differ" not in said


def test_real_workers(shared: Path) -> None:
    chunk = read(SEONGNAM_WORKERS_DONG, shared / FOLDER / "seongnam_workers_by_dong.csv")
    assert (chunk.rows_read, chunk.rows_used, len(chunk.table)) == (50, 50, 950)
    assert chunk.table["value"].sum() == 544_925
    pangyo = chunk.table[chunk.table["region"] == "31023740"].set_index("industry")
    assert (pangyo["value"].sum(), pangyo.at["J", "value"]) == (95_912, 39_767)
    assert pangyo["region_name"].unique().tolist() == ["삼평동"]


def test_real_file_with_names_joined_to_the_wrong_codes_is_refused(shared: Path) -> None:
    with pytest.raises(JoinError) as refusal:
        read(SEONGNAM_WORKERS_DONG, shared / FOLDER / "seongnam_employment_final.csv")
    said = str(refusal.value)
    assert "21 of 22 rows of 분당구" in said
    assert "5 of 17 rows of 수정구" in said
    assert "code 740 is 삼평동 (95,912 workers) but is named 백현동" in said
    assert "joined by position" in said
    assert "seongnam_workers_by_dong.csv" in said

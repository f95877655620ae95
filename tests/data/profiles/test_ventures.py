from datetime import date
from pathlib import Path

from sandan.data.profiles.ventures import VENTURES
from sandan.data.quality import Chunk
from sandan.data.tables import check_table, contract_of

FILES = Path(__file__).parent / "files"
VENTURES_NEW = (FILES / "ventures_new.csv").read_text(encoding="utf-8")
VENTURES_OLD = (FILES / "ventures_old.csv").read_text(encoding="utf-8")


def read(folder: Path, text: str) -> Chunk:
    path = folder / "list.csv"
    path.write_bytes(text.encode("cp949"))
    (chunk,) = VENTURES.read(path, {})
    check_table(chunk.table, contract_of("firm_list"))
    assert chunk.rows_used == len(chunk.table)
    return chunk


def test_new_edition_has_two_places_and_intervals(tmp_path: Path) -> None:
    chunk = read(tmp_path, VENTURES_NEW)
    table = chunk.table
    assert table["name"].tolist() == ["(주)가나", "다라"]
    assert table["valid_from"].tolist() == [date(2021, 3, 1)] * 2
    assert table["valid_to"].tolist() == [date(2024, 2, 29)] * 2
    assert table["region"].tolist() == ["경기 성남시", "경기 성남시"]
    assert table["address"].tolist()[1] == "서울특별시 강남구 테헤란로 1"
    assert table["classification"].unique().tolist() == ["KSIC11"]
    assert table["business_number"].isna().all()


def test_new_edition_reports_what_a_count_depends_on(tmp_path: Path) -> None:
    findings = {f.code: (f.action.value, f.rows) for f in read(tmp_path, VENTURES_NEW).findings}
    assert findings["two-places"] == ("noted", 0)
    assert findings["places-differ"] == ("noted", 1)
    assert findings["no-validity"] == ("refused", 1)
    assert findings["turned-validity"] == ("refused", 1)
    assert findings["personal-data"] == ("noted", 0)


def test_count_of_a_city_differs_by_the_column(tmp_path: Path) -> None:
    table = read(tmp_path, VENTURES_NEW).table
    assert table["region"].str.contains("성남").sum() == 2
    assert table["address"].str.contains("성남").sum() == 1


def test_old_edition(tmp_path: Path) -> None:
    chunk = read(tmp_path, VENTURES_OLD)
    row = chunk.table.iloc[0]
    assert [row["address"], row["region"], row["classification"], row["renewal"]] == [
        "경기도 성남시 분당구",
        "경기",
        "KSIC10",
        "신규",
    ]
    assert "two-places" not in {f.code for f in chunk.findings}
    assert "places-differ" not in {f.code for f in chunk.findings}

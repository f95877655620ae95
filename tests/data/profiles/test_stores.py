from pathlib import Path

import pytest

from sandan.data.profiles.stores import STORES
from sandan.data.quality import Chunk
from sandan.data.tables import check_table, contract_of

FILES = Path(__file__).parent / "files"
TEXT = (FILES / "stores.csv").read_text(encoding="utf-8")


def read(folder: Path, text: str, encoding: str = "utf-8") -> Chunk:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    (chunk,) = STORES.read(path, {})
    check_table(chunk.table, contract_of("firm_list"))
    assert chunk.rows_used == len(chunk.table)
    return chunk


def test_header_has_the_published_39_columns() -> None:
    assert len(TEXT.splitlines()[0].split(",")) == 39


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_coordinates_lie_in_korea_or_are_empty_and_reported(tmp_path: Path, encoding: str) -> None:
    chunk = read(tmp_path, TEXT, encoding)
    table = chunk.table.set_index("name")
    assert table["longitude"].fillna(0).to_dict() == {
        "바른": 127.1115,
        "바뀐": 127.1115,
        "바다": 0,
        "없는": 0,
    }
    assert table["latitude"].fillna(0).to_dict() == {"바른": 37.3947, "바뀐": 37.3947, "바다": 0, "없는": 0}
    findings = {f.code: (f.action.value, f.rows) for f in chunk.findings}
    assert findings["exchanged-coordinates"] == ("repaired", 1)
    assert findings["no-coordinates"] == ("repaired", 2)


def test_letter_of_the_section_is_taken_off(tmp_path: Path) -> None:
    chunk = read(tmp_path, TEXT)
    assert chunk.table["industry"].fillna("").tolist() == ["56111", "56111", "56111", ""]
    findings = {f.code: (f.action.value, f.rows) for f in chunk.findings}
    assert findings["section-letter"] == ("repaired", 2)
    assert findings["unreadable-industry"] == ("repaired", 1)

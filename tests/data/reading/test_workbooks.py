import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from sandan.data.reading.delimited import read_delimited
from sandan.data.reading.workbooks import is_workbook, workbook_blocks
from sandan.errors import SandanError, SourceError


@pytest.fixture
def book(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "notes"
    book.active.append(["nothing here"])
    sheet = book.create_sheet("jobs")
    sheet.append(["region", "day", "jobs"])
    for k in range(300):
        sheet.append([f"{k:03d}", dt.date(2013, 1, 31), k if k % 2 else k + 0.5])
    path = tmp_path / "a.xlsx"
    book.save(path)
    return path


def test_cells_become_plain_text(book: Path) -> None:
    text = "".join(workbook_blocks(book, "jobs"))
    assert text.splitlines()[:3] == ["region,day,jobs", "000,2013-01-31,0.5", "001,2013-01-31,1"]
    assert len(text.splitlines()) == 301


def test_first_sheet_is_taken_unless_another_is_named(book: Path) -> None:
    assert "".join(workbook_blocks(book, None)) == "nothing here\r\n"
    with pytest.raises(SourceError, match="`sheet` is 'x', but the workbook has notes, jobs"):
        list(workbook_blocks(book, "x"))


def test_text_and_other_archives_are_no_workbooks(tmp_path: Path, book: Path) -> None:
    assert is_workbook(book)
    (tmp_path / "a.csv").write_text("PK,b")
    assert not is_workbook(tmp_path / "a.csv")
    (tmp_path / "b.xlsx").write_bytes(book.read_bytes()[:200])
    with pytest.raises(SourceError, match="cannot be unpacked"):
        is_workbook(tmp_path / "b.xlsx")


def test_damaged_workbooks_end_in_rows_or_a_sentence(tmp_path: Path, book: Path) -> None:
    original, rng, refused = book.read_bytes(), np.random.default_rng(1), 0
    for _ in range(60):
        content = bytearray(original)
        for at in rng.integers(0, len(content), rng.integers(1, 30)):
            content[at] = rng.integers(0, 256)
        path = tmp_path / "damaged.xlsx"
        path.write_bytes(bytes(content))
        try:
            list(read_delimited(path, sheet="jobs"))
        except SandanError:
            refused += 1
    assert refused > 10

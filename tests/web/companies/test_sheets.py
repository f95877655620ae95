import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from sandan.web.companies.sheets import csv_bytes, safe, unwritable, workbook

FORMULAS = ["=1+1", "+82-31", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_would_be_executed_is_quoted(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["한빛", "a=1", "", -1, 3.5, None, date(2026, 4, 1)])
def test_everything_else_stays(cell):
    assert safe(cell) == cell


def read(data, encoding):
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def test_csv_has_a_mark_of_its_encoding_and_reads_back():
    rows = [["이름", "날"], ["똠방각하, ㈜\n둘째 줄", date(2026, 4, 1)], [None, -3]]
    data = b"".join(csv_bytes(rows, encoding="utf-8"))
    assert data.startswith(b"\xef\xbb\xbf")
    assert read(data, "utf-8-sig") == [["이름", "날"], ["똠방각하, ㈜\n둘째 줄", "2026-04-01"], ["", "-3"]]


def test_cp949_writes_what_it_lacks_as_a_number():
    data = b"".join(csv_bytes([["똠방 𠮷 é"]], encoding="cp949"))
    assert read(data, "cp949") == [["똠방 {U+20BB7} {U+00E9}"]]


def test_characters_that_cp949_lacks_are_counted():
    assert unwritable([["éé", "한빛㈜", 3, None], ["𠮷é"]]) == {"é": 3, "𠮷": 1}


def test_rows_are_written_one_by_one():
    taken = []

    def rows():
        for row in range(3):
            taken.append(row)
            yield [row]

    pieces = csv_bytes(rows(), encoding="utf-8")
    next(pieces)
    next(pieces)
    assert taken == [0]


def test_workbook_holds_texts_as_texts_and_numbers_as_numbers():
    with workbook([["이름", "수"], ["=1+1", 3]], title="기업") as file:
        sheet = load_workbook(file)["기업"]
        assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["이름", "수"], ["=1+1", 3]]
        assert [sheet["A2"].data_type, sheet["B2"].data_type, sheet["A1"].font.bold] == ["s", "n", True]

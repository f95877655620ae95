import codecs
import gzip
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.data.reading.delimited import read_delimited
from sandan.data.reading.rows import Piece
from sandan.errors import HeaderError, SourceError


def read(folder: Path, content: str | bytes, **how: object) -> tuple[pd.DataFrame, list[Piece]]:
    path = folder / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    pieces = list(read_delimited(path, **how))
    return pd.concat([piece.frame for piece in pieces]), pieces


def found(pieces: list[Piece]) -> dict[str, tuple[str, int]]:
    return {f.code: (f.action.value, f.rows) for piece in pieces for f in piece.findings}


def test_cells_are_text_and_rows_are_numbered_from_one(tmp_path: Path) -> None:
    frame, pieces = read(tmp_path, "code,jobs\n031, 12 \n032,NA\n")
    assert frame.to_dict("index") == {1: {"code": "031", "jobs": "12"}, 2: {"code": "032", "jobs": "NA"}}
    assert found(pieces) == {}


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_delimiter_newline_and_encoding_are_found(
    tmp_path: Path, delimiter: str, newline: str, encoding: str
) -> None:
    lines = [["지역", "값"], ["성남, 분당", "1"], ["수원; 영통", "2"]]
    text = newline.join(delimiter.join(f'"{cell}"' for cell in line) for line in [*lines, []])
    frame, _ = read(tmp_path, text.encode(encoding), columns=["지역", "값"])
    assert frame.to_numpy().tolist() == lines[1:]


def test_ragged_rows_are_refused_with_their_numbers(tmp_path: Path) -> None:
    frame, pieces = read(tmp_path, "a,b\n1,2\n3\n4,5\n6,7,8\n9,10,,\n\n11,12\n")
    assert frame.index.tolist() == [1, 3, 5, 6]
    assert frame.loc[5].tolist() == ["9", "10"]
    assert found(pieces) == {"ragged-row": ("refused", 2), "extra-empty-cells": ("repaired", 1)}
    assert [f.examples for f in pieces[0].findings if f.code == "ragged-row"] == [
        ("row 2: 1 cells: 3", "row 4: 3 cells: 6,7,8")
    ]
    assert sum(piece.rows_read for piece in pieces) == 6


def test_rows_that_are_blank_or_repeat_the_header_are_set_aside(tmp_path: Path) -> None:
    frame, pieces = read(tmp_path, "a,b\n1,2\n , \na,b\n3,4\n")
    assert frame.index.tolist() == [1, 4]
    assert found(pieces) == {"blank-row": ("set_aside", 1), "repeated-header": ("set_aside", 1)}


def test_header_below_notes_and_over_two_rows_is_reported(tmp_path: Path) -> None:
    frame, pieces = read(tmp_path, "note\n\n구분,면적,\n,전체,분양\n1,2,3\n", columns=["면적 분양"])
    assert frame.to_dict("list") == {"구분": ["1"], "면적 전체": ["2"], "면적 분양": ["3"]}
    assert set(found(pieces)) == {"moved-header", "merged-header"}


def test_nul_characters_and_byte_order_marks_inside_are_taken_out_and_reported(tmp_path: Path) -> None:
    frame, pieces = read(tmp_path, codecs.BOM_UTF8 + b"a,b\n1\0,2\n" + codecs.BOM_UTF8 + b"3,4\n")
    assert frame.to_numpy().tolist() == [["1", "2"], ["3", "4"]]
    (finding,) = pieces[0].findings
    assert (finding.code, finding.message[:2]) == ("stray-character", "2 ")


def test_quoted_line_breaks_are_kept(tmp_path: Path) -> None:
    frame, _ = read(tmp_path, 'a,b\n"x\ny, z",2\n3,4\n')
    assert frame.to_numpy().tolist() == [["x\ny, z", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    "content",
    ['a,b,c\n1,2,"3\n4,5,6\n7,8,9\n', 'a,b,c\n1,2,"3\n4,5,6\n7,8,"9\n', 'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n'],
)
def test_open_quote_that_swallows_rows_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError, match="Row 1 opens a quote"):
        read(tmp_path, content)


def test_open_quote_over_megabytes_is_refused(tmp_path: Path) -> None:
    content = "a,b\n" + "1,2\n" * 40_000 + '3,"4\n' + "5,6\n" * 2_000_000
    with pytest.raises(SourceError, match="Row 40001 opens a quote"):
        read(tmp_path, content)
    with pytest.raises(SourceError, match="quote is opened and never closed"):
        read(
            tmp_path, content.replace("5,6", '"5",6').replace('"4', '4"') + '7,"' + "8,9\n" * 2_000_000 + '"'
        )
    with pytest.raises(SourceError, match="quote is opened and never closed"):
        read(tmp_path, 'a,b\n1,"' + "x" * 200_000)


def test_file_that_ends_without_a_line_break_is_noted(tmp_path: Path) -> None:
    assert found(read(tmp_path, "a,b\n1,2")[1]) == {"no-last-newline": ("noted", 0)}


def test_file_with_only_a_header_gives_no_rows(tmp_path: Path) -> None:
    frame, pieces = read(tmp_path, "a,b\n")
    assert frame.empty
    assert sum(piece.rows_read for piece in pieces) == 0


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", " , \n"])
def test_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(HeaderError, match="empty"):
        read(tmp_path, content, columns=["a"])


def test_long_file_is_read_in_pieces_with_running_numbers(tmp_path: Path) -> None:
    rows = 1_500_000
    content = "a,b\n" + "".join(f"{k},x\n" if k % 500_000 else f"{k}\n" for k in range(1, rows + 1))
    path = tmp_path / "long.csv.gz"
    path.write_bytes(gzip.compress(content.encode(), 1))
    numbers, read_rows, refused = [], 0, 0
    for piece in read_delimited(path, columns=["a"]):
        assert len(piece.frame) < 800_000
        assert (piece.frame["a"].astype(int) == piece.frame.index).all()
        numbers.append(len(piece.frame))
        read_rows += piece.rows_read
        refused += sum(f.rows for f in piece.findings if f.code == "ragged-row")
    assert (read_rows, sum(numbers), refused, len(numbers) > 2) == (rows, rows - 3, 3, True)


cells = st.text(st.sampled_from('ab,;"\t é가\n'), max_size=6)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8), st.sampled_from(",;\t"))
@settings(max_examples=150, deadline=None)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], by: str
) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    swallowed = any(line.count(by) >= 2 for row in rows for cell in row for line in cell.splitlines()[1:])
    lines = [by.join(map(quoted, row)) for row in [["x1", "x2", "x3"], *rows]]
    folder = tmp_path_factory.mktemp("quoted")
    if swallowed:
        return
    frame, pieces = read(folder, "\n".join([*lines, ""]), columns=["x1", "x2", "x3"])
    stripped = [[cell.strip() for cell in row] for row in rows]
    assert frame.to_numpy().tolist() == [row for row in stripped if any(row)]
    assert sum(piece.rows_read for piece in pieces) == len(rows)


def test_workbook_is_read_like_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["survey 2024"])
    book.active.append(["region", "jobs", "note"])
    book.active.append([31020.0, 1312, None])
    book.active.append(["합계", "1,312개", "all"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    (piece,) = read_delimited(path, columns=["region", "jobs"])
    assert piece.frame.to_numpy().tolist() == [["31020", "1312", ""], ["합계", "1,312개", "all"]]
    assert [f.code for f in piece.findings] == ["moved-header"]

import io

import pytest

from sandan.data.reading.headers import Header
from sandan.data.reading.rows import first_records, pieces_of
from sandan.errors import SourceError

HEADER = Header(("a", "b"), ("a", "b"), 0, 1)


def test_rows_of_another_width_keep_their_numbers() -> None:
    (piece,) = pieces_of(io.BytesIO(b"1,2\n3\n5,6,\n7,8\n"), HEADER, ",")
    assert piece.frame.index.tolist() == [1, 3, 4]
    assert piece.frame["a"].tolist() == ["1", "5", "7"]
    assert (piece.rows_read, [f.rows for f in piece.findings]) == (4, [1, 1])


def test_rows_of_another_width_at_the_end_are_not_lost() -> None:
    pieces = list(pieces_of(io.BytesIO(b"1,2\n3\n4\n"), HEADER, ","))
    assert sum(piece.rows_read for piece in pieces) == 3
    assert sum(len(piece.frame) for piece in pieces) == 1


def test_nothing_but_rows_of_another_width() -> None:
    (piece,) = pieces_of(io.BytesIO(b"3\n4\n"), HEADER, ",")
    assert (piece.rows_read, len(piece.frame), list(piece.frame.columns)) == (2, 0, ["a", "b"])


def test_record_that_spans_lines_knows_where_it_ends() -> None:
    records, lines = first_records('a,b\r\n"x\ny",2\r\n3,4', ",")
    assert [end for _, end in records] == [1, 3, 4]
    assert "".join(lines) == 'a,b\r\n"x\ny",2\r\n3,4'


def test_cell_that_is_too_long_to_be_one_is_refused() -> None:
    with pytest.raises(SourceError, match="A cell cannot be read"):
        first_records("x" * 200_000, ",")

"""Cutting the text of a table into rows, numbering them, and setting apart those that do not fit."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc

from sandan.data.quality import Action, Finding
from sandan.data.reading.findings import describe, describe_rows
from sandan.data.reading.headers import ROWS_SEARCHED, Header
from sandan.errors import SourceError
from sandan.types import BoolArray

__all__ = ["Piece", "first_records", "pieces_of"]

BLOCK_BYTES = 1 << 22
BUFFER_BYTES = 1 << 20


@dataclass(frozen=True)
class Piece:
    """Some rows of a file as text.

    ``frame`` has one column of text per column of the file, and the number of each row as its
    index: rows are counted from 1 below the header, and blank lines do not count. ``rows_read``
    also counts the rows that ``findings`` refuse or set aside; those are not in the frame.
    """

    frame: pd.DataFrame
    rows_read: int
    findings: tuple[Finding, ...]
    header: Header


def first_records(head: str, delimiter: str) -> tuple[list[tuple[list[str], int]], list[str]]:
    r"""Split the beginning of a text into records.

    Parameters
    ----------
    text : str
        The beginning of a table.
    delimiter : str
        One character.

    Returns
    -------
    tuple of (list of (list of str, int), list of str)
        Records, each with the number of lines up to its end, and all lines of the text.

    Raises
    ------
    SourceError
        If a cell is too long to be one.

    Notes
    -----
    A quoted cell may hold line breaks, so that records and lines differ in number.

    References
    ----------
    RFC 4180 (2005).

    Examples
    --------
    >>> first_records('a,b\n"1\n2",3\n', ",")[0]
    [(['a', 'b'], 1), (['1\n2', '3'], 3)]
    """
    lines = list(io.StringIO(head, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        records = [(cells, reader.line_num) for cells in islice(reader, ROWS_SEARCHED + 1)]
    except csv.Error as error:
        raise SourceError(
            f"A cell cannot be read ({error}); most likely a quote is opened and never closed, so mend the "
            "quotes of the file."
        ) from error
    return records, lines


def pieces_of(text: io.RawIOBase, header: Header, delimiter: str) -> Iterator[Piece]:
    r"""Cut the text below a header into pieces of rows.

    Parameters
    ----------
    text : io.RawIOBase
        UTF-8, from the first row below the header.
    header : Header
        Names of the columns.
    delimiter : str
        One character.

    Returns
    -------
    iterator of Piece
        At least one; the last one is empty if only rows of another width are left for it.

    Raises
    ------
    SourceError
        If a quote is opened and not closed, or closed many rows later.

    Notes
    -----
    Rows are numbered from 1; rows of another width keep their number, and those that only have
    additional empty cells are put back into their place.

    References
    ----------
    Apache Arrow documentation, streaming reader of CSV.

    Examples
    --------
    >>> from sandan.data.reading.headers import Header
    >>> header = Header(("a", "b"), ("a", "b"), 0, 1)
    >>> piece, = pieces_of(io.BytesIO(b"1,2\n3\n5,6\n"), header, ",")
    >>> piece.frame.index.tolist(), piece.rows_read
    ([1, 3], 3)
    """
    names = list(header.names)
    odd: list[_OddRow] = []
    reader = _open(text, names, delimiter, odd)
    start = 1
    for batch in _batches(reader):
        frame, rows, start = _numbered(batch, odd, start)
        yield _tidy(frame, rows, names, delimiter, header)
    if odd or start == 1:
        empty = pd.DataFrame({name: pd.Series(dtype="str") for name in names})
        yield _tidy(empty, list(odd), names, delimiter, header)


@dataclass(frozen=True)
class _OddRow:
    """A record with another number of cells than the header."""

    number: int
    cells: int
    text: str


def _open(
    text: io.RawIOBase, names: list[str], delimiter: str, odd: list[_OddRow]
) -> pc.CSVStreamingReader | None:
    def keep(row: pc.InvalidRow) -> Literal["skip"]:
        odd.append(_OddRow(row.number or 0, row.actual_columns, row.text))
        return "skip"

    try:
        return pc.open_csv(
            io.BufferedReader(text, buffer_size=BUFFER_BYTES),
            # One thread, because only then does Arrow number the rows that it refuses.
            read_options=pc.ReadOptions(use_threads=False, block_size=BLOCK_BYTES, column_names=names),
            parse_options=pc.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=keep
            ),
            convert_options=pc.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV file" in str(error):
            return None
        raise _unreadable(error) from error


def _batches(reader: pc.CSVStreamingReader | None) -> Iterator[pa.RecordBatch]:
    while reader is not None:
        try:
            yield reader.read_next_batch()
        except StopIteration:
            return
        except pa.ArrowInvalid as error:
            raise _unreadable(error) from error


def _unreadable(error: pa.ArrowInvalid) -> SourceError:
    return SourceError(
        f"The rows cannot be told apart ({str(error).splitlines()[0][:120]}); most likely a quote is opened "
        "and never closed, so mend the quotes of the file."
    )


def _numbered(
    batch: pa.RecordBatch, odd: list[_OddRow], start: int
) -> tuple[pd.DataFrame, list[_OddRow], int]:
    """Give the rows of a batch the numbers that the odd rows have left, and take out those between."""
    taken = np.array([row.number for row in odd], dtype=np.int64)
    numbers = np.setdiff1d(np.arange(start, start + batch.num_rows + len(taken)), taken)[: batch.num_rows]
    end = int(numbers[-1]) + 1 if len(numbers) else start
    between = [row for row in odd if row.number < end]
    odd[:] = [row for row in odd if row.number >= end]
    frame = batch.to_pandas()
    frame.index = pd.Index(numbers)
    return frame, between, end


def _tidy(frame: pd.DataFrame, odd: list[_OddRow], names: list[str], delimiter: str, header: Header) -> Piece:
    """Strip the cells, mend what can be mended of the odd rows, and report the rest."""
    mended, ragged = _sort_out(odd, names, delimiter)
    _refuse_swallowed_in_cells(frame, delimiter)
    rows_read = len(frame) + len(odd)
    if len(mended):
        frame = pd.concat([frame, mended]).sort_index()
    frame = frame.apply(lambda cells: cells.str.strip()) if len(frame) else frame
    blank, repeated = _is_blank(frame), _is_header(frame, header)
    shown = frame[names[0]]
    findings = [
        *_report_ragged(ragged, len(names)),
        *_report_mended(mended),
        *describe_rows("blank-row", Action.SET_ASIDE, "All cells of the row are empty.", blank, shown),
        *describe_rows("repeated-header", Action.SET_ASIDE, "The row is the header again.", repeated, shown),
    ]
    return Piece(frame[~(blank | repeated)], rows_read, tuple(findings), header)


def _is_blank(frame: pd.DataFrame) -> BoolArray:
    return np.asarray((frame == "").all(axis=1), dtype=bool)


def _is_header(frame: pd.DataFrame, header: Header) -> BoolArray:
    """Mark the rows in which every named column holds its own printed name."""
    named = [(name, cell) for name, cell in zip(header.names, header.printed, strict=True) if cell]
    same: BoolArray = np.full(len(frame), bool(named))
    for name, cell in named:
        if same.any():
            same &= (frame[name] == cell).to_numpy(dtype=bool)
    return same


def _report_ragged(ragged: list[_OddRow], width: int) -> list[Finding]:
    message = f"The row does not have the {width} cells of the header."
    rows = [(row.number, f"{row.cells} cells: {row.text}") for row in ragged]
    found = describe("ragged-row", Action.REFUSED, message, rows)
    return [] if found is None else [found]


def _report_mended(mended: pd.DataFrame) -> list[Finding]:
    message = "Empty cells beyond the last column were left out."
    found = describe("extra-empty-cells", Action.REPAIRED, message, [(number, "") for number in mended.index])
    return [] if found is None else [found]


def _sort_out(odd: list[_OddRow], names: list[str], delimiter: str) -> tuple[pd.DataFrame, list[_OddRow]]:
    good: dict[int, list[str]] = {}
    ragged = []
    for row in odd:
        _refuse_swallowed_rows(row.number, row.text, delimiter, len(names))
        (cells, _), *_ = first_records(row.text, delimiter)[0]
        if len(cells) > len(names) and not any(map(str.strip, cells[len(names) :])):
            good[row.number] = cells[: len(names)]
        else:
            ragged.append(row)
    mended = pd.DataFrame(list(good.values()), columns=names, index=list(good), dtype="str")
    return mended, ragged


def _refuse_swallowed_in_cells(frame: pd.DataFrame, delimiter: str) -> None:
    for name in frame.columns if frame.shape[1] > 1 else ():
        broken = frame.loc[frame[name].str.contains("\n", regex=False), name]
        for number, cell in broken.items():
            _refuse_swallowed_rows(int(str(number)), cell, delimiter, frame.shape[1])


def _refuse_swallowed_rows(number: int, text: str, delimiter: str, width: int) -> None:
    """Refuse a file in which an open quote makes one row out of several."""
    inner = text.splitlines()[1:]
    whole_rows = sum(line.count(delimiter) >= width - 1 for line in inner)
    # With two columns, a note of two lines with a comma looks like a row.
    if whole_rows >= (1 if width > 2 else 3):
        raise SourceError(
            f"Row {number} opens a quote that is closed only {len(inner)} lines later; mend the quotes there."
        )

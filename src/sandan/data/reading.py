"""Reading foreign tables as text: any encoding, delimiter or header position, piece by piece."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc

from sandan.data.encodings import text_blocks
from sandan.data.findings import describe, noted
from sandan.data.headers import ROWS_SEARCHED, Header, find_header
from sandan.data.quality import Action, Finding
from sandan.data.workbooks import is_workbook, workbook_blocks
from sandan.errors import HeaderError, SourceError

__all__ = ["Piece", "read_delimited"]

DELIMITERS = (",", "\t", ";", "|")
HEAD_CHARACTERS = 1 << 16
BLOCK_BYTES = 1 << 22
BUFFER_BYTES = 1 << 20
_NEWLINES = ("\n", "\r")


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


def read_delimited(
    path: Path,
    *,
    columns: Sequence[str] = (),
    aliases: Mapping[str, str] | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Iterator[Piece]:
    r"""Read a delimited file or the sheet of a workbook as text, piece by piece.

    Parameters
    ----------
    path : Path
        CSV or TSV, plain or packed with gzip, or XLSX; told apart by the first bytes.
    columns : sequence of str
        Names that the header must have; they also decide where the header is.
    aliases : mapping of str to str, optional
        Other names of columns and what they are called here.
    delimiter : str, optional
        One character; found from the header if it is not given.
    encoding : str, optional
        A Python codec; found from the bytes if it is not given.
    sheet : str, optional
        Name of the sheet of a workbook; the first one if it is not given.

    Returns
    -------
    iterator of Piece
        At least one piece; the first one carries the findings about the whole file.

    Raises
    ------
    EncodingError
        If the bytes do not fit any encoding, naming the position.
    HeaderError
        If there is no header with the columns.
    SourceError
        If the file cannot be unpacked, or a quote is opened and never closed.

    Notes
    -----
    Every cell is text without outer blanks; an empty cell is ``""``. Rows with more or fewer cells
    than the header are refused, unless the additional cells are all empty. NUL characters are
    taken out and reported. Memory is bounded by a few blocks of four megabytes.

    References
    ----------
    Shafranovich, Y. (2005), RFC 4180, Common format and MIME type for CSV files.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "jobs.csv")
    ...     _ = path.write_text("region;jobs\n032;7;9\n031; 12\n")
    ...     piece, = read_delimited(path, columns=["region", "jobs"])
    >>> piece.frame
      region jobs
    2    031   12
    >>> [(finding.code, finding.rows) for finding in piece.findings]
    [('ragged-row', 1)]
    """
    if is_workbook(path):
        found, blocks, delimiter = "utf-8", workbook_blocks(path, sheet), ","
    else:
        found, blocks = text_blocks(path, encoding)
    text = _Text(blocks)
    head = text.head()
    delimiter = delimiter or _find_delimiter(head, columns, aliases or {})
    records, lines = _records(head, delimiter)
    header = find_header([cells for cells, _ in records], columns, aliases or {})
    text.waiting = "".join(lines[records[header.end - 1][1] :]).encode()
    yield from _with_file_findings(_pieces(text, header, delimiter), text, header, found)


class _Text(io.RawIOBase):
    """The text of a file as a stream of UTF-8, without NUL characters, which are counted."""

    def __init__(self, blocks: Iterator[str]) -> None:
        self.blocks = blocks
        self.waiting = b""
        self.nuls = 0
        self.last = "\n"

    def head(self) -> str:
        pieces: list[str] = []
        while sum(map(len, pieces)) < HEAD_CHARACTERS and (block := self._next()):
            pieces.append(block)
        return "".join(pieces)

    def _next(self) -> str:
        for block in self.blocks:
            self.nuls += block.count("\0")
            if text := block.replace("\0", ""):
                self.last = text[-1]
                return text
        return ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.waiting:
            self.waiting = self._next().encode()
        size = min(len(buffer), len(self.waiting))
        buffer[:size] = self.waiting[:size]
        self.waiting = self.waiting[size:]
        return size


def _records(head: str, delimiter: str) -> tuple[list[tuple[list[str], int]], list[str]]:
    """Split the beginning of a text into records, each with the number of lines up to its end."""
    lines = list(io.StringIO(head, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    records = []
    for cells in reader:
        records.append((cells, reader.line_num))
        if len(records) > ROWS_SEARCHED:
            break
    return records, lines


def _find_delimiter(head: str, columns: Sequence[str], aliases: Mapping[str, str]) -> str:
    """Choose the delimiter under which most of the columns are found, or else most cells line up."""

    def fit(delimiter: str) -> tuple[int, int]:
        records = [cells for cells, _ in _records(head, delimiter)[0]]
        try:
            found = len(set(columns) & set(find_header(records, columns, aliases).names))
        except HeaderError:
            found = -1
        widths = Counter(len(cells) for cells in records if len(cells) > 1)
        return found, max(widths.values(), default=0)

    return max(DELIMITERS, key=fit)


def _pieces(text: _Text, header: Header, delimiter: str) -> Iterator[Piece]:
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


def _open(text: _Text, names: list[str], delimiter: str, odd: list[_OddRow]) -> pc.CSVStreamingReader | None:
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
    blank = (frame == "").all(axis=1) if len(frame) else pd.Series(dtype=bool)
    findings = [
        describe(
            "ragged-row",
            Action.REFUSED,
            f"The row does not have the {len(names)} cells of the header.",
            [(row.number, f"{row.cells} cells: {row.text[:40]}") for row in ragged],
        ),
        describe(
            "extra-empty-cells",
            Action.REPAIRED,
            "Empty cells beyond the last column were left out.",
            [(int(number), "") for number in mended.index],
        ),
        describe(
            "blank-row",
            Action.SET_ASIDE,
            "All cells of the row are empty.",
            [(int(number), "") for number in frame.index[blank.to_numpy(dtype=bool)]],
        ),
    ]
    kept = frame[~blank.to_numpy(dtype=bool)]
    return Piece(kept, rows_read, tuple(f for f in findings if f is not None), header)


def _sort_out(odd: list[_OddRow], names: list[str], delimiter: str) -> tuple[pd.DataFrame, list[_OddRow]]:
    good: dict[int, list[str]] = {}
    ragged = []
    for row in odd:
        _refuse_swallowed_rows(row.number, row.text, delimiter, len(names))
        cells = next(csv.reader(io.StringIO(row.text, newline=""), delimiter=delimiter), [])
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
    if any(line.count(delimiter) >= max(width - 1, 1) for line in inner):
        raise SourceError(
            f"Row {number} opens a quote that is closed only {len(inner)} lines later; mend the quotes there."
        )


def _with_file_findings(
    pieces: Iterator[Piece], text: _Text, header: Header, encoding: str
) -> Iterator[Piece]:
    """Add what is known about the whole file to the first and the last piece."""
    about = []
    if encoding not in {"utf-8", "utf-8-sig"}:
        about.append(noted("encoding", f"The file is in {encoding}."))
    if header.before:
        about.append(noted("moved-header", f"The header stands below {header.before} other lines."))
    if header.rows > 1:
        about.append(noted("merged-header", "The header is merged from two rows."))
    before = next(pieces)
    for piece in pieces:
        yield replace(before, findings=(*about, *before.findings))
        before, about = piece, []
    if text.nuls:
        about.append(noted("nul-character", f"{text.nuls} NUL characters were taken out."))
    if text.last not in _NEWLINES:
        about.append(
            noted("no-last-newline", "The file ends without a line break; it may have been cut off.")
        )
    yield replace(before, findings=(*about, *before.findings))

"""Reading foreign tables as text: any encoding, delimiter or header position, piece by piece."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sandan.data.reading.encodings import text_blocks
from sandan.data.reading.findings import noted
from sandan.data.reading.headers import Header, find_header
from sandan.data.reading.rows import Piece, first_records, pieces_of
from sandan.data.reading.workbooks import is_workbook, workbook_blocks
from sandan.errors import HeaderError

__all__ = ["Piece", "read_delimited"]

DELIMITERS = (",", "\t", ";", "|")
HEAD_CHARACTERS = 1 << 16
STRAYS = ("\0", "\ufeff")
_NEWLINES = ("\n", "\r")


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
    than the header are refused, unless the additional cells are all empty. NUL characters and
    byte-order marks inside the text are taken out and reported. Memory is bounded by a few blocks
    of four megabytes.

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
    records, lines = first_records(head, delimiter)
    header = find_header([cells for cells, _ in records], columns, aliases or {})
    text.waiting = "".join(lines[records[header.end - 1][1] :]).encode()
    yield from _with_file_findings(pieces_of(text, header, delimiter), text, header, found)


class _Text(io.RawIOBase):
    """The text of a file as a stream of UTF-8, without stray characters, which are counted."""

    def __init__(self, blocks: Iterator[str]) -> None:
        self.blocks = blocks
        self.waiting = b""
        self.strays = 0
        self.last = "\n"

    def head(self) -> str:
        pieces: list[str] = []
        while sum(map(len, pieces)) < HEAD_CHARACTERS and (block := self._next()):
            pieces.append(block)
        return "".join(pieces)

    def _next(self) -> str:
        for block in self.blocks:
            self.strays += sum(block.count(stray) for stray in STRAYS)
            if text := block.replace(STRAYS[0], "").replace(STRAYS[1], ""):
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


def _find_delimiter(head: str, columns: Sequence[str], aliases: Mapping[str, str]) -> str:
    """Choose the delimiter under which most of the columns are found, or else most cells line up."""

    def fit(delimiter: str) -> tuple[int, int]:
        records = [cells for cells, _ in first_records(head, delimiter)[0]]
        try:
            found = len(set(columns) & set(find_header(records, columns, aliases).names))
        except HeaderError:
            found = -1
        widths = Counter(len(cells) for cells in records if len(cells) > 1)
        return found, max(widths.values(), default=0)

    return max(DELIMITERS, key=fit)


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
    if text.strays:
        about.append(noted("stray-character", f"{text.strays} NUL or byte-order characters were taken out."))
    if text.last not in _NEWLINES:
        about.append(
            noted("no-last-newline", "The file ends without a line break; it may have been cut off.")
        )
    yield replace(before, findings=(*about, *before.findings))

"""Tables for spreadsheet programs: nothing in a cell is ever executed, no character is ever lost unsaid."""

import csv
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import StringIO
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

__all__ = ["csv_bytes", "safe", "unwritable", "workbook"]

Row = Sequence[Any]

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so is taken for a formula by some program."""


def safe(cell: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would execute; numbers are numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def csv_bytes(rows: Iterable[Row], *, encoding: str) -> Iterator[bytes]:
    """Write rows one by one; what CP949 cannot hold is written as its number, in braces."""
    if encoding == "utf-8":
        yield b"\xef\xbb\xbf"
    for row in rows:
        line = StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([safe(_text(cell)) for cell in row])
        text = line.getvalue()
        yield text.encode() if encoding == "utf-8" else "".join(map(_holdable, text)).encode("cp949")


def unwritable(rows: Iterable[Row]) -> Counter[str]:
    """Count the characters that CP949 cannot hold."""
    return Counter(
        character
        for row in rows
        for cell in row
        if isinstance(cell, str) and not _fits(cell)
        for character in cell
        if not _fits(character)
    )


def workbook(rows: Iterable[Row], *, title: str) -> IO[bytes]:
    """Write rows into a workbook on disk; texts are texts even if they look like formulas."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, cell, heading=number == 0) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: Any, *, heading: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if heading:
        cell.font = Font(bold=True)
    return cell


def _text(cell: Any) -> Any:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else cell


def _fits(text: str) -> bool:
    try:
        text.encode("cp949")
    except UnicodeEncodeError:
        return False
    return True


def _holdable(character: str) -> str:
    return character if _fits(character) else f"{{U+{ord(character):04X}}}"

"""Handing on the sheet of a workbook as the text of a CSV file."""

import csv
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from sandan.errors import SourceError

__all__ = ["is_workbook", "workbook_blocks"]

ZIP_MAGIC = b"PK\x03\x04"
ROWS_PER_BLOCK = 5_000
ROWS_FOR_WIDTH = 200
# What openpyxl and the modules under it raise for damaged workbooks.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ET.ParseError,
    InvalidFileException,
    EOFError,
    OSError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    NotImplementedError,
)


def is_workbook(path: Path) -> bool:
    """Tell an XLSX workbook from text.

    Parameters
    ----------
    path : Path
        Any file.

    Returns
    -------
    bool
        Whether it is a workbook.

    Raises
    ------
    SourceError
        If it starts like an archive but cannot be unpacked.

    Notes
    -----
    The first four bytes are those of a ZIP archive, and its table of contents names a workbook.

    References
    ----------
    ECMA-376 (2021), Office Open XML.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.csv")
    ...     _ = path.write_text("a,b")
    ...     is_workbook(path)
    False
    """
    with path.open("rb") as stream:
        if stream.read(4) != ZIP_MAGIC:
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SourceError(
            f"{path.name} starts like a workbook but cannot be unpacked ({error}); fetch it again."
        ) from error


def workbook_blocks(path: Path, sheet: str | None) -> Iterator[str]:
    r"""Hand on the cells of one sheet as CSV text.

    Parameters
    ----------
    path : Path
        An XLSX workbook.
    sheet : str or None
        Name of the sheet; the first one if None.

    Returns
    -------
    iterator of str
        CSV, some thousand rows at a time.

    Raises
    ------
    SourceError
        If the workbook is damaged or has no such sheet.

    Notes
    -----
    Days are written as ISO 8601 and whole numbers without a point; formulas give their stored result.

    References
    ----------
    ECMA-376 (2021), Office Open XML.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.xlsx")
    ...     book = openpyxl.Workbook()
    ...     book.active.append(["region", 31020.0])
    ...     book.save(path)
    ...     list(workbook_blocks(path, None))
    ['region,31020\r\n']
    """
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except DAMAGED as error:
        raise _damaged(path, error) from error
    try:
        yield from _csv_blocks(_rows(book, sheet))
    except DAMAGED as error:
        raise _damaged(path, error) from error
    finally:
        book.close()


def _rows(book: openpyxl.Workbook, sheet: str | None) -> Iterator[list[str]]:
    names = list(book.sheetnames)
    if sheet is not None and sheet not in names:
        raise SourceError(f"`sheet` is {sheet!r}, but the workbook has {', '.join(names)}; name one of them.")
    rows = book[sheet or names[0]].iter_rows(values_only=True)
    first = [[_text(cell) for cell in row] for row in islice(rows, ROWS_FOR_WIDTH)]
    width = max(map(len, first), default=0)
    for cells in chain(first, ([_text(cell) for cell in row] for row in rows)):
        # A workbook does not store the empty cells at the end of a row.
        yield cells + [""] * (width - len(cells))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell)


def _csv_blocks(rows: Iterator[Sequence[str]]) -> Iterator[str]:
    while block := list(islice(rows, ROWS_PER_BLOCK)):
        out = io.StringIO()
        csv.writer(out).writerows(block)
        yield out.getvalue()


def _damaged(path: Path, error: Exception) -> SourceError:
    return SourceError(
        f"{path.name} is a damaged workbook ({type(error).__name__}: {str(error)[:80]}); "
        "open it and save it again."
    )

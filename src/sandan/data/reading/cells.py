"""Turning cells of text into numbers, codes, years and days, and saying what was in the way."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sandan.data.quality import Action, Finding
from sandan.data.reading.findings import describe_rows
from sandan.types import BoolArray, FloatArray

ObjectArray: TypeAlias = npt.NDArray[np.object_]

__all__ = ["Dates", "Numbers", "on_unique", "parse_codes", "parse_dates", "parse_numbers", "parse_years"]

SUPPRESSED_MARKS = frozenset(
    ["*", "**", "X", "x", "⋯", "…", "...", "‥", "c", "D", "(D)", "S", "(S)", "χ", "[c]"]
)
MISSING_MARKS = frozenset(
    [
        "-",
        "–",
        "—",
        "―",
        ".",
        "..",
        ":",
        "NA",
        "N/A",
        "n/a",
        "#N/A",
        "NaN",
        "nan",
        "null",
        "[u]",
        "[x]",
        "[z]",
    ]
)
COUNTERS = ("개", "개소", "개사", "개업체", "업체", "명", "인", "건", "호", "곳", "세대", "가구", "persons")
SENTINELS = frozenset({(1, 1, 1), (9999, 12, 31), (0, 0, 0), (1900, 1, 1), (9999, 1, 1), (2999, 12, 31)})
FIRST_YEAR, LAST_YEAR = 1800, 2100

_PLAIN = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_GROUPED = r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?"
_COUNTED = re.compile(rf"({_GROUPED}|{_PLAIN})\s*(?:{'|'.join(COUNTERS)})")
_FLOAT_CODE = re.compile(r"([0-9]+)\.0+")
_MONTH = r"(?:0?[1-9]|1[0-2])\s*월?"
_YEAR = re.compile(rf"([0-9]{{4}})(?:\.0+|0[1-9]|1[0-2]|\s*(?:년|[-./M])\s*(?:{_MONTH})?)?")
_DAY = re.compile(
    r"([0-9]{4})(?:\s*[-./년]\s*)?([0-9]{1,2})(?:\s*[-./월]\s*)?([0-9]{1,2})\s*일?\.?(?:0+)?(?:[T ][0-9:.]+)?"
)


@dataclass(frozen=True)
class Numbers:
    """Numbers read from text, with one mask per thing that was in the way.

    ``parsed`` is NaN wherever one of ``missing`` (nothing there), ``suppressed`` (a mark that says
    the number is hidden) or ``wrong`` (anything else) is true; those three never overlap.
    ``grouped`` and ``counted`` mark numbers that were read after taking out thousands separators
    or a counter such as 개.
    """

    parsed: pd.Series
    missing: pd.Series
    suppressed: pd.Series
    wrong: pd.Series
    grouped: pd.Series
    counted: pd.Series

    def repairs(self, cells: pd.Series) -> list[Finding]:
        """Report what had to be taken out of the cells; ``cells`` are those that were parsed."""
        return [
            *describe_rows(
                "thousands-separator",
                Action.REPAIRED,
                "Thousands separators were taken out.",
                self.grouped,
                cells,
            ),
            *describe_rows(
                "unit-in-number",
                Action.REPAIRED,
                "A counter after the number was taken off.",
                self.counted,
                cells,
            ),
        ]


def parse_numbers(
    cells: pd.Series,
    *,
    suppressed: Collection[str] = SUPPRESSED_MARKS,
    missing: Collection[str] = MISSING_MARKS,
    decimal: str = ".",
) -> Numbers:
    """Read numbers from text.

    Parameters
    ----------
    cells : Series of str
        Cells without outer blanks.
    suppressed : collection of str
        Marks that say that a number exists and is hidden.
    missing : collection of str
        Marks that say that there is no number; the empty cell is always one.
    decimal : str
        ``"."`` or ``","``; the other one separates thousands.

    Returns
    -------
    Numbers
        Values and masks, with the index of ``cells``.

    Raises
    ------
    TypeError
        If ``cells`` are not text.

    Notes
    -----
    ``1,312`` and ``1,312개`` are read; ``1,31``, ``3만``, ``inf`` and numbers beyond the range of a
    double are not numbers here and end up in ``wrong``: a separator in the wrong place or a unit
    that multiplies must not be guessed at.

    References
    ----------
    IEEE 754 (2019), for the range.

    Examples
    --------
    >>> numbers = parse_numbers(pd.Series(["3,317", "*", "", "12개", "3만"]))
    >>> numbers.parsed.tolist()
    [3317.0, nan, nan, 12.0, nan]
    >>> numbers.wrong.tolist()
    [False, False, False, False, True]
    """
    texts = pa.array(cells, type=pa.string(), from_pandas=True)
    numerals = _swapped(texts) if decimal == "," else texts
    grouped = np.asarray(pc.match_substring_regex(numerals, f"^{_GROUPED}$").fill_null(False))
    plain = np.asarray(pc.match_substring_regex(numerals, f"^{_PLAIN}$").fill_null(False))
    values = _cast(pc.replace_substring(numerals, ",", ""), plain | grouped)
    rest = pd.Series(texts.filter(pa.array(~(plain | grouped))).to_pylist(), dtype="str").fillna("")
    kinds = np.full(len(cells), "number", dtype=object)
    kinds[~(plain | grouped)] = on_unique(rest, _kind_of(frozenset(suppressed), frozenset(missing)))
    counted = kinds == "counted"
    values[counted] = [_counted(cell, decimal) for cell in cells[counted]]
    kinds[(plain | grouped | counted) & ~np.isfinite(values)] = "wrong"
    masks = {name: kinds == name for name in ("missing", "suppressed", "wrong", "counted")}
    masks["grouped"] = grouped & (kinds == "number")
    values[masks["wrong"]] = np.nan
    return Numbers(
        parsed=pd.Series(values, index=cells.index),
        **{name: pd.Series(mask, index=cells.index) for name, mask in masks.items()},
    )


def _swapped(texts: pa.StringArray) -> pa.StringArray:
    """Exchange points and commas."""
    marked = pc.replace_substring(texts, ".", "\0")
    return pc.replace_substring(pc.replace_substring(marked, ",", "."), "\0", ",")


def _cast(numerals: pa.StringArray, good: BoolArray) -> FloatArray:
    values = np.full(len(numerals), np.nan)
    values[good] = np.asarray(numerals.filter(pa.array(good)).cast(pa.float64()))
    return values


def _kind_of(suppressed: frozenset[str], missing: frozenset[str]) -> Callable[[str], str]:
    def kind(cell: str) -> str:
        if cell in suppressed:
            return "suppressed"
        if cell == "" or cell in missing:
            return "missing"
        return "counted" if _COUNTED.fullmatch(cell) else "wrong"

    return kind


def _counted(cell: str, decimal: str) -> float:
    match = _COUNTED.fullmatch(cell)
    if match is None or decimal == ",":
        return np.nan
    return float(match.group(1).replace(",", ""))


def on_unique(cells: pd.Series, function: Callable[[str], Hashable]) -> ObjectArray:
    """Apply a function to every distinct text once, and give every cell its result.

    Parameters
    ----------
    cells : Series of str
        Cells that repeat, such as codes and years.
    function : callable
        Takes one text.

    Returns
    -------
    ndarray of object, shape (n_cells,)
        One result per cell.

    Raises
    ------
    Exception
        Whatever ``function`` raises.

    Notes
    -----
    ``result[k] = function(cells[k])``, at the cost of one call per distinct text.

    References
    ----------
    pandas documentation, ``factorize``.

    Examples
    --------
    >>> on_unique(pd.Series(["a", "b", "a"]), str.upper).tolist()
    ['A', 'B', 'A']
    """
    places, distinct = pd.factorize(cells)
    results = np.empty(len(distinct), dtype=object)
    results[:] = [function(cell) for cell in distinct]
    return results[places]


def parse_codes(cells: pd.Series, *, width: int | None = None) -> tuple[pd.Series, pd.Series]:
    """Read codes, mending those that went through a column of floats.

    Parameters
    ----------
    cells : Series of str
        Codes as printed.
    width : int, optional
        Number of digits; shorter codes of digits get zeros in front.

    Returns
    -------
    tuple of (Series of str, Series of bool)
        The codes, and which of them were changed.

    Raises
    ------
    TypeError
        If ``cells`` are not text.

    Notes
    -----
    ``31020.0`` becomes ``31020`` and, with ``width=5``, ``1001`` becomes ``01001``. Nothing else
    is changed: ``C26`` and ``01`` are codes as they are.

    References
    ----------
    ``docs/reference/profiles.md``.

    Examples
    --------
    >>> codes, changed = parse_codes(pd.Series(["31020.0", "01", "C26"]))
    >>> codes.tolist(), changed.tolist()
    (['31020', '01', 'C26'], [True, False, False])
    """

    def mend(cell: str) -> str:
        match = _FLOAT_CODE.fullmatch(cell)
        code = match.group(1) if match else cell
        return code.zfill(width) if width is not None and code.isdigit() else code

    codes = pd.Series(on_unique(cells, mend), index=cells.index, dtype="str")
    return codes, codes != cells


def parse_years(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Read calendar years.

    Parameters
    ----------
    cells : Series of str
        Years as printed, or months, of which the year is taken.

    Returns
    -------
    tuple of (Series of Int64, Series of bool)
        Years, missing where there is none, and which cells are no year.

    Raises
    ------
    TypeError
        If ``cells`` are not text.

    Notes
    -----
    ``2015``, ``2015.0``, ``2015년``, ``2015-05`` and ``2015년05월`` are 2015. Years outside
    1800 to 2100 are refused.

    References
    ----------
    ISO 8601-1 (2019), for years and months.

    Examples
    --------
    >>> years, wrong = parse_years(pd.Series(["2015.0", "2015년05월", "15"]))
    >>> years.tolist(), wrong.tolist()
    ([2015, 2015, <NA>], [False, False, True])
    """

    def read(cell: str) -> int | None:
        match = _YEAR.fullmatch(cell)
        year = int(match.group(1)) if match else 0
        return year if FIRST_YEAR <= year <= LAST_YEAR else None

    years = pd.Series(on_unique(cells, read).tolist(), index=cells.index, dtype="Int64")
    return years, years.isna()


@dataclass(frozen=True)
class Dates:
    """Days read from text; ``parsed`` is None where the cell is empty, a sentinel or wrong."""

    parsed: pd.Series
    missing: pd.Series
    sentinel: pd.Series
    wrong: pd.Series

    def repairs(self, cells: pd.Series) -> list[Finding]:
        """Report the sentinels that were emptied; ``cells`` are those that were parsed."""
        message = "A day that stands for 'none' was left empty."
        return describe_rows("sentinel-date", Action.REPAIRED, message, self.sentinel, cells)


def parse_dates(cells: pd.Series) -> Dates:
    """Read days, leaving out those that stand for "none" or "forever".

    Parameters
    ----------
    cells : Series of str
        Days as printed.

    Returns
    -------
    Dates
        Days and masks, with the index of ``cells``.

    Raises
    ------
    TypeError
        If ``cells`` are not text.

    Notes
    -----
    ``2013-01-31``, ``2013.1.31``, ``2013/01/31``, ``20130131``, ``2013년 1월 31일`` and the same with
    a time of day are read. The sentinels 0001-01-01, 0000-00-00, 1900-01-01, 2999-12-31, 9999-01-01
    and 9999-12-31 are empty. Days that the calendar does not have, or outside 1800 to 2100, are wrong.

    References
    ----------
    ISO 8601-1 (2019).

    Examples
    --------
    >>> days = parse_dates(pd.Series(["20130131", "9999-12-31", "2013-02-30"]))
    >>> days.parsed.tolist(), days.sentinel.tolist(), days.wrong.tolist()
    ([datetime.date(2013, 1, 31), None, None], [False, True, False], [False, False, True])
    """

    def read(cell: str) -> dt.date | str:
        if cell == "" or cell in MISSING_MARKS:
            return "missing"
        match = _DAY.fullmatch(cell)
        parts = tuple(map(int, match.groups())) if match else (0,)
        if parts in SENTINELS:
            return "sentinel"
        try:
            day = dt.date(*parts)
        except (TypeError, ValueError):
            return "wrong"
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else "wrong"

    read_cells = on_unique(cells, read)
    masks = {name: read_cells == name for name in ("missing", "sentinel", "wrong")}
    days = pd.Series(read_cells, index=cells.index, dtype=object)
    days[masks["missing"] | masks["sentinel"] | masks["wrong"]] = None
    return Dates(
        parsed=days,
        **{name: pd.Series(mask, index=cells.index, dtype=bool) for name, mask in masks.items()},
    )

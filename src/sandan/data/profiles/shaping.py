"""What the profiles of statistical tables have in common: choosing rows, building the table."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sandan.data.cells import Numbers, on_unique
from sandan.data.findings import describe_cells, describe_rows
from sandan.data.headers import plain_name
from sandan.data.missing import Status
from sandan.data.profiles.base import Options
from sandan.data.quality import Action, Finding, merge_findings
from sandan.data.reading import Piece, read_delimited
from sandan.errors import SourceError
from sandan.types import BoolArray

__all__ = [
    "Sieve",
    "cell_findings",
    "choice_of",
    "industry_rows",
    "joined",
    "read_whole",
    "status_of",
    "total_mask",
]

TOTAL_WORDS = frozenset(
    {
        "소계",
        "합계",
        "계",
        "총계",
        "전체",
        "total",
        "totals",
        "sum",
        "subtotal",
        "grandtotal",
        "allindustries",
    }
    | {"insgesamt", "gesamt", "summe"}
)


class Sieve:
    """Takes rows out of a piece one reason at a time, so that every row has at most one reason."""

    def __init__(self, index: pd.Index) -> None:
        self._index = index
        self._gone = np.zeros(len(index), dtype=bool)
        self.findings: list[Finding] = []

    @property
    def kept(self) -> BoolArray:
        """Mark the rows that no reason has taken out yet."""
        return ~self._gone

    def take_out(
        self, code: str, action: Action, message: str, where: BoolArray | pd.Series, shown: pd.Series
    ) -> None:
        """Take out the marked rows that are still there, and report how many those are."""
        now = np.asarray(where, dtype=bool) & ~self._gone
        self.findings += describe_rows(code, action, message, now, shown)
        self._gone |= now

    def note(
        self, code: str, action: Action, message: str, where: BoolArray | pd.Series, shown: pd.Series
    ) -> None:
        """Report something about the marked rows that are still there, and keep them."""
        now = np.asarray(where, dtype=bool) & ~self._gone
        self.findings += describe_rows(code, action, message, now, shown)


def choice_of(options: Options, name: str, allowed: Sequence[str]) -> str:
    """Return what an option says; the first of the allowed words if it is not given."""
    given = options.get(name, allowed[0])
    if given not in allowed:
        raise SourceError(f"The option `{name}` is {given!r}, but it must be one of {', '.join(allowed)}.")
    return given


def read_whole(path: Path, *, columns: Sequence[str], aliases: Mapping[str, str] | None = None) -> Piece:
    """Read a table that is short by its nature in one piece."""
    return joined(list(read_delimited(path, columns=columns, aliases=aliases)))


def joined(pieces: Sequence[Piece]) -> Piece:
    """Put pieces of one file together."""
    frame = pd.concat([piece.frame for piece in pieces]) if len(pieces) > 1 else pieces[0].frame
    findings = merge_findings(finding for piece in pieces for finding in piece.findings)
    return Piece(frame, sum(piece.rows_read for piece in pieces), findings, pieces[0].header)


def total_mask(cells: pd.Series, words: Collection[str] = TOTAL_WORDS) -> BoolArray:
    """Mark the cells that say that their row is a total."""
    return on_unique(cells, lambda cell: plain_name(cell) in words).astype(bool)


def industry_rows(
    *,
    region: pd.Series,
    region_name: pd.Series | str | None,
    industry: pd.Series | str,
    industry_name: pd.Series | str | None,
    period: pd.Series | int,
    measure: pd.Series | str,
    unit: pd.Series | str,
    value: pd.Series,
    status: pd.Series,
    lower: pd.Series | float = np.nan,
) -> pd.DataFrame:
    """Build rows of an industry table; bounds equal the value where there is one.

    ``lower`` is what is known of the cells without a value, for example 0 for counts.
    """
    reported = status == Status.REPORTED
    return pd.DataFrame(
        {
            "region": region,
            "region_name": _named(region_name, region.index),
            "industry": industry,
            "industry_name": _named(industry_name, region.index),
            "period": period,
            "measure": measure,
            "unit": unit,
            "value": value.where(reported),
            "status": status,
            "lower": value.where(reported, lower),
            "upper": value.where(reported),
        },
        index=region.index,
    ).astype({"period": "int64", "value": "float64", "lower": "float64", "upper": "float64"})


def _named(names: pd.Series | str | None, index: pd.Index) -> pd.Series:
    if isinstance(names, pd.Series):
        return names.where(names != "")
    return pd.Series(names, index=index, dtype="str")


def status_of(numbers: Numbers) -> pd.Series:
    """Say for every cell why it holds what it holds; cells that are no number count as not stated."""
    status = np.full(len(numbers.parsed), Status.REPORTED.value, dtype=object)
    status[(numbers.missing | numbers.wrong).to_numpy()] = Status.NOT_STATED.value
    status[numbers.suppressed.to_numpy()] = Status.SUPPRESSED.value
    return pd.Series(status, index=numbers.parsed.index, dtype="str")


_CELL_FINDINGS = (
    ("thousands-separator", Action.REPAIRED, "Thousands separators were taken out.", "grouped"),
    ("unit-in-number", Action.REPAIRED, "A counter after the number was taken off.", "counted"),
    (
        "suppressed-cell",
        Action.NOTED,
        "A mark hides the number; the cell is kept as suppressed.",
        "suppressed",
    ),
    (
        "empty-cell",
        Action.NOTED,
        "The source states no number; the cell is kept as not stated, not as 0.",
        "missing",
    ),
    ("unreadable-cell", Action.NOTED, "The cell is no number; it is kept as not stated.", "wrong"),
)


def cell_findings(frame: pd.DataFrame, numbers: Mapping[str, Numbers], kept: BoolArray) -> list[Finding]:
    """Report what was found in the cells of the kept rows, one finding per kind and not per column."""
    found: list[Finding] = []
    for code, action, message, kind in _CELL_FINDINGS:
        marks = np.column_stack([getattr(column, kind) for column in numbers.values()])
        found += describe_cells(code, action, message, marks & kept[:, None], frame[list(numbers)])
    return found


def note_negative(sieve: Sieve, numbers: Numbers, cells: pd.Series) -> None:
    """Say which numbers are below zero; they are kept, because value added can be."""
    message = "The number is below zero; it is kept as printed."
    sieve.note("negative-value", Action.NOTED, message, numbers.parsed < 0, cells)

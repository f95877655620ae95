"""What the profiles of statistical tables have in common: choosing rows, building the table."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.data.profiles.base import Options
from sandan.data.quality import Action, Finding, merge_findings
from sandan.data.reading.cells import Numbers, on_unique
from sandan.data.reading.delimited import Piece, read_delimited
from sandan.data.reading.findings import describe_cells, describe_rows
from sandan.data.reading.headers import plain_name
from sandan.errors import SourceError
from sandan.types import BoolArray

__all__ = [
    "Sieve",
    "cell_findings",
    "choice_of",
    "industry_rows",
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
    """Find out what an option says.

    Parameters
    ----------
    options : mapping of str to str
        What the person who imports has said.
    name : str
        The option.
    allowed : sequence of str
        The words that it may be; the first one holds if it is not given.

    Returns
    -------
    str
        One of ``allowed``.

    Raises
    ------
    SourceError
        If the option is another word.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    ``docs/reference/profiles.md`` lists the options.

    Examples
    --------
    >>> choice_of({}, "level", ("city", "district"))
    'city'
    """
    given = options.get(name, allowed[0])
    if given not in allowed:
        raise SourceError(f"The option `{name}` is {given!r}, but it must be one of {', '.join(allowed)}.")
    return given


def read_whole(path: Path, *, columns: Sequence[str], aliases: Mapping[str, str] | None = None) -> Piece:
    r"""Read a table that is short by its nature in one piece.

    Parameters
    ----------
    path : Path
        The file.
    columns : sequence of str
        Names that the header must have.
    aliases : mapping of str to str, optional
        Other names of columns.

    Returns
    -------
    Piece
        All rows, with the findings of all pieces.

    Raises
    ------
    SourceError
        As :func:`sandan.data.reading.delimited.read_delimited`.

    Notes
    -----
    The pieces of ``read_delimited``, joined; memory grows with the file.

    References
    ----------
    ``sandan.data.reading.delimited``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.csv")
    ...     _ = path.write_text("a,b\n1,2\n")
    ...     read_whole(path, columns=["a"]).rows_read
    1
    """
    pieces = list(read_delimited(path, columns=columns, aliases=aliases))
    frame = pd.concat([piece.frame for piece in pieces])
    findings = merge_findings(finding for piece in pieces for finding in piece.findings)
    return Piece(frame, sum(piece.rows_read for piece in pieces), findings, pieces[0].header)


def total_mask(cells: pd.Series, words: Collection[str] = TOTAL_WORDS) -> BoolArray:
    """Mark the cells that say that their row is a total.

    Parameters
    ----------
    cells : Series of str, shape (n_rows,)
        Names or codes.
    words : collection of str
        Words for totals, in lower case and without blanks.

    Returns
    -------
    array of bool, shape (n_rows,)
        True where the whole cell is such a word.

    Raises
    ------
    TypeError
        If a cell is not text.

    Notes
    -----
    Cells are compared by :func:`sandan.data.reading.headers.plain_name`; ``합 계`` is ``합계``.

    References
    ----------
    ``docs/how-to/map-your-own-table.md``.

    Examples
    --------
    >>> total_mask(pd.Series(["합 계", "Insgesamt", "Bremen"])).tolist()
    [True, True, False]
    """
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
    """Build rows of an industry table.

    Parameters
    ----------
    region, region_name, industry, industry_name, period, measure, unit : Series, str or int
        The columns of the contract; one value stands for all rows.
    value : Series of float, shape (n_rows,)
        Numbers; those whose status is not ``reported`` are left out.
    status : Series of str, shape (n_rows,)
        Why each cell holds what it holds.
    lower : Series or float
        What is known of the cells without a number, for example 0 for counts.

    Returns
    -------
    DataFrame, shape (n_rows, 11)
        The columns of ``industry_table``, with the index of ``region``.

    Raises
    ------
    ValueError
        If a period or a value is no number.

    Notes
    -----
    ``lower = upper = value`` where the status is ``reported``.

    References
    ----------
    ``docs/reference/columns.md``.

    Examples
    --------
    >>> two = pd.Series(["11", "21"])
    >>> rows = industry_rows(region=two, region_name=None, industry="C", industry_name=None, period=2015,
    ...                      measure="firms", unit="firms", value=pd.Series([3.0, 0.0]),
    ...                      status=pd.Series(["reported", "suppressed"]), lower=0.0)
    >>> rows[["region", "value", "lower", "upper"]]
      region  value  lower  upper
    0     11    3.0    3.0    3.0
    1     21    NaN    0.0    NaN
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
    """Say for every cell why it holds what it holds.

    Parameters
    ----------
    numbers : Numbers
        Cells that were read by :func:`sandan.data.reading.cells.parse_numbers`.

    Returns
    -------
    Series of str
        ``reported``, ``suppressed``, or ``not_stated`` for empty and unreadable cells.

    Raises
    ------
    AttributeError
        If ``numbers`` are none.

    Notes
    -----
    A mark that hides a number gives ``suppressed``; nothing gives zero but a zero.

    References
    ----------
    ``sandan.data.missing``.

    Examples
    --------
    >>> from sandan.data.reading.cells import parse_numbers
    >>> status_of(parse_numbers(pd.Series(["0", "*", ""]))).tolist()
    ['reported', 'suppressed', 'not_stated']
    """
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
    """Report what was found in the cells of the kept rows, one finding per kind.

    Parameters
    ----------
    frame : DataFrame
        The cells as text; its index holds the row numbers.
    numbers : mapping of str to Numbers
        What was read from some columns of the frame.
    kept : array of bool, shape (n_rows,)
        The rows that are in the table.

    Returns
    -------
    list of Finding
        Separators, counters, suppressed, empty and unreadable cells, in rows.

    Raises
    ------
    KeyError
        If a column is not in the frame.

    Notes
    -----
    A row counts once per kind, however many of its cells are concerned.

    References
    ----------
    ``sandan.data.quality``.

    Examples
    --------
    >>> from sandan.data.reading.cells import parse_numbers
    >>> frame = pd.DataFrame({"jobs": ["1,312", "*"]}, index=[1, 2])
    >>> numbers = {"jobs": parse_numbers(frame["jobs"])}
    >>> [(found.code, found.rows) for found in cell_findings(frame, numbers, np.array([True, True]))]
    [('thousands-separator', 1), ('suppressed-cell', 1)]
    """
    found: list[Finding] = []
    for code, action, message, kind in _CELL_FINDINGS:
        marks = np.column_stack([getattr(column, kind) for column in numbers.values()])
        found += describe_cells(code, action, message, marks & kept[:, None], frame[list(numbers)])
    return found


def note_negative(sieve: Sieve, numbers: Numbers, cells: pd.Series) -> None:
    """Say which numbers are below zero; they are kept, because value added can be.

    Parameters
    ----------
    sieve : Sieve
        Takes the finding.
    numbers : Numbers
        What was read.
    cells : Series of str
        What an example shows; its index holds the row numbers.

    Returns
    -------
    None
        The finding is in ``sieve.findings``.

    Raises
    ------
    IndexError
        If the lengths differ.

    Notes
    -----
    ``value < 0`` among the rows that are kept.

    References
    ----------
    ``docs/reference/profiles.md``.

    Examples
    --------
    >>> from sandan.data.reading.cells import parse_numbers
    >>> cells = pd.Series(["-25", "3"], index=[1, 2])
    >>> sieve = Sieve(cells.index)
    >>> note_negative(sieve, parse_numbers(cells), cells)
    >>> sieve.findings[0].examples
    ('row 1: -25',)
    """
    message = "The number is below zero; it is kept as printed."
    sieve.note("negative-value", Action.NOTED, message, numbers.parsed < 0, cells)

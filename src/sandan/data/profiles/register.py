"""Tables in Sandan's own layouts: column for column those of a contract, as CSV or Parquet."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sandan.data.contracts import (
    APPLICATIONS,
    ESTABLISHMENTS,
    INDICATOR_VALUES,
    INDUSTRY_OCCUPATIONS,
    INDUSTRY_TABLE,
    INPUT_OUTPUT,
    JOB_COUNTS,
    OCCUPATIONS,
    TIES,
    Column,
    Contract,
)
from sandan.data.missing import Status
from sandan.data.profiles.base import Options, Profile, Reader
from sandan.data.quality import Action, Chunk, Finding
from sandan.data.reading.cells import FIRST_YEAR, LAST_YEAR, parse_dates, parse_numbers
from sandan.data.reading.delimited import read_delimited
from sandan.data.reading.findings import describe_rows, noted
from sandan.errors import HeaderError, SourceError
from sandan.types import BoolArray

__all__ = [
    "SANDAN_APPLICATIONS",
    "SANDAN_INDICATORS",
    "SANDAN_INDUSTRY_OCCUPATIONS",
    "SANDAN_INDUSTRY_TABLE",
    "SANDAN_INPUT_OUTPUT",
    "SANDAN_JOBS",
    "SANDAN_OCCUPATIONS",
    "SANDAN_REGISTER",
    "SANDAN_TIES",
]

PARQUET_MAGIC = b"PAR1"
GENERATED = b"generated, not a real place"
NOTICE_BYTES, FOOTER_BYTES = 1 << 10, 1 << 16
ROWS_AT_ONCE = 1 << 16
LARGEST_WHOLE = 2**53
_TRUE, _FALSE = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no"})
_NEVER_NEGATIVE = ("workers", "amount_asked", "amount_granted", "persons", "person_days", "anyway")
DAYS_OF_A_YEAR = 366


@dataclass(frozen=True)
class _Cells:
    """One column as the contract wants it; ``wrong`` marks cells that say something else."""

    parsed: pd.Series
    wrong: BoolArray
    findings: tuple[Finding, ...] = ()


def _reader(contract: Contract) -> Reader:
    """Make the reader of one contract."""

    def read(path: Path, options: Options) -> Iterator[Chunk]:  # noqa: ARG001 -- these profiles take no options
        pieces = _parquet_pieces(path, contract) if _is_parquet(path) else _text_pieces(path, contract)
        own = _about_itself(path)
        for frame, rows_read, findings in pieces:
            yield _chunk(frame, rows_read, (*own, *findings), contract)
            own = ()

    return read


def _about_itself(path: Path) -> tuple[Finding, ...]:
    """Notice a file that says that it is generated: in its first line, or at the end of a Parquet file."""
    with path.open("rb") as file:
        head = file.read(NOTICE_BYTES)
        file.seek(0, 2)
        file.seek(max(0, file.tell() - FOOTER_BYTES))
        said = GENERATED in head or (head.startswith(PARQUET_MAGIC) and GENERATED in file.read())
    return (
        (noted("generated", "The file says of itself that it is generated, not a real place."),)
        if said
        else ()
    )


_Pieces: TypeAlias = Iterator[tuple[pd.DataFrame, int, tuple[Finding, ...]]]


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(PARQUET_MAGIC)) == PARQUET_MAGIC


def _text_pieces(path: Path, contract: Contract) -> _Pieces:
    needed = [column.name for column in contract.columns if column.required]
    aliases = {column.name: column.name for column in contract.columns}
    for piece in read_delimited(path, columns=needed, aliases=aliases):
        yield piece.frame, piece.rows_read, (*piece.findings, *_left_out(list(piece.frame.columns), contract))


def _parquet_pieces(path: Path, contract: Contract) -> _Pieces:
    """Read a Parquet file a few thousand rows at a time."""
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise SourceError(
            f"{path.name} begins like Parquet but is damaged ({error}); fetch it again."
        ) from error
    names = file.schema_arrow.names
    for column in contract.columns:
        if column.required and column.name not in names:
            raise HeaderError(
                f"{path.name} has no column `{column.name}` ({column.meaning}), which {contract.kind} needs; "
                f"its columns are {', '.join(names)}."
            )
    wanted = [name for name in contract.names if name in names]
    findings = _left_out(names, contract)
    first = 1
    try:
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, columns=wanted):
            frame = batch.to_pandas()
            yield frame.set_index(pd.RangeIndex(first, first + len(frame))), len(frame), findings
            first, findings = first + len(frame), ()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise SourceError(
            f"{path.name} cannot be read beyond row {first - 1} ({error}); fetch it again."
        ) from error


def _left_out(names: list[str], contract: Contract) -> tuple[Finding, ...]:
    unknown = [name for name in names if name not in contract.names]
    if not unknown:
        return ()
    return (noted("column-left-out", f"{contract.kind} does not know the columns {', '.join(unknown)}."),)


@dataclass(frozen=True)
class _Rows:
    """Some rows as they stand in the file, and as the contract wants them."""

    printed: pd.DataFrame
    cells: dict[str, _Cells]
    contract: Contract

    @cached_property
    def table(self) -> pd.DataFrame:
        """The parsed columns side by side."""
        return pd.DataFrame({n: c.parsed for n, c in self.cells.items()}, index=self.printed.index)


def _chunk(frame: pd.DataFrame, rows_read: int, findings: tuple[Finding, ...], contract: Contract) -> Chunk:
    """Give the rows that keep the contract, and refuse the others, each for its first fault."""
    empty = pd.Series(None, index=frame.index, dtype="str")
    cells = {c.name: _cells(frame.get(c.name, empty), c) for c in contract.columns}
    if "longitude" in cells:
        points, mended = _points(cells["longitude"], cells["latitude"])
        cells, findings = cells | points, findings + mended
    rows = _Rows(frame, cells, contract)
    refused = np.zeros(len(frame), dtype=bool)
    for check in (_unreadable, _empty, _unknown, _against_status):
        for code, message, bad, shown in check(rows):
            fresh = bad & ~refused
            findings += tuple(describe_rows(code, Action.REFUSED, message, fresh, shown.astype("str")))
            refused = refused | fresh
    findings += tuple(finding for found in rows.cells.values() for finding in found.findings)
    kept = rows.table[~refused].reset_index(drop=True)
    return Chunk(kept, rows_read, findings + _remarks(kept, contract))


def _cells(cells: pd.Series, column: Column) -> _Cells:
    """Read one column; numbers that are numbers already are taken as they are."""
    if column.type == pa.date32():
        return _days(_text(cells))
    if column.type == pa.bool_():
        return _truths(_text(cells))
    if column.type in (pa.int64(), pa.float64()):
        return _numbers(cells, column)
    text = cells.astype("str")
    return _Cells(text.mask(text.str.strip() == ""), np.zeros(len(cells), dtype=bool))


def _text(cells: pd.Series) -> pd.Series:
    return cells.astype("str").fillna("")


def _numbers(cells: pd.Series, column: Column) -> _Cells:
    """Read numbers; whole ones, years and numbers that are never negative are held to that."""
    findings: tuple[Finding, ...] = ()
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        parsed = cells.astype(float)
        wrong = np.isinf(parsed.to_numpy())
    else:
        numbers = parse_numbers(_text(cells))
        parsed, wrong = numbers.parsed, numbers.wrong.to_numpy(dtype=bool)
        findings = tuple(numbers.repairs(_text(cells)))
    wrong = wrong | ~_plausible(parsed, column)
    parsed = parsed.mask(wrong)
    return _Cells(parsed.astype("Int64") if column.type == pa.int64() else parsed, wrong, findings)


def _plausible(parsed: pd.Series, column: Column) -> BoolArray:
    """Tell which numbers a column can hold; an empty cell is another matter."""
    numbers = parsed.to_numpy(dtype=float)
    fits = np.ones(len(numbers), dtype=bool)
    if column.type == pa.int64():
        fits &= (numbers % 1 == 0) & (np.abs(numbers) <= LARGEST_WHOLE)
    if column.name == "period":
        fits &= (numbers >= FIRST_YEAR) & (numbers <= LAST_YEAR)
    if column.name in _NEVER_NEGATIVE:
        fits &= numbers >= 0
    return np.asarray(fits | np.isnan(numbers))


def _points(longitude: _Cells, latitude: _Cells) -> tuple[dict[str, _Cells], tuple[Finding, ...]]:
    """Leave a point empty that is not on the globe, or has one coordinate only; the site still counts."""
    x, y = longitude.parsed, latitude.parsed
    good = x.between(-180, 180) & y.between(-90, 90)
    given = x.notna() | y.notna() | longitude.wrong | latitude.wrong
    message = "The coordinates are no point on the globe; they are left empty."
    findings = describe_rows("unreadable-point", Action.REPAIRED, message, given & ~good, _shown(x, y))
    fine = np.zeros(len(x), dtype=bool)
    points = {
        "longitude": _Cells(x.where(good), fine, longitude.findings),
        "latitude": _Cells(y.where(good), fine, latitude.findings),
    }
    return points, tuple(findings)


def _shown(x: pd.Series, y: pd.Series) -> pd.Series:
    return x.astype("str").fillna("") + " " + y.astype("str").fillna("")


def _days(text: pd.Series) -> _Cells:
    days = parse_dates(text)
    return _Cells(days.parsed, days.wrong.to_numpy(dtype=bool), tuple(days.repairs(text)))


def _truths(text: pd.Series) -> _Cells:
    words = text.str.strip().str.lower()
    yes, no = words.isin(_TRUE), words.isin(_FALSE)
    return _Cells(yes.astype("boolean").mask(~(yes | no)), (~(yes | no) & (words != "")).to_numpy())


_Problems: TypeAlias = Iterator[tuple[str, str, BoolArray, pd.Series]]


def _unreadable(rows: _Rows) -> _Problems:
    for column in rows.contract.columns:
        wrong = rows.cells[column.name].wrong
        if wrong.any():
            message = f"`{column.name}` ({column.meaning}) cannot be read."
            yield f"unreadable-{column.name}", message, wrong, rows.printed[column.name]


def _empty(rows: _Rows) -> _Problems:
    nothing = pd.Series("", index=rows.printed.index, dtype="str")
    for column in rows.contract.columns:
        if column.required:
            bad = rows.table[column.name].isna().to_numpy()
            yield f"empty-{column.name}", f"`{column.name}` ({column.meaning}) is empty.", bad, nothing


def _unknown(rows: _Rows) -> _Problems:
    for column in rows.contract.columns:
        if column.allowed is not None:
            bad = ~rows.table[column.name].isin(column.allowed).to_numpy()
            message = f"`{column.name}` is none of {', '.join(sorted(column.allowed))}."
            yield f"unknown-{column.name}", message, bad, rows.table[column.name]


def _against_status(rows: _Rows) -> _Problems:
    if "status" not in rows.contract.names:
        return
    number, status = "value" if "value" in rows.contract.names else "workers", rows.table["status"]
    bad = (rows.table[number].notna() != (status == Status.REPORTED)).to_numpy()
    message = f"`{number}` and `status` disagree: a number stands exactly where the status is reported."
    yield "number-against-status", message, bad, status


def _remarks(table: pd.DataFrame, contract: Contract) -> tuple[Finding, ...]:
    """Point at what may be so, but readers must know."""
    if table.empty:
        return ()
    if contract is APPLICATIONS:
        return _odd_decisions(table)
    return _odd_jobs(table) if contract is JOB_COUNTS else ()


def _odd_decisions(table: pd.DataFrame) -> tuple[Finding, ...]:
    """Point at decisions that do not follow from the score; boards may decide so."""
    odd = table["selected"].astype(bool) != (table["score"] >= table["cut_off"])
    message = "The decision differs from what score and cut-off say."
    return tuple(describe_rows("decision-against-score", Action.NOTED, message, odd, table["enterprise"]))


def _odd_jobs(table: pd.DataFrame) -> tuple[Finding, ...]:
    """Point at counts that look like another unit, or like the same jobs again."""
    persons, days, record = table["persons"], table["person_days"], table["record"]
    again = table["client"].notna() & table.duplicated(["area", "period", "kind", "client"], keep=False)
    found = (
        ("no-number", "The row counts neither persons nor person-days.", persons.isna() & days.isna()),
        (
            "days-beyond-the-year",
            f"There are more than {DAYS_OF_A_YEAR} days for a person: one of the two is in another unit.",
            days > DAYS_OF_A_YEAR * persons,
        ),
        (
            "more-anyway-than-counted",
            "More persons would have had the job anyway than were counted.",
            table["anyway"] > persons,
        ),
        (
            "client-again",
            "The same client stands in several rows of one kind and year; its jobs count once.",
            again,
        ),
    )
    return tuple(
        finding
        for code, message, rows in found
        for finding in describe_rows(code, Action.NOTED, message, rows, record)
    )


def _profile(
    name: str, contract: Contract, title: str, notes: tuple[str, ...], *, version: str = "1"
) -> Profile:
    return Profile(
        name=name,
        version=version,
        kind=contract.kind,
        title=title,
        source="the office's own records, or the generated country",
        licence="that of the office; generated files are free of rights",
        read=_reader(contract),
        not_to_be_read_as=notes,
    )


SANDAN_REGISTER = _profile(
    "sandan-register",
    ESTABLISHMENTS,
    "Sites by year, in Sandan's own layout",
    ("A list of firms: one enterprise can have several sites.",),
    version="2",
)
SANDAN_INDUSTRY_TABLE = _profile(
    "sandan-industry-table",
    INDUSTRY_TABLE,
    "Regions by industries by years, in Sandan's own layout",
    ("Zeros where a cell is suppressed: the number exists, and its bounds stand beside it.",),
)
SANDAN_INDICATORS = _profile(
    "sandan-indicators",
    INDICATOR_VALUES,
    "Values of indicators, in Sandan's own layout",
    ("One series across definition versions.", "Results, where the stage is target or announced."),
)
SANDAN_APPLICATIONS = _profile(
    "sandan-applications",
    APPLICATIONS,
    "Applications for support with scores and decisions, in Sandan's own layout",
    ("Evidence of an effect: firms that were chosen differ from the others before any support.",),
)
SANDAN_INPUT_OUTPUT = _profile(
    "sandan-input-output",
    INPUT_OUTPUT,
    "Sales between industries (input-output table), in Sandan's own layout",
    (
        "A table of regions: it says what industries of the whole country buy from each other, not where.",
        "Sales: it holds what others use as inputs, without investment, consumption and exports.",
    ),
)
SANDAN_JOBS = _profile(
    "sandan-jobs",
    JOB_COUNTS,
    "Jobs that programmes count, in the seven official kinds, in Sandan's own layout",
    (
        "Jobs that came about by the programmes: some would be there without them, see `anyway`.",
        "Persons and person-days together: they are two units and have no sum.",
        "A sum over kinds as persons: one client may be helped in several kinds.",
    ),
)
SANDAN_OCCUPATIONS = _profile(
    "sandan-occupations",
    OCCUPATIONS,
    "Jobs by region and occupation, in Sandan's own layout",
    (
        "One series across revisions of the classification: a code can mean something else in the next one.",
        "Jobs of a place, where the basis is residence: these people live there and may work elsewhere.",
        "Zeros where a cell is suppressed: the number exists, and its bounds stand beside it.",
    ),
)
SANDAN_INDUSTRY_OCCUPATIONS = _profile(
    "sandan-industry-occupations",
    INDUSTRY_OCCUPATIONS,
    "Jobs by industry and occupation in the whole country, in Sandan's own layout",
    ("Occupations of an industry in one region: they can differ from the whole country.",),
)
SANDAN_TIES = _profile(
    "sandan-ties",
    TIES,
    "Dated ties between enterprises, in Sandan's own layout",
    (
        "All ties that there are: it holds those that somebody recorded.",
        "Ties between sites: an enterprise with several sites has one name here.",
    ),
)

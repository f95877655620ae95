"""What the profiles of firm lists have in common: names, codes, days, coordinates, and persons left out."""

from collections.abc import Mapping, Sequence

import pandas as pd

from sandan.data.contracts import FIRM_LIST
from sandan.data.profiles.shaping import Sieve, total_mask
from sandan.data.quality import Action, Finding
from sandan.data.reading.cells import parse_dates, parse_numbers
from sandan.data.reading.findings import noted
from sandan.data.reading.headers import Header
from sandan.errors import HeaderError


def column(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column that not every variant of the list has; empty cells where it is absent."""
    return frame[name] if name in frame else pd.Series("", index=frame.index, dtype="str")


def first_filled(frame: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    """Return for each row the first of some columns that says anything."""
    found = pd.Series("", index=frame.index, dtype="str")
    for name in names:
        found = found.where(found != "", column(frame, name))
    return found


def require_any(header: Header | None, names: Sequence[str], what: str) -> None:
    """Refuse a file that has none of some columns."""
    present = header.names if header else ()
    if not set(names) & set(present):
        raise HeaderError(
            f"The columns are {', '.join(present)}, but a column with {what} is missing "
            f"({' or '.join(names)}); check that the file is the one that the profile reads."
        )


def start(frame: pd.DataFrame, name: str) -> Sieve:
    """Begin a sieve: rows without the name of a firm are refused, rows of totals set aside."""
    sieve = Sieve(frame.index)
    cells = frame[name]
    sieve.take_out("total", Action.SET_ASIDE, "The row is a total, not a firm.", total_mask(cells), cells)
    sieve.take_out("no-name", Action.REFUSED, "The row names no firm.", cells == "", cells)
    return sieve


def persons_left_out(header: Header | None, names: Sequence[str]) -> list[Finding]:
    """Say which columns about persons were not taken over."""
    found = [name for name in (header.names if header else ()) if name in names]
    if not found:
        return []
    message = f"Data about persons is not taken over: {', '.join(found)}."
    return [noted("personal-data", message)]


def days(frame: pd.DataFrame, name: str, sieve: Sieve) -> pd.Series:
    """Read a column of days; sentinels and days that cannot be read are left empty and reported."""
    cells = column(frame, name)
    dates = parse_dates(cells)
    message = f"{name}: a day that stands for 'none' was left empty."
    sieve.note("sentinel-date", Action.REPAIRED, message, dates.sentinel, cells)
    message = f"{name}: no day can be read; it is left empty, as not stated."
    sieve.note("unreadable-date", Action.REPAIRED, message, dates.wrong, cells)
    return dates.parsed


def whole_numbers(frame: pd.DataFrame, name: str, sieve: Sieve) -> pd.Series:
    """Read a column of counts; what is no whole number of 0 or more is left empty and reported."""
    cells = column(frame, name)
    numbers = parse_numbers(cells)
    sieve.note(
        "thousands-separator",
        Action.REPAIRED,
        "Thousands separators were taken out.",
        numbers.grouped,
        cells,
    )
    good = (numbers.parsed >= 0) & (numbers.parsed % 1 == 0) & (numbers.parsed < 2**53)
    message = f"{name}: no whole number of 0 or more; it is left empty, as not stated."
    sieve.note("unreadable-number", Action.REPAIRED, message, ~good & ~numbers.missing, cells)
    return numbers.parsed.where(good).astype("Int64")


def firm_rows(
    frame: pd.DataFrame, sieve: Sieve, *, extra: Mapping[str, pd.Series], **known: pd.Series
) -> pd.DataFrame:
    """Build the rows of a firm list; columns that are not known are empty, extra ones are text."""
    table = pd.DataFrame({"row": frame.index.astype("int64"), **known}, index=frame.index)
    table = table.reindex(columns=FIRM_LIST.names).assign(**extra)
    table = table.astype({"workers": "Int64", "longitude": "float64", "latitude": "float64"})
    other = {"row", "workers", "longitude", "latitude", "valid_from", "valid_to"}
    for name in table.columns.difference(list(other)):
        text = table[name].astype("str")
        table[name] = text.where(text != "")
    return table[sieve.kept].reset_index(drop=True)

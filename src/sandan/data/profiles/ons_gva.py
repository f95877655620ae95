"""United Kingdom: value added by ITL area and industry, population by ITL area (wide by year)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.shaping import (
    Sieve,
    cell_findings,
    choice_of,
    industry_rows,
    read_whole,
    status_of,
)
from sandan.data.quality import Action, Chunk, Finding
from sandan.data.reading.cells import Numbers, on_unique, parse_numbers
from sandan.data.reading.findings import describe_cells, noted
from sandan.data.reading.headers import Header
from sandan.errors import HeaderError

__all__ = ["ONS_GVA_ITL", "ONS_POPULATION_ITL"]

LEVELS = ("sections", "divisions", "total")
TOTAL = "Total"
GROUPS = frozenset({TOTAL, "A-E", "G-T"})
AREA_COLUMNS = ("ITL code", "Region name")
INDUSTRY_COLUMNS = ("SIC07 code", "SIC07 description")
ROUNDING = 0.5
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Real estate (68) is printed in two parts that are not SIC divisions of their own.
IMPUTED_RENT = "68IMP"

_SECTION = re.compile(r"([A-T][A-T]?(?:-[A-T]{1,2})?) \(([0-9]{1,2})(?:-([0-9]{1,2}))?\)")
_DIVISION = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?")
_DATE = re.compile(rf"([0-9]{{1,2}})-({'|'.join(MONTHS)})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True)
class _Industry:
    """A code of the hierarchy: what it is called here, and the SIC divisions that it covers."""

    code: str
    covers: frozenset[str]
    printed_section: bool


def _industry(printed: str) -> _Industry | None:
    """Read a code of the hierarchy; None if it is none."""
    section, division = _SECTION.fullmatch(printed), _DIVISION.fullmatch(printed)
    if printed == IMPUTED_RENT:
        return _Industry(printed, frozenset({IMPUTED_RENT}), printed_section=False)
    if section:
        return _Industry(section[1], _covered(section[2], section[3], whole=True), printed_section=True)
    if division:
        return _Industry(printed, _covered(division[1], division[2], whole=False), printed_section=False)
    return None


def _covered(first: str, last: str | None, *, whole: bool) -> frozenset[str]:
    divisions = range(int(first), int(last or first) + 1)
    imputed = {IMPUTED_RENT} if whole and 68 in divisions else set()
    return frozenset(map(str, divisions)) | imputed


def _level_codes(printed: set[str], level: str) -> dict[str, str]:
    """Choose the codes of one level, none inside another, with what they are called."""
    if level == "total":
        return {TOTAL: TOTAL}
    known = {text: industry for text in printed if (industry := _industry(text)) is not None}
    if level == "sections":
        known = {text: industry for text, industry in known.items() if industry.printed_section}
        chosen = {t: i for t, i in known.items() if not any(i.covers < o.covers for o in known.values())}
    else:
        chosen = {t: i for t, i in known.items() if not any(i.covers > o.covers for o in known.values())}
    return {text: industry.code for text, industry in chosen.items()}


def read_value_added(path: Path, options: Options) -> Iterator[Chunk]:
    """Read value added at one level of the industry hierarchy; all other levels are set aside."""
    level = choice_of(options, "level", LEVELS)
    piece = read_whole(path, columns=(*AREA_COLUMNS, *INDUSTRY_COLUMNS))
    frame, sieve = piece.frame, Sieve(piece.frame.index)
    _choose_areas(frame, sieve)
    printed, mended = _without_dates(frame["SIC07 code"])
    message = "A spreadsheet had turned the code into a date (11-12 into 11-Dec); it was turned back."
    sieve.note("code-turned-date", Action.REPAIRED, message, mended, frame["SIC07 code"])
    known = printed.map(lambda code: code in GROUPS or _industry(code) is not None)
    sieve.take_out("unknown-industry", Action.REFUSED, "The code is none of SIC 2007.", ~known, printed)
    years = _years(piece.header)
    numbers = {year: parse_numbers(frame[year]) for year in years}
    chosen = _level_codes(set(printed[sieve.kept]), level)
    sums = _check_sums(frame["ITL code"], printed, numbers, sieve, chosen)
    message = f"The row is of another level of the hierarchy than {level}, and would count twice."
    sieve.take_out("subtotal", Action.SET_ASIDE, message, ~printed.isin(chosen), printed)
    industry = (printed.map(chosen), frame["SIC07 description"])
    table = _rows(frame, numbers, sieve, industry, ("gross_value_added", "million GBP"))
    found = cell_findings(frame, numbers, sieve.kept) + _negative(frame, numbers, sieve)
    yield Chunk(table, piece.rows_read, (*piece.findings, *sieve.findings, *sums, *found))


def read_population(path: Path, options: Options) -> Iterator[Chunk]:
    """Read the residents of the areas of one level."""
    areas = choice_of(options, "areas", ("ITL3", "ITL2", "ITL1"))
    piece = read_whole(path, columns=("ITL", *AREA_COLUMNS))
    frame, sieve = piece.frame, Sieve(piece.frame.index)
    sieve.take_out("no-region", Action.REFUSED, "The row has no code.", frame["ITL code"] == "", frame["ITL"])
    message = f"The row is of another level of areas than {areas}, and would count twice."
    sieve.take_out("subtotal", Action.SET_ASIDE, message, frame["ITL"] != areas, frame["Region name"])
    numbers = {year: parse_numbers(frame[year]) for year in _years(piece.header)}
    industry = (pd.Series("all", index=frame.index), pd.Series("", index=frame.index, dtype="str"))
    table = _rows(frame, numbers, sieve, industry, ("population", "persons"))
    found = cell_findings(frame, numbers, sieve.kept)
    yield Chunk(table, piece.rows_read, (*piece.findings, *sieve.findings, *found))


def _choose_areas(frame: pd.DataFrame, sieve: Sieve) -> None:
    codes = frame["ITL code"]
    sieve.take_out("no-region", Action.REFUSED, "The row has no code.", codes == "", frame["Region name"])
    finest = codes.str.len().max()
    message = "The area holds others of the table and would count twice."
    sieve.take_out("area-total", Action.SET_ASIDE, message, codes.str.len() < finest, frame["Region name"])


def _without_dates(codes: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Turn 11-Dec back into 11-12."""

    def mend(code: str) -> str:
        date = _DATE.fullmatch(code)
        return f"{int(date[1])}-{MONTHS.index(date[2]) + 1}" if date else code

    mended = pd.Series(on_unique(codes, mend), index=codes.index, dtype="str")
    return mended, mended != codes


def _years(header: Header) -> list[str]:
    years = [name for name in header.names if _YEAR.fullmatch(name)]
    if not years:
        raise HeaderError(
            f"No column is a year such as 2022; the columns are {', '.join(header.names[:8])}. "
            "Check that this is the file of the profile."
        )
    return years


def _rows(
    frame: pd.DataFrame,
    numbers: Mapping[str, Numbers],
    sieve: Sieve,
    industry: tuple[pd.Series, pd.Series],
    meaning: tuple[str, str],
) -> pd.DataFrame:
    """Turn the columns of years into rows."""
    kept = sieve.kept
    parts = [
        industry_rows(
            region=frame["ITL code"][kept],
            region_name=frame["Region name"][kept],
            industry=industry[0][kept],
            industry_name=industry[1][kept],
            period=int(year),
            measure=meaning[0],
            unit=meaning[1],
            value=found.parsed[kept],
            status=status_of(found)[kept],
        )
        for year, found in numbers.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _negative(frame: pd.DataFrame, numbers: Mapping[str, Numbers], sieve: Sieve) -> list[Finding]:
    below = np.column_stack([found.parsed < 0 for found in numbers.values()]) & sieve.kept[:, None]
    message = "The number is below zero; it is kept as printed."
    return describe_cells("negative-value", Action.NOTED, message, below, frame[list(numbers)])


def _check_sums(
    areas: pd.Series,
    printed: pd.Series,
    numbers: Mapping[str, Numbers],
    sieve: Sieve,
    chosen: Mapping[str, str],
) -> list[Finding]:
    """Compare the chosen level with the printed total, within the rounding of its parts."""
    values = pd.DataFrame({year: found.parsed for year, found in numbers.items()})[sieve.kept]
    areas, printed = areas[sieve.kept], printed[sieve.kept]
    parts = values[printed.isin(chosen)].groupby(areas).sum(min_count=1)
    total = values[printed == TOTAL].groupby(areas).first()
    off = (parts - total).abs() > ROUNDING * (len(chosen) + 1)
    if not off.to_numpy().any():
        return []
    worst = (parts - total).abs().max().max()
    message = (
        f"In {int(off.to_numpy().sum())} areas and years the industries of this level do not add up to the "
        f"printed total within rounding; the largest difference is {worst:,.0f}."
    )
    return [noted("sums-differ", message)]


ONS_GVA_ITL = Profile(
    name="ons-gva-itl",
    version="1",
    kind="industry_table",
    title="United Kingdom: gross value added by ITL area and industry, current prices",
    source="Office for National Statistics, regional gross value added (balanced) by industry, 2024",
    licence="Open Government Licence v3.0",
    read=read_value_added,
    not_to_be_read_as=(
        "Growth in volume: values are at current prices.",
        "A table to mix with the chained-volume one, which does not add up over industries.",
        "Income of residents: value added stands where the work is done.",
    ),
    options={"level": "sections, divisions (the finest that is printed) or total"},
)

ONS_POPULATION_ITL = Profile(
    name="ons-population-itl",
    version="1",
    kind="industry_table",
    title="United Kingdom: residents by ITL area",
    source="Office for National Statistics, regional gross value added, table 6, April 2024",
    licence="Open Government Licence v3.0",
    read=read_population,
    not_to_be_read_as=("People who work there: residents are counted where they live.",),
    options={"areas": "ITL3, ITL2 or ITL1"},
)

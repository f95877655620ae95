"""Seongnam by dong: establishments in 2023, workers in 2024, and a file whose names are joined wrongly."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.seongnam_join import DISTRICTS, DONGS, names_of_codes, refuse_wrong_join
from sandan.data.profiles.shaping import (
    Sieve,
    cell_findings,
    choice_of,
    industry_rows,
    read_whole,
    status_of,
)
from sandan.data.quality import Action, Chunk, Finding
from sandan.data.reading.cells import Numbers, parse_codes, parse_numbers
from sandan.data.reading.findings import noted
from sandan.data.reading.headers import Header
from sandan.errors import HeaderError
from sandan.types import BoolArray

__all__ = ["SEONGNAM_BIZ_DONG", "SEONGNAM_WORKERS_DONG"]

# The first division of a section of KSIC 10; the columns of the source name ranges of divisions.
SECTIONS = dict(
    zip(
        (
            "01",
            "05",
            "10",
            "35",
            "36",
            "41",
            "45",
            "49",
            "55",
            "58",
            "64",
            "68",
            "70",
            "74",
            "84",
            "85",
            "86",
            "90",
            "94",
        ),
        "ABCDEFGHIJKLMNOPQRS",
        strict=True,
    )
)
_BY_DIVISIONS = re.compile(r"(.+?)\s*\(([0-9]{2})(?:~[0-9]{2})?\)")
_BY_SECTION = re.compile(r"industry_([A-S])")

DISTRICT, DONG_CODE, DONG_NAME = "gu_name", "행정구역읍면동코드", "dong_name"


def read_establishments(path: Path, options: Options) -> Iterator[Chunk]:
    """Read establishments by name of the place; places that are no administrative dong are told apart."""
    places = choice_of(options, "places", ("administrative", "all"))
    piece = read_whole(path, columns=(DISTRICT, DONG_NAME, "total_biz"))
    frame, sieve = piece.frame, Sieve(piece.frame.index)
    columns = {}
    for name in piece.header.names:
        match = _BY_DIVISIONS.fullmatch(name)
        if match and match[2] in SECTIONS:
            columns[name] = (SECTIONS[match[2]], match[1])
    _refuse_without_industries(columns, piece.header)
    districts, names = frame[DISTRICT], frame[DONG_NAME]
    _refuse_other_districts(districts, sieve)
    numbers = {name: parse_numbers(frame[name]) for name in columns}
    total = parse_numbers(frame["total_biz"]).parsed
    codes = _codes_of_names(districts, names)
    if places == "administrative":
        _set_other_places_aside(districts, names, codes, total, sieve)
    _note_two_meanings(districts, names, sieve)
    kept = sieve.kept
    places_kept = pd.DataFrame({"region": codes, "name": names})[kept]
    table = _rows(places_kept, columns, numbers, {}, ("establishments", "establishments", 2023))
    found = [*_check_sums(numbers, total, kept), *cell_findings(frame, numbers, kept)]
    yield Chunk(table, piece.rows_read, (*piece.findings, *sieve.findings, *found))


def read_workers(path: Path, _options: Options) -> Iterator[Chunk]:
    """Read workers by code of the dong; a file in which names were joined to wrong codes is refused."""
    piece = read_whole(path, columns=(DISTRICT, DONG_CODE, "total_workers"))
    frame, sieve = piece.frame, Sieve(piece.frame.index)
    columns = {}
    for name in piece.header.names:
        match = _BY_SECTION.fullmatch(name)
        if match:
            columns[name] = (match[1], "")
    _refuse_without_industries(columns, piece.header)
    districts, codes = frame[DISTRICT], parse_codes(frame[DONG_CODE], width=3)[0]
    _refuse_other_districts(districts, sieve)
    true_names = names_of_codes(districts, codes)
    message = "The district has no dong of this code."
    sieve.take_out("unknown-dong", Action.REFUSED, message, true_names == "", districts + " " + codes)
    total = parse_numbers(frame["total_workers"]).parsed
    kept = sieve.kept
    if DONG_NAME in piece.header.names:
        refuse_wrong_join(districts[kept], codes[kept], frame[DONG_NAME][kept], total[kept])
    numbers = {name: parse_numbers(frame[name]) for name in columns}
    zeros = {name: (found.parsed == 0).to_numpy() for name, found in numbers.items()}
    regions = districts.map(DISTRICTS).fillna("") + codes
    places = pd.DataFrame({"region": regions, "name": true_names})[kept]
    table = _rows(places, columns, numbers, zeros, ("employment", "persons", 2024))
    found = [
        *_note_zeros(zeros, kept),
        *_check_sums(numbers, total, kept),
        *cell_findings(frame, numbers, kept),
    ]
    yield Chunk(table, piece.rows_read, (*piece.findings, *sieve.findings, *found))


def _codes_of_names(districts: pd.Series, names: pd.Series) -> pd.Series:
    """Give administrative dong their code, and other places their words."""
    known = {(d, name): DISTRICTS[d] + code for d, dongs in DONGS.items() for code, name in dongs.items()}
    codes = [known.get((d, name), f"{d} {name}") for d, name in zip(districts, names, strict=True)]
    return pd.Series(codes, index=names.index, dtype="str")


def _refuse_without_industries(columns: Mapping[str, tuple[str, str]], header: Header) -> None:
    if not columns:
        raise HeaderError(
            f"No column is an industry; the columns are {', '.join(header.names[:8])}. "
            "Check that this is the file of the profile."
        )


def _refuse_other_districts(districts: pd.Series, sieve: Sieve) -> None:
    message = f"The district is none of {', '.join(DISTRICTS)}."
    sieve.take_out("unknown-district", Action.REFUSED, message, ~districts.isin(DISTRICTS), districts)


def _set_other_places_aside(
    districts: pd.Series, names: pd.Series, codes: pd.Series, total: pd.Series, sieve: Sieve
) -> None:
    """Set aside, with how many establishments stand there, what is no administrative dong."""

    def set_aside(code: str, what: str, where: pd.Series) -> None:
        lost = int(total[where.to_numpy() & sieve.kept].sum())
        message = f"{what}; {lost:,} establishments stand there. The option places=all keeps them."
        sieve.take_out(code, Action.SET_ASIDE, message, where, names)

    set_aside("district-as-dong", "The name is that of the district, not of a dong", names == districts)
    other = ~codes.str.fullmatch("[0-9]{8}")
    what = "The name is no administrative dong: a legal one, which is cut otherwise, or a misspelling"
    set_aside("other-dong", what, other & names.str.endswith("동"))
    set_aside("scrap-of-address", "The name is a scrap of an address", other)


def _note_two_meanings(districts: pd.Series, names: pd.Series, sieve: Sieve) -> None:
    """Say which names mean an administrative dong as well as a legal one that holds several of them."""
    pairs = zip(districts, names, strict=True)
    where = np.array(
        [name in _siblings(DONGS.get(district, {}).values()) for district, name in pairs], dtype=bool
    )
    message = "A legal dong of the same name holds several administrative ones, whose rows may stand here."
    sieve.note("name-with-two-meanings", Action.NOTED, message, where, names)


def _siblings(names: Collection[str]) -> set[str]:
    """Return the names that stand beside the same name with a number, as 정자동 beside 정자1동."""
    return {re.sub("[0-9]+동$", "동", name) for name in names if re.search("[0-9]동$", name)} & set(names)


def _check_sums(numbers: Mapping[str, Numbers], total: pd.Series, kept: BoolArray) -> list[Finding]:
    parts = sum(
        (found.parsed.fillna(0.0) for found in numbers.values()), start=pd.Series(0.0, index=total.index)
    )
    off = ((parts - total).abs() > 0.5)[kept]
    if not off.any():
        return []
    return [
        noted("sums-differ", f"In {int(off.sum())} rows the industries do not add up to the printed total.")
    ]


def _note_zeros(zeros: Mapping[str, BoolArray], kept: BoolArray) -> list[Finding]:
    cells = int(sum(zero[kept].sum() for zero in zeros.values()))
    message = (
        f"{cells} cells are 0, but hidden numbers were left out before the source added up; they are kept as "
        "not stated, and all others may be too small."
    )
    return [noted("zero-or-suppressed", message)] if cells else []


def _rows(
    places: pd.DataFrame,
    columns: Mapping[str, tuple[str, str]],
    numbers: Mapping[str, Numbers],
    unsure: Mapping[str, BoolArray],
    meaning: tuple[str, str, int],
) -> pd.DataFrame:
    """Turn the columns of industries into rows; cells that nobody can be sure of are not stated."""
    parts = []
    for name, (section, title) in columns.items():
        status = status_of(numbers[name])
        if name in unsure:
            status = status.mask(unsure[name], Status.NOT_STATED.value)
        parts.append(
            industry_rows(
                region=places["region"],
                region_name=places["name"],
                industry=pd.Series(section, index=places.index, dtype="str"),
                industry_name=title or None,
                period=meaning[2],
                measure=meaning[0],
                unit=meaning[1],
                value=numbers[name].parsed[places.index],
                status=status[places.index],
                lower=0.0,
            )
        )
    return pd.concat(parts, ignore_index=True)


SEONGNAM_BIZ_DONG = Profile(
    name="seongnam-biz-dong",
    version="1",
    kind="industry_table",
    title="Seongnam: establishments by dong and section of KSIC, 2023",
    source="Seongnam-Data-Visualization (2026), from the city's list of establishments",
    licence="MIT (Seongnam-Data-Visualization, 2026)",
    read=read_establishments,
    not_to_be_read_as=(
        "All establishments of a dong: a fifth of them stand under a district and not under a dong.",
        "An administrative dong for certain: a name may mean a legal dong, which is cut differently.",
        "A count of workers.",
    ),
    options={"places": "administrative (administrative dong only) or all (also places of other kinds)"},
)

SEONGNAM_WORKERS_DONG = Profile(
    name="seongnam-workers-dong",
    version="1",
    kind="industry_table",
    title="Seongnam: workers by dong and section of KSIC, 2024",
    source="Seongnam-Data-Visualization (2026), from Statistics Korea's regional statistics",
    licence="MIT (Seongnam-Data-Visualization, 2026)",
    read=read_workers,
    not_to_be_read_as=(
        "Complete sums: hidden small cells were left out before the source added up, and 0 may not be 0.",
        "Residents who work: workers are counted where they work.",
    ),
)

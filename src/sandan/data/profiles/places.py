"""Lists of places: anybody's table, and the Korean table with both code systems side by side."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from sandan.data.contracts import REGIONS as CONTRACT
from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.shaping import Sieve, read_whole
from sandan.data.quality import Action, Chunk
from sandan.data.reading.cells import parse_codes, parse_numbers, parse_years
from sandan.data.reading.findings import noted
from sandan.errors import SourceError

__all__ = ["KR_ADMIN_CODES", "REGIONS"]

LEVELS = ("country", "province", "city", "district", "complex")
ALIASES = {
    "코드": "code",
    "지역코드": "code",
    "체계": "system",
    "수준": "level",
    "상위코드": "parent",
    "이름": "name_ko",
    "지역명": "name_ko",
    "name": "name_ko",
    "영문명": "name_en",
    "경도": "longitude",
    "위도": "latitude",
}
COUNTRY = "00"
DISTRICT_OF_CITY = r"^(?P<city>\S{1,6}시)\s*(?P<district>\S+구)$"
ADMIN_COLUMNS = ("adm_nm", "adm_cd", "sgg", "sido", "sidonm", "sggnm")


def read_regions(path: Path, options: Options) -> Iterator[Chunk]:
    """Read a table whose columns are those of the kind ``regions``, or some of them."""
    piece = read_whole(path, columns=["code", "level", "name_ko"], aliases=ALIASES)
    frame = piece.frame.reindex(columns=CONTRACT.names, fill_value="")
    sieve = Sieve(frame.index)
    code, mended = parse_codes(frame["code"])
    sieve.take_out("no-code", Action.REFUSED, "The row has no code.", code == "", frame["name_ko"])
    sieve.take_out("no-name", Action.REFUSED, "The row has no Korean name.", frame["name_ko"] == "", code)
    level = frame["level"].str.lower()
    message = f"The level is none of {', '.join(LEVELS)}."
    sieve.take_out("unknown-level", Action.REFUSED, message, ~level.isin(LEVELS), frame["level"])
    sieve.note("mended-code", Action.REPAIRED, "Decimals were taken off the code.", mended, frame["code"])
    system = frame["system"].where(frame["system"] != "", options.get("system", ""))
    if (system == "").any():
        raise SourceError(
            f"Row {system.index[system == ''][0]} names no code system; add a column `system` or "
            "--option system=NAME."
        )
    years = {name: _years(frame[name], name, sieve) for name in ("valid_from", "valid_to")}
    table = frame.assign(
        code=code,
        system=system,
        level=level,
        parent=_filled(parse_codes(frame["parent"])[0]),
        name_en=_filled(frame["name_en"]),
        **years,
        **_points(frame, sieve),
    )
    table = table[sieve.kept].reset_index(drop=True)
    yield Chunk(table, piece.rows_read, (*piece.findings, *sieve.findings))


def read_admin_codes(path: Path, _options: Options) -> Iterator[Chunk]:
    """Read the table of 행정동, and keep the places above them in both systems."""
    piece = read_whole(path, columns=ADMIN_COLUMNS)
    frame, sieve = piece.frame, Sieve(piece.frame.index)
    shaped = (
        frame["adm_cd"].str.fullmatch(r"\d{5}(\d{2}|XX)")
        & frame["sgg"].str.fullmatch(r"\d{5}")
        & (frame["sgg"].str[:2] == frame["sido"])
        & (frame["sidonm"] != "")
        & (frame["sggnm"] != "")
    )
    message = "A code is not made as codes of its system are, or a name is empty."
    sieve.take_out("unreadable-code", Action.REFUSED, message, ~shaped, frame["adm_nm"])
    _refuse_other_names(frame, sieve)
    message = "The statistics office had not given the 동 its last digits (XX); the place above it is right."
    pending = frame["adm_cd"].str.endswith("XX")
    sieve.note("placeholder-code", Action.NOTED, message, pending, frame["adm_nm"])
    kept = frame[sieve.kept]
    table = pd.concat(
        [
            _places(kept.assign(code=kept["adm_cd"].str[:5]), "statistics"),
            _places(kept.assign(code=kept["sgg"]), "interior"),
        ],
        ignore_index=True,
    )
    derived = noted(
        "derived-city",
        "Codes of cities with districts are not in the table; they are made from those of their districts, "
        "last digit 0.",
    )
    yield Chunk(table, piece.rows_read, (*piece.findings, *sieve.findings, derived))


def _filled(cells: pd.Series) -> pd.Series:
    return cells.where(cells != "")


def _years(cells: pd.Series, name: str, sieve: Sieve) -> pd.Series:
    years, wrong = parse_years(cells)
    message = f"`{name}` is no year; it is left empty, as if it were not known."
    sieve.note("unreadable-year", Action.REPAIRED, message, wrong & (cells != ""), cells)
    return years


def _points(frame: pd.DataFrame, sieve: Sieve) -> dict[str, pd.Series]:
    """Read the two coordinates; a point that is not on the globe, or has one of them only, is left out."""
    longitude, latitude = (parse_numbers(frame[name]).parsed for name in ("longitude", "latitude"))
    good = longitude.between(-180, 180) & latitude.between(-90, 90)
    given = (frame["longitude"] != "") | (frame["latitude"] != "")
    shown = frame["longitude"] + " " + frame["latitude"]
    message = "The coordinates are no point on the globe; they are left empty."
    sieve.note("unreadable-point", Action.REPAIRED, message, given & ~good, shown)
    return {"longitude": longitude.where(good), "latitude": latitude.where(good)}


def _refuse_other_names(frame: pd.DataFrame, sieve: Sieve) -> None:
    """Refuse rows that give a code another name, or another partner, than the first row does."""
    pairs = (
        (frame["sgg"], frame["sggnm"]),
        (frame["sgg"], frame["adm_cd"].str[:5]),
        (frame["adm_cd"].str[:5], frame["sgg"]),
        (frame["sido"], frame["sidonm"]),
        (frame["sido"], frame["adm_cd"].str[:2]),
    )
    for code, partner in pairs:
        first = partner[sieve.kept].groupby(code[sieve.kept]).first()
        message = "The row gives a code another name or partner than the first row with this code."
        differs = partner != code.map(first)
        sieve.take_out("contradiction", Action.REFUSED, message, differs, code + " " + partner)


def _places(rows: pd.DataFrame, system: str) -> pd.DataFrame:
    base = rows.drop_duplicates("code")[["code", "sidonm", "sggnm"]]
    parts = base["sggnm"].str.extract(DISTRICT_OF_CITY)
    is_district = parts["district"].notna()
    province = base["code"].str[:2]
    city = base["code"].str[:4] + "0"
    lowest = pd.DataFrame(
        {
            "code": base["code"],
            "level": np.where(is_district, "district", "city"),
            "parent": city.where(is_district, province),
            "name_ko": parts["district"].where(is_district, base["sggnm"]),
        }
    )
    cities = pd.DataFrame({"code": city, "level": "city", "parent": province, "name_ko": parts["city"]})
    provinces = pd.DataFrame(
        {"code": province, "level": "province", "parent": COUNTRY, "name_ko": base["sidonm"]}
    )
    country = pd.DataFrame({"code": [COUNTRY], "level": "country", "parent": None, "name_ko": "대한민국"})
    found = pd.concat([country, provinces, cities[is_district], lowest]).drop_duplicates("code")
    found = found.assign(system=system).reindex(columns=CONTRACT.names)
    return found.astype({"valid_from": "Int64", "valid_to": "Int64", "longitude": float, "latitude": float})


REGIONS = Profile(
    name="regions",
    version="1",
    kind="regions",
    title="List of places",
    source="the person who imported it",
    licence="as the source of the list states",
    read=read_regions,
    not_to_be_read_as=("A history of codes: nothing but the file says when its codes were in use.",),
    options={"system": "code system of rows that name none, for example statistics or interior"},
)

KR_ADMIN_CODES = Profile(
    name="kr-admin-codes",
    version="1",
    kind="regions",
    title="Korean places in the codes of the statistics office and of the interior ministry",
    source="행정동 code table that lists both systems side by side",
    licence="free use, attribution recommended",
    read=read_admin_codes,
    not_to_be_read_as=(
        "A history of codes: it is one day's list, and says nothing about codes before or after it.",
        "A list of local governments: districts (구) of large cities are parts of their city.",
    ),
)

"""Shops and services with their coordinates (소상공인시장진흥공단 상가(상권)정보)."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.firms import column, firm_rows, first_filled, start
from sandan.data.profiles.shaping import Sieve
from sandan.data.quality import Action, Chunk
from sandan.data.reading.cells import parse_numbers
from sandan.data.reading.delimited import Piece, read_delimited

__all__ = ["STORES"]

STORE, NAME, LONGITUDE, LATITUDE = "상가업소번호", "상호명", "경도", "위도"
CODE, CITY = "표준산업분류코드", "시군구코드"
EAST, NORTH = (124.0, 132.0), (33.0, 39.0)
EXTRA = {
    "store": STORE,
    "branch": "지점명",
    "trade_large": "상권업종대분류코드",
    "trade_middle": "상권업종중분류코드",
    "trade_small": "상권업종소분류코드",
    "province_code": "시도코드",
    "city_code": CITY,
    "administrative_dong": "행정동코드",
    "legal_dong": "법정동코드",
    "building": "건물관리번호",
    "floor": "층정보",
}


def read(path: Path, _options: Options) -> Iterator[Chunk]:
    """Read the stores of one province."""
    for piece in read_delimited(path, columns=[STORE, NAME, CITY, LONGITUDE, LATITUDE]):
        yield _chunk(piece)


def _chunk(piece: Piece) -> Chunk:
    frame, sieve = piece.frame, start(piece.frame, NAME)
    longitude, latitude = _points(frame, sieve)
    table = firm_rows(
        frame,
        sieve,
        name=frame[NAME],
        address=first_filled(frame, ("도로명주소", "지번주소")),
        industry=_codes(column(frame, CODE), sieve),
        industry_name=column(frame, "표준산업분류명"),
        longitude=longitude,
        latitude=latitude,
        extra={name: column(frame, printed) for name, printed in EXTRA.items()},
    )
    return Chunk(table, piece.rows_read, (*piece.findings, *sieve.findings))


def _codes(cells: pd.Series, sieve: Sieve) -> pd.Series:
    """Take the section's letter off (``I56111``), as codes of the classification have none."""
    codes = cells.str.replace(r"^[A-U](?=\d{2,5}$)", "", regex=True)
    message = "The letter of the section was taken off the industry code."
    sieve.note("section-letter", Action.REPAIRED, message, codes != cells, cells)
    good = codes.str.fullmatch(r"\d{2,5}")
    message = "The industry code is not two to five digits; it is left empty."
    sieve.note("unreadable-industry", Action.REPAIRED, message, ~good & (codes != ""), cells)
    return codes.where(good, "")


def _points(frame: pd.DataFrame, sieve: Sieve) -> tuple[pd.Series, pd.Series]:
    """Read coordinates; exchanged ones are put right, those outside Korea are left empty."""
    x, y = (parse_numbers(frame[name]).parsed for name in (LONGITUDE, LATITUDE))
    shown = frame[LONGITUDE] + " " + frame[LATITUDE]
    turned = x.between(*NORTH) & y.between(*EAST)
    message = "Longitude and latitude were exchanged; they were put right."
    sieve.note("exchanged-coordinates", Action.REPAIRED, message, turned, shown)
    x, y = x.where(~turned, y), y.where(~turned, x)
    inside = x.between(*EAST) & y.between(*NORTH)
    message = "The coordinates are missing or not in Korea; they are left empty."
    sieve.note("no-coordinates", Action.REPAIRED, message, ~inside, shown)
    return x.where(inside), y.where(inside)


STORES = Profile(
    name="stores",
    version="1",
    kind="firm_list",
    title="Stores and services with coordinates (상가(상권)정보)",
    source="Small Enterprise and Market Service, public data portal (15012005)",
    licence="as the public data portal states for the file",
    read=read,
    not_to_be_read_as=(
        "A census of firms: manufacturing, wholesale in part, and offices without a shop are not in it.",
        "A list of openings: a store that appears may have been found late, one that is gone may have moved.",
        "Workers or sales: it has neither.",
        "One classification over the years: the codes of trade were changed, and older files have others.",
    ),
)

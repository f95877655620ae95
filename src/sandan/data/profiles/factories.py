"""Lists of registered factories (공장등록현황): the national list and those of cities."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.firms import column, firm_rows, first_filled, persons_left_out, require_any, start
from sandan.data.profiles.shaping import Sieve
from sandan.data.quality import Action, Chunk
from sandan.data.reading.cells import parse_codes
from sandan.data.reading.delimited import Piece, read_delimited

__all__ = ["FACTORIES"]

NAME = "회사명"
ROAD = ("공장대표주소(도로명)", "공장대표주소", "공장주소")
LOT = "공장대표주소(지번)"
PERSONS = ("대표자명", "전화번호")
ALIASES = {
    "업체명": NAME,
    "공장명": NAME,
    "공장주소(도로명)": ROAD[0],
    "공장주소(지번)": LOT,
    "업종코드": "대표업종번호",
    "주생산품": "생산품",
}
NOTE_IN_ADDRESS = r"^(?P<address>.*?번지)\s*\((?P<note>[^()]*)\)\s*$"
AND_OTHERS = r"\s*외\s*\d+\s*(?:종|개|건|업종|품목)?\s*$"


def read(path: Path, _options: Options) -> Iterator[Chunk]:
    """Read a list of factories in any of its three variants."""
    for piece in read_delimited(path, columns=[NAME], aliases=ALIASES):
        require_any(piece.header, (*ROAD, LOT), "the address of the factory")
        yield _chunk(piece)


def _chunk(piece: Piece) -> Chunk:
    frame, sieve = piece.frame, start(piece.frame, NAME)
    road, road_note = _address(first_filled(frame, ROAD), sieve)
    lot, lot_note = _address(column(frame, LOT), sieve)
    table = firm_rows(
        frame,
        sieve,
        name=frame[NAME],
        address=road.where(road != "", lot),
        complex=column(frame, "단지명"),
        industry=_codes(column(frame, "대표업종번호"), sieve),
        industry_name=_names(column(frame, "업종명"), sieve),
        product=column(frame, "생산품"),
        extra={
            "lot_address": lot,
            "address_note": road_note.where(road_note != "", lot_note),
            "site_area": column(frame, "용지면적"),
            "building_area": column(frame, "건축면적"),
        },
    )
    persons = persons_left_out(piece.header, PERSONS)
    return Chunk(table, piece.rows_read, (*piece.findings, *persons, *sieve.findings))


def _address(cells: pd.Series, sieve: Sieve) -> tuple[pd.Series, pd.Series]:
    """Part a lot such as ``702-5번지 (3차단지 2블록)`` from the remark behind it."""
    parts = cells.str.extract(NOTE_IN_ADDRESS)
    found = parts["note"].notna()
    message = "A remark behind the lot number stands in `address_note`."
    sieve.note("note-in-address", Action.REPAIRED, message, found, cells)
    return parts["address"].where(found, cells), parts["note"].fillna("").str.strip()


def _codes(cells: pd.Series, sieve: Sieve) -> pd.Series:
    codes, mended = parse_codes(cells)
    sieve.note("mended-code", Action.REPAIRED, "Decimals were taken off the industry code.", mended, cells)
    good = codes.str.fullmatch(r"\d{2,5}")
    message = "The industry code is not two to five digits; it is left empty."
    sieve.note("unreadable-industry", Action.REPAIRED, message, ~good & (codes != ""), cells)
    return codes.where(good, "")


def _names(cells: pd.Series, sieve: Sieve) -> pd.Series:
    first = cells.str.replace(AND_OTHERS, "", regex=True)
    message = "The row names further industries by number only ('외 3종'); the first one is kept."
    sieve.note("and-others", Action.REPAIRED, message, first != cells, cells)
    return first


FACTORIES = Profile(
    name="factories",
    version="1",
    kind="firm_list",
    title="Registered factories (공장등록현황)",
    source="Korea Industrial Complex Corporation and cities, public data portal (15105482 and city lists)",
    licence="as the public data portal states for the file",
    read=read,
    not_to_be_read_as=(
        "A list of manufacturers: outside industrial complexes only factories from 500 m² must register.",
        "A list of firms: a firm with three factories stands in it three times.",
        "A time series: a factory stays in it until its registration is cancelled.",
        "A statement on industry in the national list, which has no industry codes, workers or identifiers.",
    ),
)

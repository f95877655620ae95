"""Lists of confirmed venture firms (벤처기업명단): certificates with a first and a last day."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.firms import column, firm_rows, first_filled, persons_left_out, start
from sandan.data.profiles.shaping import Sieve
from sandan.data.quality import Action, Chunk, Finding
from sandan.data.reading.cells import parse_dates
from sandan.data.reading.delimited import Piece, read_delimited
from sandan.data.reading.findings import noted
from sandan.data.reading.headers import Header

__all__ = ["VENTURES"]

NAME, FIRST_DAY, LAST_DAY = "업체명", "벤처유효시작일", "벤처유효종료일"
REGION_THEN = "지역(벤처확인신청당시)"
ADDRESS_NOW = "주소(현재본사주소)"
RENEWAL = "신규/재확인"
ALIASES = {"기업명": NAME, "간략주소": "주소", "신규_재확인코드": RENEWAL, "신규_재확인": RENEWAL}
NAMES_OF_INDUSTRY = {"업종명(11차)": "KSIC11", "업종명(10차)": "KSIC10", "업종명(9차)": "KSIC9"}
PROVINCES = {
    "서울": "서울특별시",
    "부산": "부산광역시",
    "대구": "대구광역시",
    "인천": "인천광역시",
    "광주": "광주광역시",
    "대전": "대전광역시",
    "울산": "울산광역시",
    "세종": "세종특별자치시",
    "경기": "경기도",
    "강원": "강원특별자치도",
    "충북": "충청북도",
    "충남": "충청남도",
    "전북": "전북특별자치도",
    "전남": "전라남도",
    "경북": "경상북도",
    "경남": "경상남도",
    "제주": "제주특별자치도",
}
FORMER = {"강원도": "강원", "전라북도": "전북", "제주도": "제주"}
SHORT = {full: short for short, full in PROVINCES.items()} | FORMER


def read(path: Path, _options: Options) -> Iterator[Chunk]:
    """Read a list of venture firms of any edition."""
    for place, piece in enumerate(read_delimited(path, columns=[NAME, FIRST_DAY, LAST_DAY], aliases=ALIASES)):
        yield _chunk(piece, _two_places(piece.header) if place == 0 else [])


def _chunk(piece: Piece, about_file: list[Finding]) -> Chunk:
    frame, sieve = piece.frame, start(piece.frame, NAME)
    valid_from, valid_to = _validity(frame, sieve)
    region = first_filled(frame, (REGION_THEN, "지역"))
    address = first_filled(frame, (ADDRESS_NOW, "주소"))
    _note_moved(region, address, sieve)
    revision = next((r for name, r in NAMES_OF_INDUSTRY.items() if name in frame), "")
    table = firm_rows(
        frame,
        sieve,
        name=frame[NAME],
        address=address,
        industry_name=first_filled(frame, tuple(NAMES_OF_INDUSTRY)),
        product=column(frame, "주생산품"),
        valid_from=valid_from,
        valid_to=valid_to,
        extra={
            "region": region,
            "certificate": column(frame, "벤처확인유형"),
            "issuer": column(frame, "벤처확인기관"),
            "renewal": column(frame, RENEWAL),
            "sector": column(frame, "업종분류(기보)"),
            "classification": pd.Series(revision, index=frame.index, dtype="str"),
        },
    )
    persons = persons_left_out(piece.header, ("대표자명",))
    return Chunk(table, piece.rows_read, (*piece.findings, *about_file, *persons, *sieve.findings))


def _two_places(header: Header | None) -> list[Finding]:
    if header is None or REGION_THEN not in header.names:
        return []
    message = (
        f"The list has two places: {REGION_THEN}, kept as `region`, and {ADDRESS_NOW}, kept as `address`. "
        "The count of a city differs by the column that is used."
    )
    return [noted("two-places", message)]


def _validity(frame: pd.DataFrame, sieve: Sieve) -> tuple[pd.Series, pd.Series]:
    """Read the days of a certificate; without them it cannot be counted on any day."""
    first, last = parse_dates(frame[FIRST_DAY]).parsed, parse_dates(frame[LAST_DAY]).parsed
    unread = first.isna() | last.isna()
    shown = frame[FIRST_DAY] + " to " + frame[LAST_DAY]
    message = "The first or the last day of the certificate cannot be read, so it is valid on no known day."
    sieve.take_out("no-validity", Action.REFUSED, message, unread, shown)
    turned = ~unread & (pd.to_datetime(first.where(~unread)) > pd.to_datetime(last.where(~unread)))
    message = "The certificate ends before it begins."
    sieve.take_out("turned-validity", Action.REFUSED, message, turned, shown)
    return first, last


def _note_moved(region: pd.Series, address: pd.Series, sieve: Sieve) -> None:
    """Say where the region and the address of a firm are in different provinces."""
    of_region, of_address = (_province(cells) for cells in (region, address))
    both = of_region.notna() & of_address.notna()
    message = "The region and the address lie in different provinces; a count differs by the column."
    sieve.note(
        "places-differ", Action.NOTED, message, both & (of_region != of_address), region + " / " + address
    )


def _province(cells: pd.Series) -> pd.Series:
    word = cells.str.split().str[0].astype("str").fillna("")
    short = word.map(SHORT).fillna(word)
    return short.where(short.isin(list(PROVINCES)))


VENTURES = Profile(
    name="ventures",
    version="1",
    kind="firm_list",
    title="Confirmed venture firms (벤처기업명단)",
    source="Korea Venture Business Association, public data portal (15084581)",
    licence="as the public data portal states for the file",
    read=read,
    not_to_be_read_as=(
        "A count of venture firms: count the certificates that are valid on a day, and name the day.",
        "A series across 12 February 2021, when the largest type ended and validity grew to three years.",
        "A statement on where a firm is: the region may be that of the application, the address today's.",
        "A list with identifiers: it has no business number, and two firms may have the same name.",
    ),
)

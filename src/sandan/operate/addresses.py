"""Korean addresses as comparable keys: province, city, road or lot, and the number of the building."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from sandan.errors import TableError

__all__ = ["Address", "AddressMatch", "address_keys", "compare_addresses", "parse_address"]

# The names that one province goes by: before and after it became a special one, and what people write.
_PROVINCES = {
    "서울": ("서울특별시", "서울시"),
    "부산": ("부산광역시", "부산시"),
    "대구": ("대구광역시", "대구시"),
    "인천": ("인천광역시", "인천시"),
    "광주": ("광주광역시",),
    "대전": ("대전광역시", "대전시"),
    "울산": ("울산광역시", "울산시"),
    "세종": ("세종특별자치시", "세종시"),
    "경기": ("경기도",),
    "강원": ("강원특별자치도", "강원도"),
    "충북": ("충청북도",),
    "충남": ("충청남도",),
    "전북": ("전북특별자치도", "전라북도"),
    "전남": ("전라남도",),
    "경북": ("경상북도",),
    "경남": ("경상남도",),
    "제주": ("제주특별자치도", "제주도"),
}
_PROVINCE_OF = {name: short for short, names in _PROVINCES.items() for name in (*names, short)}
_JOINED = sorted((name for names in _PROVINCES.values() for name in names), key=len, reverse=True)
_PROVINCE = re.compile(rf"^(?:(?P<full>{'|'.join(_JOINED)})\s*|(?P<short>{'|'.join(_PROVINCES)})\s+)")
_POSTCODE = re.compile(r"^(?:우\s*\)?\s*)?(?:\d{5}|\d{3}-\d{3})\s+")
_BRACKETS = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")
_BLANKS = re.compile(r"\s+")
_CITY = re.compile(r"^[가-힣]{1,5}?[시군구](?=\s|$)")
_COUNTY_TOWN = re.compile(r"^(?P<town>[가-힣0-9]{1,8}[읍면])\s+")
_ROAD = re.compile(
    r"^(?P<road>\d{0,3}[가-힣a-z][가-힣a-z0-9·.]*?(?:대로|로|길))\s*(?P<side>\d+\s*(?:번|번안|가|나|다|라|마|바|사)?\s*길)?\s*"
    r"(?P<below>지하\s*)?(?P<number>\d+(?:\s*-\s*\d+)?)(?![0-9가])(?!\s*(?:번?\s*길))"
)
_LOT = re.compile(
    r"^(?P<place>[가-힣0-9·]+?(?:동|가|리))\s*(?P<hill>산)?\s*(?P<number>\d+)(?:번지)?(?:\s*-\s*(?P<sub>\d+))?"
)


class AddressMatch(StrEnum):
    """What two addresses say about each other."""

    SAME = "same"
    """The same building: road and number, or lot and number."""
    NEAR = "near"
    """The same road or quarter, another number, or no number on one side."""
    PLACE = "place"
    """The same city; a road stands against a lot, or a side says no more."""
    DIFFERENT = "different"
    """Another province, city, road or quarter."""
    ABSENT = "absent"
    """A side has no address."""


@dataclass(frozen=True)
class Address:
    """An address in parts; ``kind`` is ``road``, ``lot``, ``text`` (could not be read) or empty."""

    province: str
    city: str
    kind: str
    street: str
    number: str

    @property
    def key(self) -> str:
        """Everything that two addresses of one building share; empty unless the building is known."""
        known = self.kind in {"road", "lot"} and self.number
        return f"{self.city}|{self.kind}|{self.street}|{self.number}" if known and self.city else ""


def parse_address(text: object) -> Address:
    """Take an address apart.

    Parameters
    ----------
    text : object
        An address as printed; None and other empty cells have no parts.

    Returns
    -------
    Address
        ``province`` is the short name (경기); ``city`` the first unit below it, that is the city, the
        county, or the district of a metropolis; ``street`` the road, or the quarter of a lot.

    Raises
    ------
    Nothing
        What cannot be read has the kind ``text`` and its letters as the street.

    Notes
    -----
    Postcode, brackets, building name, floor and room are left out, and so is a district inside a city
    (분당구 of 성남시), because lists leave it out at will: roads and quarters are told apart within
    a city. ``번지`` is dropped, ``242 번길`` joined to its road. In a county town the town stays in front
    of a lot's village, whose name alone is not unique. Nothing is looked up: a road and the lot that
    it replaced cannot be recognized as one.

    References
    ----------
    Road Name Address Act of Korea. ``docs/methods/company-matching.md``, section on addresses.

    Examples
    --------
    >>> parse_address("(13487) 경기도 성남시 분당구 판교로 242, A동 501호 (삼평동)")
    Address(province='경기', city='성남시', kind='road', street='판교로', number='242')
    >>> parse_address("경기 성남시 중원구 상대원동 513-15번지 7층").key
    '성남시|lot|상대원동|513-15'
    """
    if not isinstance(text, str) or not text.strip():
        return Address("", "", "", "", "")
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = _BLANKS.sub(" ", _POSTCODE.sub("", _BRACKETS.sub(" ", _POSTCODE.sub("", plain)).strip()))
    found = _PROVINCE.match(plain)
    province = _PROVINCE_OF[found["full"] or found["short"]] if found else ""
    city, rest = _city(plain[found.end() :] if found else plain)
    kind, street, number = _street(rest.strip(" ,"))
    return Address(province, city or (province if province == "세종" else ""), kind, street, number)


def compare_addresses(one: Address, other: Address) -> AddressMatch:
    """Say what two addresses have in common.

    Parameters
    ----------
    one, other : Address
        As `parse_address` gives them.

    Returns
    -------
    AddressMatch
        See there.

    Raises
    ------
    Nothing
        Absent parts are no disagreement.

    Notes
    -----
    Provinces and cities differ only if both are stated. A road and a lot of one city are ``PLACE``: they
    may be one building. ``SAME`` needs a city on both sides.

    References
    ----------
    ``docs/methods/company-matching.md``, section on addresses.

    Examples
    --------
    >>> road, lot = parse_address("성남시 판교로 242"), parse_address("경기도 성남시 삼평동 670")
    >>> print(compare_addresses(road, lot), compare_addresses(road, road))
    place same
    """
    if not one.kind or not other.kind:
        return AddressMatch.ABSENT
    stated = ((one.province, other.province), (one.city, other.city))
    if any(a and b and a != b for a, b in stated):
        return AddressMatch.DIFFERENT
    if one.kind != other.kind or not one.street or not other.street:
        return AddressMatch.PLACE
    if one.street != other.street:
        return AddressMatch.DIFFERENT
    same = one.number == other.number and one.number and one.city and other.city
    return AddressMatch.SAME if same else AddressMatch.NEAR


def address_keys(addresses: pd.Series) -> pd.DataFrame:
    """Take a column of addresses apart.

    Parameters
    ----------
    addresses : Series of str, shape (n_rows,)
        Addresses as printed.

    Returns
    -------
    DataFrame, shape (n_rows, 6)
        ``province``, ``city``, ``kind``, ``street``, ``number`` and ``key``, with the index of
        ``addresses``; empty text where a part is absent.

    Raises
    ------
    TableError
        If the column holds numbers.

    Notes
    -----
    As `parse_address`, once for each distinct address.

    References
    ----------
    ``docs/methods/company-matching.md``, section on addresses.

    Examples
    --------
    >>> address_keys(pd.Series(["서울시 강남구 테헤란로 5길 7"]))["key"].tolist()
    ['강남구|road|테헤란로5길|7']
    """
    if pd.api.types.is_numeric_dtype(addresses) and addresses.notna().any():
        raise TableError(
            f"Addresses must be text, but the column is of type {addresses.dtype}; choose another column."
        )
    parsed = {text: parse_address(text) for text in addresses.dropna().unique()}
    nothing = Address("", "", "", "", "")
    rows = [parsed.get(text, nothing) if isinstance(text, str) else nothing for text in addresses]
    names = ("province", "city", "kind", "street", "number", "key")
    columns = {name: [getattr(row, name) for row in rows] for name in names}
    return pd.DataFrame(columns, index=addresses.index, dtype="str")


def _city(rest: str) -> tuple[str, str]:
    """Return the first unit that ends in 시, 군 or 구, and what follows the last of them."""
    city = ""
    found = _CITY.match(rest)
    while found:
        city = city or found[0]
        rest = rest[found.end() :].lstrip()
        found = _CITY.match(rest)
    return city, rest


def _street(rest: str) -> tuple[str, str, str]:
    town = _COUNTY_TOWN.match(rest)
    below = rest[town.end() :] if town else rest
    road = _ROAD.match(below)
    if road:
        side = _BLANKS.sub("", road["side"] or "")
        return (
            "road",
            road["road"] + side,
            ("지하" if road["below"] else "") + _BLANKS.sub("", road["number"]),
        )
    lot = _LOT.match(below)
    if lot:
        number = "-".join(part for part in (lot["number"], lot["sub"]) if part)
        return "lot", (town["town"] if town else "") + lot["place"], ("산" if lot["hill"] else "") + number
    return "text", re.sub(r"[\W_]+", "", rest), ""

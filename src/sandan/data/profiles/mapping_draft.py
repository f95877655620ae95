"""Proposing what the columns of an unknown table mean, and writing down what a person decided."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd
from rapidfuzz import fuzz

from sandan.data.profiles.mapping import FIELDS, SECTIONS
from sandan.data.reading.cells import parse_numbers, parse_years
from sandan.data.reading.headers import plain_name

__all__ = ["YEAR_COLUMNS", "MappingDraft", "mapping_text", "suggest_mapping", "type_of_cells"]

YEAR_COLUMNS = r"(?P<period>[12][0-9]{3})\s*년?도?"
"""The pattern of columns that are named by a year and hold the values of that year."""

LEAST_LIKENESS = 62.0
MOSTLY = 0.9
_CODE = re.compile(r"[A-Za-z]{0,4}[0-9][0-9A-Za-z.\-]*")

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "region": (
            *("지역코드", "시군구코드", "행정구역코드", "행정동코드", "시도코드", "구역코드", "adm_cd"),
            *("region", "region code", "area code", "county code", "geo code", "fips", "regionid"),
        ),
        "region_name": (
            *("지역", "지역명", "시군구", "시군구명", "행정구역", "행정구역명", "시도", "시도명", "읍면동"),
            *("region name", "area name", "area", "county", "state", "city", "place", "bundesland"),
        ),
        "industry": (
            *("산업코드", "업종코드", "산업분류코드", "표준산업분류코드", "대표업종번호", "분류코드"),
            *("industry", "industry code", "naics", "nace", "sic", "ksic", "isic", "wz"),
        ),
        "industry_name": (
            *("산업", "산업명", "업종", "업종명", "산업분류", "산업대분류", "업태"),
            *("industry name", "sector", "activity", "branch", "industry title"),
        ),
        "period": (
            *("연도", "년도", "기준연도", "조사연도", "기준년도", "시점", "기간", "년"),
            *("year", "period", "time", "date", "jahr", "reference year"),
        ),
        "measure": (
            *("항목", "항목명", "지표", "지표명", "통계항목", "구분"),
            *("measure", "indicator", "variable", "item", "concept"),
        ),
        "unit": ("단위", "단위명", "unit", "units", "unit of measure"),
        "value": (
            *("값", "수치", "종사자수", "사업체수", "매출액", "부가가치", "인원", "근로자수", "데이터값"),
            *("value", "number", "count", "employment", "jobs", "workers", "firms", "persons", "amount"),
        ),
    }
)
"""What people call the columns of each field, in Korean and in English."""

FITS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "region": {"codes": 1.0, "numbers": 0.9, "words": 0.8},
        "region_name": {"words": 1.0},
        "industry": {"codes": 1.0, "numbers": 0.9, "words": 0.8},
        "industry_name": {"words": 1.0},
        "period": {"years": 1.0},
        "measure": {"words": 1.0, "codes": 0.8},
        "unit": {"words": 1.0},
        "value": {"numbers": 1.0, "years": 0.6},
    }
)
"""How well cells of each type go with each field; what is not listed does not."""

COUNTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "종사자": ("employment", "persons"),
        "근로자": ("employment", "persons"),
        "employment": ("employment", "persons"),
        "workers": ("employment", "persons"),
        "jobs": ("employment", "persons"),
        "사업체": ("establishments", "establishments"),
        "establishments": ("establishments", "establishments"),
        "기업": ("firms", "firms"),
        "firms": ("firms", "firms"),
        "인구": ("population", "persons"),
        "population": ("population", "persons"),
    }
)
"""Words in the name of the column of values that say what is counted, and in which unit."""


@dataclass(frozen=True)
class MappingDraft:
    """What a mapping file is about to say; sections as in ``docs/how-to/map-your-own-table.md``."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    wide: str = ""
    rest: Mapping[str, Mapping[str, str | int | list[str]]] = field(default_factory=dict)


def type_of_cells(cells: pd.Series) -> str:
    """Say what kind of things a column holds.

    Parameters
    ----------
    cells : Series of str, shape (n_rows,)
        Text as it stands in the file.

    Returns
    -------
    str
        ``years``, ``codes``, ``numbers``, ``words``, or ``empty``.

    Raises
    ------
    TypeError
        If the cells are no text.

    Notes
    -----
    Nine of ten filled cells decide. Numbers with leading zeros, or that all have the same four or
    more digits, are codes; so are words made of a few letters and digits.

    References
    ----------
    ``sandan.data.reading.cells`` reads the numbers and years.

    Examples
    --------
    >>> [type_of_cells(pd.Series(c)) for c in (["2015년", "2016"], ["C10", "C26"], ["1,312", "*"])]
    ['years', 'codes', 'numbers']
    """
    filled = cells[cells.str.strip() != ""]
    if filled.empty:
        return "empty"
    if (~parse_years(filled)[1]).mean() >= MOSTLY and filled.str.len().le(len("2015년도")).all():
        return "years"
    numbers = parse_numbers(filled)
    if (~numbers.wrong).mean() >= MOSTLY and numbers.parsed.notna().any():
        return "codes" if _look_like_codes(filled) else "numbers"
    return "codes" if filled.map(lambda cell: bool(_CODE.fullmatch(cell))).mean() >= MOSTLY else "words"


def _look_like_codes(cells: pd.Series) -> bool:
    digits = cells[cells.str.fullmatch(r"\d+(\.0)?")].str.removesuffix(".0")
    if len(digits) < MOSTLY * len(cells):
        return False
    same_width = (digits.str.len() == len(digits.iloc[0])).all() and len(digits.iloc[0]) >= len("3102")
    return bool(digits.str.match(r"0\d").any() or same_width)


def suggest_mapping(names: Sequence[str], rows: pd.DataFrame) -> MappingDraft:
    """Propose a mapping from the names of the columns and what stands below them.

    Parameters
    ----------
    names : sequence of str
        The columns of the file.
    rows : DataFrame of str, shape (n_rows, n_columns)
        Some of its rows.

    Returns
    -------
    MappingDraft
        A proposal, for a person to correct; fields about which nothing can be said are left out.

    Raises
    ------
    KeyError
        If a name is no column of the rows.

    Notes
    -----
    Likeness is the ratio of the normalized edit distance between the name and the words that
    people use, times how well the type of the cells goes with the field; pairs are taken greedily
    from the best, each column and each field once. A region or an industry without a code is told
    by its name. Columns that are named by years hold values.

    References
    ----------
    Levenshtein, V. (1966), Binary codes capable of correcting deletions, insertions, and reversals.

    Examples
    --------
    >>> rows = pd.DataFrame({"시군구코드": ["31020"], "업종코드": ["C26"], "년도": ["2015"], "종사자": ["7"]})
    >>> draft = suggest_mapping(list(rows), rows)
    >>> draft.columns["region"], draft.columns["value"], draft.constants["measure"]
    ('시군구코드', '종사자', 'employment')
    """
    types = {name: type_of_cells(rows[name]) for name in names}
    years = [name for name in names if re.fullmatch(YEAR_COLUMNS, name)]
    wide = YEAR_COLUMNS if len(years) > 1 else ""
    free = [name for name in names if not wide or name not in years]
    columns = _assigned(free, types, set(FIELDS) - ({"period", "value"} if wide else set()))
    _fill_value(columns, free, types, is_wide=bool(wide))
    for code, name in (("region", "region_name"), ("industry", "industry_name")):
        if code not in columns and name in columns:
            columns[code] = columns.pop(name)
    return MappingDraft(columns, _constants(columns), wide)


def _assigned(names: Sequence[str], types: Mapping[str, str], fields: set[str]) -> dict[str, str]:
    pairs = sorted(_likenesses(names, types, fields), reverse=True)
    columns: dict[str, str] = {}
    for likeness, _, wanted, name in pairs:
        if likeness >= LEAST_LIKENESS and wanted not in columns and name not in columns.values():
            columns[wanted] = name
    return columns


def _likenesses(
    names: Sequence[str], types: Mapping[str, str], fields: set[str]
) -> Iterator[tuple[float, int, str, str]]:
    for place, name in enumerate(names):
        for wanted in sorted(fields):
            fit = FITS[wanted].get(types[name], 0.0)
            like = max(fuzz.ratio(plain_name(name), plain_name(word)) for word in WORDS[wanted])
            yield like * fit, -place, wanted, name


def _fill_value(
    columns: dict[str, str], names: Sequence[str], types: Mapping[str, str], *, is_wide: bool
) -> None:
    """Take the only column of numbers that is left for the values."""
    left = [name for name in names if types[name] == "numbers" and name not in columns.values()]
    if not is_wide and "value" not in columns and len(left) == 1:
        columns["value"] = left[0]


def _constants(columns: Mapping[str, str]) -> dict[str, str]:
    name = plain_name(columns.get("value", ""))
    measure, unit = next((said for word, said in COUNTED.items() if word in name), ("", ""))
    proposed = {"measure": measure, "unit": unit}
    return {key: words for key, words in proposed.items() if words and key not in columns}


def mapping_text(draft: MappingDraft) -> str:
    """Write a mapping as the TOML file that the profile ``generic`` reads.

    Parameters
    ----------
    draft : MappingDraft
        What a person decided.

    Returns
    -------
    str
        TOML; whether it says all that is needed is checked by whoever reads it.

    Raises
    ------
    TypeError
        If a value is neither text nor a number nor a list of texts.

    Notes
    -----
    Sections and keys stand in the order of the manual, so that the same decisions give the same bytes.

    References
    ----------
    TOML 1.0.0 (2021).

    Examples
    --------
    >>> print(mapping_text(MappingDraft({"region": "시군구"}, {"unit": "persons", "period": "2015"})))
    unit = "persons"
    <BLANKLINE>
    [columns]
    region = "시군구"
    <BLANKLINE>
    [constants]
    period = "2015"
    <BLANKLINE>
    """
    top = {key: draft.constants[key] for key in ("measure", "unit") if key in draft.constants}
    sections: dict[str, Mapping[str, str | int | list[str]]] = {
        "columns": draft.columns,
        "constants": {key: words for key, words in draft.constants.items() if key not in top},
        "wide": {"pattern": draft.wide} if draft.wide else {},
        **draft.rest,
    }
    parts = ["\n".join(_lines(top, tuple(top)))] if top else []
    parts += [
        "\n".join([f"[{name}]", *_lines(sections[name], keys)])
        for name, keys in SECTIONS.items()
        if sections.get(name)
    ]
    return "\n\n".join(parts) + "\n"


def _lines(said: Mapping[str, str | int | list[str]], order: Sequence[str]) -> list[str]:
    return [f"{key} = {json.dumps(said[key], ensure_ascii=False)}" for key in order if key in said]

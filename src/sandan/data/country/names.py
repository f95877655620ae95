"""Names and identifiers: invented words, put together from the numbers of a register."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sandan.data.country.chance import Whole
from sandan.data.country.industries import Industries
from sandan.data.country.population import Register

# Thirty syllables each; three of them make a stem that is no Korean word on purpose.
_FIRST = tuple("나누다도두디라로루리마모무미바보부비사세소수아에오유지초타하")
_SECOND = tuple("룬렌뮈벡뵈쉬얀웬잔젠켈툰펠헨겐놉덴랍믹번션율젝칼텍풀홀귄녹돌")
_THIRD = tuple("카토피하로비스티레마네나도라미사오이즈타크페루모바시아주포후")
_FORMS = (("주식회사 ", ""), ("", "㈜"), ("㈜", ""), ("", ""))
_KINDS = {
    "10": "식품",
    "13": "섬유",
    "20": "화학",
    "21": "제약",
    "22": "산업",
    "25": "금속",
    "26": "전자",
    "27": "의료기",
    "28": "전기",
    "29": "기계",
    "30": "부품",
    "41": "건설",
    "42": "건설",
    "46": "상사",
    "47": "상회",
    "49": "운수",
    "56": "식당",
    "58": "소프트",
    "59": "콘텐츠",
    "62": "시스템",
    "63": "데이터",
    "70": "연구소",
    "72": "엔지니어링",
    "85": "교육원",
    "86": "의원",
    "91": "스포츠",
}
_OTHER_KIND = "기업"
_BRANCH = " 지점"
STEM = 3
"""Syllables of an invented name before the word for its trade."""


def establishment_ids(number: Whole) -> "pa.Array[Any]":
    """Name sites by number."""
    return _numbered("GE", number)


def enterprise_ids(number: Whole) -> "pa.Array[Any]":
    """Name enterprises by the number of their first site."""
    return _numbered("GN", number)


def _numbered(prefix: str, number: Whole) -> "pa.Array[Any]":
    digits = pc.utf8_lpad(pa.array(number).cast(pa.string()), 8, padding="0")
    return _joined([pa.scalar(prefix), digits])


def site_names(register: Register, industries: Industries) -> "pa.Array[Any]":
    """Write out the name of every site; a branch carries the name of its enterprise."""
    kinds = sorted({*_KINDS.values(), _OTHER_KIND})
    kind_of = np.array([kinds.index(_KINDS.get(code[:2], _OTHER_KIND)) for code in industries.codes])
    owner = register.enterprise
    stem, form = register.stem[owner], register.form[owner]
    branch = np.where(owner == np.arange(len(owner)), 0, 1)
    parts = [
        _words([before for before, _ in _FORMS], form),
        _words(_FIRST, stem // 900),
        _words(_SECOND, stem // 30 % 30),
        _words(_THIRD, stem % 30),
        _words(kinds, kind_of[register.industry[owner]]),
        _words([after for _, after in _FORMS], form),
        _words(["", _BRANCH], branch),
    ]
    return _joined(parts)


def bare_name(name: str) -> str:
    """Take legal form and branch off an invented name."""
    for part in (*(part for form in _FORMS for part in form if part), _BRANCH):
        name = name.replace(part, "")
    return name


def _joined(parts: list[Any]) -> "pa.Array[Any]":
    """Write the parts one after the other, row by row."""
    whole: pa.Array[Any] = pc.call_function("binary_join_element_wise", [*parts, pa.scalar("")])
    return whole


def _words(words: list[str] | tuple[str, ...], rows: Whole) -> "pa.Array[Any]":
    return pa.array(list(words), pa.string()).take(rows)

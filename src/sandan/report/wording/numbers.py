"""How a number is shown in a sentence: rounded for the eye only, exact on its card."""

import math
from functools import partial

from sandan.data.missing import Status
from sandan.errors import ReportError
from sandan.types import Scalar

__all__ = ["LANGUAGES", "show_interval", "show_value", "unit_step"]

LANGUAGES = ("ko", "en")

MISSING_WORDS = {
    "ko": {
        Status.SUPPRESSED: "가림",
        Status.NOT_SURVEYED: "조사 안 됨",
        Status.NOT_COMPARABLE: "비교 불가",
        Status.NOT_STATED: "미기재",
        Status.REPORTED: "–",
    },
    "en": {
        Status.SUPPRESSED: "hidden",
        Status.NOT_SURVEYED: "not surveyed",
        Status.NOT_COMPARABLE: "not comparable",
        Status.NOT_STATED: "not stated",
        Status.REPORTED: "–",
    },
}

# unit -> (decimals, Korean suffix, English suffix); a unit that is not here shows two decimals.
UNITS: dict[str, tuple[int, str, str]] = {
    "firms": (0, "개", ""),
    "enterprises": (0, "개", ""),
    "establishments": (0, "개", ""),
    "corporations": (0, "개", ""),
    "clusters": (0, "개", ""),
    "cells": (0, "개", ""),
    "places": (0, "곳", ""),
    "companies": (0, "개", ""),
    "establishments, mean of 2012-2016": (1, "개", ""),
    "persons, mean of 2012-2016": (1, "명", ""),
    "persons": (0, "명", ""),
    "claims": (0, "건", ""),
    "awards": (0, "회", ""),
    "changes": (0, "회", ""),
    "rank": (0, "위", ""),
    "percentile": (0, "", ""),
    "pairs of industries": (0, "쌍", ""),
    "candidates": (0, "가지", ""),
    "ratio": (2, "", ""),
    "index": (3, "", ""),
    "probability": (3, "", ""),
    "industries": (0, "개", ""),
    "industries, expected": (1, "개", ""),
    "simulations": (0, "회", ""),
    "groups": (0, "개", ""),
    "combinations": (0, "가지", ""),
    "rank, mean": (1, "위", ""),
    "ranks": (1, "계단", ""),
    "groups, expected": (1, "개", ""),
    "establishments, expected": (1, "개", ""),
    "square kilometers": (2, "km²", " km²"),
    "ties": (0, "건", ""),
    "percent of places": (0, "%", "%"),
    "index, mean before = 100": (1, "", ""),
    "index, year before = 100": (1, "", ""),
    "applications": (0, "건", ""),
    "rounds": (0, "회", ""),
    "programmes": (0, "개", ""),
    "points": (1, "점", ""),
    "kilometers": (1, "km", " km"),
    "percent of pairs": (1, "%", "%"),
    "percent of pairs per km": (3, "%", "%"),
    "standard deviations": (2, "", ""),
    "persons or firms": (0, "곳(명)", ""),
    "lists": (0, "개", ""),
    "person-days": (0, "인일", ""),
    "characteristic": (3, "", ""),
    "percent": (1, "%", "%"),
    "percent of employed": (1, "%", "%"),
    "percent of population": (1, "%", "%"),
    "percentage points": (1, "%p", " pp"),
}

SIGNED_RANGES = {"ko": " ~ ", "en": " to "}
MONEY_FACTORS = {
    "KRW": 1.0,
    "million KRW": 1e6,
    "100 million KRW": 1e8,
    "pounds million": 1e6,
    "million GBP": 1e6,
}
POUNDS = frozenset({"pounds million", "million GBP"})
MONEY_DECIMALS = 2
KOREAN_STEPS = ((1e12, "조"), (1e8, "억"), (1e4, "만"))
CURRENCIES = {False: {"ko": "원", "en": "won"}, True: {"ko": "파운드", "en": "pounds"}}
ENGLISH_STEPS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def show_value(
    value: Scalar, unit: str, *, language: str, status: Status = Status.REPORTED, signed: bool = False
) -> str:
    """Write a value as a reader expects it in this language.

    Parameters
    ----------
    value : scalar
        Number, word or None.
    unit : str
        Unit of the value; money in won is shown in 억 and 조 or in billions and trillions.
    language : str
        ``ko`` or ``en``.
    status : Status
        Why there is no number, where there is none.
    signed : bool
        Whether a plus sign is written.

    Returns
    -------
    str
        The shown form; the record keeps the exact value.

    Raises
    ------
    ReportError
        If the language is not one of the two.

    Notes
    -----
    Numbers are rounded half to even at the decimals of their unit, for display only.

    References
    ----------
    Unicode CLDR (2025), number formats of ``ko`` and ``en``.

    Examples
    --------
    >>> show_value(2839, "firms", language="ko"), show_value(428, "firms", language="en", signed=True)
    ('2,839개', '+428')
    >>> show_value(67e12, "KRW", language="ko")
    '67조 원'
    >>> show_value(None, "persons", language="en", status=Status.SUPPRESSED)
    'hidden'
    """
    if language not in LANGUAGES:
        raise ReportError(
            f"`language` is {language!r}, but reports are written in 'ko' or 'en'; use one of them."
        )
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return MISSING_WORDS[language][status]
    if isinstance(value, str | bool):
        return str(value)
    if unit in MONEY_FACTORS:
        return _show_money(value, unit, language=language, signed=signed)
    decimals, korean, english = UNITS.get(unit, (0 if float(value).is_integer() else 2, "", ""))
    if unit == "probability" and value < 10**-decimals:
        return f"<{10**-decimals}"
    near = round(value, decimals) or 0  # a zero has no sign
    sign = "+" if signed and near else "-"
    return f"{near:{sign},.{decimals}f}{korean if language == 'ko' else english}".replace("-", "−")


def show_interval(
    lower: float | None, upper: float | None, unit: str, *, language: str, signed: bool = False
) -> str:
    """Write an interval; an open or unknown end is shown as such.

    Parameters
    ----------
    lower, upper : float or None
        The two ends, in the unit.
    unit : str
        Unit of both.
    language : str
        ``ko`` or ``en``.
    signed : bool
        Whether a plus sign is written.

    Returns
    -------
    str
        ``lower–upper``, or one number where both ends are shown alike.

    Raises
    ------
    ReportError
        If the language is not one of the two.

    Notes
    -----
    Both ends are shown like values of the unit, an end that is not known as "…"; the unit stands once,
    at the upper end. Ends with a sign are parted by a word, since a dash beside one is misread.

    References
    ----------
    Unicode CLDR (2025), range format.

    Examples
    --------
    >>> show_interval(1.204, 3.5, "ratio", language="en")
    '1.20–3.50'
    >>> show_interval(-0.72, 8.4, "percentage points", language="en", signed=True)
    '−0.7 to +8.4 pp'
    """
    show = partial(show_value, unit=unit, language=language, signed=signed)
    ends = [None if end is None or math.isnan(end) else end for end in (lower, upper)]
    low, high = ("…" if end is None else show(end) for end in ends)
    if low == high != "…":
        return low
    suffix = _suffix(unit, language)
    if high.endswith(suffix):
        low = low.removesuffix(suffix)
    return SIGNED_RANGES[language].join([low, high]) if {low[0], high[0]} & {"+", "−"} else f"{low}–{high}"


def _suffix(unit: str, language: str) -> str:
    _, korean, english = UNITS.get(unit, (0, "", ""))
    return korean if language == "ko" else english


def unit_step(largest: float, unit: str, *, language: str) -> tuple[str, float]:
    """Choose the step in which an axis counts values of a unit.

    Parameters
    ----------
    largest : float
        The largest value that is drawn.
    unit : str
        Unit of the values.
    language : str
        ``ko`` or ``en``.

    Returns
    -------
    tuple of str and float
        What one step is called, and how much of the unit it holds; 1 where the unit is not money.

    Raises
    ------
    KeyError
        If the language is not one of the two.

    Notes
    -----
    The largest step of the language that the largest value reaches.

    References
    ----------
    Unicode CLDR (2025), compact number formats of ``ko`` and ``en``.

    Examples
    --------
    >>> unit_step(14_500_000, "million KRW", language="ko")
    ('조 원', 1000000.0)
    >>> unit_step(210.0, "persons", language="ko")
    ('명', 1.0)
    """
    if unit not in MONEY_FACTORS:
        word = UNITS.get(unit, (0, "", ""))[1] if language == "ko" else ""
        return word or unit, 1.0
    size, word = _step(largest * MONEY_FACTORS[unit], language)
    currency = CURRENCIES[unit in POUNDS][language]
    return f"{word} {currency}".strip(), size / MONEY_FACTORS[unit]


def _step(amount: float, language: str) -> tuple[float, str]:
    steps = KOREAN_STEPS if language == "ko" else ENGLISH_STEPS
    below = [*(size for size, _ in steps[1:]), 1.0]
    for (size, word), smaller in zip(steps, below, strict=True):
        if round(abs(amount) / smaller, MONEY_DECIMALS) * smaller >= size:  # not 10,000만 but 1억
            return size, word
    return 1.0, ""


def _show_money(value: float, unit: str, *, language: str, signed: bool) -> str:
    amount = value * MONEY_FACTORS[unit]
    size, word = _step(amount, language)
    near = round(abs(amount) / size, MONEY_DECIMALS)
    sign = "" if not near else "−" if amount < 0 else "+" if signed else ""
    number = f"{near:,.{MONEY_DECIMALS}f}".rstrip("0").rstrip(".")
    if unit in POUNDS:
        return f"{sign}{number}{word} 파운드" if language == "ko" else f"{sign}£{number} {word}".rstrip()
    return f"{sign}{number}{word} 원" if language == "ko" else f"{sign}{number} {word} won".replace("  ", " ")

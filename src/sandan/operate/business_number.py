"""Business numbers (ten digits) and corporation numbers (thirteen): writing, checking, comparing."""

import re
import unicodedata
from enum import StrEnum

from sandan.errors import IdentifierError

__all__ = [
    "NumberMatch",
    "checked_business_number",
    "checked_corporation_number",
    "corporation_check_holds",
    "format_business_number",
    "is_business_number",
    "normalize_number",
    "partial_match",
]

BUSINESS_DIGITS = 10
CORPORATION_DIGITS = 13
PUBLISHED_DIGITS = 6
"""What the national pension list prints of a business number."""

_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_LOWEST_OFFICE = "101"
_BETWEEN = re.compile(r"[\s\-‐-―−./]+")
_MASK = re.compile(r"[*xX○●#]+$")


class NumberMatch(StrEnum):
    """What two business numbers say about each other."""

    WHOLE = "whole"
    """All ten digits are known on both sides and agree."""
    PART = "part"
    """Only the first six are known on one side, and they agree."""
    DIFFERENT = "different"
    """Digits that are known on both sides differ."""
    ABSENT = "absent"
    """A side has no number, or one that cannot be right."""


def normalize_number(text: object) -> str:
    """Write a number with nothing between its digits.

    Parameters
    ----------
    text : object
        A number as somebody typed or printed it; None and other empty cells are no number.

    Returns
    -------
    str
        The digits. Characters that do not belong into a number stay, so that a check still sees them.

    Raises
    ------
    Nothing
        What is no number is judged by the checks, not here.

    Notes
    -----
    Full-width digits become ordinary ones (NFKC); blanks, hyphens of all kinds, dots and slashes go,
    and so do the marks that hide the end of a number (``123-45-6****``).

    References
    ----------
    ``docs/methods/company-matching.md``, section on numbers.

    Examples
    --------
    >>> normalize_number(" １２４－81-00998 "), normalize_number("124-81-0****"), normalize_number(None)
    ('1248100998', '124810', '')
    """
    if not isinstance(text, str | int):
        return ""
    plain = unicodedata.normalize("NFKC", str(text))
    return _MASK.sub("", _BETWEEN.sub("", plain))


def is_business_number(text: object) -> bool:
    """Tell whether a text is a whole business number with the right check digit.

    Parameters
    ----------
    text : object
        A number in any way of writing.

    Returns
    -------
    bool
        True for ten digits of an office from 101, a kind other than 00, a serial other than 0000
        and the right last digit.

    Raises
    ------
    Nothing
        Anything else is simply no business number.

    Notes
    -----
    ``check = -(sum(w[i] * d[i]) + (5 * d[8]) // 10) mod 10`` with ``w = 1 3 7 1 3 7 1 3 5``. It finds
    every single wrong digit and not every exchange of neighbors. It does not say that the number was given
    out, or that the firm is still open: only the tax office knows.

    References
    ----------
    OECD, Tax identification numbers: Korea. The digits are described there, the check digit is not; it
    is the rule that validators in wide use share.

    Examples
    --------
    >>> is_business_number("124-81-00998"), is_business_number("124-81-00989")
    (True, False)
    """
    return not _objection(normalize_number(text))


def checked_business_number(text: object) -> str:
    """Give the ten digits of a business number, or refuse it.

    Parameters
    ----------
    text : object
        A number in any way of writing.

    Returns
    -------
    str
        Ten digits.

    Raises
    ------
    IdentifierError
        If it is no business number; the sentence says which part is wrong.

    Notes
    -----
    The checks are those of `is_business_number`.

    References
    ----------
    ``docs/methods/company-matching.md``, section on numbers.

    Examples
    --------
    >>> checked_business_number("124 81 00998")
    '1248100998'
    """
    digits = normalize_number(text)
    objection = _objection(digits)
    if objection:
        raise IdentifierError(
            f"{text!r} is not a business number: {objection}. Compare it with the firm's registration."
        )
    return digits


def format_business_number(text: object) -> str:
    """Write a business number as people read it.

    Parameters
    ----------
    text : object
        A whole number, or its first digits.

    Returns
    -------
    str
        ``123-45-67890``; the first digits as ``123-45-6``; anything else as it came, without blanks.

    Raises
    ------
    Nothing
        Showing a wrong number is how somebody sees that it is wrong.

    Notes
    -----
    Three digits of the tax office, two of the kind of firm, four of the serial, one check digit.

    References
    ----------
    OECD, Tax identification numbers: Korea.

    Examples
    --------
    >>> format_business_number("1248100998"), format_business_number("124810")
    ('124-81-00998', '124-81-0')
    """
    digits = normalize_number(text)
    if not _only_digits(digits) or len(digits) not in {PUBLISHED_DIGITS, BUSINESS_DIGITS}:
        return "" if text is None else str(text).strip()
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def partial_match(one: object, other: object) -> NumberMatch:
    """Compare two business numbers, of which either may be published in part only.

    Parameters
    ----------
    one, other : object
        Whole numbers, or their first six digits, in any way of writing.

    Returns
    -------
    NumberMatch
        See there.

    Raises
    ------
    Nothing
        A number that cannot be right is no evidence either way: ``ABSENT``.

    Notes
    -----
    Ten digits count only if their check digit holds. Agreement of six is weak: office, kind and the
    first digit of the serial are shared by many firms of a town. Disagreement of six is as strong as
    disagreement of ten.

    References
    ----------
    National Pension Service, list of insured workplaces, column 사업자등록번호 (first six digits).

    Examples
    --------
    >>> [str(partial_match("124-81-00998", other)) for other in ("1248100998", "124810", "124820", "")]
    ['whole', 'part', 'different', 'absent']
    """
    first, second = usable_number(one), usable_number(other)
    if not first or not second:
        return NumberMatch.ABSENT
    known = min(len(first), len(second))
    if first[:known] != second[:known]:
        return NumberMatch.DIFFERENT
    return NumberMatch.WHOLE if known == BUSINESS_DIGITS else NumberMatch.PART


def usable_number(text: object) -> str:
    """Give ten digits that hold their check or the six that are published, and nothing otherwise."""
    digits = normalize_number(text)
    if len(digits) == PUBLISHED_DIGITS and _only_digits(digits) and digits[:3] >= _LOWEST_OFFICE:
        return digits
    return "" if _objection(digits) else digits


def corporation_check_holds(text: object) -> bool:
    """Tell whether the last digit of a corporation number is what the old rule computes.

    Parameters
    ----------
    text : object
        A number in any way of writing.

    Returns
    -------
    bool
        True if there are thirteen digits and the check holds.

    Raises
    ------
    Nothing
        A number that fails is a doubt, not an error: see the notes.

    Notes
    -----
    ``check = -sum(w[i] * d[i]) mod 10`` with ``w = 1 2 1 2 ...`` over twelve digits. Correct numbers are
    known that fail, and the registry is said to have dropped the check digit for new numbers; so warn,
    and never refuse a number for this alone.

    References
    ----------
    Supreme Court of Korea, rule on registration numbers of corporations, with the example 110111-0062432.

    Examples
    --------
    >>> corporation_check_holds("110111-0062432"), corporation_check_holds("110111-0062433")
    (True, False)
    """
    digits = normalize_number(text)
    if len(digits) != CORPORATION_DIGITS or not _only_digits(digits):
        return False
    total = sum(int(digit) * (1 + i % 2) for i, digit in enumerate(digits[:-1]))
    return -total % 10 == int(digits[-1])


def checked_corporation_number(text: object) -> str:
    """Give the thirteen digits of a corporation number, or refuse it.

    Parameters
    ----------
    text : object
        A number in any way of writing.

    Returns
    -------
    str
        Thirteen digits.

    Raises
    ------
    IdentifierError
        If it does not have thirteen digits and nothing else.

    Notes
    -----
    The last digit is not checked here; `corporation_check_holds` says why and does.

    References
    ----------
    Supreme Court of Korea, rule on registration numbers of corporations.

    Examples
    --------
    >>> checked_corporation_number("110111-0062432")
    '1101110062432'
    """
    digits = normalize_number(text)
    if len(digits) != CORPORATION_DIGITS or not _only_digits(digits):
        raise IdentifierError(
            f"{text!r} is not a corporation number: thirteen digits are expected, as in 110111-0062432. "
            "Compare it with the certificate of registration."
        )
    return digits


def _objection(digits: str) -> str:
    if len(digits) != BUSINESS_DIGITS or not _only_digits(digits):
        return f"ten digits are expected, as in 124-81-00998, and it has {sum(map(str.isdigit, digits))}"
    if digits[:3] < _LOWEST_OFFICE or digits[3:5] == "00" or digits[5:9] == "0000":
        return "no number begins below 101, has the kind 00 or the serial 0000"
    expected = _check_digit(digits)
    return "" if digits[-1] == expected else f"its last digit should be {expected} if the others are right"


def _check_digit(digits: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return str(-(total + 5 * int(digits[8]) // 10) % 10)


def _only_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()

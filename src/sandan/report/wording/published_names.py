"""What published quantities and industries are called in a report."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["counts_things", "industry_words", "measure_words"]


def measure_words(measure: str, language: str, *, unit: str = "") -> str:
    """Name a published quantity as it stands in a sentence.

    Parameters
    ----------
    measure : str
        Key of the measure in an industry table.
    language : str
        ``ko`` or ``en``.
    unit : str
        Its unit; what stands in it behind a comma, for example that it is a mean, follows the name.

    Returns
    -------
    str
        Its name in the catalog; its key with blanks where the catalog does not know it.

    Raises
    ------
    TOMLDecodeError
        If the catalog is damaged.

    Notes
    -----
    The catalog is ``measures.toml``, read once.

    References
    ----------
    ``docs/how-to/make-a-report.md``.

    Examples
    --------
    >>> measure_words("gross_value_added", "ko"), measure_words("tons_shipped", "ko")
    ('총부가가치', 'tons shipped')
    >>> measure_words("establishments", "en", unit="establishments, mean of 2012-2016")
    'establishments (mean of 2012–2016)'
    """
    name = _named("measures", measure, language)
    _, _, qualifier = unit.partition(", ")
    return f"{name} ({_named('qualifiers', qualifier, language)})" if qualifier else name


def _named(catalog: str, key: str, language: str) -> str:
    known = _catalog("measures.toml")[catalog].get(key)
    return key.replace("_", " ") if known is None else str(known[f"name_{language}"])


def counts_things(measure: str) -> bool:
    """Say whether a quantity is a number of things or people, which is never below zero.

    Parameters
    ----------
    measure : str
        Key of the measure in an industry table.

    Returns
    -------
    bool
        False also where the catalog does not know the measure.

    Raises
    ------
    TOMLDecodeError
        If the catalog is damaged.

    Notes
    -----
    The catalog is ``measures.toml``, read once.

    References
    ----------
    ``docs/methods/location-quotient.md``, on values below zero.

    Examples
    --------
    >>> counts_things("employment"), counts_things("gross_value_added")
    (True, False)
    """
    return bool(_catalog("measures.toml")["measures"].get(measure, {}).get("counts", False))


def industry_words(profile: str, code: str, printed: str | None, language: str) -> str:
    """Name an industry of a published table.

    Parameters
    ----------
    profile : str
        The profile that read the table.
    code : str
        Code of the industry.
    printed : str or None
        Its name in the source.
    language : str
        ``ko`` or ``en``.

    Returns
    -------
    str
        In a Korean report the Korean name, if there is one; the printed name otherwise, or the code.

    Raises
    ------
    TOMLDecodeError
        If the catalog is damaged.

    Notes
    -----
    The catalog is ``industries.toml``, read once.

    References
    ----------
    ``docs/how-to/make-a-report.md``.

    Examples
    --------
    >>> industry_words("kr-sigungu-census", "J", "information and communication", "ko")
    '정보통신업 (J)'
    >>> industry_words("generic", "26", None, "en")
    '26'
    """
    korean = _catalog("industries.toml").get(profile, {}).get(code) if language == "ko" else None
    name = korean or printed
    if not name or name == code:
        return code
    return f"{name[:1].upper()}{name[1:]} ({code})"


@cache
def _catalog(name: str) -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("sandan.report.wording").joinpath(name).read_text(encoding="utf-8"))

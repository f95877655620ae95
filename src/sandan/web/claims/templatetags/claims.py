"""How the ledger speaks: words of the catalog, words of the rows, numbers with their units."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import template

from sandan.report.wording.numbers import show_value
from sandan.report.wording.words import words_of
from sandan.web.claims.models import Evidence, Source
from sandan.web.measurement.ledgers import name_of
from sandan.web.shared.catalog import ROLES, events, reader_language

register = template.Library()

SMALL = 1e-3

TONES: Mapping[str, str] = MappingProxyType(
    {
        "supported": "good",
        "conflicts": "bad",
        "not_comparable": "warn",
        "causal_without_design": "warn",
        "passed": "good",
        "failed": "bad",
        "impossible": "warn",
    }
)


@register.filter
def term(key: str | None, group: str) -> str:
    """Name a verdict, stance, kind or outcome; an office's own word stands as it is."""
    return name_of(group, key, reader_language()) if key else ""


@register.filter
def tone(key: str | None) -> str:
    return TONES.get(key or "", "quiet")


@register.filter
def said(text: str | None, words: Mapping[str, str]) -> str:
    """Give words of a row in Korean where somebody has translated them."""
    text = text or ""
    return words.get(text, text) if reader_language() == "ko" else text


@register.filter
def dimensions(cell: str | None, words: Mapping[str, str]) -> str:
    parts = [part.strip() for part in (cell or "").split(";") if part.strip()]
    return ", ".join(
        own if (own := said(part, words)) != part else term(part, "dimensions") for part in parts
    )


@register.filter
def here(judged: Mapping[str, Any], name: str) -> str:
    """Give a sentence of the core in the language of the page."""
    return judged.get(f"{name}_{reader_language()}") or ""


@register.filter
def role(key: str) -> str:
    return str(ROLES[key]) if key in ROLES else name_of("roles", key, reader_language())


@register.filter
def outlet(source: Source) -> str:
    return getattr(source, f"name_{reader_language()}") or source.outlet


@register.filter
def count(counts: Mapping[str, int], key: str) -> int:
    return counts.get(key, 0)


@register.filter
def number_of(own: Mapping[str, int], key: str) -> int | None:
    """Give the number of a check that somebody added; those that the rows ask for have none."""
    return own.get(key)


@register.filter
def digits(value: float | None) -> str:
    """Write a number of the record: four decimals at most, and a very small one by its first digits."""
    if value is None:
        return ""
    fixed = f"{value:,.4f}".rstrip("0").rstrip(".")
    return (fixed if value == 0 or abs(value) >= SMALL else f"{value:.4g}").replace("-", "−")


@register.filter
def signed(value: float) -> str:
    return ("+" if value > 0 else "") + digits(value)


@register.filter
def percent(value: float) -> str:
    return f"{value:+.1f} %".replace("-", "−") if round(value, 1) else "0 %"


@register.filter
def event_words(action: str) -> str:
    known = events().get(action)
    return action if known is None else str(known.words)


@register.filter
def its_number(named: tuple[Mapping[str, Any], Any]) -> str:
    """Give the number that a name of a formula stands for."""
    term, row = named
    return digits(getattr(row, term.get("claim", "value")))


@register.filter
def its_words(named: tuple[Mapping[str, Any], Any]) -> str:
    row = named[1]
    return f"{row.measures} ({row.period})" if isinstance(row, Evidence) else row.said


@register.simple_tag
def amount(value: float | None, unit: str | None, words: Mapping[str, str]) -> str:
    """Show a number with its unit as the report does."""
    if value is None:
        return ""
    language, unit = reader_language(), unit or ""
    shown = show_value(value, unit, language=language)
    if not shown[-1].isdigit():
        return shown
    known = words_of(language).get(f"unit {unit}")
    return shown + (known if known is not None else f" {said(unit, words)}".rstrip())

"""A report as one web page: everything inside the file, nothing asked of any network."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

import sandan
from sandan.report.document import Chart, Document, TableBlock, with_boxes
from sandan.report.formats.fonts import PAGE_FONT, font_faces
from sandan.report.formats.pictures import inline_svg
from sandan.report.formats.register import Group, Register, register_of
from sandan.report.theme import DARK, FONT_STACK, LIGHT, MONO_STACK, custom_properties, recoloring
from sandan.report.wording.words import words_of

__all__ = ["render_html"]

# What the card shows of a figure; the order is that of the embedded records.
COLUMNS = ("label", "value", "interval", "definition", "area", "period", "basis", "stage", "status")
CARD_WORDS = ("interval", "definition", "area", "period", "basis", "stage", "status")
CARD_SENTENCES = ("citation", "card_copied", "card_copy_failed")

SHORT_KEY = 6
"""Letters of a row's name that fit into a narrow column."""


def render_html(document: Document) -> str:
    """Write a report as one self-contained web page.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    str
        A page that a browser opens from a file, without network and, if need be, without scripts.

    Raises
    ------
    ReportError
        If the language is unknown or a figure has no identifier.

    Notes
    -----
    Every number is a link to its entry in the list of figures; a script of the page turns the link
    into a card. The content security policy allows exactly this style and this script, by hash.

    References
    ----------
    W3C (2024), Content Security Policy Level 3; W3C (2023), WCAG 2.2.

    Examples
    --------
    >>> page = render_html(Document("en", "Nothing", "", (), ()))
    >>> page.splitlines()[1]
    '<html lang="en">'
    """
    register, words = register_of(document), words_of(document.language)
    content = {"document": document, "words": words, "register": register, "version": sandan.__version__}
    body = _environment().get_template("body.html.j2").render(content)
    records = _records(register, words)
    style, script = _style(body + records), _packaged("card.js")
    parts = {
        "body": body,
        "records": records,
        "style": style,
        "script": script,
        "policy": _policy(style, script),
    }
    return _environment().get_template("report.html.j2").render(content | parts)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sandan.report.formats"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "kind_of": lambda block: type(block).__name__,
        "has_short_keys": _has_short_keys,
        "picture": inline_svg,
        "narrow": _narrow,
        "with_boxes": with_boxes,
    }
    return environment


def _narrow(chart: Chart) -> Chart | None:
    """Return the chart as a phone shows it, where it has such a picture."""
    return None if chart.narrow is None else replace(chart, specification=chart.narrow)


def _has_short_keys(table: TableBlock) -> bool:
    """Say whether the first column holds only short words, such as years, and needs little room."""
    keys = [inline for row in table.rows for inline in row[0]]
    return all(isinstance(key, str) and len(key) <= SHORT_KEY for key in keys)


@cache
def _packaged(name: str) -> str:
    return files("sandan.report.formats").joinpath("templates", name).read_text(encoding="utf-8")


def _style(text: str) -> str:
    """Return the style of the page with the part of the font that its text needs."""
    fonts = f"--font:{PAGE_FONT},{FONT_STACK};--mono:{MONO_STACK};"
    light = f":root{{color-scheme:light dark;{fonts}{custom_properties(LIGHT)}}}"
    dark = f":root{{{custom_properties(DARK)}}}{recoloring()}"
    in_the_dark = f"@media screen and (prefers-color-scheme:dark){{{dark}}}\n"
    return font_faces(text) + light + in_the_dark + _packaged("page.css")


def _policy(style: str, script: str) -> str:
    sources = {"style-src": _hash(style), "script-src": _hash(script)}
    allowed = "".join(f"{kind} '{source}'; " for kind, source in sources.items())
    return f"default-src 'none'; {allowed}font-src data:; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _records(register: Register, words: Mapping[str, str]) -> str:
    """Return what the cards need as JSON that is safe inside a script element."""
    figures: dict[str, list[str | int]] = {
        entry.id: [*(getattr(entry, column) for column in COLUMNS), number]
        for number, group in enumerate(register.groups)
        for entry in group.entries
    }
    records = {
        "words": {name: words[name] for name in CARD_WORDS + CARD_SENTENCES},
        "columns": [*COLUMNS, "group"],
        "meanings": dict(register.meanings),
        "groups": [_made(group, words) for group in register.groups],
        "figures": figures,
    }
    text = json.dumps(records, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _made(group: Group, words: Mapping[str, str]) -> dict[str, Any]:
    return {"version": group.version, "facts": [(words["calculation"], [group.name]), *group.facts(words)]}

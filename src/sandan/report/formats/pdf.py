"""A report on paper: a tagged PDF that reads aloud in its order and looks the same everywhere."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

import typst

import sandan
from sandan.errors import ReportError
from sandan.report.document import (
    Block,
    Box,
    Chart,
    Document,
    Inline,
    KeyFigures,
    Number,
    Paragraph,
    TableBlock,
    with_boxes,
)
from sandan.report.formats.columns import column_widths, narrowest
from sandan.report.formats.pictures import svg
from sandan.report.formats.register import Group, register_of
from sandan.report.theme import CHART_FONT, LIGHT, font_folder
from sandan.report.wording.words import words_of

__all__ = ["render_pdf"]

# A fixed moment, so that the same report gives the same bytes; the facts on the cover tell the date.
TIMESTAMP = 0

# A picture of this width in pixels fills the text width, but none is higher than this in points, so that
# its title and its line on how to read it share its page; text of tables is set in this size.
FULL_PICTURE = 620.0
TALLEST_PICTURE = 520.0
TEXT_POINTS, TURNED_POINTS = 459.0, 728.0
TABLE_POINTS, SMALL_POINTS = 8.3, 7.4

# The typesetter names one sign that no font has at a time; each is written by its code point.
MOST_UNKNOWN_SIGNS = 20
UNKNOWN_SIGN = re.compile(r'the text `"(.+?)"` could not be displayed')
SVG_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)')


def render_pdf(document: Document) -> bytes:
    """Write a report as a tagged PDF (PDF/UA-1).

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    bytes
        A PDF with title, language, headings, table headers, alternative texts and bookmarks.

    Raises
    ------
    ReportError
        If the language is unknown, a figure has no identifier, or the text cannot be set.

    Notes
    -----
    The content goes to the typesetter as data, never as markup. Only the fonts that come with
    Sandan are used, and the time stamp is fixed: equal reports give equal bytes. A sign that these
    fonts lack is written by its code point, such as ``[U+1F600]``.

    References
    ----------
    ISO 14289-1 (2014), PDF/UA-1; Mädje and Haug (2022), Typst.

    Examples
    --------
    >>> render_pdf(Document("en", "Nothing", "", (), ()))[:4]
    b'%PDF'
    """
    report = json.dumps(_report(document), ensure_ascii=False)
    for _ in range(MOST_UNKNOWN_SIGNS):
        try:
            return _compiled(report)
        except typst.TypstError as error:
            unknown = UNKNOWN_SIGN.search(error.message)
            if unknown is None:
                raise ReportError(
                    f"The PDF of {document.title!r} could not be set: {error.message}. "
                    "The usual cause is a chart without a description; give it one."
                ) from error
            report = report.replace(unknown[1], _code_points(unknown[1]))
    raise ReportError(
        f"The PDF of {document.title!r} could not be set: it has more than {MOST_UNKNOWN_SIGNS} signs that "
        "no font of Sandan has. Write it as a page or as HWPX, which use the fonts of the reader."
    )


def _compiled(report: str) -> bytes:
    template = files("sandan.report.formats").joinpath("templates", "report.typ").read_bytes()
    pages = typst.compile(
        template,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"report": report},
        pdf_standards=["ua-1"],
        timestamp=TIMESTAMP,
    )
    return bytes(pages)


def _code_points(signs: str) -> str:
    return "".join(f"[U+{ord(sign):04X}]" for sign in signs)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[font_folder()])


def _report(document: Document) -> dict[str, Any]:
    register = register_of(document)
    words = words_of(document.language)
    numbers = register.numbers
    return {
        "language": document.language,
        "title": document.title,
        "subtitle": document.subtitle,
        "facts": document.facts,
        "version": sandan.__version__,
        "font": CHART_FONT,
        "colors": asdict(LIGHT),
        "words": words,
        "sections": [
            {"title": section.title, "blocks": [_block(block, numbers) for block in with_boxes(section)]}
            for section in document.sections
        ],
        "meanings": register.meanings,
        "groups": [_group(group, words) for group in register.groups],
    }


def _block(block: Block | Box, numbers: dict[str, int]) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "tone": block.tone, "content": _inlines(block.content, numbers)}
        case Box():
            return {"kind": "box", "items": [_inlines(one, numbers) for one in block.items]}
        case KeyFigures():
            items = [
                {
                    "label": item.label,
                    "number": _inline(item.number, numbers),
                    "note": _inlines(item.note, numbers),
                }
                for item in block.items
            ]
            return {"kind": "key_figures", "items": items}
        case TableBlock():
            return {"kind": "table"} | _table(block, numbers)
        case Chart():
            drawn = svg(block)
            return {
                "kind": "chart",
                "title": block.title,
                "description": block.description,
                "how_to_read": block.how_to_read,
                "svg": drawn,
                "width": _share_of_width(drawn),
                "twin": _table(block.twin, numbers),
            }


def _share_of_width(drawn: str) -> float:
    found = SVG_SIZE.search(drawn)
    if found is None:
        return 1.0
    width, height = float(found[1]), float(found[2])
    return min(1.0, width / FULL_PICTURE, TALLEST_PICTURE * width / (height * TEXT_POINTS))


def _table(table: TableBlock, numbers: dict[str, int]) -> dict[str, Any]:
    shown = {
        numbers[one.figure.id]
        for row in table.rows
        for cell in row
        for one in cell
        if isinstance(one, Number)
    }
    cells = [[_plain(cell) for cell in row] for row in table.rows]
    size, room = _size_and_room(table, cells)
    return {
        "caption": table.caption,
        "header": table.header,
        "numeric": table.numeric,
        "rows": [[_inlines(cell, numbers) for cell in row] for row in table.rows],
        "tones": table.row_tones,
        "note": _inlines(table.note, numbers),
        "notes": _ranges(sorted(shown)),
        "turned": room == TURNED_POINTS,
        "size": size,
        "widths": column_widths(table.header, cells, table.numeric, room=room, size=size),
    }


def _size_and_room(table: TableBlock, cells: list[list[str]]) -> tuple[float, float]:
    """Set a table that is a little too wide smaller, and turn one that is far too wide."""
    for size in (TABLE_POINTS, SMALL_POINTS):
        if narrowest(table.header, cells, table.numeric, size=size) <= TEXT_POINTS:
            return size, TEXT_POINTS
    return TABLE_POINTS, TURNED_POINTS


def _plain(content: tuple[Inline, ...]) -> str:
    return "".join(one.shown if isinstance(one, Number) else one for one in content)


def _inlines(content: tuple[Inline, ...], numbers: dict[str, int]) -> list[str | dict[str, Any]]:
    return [_inline(one, numbers) for one in content]


def _inline(one: Inline, numbers: dict[str, int]) -> str | dict[str, Any]:
    if isinstance(one, str):
        return one
    return {"id": one.figure.id, "shown": one.shown, "note": numbers[one.figure.id]}


def _ranges(numbers: list[int]) -> str:
    """Write sorted numbers as ranges: 1, 2, 3, 7 as ``1–3, 7``."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _group(group: Group, words: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": group.name,
        "facts": group.facts(words),
        "entries": [
            asdict(entry) | {"fine": entry.fine, "command": entry.command} for entry in group.entries
        ],
    }

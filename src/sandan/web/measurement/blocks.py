"""Sections of the core as plain JSON: drawn once by the worker, shown by any page."""

from collections.abc import Sequence
from typing import Any

from sandan.report.document import (
    Block,
    Box,
    Chart,
    Inline,
    KeyFigures,
    Number,
    Paragraph,
    Section,
    TableBlock,
    with_boxes,
)
from sandan.report.formats.pictures import inline_svg

__all__ = ["section_to_json", "table_to_json"]

Json = dict[str, Any]


def section_to_json(section: Section) -> Json:
    blocks = [
        _block(block, f"{section.anchor}-{place}") for place, block in enumerate(with_boxes(section), start=1)
    ]
    return {"anchor": section.anchor, "title": section.title, "blocks": blocks}


def _block(block: Block | Box, name: str) -> Json:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "tone": block.tone.value, "content": _inlines(block.content)}
        case Box():
            return {"kind": "box", "said": [_inlines(item) for item in block.items]}
        case KeyFigures():
            return {"kind": "key_figures", "tiles": [_key_figure(item) for item in block.items]}
        case TableBlock():
            return {"kind": "table", "name": name, **table_to_json(block)}
        case Chart():
            return {"kind": "chart", "name": name, **_chart(block, name)}


def _inlines(content: Sequence[Inline]) -> list[str | list[Any]]:
    """Write words as they are, and a number as its figure, what is shown, and whether there is a value."""
    return [
        [one.figure.id, one.shown, one.figure.value is not None] if isinstance(one, Number) else one
        for one in content
    ]


def _key_figure(item: Any) -> Json:
    return {"label": item.label, "number": _inlines([item.number]), "note": _inlines(item.note)}


def table_to_json(block: TableBlock) -> Json:
    tones = block.row_tones or ("",) * len(block.rows)
    rows = [
        {
            "tone": tone,
            "cells": [[_inlines(cell), numeric] for cell, numeric in zip(row, block.numeric, strict=True)],
        }
        for row, tone in zip(block.rows, tones, strict=True)
    ]
    return {
        "caption": block.caption,
        "header": [list(pair) for pair in zip(block.header, block.numeric, strict=True)],
        "rows": rows,
        "note": _inlines(block.note),
    }


def _chart(block: Chart, name: str) -> Json:
    phone = (
        None
        if block.narrow is None
        else Chart(block.title, block.description, block.how_to_read, block.narrow, block.twin)
    )
    return {
        "title": block.title,
        "how_to_read": block.how_to_read,
        "wide": inline_svg(block, name),
        "narrow": None if phone is None else inline_svg(phone, f"{name}-narrow"),
        "twin": table_to_json(block.twin),
    }

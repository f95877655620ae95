"""What all charts share: words, fonts, colors, label widths and number forms."""

import json
import math
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from sandan.errors import ReportError
from sandan.report.theme import CHART_FONT, LIGHT

Spec: TypeAlias = dict[str, Any]
"""Vega-Lite, or a part of it, as plain values."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""Names the grammar; nothing is fetched from there. ``altair.Chart.from_dict`` reads it in a notebook."""

WIDE, PHONE = 680, 360
"""Widths in points of a report's column and of a phone."""

FONT_SIZE = 12
LABEL_SHARE = 0.36
LABEL_LINES = 3
LINE_HEIGHT = 15
BOLD = 1.12
"""How much wider bold letters are."""
EMPTY_HEIGHT = 60.0
TICK_ROOM = 90
MINUS = "–"
"""NanumGothic has no U+2212; the en dash looks the same and is in every weight."""


class Mark(NamedTuple):
    """How one kind of point looks: two kinds never differ in color alone."""

    stroke: str
    fill: str
    shape: str


class Rows(NamedTuple):
    """A row axis, the height of a row, and how wide the labels are."""

    y: Spec
    height: float
    labels: float


def chart_words(language: str) -> Mapping[str, str]:
    """Return the words that stand inside charts."""
    catalog = _catalog()
    if language not in catalog:
        raise ReportError(
            f"`lang` is {language!r}, but charts are labelled in {' or '.join(sorted(catalog))}; use one."
        )
    return catalog[language]


@cache
def _catalog() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("sandan.report.charts").joinpath("words.toml").read_text(encoding="utf-8"))


def check_columns(table: pd.DataFrame, names: Sequence[str], chart: str) -> None:
    """Refuse a table that lacks what a chart draws."""
    for name in names:
        if name not in table.columns:
            raise ReportError(f"The table for `{chart}` lacks the column `{name}`; add it.")


def values_of(table: pd.DataFrame) -> Spec:
    """Return a table as inline data, rows in order; what is empty or infinite becomes null."""
    return {"values": json.loads(table.to_json(orient="records", double_precision=15, force_ascii=False))}


def shown(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """Write a number with thousands separators; the sign is one that the font of charts has."""
    if pd.isna(value) or math.isinf(value):
        return "" if pd.isna(value) else "∞"
    near = round(value, decimals) + 0.0
    sign = "+" if signed and near else "-"
    return f"{near:{sign},.{decimals}f}".replace("-", MINUS)


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """Estimate the width of a text in points; Hangul is nearly square, small Latin letters half of that."""
    wide = sum(unicodedata.east_asian_width(letter) in "WFA" for letter in text)
    small = sum("a" <= letter <= "z" or letter in " .,()·" for letter in text)
    return size * (0.93 * wide + 0.51 * small + 0.59 * (len(text) - wide - small))


def wrapped(text: str, width: float, *, lines: int = LABEL_LINES) -> list[str]:
    """Break a label at spaces, or inside a word that is too long, and end it with … if need be."""
    found = [""]
    for piece in (piece for word in text.split() for piece in _cut(word, width)):
        joined = f"{found[-1]} {piece}".strip()
        if text_width(joined) <= width:
            found[-1] = joined
        else:
            found.append(piece)
    if len(found) <= lines:
        return found
    last = found[lines - 1]
    while last and text_width(last + "…") > width:
        last = last[:-1]
    return [*found[: lines - 1], last + "…"]


def _cut(word: str, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def line_axis(labels: Sequence[str], width: int, *, strong: Sequence[bool]) -> Rows:
    """Make a row axis over the column ``row``, whose numbers keep equal labels apart."""
    wider = [BOLD if one else 1.0 for one in strong]
    lines = [wrapped(label, width * LABEL_SHARE / more) for label, more in zip(labels, wider, strict=True)]
    weights = json.dumps([bool(one) for one in strong])
    axis = {
        "title": None,
        "labelExpr": f"{json.dumps(lines, ensure_ascii=False)}[datum.value]",
        "labelLimit": width * LABEL_SHARE + 20,
        "labelLineHeight": LINE_HEIGHT,
        "labelOffset": {"expr": f"{[LINE_HEIGHT * (1 - len(label)) / 2 for label in lines]}[datum.value]"},
        "labelFontWeight": {"expr": f"{weights}[datum.value] ? 'bold' : 'normal'"},
        "ticks": False,
        "domain": False,
        "grid": False,
        "labelPadding": 12,
    }
    scale = {"domain": list(range(len(labels))), "paddingInner": 0.0, "paddingOuter": 0.1}
    most = max((len(label) for label in lines), default=1)
    widest = max(
        (more * text_width(line) for label, more in zip(lines, wider, strict=True) for line in label),
        default=0.0,
    )
    return Rows(
        {"field": "row", "type": "ordinal", "scale": scale, "axis": axis, "sort": None},
        max(28.0, LINE_HEIGHT * most + 11.0),
        widest + 16.0,
    )


def number_axis(title: str | None, pixels: float, **more: Any) -> Spec:
    """Make an axis of numbers with as many ticks as there is room for."""
    ticks = {} if "values" in more else {"tickCount": max(3, int(pixels / TICK_ROOM))}
    return {
        "title": None if title is None else wrapped(title, max(pixels, 120.0)),
        "format": ",f",
        "labelExpr": f"replace(datum.label, '\u2212', '{MINUS}')",
        **ticks,
        **more,
    }


def kinds_in(marks: Mapping[str, Mark], column: pd.Series, pixels: float) -> Spec:
    """Encode the kind of a row by stroke, fill and shape at once, with one key for all three."""
    present = [kind for kind in marks if (column == kind).any()]
    widest = max((text_width(kind) for kind in present), default=0.0) + 34
    columns = max(1, min(len(present), int(pixels / widest)))
    key = {"title": None, "orient": "top", "columns": columns, "labelLimit": max(pixels, 160.0)}

    def encoding(values: list[str]) -> Spec:
        scale = {"domain": present, "range": values}
        return {"field": "kind", "type": "nominal", "scale": scale, "legend": key, "sort": None}

    chosen = [marks[kind] for kind in present]
    return {
        "stroke": encoding([mark.stroke for mark in chosen]),
        "fill": encoding([mark.fill for mark in chosen]),
        "shape": encoding([mark.shape for mark in chosen]),
    }


def text_after(x: Spec, y: Spec) -> list[Spec]:
    """Write ``text`` at the right of ``after``, on a ground that lets no line run through it."""
    return on_ground(
        {
            "transform": [{"filter": "isValid(datum.after)"}],
            "mark": {"type": "text", "align": "left", "dx": 12},
            "encoding": {"x": {**x, "field": "after"}, "y": y, "text": {"field": "text", "type": "nominal"}},
        }
    )


def on_ground(text: Spec) -> list[Spec]:
    """Lay paper under a text."""
    ground = {"stroke": LIGHT.paper, "strokeWidth": 5, "color": LIGHT.paper, "aria": False}
    return [{**text, "mark": {**text["mark"], **ground}}, text]


def plain_color(column: str = "color") -> Spec:
    """Take the color from a column as it stands, without a key."""
    return {"field": column, "type": "nominal", "scale": None, "legend": None}


def finished(chart: Spec, *, width: int, height: float, description: str, lang: str) -> Spec:
    """Add size, fonts and colors."""
    words = chart_words(lang)
    if "layer" not in chart:
        chart, height = _nothing(words["empty"]), EMPTY_HEIGHT
    return {
        "$schema": SCHEMA,
        "description": description,
        "width": width,
        "height": round(height),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 2, "right": 8, "top": 4, "bottom": 4},
        "background": LIGHT.paper,
        **chart,
        "config": _configuration(),
        "usermeta": {"lang": lang},
    }


def _nothing(word: str) -> Spec:
    text = {
        "mark": {"type": "text", "color": LIGHT.muted, "fontSize": 13},
        "encoding": {"text": {"value": word}},
    }
    return {"data": {"values": [{}]}, "layer": [text]}


def _configuration() -> Spec:
    return {
        "font": CHART_FONT,
        "view": {"stroke": None},
        "text": {"font": CHART_FONT, "fontSize": FONT_SIZE, "color": LIGHT.ink},
        "axis": {
            "labelFont": CHART_FONT,
            "labelFontSize": FONT_SIZE,
            "labelColor": LIGHT.ink,
            "titleFont": CHART_FONT,
            "titleFontSize": FONT_SIZE,
            "titleFontWeight": "normal",
            "titleColor": LIGHT.muted,
            "titlePadding": 8,
            "gridColor": LIGHT.line,
            "domainColor": LIGHT.line,
            "tickColor": LIGHT.line,
        },
        "title": {
            "font": CHART_FONT,
            "fontSize": FONT_SIZE,
            "fontWeight": "normal",
            "color": LIGHT.muted,
            "anchor": "start",
            "frame": "bounds",
            "offset": 8,
        },
        "legend": {
            "labelFont": CHART_FONT,
            "labelFontSize": FONT_SIZE,
            "labelColor": LIGHT.ink,
            "symbolSize": 90,
            "rowPadding": 4,
            "columnPadding": 18,
            "offset": 8,
        },
    }

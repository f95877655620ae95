"""Bars that add up: the account of a change, and the parts of a growth."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sandan.errors import ReportError
from sandan.report.charts.style import (
    WIDE,
    Mark,
    Spec,
    chart_words,
    check_columns,
    finished,
    kinds_in,
    line_axis,
    number_axis,
    plain_color,
    shown,
    text_after,
    text_width,
    values_of,
)
from sandan.report.theme import LIGHT

__all__ = ["change_waterfall", "growth_parts"]

STEP_MARKS = {
    "level": Mark(LIGHT.muted, LIGHT.muted, "square"),
    "increase": Mark(LIGHT.positive, LIGHT.positive, "triangle-right"),
    "decrease": Mark(LIGHT.negative, LIGHT.negative, "triangle-left"),
}
PART_COLORS = (LIGHT.neutral, LIGHT.accent, LIGHT.positive, LIGHT.muted, LIGHT.negative, LIGHT.focus)
DIGITS = "①②③④⑤⑥"
CHANGE = "change"
BAR_HEIGHT, GROUP_HEIGHT = 32, 62.0


def change_waterfall(
    account: pd.DataFrame, *, unit: str, lang: str, description: str = "", width: int = WIDE
) -> Spec:
    """Draw the account of a change: from the first count over every line to the last.

    Parameters
    ----------
    account : DataFrame, shape (n_lines, n_columns)
        ``label``, ``role`` (start, flow, subtotal or end; other rows are left out), ``sign`` (1 or -1) and
        ``firms``, in the order in which they are read.
    unit : str
        What is counted, as the title of the axis.
    lang : str
        ``ko`` or ``en``.
    description : str
        What is to be seen, in a sentence.
    width : int
        Whole width in points.

    Returns
    -------
    dict
        A Vega-Lite specification with its data.

    Raises
    ------
    ReportError
        If a column is missing or the language is not known.

    Notes
    -----
    A flow begins where the line before it ended. Its number carries the sign, its arrow the
    direction.

    References
    ----------
    Few, S. (2012), Show Me the Numbers, Analytics Press.

    Examples
    --------
    >>> account = pd.DataFrame({"label": ["2010", "births", "2013"], "role": ["start", "flow", "end"],
    ...                         "sign": [1, 1, 1], "firms": [5, 2, 7]})
    >>> [row["from"] for row in change_waterfall(account, unit="firms", lang="en")["data"]["values"]]
    [0.0, 5.0, 0.0]
    """
    words = chart_words(lang)
    check_columns(account, ["label", "role", "sign", "firms"], "change_waterfall")
    lines = account[account["role"].isin(["start", "flow", "subtotal", "end"])]
    data = _steps(lines, words)
    rows = line_axis(lines["label"].tolist(), width, strong=(lines["role"] != "flow").tolist())
    pixels = width - rows.labels - 12
    room = 24 + max((text_width(text) for text in data["text"]), default=0.0)
    most = max([1.0, *data["from"], *data["to"]])
    scale = {"domain": [0, most * pixels / max(60.0, pixels - room)], "nice": False}
    x = {"type": "quantitative", "scale": scale, "axis": number_axis(unit, pixels)}
    kinds = kinds_in({words[name]: mark for name, mark in STEP_MARKS.items()}, data["kind"], pixels)
    layers = [
        _links(x, rows.y),
        {
            "mark": {"type": "bar", "height": {"band": 0.6}},
            "encoding": {
                "x": {**x, "field": "from"},
                "x2": {"field": "to"},
                "y": rows.y,
                "color": plain_color(),
            },
        },
        *(
            _arrows(x, rows.y, kinds, words[name], shift)
            for name, shift in (("increase", 4), ("decrease", -4))
        ),
        *text_after(x, rows.y),
    ]
    chart = {"data": values_of(data), "layer": layers} if len(lines) else {}
    return finished(chart, width=width, height=rows.height * len(lines), description=description, lang=lang)


def growth_parts(
    parts: pd.DataFrame,
    *,
    variant_labels: Mapping[str, str],
    part_labels: Mapping[str, str],
    unit: str,
    lang: str,
    decimals: int = 0,
    description: str = "",
    width: int = WIDE,
) -> Spec:
    """Draw one change in the variants of its decomposition, each as a bar that adds up to it.

    Parameters
    ----------
    parts : DataFrame, shape (n_parts, n_columns)
        ``variant``, ``part``, ``value``; the part ``change`` of a variant is its sum.
    variant_labels, part_labels : mapping of str to str
        Words for the variants and parts, in the order in which they are drawn; those that are not in
        the table, or are 0 in every variant, are passed over.
    unit : str
        Unit of the values, as the title of the axis.
    lang : str
        ``ko`` or ``en``.
    decimals : int
        Decimals of the numbers in the bars.
    description : str
        What is to be seen, in a sentence.
    width : int
        Whole width in points.

    Returns
    -------
    dict
        A Vega-Lite specification with its data.

    Raises
    ------
    ReportError
        If a column is missing, a part or variant has no word, there are more than six parts, or the
        language is not known.

    Notes
    -----
    Positive parts are laid end to end to the right of 0, negative ones to the left; an arrow
    below points at the sum. A part is known by its number, its place and its color.

    References
    ----------
    Heiberger, R. M. and Robbins, N. B. (2014), Design of diverging stacked bar charts, Journal of
    Statistical Software 57.

    Examples
    --------
    >>> parts = pd.DataFrame({"variant": "dunn", "part": ["national", "mix", "change"],
    ...                       "value": [5.0, -1.0, 4.0]})
    >>> spec = growth_parts(parts, variant_labels={"dunn": "Dunn"}, unit="jobs", lang="en",
    ...                     part_labels={"national": "nation", "mix": "mix"})
    >>> [(row["from"], row["to"]) for row in spec["data"]["values"]]
    [(0.0, 5.0), (0.0, -1.0)]
    """
    check_columns(parts, ["variant", "part", "value"], "growth_parts")
    variants = _known(parts["variant"], variant_labels, "variant")
    parts = parts[(parts["part"] == CHANGE) | parts.groupby("part")["value"].transform("any")]
    names = _known(parts.loc[parts["part"] != CHANGE, "part"], part_labels, "part")
    rows = line_axis([variant_labels[name] for name in variants], width, strong=[False] * len(variants))
    pixels = width - rows.labels - 12
    data = _laid_out(parts, variants, names)
    total = parts[parts["part"] == CHANGE].assign(row=_positions(parts, variants))
    total = total.assign(
        after=total["row"].map(data.groupby("row")[["from", "to"]].max().max(axis=1)).fillna(0.0),
        text=[f"= {shown(one, decimals, signed=True)}" for one in total["value"]],
    )
    room = 24 + max((text_width(text) for text in total["text"]), default=0.0)
    domain = _domain([*data["from"], *data["to"], *total["value"]], pixels, room)
    data = _labelled(data, pixels / (domain[1] - domain[0]), decimals)
    scale = {"domain": domain, "nice": False}
    x = {"type": "quantitative", "scale": scale, "axis": number_axis(unit, pixels)}
    y = {**rows.y, "scale": {**rows.y["scale"], "paddingOuter": 0.2}}
    layers = [*_segments(x, y, names, part_labels, pixels), *_totals(x, y, total)]
    chart = {"data": values_of(data), "layer": layers} if len(data) else {}
    height = max(GROUP_HEIGHT, rows.height + 24) * len(variants)
    return finished(chart, width=width, height=height, description=description, lang=lang)


def _steps(lines: pd.DataFrame, words: Mapping[str, str]) -> pd.DataFrame:
    """Lay the flows end to end; a level starts at 0 and restates where the flows have come to."""
    size = lines["firms"].astype(float) * lines["sign"]
    is_flow = lines["role"] == "flow"
    reached = size.groupby((~is_flow).cumsum()).cumsum()
    begin = (reached - size).where(is_flow, 0.0)
    kind = np.where(is_flow, np.where(lines["sign"] > 0, "increase", "decrease"), "level")
    places = np.arange(len(lines))
    steps = lines.assign(
        row=places,
        next=places + 1,
        to=reached,
        kind=[words[name] for name in kind],
        color=[STEP_MARKS[name].fill for name in kind],
        text=[shown(one, signed=flow) for one, flow in zip(size, is_flow, strict=True)],
        tip=reached.where(is_flow & (size != 0)),
        after=np.maximum(begin, reached),
        link=reached.where(places < len(lines) - 1),
    )
    steps["from"] = begin
    return steps


def _links(x: Spec, y: Spec) -> Spec:
    return {
        "transform": [{"filter": "isValid(datum.link)"}],
        "mark": {"type": "rule", "color": LIGHT.muted, "strokeWidth": 1, "strokeDash": [2, 2]},
        "encoding": {"x": {**x, "field": "link"}, "y": y, "y2": {"field": "next"}},
    }


def _arrows(x: Spec, y: Spec, kinds: Spec, kind: str, shift: int) -> Spec:
    return {
        "transform": [{"filter": {"and": ["isValid(datum.tip)", {"field": "kind", "equal": kind}]}}],
        "mark": {"type": "point", "size": 75, "opacity": 1, "strokeWidth": 0, "xOffset": shift},
        "encoding": {"x": {**x, "field": "tip"}, "y": y, **kinds},
    }


def _known(column: pd.Series, labels: Mapping[str, str], what: str) -> list[str]:
    strange = [str(name) for name in column.unique() if name not in labels]
    if strange:
        raise ReportError(f"The {what} {strange[0]!r} has no label; give it one in `{what}_labels`.")
    names = [name for name in labels if (column == name).any()]
    if what == "part" and len(names) > len(DIGITS):
        raise ReportError(
            f"There are {len(names)} parts, but the chart can tell {len(DIGITS)} apart; join some."
        )
    return names


def _positions(parts: pd.DataFrame, variants: list[str]) -> pd.Series:
    return parts["variant"].map({name: row for row, name in enumerate(variants)})


def _laid_out(parts: pd.DataFrame, variants: list[str], names: list[str]) -> pd.DataFrame:
    """Lay positive parts to the right of 0 and negative ones to the left, in the order of the names."""
    order = {name: number for number, name in enumerate(names)}
    data = parts[parts["part"] != CHANGE].assign(
        row=_positions(parts, variants), number=parts["part"].map(order)
    )
    data = data.sort_values(["row", "number"], kind="stable")
    side = data["value"] < 0
    end = data.groupby(["row", side])["value"].cumsum()
    return data.assign(**{"from": end - data["value"], "to": end})


def _domain(numbers: list[float], pixels: float, room: float) -> list[float]:
    low, high = min([0.0, *numbers]), max([0.0, *numbers])
    spread = (high - low) or 1.0
    low = low - 0.04 * spread if low < 0 else 0.0
    return [low, low + (high - low or 1.0) * pixels / max(60.0, pixels - room)]


def _labelled(data: pd.DataFrame, scale: float, decimals: int) -> pd.DataFrame:
    """Write into each segment its number and value, or the number alone, or above it what does not fit."""
    digit = data["number"].map(dict(enumerate(DIGITS)))
    full = [f"{sign} {shown(one, decimals)}" for sign, one in zip(digit, data["value"], strict=True)]
    length = data["value"].abs() * scale
    fits = length > np.array([text_width(text) + 8 for text in full])
    inside = np.where(fits, full, np.where(length > 15, digit, ""))
    dark = data["number"].map(dict(enumerate(PART_COLORS))) == LIGHT.neutral
    return data.assign(
        middle=(data["from"] + data["to"]) / 2,
        inside=inside,
        above=np.where((inside == "") & (data["value"] != 0), digit, ""),
        ink=np.where(dark, LIGHT.ink, LIGHT.paper),
    )


def _segments(x: Spec, y: Spec, names: list[str], labels: Mapping[str, str], pixels: float) -> list[Spec]:
    words = [f"{DIGITS[number]} {labels[name]}" for number, name in enumerate(names)]
    widest = max((text_width(word) for word in words), default=0.0) + 34
    key = {
        "title": None,
        "orient": "top",
        "symbolType": "square",
        "columns": max(1, min(len(names), int(pixels / widest))),
        "labelExpr": f"{words}[datum.value]",
        "labelLimit": max(pixels, 160.0),
    }
    color = {
        "field": "number",
        "type": "ordinal",
        "scale": {"domain": list(range(len(names))), "range": list(PART_COLORS[: len(names)])},
        "legend": key,
    }
    ink = {"field": "ink", "type": "nominal", "scale": None}
    middle = {**x, "field": "middle"}
    return [
        {
            "mark": {"type": "bar", "height": BAR_HEIGHT, "stroke": LIGHT.paper, "strokeWidth": 1.5},
            "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": y, "fill": color},
        },
        {
            "mark": {"type": "text"},
            "encoding": {"x": middle, "y": y, "text": {"field": "inside", "type": "nominal"}, "color": ink},
        },
        {
            "mark": {"type": "text", "dy": -BAR_HEIGHT / 2 - 8},
            "encoding": {"x": middle, "y": y, "text": {"field": "above", "type": "nominal"}},
        },
        {
            "data": {"values": [{"zero": 0}]},
            "mark": {"type": "rule", "color": LIGHT.ink, "strokeWidth": 1.3},
            "encoding": {"x": {**x, "field": "zero"}},
        },
    ]


def _totals(x: Spec, y: Spec, total: pd.DataFrame) -> list[Spec]:
    """Point at the sum of the parts from below, and write it at the right."""
    point = {
        "mark": {
            "type": "point",
            "shape": "triangle-up",
            "filled": True,
            "color": LIGHT.ink,
            "size": 90,
            "opacity": 1,
            "yOffset": BAR_HEIGHT / 2 + 7,
        },
        "encoding": {"x": {**x, "field": "value"}, "y": y},
    }
    return [{**layer, "data": values_of(total)} for layer in (point, *text_after(x, y))]

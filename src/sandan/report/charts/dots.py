"""Dots with intervals: location quotients, and a place among its peers."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

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

__all__ = ["cluster_intervals", "ladder_rungs", "peer_ranges"]

QUOTIENT_MARKS = {
    "confirmed": Mark(LIGHT.accent, LIGHT.accent, "circle"),
    "fragile": Mark(LIGHT.accent, LIGHT.paper, "diamond"),
    "chance": Mark(LIGHT.neutral, LIGHT.paper, "circle"),
    "untested": Mark(LIGHT.muted, LIGHT.paper, "square"),
}
PEER_MARKS = {
    "focal": Mark(LIGHT.focus, LIGHT.focus, "diamond"),
    "peer": Mark(LIGHT.muted, LIGHT.paper, "circle"),
}
RUNG_MARKS = {
    "described": Mark(LIGHT.muted, LIGHT.paper, "square"),
    "estimated": Mark(LIGHT.accent, LIGHT.accent, "circle"),
    "arithmetic": Mark(LIGHT.muted, LIGHT.paper, "diamond"),
    "lacking": Mark(LIGHT.muted, LIGHT.muted, "cross"),
}
"""Descriptions and arithmetic are hollow; a rung without a number has a cross at the edge."""
EDGE = 0.02
FINE_TICKS = np.array([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])
COARSE_TICKS = np.array([0.01, 0.1, 1, 10, 100, 1000])
DECADE_FOR_FINE = 90.0


def cluster_intervals(table: pd.DataFrame, *, lang: str, description: str = "", width: int = WIDE) -> Spec:
    """Draw location quotients as dots with intervals; filled means confirmed.

    Parameters
    ----------
    table : DataFrame, shape (n_rows, n_columns)
        ``label``, ``location_quotient``, ``lower``, ``upper`` (empty where not known), ``is_cluster`` (empty
        where nothing was tested) and, if wanted, ``vanishes_without_largest``; drawn in this order.
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
    Logarithmic scale. An end at 0 or without limit is drawn to the edge with an arrow.

    References
    ----------
    Cleveland, W. S. (1985), The Elements of Graphing Data, for dot plots.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["C26"], "location_quotient": [3.1], "lower": [2.7],
    ...                       "upper": [3.5], "is_cluster": [True]})
    >>> cluster_intervals(table, lang="en")["data"]["values"][0]["kind"]
    'confirmed'
    """
    words = chart_words(lang)
    check_columns(table, ["label", "location_quotient", "lower", "upper", "is_cluster"], "cluster_intervals")
    rows = line_axis(table["label"].tolist(), width, strong=_true(table["is_cluster"]))
    pixels = width - rows.labels - 12
    text = [shown(one, 2) for one in table["location_quotient"]]
    domain = _ratio_domain(table, pixels, _room_for(text))
    data = _placed(table, "location_quotient", domain).assign(kind=_quotient_kinds(table, words), text=text)
    axis = number_axis(
        words["location_quotient"],
        pixels,
        values=_ratio_ticks(domain, pixels),
        format="~g",
        labelOverlap=False,
    )
    x = {"type": "quantitative", "scale": {"type": "log", "domain": domain, "nice": False}, "axis": axis}
    kinds = kinds_in({words[name]: mark for name, mark in QUOTIENT_MARKS.items()}, data["kind"], pixels)
    one = {
        "data": {"values": [{"one": 1}]},
        "mark": {"type": "rule", "color": LIGHT.ink, "strokeWidth": 1.3},
        "encoding": {"x": {**x, "field": "one"}},
    }
    data["color"] = data["kind"].map({words[name]: mark.stroke for name, mark in QUOTIENT_MARKS.items()})
    layers = [one, *_intervals(x, rows.y, kinds), *text_after(x, rows.y)]
    chart = {"data": values_of(data), "layer": layers} if len(table) else {}
    return finished(chart, width=width, height=rows.height * len(table), description=description, lang=lang)


def peer_ranges(
    table: pd.DataFrame,
    *,
    unit: str,
    lang: str,
    decimals: int = 1,
    description: str = "",
    width: int = WIDE,
) -> Spec:
    """Draw a place among its named peers, with the range of ranks that its interval allows.

    Parameters
    ----------
    table : DataFrame, shape (n_places, n_columns)
        ``label``, ``value``, ``lower``, ``upper``, ``best`` and ``worst`` rank (each empty where not
        known), ``is_focal`` and, if something else than value and rank shall be written, ``text``; drawn in
        this order.
    unit : str
        What is compared and its unit, as the title of the axis.
    lang : str
        ``ko`` or ``en``.
    decimals : int
        Decimals of the numbers.
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
    The place in question is a filled diamond and bold; a place without a value keeps its row.

    References
    ----------
    Goldstein, H. and Spiegelhalter, D. J. (1996), League tables and their limitations, Journal of
    the Royal Statistical Society A 159.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["A", "B"], "value": [3.0, 2.0], "lower": [2.5, 1.5],
    ...     "upper": [3.5, 2.6], "best": [1, 1], "worst": [2, 2], "is_focal": [False, True]})
    >>> peer_ranges(table, unit="%", lang="en")["data"]["values"][1]["text"]
    '2.0 · rank 1–2'
    """
    words = chart_words(lang)
    check_columns(table, ["label", "value", "lower", "upper", "best", "worst", "is_focal"], "peer_ranges")
    focal = _true(table["is_focal"])
    rows = line_axis(table["label"].tolist(), width, strong=focal)
    pixels = width - rows.labels - 12
    numbers = zip(table["value"], table["best"], table["worst"], strict=True)
    written = [_value_and_rank(*one, decimals=decimals, words=words) for one in numbers]
    text = table["text"].tolist() if "text" in table else written
    domain = _plain_domain(table, pixels, _room_for(text))
    data = _placed(table, "value", domain).assign(
        kind=np.where(focal, words["focal"], words["peer"]), text=text
    )
    data["after"] = data["after"].fillna(domain[0])
    x = {
        "type": "quantitative",
        "scale": {"domain": domain, "nice": False, "zero": False},
        "axis": number_axis(unit, pixels),
    }
    kinds = kinds_in({words[name]: mark for name, mark in PEER_MARKS.items()}, data["kind"], pixels)
    data["color"] = data["kind"].map({words[name]: mark.stroke for name, mark in PEER_MARKS.items()})
    layers = [*_intervals(x, rows.y, kinds), *text_after(x, rows.y)]
    chart = {"data": values_of(data), "layer": layers} if len(table) else {}
    return finished(chart, width=width, height=rows.height * len(table), description=description, lang=lang)


def ladder_rungs(
    table: pd.DataFrame, *, unit: str, lang: str, description: str = "", width: int = WIDE
) -> Spec:
    """Draw all rungs of a ladder on one axis, those that lack data too.

    Parameters
    ----------
    table : DataFrame, shape (n_rungs, n_columns)
        ``label``, ``kind`` (``described``, ``estimated``, ``arithmetic``, ``lacking``), ``estimate``,
        ``lower``, ``upper`` (empty where not known) and ``text``, written behind the band; drawn in this
        order.
    unit : str
        What is compared and its unit, as the title of the axis.
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
    A line at 0. Described rungs are hollow squares without a band, arithmetic is a hollow diamond with its
    range; a rung without a number keeps its row.

    References
    ----------
    Lewis, S. and Clarke, M. (2001), Forest plots: trying to see the wood and the trees, British Medical
    Journal 322, 1479-1480.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["A"], "kind": ["estimated"], "estimate": [3.0], "lower": [-1.0],
    ...                       "upper": [7.0], "text": ["3 %"]})
    >>> ladder_rungs(table, unit="%", lang="en")["data"]["values"][0]["kind"]
    'with a band'
    """
    words = chart_words(lang)
    check_columns(table, ["label", "kind", "estimate", "lower", "upper", "text"], "ladder_rungs")
    kinds = table["kind"].tolist()
    rows = line_axis(table["label"].tolist(), width, strong=[kind == "estimated" for kind in kinds])
    pixels = width - rows.labels - 12
    drawn = table.rename(columns={"estimate": "value"})
    domain = _plain_domain(drawn.assign(zero=0.0), pixels, _room_for(drawn["text"].tolist()))
    # At the edge and not at 0: nothing is known, which is not nothing.
    edge = domain[0] + EDGE * (domain[1] - domain[0])
    drawn["value"] = drawn["value"].where(drawn["kind"] != "lacking", edge)
    data = _placed(drawn, "value", domain).assign(kind=[words[f"rung_{kind}"] for kind in kinds])
    data["color"] = [RUNG_MARKS[kind].stroke for kind in kinds]
    x = {
        "type": "quantitative",
        "scale": {"domain": domain, "nice": False, "zero": False},
        "axis": number_axis(unit, pixels),
    }
    zero = {
        "data": {"values": [{"zero": 0}]},
        "mark": {"type": "rule", "color": LIGHT.ink, "strokeWidth": 1.3},
        "encoding": {"x": {**x, "field": "zero"}},
    }
    named = {words[f"rung_{name}"]: mark for name, mark in RUNG_MARKS.items()}
    marks = kinds_in(named, data["kind"], pixels)
    layers = [zero, *_intervals(x, rows.y, marks), *text_after(x, rows.y)]
    chart = {"data": values_of(data), "layer": layers} if len(table) else {}
    return finished(chart, width=width, height=rows.height * len(table), description=description, lang=lang)


def _true(column: pd.Series) -> list[bool]:
    return [bool(one) if pd.notna(one) else False for one in column]


def _room_for(texts: list[str]) -> float:
    return 20.0 + max((text_width(text) for text in texts), default=0.0)


def _quotient_kinds(table: pd.DataFrame, words: Mapping[str, str]) -> list[str]:
    confirmed = _true(table["is_cluster"])
    fragile = _true(table.get("vanishes_without_largest", pd.Series(data=False, index=table.index)))
    kind = np.where(table["is_cluster"].notna(), "chance", "untested")
    kind = np.where(confirmed, np.where(fragile, "fragile", "confirmed"), kind)
    return [words[name] for name in kind]


def _value_and_rank(
    value: float, best: float, worst: float, *, decimals: int, words: Mapping[str, str]
) -> str:
    if math.isnan(value):
        return words["no_value"]
    number = shown(value, decimals)
    if math.isnan(best) or math.isnan(worst):
        return number
    form = "rank_single" if best == worst else "rank_range"
    return f"{number} · {words[form].format(best=int(best), worst=int(worst))}"


def _ratio_domain(table: pd.DataFrame, pixels: float, room: float) -> list[float]:
    """Return limits that hold all finite numbers and 1, with room for a number at the right."""
    numbers = table[["location_quotient", "lower", "upper"]].to_numpy(dtype=float)
    positive = numbers[np.isfinite(numbers) & (numbers > 0)]
    low, high = float(min([0.8, *(positive / 1.15)])), float(max([1.25, *(positive * 1.05)]))
    return [low, high * (high / low) ** (room / max(60.0, pixels - room))]


def _ratio_ticks(domain: list[float], pixels: float) -> list[float]:
    decade = pixels / np.log10(domain[1] / domain[0])
    ticks = FINE_TICKS if decade > DECADE_FOR_FINE else COARSE_TICKS
    return [float(tick) for tick in ticks if domain[0] <= tick <= domain[1]]


def _plain_domain(table: pd.DataFrame, pixels: float, room: float) -> list[float]:
    numbers = table[[name for name in ("value", "lower", "upper", "zero") if name in table]].to_numpy(
        dtype=float
    )
    known = numbers[np.isfinite(numbers)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    spread = (high - low) or abs(high) or 1.0
    low, high = low - 0.06 * spread, high + 0.04 * spread
    return [low, high + (high - low) * room / max(60.0, pixels - room)]


def _placed(table: pd.DataFrame, value: str, domain: list[float]) -> pd.DataFrame:
    """Add where to draw: clipped to the axis, with an arrow at ends that lie beyond it."""
    start, end = table["lower"].astype(float), table["upper"].astype(float)
    dot = table[value].astype(float).clip(*domain)
    return table.assign(
        row=range(len(table)),
        dot=dot,
        start=start.clip(*domain),
        end=end.clip(*domain),
        open_low=start.where(start < domain[0]).clip(*domain),
        open_high=end.where(end > domain[1]).clip(*domain),
        after=np.fmax(dot, end.clip(*domain)),
    )


def _intervals(x: Spec, y: Spec, kinds: Spec) -> list[Spec]:
    """Draw lines with dots on them, and arrows at open ends."""
    layers: list[Spec] = [
        {
            "transform": [{"filter": "isValid(datum.start) && isValid(datum.end)"}],
            "mark": {"type": "rule", "strokeWidth": 2.5},
            "encoding": {
                "x": {**x, "field": "start"},
                "x2": {"field": "end"},
                "y": y,
                "color": plain_color(),
            },
        },
        *(
            {
                "transform": [{"filter": f"isValid(datum.{field})"}],
                "mark": {"type": "point", "shape": shape, "filled": True, "size": 70, "opacity": 1},
                "encoding": {"x": {**x, "field": field}, "y": y, "color": plain_color()},
            }
            for field, shape in (("open_low", "triangle-left"), ("open_high", "triangle-right"))
        ),
    ]
    dots = {
        "transform": [{"filter": "isValid(datum.dot)"}],
        "mark": {"type": "point", "size": 90, "strokeWidth": 2, "opacity": 1},
        "encoding": {"x": {**x, "field": "dot"}, "y": y, **kinds},
    }
    return [*layers, dots]

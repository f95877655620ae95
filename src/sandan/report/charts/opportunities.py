"""What a place is near to, beside complexity, and how often an entry followed such nearness."""

from typing import Any, Literal

import pandas as pd

from sandan.report.charts.names import Box, Names
from sandan.report.charts.style import (
    WIDE,
    Mark,
    Spec,
    chart_words,
    check_columns,
    finished,
    kinds_in,
    number_axis,
    on_ground,
    shown,
    values_of,
    wrapped,
)
from sandan.report.theme import LIGHT

__all__ = ["entry_rates", "near_industries"]

NEAR_MARKS = {
    "listed": Mark(LIGHT.accent, LIGHT.accent, "circle"),
    "halfway": Mark(LIGHT.muted, LIGHT.paper, "diamond"),
    "present": Mark(LIGHT.neutral, LIGHT.paper, "circle"),
}
AXIS_ROOM = 62.0
NAME_WIDTH = 170.0
POINTS_PER_NAME = 90.0
RADIUS = 5.0


def near_industries(
    table: pd.DataFrame,
    *,
    upward: Literal["complexity", "excess"],
    lang: str,
    description: str = "",
    width: int = WIDE,
) -> Spec:
    """Draw industries by their density, and by complexity or the excess of their density.

    Parameters
    ----------
    table : DataFrame, shape (n_industries, n_columns)
        ``industry``, ``label``, ``density_low``, ``density_high``, the column ``upward``, and ``kind``
        (``listed``, ``halfway``, ``present``); in the order in which names get their room.
    upward : {"complexity", "excess"}
        What goes upward.
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
    A line goes from the least to the greatest possible density, the mark stands in its middle. No lines cut
    the picture into quadrants: nothing is special about an average.

    References
    ----------
    Hausmann, R., Hidalgo, C. A. et al. (2014), The atlas of economic complexity, MIT Press.

    Examples
    --------
    >>> table = pd.DataFrame({"industry": ["a"], "label": ["A"], "density_low": [20.0],
    ...                       "density_high": [24.0], "complexity": [1.0], "kind": ["listed"]})
    >>> spec = near_industries(table, upward="complexity", lang="en")
    >>> spec["data"]["values"][0]["middle"]
    22.0
    """
    words = chart_words(lang)
    check_columns(
        table, ["industry", "label", "density_low", "density_high", upward, "kind"], "near_industries"
    )
    if table.empty:
        return finished({}, width=width, height=0, description=description, lang=lang)
    pixels, height = width - AXIS_ROOM, round(0.62 * width) + 30.0
    middle = (table["density_low"] + table["density_high"]) / 2
    data = table.assign(middle=middle, height=table[upward].astype(float))
    across = _domain(data[["density_low", "density_high"]].to_numpy().ravel().tolist(), 0.04, 0.16)
    up = _domain(data["height"].tolist(), 0.05, 0.05)
    data = _named(data, across, up, pixels, height)
    data["kind"] = [words[f"near_{kind}"] for kind in data["kind"]]
    x, y = (
        {"type": "quantitative", "scale": {"domain": list(ends), "nice": False, "zero": False}, "axis": axis}
        for ends, axis in (
            (across, number_axis(words["near_density"], pixels)),
            (up, number_axis(words[f"near_{upward}"], height)),
        )
    )
    kinds = kinds_in({words[f"near_{name}"]: mark for name, mark in NEAR_MARKS.items()}, data["kind"], pixels)
    chart = {"data": values_of(data), "layer": [*_near(x, y, kinds), *_names(x, y)]}
    return finished(chart, width=width, height=height, description=description, lang=lang)


def _domain(numbers: list[float], below: float, above: float) -> tuple[float, float]:
    low, high = min(numbers), max(numbers)
    spread = (high - low) or 1.0
    return low - below * spread, high + above * spread


def _named(
    data: pd.DataFrame, across: tuple[float, float], up: tuple[float, float], pixels: float, height: float
) -> pd.DataFrame:
    """Put listed industries on top, and name the first of them."""

    def at(number: float, ends: tuple[float, float], length: float) -> float:
        return length * (number - ends[0]) / (ends[1] - ends[0])

    listed: list[Any] = data.loc[data["kind"] == "listed"].to_dict("records")
    boxes = {}
    for row in listed:
        x, y = at(row["middle"], across, pixels), at(row["height"], up, height)
        boxes[row["industry"]] = Box(x - RADIUS, x + RADIUS, y - RADIUS, y + RADIUS)
    names = Names(pixels, pixels / POINTS_PER_NAME, boxes)
    found: dict[str, tuple[str, str, float]] = {}
    for row in listed:
        (name,) = wrapped(row["label"], min(NAME_WIDTH, 0.42 * pixels), lines=1)
        place = names.place(row["industry"], name)
        if place is not None:
            start = across[0] + place[1] / pixels * (across[1] - across[0])
            found[row["industry"]] = (name, place[0], start)
    beside = [found.get(code, (None, None, None)) for code in data["industry"]]
    named = data.join(pd.DataFrame(beside, columns=["name", "align", "beside"], index=data.index))
    below = named["kind"].map({"present": 0, "halfway": 1, "listed": 2})
    return named.assign(below=below).sort_values("below", kind="stable", ignore_index=True)


def _near(x: Spec, y: Spec, kinds: Spec) -> list[Spec]:
    height = {**y, "field": "height"}
    listed = {"condition": {"test": "datum.below == 2", "value": 0.5}, "value": 0.0}
    return [
        {
            "mark": {"type": "rule", "strokeWidth": 1, "color": LIGHT.accent},
            "encoding": {
                "x": {**x, "field": "density_low"},
                "x2": {"field": "density_high"},
                "y": height,
                "opacity": listed,
            },
        },
        {
            "mark": {"type": "point", "strokeWidth": 1.4, "size": 62, "opacity": 0.9},
            "encoding": {"x": {**x, "field": "middle"}, "y": height, **kinds},
        },
    ]


def _names(x: Spec, y: Spec) -> list[Spec]:
    return [
        layer
        for align in ("left", "right")
        for layer in on_ground(
            {
                "transform": [{"filter": f"datum.align == '{align}'"}],
                "mark": {"type": "text", "align": align},
                "encoding": {
                    "x": {**x, "field": "beside"},
                    "y": {**y, "field": "height"},
                    "text": {"field": "name", "type": "nominal"},
                },
            }
        )
    ]


def entry_rates(
    table: pd.DataFrame, *, overall: float, lang: str, description: str = "", width: int = WIDE
) -> Spec:
    """Draw how often absent industries came, by groups of rising density.

    Parameters
    ----------
    table : DataFrame, shape (n_groups, n_columns)
        ``group``, and ``rate``, ``lower``, ``upper`` in percent.
    overall : float
        Rate of all groups together, in percent.
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
    Dots with intervals, and a dashed line at the rate of all.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabasi, A.-L. and Hausmann, R. (2007), Science 317, 482-487, figure 3.

    Examples
    --------
    >>> table = pd.DataFrame({"group": [1, 2], "rate": [4.0, 9.0], "lower": [2.0, 6.0], "upper": [7.0, 13.0]})
    >>> len(entry_rates(table, overall=6.5, lang="en")["data"]["values"])
    2
    """
    words = chart_words(lang)
    check_columns(table, ["group", "rate", "lower", "upper"], "entry_rates")
    if table.empty:
        return finished({}, width=width, height=0, description=description, lang=lang)
    height = 220.0
    x: Spec = {
        "field": "group",
        "type": "ordinal",
        "axis": {"title": words["entry_group"], "labelAngle": 0, "grid": False},
    }
    top = max(1.0, float(table["upper"].max()) * 1.08)
    y: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": False},
        "axis": number_axis(words["entry_rate"], height),
    }
    title = words["entry_overall"].format(rate=shown(overall, 1))
    chart = {"title": title, "data": values_of(table), "layer": _rates(x, y, overall)}
    return finished(chart, width=width, height=height, description=description, lang=lang)


def _rates(x: Spec, y: Spec, overall: float) -> list[Spec]:
    return [
        {
            "data": {"values": [{"overall": overall}]},
            "mark": {"type": "rule", "strokeDash": [4, 3], "color": LIGHT.ink, "strokeWidth": 1.2},
            "encoding": {"y": {**y, "field": "overall"}},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 2.5, "color": LIGHT.accent},
            "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 80, "color": LIGHT.accent, "opacity": 1},
            "encoding": {"x": x, "y": {**y, "field": "rate"}},
        },
    ]

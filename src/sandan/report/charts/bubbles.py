"""Bubbles: how strong an industry is in a place, how its jobs grew, and how many there are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sandan.report.charts.dots import QUOTIENT_MARKS
from sandan.report.charts.names import Box, Names
from sandan.report.charts.style import (
    MINUS,
    WIDE,
    Spec,
    chart_words,
    check_columns,
    finished,
    kinds_in,
    number_axis,
    on_ground,
    plain_color,
    values_of,
    wrapped,
)
from sandan.report.theme import LIGHT

__all__ = ["cluster_bubbles"]

COLUMNS = ("label", "location_quotient", "lower", "upper", "growth", "jobs", "is_cluster")
QUOTIENT_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
GROWTH_TICKS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0)
TICK_GAP = 30.0
"""Least distance of two ticks in points."""
AXIS_ROOM = 72.0
"""What the axis of growth takes from the width."""
SMALLEST, LARGEST = 20.0, 1500.0
"""Areas of bubbles in square points."""
FAINT, CLEAR = 0.3, 0.75
"""How clear intervals are."""
POINTS_PER_NAME = 110.0
POINTS_PER_NAME_OF_ALL = 40.0
NAME_WIDTH = 160.0
ROOM_FOR_NAMES = 0.2
"""Share of the width that is left at the right, where the strongest industries stand."""


def cluster_bubbles(
    table: pd.DataFrame,
    *,
    lang: str,
    growth: str = "",
    name_all: bool = False,
    description: str = "",
    width: int = WIDE,
) -> Spec:
    """Draw industries as bubbles by location quotient and growth of jobs; filled means confirmed.

    Parameters
    ----------
    table : DataFrame, shape (n_industries, n_columns)
        ``label``, ``location_quotient``, ``lower``, ``upper`` (empty where not known), ``growth`` in percent,
        ``jobs``, ``is_cluster`` and, if wanted, ``vanishes_without_largest``. Quotients are greater than 0
        and growth is greater than -100.
    lang : str
        ``ko`` or ``en``.
    growth : str
        Title of the axis of growth, where it is not the plain growth of jobs.
    name_all : bool
        Name what is not confirmed too, after what is, as far as names have room.
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
    Both axes are logarithmic, growth as last over first, so that a doubling and a halving are equally far
    from 0 %. Areas grow with jobs. Ends of intervals beyond the axis are cut. The largest confirmed
    industries are named as far as their names have room.

    References
    ----------
    Cleveland, W. S. (1985), The Elements of Graphing Data, for logarithms of ratios.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["C26"], "location_quotient": [3.1], "lower": [2.7], "upper": [3.5],
    ...                       "growth": [50.0], "jobs": [900], "is_cluster": [True]})
    >>> (row,) = cluster_bubbles(table, lang="en")["data"]["values"]
    >>> row["kind"], row["ratio"], row["name"]
    ('confirmed', 1.5, 'C26')
    """
    words = chart_words(lang)
    check_columns(table, list(COLUMNS), "cluster_bubbles")
    pixels, height = width - AXIS_ROOM, round(0.6 * width) + 40.0
    across = _Axis.around(table["location_quotient"], 1.15, pixels).with_room(ROOM_FOR_NAMES)
    up = _Axis.around(1 + table["growth"] / 100, 1.15, height)
    data = _named(_placed(table, across, words), across, up, name_all=name_all)
    x, y = _quotient_axis(words["location_quotient"], across), _growth_axis(growth or words["growth"], up)
    marks = {words[name]: mark for name, mark in QUOTIENT_MARKS.items()}
    layers = [*_lines_at_one(x, y), *_bubbles(x, y, kinds_in(marks, data["kind"], pixels)), *_names(x, y)]
    chart = {"data": values_of(data), "layer": layers} if len(table) else {}
    return finished(chart, width=width, height=height, description=description, lang=lang)


@dataclass(frozen=True)
class _Axis:
    """A logarithmic axis: its ends and its length in points."""

    low: float
    high: float
    length: float

    @classmethod
    def around(cls, numbers: pd.Series, room: float, length: float) -> "_Axis":
        """Hold all numbers and 1, with room for the bubbles."""
        known = numbers.astype(float)
        return cls(float(min([0.8, *known])) / room, float(max([1.25, *known])) * room, length)

    def with_room(self, share: float) -> "_Axis":
        """Leave a share of the length empty at the upper end."""
        return replace(self, high=self.moved(self.high, self.length * share / (1 - share)))

    @property
    def scale(self) -> Spec:
        return {"type": "log", "domain": [self.low, self.high], "nice": False}

    def at(self, number: float) -> float:
        return self.length * float(np.log(number / self.low) / np.log(self.high / self.low))

    def moved(self, number: float, points: float) -> float:
        """Return the number that stands so many points farther up the axis."""
        return number * float((self.high / self.low) ** (points / self.length))

    def ticks(self, offered: tuple[float, ...]) -> list[float]:
        """Keep those that have room, counted from 1 in both directions."""
        inside = [tick for tick in offered if self.low <= tick <= self.high]
        kept = [1.0]
        for side in ([one for one in inside if one > 1], [one for one in inside[::-1] if one < 1]):
            last = 1.0
            for tick in side:
                if abs(self.at(tick) - self.at(last)) >= TICK_GAP:
                    kept.append(tick)
                    last = tick
        return sorted(kept)


def _placed(table: pd.DataFrame, across: _Axis, words: Mapping[str, str]) -> pd.DataFrame:
    """Add where and how to draw: confirmed ones lie on top, and small ones on large ones."""
    kinds = _kinds(table)
    jobs = table["jobs"].astype(float)
    placed = table.assign(
        ratio=1 + table["growth"].astype(float) / 100,
        start=table["lower"].astype(float).clip(across.low, across.high),
        end=table["upper"].astype(float).clip(across.low, across.high),
        area=SMALLEST + (LARGEST - SMALLEST) * jobs / max([1.0, *jobs]),
        kind=[words[kind] for kind in kinds],
        color=[QUOTIENT_MARKS[kind].stroke for kind in kinds],
        weight=[FAINT if kind == "chance" else CLEAR for kind in kinds],
        named=[kind != "chance" for kind in kinds],
    )
    order = ["named", "jobs", "label"]
    return placed.sort_values(order, ascending=[True, False, True], kind="stable", ignore_index=True)


def _kinds(table: pd.DataFrame) -> list[str]:
    hangs = table.get("vanishes_without_largest", pd.Series(data=False, index=table.index))
    pairs = zip(table["is_cluster"].eq(other=True), hangs.eq(other=True), strict=True)
    return [("fragile" if one else "confirmed") if sure else "chance" for sure, one in pairs]


def _quotient_axis(title: str, across: _Axis) -> Spec:
    ticks = across.ticks(QUOTIENT_TICKS)
    axis = number_axis(title, across.length, values=ticks, format="~g", labelOverlap=False)
    return {"type": "quantitative", "scale": across.scale, "axis": axis}


def _growth_axis(title: str, up: _Axis) -> Spec:
    percent = f"replace(format(100 * (datum.value - 1), '+,.0f'), '\u2212', '{MINUS}')"
    room = {"minExtent": AXIS_ROOM - 30, "maxExtent": AXIS_ROOM - 30}
    labels = {"labelExpr": f"(datum.value == 1 ? '0' : {percent}) + '%'", "labelOverlap": False}
    axis = number_axis(title, up.length, values=up.ticks(GROWTH_TICKS), **room)
    return {"type": "quantitative", "scale": up.scale, "axis": axis | labels}


def _lines_at_one(x: Spec, y: Spec) -> list[Spec]:
    one = {
        "data": {"values": [{"one": 1}]},
        "mark": {"type": "rule", "color": LIGHT.ink, "strokeWidth": 1.3},
    }
    return [
        {**one, "encoding": {"x": {**x, "field": "one"}}},
        {**one, "encoding": {"y": {**y, "field": "one"}}},
    ]


def _bubbles(x: Spec, y: Spec, kinds: Spec) -> list[Spec]:
    height = {**y, "field": "ratio"}
    size = {"field": "area", "type": "quantitative", "scale": None, "legend": None}
    return [
        {
            "transform": [{"filter": "isValid(datum.start) && isValid(datum.end)"}],
            "mark": {"type": "rule", "strokeWidth": 1},
            "encoding": {
                "x": {**x, "field": "start"},
                "x2": {"field": "end"},
                "y": height,
                "color": plain_color(),
                "opacity": {"field": "weight", "type": "quantitative", "scale": None, "legend": None},
            },
        },
        {
            "mark": {"type": "point", "strokeWidth": 1.5, "opacity": 0.85},
            "encoding": {"x": {**x, "field": "location_quotient"}, "y": height, "size": size, **kinds},
        },
    ]


def _names(x: Spec, y: Spec) -> list[Spec]:
    """Write names beside their bubbles, on a ground that lets no line run through them."""
    at = {"x": {**x, "field": "beside"}, "y": {**y, "field": "ratio"}}
    return [
        layer
        for align in ("left", "right")
        for layer in on_ground(
            {
                "transform": [{"filter": f"datum.align == '{align}'"}],
                "mark": {"type": "text", "align": align},
                "encoding": {**at, "text": {"field": "name", "type": "nominal"}},
            }
        )
    ]


def _named(data: pd.DataFrame, across: _Axis, up: _Axis, *, name_all: bool) -> pd.DataFrame:
    """Name the largest confirmed industries, then others if wanted; the first to come has the room."""
    most = across.length / (POINTS_PER_NAME_OF_ALL if name_all else POINTS_PER_NAME)
    rows: list[Any] = data.to_dict("records")
    bubbles = {row["label"]: _bubble(row, across, up) for row in rows}
    sure = [row["label"] for row in rows if row["named"]]
    # The name of a confirmed one may lie over one that is not; other names lie over none.
    names = Names(across.length, most, {label: bubbles[label] for label in sure})
    found = {label: _name_of(label, names, across) for label in sure}
    if name_all:
        names = Names(across.length, most, bubbles, names.taken)
        others = [row["label"] for row in rows if not row["named"]]
        found |= {label: _name_of(label, names, across) for label in others}
    beside = [found.get(label, (None, None, None)) for label in data["label"]]
    return data.join(
        pd.DataFrame(beside, columns=["name", "align", "beside"], index=data.index, dtype=object)
    )


def _bubble(row: Mapping[str, Any], across: _Axis, up: _Axis) -> Box:
    x, y, radius = (
        across.at(row["location_quotient"]),
        up.at(row["ratio"]),
        float(np.sqrt(row["area"] / np.pi)),
    )
    return Box(x - radius, x + radius, y - radius, y + radius)


def _name_of(label: str, names: Names, across: _Axis) -> tuple[str | None, str | None, float | None]:
    (name,) = wrapped(label, min(NAME_WIDTH, 0.42 * names.length), lines=1)
    place = names.place(label, name)
    return (None, None, None) if place is None else (name, place[0], across.moved(across.low, place[1]))

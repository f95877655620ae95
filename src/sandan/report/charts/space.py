"""The industry space: industries as marks, lines between those that the same places have."""

from collections.abc import Mapping
from typing import Any

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
    on_ground,
    values_of,
    wrapped,
)
from sandan.report.theme import LIGHT

__all__ = ["industry_space"]

COLUMNS = ("industry", "label", "x", "y", "kind", "jobs")
SPACE_MARKS = {
    "present": Mark(LIGHT.accent, LIGHT.accent, "circle"),
    "absent": Mark(LIGHT.muted, LIGHT.paper, "circle"),
    "hidden": Mark(LIGHT.ink, LIGHT.paper, "square"),
    "not_surveyed": Mark(LIGHT.negative, LIGHT.paper, "cross"),
}
"""Not known has marks of its own: it is neither here nor not here."""

SMALLEST, LARGEST, UNKNOWN = 16.0, 900.0, 42.0
"""Areas of marks in square points; a number that is not shown has a size that says nothing."""
EDGE = 14.0
NAME_WIDTH = 150.0
POINTS_PER_NAME = 62.0
LEAST_HEIGHT, MOST_HEIGHT = 0.72, 1.3
"""As shares of the width."""


def industry_space(
    table: pd.DataFrame, links: pd.DataFrame, *, lang: str, description: str = "", width: int = WIDE
) -> Spec:
    """Draw the industry space of a country, seen from one place.

    Parameters
    ----------
    table : DataFrame, shape (n_industries, n_columns)
        ``industry``, ``label``, ``x``, ``y``, ``kind`` (``present``, ``absent``, ``hidden``,
        ``not_surveyed``) and ``jobs`` (empty where not known).
    links : DataFrame, shape (n_links, n_columns)
        ``first`` and ``second`` industry, and ``in_tree``.
    lang : str
        ``ko`` or ``en``.
    description : str
        What is to be seen, in a sentence.
    width : int
        Whole width in points; the picture is turned to stand upright on a narrow one.

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
    Areas grow with jobs. One unit is equally long in both directions as far as the picture would not become
    too low or too high. The largest industries of the place are named as far as there is room.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabasi, A.-L. and Hausmann, R. (2007), Science 317, 482-487.

    Examples
    --------
    >>> table = pd.DataFrame({"industry": ["a", "b"], "label": ["A", "B"], "x": [0.0, 1.0], "y": [0.0, 0.0],
    ...                       "kind": ["present", "hidden"], "jobs": [9, None]})
    >>> links = pd.DataFrame({"first": ["a"], "second": ["b"], "in_tree": [True]})
    >>> spec = industry_space(table, links, lang="en")
    >>> [row["kind"] for row in spec["data"]["values"]]
    ['hidden: nobody outside can tell', 'here']
    """
    words = chart_words(lang)
    check_columns(table, COLUMNS, "industry_space")
    check_columns(links, ["first", "second", "in_tree"], "industry_space")
    if table.empty:
        return finished({}, width=width, height=0, description=description, lang=lang)
    pixels = width - 14.0
    points, height = _on_paper(table, pixels)
    data = _named(_sized(points, words, pixels), pixels)
    x, y = (
        {"type": "quantitative", "axis": None, "scale": {"domain": [0, length], "nice": False}}
        for length in (pixels, height)
    )
    kinds = kinds_in(
        {words[f"space_{name}"]: mark for name, mark in SPACE_MARKS.items()}, data["kind"], pixels
    )
    names = _names(x, y)
    layers = [*_lines(points, links, x, y), *names[::2], _marks(x, y, kinds), *names[1::2]]
    chart = {"data": values_of(data), "layer": layers}
    return finished(chart, width=width, height=height, description=description, lang=lang)


def _on_paper(table: pd.DataFrame, pixels: float) -> tuple[pd.DataFrame, float]:
    """Turn units of the layout into points; the longer side lies across, and upright on a phone."""
    across, up = ("x", "y") if pixels > 500 else ("y", "x")
    spans = {side: max(float(table[side].max() - table[side].min()), 1e-9) for side in (across, up)}
    inner = pixels - 2 * EDGE
    tall = min(max(spans[up] / spans[across], LEAST_HEIGHT), MOST_HEIGHT) * inner
    placed = table.assign(
        px=EDGE + inner * (table[across] - table[across].min()) / spans[across],
        py=EDGE + tall * (table[up] - table[up].min()) / spans[up],
    )
    return placed, tall + 2 * EDGE


def _sized(points: pd.DataFrame, words: Mapping[str, str], pixels: float) -> pd.DataFrame:
    """Add areas; small marks lie on large ones, and what is here on the rest."""
    jobs = points["jobs"].astype(float)
    largest, scale = max([1.0, *jobs.dropna()]), min(1.0, pixels / WIDE)
    sized = points.assign(
        area=scale * (SMALLEST + (LARGEST - SMALLEST) * jobs / largest).fillna(UNKNOWN),
        here=points["kind"] == "present",
        kind=[words[f"space_{kind}"] for kind in points["kind"]],
    )
    order = ["here", "area", "industry"]
    return sized.sort_values(order, ascending=[True, False, True], kind="stable", ignore_index=True)


def _named(data: pd.DataFrame, pixels: float) -> pd.DataFrame:
    rows: list[dict[str, Any]] = data.loc[data["here"]].to_dict("records")  # type: ignore[assignment]
    # They come with the largest first.
    names = Names(pixels, pixels / POINTS_PER_NAME, {row["industry"]: _box(row) for row in rows})
    found = {row["industry"]: _name(row, names, pixels) for row in rows}
    beside = [found.get(code, (None, None, None)) for code in data["industry"]]
    return data.drop(columns=["x", "y", "here", "industry"]).join(
        pd.DataFrame(beside, columns=["name", "align", "beside"], index=data.index)
    )


def _box(row: Mapping[str, Any]) -> Box:
    radius = float((row["area"] / 3.1416) ** 0.5)
    return Box(row["px"] - radius, row["px"] + radius, row["py"] - radius, row["py"] + radius)


def _name(row: Mapping[str, Any], names: Names, pixels: float) -> tuple[str | None, str | None, float | None]:
    (name,) = wrapped(row["label"], min(NAME_WIDTH, 0.36 * pixels), lines=1)
    place = names.place(row["industry"], name)
    return (None, None, None) if place is None else (name, *place)


def _lines(points: pd.DataFrame, links: pd.DataFrame, x: Spec, y: Spec) -> list[Spec]:
    at = points.set_index("industry")[["px", "py"]]
    ends = {
        f"{side}{number}": at[f"p{side}"].reindex(links[end]).to_numpy()
        for number, end in ((1, "first"), (2, "second"))
        for side in ("x", "y")
    }
    drawn = pd.DataFrame(ends).assign(in_tree=links["in_tree"].to_numpy(), width=1.0)
    drawn["width"] = drawn["width"].mask(drawn["in_tree"], 1.6)
    return [
        {
            "data": values_of(drawn.loc[drawn["in_tree"] == tree]),
            "mark": {"type": "rule", "color": color, "aria": False},
            "encoding": {
                "x": {**x, "field": "x1"},
                "y": {**y, "field": "y1"},
                "x2": {"field": "x2"},
                "y2": {"field": "y2"},
                "strokeWidth": {"field": "width", "type": "quantitative", "scale": None, "legend": None},
            },
        }
        for tree, color in ((False, LIGHT.line), (True, LIGHT.neutral))
        if (drawn["in_tree"] == tree).any()
    ]


def _marks(x: Spec, y: Spec, kinds: Spec) -> Spec:
    size = {"field": "area", "type": "quantitative", "scale": None, "legend": None}
    return {
        "mark": {"type": "point", "strokeWidth": 1.4, "opacity": 0.92},
        "encoding": {"x": {**x, "field": "px"}, "y": {**y, "field": "py"}, "size": size, **kinds},
    }


def _names(x: Spec, y: Spec) -> list[Spec]:
    """Write names, each after the ground that lies under it."""
    return [
        layer
        for align in ("left", "right")
        for layer in on_ground(
            {
                "transform": [{"filter": f"datum.align == '{align}'"}],
                "mark": {"type": "text", "align": align, "fontSize": 11},
                "encoding": {
                    "x": {**x, "field": "beside"},
                    "y": {**y, "field": "py"},
                    "text": {"field": "name", "type": "nominal"},
                },
            }
        )
    ]

"""Distances between plants: where industries gather, and the curve of one beside the band of chance."""

from collections.abc import Mapping
from typing import Any

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
    on_ground,
    plain_color,
    shown,
    text_after,
    text_width,
    values_of,
    wrapped,
)
from sandan.report.theme import LIGHT

__all__ = ["distance_curve", "localized_distances"]

DISTANCE_MARKS = {
    "localized": Mark(LIGHT.accent, LIGHT.accent, "circle"),
    "dispersed": Mark(LIGHT.negative, LIGHT.paper, "diamond"),
}
BARS = {"localized": 11.0, "dispersed": 3.0}
"""Widths of bars in points: the two kinds do not differ in color alone."""
LEAST_BAR = 0.008
"""Share of the axis that a bar over a single distance takes."""
MARGIN = 0.02
"""Share of the axis that is left before 0, where dots stand."""
HEIGHT = 290.0
AXIS_ROOM = 76.0
"""What the axis of densities takes from the width."""
DASHES = {"curve_observed": [1, 0], "curve_expected": [6, 4]}


def localized_distances(
    table: pd.DataFrame, stretches: pd.DataFrame, *, lang: str, description: str = "", width: int = WIDE
) -> Spec:
    """Draw for every industry the distances at which it has more, or fewer, pairs of plants than by chance.

    Parameters
    ----------
    table : DataFrame, shape (n_industries, n_columns)
        ``label``, ``verdict`` (``localized`` or ``dispersed``), ``peak_km``, ``here`` (whether the place has
        plants of it) and ``jobs`` there (empty where hidden); drawn in this order.
    stretches : DataFrame, shape (n_stretches, 3)
        ``row`` of the table, ``start`` and ``end`` in km.
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
    A stretch of one distance is drawn as wide as can be seen. Names of industries with plants in the place
    are bold.

    References
    ----------
    Duranton, G. and Overman, H. G. (2005), Review of Economic Studies 72, figure 3, for distances by
    industry.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["C26"], "verdict": ["localized"], "peak_km": [2.0], "here": [True],
    ...                       "jobs": [900.0]})
    >>> stretches = pd.DataFrame({"row": [0], "start": [0.0], "end": [23.0]})
    >>> localized_distances(table, stretches, lang="en")["data"]["values"][0]["text"]
    '900 jobs'
    """
    words = chart_words(lang)
    check_columns(table, ["label", "verdict", "peak_km", "here", "jobs"], "localized_distances")
    check_columns(stretches, ["row", "start", "end"], "localized_distances")
    here = [bool(one) for one in table["here"]]
    rows = line_axis(table["label"].tolist(), width, strong=here)
    pixels = width - rows.labels - 12
    texts = [
        _jobs(jobs, words) if there else words["none_here"]
        for there, jobs in zip(here, table["jobs"], strict=True)
    ]
    domain = _distances(stretches, pixels, 24.0 + max((text_width(one) for one in texts), default=0.0))
    last = stretches.groupby("row")["end"].max()
    data = table.drop(columns="jobs").assign(
        row=range(len(table)), kind=[words[one] for one in table["verdict"]], text=texts
    )
    data["after"] = np.fmax(data["row"].map(last).astype(float), data["peak_km"])
    scale = {"domain": domain, "nice": False, "zero": False}
    axis = number_axis(words["distance_between"], pixels)
    x = {"type": "quantitative", "scale": scale, "axis": axis}
    kinds = kinds_in({words[name]: mark for name, mark in DISTANCE_MARKS.items()}, data["kind"], pixels)
    layers = [
        *_bars(_widened(stretches, domain), table["verdict"].tolist(), x, rows.y),
        {
            "mark": {"type": "point", "size": 95, "strokeWidth": 2, "opacity": 1},
            "encoding": {"x": {**x, "field": "peak_km"}, "y": rows.y, **kinds},
        },
        *text_after(x, rows.y),
    ]
    chart = {"data": values_of(data), "layer": layers} if len(table) else {}
    return finished(chart, width=width, height=rows.height * len(table), description=description, lang=lang)


def _jobs(jobs: float | None, words: Mapping[str, str]) -> str:
    return words["jobs_hidden"] if pd.isna(jobs) else words["jobs_here"].format(jobs=shown(jobs))


def _distances(stretches: pd.DataFrame, pixels: float, room: float) -> list[float]:
    """Return limits that hold all distances, with a margin before 0 and room for words at the right."""
    longest = float(max([1.0, *stretches["end"]]))
    return [-MARGIN * longest, longest * pixels / max(60.0, pixels - room)]


def _widened(stretches: pd.DataFrame, domain: list[float]) -> pd.DataFrame:
    lacking = (LEAST_BAR * (domain[1] - domain[0]) - (stretches["end"] - stretches["start"])).clip(lower=0.0)
    return stretches.assign(
        start=(stretches["start"] - lacking / 2).clip(lower=0.0), end=stretches["end"] + lacking / 2
    )


def _bars(stretches: pd.DataFrame, verdicts: list[str], x: Spec, y: Spec) -> list[Spec]:
    kinds = stretches["row"].map(dict(enumerate(verdicts)))
    return [
        {
            "data": values_of(stretches.loc[kinds == kind].assign(color=DISTANCE_MARKS[kind].stroke)),
            "mark": {"type": "bar", "height": thick, "opacity": 0.4, "cornerRadius": 1},
            "encoding": {
                "x": {**x, "field": "start"},
                "x2": {"field": "end"},
                "y": y,
                "color": plain_color(),
            },
        }
        for kind, thick in BARS.items()
        if (kinds == kind).any()
    ]


def distance_curve(
    table: pd.DataFrame,
    *,
    lang: str,
    peak: float | None = None,
    description: str = "",
    width: int = WIDE,
) -> Spec:
    """Draw the density of distances between the plants of an industry beside the band of chance.

    Parameters
    ----------
    table : DataFrame, shape (n_distances, n_columns)
        ``distance_km``; ``observed``, ``expected``, ``lower``, ``upper`` in percent of pairs per km; by how
        much the curve is beyond the band: ``localization``, ``dispersion``.
    lang : str
        ``ko`` or ``en``.
    peak : float, optional
        Distance in km at which the verdict is written; without it nothing is called.
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
    The area between curve and band is filled where the curve counts as beyond it. Lines differ in dashes
    as well as in color.

    References
    ----------
    Duranton, G. and Overman, H. G. (2005), Review of Economic Studies 72, figure 2.

    Examples
    --------
    >>> table = pd.DataFrame({"distance_km": [0.0, 1.0], "observed": [3.0, 1.0], "expected": 1.0,
    ...     "lower": 0.5, "upper": 2.0, "localization": [1.0, 0.0], "dispersion": 0.0})
    >>> [row["over"] for row in distance_curve(table, lang="en")["data"]["values"]]
    [3.0, 2.0]
    """
    words = chart_words(lang)
    columns = ["distance_km", "observed", "expected", "lower", "upper", "localization", "dispersion"]
    check_columns(table, columns, "distance_curve")
    data = table.assign(
        over=table["observed"].where(table["localization"] > 0, table["upper"]),
        under=table["observed"].where(table["dispersion"] > 0, table["lower"]),
        band=words["curve_band"],
    )
    pixels = width - AXIS_ROOM
    x, y = _across(data, words, pixels), _up(data)
    layers = [
        _band(x, y, words),
        *_beyond(x, y),
        *_lines(table, x, y, words),
        *_said(data, peak, x, y, words),
    ]
    title = wrapped(words["pairs_per_km"], width - 20.0)
    chart = {"title": title, "data": values_of(data), "layer": layers} if len(table) else {}
    return finished(chart, width=width, height=HEIGHT, description=description, lang=lang)


def _across(data: pd.DataFrame, words: Mapping[str, str], pixels: float) -> Spec:
    last = float(max([1.0, *data["distance_km"]]))
    return {
        "type": "quantitative",
        "scale": {"domain": [0.0, last], "nice": False},
        "axis": number_axis(words["distance_between"], pixels, grid=False),
    }


def _up(data: pd.DataFrame) -> Spec:
    highest = 1.12 * float(data[["observed", "upper"]].to_numpy(dtype=float).max(initial=1e-9))
    decimals = max(0, int(np.ceil(-np.log10(highest / 5))))
    return {
        "type": "quantitative",
        "scale": {"domain": [0.0, highest], "nice": False},
        "axis": number_axis(None, HEIGHT, tickCount=5, format=f",.{decimals}f"),
    }


def _key(symbol: str, **more: Any) -> Spec:
    return {"title": None, "orient": "top", "symbolType": symbol, "symbolSize": 220, **more}


def _band(x: Spec, y: Spec, words: Mapping[str, str]) -> Spec:
    name = words["curve_band"]
    fill = {
        "field": "band",
        "type": "nominal",
        "scale": {"domain": [name], "range": [LIGHT.neutral]},
        "legend": _key("square", symbolOpacity=0.4),
    }
    return {
        "mark": {"type": "area", "opacity": 0.4},
        "encoding": {
            "x": {**x, "field": "distance_km"},
            "y": {**y, "field": "lower"},
            "y2": {"field": "upper"},
            "fill": fill,
        },
    }


def _beyond(x: Spec, y: Spec) -> list[Spec]:
    """Fill between curve and band, above it and below it."""
    areas = (("upper", "over", LIGHT.accent), ("lower", "under", LIGHT.negative))
    return [
        {
            "mark": {"type": "area", "opacity": 0.45, "color": color},
            "encoding": {
                "x": {**x, "field": "distance_km"},
                "y": {**y, "field": edge},
                "y2": {"field": beyond},
            },
        }
        for edge, beyond, color in areas
    ]


def _lines(table: pd.DataFrame, x: Spec, y: Spec, words: Mapping[str, str]) -> list[Spec]:
    names = [words[name] for name in DASHES]
    kinds = {words["curve_observed"]: "observed", words["curve_expected"]: "expected"}
    long = pd.concat(
        table[["distance_km"]].assign(value=table[column], kind=name) for name, column in kinds.items()
    )

    def encoding(values: list[Any]) -> Spec:
        scale = {"domain": names, "range": values}
        return {"field": "kind", "type": "nominal", "scale": scale, "legend": _key("stroke"), "sort": None}

    return [
        {
            "data": values_of(long),
            "mark": {"type": "line", "strokeWidth": 2.2},
            "encoding": {
                "x": {**x, "field": "distance_km"},
                "y": {**y, "field": "value"},
                "stroke": encoding([LIGHT.accent, LIGHT.ink]),
                "strokeDash": encoding(list(DASHES.values())),
            },
        }
    ]


def _said(data: pd.DataFrame, peak: float | None, x: Spec, y: Spec, words: Mapping[str, str]) -> list[Spec]:
    """Write the verdict beside the curve where it is farthest beyond the band."""
    if peak is None or data.empty:
        return []
    point = data.iloc[int(np.argmin(np.abs(data["distance_km"] - peak)))]
    high = bool((data["localization"] > 0).any())
    left = point["distance_km"] < 0.7 * data["distance_km"].max()
    place = {"at": [point["distance_km"]], "height": [point["observed"]]}
    text = {
        "data": values_of(pd.DataFrame(place | {"text": [words["gathers" if high else "scattered"]]})),
        "mark": {
            "type": "text",
            "align": "left" if left else "right",
            "dx": 10 if left else -10,
            "dy": -10 if high else 14,
            "fontWeight": "bold",
        },
        "encoding": {
            "x": {**x, "field": "at"},
            "y": {**y, "field": "height"},
            "text": {"field": "text", "type": "nominal"},
        },
    }
    return on_ground(text)

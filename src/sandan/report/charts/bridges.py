"""Two complexes side by side: the shares of their industries, and how far their ties reach."""

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
)
from sandan.report.theme import LIGHT

__all__ = ["mix_overlap", "tie_openness"]

LOOKS = (Mark(LIGHT.accent, LIGHT.accent, "circle"), Mark(LIGHT.negative, LIGHT.paper, "diamond"))
"""The two complexes differ in stroke, fill and shape."""
HEIGHT = 260.0
AXIS_ROOM = 64.0
YEAR_ROOM = 44.0
LINES = {
    "observed_ties": (Mark(LIGHT.accent, LIGHT.accent, "circle"), [1, 0]),
    "by_chance": (Mark(LIGHT.muted, LIGHT.paper, "square"), [6, 4]),
}
LEAST_GAP = 0.13
"""How far apart on the index the names of two lines must stand."""


def mix_overlap(
    table: pd.DataFrame, *, names: tuple[str, str], lang: str, description: str = "", width: int = WIDE
) -> Spec:
    """Draw the share of every industry in two places as two points on one line.

    Parameters
    ----------
    table : DataFrame, shape (n_industries, n_columns)
        ``label``, ``first`` and ``second``, the shares in percent; drawn in this order.
    names : tuple of str
        Names of the two places.
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
    The nearer the two points, the more alike the places are in that industry; the smaller of the two is its
    part of the overlap.

    References
    ----------
    Cleveland, W. S. (1985), The Elements of Graphing Data, for dot plots.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["C26"], "first": [10.2], "second": [32.8]})
    >>> mix_overlap(table, names=("plants", "labs"), lang="en")["data"]["values"][0]["text"]
    '10.2 · 32.8'
    """
    words = chart_words(lang)
    check_columns(table, ["label", "first", "second"], "mix_overlap")
    rows = line_axis(table["label"].tolist(), width, strong=[False] * len(table))
    pixels = width - rows.labels - 12
    texts = [f"{shown(a, 1)} · {shown(b, 1)}" for a, b in zip(table["first"], table["second"], strict=True)]
    far = table[["first", "second"]].max(axis=1)
    lines = table.assign(row=range(len(table)), after=far, text=texts, color=LIGHT.neutral)
    points = pd.concat(
        [
            lines[["row"]].assign(share=table[side], kind=name)
            for side, name in zip(("first", "second"), names, strict=True)
        ],
        ignore_index=True,
    )
    room = 20.0 + max((text_width(one) for one in texts), default=0.0)
    longest = float(max([1.0, *far.dropna()]))
    scale = {"domain": [-0.02 * longest, longest * pixels / max(60.0, pixels - room)], "nice": False}
    axis = number_axis(words["share_of_jobs"], pixels, format=",.1~f")
    x = {"type": "quantitative", "scale": scale, "axis": axis}
    kinds = kinds_in(dict(zip(names, LOOKS, strict=True)), points["kind"], pixels)
    layers = [
        {
            "mark": {"type": "rule", "strokeWidth": 2.5},
            "encoding": {
                "x": {**x, "field": "first"},
                "x2": {"field": "second"},
                "y": rows.y,
                "color": plain_color(),
            },
        },
        {
            "data": values_of(points),
            "mark": {"type": "point", "size": 95, "strokeWidth": 2, "opacity": 1},
            "encoding": {"x": {**x, "field": "share"}, "y": rows.y, **kinds},
        },
        *text_after(x, rows.y),
    ]
    chart = {"data": values_of(lines.assign(color=LIGHT.neutral)), "layer": layers} if len(table) else {}
    return finished(chart, width=width, height=rows.height * len(table), description=description, lang=lang)


def tie_openness(table: pd.DataFrame, *, lang: str, description: str = "", width: int = WIDE) -> Spec:
    """Draw the index of openness over the years beside what chance would give.

    Parameters
    ----------
    table : DataFrame, shape (n_years, n_columns)
        ``period``, ``e_i`` and ``expected``, from -1 to 1; empty where there is none.
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
    The axis always runs from -1 to 1, so that pictures of different pairs can be compared. Lines differ in
    dashes and points as well as in color; a year without an index is a gap.

    References
    ----------
    Krackhardt, D. and Stern, R. (1988), Social Psychology Quarterly 51, for the index.

    Examples
    --------
    >>> table = pd.DataFrame({"period": [2012, 2013], "e_i": [-0.8, -0.6], "expected": [-0.3, -0.2]})
    >>> [row["text"] for row in tie_openness(table, lang="en")["data"]["values"]]
    [None, 'observed: –0.60', None, 'by chance: –0.20']
    """
    words = chart_words(lang)
    check_columns(table, ["period", "e_i", "expected"], "tie_openness")
    columns = dict(zip(LINES, ("e_i", "expected"), strict=True))
    data = pd.concat(
        [
            pd.DataFrame({"period": table["period"], "index": table[column].astype(float), "line": line})
            for line, column in columns.items()
        ],
        ignore_index=True,
    )
    data["kind"] = data["line"].map({line: words[line] for line in LINES})
    data["color"] = data["line"].map({line: look.stroke for line, (look, _) in LINES.items()})
    data = _with_names(data, words["line_end"])
    room = 14.0 + max((text_width(one) for one in data["text"].dropna()), default=0.0)
    x, y = _years(data, width, room), _index_axis(words["openness"], width)
    chart = {"data": values_of(data), "layer": _layers(x, y, data, words)} if len(table) else {}
    return finished(chart, width=width, height=HEIGHT, description=description, lang=lang)


def _with_names(data: pd.DataFrame, form: str) -> pd.DataFrame:
    """Write the name of each line beside its last point, the two apart from each other."""
    known = data.loc[data["index"].notna()]
    last = known.loc[~known.duplicated("line", keep="last")]
    text = [form.format(name=name, value=shown(one, 2)) for name, one in last[["kind", "index"]].to_numpy()]
    at = last["index"].sort_values(ascending=False)
    steps = LEAST_GAP * np.arange(len(at))
    apart = pd.Series(np.minimum.accumulate(at + steps) - steps, index=at.index)
    return data.assign(
        text=pd.Series(text, index=last.index, dtype=object).reindex(data.index),
        text_at=apart.reindex(data.index),
    )


def _years(data: pd.DataFrame, width: int, room: float) -> Spec:
    years = np.unique(data["period"].astype(int)) if len(data) else np.array([0])
    free = max(60.0, width - AXIS_ROOM - room)
    every = max(1, int(np.ceil(len(years) * YEAR_ROOM / free)))
    span = float(years[-1] - years[0]) or 1.0
    domain = [years[0] - 0.04 * span, years[-1] + span * room / free]
    axis = {"title": None, "values": years[::-1][::every][::-1].tolist(), "format": "d", "grid": False}
    return {
        "type": "quantitative",
        "scale": {"domain": domain, "nice": False, "zero": False},
        "axis": axis,
    }


def _index_axis(title: str, width: int) -> Spec:
    top: dict[str, Any] = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -36}
    axis = number_axis(title, width - 20.0, values=[-1, -0.5, 0, 0.5, 1], format=".1~f", titleY=-12, **top)
    return {"type": "quantitative", "scale": {"domain": [-1, 1], "nice": False}, "axis": axis}


def _layers(x: Spec, y: Spec, data: pd.DataFrame, words: Any) -> list[Spec]:
    looks = {words[line]: look for line, (look, _) in LINES.items()}
    kinds = {key: {**one, "legend": None} for key, one in kinds_in(looks, data["kind"], 100.0).items()}
    at = {"x": {**x, "field": "period"}, "y": {**y, "field": "index"}}
    lines = [
        {
            "transform": [{"filter": {"field": "line", "equal": line}}],
            "mark": {"type": "line", "strokeWidth": 2, "strokeDash": dashes, "color": look.stroke},
            "encoding": at,
        }
        for line, (look, dashes) in LINES.items()
    ]
    zero = {
        "data": {"values": [{"zero": 0}]},
        "mark": {"type": "rule", "color": LIGHT.neutral, "strokeWidth": 1},
        "encoding": {"y": {**y, "field": "zero"}},
    }
    name = {
        "transform": [{"filter": "isValid(datum.text)"}],
        "mark": {"type": "text", "align": "left", "dx": 10},
        "encoding": {
            "x": at["x"],
            "y": {**y, "field": "text_at"},
            "text": {"field": "text", "type": "nominal"},
            "color": plain_color(),
        },
    }
    points = {
        "transform": [{"filter": "isValid(datum.index)"}],
        "mark": {"type": "point", "size": 70, "strokeWidth": 2, "opacity": 1},
        "encoding": {**at, **kinds},
    }
    return [zero, *lines, points, *on_ground(name)]

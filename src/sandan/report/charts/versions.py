"""The same firms counted under several versions of a definition."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sandan.report.charts.style import (
    LINE_HEIGHT,
    WIDE,
    Mark,
    Spec,
    chart_words,
    check_columns,
    finished,
    kinds_in,
    number_axis,
    on_ground,
    plain_color,
    shown,
    text_width,
    values_of,
)
from sandan.report.theme import LIGHT

__all__ = ["versions"]

LOOKS = (
    Mark(LIGHT.accent, LIGHT.accent, "circle"),
    Mark(LIGHT.negative, LIGHT.paper, "square"),
    Mark(LIGHT.positive, LIGHT.positive, "diamond"),
    Mark(LIGHT.ink, LIGHT.paper, "triangle-up"),
    Mark(LIGHT.muted, LIGHT.muted, "cross"),
)
"""Versions differ in stroke, fill and shape; a sixth begins again with the first look."""
HEIGHT = 250.0
AXIS_ROOM = 60.0
YEAR_ROOM = 44.0


def versions(
    table: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    unit: str,
    lang: str,
    description: str = "",
    width: int = WIDE,
) -> Spec:
    """Draw one line of counts for every version of a definition.

    Parameters
    ----------
    table : DataFrame, shape (n_versions * n_years, n_columns)
        ``version``, ``period``, ``firms``.
    labels : mapping of str to str
        Words for the versions; their order gives the looks.
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
    Each line has its name and its last value at its end; names keep a line of text apart.

    References
    ----------
    ``docs/methods/strategic-industries.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"version": ["1", "1"], "period": [2010, 2011], "firms": [5, 7]})
    >>> spec = versions(table, labels={"1": "version 1"}, unit="firms", lang="en")
    >>> [row["text"] for row in spec["data"]["values"]]
    [None, 'version 1: 7']
    """
    check_columns(table, ["version", "period", "firms"], "versions")
    words = chart_words(lang)
    data = table.assign(kind=table["version"].map(labels)).sort_values(["version", "period"], kind="stable")
    last = ~data.loc[data["firms"].notna()].duplicated("version", keep="last")
    ends = data.loc[last.index[last]]
    text = [
        words["line_end"].format(name=name, value=shown(firms))
        for name, firms in zip(ends["kind"], ends["firms"], strict=True)
    ]
    domain = _domain(ends, data)
    data["text"] = pd.Series(text, index=ends.index, dtype=object).reindex(data.index)
    data["text_at"] = _apart(ends["firms"], LINE_HEIGHT * (domain[1] - domain[0]) / HEIGHT).reindex(
        data.index
    )
    looks = {label: LOOKS[place % len(LOOKS)] for place, label in enumerate(labels.values())}
    data["color"] = data["kind"].map({label: look.stroke for label, look in looks.items()})
    x = _years(data, width, room=14.0 + max((text_width(one) for one in text), default=0.0))
    top = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -45, "titleY": -12}
    y = {
        "type": "quantitative",
        "scale": {"domain": domain, "nice": False, "zero": False},
        "axis": number_axis(unit, width - 20.0, tickCount=5, **top),
    }
    chart = {"data": values_of(data), "layer": _layers(x, y, looks, data)} if len(table) else {}
    return finished(chart, width=width, height=HEIGHT, description=description, lang=lang)


def _domain(ends: pd.DataFrame, data: pd.DataFrame) -> list[float]:
    """Return limits that hold every count, with room for the names of lines that end close together."""
    low, high = float(data["firms"].min()), float(data["firms"].max())
    spread = (high - low) or abs(high) or 1.0
    return [low - max(0.08, LINE_HEIGHT * len(ends) / HEIGHT) * spread, high + 0.06 * spread]


def _apart(ends: pd.Series, gap: float) -> pd.Series:
    """Move the lower of two names down until none overlap."""
    from_top = ends.sort_values(ascending=False, kind="stable").astype(float)
    steps = gap * np.arange(len(from_top))
    return pd.Series(np.minimum.accumulate(from_top + steps) - steps, index=from_top.index)


def _years(data: pd.DataFrame, width: int, *, room: float) -> Spec:
    """Make an axis of years, with room for names at the right of the last one."""
    years = np.unique(data["period"].astype(int)) if len(data) else np.array([0])
    free = max(60.0, width - AXIS_ROOM - room)
    every = max(1, int(np.ceil(len(years) * YEAR_ROOM / free)))
    span = float(years[-1] - years[0]) or 1.0
    return {
        "type": "quantitative",
        "scale": {
            "domain": [years[0] - 0.04 * span, years[-1] + span * room / free],
            "nice": False,
            "zero": False,
        },
        "axis": {"title": None, "values": years[::-1][::every][::-1].tolist(), "format": "d", "grid": False},
    }


def _layers(x: Spec, y: Spec, looks: Mapping[str, Mark], data: pd.DataFrame) -> list[Spec]:
    kinds = {
        channel: {**one, "legend": None} for channel, one in kinds_in(looks, data["kind"], 100.0).items()
    }
    at = {"x": {**x, "field": "period"}, "y": {**y, "field": "firms"}}
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
    return [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {**at, "stroke": kinds["stroke"]}},
        {"mark": {"type": "point", "size": 70, "strokeWidth": 2, "opacity": 1}, "encoding": {**at, **kinds}},
        *on_ground(name),
    ]

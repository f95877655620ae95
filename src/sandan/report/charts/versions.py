"""The same firms counted under several versions of a definition."""

from collections.abc import Mapping

import pandas as pd

from sandan.report.charts.style import (
    WIDE,
    Mark,
    Spec,
    check_columns,
    finished,
    kinds_in,
    number_axis,
    shown,
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
        Words for the versions, in the order of the key.
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
    The last value of each line is written beside it.

    References
    ----------
    ``docs/methods/strategic-industries.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"version": ["1", "1"], "period": [2010, 2011], "firms": [5, 7]})
    >>> spec = versions(table, labels={"1": "version 1"}, unit="firms", lang="en")
    >>> [row["text"] for row in spec["data"]["values"]]
    [None, '7']
    """
    check_columns(table, ["version", "period", "firms"], "versions")
    data = table.assign(kind=table["version"].map(labels)).sort_values(["version", "period"], kind="stable")
    last = ~data.duplicated("version", keep="last")
    data["text"] = [
        shown(firms) if is_last else None for firms, is_last in zip(data["firms"], last, strict=True)
    ]
    marks = {label: LOOKS[place % len(LOOKS)] for place, label in enumerate(labels.values())}
    years = sorted(set(data["period"].astype(int)))
    axis = {"title": None, "values": years, "format": "d", "grid": False}
    x = {"field": "period", "type": "quantitative", "axis": axis, "scale": {"zero": False, "padding": 24}}
    top = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -45, "titleY": -12}
    y = {
        "field": "firms",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": number_axis(unit, width - 20.0, tickCount=5, **top),
    }
    kinds = kinds_in(marks, data["kind"], width - 70.0)
    line = {**kinds["stroke"], "legend": None}
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"x": x, "y": y, "stroke": line}},
        {
            "mark": {"type": "point", "size": 70, "strokeWidth": 2, "opacity": 1},
            "encoding": {"x": x, "y": y, **kinds},
        },
        {
            "transform": [{"filter": "isValid(datum.text)"}],
            "mark": {"type": "text", "align": "left", "dx": 9},
            "encoding": {"x": x, "y": y, "text": {"field": "text"}},
        },
    ]
    chart = {"data": values_of(data), "layer": layers} if len(table) else {}
    return finished(chart, width=width, height=HEIGHT, description=description, lang=lang)

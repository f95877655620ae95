"""One place beside its mixture and beside all others, and what could have been seen at all."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sandan.report.charts.style import (
    WIDE,
    Spec,
    chart_words,
    check_columns,
    finished,
    number_axis,
    values_of,
    wrapped,
)
from sandan.report.theme import LIGHT

__all__ = ["mixture_path", "placebo_gaps", "power_curves"]

HEIGHT = 230.0
AXIS_ROOM = 56.0
YEAR_ROOM = 46.0
WANTED = 80.0
"""Power that is usually asked for, in percent."""
DASHES: tuple[list[int], ...] = ([1, 0], [7, 4], [2, 3], [9, 3, 2, 3])
COLORS = (LIGHT.accent, LIGHT.negative, LIGHT.ink, LIGHT.positive)


def mixture_path(
    table: pd.DataFrame, *, start: int, lang: str, description: str = "", width: int = WIDE
) -> Spec:
    """Draw a place beside the mixture of others that went its way before.

    Parameters
    ----------
    table : DataFrame, shape (n_periods, 3)
        ``period``, ``observed``, ``without_policy``.
    start : int
        First period of the policy.
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
    The place is a line, the mixture is dashed.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010), Journal of the American Statistical Association 105,
    figure 2.

    Examples
    --------
    >>> table = pd.DataFrame({"period": [2010, 2011], "observed": [100.0, 108.0], "without_policy": 100.0})
    >>> [row["kind"] for row in mixture_path(table, start=2011, lang="en")["data"]["values"]][::2]
    ['this place', 'mixture of others']
    """
    words = chart_words(lang)
    check_columns(table, ["period", "observed", "without_policy"], "mixture_path")
    names = {"observed": words["path_observed"], "without_policy": words["path_mixture"]}
    long = pd.concat(
        table[["period"]].assign(value=table[column], kind=name) for column, name in names.items()
    )
    x, y = _years(long, width), _up(long["value"])
    line = {
        "mark": {"type": "line", "strokeWidth": 2.2, "point": False},
        "encoding": {
            "x": {**x, "field": "period"},
            "y": {**y, "field": "value"},
            **_kinds(list(names.values())),
        },
    }
    layers = [_beginning(start, x, words), line]
    chart = {"title": wrapped(words["index_axis"], width - 20.0), "data": values_of(long), "layer": layers}
    return _finished(chart if len(table) else {}, width, description, lang)


def placebo_gaps(
    own: pd.DataFrame,
    others: pd.DataFrame,
    *,
    start: int,
    lang: str,
    description: str = "",
    width: int = WIDE,
) -> Spec:
    """Draw the gap of a place among the gaps of all others, each compared in the same way.

    Parameters
    ----------
    own : DataFrame, shape (n_periods, 2)
        ``period``, ``gap``.
    others : DataFrame, shape (n_rows, 3)
        ``place``, ``period``, ``gap``.
    start : int
        First period of the policy.
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
    The place is thick and in front; none of the others is left out.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010), Journal of the American Statistical Association 105,
    figure 4.

    Examples
    --------
    >>> own = pd.DataFrame({"period": [2010, 2011], "gap": [0.0, 8.0]})
    >>> others = pd.DataFrame({"place": "B", "period": [2010, 2011], "gap": [0.0, -3.0]})
    >>> len(placebo_gaps(own, others, start=2011, lang="en")["data"]["values"])
    4
    """
    words = chart_words(lang)
    check_columns(own, ["period", "gap"], "placebo_gaps")
    check_columns(others, ["place", "period", "gap"], "placebo_gaps")
    names = [words["gap_placebo"], words["gap_own"]]
    long = pd.concat([others.assign(kind=names[0]), own.assign(kind=names[1], place="")])
    x, y = _years(long, width), _up(long["gap"])
    zero = {
        "data": {"values": [{"zero": 0}]},
        "mark": {"type": "rule", "color": LIGHT.ink, "strokeWidth": 1},
        "encoding": {"y": {**y, "field": "zero"}},
    }
    looks: dict[str, list[Any]] = {"strokeWidth": [1, 3], "stroke": [LIGHT.neutral, LIGHT.focus]}
    kinds = {
        channel: _kind(names, values, {"title": None, "orient": "top", "labelLimit": width - 80})
        for channel, values in looks.items()
    }
    lines = {
        "mark": {"type": "line", "opacity": 0.9},
        "encoding": {
            "x": {**x, "field": "period"},
            "y": {**y, "field": "gap"},
            "detail": {"field": "place", "type": "nominal"},
            **kinds,
        },
    }
    layers = [zero, _beginning(start, x, words), lines]
    chart = {"title": wrapped(words["gap_axis"], width - 20.0), "data": values_of(long), "layer": layers}
    return _finished(chart if len(own) else {}, width, description, lang)


def power_curves(
    table: pd.DataFrame, *, labels: Mapping[str, str], lang: str, description: str = "", width: int = WIDE
) -> Spec:
    """Draw in how many places an effect of some size would have been shown, by rung.

    Parameters
    ----------
    table : DataFrame, shape (n_rows, 3)
        ``rung``, ``size`` and ``power``, both in percent.
    labels : mapping of str to str
        Name of every rung.
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
    Rungs differ in dashes as well as in color; a line at a power of 80 %.

    References
    ----------
    ``docs/methods/detectable-effect.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"rung": "national", "size": [0.0, 10.0], "power": [5.0, 90.0]})
    >>> power_curves(table, labels={"national": "Nation"}, lang="en")["data"]["values"][1]["kind"]
    'Nation'
    """
    words = chart_words(lang)
    check_columns(table, ["rung", "size", "power"], "power_curves")
    names = [labels[name] for name in dict.fromkeys(table["rung"])]
    data = table.assign(kind=table["rung"].map(labels))
    pixels = width - AXIS_ROOM
    x = {
        "type": "quantitative",
        "scale": {"nice": False, "zero": True},
        "axis": number_axis(words["size_axis"], pixels, grid=False),
    }
    y = {
        "type": "quantitative",
        "scale": {"domain": [0, 100], "nice": False},
        "axis": number_axis(None, HEIGHT, values=[0, 20, 40, 60, 80, 100]),
    }
    wanted = {
        "data": {"values": [{"wanted": WANTED}]},
        "mark": {"type": "rule", "color": LIGHT.ink, "strokeDash": [4, 4]},
        "encoding": {"y": {**y, "field": "wanted"}},
    }
    line = {
        "mark": {"type": "line", "strokeWidth": 2.2, "interpolate": "step-after"},
        "encoding": {
            "x": {**x, "field": "size"},
            "y": {**y, "field": "power"},
            **_kinds(names, columns=1 if width < WIDE else 3),
        },
    }
    title = wrapped(words["power_axis"], width - 20.0)
    chart = {"title": title, "data": values_of(data), "layer": [wanted, line]}
    return _finished(chart if len(table) else {}, width, description, lang)


def _years(long: pd.DataFrame, width: int) -> Spec:
    periods = sorted(int(period) for period in set(long["period"]))
    every = max(1, -(-len(periods) * int(YEAR_ROOM) // max(1, int(width - AXIS_ROOM))))
    axis = number_axis(None, width, values=periods[::every], format="d", grid=False)
    return {"type": "quantitative", "scale": {"nice": False, "zero": False}, "axis": axis}


def _up(values: pd.Series) -> Spec:
    low, high = float(values.min()), float(values.max())
    room = 0.06 * ((high - low) or 1.0)
    return {
        "type": "quantitative",
        "scale": {"domain": [low - room, high + room], "nice": False, "zero": False},
        "axis": number_axis(None, HEIGHT, tickCount=5),
    }


def _beginning(start: int, x: Spec, words: Mapping[str, str]) -> Spec:
    """Draw a line between the last period before and the first one of the policy."""
    at = {"data": {"values": [{"at": start - 0.5, "text": f"{start} {words['begins']}"}]}}
    rule = {
        "mark": {"type": "rule", "color": LIGHT.muted, "strokeDash": [3, 3]},
        "encoding": {"x": {**x, "field": "at"}},
    }
    text = {
        "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 5, "color": LIGHT.muted},
        "encoding": {
            "x": {**x, "field": "at"},
            "y": {"value": 4},
            "text": {"field": "text", "type": "nominal"},
        },
    }
    return {**at, "layer": [rule, text]}


def _kinds(names: list[str], *, columns: int = 2) -> Spec:
    key = {
        "title": None,
        "orient": "top",
        "columns": columns,
        "symbolType": "stroke",
        "symbolSize": 260,
        "labelLimit": 320,
    }
    return {
        "stroke": _kind(names, list(COLORS[: len(names)]), key),
        "strokeDash": _kind(names, list(DASHES[: len(names)]), key),
    }


def _kind(names: list[str], values: list[Any], key: Spec) -> Spec:
    scale = {"domain": names, "range": values}
    return {"field": "kind", "type": "nominal", "scale": scale, "legend": key, "sort": None}


def _finished(chart: Spec, width: int, description: str, lang: str) -> Spec:
    return finished(chart, width=width, height=HEIGHT, description=description, lang=lang)

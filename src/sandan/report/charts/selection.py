"""How many applications stand at which distance from the cut-off."""

import numpy as np
import pandas as pd

from sandan.report.charts.style import (
    WIDE,
    Mark,
    Spec,
    chart_words,
    check_columns,
    finished,
    number_axis,
    on_ground,
    values_of,
    wrapped,
)
from sandan.report.theme import LIGHT

__all__ = ["score_histogram"]

LOOKS = {
    "below": Mark(LIGHT.muted, LIGHT.paper, "square"),
    "above": Mark(LIGHT.paper, LIGHT.accent, "square"),
}
"""Below the cut-off bars are hollow; the filled ones are kept apart by paper."""
HEIGHT = 210.0
AXIS_ROOM = 56.0


def score_histogram(table: pd.DataFrame, *, lang: str, description: str = "", width: int = WIDE) -> Spec:
    """Draw applications by score less cut-off, with the cut-off between two bars.

    Parameters
    ----------
    table : DataFrame, shape (n_bins, 4)
        ``from``, ``to`` (points from the cut-off), ``per_point`` (applications by point) and ``side``
        (``below``, ``above``).
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
    The area of a bar, and not its height, is the number of applications: bars may differ in width.

    References
    ----------
    McCrary, J. (2008), Journal of Econometrics 142, 698-714, figure 4.

    Examples
    --------
    >>> table = pd.DataFrame({"from": [-5.0, 0.0], "to": [0.0, 5.0], "per_point": [3.0, 2.0],
    ...                       "side": ["below", "above"]})
    >>> [row["kind"] for row in score_histogram(table, lang="en")["data"]["values"]]
    ['below the cut-off', 'from the cut-off on']
    """
    words = chart_words(lang)
    check_columns(table, ["from", "to", "per_point", "side"], "score_histogram")
    pixels = width - AXIS_ROOM
    names = {side: words[f"scores_{side}"] for side in LOOKS}
    data = table.assign(kind=table["side"].map(names), floor=0.0)
    x = {
        "type": "quantitative",
        "scale": {"nice": False, "zero": False},
        "axis": number_axis(words["scores_axis"], pixels, grid=False),
    }
    y = {"type": "quantitative", "scale": {"zero": True}, "axis": number_axis(None, HEIGHT, tickCount=5)}
    key = {"title": None, "orient": "top", "columns": 2, "labelLimit": max(pixels, 160.0)}
    looks = {
        channel: {
            "field": "kind",
            "type": "nominal",
            "scale": {
                "domain": list(names.values()),
                "range": [getattr(one, channel) for one in LOOKS.values()],
            },
            "legend": key,
            "sort": None,
        }
        for channel in ("stroke", "fill")
    }
    bars = {
        "mark": {"type": "rect", "strokeWidth": 1.5},
        "encoding": {
            "x": {**x, "field": "from"},
            "x2": {"field": "to"},
            "y": {**y, "field": "per_point"},
            "y2": {"field": "floor"},
            **looks,
        },
    }
    high = float(np.nanmax(table["per_point"])) if len(table) else 0.0
    layers = [bars, *_cut_off(x, y, words["cut_off"], high)]
    chart = {
        "title": wrapped(words["scores_per_point"], width - 20.0),
        "data": values_of(data),
        "layer": layers,
    }
    return finished(
        chart if len(table) else {}, width=width, height=HEIGHT, description=description, lang=lang
    )


def _cut_off(x: Spec, y: Spec, word: str, high: float) -> list[Spec]:
    """Draw the line between those refused and those chosen, with its name above the bars."""
    at = {"values": [{"at": 0.0, "high": 1.12 * high, "text": word}]}
    line = {
        "data": at,
        "mark": {"type": "rule", "color": LIGHT.ink, "strokeWidth": 1.5, "strokeDash": [5, 4]},
        "encoding": {"x": {**x, "field": "at"}},
    }
    text = {
        "data": at,
        "mark": {"type": "text", "align": "left", "dx": 6, "color": LIGHT.muted},
        "encoding": {
            "x": {**x, "field": "at"},
            "y": {**y, "field": "high"},
            "text": {"field": "text", "type": "nominal"},
        },
    }
    return [line, *on_ground(text)]

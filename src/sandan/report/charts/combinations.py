"""A rank under every combination of choices: the ranks in order, and below them the choices."""

import json
from collections.abc import Mapping
from typing import Any

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
    text_width,
    values_of,
    wrapped,
)
from sandan.report.theme import LIGHT

__all__ = ["rank_combinations"]

PANEL, EDGE, GAP, ROW = 190.0, 14.0, 26.0, 20.0
"""Points: height of the ranks, room at both of its ends, room below it, height of a row of the grid."""
BETWEEN = 7.0
"""Points between the rows of two choices."""
THICK = 11.0
LABELS = 0.36
"""Share of the width for the names of the rows."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
MOST_TICKS = 6
KINDS = {
    "combination_called": Mark(LIGHT.accent, LIGHT.accent, "circle"),
    "combination_not_called": Mark(LIGHT.neutral, LIGHT.paper, "circle"),
}
LEAST_HIDDEN = 40.0
"""Points that the word for hidden combinations needs."""


def rank_combinations(
    table: pd.DataFrame,
    choices: Mapping[str, str],
    rules: Mapping[str, str],
    *,
    top: int,
    lang: str,
    description: str = "",
    width: int = WIDE,
) -> Spec:
    """Draw ranks from the best to the worst, each above the choices that it was computed under.

    Parameters
    ----------
    table : DataFrame, shape (n_combinations, n_columns)
        ``rank`` and ``tested`` (both empty where hidden), a column of words for every choice, a column of
        True and False for every rule.
    choices : mapping of str to str
        What each choice is called, by its column; rows of the grid in this order.
    rules : mapping of str to str
        What each rule is called, by its column; the last rows of the grid.
    top : int
        A line is drawn below this rank.
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
    A column is a combination; equal ranks keep the order of the table, hidden ones come last. Rank 1 is at
    the top. Neighboring columns of the same option are drawn as one bar.

    References
    ----------
    Simonsohn, U., Simmons, J. and Nelson, L. (2020), Specification curve analysis, Nature Human
    Behaviour 4. Steegen, S. et al. (2016), Increasing transparency through a multiverse analysis,
    Perspectives on Psychological Science 11.

    Examples
    --------
    >>> table = pd.DataFrame({"rank": [4, 1], "tested": [False, True], "year": ["2010", "2013"]})
    >>> drawn = rank_combinations(table, {"year": "Year"}, {"tested": "Test"}, top=3, lang="en")
    >>> [row["rank"] for row in drawn["data"]["values"]]
    [1.0, 4.0]
    """
    words = chart_words(lang)
    check_columns(table, ["rank", "tested", *choices, *rules], "rank_combinations")
    data = table.assign(rank=table["rank"].astype(np.float64)).sort_values("rank", kind="stable")
    data = data.reset_index(drop=True)
    if data.empty:
        return finished({}, width=width, height=0.0, description=description, lang=lang)
    at = _Heights(float(data["rank"].max()) if data["rank"].notna().any() else 1.0)
    rows = _rows(table, data, choices, rules, width)
    height = rows[-1]["at"] + ROW
    labels = max(text_width(line) for row in rows for line in row["name"]) + 24
    pixels = width - labels
    y = {
        "type": "quantitative",
        "scale": {"domain": [height, 0], "nice": False, "zero": False},
        "axis": _axis(at, rows, words, labels),
    }
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, len(data)], "nice": False, "zero": False},
        "axis": {
            "title": wrapped(words["combinations"].format(count=len(data)), pixels),
            "labels": False,
            "ticks": False,
            "grid": False,
        },
    }
    drawn = _dots(data, at, words)
    layers = [
        *_grid(data, rows, x, y),
        *_top(at, top, data, x, y, words),
        *_hidden(data, pixels, x, y, words),
        {
            "transform": [{"filter": "isValid(datum.rank)"}],
            "mark": {"type": "point", "size": 26 if pixels / len(data) > 2 else 12, "opacity": 1},
            "encoding": {
                "x": {**x, "field": "place"},
                "y": {**y, "field": "height"},
                **kinds_in({words[name]: mark for name, mark in KINDS.items()}, drawn["kind"], pixels),
            },
        },
    ]
    chart = {"data": values_of(drawn), "layer": layers}
    return finished(chart, width=width, height=height, description=description, lang=lang)


class _Heights:
    """Where ranks stand: the best at the top."""

    def __init__(self, worst: float) -> None:
        self.worst = max(worst, 2.0)

    def of(self, rank: float) -> float:
        return EDGE + (rank - 1) * (PANEL - 2 * EDGE) / (self.worst - 1)

    def ticks(self) -> list[int]:
        step = next(one for one in STEPS if self.worst / one <= MOST_TICKS)
        later = range(step, int(self.worst) + 1, step)
        return sorted({1, *(rank for rank in later if rank > 1 and (step < 3 or rank > step / 2))})


def _rows(
    table: pd.DataFrame,
    data: pd.DataFrame,
    choices: Mapping[str, str],
    rules: Mapping[str, str],
    width: int,
) -> list[dict[str, Any]]:
    """Lay the rows of the grid out: their names, where they stand, which columns they fill."""
    wanted: list[tuple[str, str, pd.Series]] = [
        (column, f"{name}: {option}", data[column] == option)
        for column, name in choices.items()
        for option in dict.fromkeys(table[column])
    ]
    last = "".join(rules)
    wanted += [(last, name, data[column].eq(other=True)) for column, name in rules.items()]
    rows: list[dict[str, Any]] = []
    at, before = PANEL + GAP, wanted[0][0]
    for column, name, filled in wanted:
        lines = wrapped(name, width * LABELS - 24, lines=2)
        more = (len(lines) - 1) * LINE_HEIGHT * 0.8
        at += (BETWEEN if column != before else 0.0) + more / 2
        rows.append({"name": lines, "at": round(at), "filled": filled, "rule": column == last})
        at, before = at + ROW + more / 2, column
    return rows


def _axis(at: _Heights, rows: list[dict[str, Any]], words: Mapping[str, str], labels: float) -> Spec:
    ranks = {round(at.of(rank)): [words["rank_single"].format(best=rank)] for rank in at.ticks()}
    names: dict[int, list[str]] = ranks | {row["at"]: row["name"] for row in rows}
    shift = {place: LINE_HEIGHT * (1 - len(lines)) / 2 for place, lines in names.items()}
    return {
        "title": None,
        "values": sorted(names),
        "labelExpr": f"({json.dumps(names, ensure_ascii=False)})[datum.value]",
        "labelOffset": {"expr": f"({json.dumps(shift)})[datum.value]"},
        "labelLimit": labels + 20,
        "minExtent": labels - 10,
        "maxExtent": labels - 10,
        "labelLineHeight": LINE_HEIGHT,
        "labelOverlap": False,
        "ticks": False,
        "domain": False,
        "grid": False,
        "labelPadding": 10,
    }


def _dots(data: pd.DataFrame, at: _Heights, words: Mapping[str, str]) -> pd.DataFrame:
    called, not_called = (words[name] for name in KINDS)
    return pd.DataFrame(
        {
            "place": np.arange(len(data)) + 0.5,
            "rank": data["rank"],
            "height": data["rank"].map(at.of, na_action="ignore"),
            "kind": np.where(data["tested"].eq(other=True), called, not_called),
        }
    )


def _runs(filled: pd.Series) -> list[tuple[int, int]]:
    """Return where columns are filled without a gap: from, to."""
    edges = np.flatnonzero(np.diff(np.r_[False, filled.to_numpy(dtype=np.bool_), False]))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _grid(data: pd.DataFrame, rows: list[dict[str, Any]], x: Spec, y: Spec) -> list[Spec]:
    paths = [
        {"from": 0, "to": len(data), "above": row["at"] - THICK / 2, "below": row["at"] + THICK / 2}
        for row in rows
    ]
    bars = [
        {
            "from": start,
            "to": end,
            "above": row["at"] - THICK / 2,
            "below": row["at"] + THICK / 2,
            "color": LIGHT.accent if row["rule"] else LIGHT.muted,
        }
        for row in rows
        for start, end in _runs(row["filled"])
    ]
    place = {
        "x": {**x, "field": "from"},
        "x2": {"field": "to"},
        "y": {**y, "field": "above"},
        "y2": {"field": "below"},
    }
    color = {"field": "color", "type": "nominal", "scale": None, "legend": None}
    return [
        {
            "data": {"values": paths},
            "mark": {"type": "rect", "color": LIGHT.line, "opacity": 0.45, "aria": False},
            "encoding": place,
        },
        {
            "data": {"values": bars},
            "mark": {"type": "rect", "aria": False},
            "encoding": {**place, "color": color},
        },
    ]


def _top(
    at: _Heights, top: int, data: pd.DataFrame, x: Spec, y: Spec, words: Mapping[str, str]
) -> list[Spec]:
    """Draw the line below the best ranks, if some are worse; the words stand where no dot does."""
    if at.worst <= top:
        return []
    told = data["rank"].dropna()
    # Where most ranks are good, the room is below the line at the left; otherwise above it at the right.
    left = bool((told <= top).mean() > 0.5)
    line = {
        "height": at.of(top + 0.5),
        "end": 0 if left else len(told),
        "text": words["top_ranks"].format(top=top),
    }
    rule = {
        "data": {"values": [line]},
        "mark": {"type": "rule", "color": LIGHT.ink, "strokeDash": [4, 3], "strokeWidth": 1},
        "encoding": {"y": {**y, "field": "height"}},
    }
    text = {
        "data": {"values": [line]},
        "mark": {
            "type": "text",
            "align": "left" if left else "right",
            "dx": 4 if left else -4,
            "dy": 9 if left else -9,
            "color": LIGHT.muted,
        },
        "encoding": {
            "x": {**x, "field": "end"},
            "y": {**y, "field": "height"},
            "text": {"field": "text", "type": "nominal"},
        },
    }
    return [rule, text]


def _hidden(data: pd.DataFrame, pixels: float, x: Spec, y: Spec, words: Mapping[str, str]) -> list[Spec]:
    """Shade the columns whose rank may not be told."""
    hidden = int(data["rank"].isna().sum())
    if not hidden:
        return []
    start, end = len(data) - hidden, len(data)
    word = words["combination_hidden"]
    area: dict[str, Any] = {"from": start, "to": end, "above": 0, "below": PANEL, "middle": (start + end) / 2}
    area |= {"height": PANEL / 2, "text": word}
    shade = {
        "data": {"values": [area]},
        "mark": {"type": "rect", "color": LIGHT.line, "opacity": 0.6},
        "encoding": {
            "x": {**x, "field": "from"},
            "x2": {"field": "to"},
            "y": {**y, "field": "above"},
            "y2": {"field": "below"},
        },
    }
    room = max(LEAST_HIDDEN, text_width(word) + 8)
    if hidden * pixels / len(data) < room:
        return [shade]
    said = {
        "data": {"values": [area]},
        "mark": {"type": "text", "color": LIGHT.muted},
        "encoding": {
            "x": {**x, "field": "middle"},
            "y": {**y, "field": "height"},
            "text": {"field": "text", "type": "nominal"},
        },
    }
    return [shade, said]

"""One indicator over the years: facts, wishes, gaps and breaks."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from sandan.data.missing import Stage, Status
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
    values_of,
    wrapped,
)
from sandan.report.theme import LIGHT

__all__ = ["indicator_series"]

CROSS = "M-0.8,-0.8L0.8,0.8M-0.8,0.8L0.8,-0.8"
BAR = "M0,-1L0,1"
MARKS = {
    Stage.TARGET: Mark(LIGHT.muted, LIGHT.paper, "diamond"),
    Stage.ANNOUNCED: Mark(LIGHT.muted, LIGHT.paper, "triangle-down"),
    Stage.COMMITTED: Mark(LIGHT.muted, LIGHT.paper, "triangle-up"),
    Stage.PROVISIONAL: Mark(LIGHT.accent, LIGHT.paper, "circle"),
    Stage.FINAL: Mark(LIGHT.accent, LIGHT.accent, "circle"),
    Stage.REVISED: Mark(LIGHT.accent, LIGHT.accent, "square"),
    "old": Mark(LIGHT.accent, LIGHT.accent, "diamond"),
    "counted": Mark(LIGHT.accent, LIGHT.accent, "circle"),
    "converted": Mark(LIGHT.accent, LIGHT.paper, "diamond"),
    "bounds": Mark(LIGHT.muted, LIGHT.muted, BAR),
    "no_value": Mark(LIGHT.muted, LIGHT.muted, CROSS),
}
"""Hollow means not a fact yet."""
FACTS = (Stage.PROVISIONAL, Stage.FINAL, Stage.REVISED)
HEIGHT = 250.0
YEAR_ROOM = 44.0
BREAK_ROOM = 170.0


def indicator_series(
    table: pd.DataFrame,
    *,
    unit: str,
    lang: str,
    breaks: Mapping[int, str] | None = None,
    description: str = "",
    width: int = WIDE,
) -> Spec:
    """Draw an indicator of one place over the years.

    Parameters
    ----------
    table : DataFrame, shape (n_values, n_columns)
        ``period``, ``value``, ``status``, ``stage``, ``lower``, ``upper`` (empty where not known) and, if
        wanted, ``definition_version``, ``is_old`` (the same year by the definition before a break) and
        ``is_converted`` (carried over into the definition after it).
    unit : str
        What is shown and its unit, as the title of the axis.
    lang : str
        ``ko`` or ``en``.
    breaks : mapping of int to str
        First period after each break, and what changed.
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
    A line joins facts of neighboring periods and of one definition, and stops at a gap; where the
    table names no definitions it stops at every break. Targets and the like are hollow and joined
    by dashes. A period without a number has a cross at the foot; a hidden number with bounds is a
    bar.

    References
    ----------
    UNECE (2009), Making Data Meaningful, part 2, on breaks in series.

    Examples
    --------
    >>> table = pd.DataFrame({"period": [2010, 2011, 2012], "value": [1.0, np.nan, 3.0],
    ...     "status": ["reported", "not_surveyed", "reported"], "stage": "final",
    ...     "lower": np.nan, "upper": np.nan})
    >>> spec = indicator_series(table, unit="%", lang="en")
    >>> [row["stretch"] for row in spec["data"]["values"]]
    ['fact 0', None, 'fact 1']
    """
    words = chart_words(lang)
    check_columns(table, ["period", "value", "status", "stage", "lower", "upper"], "indicator_series")
    breaks = breaks or {}
    data = _stretches(table.sort_values("period", kind="stable"), breaks)
    data["kind"] = [words[name] for name in _kinds(data)]
    pixels = width - 70.0
    domain = _domain(data, has_notes=bool(breaks))
    x = _years(data, breaks, pixels)
    y = {
        "type": "quantitative",
        "scale": {"domain": domain, "nice": False, "zero": False},
        "axis": number_axis(None, pixels, tickCount=5, format=_format(domain)),
    }
    kinds = kinds_in({words[name]: mark for name, mark in MARKS.items()}, data["kind"], pixels)
    layers = [
        *_notes(x, breaks, pixels),
        *_ranges(x, y),
        *_lines(x, y),
        *_points(x, y, kinds),
    ]
    title = wrapped(unit, width - 20.0)
    chart = {"title": title, "data": values_of(data), "layer": layers} if len(table) else {}
    return finished(chart, width=width, height=HEIGHT, description=description, lang=lang)


def _stretches(table: pd.DataFrame, breaks: Mapping[int, str]) -> pd.DataFrame:
    """Give unbroken stretches a name: those of facts, and those of each kind of wish."""
    named = "definition_version" in table.columns
    versions = table["definition_version"].fillna("") if named else pd.Series("", index=table.index)
    data = table.assign(stretch=None)
    step = min(np.diff(np.unique(table["period"])), default=0)
    for name, group in _joined_by_lines(table, versions):
        jumps = [
            (name == "fact" and later - before > step)
            or (not named and any(before < one <= later for one in breaks))
            for before, later in pairwise(group["period"])
        ]
        changes = versions[group.index].ne(versions[group.index].shift()).to_numpy()
        numbers = np.cumsum(np.array([False, *jumps], dtype=bool)[: len(group)] | changes) - 1
        data.loc[group.index, "stretch"] = [f"{name} {number}" for number in numbers]
    return data


def _joined_by_lines(table: pd.DataFrame, versions: pd.Series) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the facts, the best of each period and definition, and each kind of wish, by definition."""
    ordered = table.assign(
        version=versions, rank=table["stage"].map({stage: place for place, stage in enumerate(FACTS)})
    ).loc[table["status"] == Status.REPORTED]
    ordered = ordered.sort_values(["version", "period", "rank"], kind="stable")
    facts = ordered.loc[ordered["rank"].notna()]
    yield "fact", facts.drop_duplicates(["version", "period"], keep="last")
    for stage, group in ordered.loc[ordered["rank"].isna()].groupby("stage"):
        yield str(stage), group


def _kinds(data: pd.DataFrame) -> list[str]:
    bounded = (data["status"] == Status.SUPPRESSED) & data["lower"].notna() & np.isfinite(data["upper"])
    kind = data["stage"].where(data["status"] == Status.REPORTED, np.where(bounded, "bounds", "no_value"))
    if "is_old" in data:
        kind = kind.mask(data["is_old"] & kind.isin([Stage.FINAL, Stage.REVISED]), "old")
    if "is_converted" in data:
        facts = kind.isin([Stage.FINAL, Stage.REVISED])
        kind = kind.mask(facts, np.where(data["is_converted"], "converted", "counted"))
    return [str(one) for one in kind]


def _domain(data: pd.DataFrame, *, has_notes: bool) -> list[float]:
    numbers = data[["value", "lower", "upper"]].to_numpy(dtype=float)
    known = numbers[np.isfinite(numbers)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    spread = (high - low) or abs(high) or 1.0
    floor = 0.0 if low >= 0 and low < 0.35 * high else low - 0.18 * spread
    return [floor, high + (0.32 if has_notes else 0.08) * spread]


def _format(domain: list[float]) -> str:
    """Use as many decimals as five ticks need to differ."""
    step = (domain[1] - domain[0]) / 5
    return f",.{max(0, int(np.ceil(-np.log10(step))))}f"


def _years(data: pd.DataFrame, breaks: Mapping[int, str], pixels: float) -> Spec:
    years = np.unique([*data["period"], *breaks]).astype(int) if len(data) else np.array([0])
    every = max(1, int(np.ceil(len(years) * YEAR_ROOM / pixels)))
    pad = max(0.5, 0.04 * float(years[-1] - years[0]))
    return {
        "type": "quantitative",
        "scale": {"domain": [years[0] - pad, years[-1] + pad], "nice": False, "zero": False},
        "axis": {"title": None, "values": years[::-1][::every][::-1].tolist(), "format": "d", "grid": False},
    }


def _notes(x: Spec, breaks: Mapping[int, str], pixels: float) -> list[Spec]:
    """Draw a dashed line halfway before each break, with words on the side that has room."""
    first, last = x["scale"]["domain"]
    notes = []
    for period, what in breaks.items():
        at_right = (period - first) / (last - first) > 0.7
        notes.append(
            {
                "at": period - 0.5,
                "words": wrapped(what, min(BREAK_ROOM, pixels * 0.4)),
                "align": "right" if at_right else "left",
            }
        )
    data = {"values": notes}
    line = {
        "data": data,
        "mark": {"type": "rule", "color": LIGHT.ink, "strokeDash": [5, 4], "strokeWidth": 1.2},
        "encoding": {"x": {**x, "field": "at"}},
    }
    text = [
        {
            "data": data,
            "transform": [{"filter": {"field": "align", "equal": side}}],
            "mark": {
                "type": "text",
                "align": side,
                "dx": shift,
                "baseline": "top",
                "lineHeight": 15,
                "color": LIGHT.muted,
            },
            "encoding": {"x": {**x, "field": "at"}, "y": {"value": 2}, "text": {"field": "words"}},
        }
        for side, shift in (("left", 6), ("right", -6))
    ]
    return [line, *(layer for one in text for layer in on_ground(one))] if notes else []


def _ranges(x: Spec, y: Spec) -> list[Spec]:
    """Draw intervals of facts thin, and the bounds of hidden numbers wide."""
    looks = {
        "reported": {"strokeWidth": 1.5, "color": LIGHT.accent},
        "suppressed": {"strokeWidth": 5, "color": LIGHT.neutral},
    }
    return [
        {
            "transform": [
                {
                    "filter": {
                        "and": [
                            "isValid(datum.lower) && isValid(datum.upper)",
                            {"field": "status", "equal": status},
                        ]
                    }
                }
            ],
            "mark": {"type": "rule", **look},
            "encoding": {
                "x": {**x, "field": "period"},
                "y": {**y, "field": "lower"},
                "y2": {"field": "upper"},
            },
        }
        for status, look in looks.items()
    ]


def _lines(x: Spec, y: Spec) -> list[Spec]:
    looks = {
        "test(/^fact/, datum.stretch)": {"color": LIGHT.accent, "strokeWidth": 2.2},
        "!test(/^fact/, datum.stretch)": {"color": LIGHT.muted, "strokeWidth": 1.6, "strokeDash": [5, 4]},
    }
    return [
        {
            "transform": [{"filter": f"isValid(datum.stretch) && {which}"}],
            "mark": {"type": "line", **look},
            "encoding": {
                "x": {**x, "field": "period"},
                "y": {**y, "field": "value"},
                "detail": {"field": "stretch", "type": "nominal"},
            },
        }
        for which, look in looks.items()
    ]


def _points(x: Spec, y: Spec, kinds: Spec) -> list[Spec]:
    """Draw every value, and at the foot a cross for every period without one."""
    mark = {"type": "point", "size": 75, "strokeWidth": 2, "opacity": 1}
    across = {**x, "field": "period"}
    return [
        {
            "transform": [{"filter": "isValid(datum.value)"}],
            "mark": mark,
            "encoding": {"x": across, "y": {**y, "field": "value"}, **kinds},
        },
        {
            "transform": [
                {"filter": "!isValid(datum.value) && !(isValid(datum.lower) && isValid(datum.upper))"}
            ],
            "mark": mark,
            "encoding": {"x": across, "y": {"value": HEIGHT - 9}, **kinds},
        },
    ]

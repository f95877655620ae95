"""How a place stands: its peers and what sets them apart, and the way to a target."""

from collections.abc import Sequence

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
    text_width,
    values_of,
    wrapped,
)
from sandan.report.theme import LIGHT

__all__ = ["peer_columns", "peer_strips", "target_path"]

STRIP_MARKS = {
    "strip_other": Mark(LIGHT.neutral, LIGHT.neutral, "M0,-1L0,1"),
    "strip_peer": Mark(LIGHT.accent, LIGHT.paper, "circle"),
    "strip_own": Mark(LIGHT.focus, LIGHT.focus, "diamond"),
}
PATH_MARKS = {
    "path_final": Mark(LIGHT.accent, LIGHT.accent, "circle"),
    "path_provisional": Mark(LIGHT.accent, LIGHT.paper, "circle"),
    "path_target": Mark(LIGHT.focus, LIGHT.paper, "diamond"),
}
DIGITS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
FILLED = 0.86
HEIGHT = 230.0
YEAR_ROOM = 44.0


def peer_columns(
    table: pd.DataFrame,
    *,
    characteristics: Sequence[str],
    lang: str,
    description: str = "",
    width: int = WIDE,
) -> Spec:
    """Draw for every peer what each characteristic adds to its distance, one small column each.

    Parameters
    ----------
    table : DataFrame, shape (n_peers * n_characteristics, n_columns)
        ``label`` (the peer), ``characteristic`` (its name) and ``contribution`` to the squared distance
        (empty where not known); peers in the order in which they are drawn.
    characteristics : sequence of str
        Their names, in order.
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
    All columns have the same scale, so that bars may be compared across them; what is not known is a cross.

    References
    ----------
    Tufte, E. (1990), Envisioning Information, for small multiples.

    Examples
    --------
    >>> table = pd.DataFrame({"label": "A", "characteristic": ["size", "growth"], "contribution": [1, 0.5]})
    >>> spec = peer_columns(table, characteristics=["size", "growth"], lang="en")
    >>> [round(row["to"], 2) for row in spec["data"]["values"]]
    [0.86, 1.43]
    """
    check_columns(table, ["label", "characteristic", "contribution"], "peer_columns")
    names = list(characteristics)
    labels = list(dict.fromkeys(table["label"]))
    rows = line_axis(labels, width, strong=[False] * len(labels))
    most = float(table["contribution"].max()) if len(table) else 1.0
    place = table["characteristic"].map({name: number for number, name in enumerate(names)})
    data = table.assign(
        row=table["label"].map({label: number for number, label in enumerate(labels)}),
        **{"from": place.astype(float)},
        to=place + FILLED * table["contribution"] / (most or 1.0),
        absent=np.where(table["contribution"].isna(), place + FILLED / 2, np.nan),
    )
    scale = {"domain": [0, len(names)], "nice": False, "zero": True}
    middles = [number + FILLED / 2 for number in range(len(names))]
    labels_of = [DIGITS[number] for number in range(len(names))]
    axis = {
        "title": None,
        "orient": "top",
        "values": middles,
        "labelExpr": f"{labels_of}[floor(datum.value)]",
        "ticks": False,
        "grid": False,
        "domain": False,
        "labelFontSize": 14,
    }
    x = {"type": "quantitative", "scale": scale, "axis": axis}
    rules = {
        "data": {"values": [{"at": number} for number in range(len(names))]},
        "mark": {"type": "rule", "color": LIGHT.line, "strokeWidth": 1},
        "encoding": {"x": {**x, "field": "at"}},
    }
    bars = {
        "transform": [{"filter": "isValid(datum.contribution)"}],
        "mark": {"type": "bar", "height": {"band": 0.5}, "color": LIGHT.accent},
        "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": rows.y},
    }
    unknown = {
        "transform": [{"filter": "isValid(datum.absent)"}],
        "mark": {"type": "text", "text": "×", "color": LIGHT.muted},
        "encoding": {"x": {**x, "field": "absent"}, "y": rows.y},
    }
    key = _key([f"{DIGITS[number]} {name}" for number, name in enumerate(names)], width - 20.0)
    chart = {"title": key, "data": values_of(data), "layer": [rules, bars, unknown]} if len(table) else {}
    return finished(chart, width=width, height=rows.height * len(labels), description=description, lang=lang)


def _key(words: Sequence[str], width: float) -> list[str]:
    """Set the key in lines that fit, without breaking a name."""
    lines = [""]
    for word in words:
        joined = f"{lines[-1]}   {word}".strip()
        if text_width(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def peer_strips(
    table: pd.DataFrame, *, unit: str, lang: str, description: str = "", width: int = WIDE
) -> Spec:
    """Draw where a place, its peers and all others lie in each characteristic.

    Parameters
    ----------
    table : DataFrame, shape (n_places * n_characteristics, n_columns)
        ``characteristic`` (its name, in the order of rows), ``standardized`` (empty where not known) and
        ``who`` (``own``, ``peer`` or ``other``).
    unit : str
        Title of the axis.
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
    The place itself is drawn last, above its peers; the others are thin lines.

    References
    ----------
    Cleveland, W. S. (1985), The Elements of Graphing Data, for strip plots.

    Examples
    --------
    >>> table = pd.DataFrame({"characteristic": "size", "standardized": [0.0, 1.0], "who": ["own", "other"]})
    >>> [row["kind"] for row in peer_strips(table, unit="z", lang="en")["data"]["values"]]
    ['other cities', 'this city']
    """
    words = chart_words(lang)
    check_columns(table, ["characteristic", "standardized", "who"], "peer_strips")
    labels = list(dict.fromkeys(table["characteristic"]))
    rows = line_axis(labels, width, strong=[False] * len(labels))
    pixels = width - rows.labels - 12
    known = table[table["standardized"].notna()]
    order = known["who"].map({"other": 0, "peer": 1, "own": 2})
    data = known.assign(
        row=known["characteristic"].map({label: number for number, label in enumerate(labels)}),
        kind=[words[f"strip_{who}"] for who in known["who"]],
        order=order,
    ).sort_values("order", kind="stable")
    x = {
        "field": "standardized",
        "type": "quantitative",
        "scale": {"nice": True, "zero": True},
        "axis": number_axis(unit, pixels, format=".0f"),
    }
    kinds = kinds_in({words[name]: mark for name, mark in STRIP_MARKS.items()}, data["kind"], pixels)
    layers: list[Spec] = [
        {
            "transform": [{"filter": {"field": "who", "equal": who}}],
            "mark": {"type": "point", "size": size, "strokeWidth": stroke, "opacity": opacity},
            "encoding": {"x": x, "y": rows.y, **kinds},
        }
        for who, size, stroke, opacity in (
            ("other", 70, 1.2, 0.7),
            ("peer", 60, 1.8, 1),
            ("own", 110, 2, 1),
        )
    ]
    chart = {"data": values_of(data), "layer": layers} if len(data) else {}
    return finished(chart, width=width, height=rows.height * len(labels), description=description, lang=lang)


def target_path(
    table: pd.DataFrame,
    *,
    due: int,
    target: float,
    unit: str,
    lang: str,
    description: str = "",
    width: int = WIDE,
) -> Spec:
    """Draw what was counted, the way to a target, and the band of usual movement around it.

    Parameters
    ----------
    table : DataFrame, shape (n_years, n_columns)
        ``period``, ``value``, ``provisional``, ``path``, ``band_lower``, ``band_upper``, as of
        `target_paths`.
    due : int
        Year of the target.
    target : float
        Its value.
    unit : str
        What is shown and its unit.
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
    Counted values are joined only from one year to the next; the path is dashed.

    References
    ----------
    ``docs/methods/targets.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"period": [2010, 2011], "value": [1.0, None], "provisional": False,
    ...     "path": [1.0, 2.0], "band_lower": [1.0, 2.0], "band_upper": [1.0, 2.0]})
    >>> spec = target_path(table, due=2011, target=2.0, unit="jobs", lang="en")
    >>> [row["kind"] for row in spec["data"]["values"]]
    ['counted', 'target']
    """
    words = chart_words(lang)
    check_columns(
        table, ["period", "value", "provisional", "path", "band_lower", "band_upper"], "target_path"
    )
    pixels = width - 70.0
    facts = table[table["value"].notna()]
    jumps = (facts["period"].diff() != 1).cumsum()
    points = pd.DataFrame(
        {
            "period": [*facts["period"], due],
            "value": [*facts["value"], target],
            "stretch": [*jumps.astype(str), None],
            "kind": [
                *(words["path_provisional" if one else "path_final"] for one in facts["provisional"]),
                words["path_target"],
            ],
        }
    )
    numbers = np.concatenate([points["value"], table["band_lower"].dropna(), table["band_upper"].dropna()])
    low, high = float(numbers.min()), float(numbers.max())
    spread = (high - low) or 1.0
    years = sorted({*table["period"].astype(int), due})
    every = max(1, int(np.ceil(len(years) * YEAR_ROOM / pixels)))
    x = {
        "field": "period",
        "type": "quantitative",
        "scale": {"domain": [years[0] - 0.4, years[-1] + 0.4], "nice": False, "zero": False},
        "axis": {"title": None, "values": years[::-1][::every][::-1], "format": "d", "grid": False},
    }
    y = {
        "type": "quantitative",
        "scale": {"domain": [low - 0.1 * spread, high + 0.1 * spread], "nice": False, "zero": False},
        "axis": number_axis(None, pixels, tickCount=5, format=",.0f" if spread > 8 else ",.1f"),
    }
    way = values_of(table[table["path"].notna()])
    kinds = kinds_in({words[name]: mark for name, mark in PATH_MARKS.items()}, points["kind"], pixels)
    layers = [
        {
            "data": way,
            "mark": {"type": "area", "color": LIGHT.neutral, "opacity": 0.35},
            "encoding": {"x": x, "y": {**y, "field": "band_lower"}, "y2": {"field": "band_upper"}},
        },
        {
            "data": way,
            "mark": {"type": "line", "color": LIGHT.muted, "strokeDash": [5, 4], "strokeWidth": 1.6},
            "encoding": {"x": x, "y": {**y, "field": "path"}},
        },
        {
            "transform": [{"filter": "isValid(datum.stretch)"}],
            "mark": {"type": "line", "color": LIGHT.accent, "strokeWidth": 2.2},
            "encoding": {
                "x": x,
                "y": {**y, "field": "value"},
                "detail": {"field": "stretch", "type": "nominal"},
            },
        },
        {
            "mark": {"type": "point", "size": 85, "strokeWidth": 2, "opacity": 1},
            "encoding": {"x": x, "y": {**y, "field": "value"}, **kinds},
        },
    ]
    chart = {"title": wrapped(unit, width - 20.0), "data": values_of(points), "layer": layers}
    return finished(chart, width=width, height=HEIGHT, description=description, lang=lang)

"""Where are the rings: around the site on outlines of cities, and the sites that they are compared with."""

import json
from collections.abc import Sequence
from itertools import pairwise
from math import cos, radians, sin
from typing import Any

import numpy as np

from sandan.evaluate.registration.specification import Specification
from sandan.report.case import Case
from sandan.report.maps.viewport import METERS_PER_DEGREE, Viewport, viewport_of
from sandan.report.sections.common import Row, records
from sandan.report.sections.neighbors import compared_rings, ring_words
from sandan.report.wording.numbers import show_interval, show_value
from sandan.types import FloatArray
from sandan.web.measurement.questions.geography import Ground, cities_drawn, ground_of

__all__ = ["rings_map"]

UNITS = 1_000
"""Of the longer side, as on every map of outlines."""
STEPS = (10.0, 30.0)
"""Percent from which a gain or a loss is drawn stronger."""
ROOM = 90.0
"""Units that a ring must be wide for two lines of text to stand in it."""
ASIDE = (35.0, 8.0, -19.0, 62.0)
"""Degrees below the horizon at which lines lead to what does not fit, one after the other."""
APART = 16.0
FAR = "far"


def rings_map(case: Case, fixed: Specification) -> dict[str, Any] | None:
    """Draw the rings and all sites; nothing where there are none, or where they would tell of a firm."""
    asked = {"specification": fixed.to_json(), "published_on": case.published_on}
    places = case.calculate("policy_ring_places", **asked).table
    if places.empty:
        return None
    spots = places[["longitude", "latitude"]].to_numpy(dtype=float)
    rows = [row for row in records(compared_rings(case, fixed).table) if row["kind"] != "net"]
    ground = ground_of(case)
    compared = int(rows[0]["placebos"])
    return {
        "around": _around(case, fixed, ground, spots[0], rows),
        "country": _country(case, fixed, ground, spots),
        "key": [*(_said(case, row) for row in rows), _far(fixed)],
        "edge": f"{fixed.rings[-2]:g}",
        "far": f"{fixed.rings[-1]:g}",
        "compared": compared,
        "unmarked": compared - (len(spots) - 1),
        "bounded": ground is not None and not ground.cities.empty,
    }


def _around(
    case: Case, fixed: Specification, ground: Ground | None, site: FloatArray, rows: list[Row]
) -> dict[str, Any]:
    """Draw the surroundings up to the edge of the last ring."""
    viewport = viewport_of([_box(site, fixed.rings[-1])], units=UNITS)
    (x, y), edges = _spot(viewport, site), [_units(viewport, edge) for edge in fixed.rings]
    said = [*(_said(case, row) for row in rows), _far(fixed)]
    rings = [
        one | {"path": _ring(x, y, near, far)} for one, (near, far) in zip(said, pairwise(edges), strict=True)
    ]
    names = [one for one in _cities(case, ground, viewport) if one["named"]]
    return {
        **_size(viewport),
        "cities": _cities(case, ground, viewport),
        "names": names,
        "rings": rings[::-1],
        "labels": _labels(rings, x, y, edges),
        "x": x,
        "y": y,
    }


def _country(case: Case, fixed: Specification, ground: Ground | None, spots: FloatArray) -> dict[str, Any]:
    """Draw all sites with their inner ring, and the last ring of the policy."""
    shapes = [_box(spots[0], fixed.rings[-1]), *(_box(spot, fixed.rings[1]) for spot in spots[1:])]
    if ground is not None:
        shapes += ground.cities["geometry"].tolist()
    viewport = viewport_of(shapes, units=UNITS)
    (x, y), *others = (_spot(viewport, spot) for spot in spots)
    return {
        **_size(viewport),
        "cities": _cities(case, ground, viewport),
        "others": [{"x": east, "y": south} for east, south in others],
        "inner": _units(viewport, fixed.rings[1]),
        "last": _units(viewport, fixed.rings[-1]),
        "x": x,
        "y": y,
    }


def _size(viewport: Viewport) -> dict[str, int]:
    return {"width": viewport.width, "height": viewport.height}


def _cities(case: Case, ground: Ground | None, viewport: Viewport) -> list[dict[str, Any]]:
    """Draw the cities; a name stands only where the middle of its city can be seen."""
    drawn = [] if ground is None else cities_drawn(case, ground, viewport)
    return [
        one | {"named": 0 <= one["x"] <= viewport.width and 0 <= one["y"] <= viewport.height} for one in drawn
    ]


def _said(case: Case, row: Row) -> dict[str, Any]:
    """Write what a ring is and how it changed, and say how it is drawn."""
    lower, upper = float(row["lower"]), float(row["upper"])
    unknown = bool(np.isnan(lower) or np.isnan(upper))
    step = 1 + sum(abs(row["estimate"]) >= one for one in STEPS)
    direction = "gain" if row["estimate"] > 0 else "loss"
    return {
        "name": ring_words(case, row),
        "reach": f"{row['from_km']:g}–{row['to_km']:g}",
        "change": show_value(float(row["estimate"]), "percent", language=case.language, signed=True),
        "band": ""
        if unknown
        else show_interval(lower, upper, "percent", language=case.language, signed=True),
        "tone": f"{direction} step-{step}",
        "chance": unknown or lower <= 0 <= upper,
    }


def _far(fixed: Specification) -> dict[str, Any]:
    """Say how the ring is drawn that all others are compared with; the page names it."""
    near, far = (f"{edge:g}" for edge in fixed.rings[-2:])
    return {"name": "", "reach": f"{near}–{far}", "change": "", "band": "", "tone": FAR, "chance": False}


def _labels(rings: Sequence[dict[str, Any]], x: int, y: int, edges: Sequence[int]) -> list[dict[str, Any]]:
    """Set a label into every ring that has room for it, to the north; a line leads to those of the others."""
    labels, aside = [], iter(ASIDE)
    for one, (near, far) in zip(rings, pairwise(edges), strict=True):
        label = {"reach": one["reach"], "change": one["change"], "line": ""}
        if far - near >= ROOM * (0.9 if near else 2):
            labels.append(label | {"x": x, "y": round(y - (near + far) / 2)})
            continue
        angle = radians(next(aside, ASIDE[-1]))
        inside, outside = (near + far) / 2, edges[-2] + APART
        starts, ends = ((x + r * cos(angle), y + r * sin(angle)) for r in (inside, outside))
        line = "M{:.0f} {:.0f}L{:.0f} {:.0f}".format(*starts, *ends)
        labels.append(label | {"x": round(ends[0] + APART / 2), "y": round(ends[1]), "line": line})
    return labels


def _box(spot: FloatArray, kilometers: float) -> str:
    """Write the square around a circle as a geometry."""
    longitude, latitude = spot
    up = 1000 * kilometers / METERS_PER_DEGREE
    aside = up / cos(radians(latitude))
    west, east, south, north = longitude - aside, longitude + aside, latitude - up, latitude + up
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def _spot(viewport: Viewport, spot: FloatArray) -> tuple[int, int]:
    x, y = viewport.place(spot[:1], spot[1:])[0].tolist()
    return x, y


def _units(viewport: Viewport, kilometers: float) -> int:
    return round(1000 * kilometers / viewport.meters_per_unit)


def _ring(x: int, y: int, near: int, far: int) -> str:
    """Write a ring as two circles; between them lies what is filled."""
    circles = (f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z" for r in (far, near) if r)
    return "".join(circles)

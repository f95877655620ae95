"""Where does an industry gather: cities and circles on outlines, and the boundaries of its groups."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sandan.report.calculations.hotspots import Ground as Meters
from sandan.report.calculations.hotspots import ground_of as meters_of
from sandan.report.calculations.hotspots import groups_found
from sandan.report.case import Case
from sandan.report.maps.outlines import Shape, outline
from sandan.report.maps.viewport import Viewport, viewport_of
from sandan.report.sections.choice import chosen_of
from sandan.report.sections.common import records
from sandan.report.sections.hotspots import (
    circles_of,
    cities_of,
    groups_of,
    hotspots,
    parameters_of_groups,
)
from sandan.report.sections.localization import what_is_missing
from sandan.report.wording.numbers import show_value
from sandan.web.measurement.questions.answer import Answer
from sandan.web.measurement.questions.choice import offered
from sandan.web.measurement.questions.geography import Ground, cities_drawn, ground_of, middle_of

__all__ = ["ask_hotspots"]

UNITS = 1_000
"""Of the longer side of the country; so a sign of 9 units is a hundredth of the map."""
NEAR = 0.35
"""Surroundings on the map of groups, as a share of the city's longer side."""
KINDS = {
    "quadrant": ("high_high", "low_low", "high_low", "low_high", "not_called", "hidden", "too_few"),
    "spot": ("hot", "cold", "not_called", "hidden", "too_few"),
}
"""What a city may be called, in the order of the key."""
CALLED = frozenset({*KINDS["quadrant"][:4], *KINDS["spot"][:2]})
LEAST_RADIUS = 16.0
"""Units of a circle that holds one city."""
LEAST_GROUP = 7.0
"""Units of a group whose sites stand at one point, or nearly."""


def ask_hotspots(case: Case, options: Mapping[str, Any]) -> Answer:
    if not case.has("establishments") or what_is_missing(case):
        return Answer(hotspots(case, ""))
    code = chosen_of(case, str(options.get("industry", "")), broad=True)
    sections = hotspots(case, code)
    ground = ground_of(case)
    data = offered(case, code, broad=True)
    if ground is not None and len(ground.own):
        data |= {"map": _map(case, ground, code), "groups": _groups(case, ground, code)}
    return Answer(sections, data)


def _tables(case: Case) -> dict[str, pd.DataFrame]:
    return {"establishments": case.shelf.read(case.snapshots["establishments"].id)}


def _map(case: Case, ground: Ground, code: str) -> dict[str, Any]:
    """Draw the cities with their calls, and the circles that are called."""
    viewport = viewport_of(ground.cities["geometry"], units=UNITS)
    found = records(circles_of(case, code).table)
    inside = {city for row in found if row["is_cluster"] for city in str(row["members"]).split()}
    places = cities_drawn(case, ground, viewport)
    meters = meters_of(_tables(case), {"period": case.end})
    calls = cities_of(case, code).table.set_index("city")
    said: dict[str, Any] = {}
    for name, kinds in KINDS.items():
        kind = calls[name]
        said[name] = [
            {
                **one,
                "kind": kind[one["code"]],
                "call": _word(case, kind[one["code"]]),
                "named": kind[one["code"]] in CALLED,
                "inside": one["code"] in inside,
            }
            for one in places
            if one["code"] in kind.index
        ]
        said[f"key_of_{name}"] = [[one, _word(case, one)] for one in kinds if (kind == one).any()]
    circles = [_circle(row, place, viewport, meters) for place, row in enumerate(found, start=1)]
    return {"width": viewport.width, "height": viewport.height, "circles": circles, **said}


def _word(case: Case, kind: str) -> str:
    return case.words.text(f"hotspots.{kind}")


def _circle(row: Mapping[str, Any], place: int, viewport: Viewport, meters: Meters) -> dict[str, Any]:
    longitude, latitude = meters.degrees(np.array([[row["x"], row["y"]]]))[0]
    x, y = viewport.place(np.array([longitude]), np.array([latitude]))[0].tolist()
    radius = 1000 * float(row["radius_km"]) / viewport.meters_per_unit + LEAST_RADIUS
    about = {"place": place, "called": bool(row["is_cluster"])}
    return {**about, "x": x, "y": y, "r": round(radius), "top": round(y - radius)}


def _groups(case: Case, ground: Ground, code: str) -> dict[str, Any]:
    """Draw the boundaries of the groups in the city and around it; only those who see firms get them."""
    tables, asked = _tables(case), parameters_of_groups(case, code)
    found = groups_found(tables, asked)
    if found is None:
        return {}
    viewport = viewport_of(ground.own["geometry"], units=UNITS, margin=NEAR)
    near = {*ground.own["code"], *ground.near["code"]}
    drawn = outline(ground.shapes, codes=near, year=case.end, viewport=viewport)
    meters, rows = meters_of(tables, asked), records(found[0].groups)
    listed = [_boundary(row, viewport, meters) for row in rows]
    inside = [one for one in listed if _inside(one, viewport)]
    told = set(groups_of(case, code).table["group"])
    hidden = [row for row in rows if row["group"] not in told]
    own = set(ground.own["code"])
    shapes = [{"path": shape.path, "own": shape.code in own} for shape in drawn.shapes]
    return {
        "width": viewport.width,
        "height": viewport.height,
        "shapes": sorted(shapes, key=lambda one: bool(one["own"])),
        "names": _names(case, drawn.shapes, viewport),
        "inside": inside,
        "outside": len(listed) - len(inside),
        "hidden": [_not_told(case, row, str(found[1][row["group"]])) for row in hidden],
    }


def _not_told(case: Case, row: Mapping[str, Any], city: str) -> dict[str, Any]:
    """Write the numbers of a group that no table shows."""
    p, q = (
        show_value(float(row[name]), "probability", language=case.language) for name in ("p_value", "q_value")
    )
    return {"number": int(row["group"]), "city": case.place(city), "sites": int(row["sites"]), "p": p, "q": q}


def _boundary(row: Mapping[str, Any], viewport: Viewport, meters: Meters) -> dict[str, Any]:
    """Turn the convex hull of a group into a path, with the middle of its sites."""
    shape = row["boundary"]
    corners = np.array(shape.exterior.coords if shape.geom_type == "Polygon" else shape.coords)
    units = viewport.place(*meters.degrees(corners).T)
    x, y = viewport.place(*meters.degrees(np.array([[row["x"], row["y"]]])).T)[0].tolist()
    size = float(np.ptp(units, axis=0).max())
    path = f"M{' '.join(map(str, units.ravel().tolist()))}Z" if size > LEAST_GROUP else ""
    top = int(units[:, 1].min()) if path else round(y - LEAST_GROUP)
    about = {"number": int(row["group"]), "called": bool(row["is_cluster"])}
    return {**about, "path": path, "x": x, "y": y, "r": LEAST_GROUP, "top": top}


def _inside(one: Mapping[str, Any], viewport: Viewport) -> bool:
    return 0 <= one["x"] <= viewport.width and 0 <= one["y"] <= viewport.height


def _names(case: Case, shapes: Sequence[Shape], viewport: Viewport) -> list[dict[str, Any]]:
    named = []
    for shape in shapes:
        x, y = middle_of(shape.rings)
        if 0 <= x <= viewport.width and 0 <= y <= viewport.height:
            named.append({"name": case.place(shape.code), "x": x, "y": y})
    return named

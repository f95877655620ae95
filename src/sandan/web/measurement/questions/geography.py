"""Where are our clusters: outlines of places, and points of establishments for those who may see firms."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sandan.report.case import Case
from sandan.report.maps.outlines import Outline, Shape, boundaries_at, outline
from sandan.report.maps.points import Points, placed, points
from sandan.report.maps.viewport import MOST_UNITS, Viewport, rings_of, viewport_of
from sandan.report.sections.clusters import cells_of, industry_name, verdict_of_cell
from sandan.report.sections.common import records
from sandan.report.sections.parts import LEVELS, parts
from sandan.types import FloatArray, IntArray
from sandan.web.measurement.blocks import table_to_json
from sandan.web.measurement.cases import boundaries
from sandan.web.measurement.questions.answer import Answer

__all__ = ["MOST_POINTS", "VERDICTS", "Ground", "ask_map", "cities_drawn", "ground_of", "middle_of"]

MOST_POINTS = 60_000
MARGINS = (1.5, 0.6, 0.3, 0.1)
"""Surroundings that may be shown, as shares of the longer side; the first with few enough points is."""
VERDICTS = ("chance", "fragile", "confirmed")
"""What a number in the last block of points says about the industry of a point in the city of the point."""
DETAIL = 8
"""Of 16,384 units over the city itself: how far a corner that is left out may lie from the line."""
OWN, NEAR, COMPLEX = "own", "near", "complex"


@dataclass(frozen=True)
class Ground:
    """What a map is drawn from: the shapes known at the last year, and the sites of that year."""

    shapes: pd.DataFrame
    sites: pd.DataFrame
    city: str

    @property
    def own(self) -> pd.DataFrame:
        """The districts of the city; the city itself where they have no shapes."""
        here = self.sites.loc[self.sites["city"] == self.city, "region"]
        districts = self.shapes.loc[self.shapes["code"].isin(set(here))]
        return self.shapes.loc[self.shapes["code"] == self.city] if districts.empty else districts

    @property
    def near(self) -> pd.DataFrame:
        """Other cities, and the districts of those that have no shape of their own."""
        cities = self.shapes.loc[self.shapes["code"].isin(set(self.sites["city"]) - {self.city})]
        places = self.sites.loc[~self.sites["city"].isin({self.city, *cities["code"]}), "region"]
        return pd.concat([cities, self.shapes.loc[self.shapes["code"].isin(set(places))]])

    @property
    def cities(self) -> pd.DataFrame:
        """All cities; the own one whole where it has a shape, and its districts where it has none."""
        whole = self.shapes.loc[self.shapes["code"] == self.city]
        return pd.concat([self.own if whole.empty else whole, self.near]).drop_duplicates("code")

    @property
    def complexes(self) -> pd.DataFrame:
        return self.shapes.loc[self.shapes["code"].isin(set(self.sites["complex"].dropna()))]


def ask_map(case: Case, options: Mapping[str, Any]) -> Answer:
    """Draw the city, its parts and its surroundings; without boundaries only the table is left."""
    if not case.has("establishments") or case.end not in case.known_years:
        return Answer(())
    listed = [parts(case, level) for level in LEVELS]
    tables = [
        table_to_json(one.table) | {"codes": list(one.codes), "level": level}
        for one, level in zip(listed, LEVELS, strict=True)
        if one.codes
    ]
    blocks = tuple(one.table for one in listed)
    ground = ground_of(case)
    if ground is None or ground.own.empty:
        return Answer((), {"tables": tables}, listed=blocks)
    viewport = _viewport(ground)
    drawn, kinds = _drawn(ground, viewport, case.end)
    found = points(ground.sites, viewport, digits=case.parameters["digits"])
    data = {
        "tables": tables,
        "viewport": viewport.to_json(),
        "shapes": [_shape(case, shape, kinds[shape.code]) for shape in drawn.shapes],
        "groups": _groups(case, found),
        "complexes": list(found.complexes),
        "counts": {
            "shown": found.count,
            "without": _without_coordinates(ground),
            "year": case.end,
        },
    }
    alike = {"points": b64encode(_packed(case, ground, drawn, found)).decode("ascii")}
    return Answer((), data, listed=blocks, alike=alike)


def ground_of(case: Case) -> Ground | None:
    """Take the shapes of the code system that knows the city."""
    known = boundaries()
    register = case.shelf.read(case.snapshots["establishments"].id)
    sites = register.loc[register["period"] == case.end]
    if known is None:
        return None
    shapes = boundaries_at(known, case.end)
    here = {case.city, *sites.loc[sites["city"] == case.city, "region"]}
    systems = shapes.loc[shapes["code"].isin(here), "system"].value_counts()
    shapes = shapes.loc[shapes["system"] == systems.index[0]] if len(systems) else shapes.head(0)
    return Ground(shapes.drop_duplicates("code"), sites, case.city)


def cities_drawn(case: Case, ground: Ground, viewport: Viewport) -> list[dict[str, Any]]:
    """Draw all cities that can be seen, each shape with the city that it is in; the own one lies above."""
    seen = _in_view(ground.cities, viewport)
    if not seen:
        return []
    drawn = outline(ground.shapes, codes=set(seen), year=case.end, viewport=viewport)
    city_of = ground.sites.drop_duplicates("region").set_index("region")["city"]
    cities = set(ground.sites["city"])
    places = []
    for shape in drawn.shapes:
        city = shape.code if shape.code in cities else str(city_of[shape.code])
        x, y = middle_of(shape.rings)
        about = {"code": city, "name": case.place(city), "own": city == case.city}
        places.append({**about, "path": shape.path, "x": x, "y": y})
    return sorted(places, key=lambda one: bool(one["own"]))


def _viewport(ground: Ground) -> Viewport:
    """Show as much of the surroundings as a page can draw fluently."""
    own = ground.own["geometry"]
    offered = [viewport_of(own, units=MOST_UNITS, margin=margin) for margin in MARGINS]
    few = [one for one in offered if placed(ground.sites, one).sum() <= MOST_POINTS]
    return few[0] if few else offered[-1]


def _drawn(ground: Ground, viewport: Viewport, year: int) -> tuple[Outline, dict[str, str]]:
    """Draw what can be seen, and say what each shape is; shared borders ask for one call."""
    near, complexes = (_in_view(shapes, viewport) for shapes in (ground.near, ground.complexes))
    kinds = dict.fromkeys(complexes, COMPLEX) | dict.fromkeys(near, NEAR)
    kinds |= dict.fromkeys(ground.own["code"], OWN)
    fine = DETAIL / viewport_of(ground.own["geometry"]).units_per_degree
    return outline(ground.shapes, codes=set(kinds), year=year, tolerance=fine, viewport=viewport), kinds


def _in_view(shapes: pd.DataFrame, viewport: Viewport) -> list[str]:
    return [
        code
        for code, geometry in zip(shapes["code"], shapes["geometry"], strict=True)
        if _reaches_into(geometry, viewport)
    ]


def _reaches_into(geometry: str, viewport: Viewport) -> bool:
    corners = np.concatenate(rings_of(geometry))
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    beside = east < viewport.west or west > viewport.east
    return not (beside or north < viewport.south or south > viewport.north)


def _shape(case: Case, shape: Shape, kind: str) -> dict[str, Any]:
    x, y = middle_of(shape.rings)
    name = case.place(shape.code)
    return {"code": shape.code, "kind": kind, "name": name, "path": shape.path, "x": x, "y": y}


def middle_of(rings: Sequence[Sequence[int]]) -> tuple[int, int]:
    """Return the center of gravity of the largest ring, where a name stands."""
    best, area = (0, 0), -1.0
    for flat in rings:
        x, y = np.array(flat, dtype=float).reshape(-1, 2).T
        cross = x * np.roll(y, -1) - np.roll(x, -1) * y
        size = float(cross.sum())
        if abs(size) > area:
            weights = cross / (3 * size) if size else np.full(len(x), 0.5 / len(x))
            best = (_balance(x, weights), _balance(y, weights))
            area = abs(size)
    return best


def _balance(side: FloatArray, weights: FloatArray) -> int:
    return round(float(((side + np.roll(side, -1)) * weights).sum()))


def _groups(case: Case, found: Points) -> list[dict[str, str]]:
    """Name the industries of the points, with what the test says of them in the city itself."""
    here = {
        str(row["industry"]): verdict_of_cell(row)
        for row in records(cells_of(case).table)
        if row["city"] == case.city
    }
    return [
        {"code": code, "name": industry_name(case, code), "verdict": here.get(code, "chance")}
        for code in found.groups
    ]


def _without_coordinates(ground: Ground) -> int:
    """Count the sites of the city that no map can show."""
    here = ground.sites.loc[ground.sites["city"] == ground.city]
    return int(here.reindex(columns=["longitude", "latitude"]).isna().any(axis=1).sum())


def _packed(case: Case, ground: Ground, drawn: Outline, found: Points) -> bytes:
    """Put two blocks more behind those of the points: 1 + row of the shape, and the verdict."""
    sites = ground.sites.loc[placed(ground.sites, found.viewport)]
    rows = {shape.code: row for row, shape in enumerate(drawn.shapes, start=1)}
    place = sites["region"].map(rows).fillna(sites["city"].map(rows)).fillna(0)
    return found.data + place.to_numpy().astype("<u2").tobytes() + _verdicts(case, sites).tobytes()


def _verdicts(case: Case, sites: pd.DataFrame) -> IntArray:
    digits = case.parameters["digits"]
    said = {
        (row["city"], row["industry"]): VERDICTS.index(verdict_of_cell(row))
        for row in records(cells_of(case).table)
    }
    pairs = zip(sites["city"], sites["industry"].astype("str").str[:digits], strict=True)
    return np.array([said.get(pair, 0) for pair in pairs]).astype("<u2")

"""Outlines of places for a page: few corners, whole units, borders that still meet."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from sandan.errors import ReportError
from sandan.report.maps.arcs import LEAST_CORNERS, simplify_rings
from sandan.report.maps.viewport import Viewport, rings_of, viewport_of
from sandan.types import FloatArray, IntArray

__all__ = ["Outline", "Shape", "boundaries_at", "outline"]

LINES_OF_SCREEN = 2_000
"""Without a tolerance, corners nearer to the line than this part of the map's height are left out."""


@dataclass(frozen=True)
class Shape:
    """One place: its rings as ``(x0, y0, x1, y1, ...)`` in units of the viewport.

    Holes and separate parts are rings like others; fill them by the even-odd rule.
    """

    code: str
    level: str
    name_ko: str | None
    name_en: str | None
    rings: tuple[tuple[int, ...], ...]

    @property
    def path(self) -> str:
        """The rings as the ``d`` of an SVG path, which ``Path2D`` of a canvas reads too."""
        return "".join(f"M{' '.join(map(str, ring))}Z" for ring in self.rings)


@dataclass(frozen=True)
class Outline:
    """Shapes on one viewport, and what it cost to draw them with few corners."""

    viewport: Viewport
    tolerance: float
    """Greatest distance, in degrees of latitude, of a corner that was left out from the line."""
    shapes: tuple[Shape, ...]
    corners_given: int
    corners_left: int
    rings_dropped: int
    """Parts and holes too small to be seen; the largest part of a place is never dropped."""

    def to_json(self) -> dict[str, Any]:
        """Return plain values; every shape with its path instead of its rings."""
        shapes = [{**asdict(shape), "path": shape.path} for shape in self.shapes]
        for shape in shapes:
            del shape["rings"]
        return {**asdict(self), "viewport": self.viewport.to_json(), "shapes": shapes}


def boundaries_at(boundaries: pd.DataFrame, year: int | None = None) -> pd.DataFrame:
    """Choose for each code the shape that was the last one known in a year.

    Parameters
    ----------
    boundaries : DataFrame, shape (n_rows, 7)
        A table of the kind ``boundaries``.
    year : int, optional
        Calendar year; the latest shapes if it is not given.

    Returns
    -------
    DataFrame, shape (n_places, 7)
        One row per system and code; places whose first shape is later are left out.

    Raises
    ------
    KeyError
        If a column is missing.

    Notes
    -----
    The greatest ``valid_from`` that is not after ``year``.

    References
    ----------
    ``docs/methods/maps.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"code": "31021", "system": "statistics", "valid_from": [2010, 2018]})
    >>> boundaries_at(table, 2015)["valid_from"].tolist()
    [2010]
    """
    known = boundaries if year is None else boundaries[boundaries["valid_from"] <= year]
    latest = known.sort_values("valid_from", kind="stable").drop_duplicates(["system", "code"], keep="last")
    return latest.sort_index().reset_index(drop=True)


def outline(
    boundaries: pd.DataFrame,
    *,
    codes: Collection[str] | None = None,
    level: str | Collection[str] | None = None,
    year: int | None = None,
    tolerance: float | None = None,
    viewport: Viewport | None = None,
) -> Outline:
    """Draw places with as few corners as a page needs.

    Parameters
    ----------
    boundaries : DataFrame, shape (n_rows, 7)
        A table of the kind ``boundaries``, of one code system.
    codes : collection of str, optional
        Places that are wanted; all if not given.
    level : str or collection of str, optional
        Levels that are wanted; all if not given. Levels that are drawn over each other belong into
        one call, because only then their borders stay the same.
    year : int, optional
        Year of the shapes, see :func:`boundaries_at`.
    tolerance : float, optional
        Greatest distance, in degrees of latitude, of a corner that is left out from the line that
        is left; a 2,000th of the longer side of the map if not given.
    viewport : Viewport, optional
        What the map shows; the places that are wanted if not given.

    Returns
    -------
    Outline
        Shapes in the order of the table, in whole units of the viewport.

    Raises
    ------
    ReportError
        If there is no such place, a code has no shape, several systems are in the table, or the
        tolerance is negative.

    Notes
    -----
    Corners are thinned by :func:`sandan.report.maps.arcs.simplify_rings`, then projected and
    rounded to units. Both depend on the corner alone, so a border that two places share is equal
    on both sides, and without a gap. Two borders that come nearer to each other than the tolerance
    may cross.

    References
    ----------
    ``docs/methods/maps.md``.

    Examples
    --------
    >>> square = '{"type": "Polygon", "coordinates": [[[0, -1], [2, -1], [2, 1], [0, 1], [0, -1]]]}'
    >>> table = pd.DataFrame({"code": ["A"], "system": ["own"], "level": ["city"], "name_ko": ["가"],
    ...                       "name_en": [None], "valid_from": [2018], "geometry": [square]})
    >>> outline(table).shapes[0].path
    'M315 16069 16069 16069 16069 315 315 315Z'
    """
    chosen = _chosen(boundaries_at(boundaries, year), codes, level)
    shown = viewport_of(chosen["geometry"]) if viewport is None else viewport
    limit = max(shown.width, shown.height) / shown.units_per_degree / LINES_OF_SCREEN
    limit = limit if tolerance is None else tolerance
    if limit < 0:
        raise ReportError(f"`tolerance` is {limit}; give 0 or a greater number of degrees.")
    drawn = _drawn([rings_of(geometry) for geometry in chosen["geometry"]], shown, limit)
    told = chosen[["code", "level", "name_ko", "name_en"]].to_dict("records")
    return Outline(
        viewport=shown,
        tolerance=limit,
        shapes=tuple(_shape(row, rings) for row, rings in zip(told, drawn.places, strict=True)),
        corners_given=drawn.corners_given,
        corners_left=sum(len(ring) // 2 for rings in drawn.places for ring in rings),
        rings_dropped=drawn.rings_dropped,
    )


@dataclass(frozen=True)
class _Drawn:
    """The rings of each place in units, as flat numbers."""

    places: list[tuple[tuple[int, ...], ...]]
    corners_given: int
    rings_dropped: int


def _drawn(places: Sequence[Sequence[FloatArray]], viewport: Viewport, tolerance: float) -> _Drawn:
    """Thin all rings together, project them, and give them back to their places."""
    rings = [ring for place in places for ring in place]
    first = np.cumsum([0, *map(len, places)]).tolist()
    needed = {start + _largest(place) for start, place in zip(first, places, strict=False)}
    simple = simplify_rings(rings, tolerance=tolerance, across=viewport.across, needed=sorted(needed))
    units = [_in_units(ring, viewport) for ring in simple.rings]
    kept = [row in needed or len(ring) >= LEAST_CORNERS for row, ring in enumerate(units)]
    flat = [tuple(ring.ravel().tolist()) if keep else () for ring, keep in zip(units, kept, strict=True)]
    return _Drawn(
        places=[tuple(filter(None, flat[start:end])) for start, end in pairwise(first)],
        corners_given=sum(map(len, rings)),
        rings_dropped=kept.count(False),
    )


def _shape(row: Mapping[Hashable, Any], rings: tuple[tuple[int, ...], ...]) -> Shape:
    names = {name: row[name] if isinstance(row[name], str) else None for name in ("name_ko", "name_en")}
    return Shape(code=str(row["code"]), level=str(row["level"]), **names, rings=rings)


def _chosen(
    boundaries: pd.DataFrame, codes: Collection[str] | None, level: str | Collection[str] | None
) -> pd.DataFrame:
    """Keep the places that are wanted, and say which of them have no shape."""
    levels = {level} if isinstance(level, str) else level
    found = boundaries if levels is None else boundaries[boundaries["level"].isin(list(levels))]
    if codes is not None:
        missing = sorted(set(codes) - set(found["code"]))
        if missing:
            raise ReportError(
                f"{missing[0]!r} has no boundary, and {len(missing)} places have none in all; import a file "
                "with their shapes, or leave them out."
            )
        found = found[found["code"].isin(list(codes))]
    if found.empty:
        raise ReportError(
            f"None of {len(boundaries)} boundaries is of the level {level!r}; the levels there are "
            f"{', '.join(sorted(boundaries['level'].unique())) or 'none'}."
        )
    if len(set(found["system"])) > 1:
        raise ReportError(
            f"The boundaries are in the code systems {', '.join(sorted(found['system'].unique()))}; keep one "
            "of them, because one place would be drawn twice."
        )
    return found


def _largest(rings: Sequence[FloatArray]) -> int:
    """Find the ring that encloses most."""
    return int(np.argmax([_area(ring) for ring in rings]))


def _area(ring: FloatArray) -> float:
    x, y = (ring - ring[0]).T
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2


def _in_units(ring: FloatArray, viewport: Viewport) -> IntArray:
    """Project and round a ring; corners that fall on the one before are left out, but not all of them."""
    units = viewport.place(*ring.T)
    moved = units[(units != np.roll(units, 1, axis=0)).any(axis=1)]
    return moved if len(moved) else units[:1]

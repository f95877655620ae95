"""What a map shows and at which scale: degrees in, whole units of a grid out."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from sandan.errors import ReportError
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["METERS_PER_DEGREE", "MOST_UNITS", "Viewport", "rings_of", "viewport_of"]

MOST_UNITS = 65_535
"""Largest unit that two bytes can hold."""
UNITS = 16_384
"""Units of the longer side if nothing else is asked for; 14 m where a map is 230 km high."""
ROUNDING = 1e-6
METERS_PER_DEGREE = 111_195.0
"""Of latitude, on a sphere of 6,371 km."""


@dataclass(frozen=True)
class Viewport:
    """The part of the earth that a map shows, and its grid.

    The projection is equirectangular, true to scale along the middle parallel: ``x`` grows to the
    east from 0 to ``width``, ``y`` to the south from 0 to ``height``, both by the same scale.
    """

    west: float
    south: float
    east: float
    north: float
    width: int
    height: int

    @property
    def across(self) -> float:
        """Length of a degree of longitude on the middle parallel, in degrees of latitude."""
        return float(np.cos(np.radians((self.south + self.north) / 2)))

    @property
    def units_per_degree(self) -> float:
        """Units of one degree of latitude."""
        longer = max((self.east - self.west) * self.across, self.north - self.south)
        return max(self.width, self.height) / longer

    @property
    def meters_per_unit(self) -> float:
        """Width of one unit on the ground, on the middle parallel."""
        return METERS_PER_DEGREE / self.units_per_degree

    def place(self, longitude: FloatArray, latitude: FloatArray) -> IntArray:
        """Turn degrees into units, shape (n, 2); what lies outside gets units outside of the grid."""
        x = (np.asarray(longitude) - self.west) * self.across * self.units_per_degree
        y = (self.north - np.asarray(latitude)) * self.units_per_degree
        return np.rint(np.column_stack([x, y])).astype(np.int64)

    def degrees(self, units: IntArray | FloatArray) -> FloatArray:
        """Turn units, shape (n, 2), back into longitude and latitude."""
        x, y = np.asarray(units, dtype=np.float64).reshape(-1, 2).T / self.units_per_degree
        return np.column_stack([self.west + x / self.across, self.north - y])

    def contains(self, longitude: FloatArray, latitude: FloatArray) -> BoolArray:
        """Tell which points lie on the map; a point without coordinates does not."""
        x, y = np.asarray(longitude), np.asarray(latitude)
        inside: BoolArray = (x >= self.west) & (x <= self.east) & (y >= self.south) & (y <= self.north)
        return inside

    def to_json(self) -> dict[str, Any]:
        """Return plain values, with the scale."""
        return {**asdict(self), "meters_per_unit": self.meters_per_unit}


def rings_of(geometry: str) -> list[FloatArray]:
    """List the rings of a shape, outer ones and holes alike.

    Parameters
    ----------
    geometry : str
        GeoJSON Polygon or MultiPolygon, as the kind ``boundaries`` holds it.

    Returns
    -------
    list of array of float, shape (n_corners, 2)
        Longitude and latitude in degrees; the last corner is not the first again.

    Raises
    ------
    ReportError
        If the text is no such geometry.

    Notes
    -----
    Filled by the even-odd rule the rings give the shape, so nothing needs to say which are holes.

    References
    ----------
    Butler, H. et al. (2016), RFC 7946, The GeoJSON Format, sections 3.1.6 and 3.1.7.

    Examples
    --------
    >>> rings_of('{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}')[0].shape
    (3, 2)
    """
    try:
        shape = json.loads(geometry)
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        return [np.array(ring, dtype=np.float64)[:-1] for part in parts for ring in part]
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise ReportError(
            f"A boundary is {geometry[:40]!r}, but a GeoJSON Polygon or MultiPolygon was expected; import "
            "the boundaries by the profile `boundaries`."
        ) from error


def viewport_of(
    geometries: pd.Series | Iterable[str], *, units: int = UNITS, margin: float = 0.02
) -> Viewport:
    """Find the viewport that shows some shapes whole.

    Parameters
    ----------
    geometries : iterable of str
        GeoJSON geometries in degrees.
    units : int
        Units of the longer side, 2 to 65,535.
    margin : float
        Empty border, as a share of the longer side.

    Returns
    -------
    Viewport
        Bounds, width and height.

    Raises
    ------
    ReportError
        If there is no shape, or ``units`` does not fit into two bytes.

    Notes
    -----
    With the middle parallel ``m``, ``x = (lon - west) cos(m) k`` and ``y = (north - lat) k``, where
    ``k`` gives the longer side its units. East-west distances at latitude ``b`` are off by the
    factor ``cos(m) / cos(b)``: 0.05 % at the edge of a city, 3 % at that of Korea. Shapes across
    the 180th meridian are not joined.

    References
    ----------
    Snyder, J. P. (1987), Map Projections: A Working Manual, USGS Professional Paper 1395, p. 90.

    Examples
    --------
    >>> square = '{"type": "Polygon", "coordinates": [[[0, -1], [2, -1], [2, 1], [0, 1], [0, -1]]]}'
    >>> view = viewport_of([square], units=1000, margin=0)
    >>> view.width, view.height, view.place([2.0], [1.0]).tolist()
    (1000, 1000, [[1000, 0]])
    """
    if not 1 < units <= MOST_UNITS:
        raise ReportError(f"`units` is {units}; give a whole number from 2 to {MOST_UNITS}.")
    rings = [ring for geometry in geometries for ring in rings_of(geometry)]
    if not rings:
        raise ReportError(
            f"There are {len(rings)} rings to show; name at least one place that has a boundary."
        )
    west, south = np.min([ring.min(axis=0) for ring in rings], axis=0)
    east, north = np.max([ring.max(axis=0) for ring in rings], axis=0)
    across = np.cos(np.radians((south + north) / 2))
    room = margin * max((east - west) * across, north - south)
    west, east, south, north = west - room / across, east + room / across, south - room, north + room
    sides = np.array([(east - west) * across, north - south])
    width, height = np.ceil(sides * units / sides.max() - ROUNDING).astype(int).tolist()
    return Viewport(float(west), float(south), float(east), float(north), width, height)

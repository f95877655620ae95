"""Polygons from cells: the border of a group of Voronoi cells is made of the edges that it does not share."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from sandan.data.country.chance import Whole
from sandan.types import BoolArray, FloatArray, IntArray

DECIMALS = 5
"""Digits of a degree that are written; the last one is about a meter."""


def enclosed(ring: FloatArray, points: FloatArray) -> BoolArray:
    """Tell which points lie inside a ring: a ray from them crosses it an odd number of times."""
    x, y = points[:, 0, None], points[:, 1, None]
    (x1, y1), (x2, y2) = ring.T, np.roll(ring, -1, axis=0).T
    crosses = (y1 > y) != (y2 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
    odd: BoolArray = np.sum(crosses & (x < at), axis=1) % 2 == 1
    return odd


def area(ring: FloatArray) -> float:
    """Measure a ring, in the square of its unit; positive if it runs against the clock."""
    x, y = (ring - ring[0]).T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def borders(edges: Whole, sides: Whole, group: Whole) -> dict[int, list[IntArray]]:
    """Find the rings around every group of cells, as rows of vertices.

    ``edges`` runs from one vertex to another with the cell ``sides[:, 0]`` on its left and
    ``sides[:, 1]`` on its right. Cells of the group -1 are outside of everything.
    """
    left, right = group[sides[:, 0]], group[sides[:, 1]]
    own = left != right
    label = np.concatenate([left[own], right[own]])
    step = np.concatenate([edges[own], edges[own][:, ::-1]])[label >= 0]
    label = label[label >= 0]
    order = np.argsort(label, kind="stable")
    first = np.searchsorted(label[order], np.arange(label.max() + 2))
    pieces = ((k, step[order[first[k] : first[k + 1]]]) for k in range(len(first) - 1))
    return {k: _rings(piece) for k, piece in pieces if len(piece)}


def _rings(steps: Whole) -> list[IntArray]:
    """Walk from vertex to vertex until every step has been taken."""
    onward: dict[int, list[int]] = {}
    for start, end in steps.tolist():
        onward.setdefault(start, []).append(end)
    rings = []
    while onward:
        at = begin = next(iter(onward))
        ring = []
        while True:
            ring.append(at)
            after = onward[at].pop()
            if not onward[at]:
                del onward[at]
            at = after
            if at == begin:
                break
        rings.append(np.array(ring))
    return rings


def geometry(rings: Sequence[FloatArray]) -> str:
    """Write rings as a GeoJSON polygon, or several: those that run with the clock are holes."""
    written = [plain for ring in rings if len(plain := _rounded(ring)) > 2]
    outer = [ring for ring in written if area(ring) > 0]
    parts = [[ring] for ring in outer]
    for hole in (ring for ring in written if area(ring) < 0):
        around = [k for k, ring in enumerate(outer) if enclosed(ring, hole.mean(axis=0)[None])[0]]
        parts[min(around, key=lambda k: area(outer[k]))].append(hole)
    coordinates = [[_closed(ring) for ring in part] for part in parts]
    one = len(coordinates) == 1
    kind = "Polygon" if one else "MultiPolygon"
    return json.dumps(
        {"type": kind, "coordinates": coordinates[0] if one else coordinates}, separators=(",", ":")
    )


def _rounded(ring: FloatArray) -> FloatArray:
    """Round to what is written, and take out vertices that then stand twice in a row."""
    plain = np.round(ring, DECIMALS)
    return plain[np.any(plain != np.roll(plain, 1, axis=0), axis=1)]


def _closed(ring: FloatArray) -> list[list[Any]]:
    return [*ring.tolist(), ring[0].tolist()]

"""The land of the generated country: small cells inside an invented coast, dealt out to its districts."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import Voronoi, cKDTree

from sandan.data.country.chance import stream
from sandan.data.country.shapes import borders
from sandan.types import FloatArray, IntArray, Rng

CENTER = (162.0, 32.0)
"""In the open North Pacific, where no country is."""
ACROSS = float(np.cos(np.radians(CENTER[1])))
"""Length of a degree of longitude there, in degrees of latitude."""
CITY_AREA = 0.036
"""Square degrees of latitude per city; about 440 square kilometers."""
CELLS_PER_CITY = 90
CAPITAL_DENSITY = 1.4
"""How many more cities the capital province has on the same land."""
FENCED = 0.6
"""Width of a complex, as a share of the cell that it lies in."""
ROUNDS = 4
SEA = -1


@dataclass(frozen=True)
class Scatter:
    """The draws that decide where places lie."""

    town: FloatArray
    """Two numbers from 0 to 1 for each city."""
    ward: FloatArray
    """Two standard normal numbers for each district."""
    fence: FloatArray
    """Two standard normal numbers for each complex."""


@dataclass(frozen=True)
class Land:
    """Cells of a Voronoi diagram; lengths are degrees of latitude, from the middle of the country."""

    cells: FloatArray
    """The point in every cell, shape (n_cells, 2); the sea around the land has cells too."""
    district: IntArray
    """District of every cell; -1 in the sea."""
    vertices: FloatArray
    edges: IntArray
    """Rows of vertices, with the first cell of ``sides`` on the left."""
    sides: IntArray
    district_cell: IntArray
    """A cell in the middle of each district."""
    city_cell: IntArray
    complex_cell: IntArray
    """The cell that each complex lies in; none lies in the same."""
    spacing: float
    """Typical distance from one cell to the next."""

    def complex_rings(self) -> list[FloatArray]:
        """Draw the fence of each complex: its cell, made smaller."""
        number = np.full(len(self.cells), SEA)
        number[self.complex_cell] = np.arange(len(self.complex_cell))
        found = borders(self.edges, self.sides, number)
        middles = self.cells[self.complex_cell]
        return [middle + FENCED * (self.vertices[found[k][0]] - middle) for k, middle in enumerate(middles)]


def degrees(points: FloatArray) -> FloatArray:
    """Turn places on the land into longitude and latitude."""
    return np.asarray(CENTER) + points / (ACROSS, 1.0)


def make_land(
    seed: int,
    scatter: Scatter,
    *,
    city_province: IntArray,
    district_city: IntArray,
    complex_district: IntArray,
) -> Land:
    """Raise the land, and deal it out to provinces, their cities and the districts of these."""
    rng = stream(seed, "land")
    cells, ashore, spacing = _cells(rng, len(city_province))
    land = np.flatnonzero(ashore)
    bent = _bent(rng, cells[land], 4 * spacing)
    city = _cities(rng, bent, scatter.town, city_province)
    owner = _dealt_out(rng, bent, city, district_city, spacing * scatter.ward)
    district = np.full(len(cells), SEA)
    district[land] = owner
    middle = np.array([land[_middle(bent, owner == k)] for k in range(len(district_city))])
    town = np.array([land[_middle(bent, city == k)] for k in range(len(city_province))])
    wanted = cells[middle[complex_district]] + 1.5 * spacing * scatter.fence
    fenced = _fenced(cells, district, wanted, complex_district, {*middle.tolist(), *town.tolist()})
    vertices, edges, sides = _diagram(cells)
    return Land(cells, district, vertices, edges, sides, middle, town, fenced, spacing)


def _cells(rng: Rng, cities: int) -> tuple[FloatArray, np.ndarray[tuple[int], np.dtype[np.bool_]], float]:
    """Lay out a shaken honeycomb, and tell which of its cells lie inside the coast."""
    whole = cities * CITY_AREA
    radius = np.sqrt(whole / np.pi)
    spacing = float(np.sqrt(CITY_AREA / CELLS_PER_CITY / 0.866))
    waves = np.arange(2, 9)
    height = rng.uniform(0.35, 1.0, len(waves)) * 0.24 / waves**0.65
    phase = rng.uniform(0, 2 * np.pi, len(waves))
    reach = 1.9 * radius + 3 * spacing
    row, column = np.mgrid[-reach : reach : spacing * 0.866, -reach:reach:spacing]
    row_number = np.arange(row.shape[0])[:, None]
    points = np.column_stack([(column + spacing / 2 * (row_number % 2)).ravel(), row.ravel()])
    points += rng.uniform(-0.36, 0.36, points.shape) * spacing
    angle = np.arctan2(points[:, 1], points[:, 0])
    coast = 1 + np.cos(angle[:, None] * waves + phase) @ height
    distance = np.hypot(points[:, 0] / 0.85, points[:, 1] / 1.18)
    near = distance < radius * coast + 4 * spacing
    return points[near], (distance < radius * coast)[near], spacing


def _bent(rng: Rng, points: FloatArray, size: float) -> FloatArray:
    """Shift points by slow waves, so that straight divisions become winding borders."""
    bent = points.copy()
    for length in (3.0, 1.6):
        direction = rng.uniform(0, 2 * np.pi, 2)
        phase = rng.uniform(0, 2 * np.pi, 2)
        along = points @ np.array([np.cos(direction), np.sin(direction)])
        bent += 0.07 * length * size * np.sin(2 * np.pi * along / (length * size) + phase)
    return bent


def _cities(rng: Rng, points: FloatArray, town: FloatArray, city_province: IntArray) -> IntArray:
    """Deal the cells out to provinces by straight cuts, and in each of them to the nearest city."""
    count = np.bincount(city_province)
    weight = count / np.where(np.arange(len(count)) == 0, CAPITAL_DENSITY, 1.0)
    province = _cut(rng, points, weight)
    shift = 0.5 * points.std() / np.sqrt(len(town)) * (town - 0.5)
    return _dealt_out(rng, points, province, city_province, shift)


def _dealt_out(
    rng: Rng, points: FloatArray, area: IntArray, area_of: IntArray, shift: FloatArray
) -> IntArray:
    """Deal the cells of each area out to its parts; ``shift`` moves their middles at the start."""
    part = np.zeros(len(points), dtype=np.int64)
    for k in np.unique(area_of):
        rows, members = np.flatnonzero(area == k), np.flatnonzero(area_of == k)
        first = _cut(rng, points[rows], np.ones(len(members)))
        part[rows] = members[nearest_groups(points[rows], _means(points[rows], first) + shift[members])]
    return part


def _cut(rng: Rng, points: FloatArray, weight: FloatArray) -> IntArray:
    """Cut the cells in two, across where they are longest, until each part has its share of them."""
    part = np.zeros(len(points), dtype=np.int64)
    waiting = [(np.arange(len(points)), np.flatnonzero(weight))]
    while waiting:
        rows, parts = waiting.pop()
        if len(parts) == 1:
            part[rows] = parts[0]
            continue
        half = len(parts) // 2
        middle = points[rows] - points[rows].mean(axis=0)
        across = np.linalg.eigh(middle.T @ middle)[1][:, 1] + rng.uniform(-0.4, 0.4, 2)
        order = rows[np.argsort(middle @ across, kind="stable")]
        at = round(weight[parts[:half]].sum() / weight[parts].sum() * len(rows))
        waiting += [(order[:at], parts[:half]), (order[at:], parts[half:])]
    return part


def _means(points: FloatArray, label: IntArray) -> FloatArray:
    sums = [np.bincount(label, column) for column in points.T]
    return np.column_stack(sums) / np.bincount(label)[:, None]


def nearest_groups(points: FloatArray, centers: FloatArray) -> IntArray:
    """Give each point to the nearest center, with the centers moved to the middle of what they got.

    Every center gets a point, as long as there are enough of them.
    """
    label = np.zeros(len(points), dtype=np.int64)
    for _ in range(ROUNDS):
        label = np.asarray(cKDTree(centers).query(points)[1], dtype=np.int64)
        count = np.bincount(label, minlength=len(centers))
        for empty in np.flatnonzero(count == 0):
            away = np.sum((points - centers[empty]) ** 2, axis=1)
            label[np.argmin(np.where(count[label] > 1, away, np.inf))] = empty
            count = np.bincount(label, minlength=len(centers))
        centers = _means(points, label)
    return label


def _middle(points: FloatArray, mine: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    rows = np.flatnonzero(mine)
    away = points[rows] - points[rows].mean(axis=0)
    return int(rows[np.argmin(np.sum(away**2, axis=1))])


def _fenced(
    cells: FloatArray, district: IntArray, wanted: FloatArray, complex_district: IntArray, taken: set[int]
) -> IntArray:
    """Find a free cell for each complex, in its district and near where it was wanted."""
    found = []
    for place, of in zip(wanted, complex_district, strict=True):
        rows = [row for row in np.flatnonzero(district == of).tolist() if row not in taken]
        nearest = min(rows, key=lambda row: float(np.sum((cells[row] - place) ** 2)))
        taken = taken | {nearest}
        found.append(nearest)
    return np.array(found)


def _diagram(cells: FloatArray) -> tuple[FloatArray, IntArray, IntArray]:
    """Draw the lines halfway between neighbors, each with its first cell on the left."""
    drawn = Voronoi(cells)
    edges = np.asarray(drawn.ridge_vertices, dtype=np.int64)
    sides = drawn.ridge_points.astype(np.int64)
    bounded = (edges >= 0).all(axis=1)
    edges, sides = edges[bounded], sides[bounded]
    (x1, y1), (x2, y2) = ((drawn.vertices[edges[:, k]] - cells[sides[:, 0]]).T for k in (0, 1))
    turned = x1 * y2 - x2 * y1 < 0
    edges[turned] = edges[turned][:, ::-1]
    return drawn.vertices, edges, sides

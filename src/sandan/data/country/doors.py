"""Where the sites of the generated country stand: buildings in towns and complexes, shared by many."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from sandan.data.country.chance import Whole, cumulative, pick, stream
from sandan.data.country.land import Land, degrees
from sandan.data.country.places import Places
from sandan.data.country.population import State, World
from sandan.data.country.shapes import DECIMALS
from sandan.types import FloatArray, IntArray, Rng

SITES_PER_BUILDING = 4
FEWEST_BUILDINGS = 12
IN_COMPLEXES = 0.05
"""Buildings of a complex, as a share of those of its city."""
TOWNS = (0.5, 0.2, 0.15, 0.15)
"""Shares of the buildings of a district that stand in its main town, two others, and far from both."""
WIDTHS = (1.1, 0.7, 0.7, 2.6)
"""How far they spread, in cells."""
CROWDING = 1.6
"""How much fuller the first buildings are than the last; 1 fills all alike."""
KEPT = 0.97
"""Buildings are moved this part of the way from the middle of their cell, away from its border."""


@dataclass(frozen=True)
class Doors:
    """All buildings, those of one district or complex in a row, and the number that each site draws."""

    longitude: FloatArray
    latitude: FloatArray
    first: IntArray
    """First building of each district, then of each complex."""
    count: IntArray
    districts: int
    draw: npt.NDArray[np.float32]
    """From 0 to 1, by number of the site: it decides its door wherever the site goes."""

    @classmethod
    def of(cls, world: World, sites: int) -> "Doors":
        """Build the country, and let every site draw its number."""
        places = world.places
        count = _counts(world)
        districts = len(places.districts)
        rng = stream(world.seed, "buildings")
        towns = _in_districts(rng, places.land, count[:districts])
        fenced = _in_complexes(rng, places, count[districts:])
        points = np.asarray(np.round(np.vstack([towns, fenced]), DECIMALS), dtype=np.float64)
        draw = stream(world.seed, "doors").random(sites, dtype=np.float32)
        return cls(points[:, 0], points[:, 1], np.cumsum(count) - count, count, districts, draw)

    def at(self, state: State) -> IntArray:
        """Find the building of every site: it stays the same until the site changes its place."""
        inside = state.complex >= 0
        place = np.where(inside, self.districts + state.complex.astype(np.int64), state.district)
        step = np.floor(self.count[place] * self.draw[state.number].astype(np.float64) ** CROWDING)
        found: IntArray = self.first[place] + step.astype(np.int64)
        return found


def _counts(world: World) -> IntArray:
    """Say how many buildings each district and each complex has, by the sites that are expected there."""
    places = world.places
    city = np.ceil(world.plan.establishments * places.weight / SITES_PER_BUILDING)
    shares = np.diff(places.district_shares, axis=1, prepend=0.0)
    number = np.arange(len(places.districts)) - places.first_district[places.district_city]
    wards = city[places.district_city] * shares[places.district_city, number]
    fences = IN_COMPLEXES * city[places.complex_city]
    return np.maximum(np.concatenate([wards, fences]).astype(np.int64), FEWEST_BUILDINGS)


def _in_districts(rng: Rng, land: Land, count: IntArray) -> FloatArray:
    """Scatter buildings around towns; what falls outside of its district is thrown again, less far."""
    owner = land.district.copy()
    owner[land.complex_cell] = -1
    towns = np.column_stack([land.district_cell, _other_towns(rng, owner, len(count))])
    district = np.repeat(np.arange(len(count)), count)
    kind = pick(rng, np.zeros(len(district), dtype=np.int64), cumulative(np.array([TOWNS])))
    middle = land.cells[towns[district, kind]]
    width = land.spacing * np.array(WIDTHS)[kind]
    tree = cKDTree(land.cells)
    found = np.empty((len(district), 2))
    rows = np.arange(len(district))
    while len(rows):
        thrown = middle[rows] + width[rows, None] * rng.standard_normal((len(rows), 2))
        cell = np.asarray(tree.query(thrown)[1])
        right = owner[cell] == district[rows]
        inner = land.cells[cell[right]]
        found[rows[right]] = inner + KEPT * (thrown[right] - inner)
        rows = rows[~right]
        width[rows] *= 0.8
    return degrees(found)


def _other_towns(rng: Rng, owner: Whole, districts: int) -> IntArray:
    """Choose cells for the smaller towns of each district."""
    order = np.argsort(owner, kind="stable")
    first = np.searchsorted(owner[order], np.arange(districts + 1))
    chance = rng.random((districts, len(TOWNS) - 1))
    cells: IntArray = order[first[:-1, None] + np.floor(chance * np.diff(first)[:, None]).astype(np.int64)]
    return cells


def _in_complexes(rng: Rng, places: Places, count: IntArray) -> FloatArray:
    """Weigh the corners of each fence by chance: every such mean lies inside."""
    inside = [
        rng.dirichlet(np.full(len(ring), 0.5), size) @ ring
        for ring, size in zip(places.land.complex_rings(), count, strict=True)
    ]
    middle = np.repeat(places.land.cells[places.land.complex_cell], count, axis=0)
    return degrees(middle + KEPT * (np.vstack(inside) - middle))

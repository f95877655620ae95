import json

import numpy as np
import pytest

from sandan.data.country.boundaries import boundaries_table
from sandan.data.country.doors import FEWEST_BUILDINGS, Doors
from sandan.data.country.panel import panel_table
from sandan.data.country.shapes import enclosed

YEARS = (2006, 2011, 2015)


def inside(shape, points):
    """Whether points lie in a GeoJSON polygon, by the even-odd rule."""
    parsed = json.loads(shape)
    parts = [parsed["coordinates"]] if parsed["type"] == "Polygon" else parsed["coordinates"]
    rings = [np.array(ring[:-1]) for part in parts for ring in part]
    return np.sum([enclosed(ring, points) for ring in rings], axis=0) % 2 == 1


@pytest.fixture(scope="module")
def shapes(demo):
    return boundaries_table(demo).set_index("code")["geometry"]


@pytest.mark.parametrize("year", YEARS)
def test_sites_stand_inside_their_complex_or_district(demo, demo_words, shapes, year):
    sites = panel_table(demo, demo_words, year).to_pandas()
    place = sites["complex"].astype("str").fillna(sites["region"].astype("str"))
    for code, group in sites.groupby(place):
        assert inside(shapes[code], group[["longitude", "latitude"]].to_numpy()).all(), code


def test_sites_outside_of_complexes_stand_outside_of_their_fences(demo, demo_words, shapes):
    sites = panel_table(demo, demo_words, 2013).to_pandas()
    free = sites[sites["complex"].isna()]
    points = free[["longitude", "latitude"]].to_numpy()
    for code in demo.world.places.complexes:
        assert not inside(shapes[code], points).any()


def test_site_stands_where_it_stood_until_it_moves(demo, demo_words):
    doors = demo_words.doors
    for before, after in zip(demo.states, demo.states[1:], strict=False):
        _, old, new = np.intersect1d(before.number, after.number, return_indices=True)
        same = (before.district[old] == after.district[new]) & (before.complex[old] == after.complex[new])
        assert (doors.at(before)[old] == doors.at(after)[new])[same].all()
        assert (doors.at(before)[old] != doors.at(after)[new])[~same].all()


def test_buildings_crowd_around_the_middle_of_their_district(demo, demo_words):
    land, doors = demo.world.places.land, demo_words.doors
    first, count = doors.first[0], doors.count[0]
    cells = land.cells[land.district == 0]
    middle = land.cells[land.district_cell[0]]
    towns = np.column_stack([doors.longitude, doors.latitude])[first : first + count]
    center = np.median(towns, axis=0)
    spread = np.median(np.hypot(*(towns - center).T))
    even = np.median(np.hypot(*(cells - middle).T))
    assert spread < 0.85 * even


def test_every_place_has_buildings_and_the_draws_are_of_the_seed_alone(small):
    doors, again = (Doors.of(small.world, sites) for sites in (50, 50))
    assert doors.count.min() == FEWEST_BUILDINGS
    assert (doors.longitude == again.longitude).all()
    assert (doors.draw == again.draw).all()
    assert len(doors.longitude) == doors.count.sum()
    longer = Doors.of(small.world, 60)
    assert (longer.draw[:50] == doors.draw).all()

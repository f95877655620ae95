import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.data.country.land import ACROSS, CENTER, CITY_AREA, SEA, degrees, nearest_groups
from sandan.data.country.places import make_places
from sandan.data.country.plan import CountryPlan
from sandan.data.country.shapes import area, borders, enclosed


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000), cities=st.integers(2, 30), focal_share=st.floats(0.02, 0.49))
def test_every_place_has_land_and_every_complex_a_cell_of_its_own(seed, cities, focal_share):
    places = make_places(CountryPlan(provinces=2, cities=cities, focal_share=focal_share), seed)
    land = places.land
    count = np.bincount(land.district[land.district != SEA], minlength=len(places.districts))
    assert count.min() > 3
    assert len(set(land.complex_cell.tolist())) == len(places.complexes)
    assert (land.district[land.complex_cell] == places.complex_district).all()
    assert (land.district[land.district_cell] == np.arange(len(places.districts))).all()
    assert (places.district_city[land.district[land.city_cell]] == np.arange(cities)).all()


def test_land_is_as_large_as_its_cities_need(demo):
    land = demo.world.places.land
    rings = borders(land.edges, land.sides, np.where(land.district == SEA, SEA, 0))[0]
    assert len(rings) == 1
    assert area(land.vertices[rings[0]]) == pytest.approx(CITY_AREA * 40, rel=0.25)


def test_fence_of_a_complex_runs_inside_its_cell(demo):
    land = demo.world.places.land
    for cell, fence in zip(land.complex_cell, land.complex_rings(), strict=True):
        alone = np.full(len(land.cells), SEA)
        alone[cell] = 0
        (ring,) = borders(land.edges, land.sides, alone)[0]
        assert enclosed(land.vertices[ring], fence).all()
        assert area(fence) == pytest.approx(0.36 * area(land.vertices[ring]))


def test_degrees_keep_lengths_in_both_directions():
    east, north = degrees(np.array([[1.0, 0.0], [0.0, 1.0]])) - CENTER
    assert east * ACROSS == pytest.approx([1, 0])
    assert north == pytest.approx([0, 1])


def test_group_whose_center_is_far_off_still_gets_a_point():
    points = np.array([[0.0, 0], [1, 0], [2, 0], [3, 0]])
    label = nearest_groups(points, np.array([[1.0, 0], [900, 0], [901, 0]]))
    assert sorted(set(label.tolist())) == [0, 1, 2]


def test_capital_province_is_more_densely_settled(demo):
    places = demo.world.places
    land = places.land
    ashore = land.district[land.district != SEA]
    cells = np.bincount(places.district_city[ashore])
    assert cells[places.capital].mean() < 0.8 * cells[~places.capital].mean()

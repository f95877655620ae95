import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import ReportError
from sandan.report.maps.viewport import MOST_UNITS, Viewport, rings_of, viewport_of


def box(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def test_grid_is_as_wide_as_the_land_by_hand():
    # A degree of longitude at 60 degrees north is half as long as one of latitude.
    view = viewport_of([box(10, 59, 14, 61)], units=1000, margin=0)
    assert (view.width, view.height) == (1000, 1000)
    assert view.units_per_degree == pytest.approx(500)
    assert view.meters_per_unit == pytest.approx(222.39)
    assert view.place([10, 14, 12], [61, 59, 60]).tolist() == [[0, 0], [1000, 1000], [500, 500]]


def test_margin_is_the_same_on_all_sides():
    view = viewport_of([box(10, 59, 14, 61)], units=1040, margin=0.02)
    assert view.place([10, 14], [61, 59]).tolist() == [[20, 20], [1020, 1020]]


def test_several_shapes_share_one_viewport():
    view = viewport_of([box(0, 0, 1, 1), box(5, -2, 6, 0)], margin=0)
    assert (view.west, view.south, view.east, view.north) == (0, -2, 6, 1)


@given(
    west=st.floats(-179, 170),
    south=st.floats(-80, 79),
    size=st.tuples(st.floats(0.01, 8), st.floats(0.01, 5)),
    units=st.integers(500, MOST_UNITS),
)
def test_points_of_the_box_stay_on_the_grid_and_come_back(west, south, size, units):
    view = viewport_of([box(west, south, west + size[0], south + size[1])], units=units)
    assert max(view.width, view.height) == units
    shares = np.array([[0, 0], [1, 1], [0.3, 0.8]])
    points = np.array([west, south]) + shares * size
    placed = view.place(*points.T)
    assert (placed >= 0).all()
    assert (placed <= (view.width, view.height)).all()
    away = np.abs(view.degrees(placed) - points) * (view.across, 1) * view.units_per_degree
    assert away.max() <= 0.5 + 1e-6
    assert view.contains(*points.T).all()


def test_points_outside_or_without_coordinates_are_not_contained():
    view = Viewport(0, 0, 2, 2, 100, 100)
    assert view.contains([1, 3, np.nan, 1], [1, 1, 1, np.nan]).tolist() == [True, False, False, False]


def test_rings_of_holes_and_parts_are_listed():
    square, hole = [[0, 0], [4, 0], [4, 4], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 1]]
    shape = json.dumps({"type": "MultiPolygon", "coordinates": [[square, hole], [square]]})
    assert [ring.tolist() for ring in rings_of(shape)] == [square[:3], hole[:3], square[:3]]


@pytest.mark.parametrize(
    "geometry", ["", "[]", '{"type": "Point", "coordinates": [1, 2]}', '{"type": "Polygon"}']
)
def test_text_that_is_no_shape_is_refused(geometry):
    with pytest.raises(ReportError, match="a GeoJSON Polygon or MultiPolygon was expected"):
        rings_of(geometry)


def test_nothing_to_show_and_impossible_grids_are_refused():
    with pytest.raises(ReportError, match="There are 0 rings to show"):
        viewport_of([])
    with pytest.raises(ReportError, match="`units` is 65536"):
        viewport_of([box(0, 0, 1, 1)], units=65_536)


def test_json_holds_bounds_and_scale():
    written = json.loads(json.dumps(viewport_of([box(0, 0, 1, 1)], units=100, margin=0).to_json()))
    assert list(written) == ["west", "south", "east", "north", "width", "height", "meters_per_unit"]
    assert written["meters_per_unit"] == pytest.approx(1111.95)


def test_long_and_narrow_map_keeps_its_scale():
    view = viewport_of([box(0, 0, 0.02, 10)], units=500, margin=0)
    assert (view.width, view.height) == (1, 500)
    assert view.place([0, 0.02], [10, 0]).tolist() == [[0, 0], [1, 500]]

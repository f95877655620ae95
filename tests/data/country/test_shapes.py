import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import Voronoi

from sandan.data.country.shapes import area, borders, enclosed, geometry

SQUARE = np.array([[0.0, 0], [2, 0], [2, 2], [0, 2]])
HOLE = np.array([[0.5, 0.5], [0.5, 1], [1, 1], [1, 0.5]])
# Cell 0, to the right of it cell 1, and cell 2 around both: edges with the cells to their left and right.
EDGES = np.array([[4, 5], [5, 0], [0, 3], [3, 4], [2, 3], [2, 1], [1, 4]])
SIDES = np.array([[0, 2], [0, 2], [0, 2], [0, 1], [2, 1], [1, 2], [1, 2]])


def test_area_is_positive_against_the_clock():
    assert area(SQUARE) == 4
    assert area(HOLE) == -0.25


def test_points_are_inside_where_a_ray_crosses_oddly_often():
    points = np.array([[1.0, 1], [3, 1], [-1, 1], [1, 2.5]])
    assert enclosed(SQUARE, points).tolist() == [True, False, False, False]


def test_union_drops_the_edge_that_two_cells_share():
    apart = borders(EDGES, SIDES, np.array([0, 1, -1]))
    assert {k: [sorted(ring.tolist()) for ring in rings] for k, rings in apart.items()} == {
        0: [[0, 3, 4, 5]],
        1: [[1, 2, 3, 4]],
    }
    together = borders(EDGES, SIDES, np.array([0, 0, -1]))
    assert [sorted(ring.tolist()) for ring in together[0]] == [[0, 1, 2, 3, 4, 5]]


def test_rings_that_meet_in_a_corner_are_closed_each():
    edges = np.array([[0, 1], [1, 2], [2, 0], [2, 3], [3, 4], [4, 2]])
    rings = borders(edges, np.array([[0, 1]] * 6), np.array([0, -1]))[0]
    assert sum(map(len, rings)) == 6


def test_shape_with_a_hole_is_one_polygon_of_two_rings():
    shape = json.loads(geometry([HOLE, SQUARE]))
    assert shape["type"] == "Polygon"
    assert [ring[0] == ring[-1] for ring in shape["coordinates"]] == [True, True]
    assert [len(ring) for ring in shape["coordinates"]] == [5, 5]
    assert shape["coordinates"][0][0] == [0.0, 0.0]


def test_hole_belongs_to_the_part_around_it():
    parts = json.loads(geometry([SQUARE, SQUARE + 10, HOLE + 10]))["coordinates"]
    assert [len(part) for part in parts] == [1, 2]


def test_corners_that_are_written_alike_stand_once():
    ring = np.array([[0.0, 0], [1, 0], [1.000001, 0.000001], [1, 1]])
    assert json.loads(geometry([ring]))["coordinates"] == [[[0, 0], [1, 0], [1, 1], [0, 0]]]


@given(seed=st.integers(0, 10_000), groups=st.integers(1, 6))
def test_area_of_a_union_is_the_sum_of_its_cells(seed, groups):
    rng = np.random.default_rng(seed)
    cells = rng.random((60, 2))
    drawn = Voronoi(np.vstack([cells, 4 * rng.normal(size=(40, 2)) + np.array([9, 0])]))
    edges, sides = np.array(drawn.ridge_vertices), drawn.ridge_points.astype(int)
    bounded = (edges >= 0).all(axis=1)
    edges, sides = edges[bounded], sides[bounded]
    a, b = (drawn.vertices[edges[:, k]] - drawn.points[sides[:, 0]] for k in (0, 1))
    turned = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0] < 0
    edges[turned] = edges[turned][:, ::-1]
    closed = np.array([-1 not in drawn.regions[k] for k in drawn.point_region])
    alone = np.where(closed, np.arange(len(closed)), -1)
    single = {
        k: sum(area(drawn.vertices[r]) for r in rings) for k, rings in borders(edges, sides, alone).items()
    }
    group = np.where(closed, np.arange(len(closed)) % groups, -1)
    for k, rings in borders(edges, sides, group).items():
        whole = sum(area(drawn.vertices[ring]) for ring in rings)
        assert whole == pytest.approx(sum(single[cell] for cell in np.flatnonzero(group == k)), rel=1e-9)

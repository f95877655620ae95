"""Neighbors by hand, and against all distances one by one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from sandan.errors import MeasureError, TableError
from sandan.observe.hotspots.neighbors import (
    nearest_neighbors,
    neighbors_from_pairs,
    neighbors_within,
    touching_neighbors,
)

ROW = pd.DataFrame({"x": [0, 1000, 3000, 7000], "y": 0}, index=list("abcd"))
places = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=4, max_size=12)


def site_table(points: list[tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame(points, columns=["x", "y"]) * 1000 + 1000


def distances(sites: pd.DataFrame) -> np.ndarray:
    xy = sites[["x", "y"]].to_numpy(float)
    result = np.array([[np.hypot(*(a - b)) for b in xy] for a in xy])
    np.fill_diagonal(result, np.inf)
    return result


def test_two_nearest_of_four_in_a_row_by_hand() -> None:
    weights = nearest_neighbors(ROW, 2, style="as_given")
    assert weights.given.toarray().tolist() == [[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 0], [0, 1, 1, 0]]
    assert weights.ties == 0
    assert weights.rule == "the 2 nearest"


def test_place_between_two_at_the_same_distance_is_counted_as_a_tie() -> None:
    assert nearest_neighbors(ROW.assign(x=[0, 1000, 2000, 9000]), 1).ties == 1


@settings(max_examples=60)
@given(points=places, count=st.integers(1, 3))
def test_nearest_are_those_of_all_distances(points: list[tuple[int, int]], count: int) -> None:
    sites = site_table(points)
    weights = nearest_neighbors(sites, count, style="as_given")
    table, found = distances(sites), weights.given.toarray() > 0
    ordered = np.sort(table, axis=1)
    assert (weights.counts == count).all()
    assert not found.diagonal().any()
    assert np.sort(table[found].reshape(len(sites), count), axis=1) == pytest.approx(ordered[:, :count])
    finite = ordered[:, count] < np.inf
    assert weights.ties == (finite & (ordered[:, count] == ordered[:, count - 1])).sum()


@settings(max_examples=60)
@given(points=places, distance=st.sampled_from([1000.0, 1500.0, 2000.0, 5000.0]))
def test_within_a_distance_are_those_of_all_distances(points: list[tuple[int, int]], distance: float) -> None:
    sites = site_table(points)
    weights = neighbors_within(sites, distance, style="as_given")
    assert (weights.given.toarray() == (distances(sites) <= distance)).all()


def test_grid_of_nine_areas_by_hand() -> None:
    areas = pd.Series({(i, j): box(i, j, i + 1, j + 1) for i in range(3) for j in range(3)})
    assert touching_neighbors(areas).counts.tolist() == [3, 5, 3, 5, 8, 5, 3, 5, 3]
    assert touching_neighbors(areas, contiguity="rook").counts.tolist() == [2, 3, 2, 3, 4, 3, 2, 3, 2]


def test_gap_between_boundaries_can_be_bridged() -> None:
    areas = pd.Series({"a": box(0, 0, 1, 1), "b": box(1.01, 0, 2, 1)})
    assert touching_neighbors(areas).islands.tolist() == ["a", "b"]
    assert touching_neighbors(areas, gap=0.02).counts.tolist() == [1, 1]
    with pytest.raises(MeasureError, match=r"0\.02 with 'rook'"):
        touching_neighbors(areas, gap=0.02, contiguity="rook")


@pytest.mark.parametrize("contiguity", ["queen", "rook"])
def test_areas_that_lie_on_each_other_are_neighbors_and_counted(contiguity: str) -> None:
    areas = pd.Series({"a": box(0, 0, 2, 2), "b": box(1, 1, 3, 3), "c": box(3, 1, 4, 3)})
    weights = touching_neighbors(areas, contiguity=contiguity)  # type: ignore[arg-type]
    assert weights.overlaps == 1
    assert weights.counts.tolist() == [1, 2, 1]


@pytest.mark.parametrize(
    "shape", [None, Polygon(), LineString([(0, 0), (1, 1)]), Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])]
)
def test_what_is_no_valid_polygon_is_refused(shape: object) -> None:
    with pytest.raises(TableError, match="no valid polygon for 'b' and for 1 of 2"):
        touching_neighbors(pd.Series({"a": box(0, 0, 1, 1), "b": shape}))


def test_pairs_are_taken_with_their_direction_and_weight() -> None:
    pairs = pd.DataFrame({"from": ["a", "a"], "to": ["b", "c"], "w": [1, 3]})
    weights = neighbors_from_pairs(pairs, pd.Index(list("abc")), origin="from", neighbor="to", weight="w")
    assert weights.matrix.toarray().tolist() == [[0, 0.25, 0.75], [0, 0, 0], [0, 0, 0]]
    assert weights.islands.tolist() == ["b", "c"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("a", "z", 1)], "'z' as neighbor"),
        ([("a", "a", 1)], "'a' its own neighbor"),
        ([("a", "b", 1), ("a", "b", 2)], "'b' twice as neighbor of 'a'"),
        ([("a", "b", 0)], r"weight 0\.0 in row 0"),
        ([("a", None, 1)], "no 'neighbor' in row 0"),
    ],
)
def test_pairs_that_mean_nothing_are_refused(rows: list[tuple[str, str, int]], words: str) -> None:
    pairs = pd.DataFrame(rows, columns=["origin", "neighbor", "w"])
    with pytest.raises(TableError, match=words):
        neighbors_from_pairs(pairs, pd.Index(["a", "b"]), weight="w")


def test_parameters_out_of_range_are_refused() -> None:
    with pytest.raises(MeasureError, match="`count` is 4, but there are 4"):
        nearest_neighbors(ROW, 4)
    with pytest.raises(MeasureError, match="`distance` is 0"):
        neighbors_within(ROW, 0)
    with pytest.raises(MeasureError, match="'bishop'"):
        touching_neighbors(pd.Series({"a": box(0, 0, 1, 1)}), contiguity="bishop")  # type: ignore[arg-type]
    with pytest.raises(TableError, match="'a' stands twice"):
        neighbors_within(ROW.set_axis(list("aacd")), 1000)

"""Windows by hand, and against all circles one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.observe.hotspots import windows
from sandan.observe.hotspots.windows import Limits, areas_within, circular_windows


def test_areas_at_the_same_distance_enter_together() -> None:
    places = np.array([[0.0, 0], [1000, 0], [-1000, 0], [0, 2000]])
    (around,) = circular_windows(places, np.array([1.0, 1, 1, 5]), range(1), Limits(4.0, np.inf))
    # One area, then three; the fourth would bring 8 expected cases.
    assert around.lengths.tolist() == [3]
    assert around.ends.tolist() == [[1, 0, 1]]


@settings(max_examples=40)
@given(
    points=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=10),
    share=st.sampled_from([0.2, 0.5]),
    radius=st.sampled_from([1.0, 2.5, np.inf]),
)
def test_windows_are_all_circles_within_the_limits(
    points: list[tuple[int, int]], share: float, radius: float
) -> None:
    places = np.array(points, dtype=float)
    expected = np.arange(1.0, len(points) + 1)
    limit = share * expected.sum()
    found = set()
    for around in circular_windows(places, expected, range(len(points)), Limits(limit, radius)):
        for row, center in enumerate(around.centers):
            for t in np.flatnonzero(around.ends[row, : around.lengths[row]]):
                found.add((center, frozenset(around.order[row, : t + 1].tolist())))
                inside = areas_within(places, center, around.radii[row, t])
                assert set(np.flatnonzero(inside)) == set(around.order[row, : t + 1])
    truth = set()
    for center, place in enumerate(places):
        distances = np.hypot(*(places - place).T)
        for reach in distances:
            inside = np.flatnonzero(distances <= reach + 1e-9)
            if reach <= radius + 1e-9 and expected[inside].sum() <= limit + 1e-9:
                truth.add((center, frozenset(inside.tolist())))
    assert found == truth


def test_pieces_of_centers_come_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "_MEASURED", 10)
    places = np.random.default_rng(1).random((5, 2))
    pieces = circular_windows(places, np.ones(5), range(1, 5), Limits(2.0, np.inf))
    assert [piece.centers for piece in pieces] == [range(1, 3), range(3, 5)]

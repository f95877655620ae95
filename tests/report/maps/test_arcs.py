import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.country.land import SEA
from sandan.data.country.places import make_places
from sandan.data.country.plan import CountryPlan
from sandan.data.country.shapes import area, borders
from sandan.report.maps.arcs import simplify_rings, thinned

LEFT = np.array([[0, 0], [1, 0], [1.01, 1], [1, 2], [0, 2]])
RIGHT = np.array([[1, 0], [2, 0], [2, 2], [1, 2], [1.01, 1]])


def corners(ring):
    return set(map(tuple, ring.tolist()))


def test_corner_near_the_line_goes_on_both_sides_of_it():
    found = simplify_rings([LEFT, RIGHT], tolerance=0.1)
    assert [corners(ring) for ring in found.rings] == [
        {(0, 0), (1, 0), (1, 2), (0, 2)},
        {(1, 0), (2, 0), (2, 2), (1, 2)},
    ]
    assert found.dropped == 0


def test_corner_that_is_far_enough_stays_on_both_sides():
    found = simplify_rings([LEFT, RIGHT], tolerance=0.005)
    assert all((1.01, 1) in corners(ring) for ring in found.rings)


def test_corner_where_a_third_place_begins_stays_although_it_lies_on_the_line():
    upper = np.array([[0, 1], [0.5, 1], [1, 1], [1, 2], [0, 2]], dtype=float)
    lower = [
        np.array([[0, 0], [0.5, 0], [0.5, 1], [0, 1]]),
        np.array([[0.5, 0], [1, 0], [1, 1], [0.5, 1]]),
    ]
    found = simplify_rings([upper, *lower], tolerance=0.3)
    assert all((0.5, 1) in corners(ring) for ring in found.rings)


def test_distances_are_measured_on_the_ground():
    bow = np.array([[0, 0], [0, 1], [0.3, 2], [0, 3], [0, 4], [-5, 2]])
    kept = [(0.3, 2) in corners(simplify_rings([bow], tolerance=0.2, across=a).rings[0]) for a in (1.0, 0.5)]
    assert kept == [True, False]


def test_small_ring_is_dropped_unless_it_is_needed():
    grain = np.array([[5, 5], [5.01, 5.001], [5.02, 5]])
    found = simplify_rings([LEFT, grain], tolerance=0.1)
    assert [len(ring) for ring in found.rings] == [4, 0]
    assert found.dropped == 1
    kept = simplify_rings([LEFT, grain], tolerance=0.1, needed=[1])
    assert corners(kept.rings[1]) == corners(grain)


def test_needed_place_between_two_borders_keeps_them_for_its_neighbor_too():
    sliver = np.array([[1, 0], [1.01, 1], [1, 2], [0.99, 1]])
    left = np.array([[0, 0], [1, 0], [0.99, 1], [1, 2], [0, 2]])
    found = simplify_rings([left, sliver, RIGHT], tolerance=0.1, needed=[0, 1, 2])
    assert corners(found.rings[1]) == corners(sliver)
    assert (0.99, 1) in corners(found.rings[0])
    assert (1.01, 1) in corners(found.rings[2])


def test_enclave_and_the_hole_around_it_stay_equal():
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    circle = 3 * np.column_stack([np.cos(turn), np.sin(turn)])
    square = 9 * np.array([[-1.0, -1], [1, -1], [1, 1], [-1, 1]])
    found = simplify_rings([square, np.roll(circle, 17, axis=0)[::-1], circle], tolerance=0.2)
    assert corners(found.rings[1]) == corners(found.rings[2])
    assert 5 < len(found.rings[1]) < 20


def test_no_rings_give_none():
    assert simplify_rings([], tolerance=1).rings == []


def slow_thinned(line, tolerance):
    """Douglas and Peucker as they wrote it down: slow and obvious."""
    if len(line) < 3:
        return [tuple(point) for point in line]
    start, end = line[0], line[-1]
    away = []
    for point in line[1:-1]:
        along = end - start
        share = min(max(float((point - start) @ along) / float(along @ along), 0), 1)
        away.append(float(np.hypot(*(point - start - share * along))))
    far = int(np.argmax(away)) + 1
    if away[far - 1] <= tolerance:
        return [tuple(start), tuple(end)]
    return slow_thinned(line[: far + 1], tolerance)[:-1] + slow_thinned(line[far:], tolerance)


@given(seed=st.integers(0, 10_000), count=st.integers(2, 30), tolerance=st.floats(0, 2))
def test_thinned_line_is_that_of_the_slow_version(seed, count, tolerance):
    line = np.cumsum(np.random.default_rng(seed).normal(size=(count, 2)), axis=0)
    assert [tuple(point) for point in line[thinned(line, tolerance)]] == slow_thinned(line, tolerance)


@given(seed=st.integers(0, 500), share=st.floats(0, 3))
def test_borders_of_a_country_stay_shared_and_without_gaps(seed, share):
    places = make_places(CountryPlan(provinces=2, cities=5), seed)
    land = places.land
    districts = borders(land.edges, land.sides, land.district)
    country = borders(land.edges, land.sides, np.where(land.district == SEA, SEA, 0))[0]
    rings = [land.vertices[ring] for found in (*districts.values(), country) for ring in found]
    whole = len(country)
    needed = range(len(rings))
    found = simplify_rings(rings, tolerance=share * land.spacing, needed=needed).rings
    assert all(corners(new) <= corners(old) for new, old in zip(found, rings, strict=True))
    # What is left of the districts still adds up to what is left of the country.
    parts, around = (sum(map(area, some)) for some in (found[:-whole], found[-whole:]))
    assert abs(parts - around) < 1e-9
    for k, one in enumerate(found[:-whole]):
        for j, other in enumerate(found[:k]):
            shared = corners(rings[k]) & corners(rings[j])
            assert corners(one) & shared == corners(other) & shared

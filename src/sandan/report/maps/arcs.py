"""Borders that are shared: each is simplified once, so that both sides of it stay the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["Simplified", "simplify_rings", "thinned"]

LEAST_CORNERS = 3


@dataclass(frozen=True)
class Simplified:
    """Rings with fewer corners; a ring that would enclose nothing is empty, and counted."""

    rings: list[FloatArray]
    dropped: int


@dataclass
class _Arcs:
    """Pieces of border between two corners where other borders meet them; each stands once."""

    points: FloatArray
    tolerance: float
    whole: set[bytes] = field(default_factory=set)
    known: dict[bytes, IntArray] = field(default_factory=dict)

    def short(self, arc: IntArray) -> IntArray:
        """Return the corners of an arc that are left, in the direction in which it was given."""
        turned = _is_turned(arc)
        key = self.key(arc)
        if key not in self.known:
            one_way = arc[::-1] if turned else arc
            kept = thinned(self.points[one_way], 0.0 if key in self.whole else self.tolerance)
            self.known[key] = one_way[kept]
        return self.known[key][::-1] if turned else self.known[key]

    def key(self, arc: IntArray) -> bytes:
        """Name an arc, in either direction."""
        return (arc[::-1] if _is_turned(arc) else arc).tobytes()

    def keep_whole(self, arcs: Sequence[IntArray]) -> None:
        """Leave these arcs as they are, for every ring that has them."""
        for arc in arcs:
            key = self.key(arc)
            self.whole.add(key)
            self.known.pop(key, None)


def _is_turned(arc: IntArray) -> bool:
    ends, inner = (arc[0], arc[-1]), (arc[1], arc[-2])
    return bool(ends[0] > ends[1] or (ends[0] == ends[1] and inner[0] > inner[1]))


def simplify_rings(
    rings: Sequence[FloatArray], *, tolerance: float, across: float = 1.0, needed: Sequence[int] = ()
) -> Simplified:
    """Take corners out of rings; what two rings share stays shared.

    Parameters
    ----------
    rings : sequence of array of float, shape (n_corners, 2)
        Longitude and latitude in degrees; the last corner is not the first again. Corners are
        shared if they are equal to the last digit.
    tolerance : float
        Greatest distance of a corner that is left out from the line that is left, in degrees of
        latitude.
    across : float
        Length of a degree of longitude in degrees of latitude.
    needed : sequence of int
        Rings that must not vanish.

    Returns
    -------
    Simplified
        Rings in the same order, with corners of the given ones.

    Raises
    ------
    IndexError
        If a needed ring is not there.

    Notes
    -----
    A corner where rings part, because it has other neighbors in one than in another, is always
    kept. The borders between such corners are thinned once each, by Douglas and Peucker. A ring
    with fewer than three corners left is dropped; if it is needed, its borders stay as they were,
    on both sides.

    References
    ----------
    Douglas, D. H. and Peucker, T. K. (1973), Cartographica 10(2), 112-122.

    Examples
    --------
    >>> left = np.array([[0, 0], [1, 0], [1.01, 1], [1, 2], [0, 2]])
    >>> right = np.array([[1, 0], [2, 0], [2, 2], [1, 2], [1.01, 1]])
    >>> [len(ring) for ring in simplify_rings([left, right], tolerance=0.1).rings]
    [4, 4]
    """
    if not rings:
        return Simplified([], 0)
    corners, numbers = _numbered(rings)
    arcs = _Arcs(corners * (across, 1.0), tolerance)
    junction = _junctions(numbers)
    split = [_split(ring, junction[ring]) for ring in numbers]
    for row in needed:
        if len(_joined(arcs, split[row])) < LEAST_CORNERS:
            arcs.keep_whole(split[row])
    short = [_joined(arcs, pieces) for pieces in split]
    found = [corners[ring] if len(ring) >= LEAST_CORNERS else corners[:0] for ring in short]
    return Simplified(found, sum(len(ring) == 0 for ring in found))


def _numbered(rings: Sequence[FloatArray]) -> tuple[FloatArray, list[IntArray]]:
    """Give equal corners one number."""
    corners, inverse = np.unique(np.concatenate(rings), axis=0, return_inverse=True)
    ends = np.cumsum([len(ring) for ring in rings])
    return corners, np.split(inverse.ravel().astype(np.int64), ends[:-1])


def _junctions(numbers: Sequence[IntArray]) -> BoolArray:
    """Mark the corners that have not the same two neighbors wherever they stand."""
    corner = np.concatenate(numbers)
    before = np.concatenate([np.roll(ring, 1) for ring in numbers])
    after = np.concatenate([np.roll(ring, -1) for ring in numbers])
    count = int(corner.max()) + 1
    pair = np.minimum(before, after) * count + np.maximum(before, after)
    least = np.full(count, np.iinfo(np.int64).max)
    most = np.full(count, -1)
    np.minimum.at(least, corner, pair)
    np.maximum.at(most, corner, pair)
    parting: BoolArray = least != most
    return parting


def _split(ring: IntArray, junction: BoolArray) -> list[IntArray]:
    """Cut a ring at its junctions; one without any begins at its least corner, on every side of it."""
    at = np.flatnonzero(junction)
    if not len(at):
        at = np.array([np.argmin(ring)])
    turned = np.roll(ring, -at[0])
    closed = np.append(turned, turned[0])
    ends = [*(at - at[0]).tolist(), len(ring)]
    return [closed[start : end + 1] for start, end in pairwise(ends)]


def _joined(arcs: _Arcs, pieces: Sequence[IntArray]) -> IntArray:
    return np.concatenate([arcs.short(piece)[:-1] for piece in pieces])


def thinned(line: FloatArray, tolerance: float) -> BoolArray:
    """Mark the corners of a line that are needed to stay near it.

    Parameters
    ----------
    line : array of float, shape (n_corners, 2)
        The line; if it ends where it begins, the corner farthest from there is kept too.
    tolerance : float
        Greatest distance of a corner that is left out.

    Returns
    -------
    array of bool, shape (n_corners,)
        True for both ends, and for the corners that are kept.

    Raises
    ------
    IndexError
        If the line has no corner.

    Notes
    -----
    Between two kept corners the one farthest from the segment is kept if its distance is greater
    than ``tolerance``, and so on.

    References
    ----------
    Douglas, D. H. and Peucker, T. K. (1973), Cartographica 10(2), 112-122.

    Examples
    --------
    >>> thinned(np.array([[0.0, 0], [1, 0.1], [2, -0.1], [3, 5]]), 0.5).tolist()
    [True, False, True, True]
    """
    kept = np.zeros(len(line), dtype=bool)
    kept[[0, -1]] = True
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        away = _distances(line[first + 1 : last], line[first], line[last])
        far = int(np.argmax(away))
        closed = bool((line[first] == line[last]).all())
        if away[far] > tolerance or closed:
            middle = first + 1 + far
            kept[middle] = True
            waiting += [(first, middle), (middle, last)]
    return kept


def _distances(points: FloatArray, start: FloatArray, end: FloatArray) -> FloatArray:
    """Measure how far points are from a segment."""
    along = end - start
    length = float(along @ along)
    share = np.clip((points - start) @ along / length, 0, 1) if length else np.zeros(len(points))
    away = points - start - share[:, None] * along
    return np.hypot(away[:, 0], away[:, 1])

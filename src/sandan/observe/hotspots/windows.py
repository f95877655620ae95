"""Circles around every area, by size."""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from sandan.parallel import map_in_order
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["Limits", "Windows", "areas_within", "circular_windows"]

_MEASURED = 640_000  # distances that are held at a time
_SAME = 1 + 1e-12  # distances that differ by less are the same


@dataclass(frozen=True)
class Limits:
    """How far a window may grow."""

    expected: float
    """Expected cases that it may hold."""
    radius: float
    """Meters."""


@dataclass(frozen=True)
class Windows:
    """The windows around some centers; the areas of a larger one begin with those of a smaller one."""

    centers: range
    order: npt.NDArray[np.int32]
    """Shape (n_centers, longest): areas by distance."""
    lengths: IntArray
    """How many areas the largest window of a center has; 0 if there is none."""
    ends: npt.NDArray[np.uint8]
    """1 where a window may end: the next area is farther away."""
    radii: FloatArray
    """Squared distance of every area in ``order``."""


def circular_windows(
    places: FloatArray, expected: FloatArray, centers: range, limits: Limits, executor: Executor | None = None
) -> list[Windows]:
    """Order the areas around some centers by distance.

    Parameters
    ----------
    places : ndarray, shape (n, 2)
        Coordinates of the areas, meters.
    expected : ndarray, shape (n,)
        Cases that are expected in every area.
    centers : range
        Areas around which windows are drawn.
    limits : Limits
        How far they may grow.
    executor : Executor, optional
        Where pieces of centers run.

    Returns
    -------
    list of Windows
        Those of some centers each, all in order.

    Raises
    ------
    Nothing
        The callers have looked at the numbers.

    Notes
    -----
    A window holds every area whose distance from the center is at most its radius, so areas at the same
    distance enter together.

    References
    ----------
    Kulldorff, M. (1997). ``docs/methods/scan-statistic.md``.

    Examples
    --------
    >>> places = np.array([[0.0, 0.0], [1000.0, 0.0], [-1000.0, 0.0], [5000.0, 0.0]])
    >>> (around,) = circular_windows(places, np.ones(4), range(1), Limits(3.0, np.inf))
    >>> around.ends.tolist(), around.lengths.tolist()
    ([[1, 0, 1]], [3])
    """
    size = max(1, _MEASURED // len(places))
    pieces = [centers[start : start + size] for start in range(0, len(centers), size)]
    return map_in_order(partial(_windows, places, expected, limits), pieces, executor=executor)


def areas_within(places: FloatArray, center: int, squared_radius: float) -> BoolArray:
    """Say which areas lie in a circle around one of them.

    Parameters
    ----------
    places : ndarray, shape (n, 2)
        Coordinates of the areas, meters.
    center : int
        Position of the area in the middle.
    squared_radius : float
        Square meters; an area exactly that far is inside.

    Returns
    -------
    ndarray of bool, shape (n,)
        True inside.

    Raises
    ------
    Nothing
        A radius of 0 holds the center and whatever stands at the same point.

    Notes
    -----
    ``d(center, i)**2 <= squared_radius``, with room for rounding.

    References
    ----------
    ``docs/methods/scan-statistic.md``.

    Examples
    --------
    >>> areas_within(np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]]), 0, 25.0).tolist()
    [True, True, False]
    """
    return np.asarray(_squared_distances(places, places[center : center + 1])[0] <= squared_radius * _SAME)


def _squared_distances(places: FloatArray, centers: FloatArray) -> FloatArray:
    result = (centers[:, :1] - places[:, 0]) ** 2
    result += (centers[:, 1:] - places[:, 1]) ** 2
    return result


def _windows(places: FloatArray, expected: FloatArray, limits: Limits, centers: range) -> Windows:
    distances = _squared_distances(places, places[centers.start : centers.stop])
    order = np.argsort(distances, axis=1)
    distances = np.take_along_axis(distances, order, axis=1)
    ends = np.ones(order.shape, dtype=np.bool_)
    ends[:, :-1] = distances[:, 1:] > distances[:, :-1] * _SAME
    ends &= np.cumsum(expected[order], axis=1) <= limits.expected * _SAME
    ends &= distances <= limits.radius**2 * _SAME
    lengths = np.where(ends.any(axis=1), order.shape[1] - np.argmax(ends[:, ::-1], axis=1), 0)
    most = int(lengths.max())
    return Windows(
        centers,
        np.ascontiguousarray(order[:, :most], dtype=np.int32),
        lengths.astype(np.int64),
        np.ascontiguousarray(ends[:, :most], dtype=np.uint8),
        np.ascontiguousarray(distances[:, :most]),
    )

"""What stands around each plant: weights within every distance, of one industry and of all."""

import math
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.sparse import csc_array

from sandan.observe.localization.patterns import Pattern
from sandan.parallel import map_in_order
from sandan.types import Executor, FloatArray, IntArray, ShortArray

__all__ = ["Around", "Neighborhoods", "relative_curve"]

_STEPS = 4096
_AT_ONCE = 256


@dataclass(frozen=True)
class Neighborhoods:
    """Sites sorted so that the industry that is looked for comes first, and from west to east in each part.

    ``centers`` are the rows around which is looked; the first ``wanted`` rows are looked for.
    """

    x: FloatArray
    y: FloatArray
    weight: FloatArray
    centers: IntArray
    wanted: int

    @classmethod
    def of(cls, pattern: Pattern, first: IntArray, second: IntArray | None) -> "Neighborhoods":
        """Sort a pattern by who is looked for."""
        looked_for = first if second is None else second
        is_wanted = np.zeros(pattern.size, dtype=bool)
        is_wanted[looked_for] = True
        order = np.lexsort((pattern.x, ~is_wanted))
        place = np.empty(pattern.size, dtype=np.int64)
        place[order] = np.arange(pattern.size)
        return cls(pattern.x[order], pattern.y[order], pattern.weights[order], place[first], len(looked_for))


@dataclass(frozen=True)
class Around:
    """How plants are looked around: weights within each of the ``distances``, which rise.

    With a ``kernel``, shape (n_distances, n_asked), weights between two of the distances are smoothed to
    the distances asked for instead. ``controls_only`` leaves the industry that is looked for out of the
    denominators.
    """

    distances: FloatArray
    kernel: csc_array | None = None
    controls_only: bool = False


def relative_curve(
    places: Neighborhoods, around: Around, *, executor: Executor | None = None
) -> tuple[FloatArray, IntArray]:
    """Compare shares near plants with shares everywhere, over all centers.

    Parameters
    ----------
    places : Neighborhoods
        Sites and centers.
    around : Around
        What is looked at.
    executor : concurrent.futures.Executor, optional
        Where centers are looked around.

    Returns
    -------
    tuple of ndarray, shape (n_asked,)
        The ratio, NaN where no center has a neighbor; how many centers have one.

    Raises
    ------
    ValueError
        Never.

    Notes
    -----
    The equation of `m_function`. Centers are taken 256 at a time, and their shares added in order, so that
    the sum has the same bits whatever the executor.

    References
    ----------
    Marcon and Puech (2010), Journal of Economic Geography 10, 745-762.

    Examples
    --------
    >>> pattern = Pattern(x=np.array([0.0, 1.0, 2.0]), y=np.zeros(3))
    >>> places = Neighborhoods.of(pattern, np.array([0, 1]), None)
    >>> ratio, plants = relative_curve(places, Around(np.array([0.5, 1.0])))
    >>> ratio.tolist(), plants.tolist()
    ([nan, 1.5], [0, 2])
    """
    parts = [slice(k, k + _AT_ONCE) for k in range(0, len(places.centers), _AT_ONCE)]
    work = partial(_shares, places, around)
    near, expected, plants = (
        np.sum(values, axis=0) for values in zip(*map_in_order(work, parts, executor=executor), strict=True)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return near / expected, plants


def _shares(places: Neighborhoods, around: Around, part: slice) -> tuple[FloatArray, FloatArray, IntArray]:
    """Add up the shares of some centers: near them, and everywhere."""
    centers = places.centers[part]
    wanted, rest = _near(places, centers, around)
    everything = rest if around.controls_only else wanted + rest
    own, inside = places.weight[centers], centers < places.wanted
    total_wanted = places.weight[: places.wanted].sum() - np.where(inside, own, 0.0)
    outside = places.weight[places.wanted :].sum() - np.where(inside, 0.0, own)
    total = outside if around.controls_only else total_wanted + outside
    has = everything > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(has, wanted / everything, 0.0)
        expected = np.where(has, (total_wanted / total)[:, None], 0.0)
    return share.sum(axis=0), expected.sum(axis=0), has.sum(axis=0)


def _near(places: Neighborhoods, centers: IntArray, around: Around) -> tuple[FloatArray, FloatArray]:
    """Weights within, or at, every distance of every center: of those looked for, and of the rest."""
    from sandan.observe.localization.kernels import weigh_around  # noqa: PLC0415 - slow to load

    squares = around.distances**2
    start_at = _starts(squares)
    found = []
    for begin, end in ((0, places.wanted), (places.wanted, len(places.x))):
        # Only the strip that can be within reach is looked at.
        strip, here = places.x[begin:end], places.x[centers]
        first = begin + np.searchsorted(strip, here - around.distances[-1], side="left")
        last = begin + np.searchsorted(strip, here + around.distances[-1], side="right")
        sums = np.zeros((len(centers), len(squares)))
        weigh_around(places.x, places.y, places.weight, centers, first, last, squares, start_at, sums)
        found.append(np.cumsum(sums, axis=1) if around.kernel is None else sums @ around.kernel)
    return found[0], found[1]


def _starts(squares: FloatArray) -> ShortArray:
    """Give for equal steps of the squared distance the first bin that can be meant."""
    steps = max(1, min(_STEPS, 64 * len(squares) ** 2))
    edges = np.arange(steps + 1) * (squares[-1] / steps)
    # A rounding down: the product may fall just below the edge of its step.
    edges = np.nextafter(edges * (1 - 4 * math.ulp(1.0)), -np.inf)
    first = np.searchsorted(squares, edges, side="left")
    return np.asarray(first.clip(max=len(squares) - 1), dtype=np.uint32)

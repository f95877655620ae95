"""Loops over the windows of the scan statistic."""

import math

import numpy as np

from sandan.compiled import compiled
from sandan.types import FloatArray, IntArray

__all__ = ["HIGH", "LANES", "LOW", "best_windows", "log_ratio", "search_windows"]

LANES = 32
"""Replications that are counted side by side."""

HIGH, LOW = 1, 2
"""Sides: windows with more cases than expected, with fewer; both are their sum."""

_GROUP = 32  # centers whose windows are walked before the next replications are fetched
_SLACK = 1e-6  # more than single precision loses; whoever passes is computed in double precision
_NEVER = np.float32(np.inf)


@compiled("float64(float64, float64, float64, float64)")
def log_ratio(cases: float, expected: float, total: float, trials: float) -> float:
    """Return the log likelihood ratio of one window.

    Parameters
    ----------
    cases, expected : float
        Inside the window; more than 0 are expected.
    total : float
        Cases on the whole map, as many as are expected.
    trials : float
        Number at risk per case; 0 for the Poisson model.

    Returns
    -------
    float
        0 or more.

    Raises
    ------
    Nothing
        The callers have looked at the numbers.

    Notes
    -----
    Sum of ``o log(o / e)`` over the cells inside and outside, cases and others.

    References
    ----------
    Kulldorff, M. (1997). ``docs/methods/scan-statistic.md``.

    Examples
    --------
    >>> round(log_ratio(6.0, 2.0, 10.0, 0.0), 3)  # 6 log 3 + 4 log(1 / 2)
    3.819
    """
    result = 0.0
    if cases > 0:
        result += cases * math.log(cases / expected)
    if total > cases:
        result += (total - cases) * math.log((total - cases) / (total - expected))
    if trials > 0:
        inside, outside = expected * trials, (total - expected) * trials
        healthy, others = inside - cases, outside - (total - cases)
        if healthy > 0:
            result += healthy * math.log(healthy / (inside - expected))
        if others > 0:
            result += others * math.log(others / (outside - (total - expected)))
    return result


@compiled("float64(float64, float64, float64, boolean)")
def _reach(expected: float, total: float, trials: float, more: bool) -> float:  # noqa: FBT001  # compiled
    """Return how many cases beyond the expected ones a ratio of 1 needs at least."""
    # With o observed and e expected, o log(o / e) - (o - e) is at most (o - e)^2 / e, and half of that where
    # o > e. So the ratio is at most (distance / reach)^2.
    inside, outside = (0.5, 1.0) if more else (1.0, 0.5)
    bound = inside / expected + outside / (total - expected)
    if trials > 0:
        bound += outside / (expected * (trials - 1)) + inside / ((total - expected) * (trials - 1))
    return 1 / math.sqrt(bound)


@compiled(
    "void(int32[:, ::1], int64[::1], uint8[:, ::1], float64[::1], int32[:, :, ::1], float64, float64, int64,"
    " float64[:, ::1])"
)
def search_windows(  # noqa: C901, PLR0912  # one loop in another, each written out
    order: IntArray,
    lengths: IntArray,
    ends: IntArray,
    expected: FloatArray,
    cases: IntArray,
    total: float,
    trials: float,
    sides: int,
    best: FloatArray,
) -> None:
    """Find the largest ratio of any window in many replications at once.

    Parameters
    ----------
    order, lengths, ends
        Windows of some centers, as in :class:`~sandan.observe.hotspots.windows.Windows`.
    expected : ndarray, shape (n_areas,)
        Cases that are expected in every area; they add up to ``total``.
    cases : ndarray of int32, shape (n_blocks, n_areas, LANES)
        Random cases of every replication.
    total, trials
        As for :func:`log_ratio`.
    sides : int
        ``HIGH``, ``LOW`` or their sum.
    best : ndarray, shape (n_blocks, LANES)
        Largest ratio so far, raised in place where a window has a larger one.

    Returns
    -------
    None
        The result stands in ``best``.

    Raises
    ------
    Nothing
        The callers have looked at the numbers.

    Notes
    -----
    A window whose ratio cannot be above ``best`` by the bound of ``_reach`` is passed without a logarithm.
    The bound is computed in single precision with a margin, the ratio in double precision.

    References
    ----------
    Kulldorff (1997). ``docs/methods/scan-statistic.md``.

    Examples
    --------
    Used through :func:`~sandan.observe.hotspots.scan.scan_statistic`.
    """
    high, low = sides & HIGH > 0, sides & LOW > 0
    most = order.shape[1]
    mean = np.empty((_GROUP, most))
    upper = np.empty((_GROUP, most), np.float32)
    lower = np.empty((_GROUP, most), np.float32)
    rise = np.empty((_GROUP, most), np.float32)
    fall = np.empty((_GROUP, most), np.float32)
    counts = np.empty(LANES, np.int32)
    roots = np.empty(LANES, np.float32)
    for first in range(0, order.shape[0], _GROUP):
        group = min(_GROUP, order.shape[0] - first)
        for g in range(group):
            inside = 0.0
            for t in range(lengths[first + g]):
                inside += expected[order[first + g, t]]
                mean[g, t] = inside
                upper[g, t], lower[g, t] = inside * (1 - _SLACK), inside * (1 + _SLACK)
                rise[g, t] = fall[g, t] = _NEVER
                if ends[first + g, t] and inside > 0:
                    if high:
                        rise[g, t] = _reach(inside, total, trials, True) * (1 - _SLACK)
                    if low:
                        fall[g, t] = _reach(inside, total, trials, False) * (1 - _SLACK)
        for block in range(cases.shape[0]):
            for lane in range(LANES):
                roots[lane] = math.sqrt(best[block, lane]) * (1 - _SLACK)
            for g in range(group):
                for lane in range(LANES):
                    counts[lane] = 0
                for t in range(lengths[first + g]):
                    row = cases[block, order[first + g, t]]
                    over, under, up, down = upper[g, t], lower[g, t], rise[g, t], fall[g, t]
                    passed = np.int32(0)
                    for lane in range(LANES):
                        count = counts[lane] + row[lane]
                        counts[lane] = count
                        number = np.float32(count)
                        passed |= np.int32(
                            (number > over + roots[lane] * up) | (number < under - roots[lane] * down)
                        )
                    if passed:
                        for lane in range(LANES):
                            number = np.float32(counts[lane])
                            if number > over + roots[lane] * up or number < under - roots[lane] * down:
                                ratio = log_ratio(float(counts[lane]), mean[g, t], total, trials)
                                if ratio > best[block, lane]:
                                    best[block, lane] = ratio
                                    roots[lane] = math.sqrt(ratio) * (1 - _SLACK)


@compiled(
    "void(int32[:, ::1], int64[::1], uint8[:, ::1], float64[::1], int64[::1], float64, float64, int64,"
    " float64[::1], int64[::1])"
)
def best_windows(
    order: IntArray,
    lengths: IntArray,
    ends: IntArray,
    expected: FloatArray,
    cases: IntArray,
    total: float,
    trials: float,
    sides: int,
    best: FloatArray,
    sizes: IntArray,
) -> None:
    """Find the window of every center with the largest ratio, and how many areas it has.

    Parameters
    ----------
    order, lengths, ends, expected, total, trials, sides
        As for :func:`search_windows`.
    cases : ndarray of int64, shape (n_areas,)
        Observed cases.
    best : ndarray, shape (n_centers,)
        Zeros; receives the largest ratio of every center.
    sizes : ndarray of int64, shape (n_centers,)
        Zeros; receives the number of areas in that window.

    Returns
    -------
    None
        The result stands in ``best`` and ``sizes``.

    Raises
    ------
    Nothing
        The callers have looked at the numbers.

    Notes
    -----
    Expected cases are added up in the same order as in :func:`search_windows`, so that the same window with
    the same cases has the same ratio in both, to the last bit.

    References
    ----------
    Kulldorff (1997). ``docs/methods/scan-statistic.md``.

    Examples
    --------
    Used through :func:`~sandan.observe.hotspots.scan.scan_statistic`.
    """
    high, low = sides & HIGH > 0, sides & LOW > 0
    for center in range(order.shape[0]):
        inside, count = 0.0, 0
        for t in range(lengths[center]):
            inside += expected[order[center, t]]
            count += cases[order[center, t]]
            if ends[center, t] and inside > 0 and ((high and count > inside) or (low and count < inside)):
                ratio = log_ratio(float(count), inside, total, trials)
                if ratio > best[center]:
                    best[center], sizes[center] = ratio, t + 1

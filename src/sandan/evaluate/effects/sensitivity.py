"""How far trends may part after the beginning before nothing can be said any more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy import special
from scipy.optimize import minimize_scalar

from sandan.errors import MeasureError
from sandan.evaluate.effects.result import Effect
from sandan.types import BoolArray, FloatArray

__all__ = ["Departure", "Sensitivity", "sensitivity"]

Departure: TypeAlias = Literal["relative", "smooth"]
"""As a multiple of the worst change before; as a bend of the difference in trends from period to period."""

_LEAST_BEFORE = {"relative": 2, "smooth": 1}
_DRAWS = 10_000
_GRID = 201
_WIDEST = 40
"""Standard errors to each side of the estimate, besides what the departure allows, where ends are sought."""
_LARGEST = 64.0


@dataclass(frozen=True)
class Sensitivity:
    """Intervals by size of the departure from like trends.

    ``table`` has ``size``, ``lower`` and ``upper``. ``breakdown`` is the largest size at which the interval
    leaves 0 out: 0 if it does not even with like trends, infinite if it always does.
    """

    departure: Departure
    table: pd.DataFrame
    breakdown: float
    level: float


@dataclass(frozen=True)
class _Events:
    """Estimates before (negative) and after the base period, and the weights of those after."""

    before: int
    estimates: FloatArray
    covariance: FloatArray
    weights: FloatArray

    @property
    def estimate(self) -> float:
        return float(self.weights @ self.estimates[self.before :])

    @property
    def error(self) -> float:
        after = self.covariance[self.before :, self.before :]
        return float(np.sqrt(self.weights @ after @ self.weights))


def sensitivity(
    found: Effect,
    departure: Departure,
    sizes: Sequence[float],
    *,
    event: int | None = None,
    base: int = -1,
    level: float = 0.95,
    rng: np.random.Generator,
) -> Sensitivity:
    """Give intervals that hold though trends part by a stated size.

    Parameters
    ----------
    found : Effect
        An event study with its covariance, as of `event_study`, `sun_abraham_effect`, or `aggregated` with
        ``"dynamic"`` after `group_time_effects` with ``one_base``.
    departure : {"relative", "smooth"}
        From one period to the next the difference in trends changes by at most ``size`` times the largest
        such change before the beginning; or it bends by at most ``size`` (in the unit of the outcome).
    sizes : sequence of float
        Sizes of the departure, at least 0.
    event : int, optional
        The period since the beginning that is asked about; the mean of all from the beginning on without it.
    base : int
        The event with which the others were compared.
    level : float
        Probability of the intervals.
    rng : numpy.random.Generator
        For critical values of ``relative``, the same draws for every size.

    Returns
    -------
    Sensitivity
        One row per size, and where the interval begins to hold 0.

    Raises
    ------
    MeasureError
        If there is no covariance, events are missing or were compared with several bases, there are
        too few events before (two for ``relative``, one for ``smooth``), or a size is negative.

    Notes
    -----
    ``beta = effects + d`` with ``d`` the difference in trends; before the beginning there is only ``d``.
    ``relative`` allows all ``d`` with ``|d_t+1 - d_t| <= size * max over s < 0 of |d_s+1 - d_s|`` after; the
    interval is the union, over which ``s`` was largest and in which direction, of the values that the
    conditional test with least favorable first step (Andrews, Roth and Pakes) does not reject. For this set
    the linear program of that test has only ``n_after + 2`` corners, so that it is solved by looking at each.
    ``smooth`` allows ``|d_t+1 - 2 d_t + d_t-1| <= size``; the interval is the shortest of fixed length around
    an estimate that is linear in ``beta``, found on the path of a lasso.

    References
    ----------
    Rambachan, A. and Roth, J. (2023), A more credible approach to parallel trends, Review of Economic Studies
    90, 2555-2591. Armstrong, T. B. and Kolesár, M. (2018), Optimal inference in a class of regression
    models, Econometrica 86, 655-683. ``docs/methods/sensitivity.md``.

    Examples
    --------
    >>> parts = pd.DataFrame({"estimate": [0.1, -0.1, 2.0]}, index=pd.Index([-3, -2, 0], name="event"))
    >>> spread = pd.DataFrame(0.01 * np.eye(3), parts.index, parts.index)
    >>> study = Effect("event_study", 2.0, 1.8, 2.2, 0.95, "clustered", 50, 50, "like trends", "by hand",
    ...                parts=parts, covariance=spread)
    >>> answer = sensitivity(study, "smooth", [0.0, 0.5, 3.0], rng=np.random.default_rng(1))
    >>> (answer.table["lower"] > 0).tolist(), answer.breakdown < 3
    ([True, True, False], True)
    """
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a probability between 0 and 1, such as 0.95.")
    if any(size < 0 for size in sizes):
        raise MeasureError(f"A size is {min(sizes)}; give sizes of 0 or more.")
    if departure not in _LEAST_BEFORE:
        raise MeasureError(f"`departure` is {departure!r}; use one of {', '.join(_LEAST_BEFORE)}.")
    events = _events(found, event, base, _LEAST_BEFORE[departure])
    interval: Callable[[float], tuple[float, float]]
    if departure == "relative":
        zeros = np.zeros(len(events.estimates))
        draws = rng.multivariate_normal(zeros, events.covariance, _DRAWS, method="eigh")
        interval, unit = partial(_relative, events, 1 - level, draws), 1.0
    else:
        interval, unit = partial(_Linear(events).interval, 1 - level), events.error
    rows = [(size, *interval(size)) for size in sizes]
    table = pd.DataFrame(rows, columns=["size", "lower", "upper"])
    return Sensitivity(departure, table, _breakdown(interval, unit), level)


def _events(found: Effect, event: int | None, base: int, least: int) -> _Events:
    if found.covariance.empty or found.parts.index.name != "event":
        raise MeasureError(
            f"{found.design!r} has no effects by event with their covariance; give an event study with ten "
            "treated clusters or more."
        )
    names = found.parts.index.to_numpy(dtype=np.int64)
    spread = found.covariance.to_numpy(dtype=np.float64)
    is_base = names == base
    if (np.diag(spread)[is_base] > 0).any():
        raise MeasureError(
            f"Event {base} has an error, so earlier ones were compared with other periods; estimate with one "
            "base (`one_base`)."
        )
    others = names[~is_base]
    after = others[others > base]
    whole = np.arange(names.min(), names.max() + 1)
    if not np.array_equal(np.sort(np.append(others, base)), whole) or not len(after):
        raise MeasureError(
            f"The events are {', '.join(map(str, others))} beside {base}; each from the first to the last "
            "must have an effect."
        )
    if len(others) - len(after) < least:
        raise MeasureError(f"{len(others) - len(after)} events are before {base}; {least} are needed.")
    asked = (after >= 0) if event is None else (after == event)
    if not asked.any():
        raise MeasureError(f"Event {event} is not after {base}; ask for one of {', '.join(map(str, after))}.")
    return _Events(
        len(others) - len(after),
        found.parts["estimate"].to_numpy(dtype=np.float64)[~is_base],
        spread[np.ix_(~is_base, ~is_base)],
        asked / asked.sum(),
    )


def _breakdown(interval: Callable[[float], tuple[float, float]], unit: float) -> float:
    """Halve the way between a size that leaves 0 out and one that does not."""

    def leaves_zero_out(size: float) -> bool:
        lower, upper = interval(size)
        return lower > 0 or upper < 0

    if not leaves_zero_out(0.0):
        return 0.0
    good, bad = 0.0, 0.25 * unit
    while leaves_zero_out(bad):
        good, bad = bad, 2 * bad
        if bad > _LARGEST * unit:
            return float(np.inf)
    while bad - good > 1e-3 * unit:
        middle = (good + bad) / 2
        good, bad = (middle, bad) if leaves_zero_out(middle) else (good, middle)
    return good


@dataclass(frozen=True)
class _Corners:
    """Corners of the dual program for one worst change: Gaussian, shifted by the effect that is tested."""

    estimates: FloatArray
    slopes: FloatArray
    spread: FloatArray
    critical: float


def _relative(events: _Events, alpha: float, draws: FloatArray, size: float) -> tuple[float, float]:
    cases = [
        _corners(events, size, at, sign, alpha, draws) for at in range(events.before) for sign in (1.0, -1.0)
    ]
    changes = np.abs(np.diff(np.append(events.estimates[: events.before], 0.0)))
    reach = np.abs(np.cumsum(events.weights[::-1])).sum()
    half = size * float(changes.max()) * reach + _WIDEST * events.error
    for _ in range(6):
        grid = np.linspace(events.estimate - half, events.estimate + half, _GRID)
        kept = _kept(cases, grid, alpha)
        if not kept[0] and not kept[-1]:
            break
        half *= 2
    if kept[0] or kept[-1]:
        return -np.inf, np.inf
    if not kept.any():
        return np.nan, np.nan
    first, last = np.flatnonzero(kept)[[0, -1]]
    below = np.linspace(grid[first - 1], grid[first], _GRID)
    above = np.linspace(grid[last], grid[last + 1], _GRID)
    return float(below[_kept(cases, below, alpha)][0]), float(above[_kept(cases, above, alpha)][-1])


def _kept(cases: list[_Corners], grid: FloatArray, alpha: float) -> BoolArray:
    return np.asarray(np.any([~_rejected(case, grid, alpha) for case in cases], axis=0))


def _corners(events: _Events, size: float, at: int, sign: float, alpha: float, draws: FloatArray) -> _Corners:
    """Write the corners as linear in the estimates; ``at`` is the change before that is taken for largest."""
    count, after = len(events.estimates), len(events.weights)
    worst = np.zeros(count)
    worst[at] = -sign
    if at + 1 < events.before:
        worst[at + 1] = sign
    steps = np.zeros((after, count))
    for step in range(after):
        steps[step, events.before + step] = 1.0
        if step:
            steps[step, events.before + step - 1] = -1.0
    up, down = _errors(steps - size * worst, events), _errors(-steps - size * worst, events)
    pull = np.cumsum(events.weights[::-1])[::-1]
    plus, minus = np.maximum(pull, 0), np.maximum(-pull, 0)
    upwards, downwards = plus @ up + minus @ down, minus @ up + plus @ down
    target, allowed = pull @ steps, size * np.abs(pull).sum() * worst
    rows = np.vstack(
        [
            (target - allowed) / upwards,
            (-target - allowed) / downwards,
            -2 * size * worst / (up + down)[:, None],
        ]
    )
    slopes = np.concatenate([[-1 / upwards, 1 / downwards], np.zeros(after)])
    critical = float(np.quantile((draws @ rows.T).max(axis=1), 1 - alpha / 10))
    return _Corners(rows @ events.estimates, slopes, rows @ events.covariance @ rows.T, critical)


def _errors(rows: FloatArray, events: _Events) -> FloatArray:
    return np.asarray(np.sqrt(np.einsum("ij,jk,ik->i", rows, events.covariance, rows)))


def _rejected(case: _Corners, grid: FloatArray, alpha: float) -> BoolArray:
    """Test every effect of the grid: first against the least favorable case, then given the corner."""
    first = alpha / 10
    second = (alpha - first) / (1 - first)
    values = case.estimates + np.outer(grid, case.slopes)
    best = values.argmax(axis=1)
    largest = values.max(axis=1)
    variance = np.diag(case.spread)[best]
    known = variance > 0
    error = np.sqrt(np.where(known, variance, 1.0))
    share = case.spread[best] / error[:, None] ** 2
    rest = values - share * largest[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = rest / (1 - share)
    near = 1e-9
    low = np.where(share < 1 - near, ends, -np.inf).max(axis=1)
    high = np.minimum(np.where(share > 1 + near, ends, np.inf).min(axis=1), case.critical)
    quantile = _truncated(1 - second, low / error, high / error)
    exceeds = largest / error > np.maximum(quantile, 0.0)
    return np.asarray((largest > case.critical) | (known & exceeds) | (~known & (largest > 0)))


def _truncated(probability: float, low: FloatArray, high: FloatArray) -> FloatArray:
    """Quantile of a standard normal number between two ends, from the upper tail so that digits are left."""
    upper, lower = special.ndtr(-high), special.ndtr(-low)
    return np.asarray(-special.ndtri(lower - probability * (lower - upper)))


class _Linear:
    """Estimates that are linear in those of the study, blind to straight lines, and best for some bend.

    Such an estimate is a mean of the effects after the base plus weights of those before. Written in the
    bends that it lets through before the base, its largest bias is a sum of absolute values, so that the
    least variance for every bias lies on the path of a lasso.
    """

    def __init__(self, events: _Events) -> None:
        self._events = events
        after = np.arange(1, len(events.weights) + 1)
        starts = np.arange(len(events.weights))
        passed = np.maximum(after[None, :] - starts[:, None], 0) @ events.weights
        self._fixed_bias = float(np.abs(passed).sum())
        # Weights stand in order of events, the farthest from the base first.
        distance = np.arange(events.before, 0, -1)
        bend = np.maximum(distance[None, :] - np.arange(1, events.before)[:, None], 0.0)
        inverse = np.linalg.inv(np.vstack([bend, distance]))
        self._to_weights = inverse[:, :-1]
        self._constant = inverse[:, -1] * float(events.weights @ after)
        self._path = self._best_bends()

    def _best_bends(self) -> FloatArray:
        from sklearn.linear_model import lars_path_gram  # noqa: PLC0415 - slow to load

        events = self._events
        if events.before == 1:
            return np.zeros((2, 0))
        before = events.covariance[: events.before, : events.before]
        across = events.covariance[: events.before, events.before :] @ events.weights
        gram = self._to_weights.T @ before @ self._to_weights
        pull = -self._to_weights.T @ (before @ self._constant + across)
        scale = float(np.trace(gram)) / len(gram)
        _, _, bends = lars_path_gram(pull / scale, gram / scale, n_samples=1, method="lasso")
        return np.asarray(bends.T)

    def interval(self, alpha: float, size: float) -> tuple[float, float]:
        """Return the shortest interval over the path."""
        best = (np.inf, 0.0)
        for start, end in zip(self._path[:-1], self._path[1:], strict=True):

            def half(share: float, start: FloatArray = start, end: FloatArray = end) -> float:
                return self._around(alpha, size, start + share * (end - start))[0]

            inner = minimize_scalar(half, bounds=(0.0, 1.0), method="bounded", options={"xatol": 1e-6}).x
            best = min(
                best, *(self._around(alpha, size, start + at * (end - start)) for at in (0.0, inner, 1.0))
            )
        return best[1] - best[0], best[1] + best[0]

    def _around(self, alpha: float, size: float, bends: FloatArray) -> tuple[float, float]:
        """Return half of the length, and the middle."""
        events = self._events
        weights = np.concatenate([self._to_weights @ bends + self._constant, events.weights])
        error = float(np.sqrt(weights @ events.covariance @ weights))
        bias = size * (float(np.abs(bends).sum()) + self._fixed_bias)
        return error * _two_sided(bias / error, alpha), float(weights @ events.estimates)


def _two_sided(shift: float, alpha: float) -> float:
    """Find what the size of a normal number with this mean does not exceed, by Newton's steps."""
    at = shift + float(special.ndtri(1 - alpha / 2))
    for _ in range(50):
        inside = special.ndtr(at - shift) - special.ndtr(-at - shift)
        density = np.exp(-((at - shift) ** 2) / 2) + np.exp(-((at + shift) ** 2) / 2)
        step = (inside - (1 - alpha)) * np.sqrt(2 * np.pi) / density
        at -= float(step)
        if abs(step) < 1e-12:
            break
    return at

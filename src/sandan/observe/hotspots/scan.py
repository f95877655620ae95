"""The scan statistic: the circle with the most surprising number of cases, wherever it lies."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.random import SeedSequence

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns
from sandan.observe.hotspots.conditional_null import check_permutations
from sandan.observe.hotspots.coordinates import ground_coordinates
from sandan.observe.hotspots.kernels import HIGH, LANES, LOW, best_windows, search_windows
from sandan.observe.hotspots.windows import Limits, Windows, areas_within, circular_windows
from sandan.parallel import map_in_order
from sandan.types import FloatArray, IntArray, Rng

__all__ = ["Direction", "Model", "ScanResult", "scan_statistic"]

Model: TypeAlias = Literal["poisson", "bernoulli"]
"""``poisson``: cases beside an expectation. ``bernoulli``: cases among a whole number at risk."""

Direction: TypeAlias = Literal["high", "low", "both"]
"""Whether circles with more cases than expected are looked for, with fewer, or both."""

_HELD = 8_000_000  # areas of windows that are held at a time
_BLOCKS = 4  # blocks of replications in one piece of work
_SAME = 1 - 1e-10  # ratios that differ by less are the same


@dataclass(frozen=True)
class ScanResult:
    """Circles that do not overlap, the most surprising first, and what chance gives."""

    clusters: pd.DataFrame
    members: pd.DataFrame
    """One row per cluster and area in it: ``cluster``, ``area``."""
    null: FloatArray
    """Largest log likelihood ratio of every replication."""
    centers_without_window: int
    """Areas that are larger than a window may be, alone or with others at the same point."""


@dataclass(frozen=True)
class _Counts:
    """Cases, how many are expected, and what is looked for."""

    places: FloatArray
    cases: IntArray
    at_risk: FloatArray
    expected: FloatArray
    total: int
    trials: float
    """Number at risk per case; 0 in the Poisson model."""
    sides: int


def scan_statistic(
    areas: pd.DataFrame,
    *,
    cases: str = "cases",
    at_risk: str = "at_risk",
    model: Model = "poisson",
    direction: Direction = "high",
    largest_share: float = 0.5,
    largest_radius: float = np.inf,
    level: float = 0.05,
    replications: int = 999,
    rng: Rng,
    executor: Executor | None = None,
) -> ScanResult:
    """Look for the circles whose number of cases is most surprising, and say how surprising it is.

    Parameters
    ----------
    areas : DataFrame, shape (n_areas, n_columns)
        One row per area, the index names them; ``x``, ``y`` in meters.
    cases : str
        Name of the column with whole numbers of cases: plants or jobs of an industry, new firms.
    at_risk : str
        Name of the column with what they are held against. ``poisson``: expected cases up to a common
        factor, such as all jobs. ``bernoulli``: the whole number of which the cases are a part, such as
        all plants.
    model : {"poisson", "bernoulli"}
        How cases come about where nothing clusters.
    direction : {"high", "low", "both"}
        Which circles count.
    largest_share : float
        Share of all ``at_risk`` that a circle may hold, up to a half.
    largest_radius : float
        Meters.
    level : float
        Probability at which a circle is called.
    replications : int
        Number of random maps.
    rng : Generator
        Where chance comes from; every replication has its own stream, so that the result does not depend
        on ``executor``.
    executor : Executor, optional
        Where pieces run. Threads share the work: the loops run without the interpreter's lock.

    Returns
    -------
    ScanResult
        ``clusters`` has the best circle of every center that overlaps none before it, in order of
        surprise: ``cluster`` (from 1), ``center``, ``x``, ``y``, ``radius`` (meters), ``areas``, ``cases``,
        ``expected``, ``at_risk``, ``relative_risk`` (inside over outside), ``log_likelihood_ratio``,
        ``p_value``, ``direction``, ``is_cluster``.

    Raises
    ------
    TableError
        If a column is missing, a number is missing, negative or not whole, or coordinates look like
        degrees.
    MeasureError
        If there are no cases, nothing at risk, cases where nothing is at risk, or a parameter is out of its
        range.

    Notes
    -----
    With ``c`` of ``C`` cases in a circle where ``E`` are expected (``bernoulli``: of ``n`` of ``N`` at risk,
    ``E = C n / N``)::

        poisson    L = c log(c / E) + (C - c) log((C - c) / (C - E))
        bernoulli  L = that + (n - c) log((n - c) / (n - E)) + (N - n - C + c) log(... / (N - n - C + E))

    In a replication the ``C`` cases are thrown anew, each into an area with probability ``E / C``
    (``bernoulli``: drawn from all at risk without replacement), and the largest ``L`` over all circles is
    kept. ``p_value = (1 + #{replications with a largest L >= L}) / (replications + 1)``: the chance that
    anything so surprising is found anywhere. For second and later circles that is on the safe side.

    References
    ----------
    Kulldorff, M. (1997), A spatial scan statistic, Communications in Statistics: Theory and Methods 26,
    1481-1496. ``docs/methods/scan-statistic.md``.

    Examples
    --------
    A grid of 6 by 6 areas with 10 jobs each, and six plants in one corner.

    >>> east, north = np.meshgrid(np.arange(6) * 1000.0, np.arange(6) * 1000.0)
    >>> areas = pd.DataFrame({"x": east.ravel(), "y": north.ravel(), "cases": 0, "at_risk": 10})
    >>> areas.loc[[0, 1, 6, 7], "cases"] = [2, 1, 2, 1]
    >>> areas.loc[[20, 33], "cases"] = 1
    >>> found = scan_statistic(areas, rng=np.random.default_rng(1))
    >>> found.members.query("cluster == 1")["area"].tolist()
    [0, 1, 6, 7]
    >>> found.clusters[["cases", "expected", "is_cluster"]].head(1).round(3).to_numpy().tolist()
    [[6, 0.889, True]]
    """
    _check_parameters(model, direction, largest_share, largest_radius, level)
    check_permutations(replications, "replications")
    counts = _counts(areas, cases, at_risk, model, direction)
    limits = Limits(largest_share * counts.total, largest_radius)
    streams = rng.bit_generator.seed_seq.spawn(replications)  # type: ignore[attr-defined]
    maps = _random_maps(counts, streams, executor)
    null = [np.zeros((len(block), LANES)) for block in maps]
    n = len(counts.cases)
    best, radius = np.zeros(n), np.zeros(n)
    without = 0
    for windows in _some_windows(counts, limits, executor):
        for around in windows:
            _observe(counts, around, best, radius)
            without += int((around.lengths == 0).sum())
        work = list(zip(maps, null, strict=True))
        null = map_in_order(partial(_search, counts, windows), work, executor=executor)
    largest = np.concatenate([block.ravel() for block in null])[:replications]
    clusters, members = _clusters(counts, areas.index, best, radius, largest)
    clusters["is_cluster"] = clusters["p_value"] <= level
    return ScanResult(clusters, members, largest, without)


def _check_parameters(
    model: Model, direction: Direction, largest_share: float, largest_radius: float, level: float
) -> None:
    if model not in ("poisson", "bernoulli"):
        raise MeasureError(f"`model` is {model!r}; use 'poisson' or 'bernoulli'.")
    if direction not in ("high", "low", "both"):
        raise MeasureError(f"`direction` is {direction!r}; use 'high', 'low' or 'both'.")
    if not 0 < largest_share <= 0.5:
        raise MeasureError(
            f"`largest_share` is {largest_share}; give more than 0 and at most 0.5: a larger circle says "
            "that the rest is unusual."
        )
    if not largest_radius > 0:
        raise MeasureError(f"`largest_radius` is {largest_radius}; give meters above 0.")
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a number between 0 and 1.")


def _counts(areas: pd.DataFrame, cases: str, at_risk: str, model: Model, direction: Direction) -> _Counts:
    places = ground_coordinates(areas, "areas")
    if areas.index.has_duplicates:
        raise TableError(f"`areas` names {areas.index[areas.index.duplicated()][0]!r} twice; name them once.")
    check_columns(areas, [cases, at_risk], "areas")
    number = _numbers(areas, cases, whole=True)
    risk = _numbers(areas, at_risk, whole=model == "bernoulli")
    total = int(number.sum())
    if total == 0 or risk.sum() == 0:
        raise MeasureError(f"There are {total} cases among {risk.sum():g} at risk; nothing can cluster.")
    bernoulli = model == "bernoulli"
    beyond = number > risk if bernoulli else (number > 0) & (risk == 0)
    if beyond.any():
        raise MeasureError(
            f"{areas.index[beyond][0]!r} has {number[beyond][0]:g} cases and {risk[beyond][0]:g} at risk; "
            "take the area out, or correct what is at risk."
        )
    if bernoulli and total == risk.sum():
        raise MeasureError(f"All {total} at risk are cases; nothing can be surprising.")
    return _Counts(
        places=places,
        cases=number.astype(np.int64),
        at_risk=risk,
        expected=risk * (total / risk.sum()),
        total=total,
        trials=risk.sum() / total if bernoulli else 0.0,
        sides={"high": HIGH, "low": LOW, "both": HIGH + LOW}[direction],
    )


def _numbers(areas: pd.DataFrame, column: str, *, whole: bool) -> FloatArray:
    try:
        numbers = areas[column].to_numpy(dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TableError(f"`areas` has a {column!r} that is not a number ({error}).") from error
    bad = ~(np.isfinite(numbers) & (numbers >= 0) & ((numbers == np.floor(numbers)) | (not whole)))
    if bad.any():
        raise TableError(
            f"`areas` has {column!r} {numbers[bad][0]} in {areas.index[bad][0]!r}; give "
            f"{'whole ' if whole else ''}numbers of 0 or more."
        )
    return numbers


def _random_maps(
    counts: _Counts, streams: list[SeedSequence], executor: Executor | None
) -> list[npt.NDArray[np.int32]]:
    """Return replications as arrays of shape (blocks, areas, lanes)."""
    # The last lanes that nobody needs repeat the last replication.
    streams = streams + [streams[-1]] * (-len(streams) % LANES)
    size = _BLOCKS * LANES
    pieces = [streams[start : start + size] for start in range(0, len(streams), size)]
    return map_in_order(partial(_random_map, counts), pieces, executor=executor)


def _random_map(counts: _Counts, streams: list[SeedSequence]) -> npt.NDArray[np.int32]:
    draw = _bernoulli if counts.trials else _poisson
    drawn = np.stack([draw(counts, np.random.default_rng(stream)) for stream in streams])
    blocks = drawn.reshape(-1, LANES, len(counts.cases)).transpose(0, 2, 1)
    return np.ascontiguousarray(blocks, dtype=np.int32)


def _poisson(counts: _Counts, rng: Rng) -> IntArray:
    return rng.multinomial(counts.total, counts.expected / counts.expected.sum())


def _bernoulli(counts: _Counts, rng: Rng) -> IntArray:
    whole = counts.at_risk.astype(np.int64)
    return rng.multivariate_hypergeometric(whole, counts.total, method="marginals")


def _some_windows(counts: _Counts, limits: Limits, executor: Executor | None) -> Iterator[list[Windows]]:
    """Draw the windows of some centers at a time, for all of them would fill the memory."""
    n = len(counts.cases)
    step = max(1, _HELD // n)
    for start in range(0, n, step):
        centers = range(start, min(n, start + step))
        yield circular_windows(counts.places, counts.expected, centers, limits, executor)


def _search(
    counts: _Counts, windows: list[Windows], work: tuple[npt.NDArray[np.int32], FloatArray]
) -> FloatArray:
    maps, best = work[0], work[1].copy()
    for around in windows:
        _over_windows(search_windows, counts, around, maps, best)
    return best


def _observe(counts: _Counts, around: Windows, best: FloatArray, radius: FloatArray) -> None:
    """Note the largest ratio around some centers, and how far that window reaches."""
    ratio, size = np.zeros(len(around.centers)), np.zeros(len(around.centers), dtype=np.int64)
    _over_windows(best_windows, counts, around, counts.cases, ratio, size)
    part = slice(around.centers.start, around.centers.stop)
    best[part] = ratio
    some = np.flatnonzero(size)
    radius[part][some] = around.radii[some, size[some] - 1]


def _over_windows(
    loop: Callable[..., None],
    counts: _Counts,
    around: Windows,
    cases: npt.NDArray[np.signedinteger],
    *out: object,
) -> None:
    loop(
        around.order,
        around.lengths,
        around.ends,
        counts.expected,
        cases,
        float(counts.total),
        counts.trials,
        counts.sides,
        *out,
    )


def _clusters(
    counts: _Counts, names: pd.Index, best: FloatArray, radius: FloatArray, null: FloatArray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the best window of a center unless it overlaps one that was taken before."""
    taken = np.zeros(len(best), dtype=np.bool_)
    rows: list[dict[str, object]] = []
    members = []
    for center in np.argsort(-best, kind="stable"):
        if best[center] <= 0:
            break
        if taken[center]:
            continue
        inside = areas_within(counts.places, int(center), radius[center])
        if (inside & taken).any():
            continue
        taken |= inside
        rows.append({"cluster": len(rows) + 1, **_described(counts, names, int(center), inside)})
        rows[-1]["radius"] = float(np.sqrt(radius[center]))
        rows[-1]["log_likelihood_ratio"] = float(best[center])
        rows[-1]["p_value"] = (1 + int((null >= best[center] * _SAME).sum())) / (len(null) + 1)
        members.append(pd.DataFrame({"cluster": len(rows), "area": names[inside]}))
    columns = [
        *("cluster", "center", "x", "y", "radius", "areas", "cases", "expected", "at_risk", "relative_risk"),
        *("log_likelihood_ratio", "p_value", "direction"),
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table, pd.concat(members, ignore_index=True) if members else pd.DataFrame(
        columns=["cluster", "area"]
    )


def _described(
    counts: _Counts, names: pd.Index, center: int, inside: npt.NDArray[np.bool_]
) -> dict[str, object]:
    cases, expected = int(counts.cases[inside].sum()), float(counts.expected[inside].sum())
    outside = (counts.total - cases) / (counts.total - expected)
    return {
        "center": names[center],
        "x": counts.places[center, 0],
        "y": counts.places[center, 1],
        "areas": int(inside.sum()),
        "cases": cases,
        "expected": expected,
        "at_risk": float(counts.at_risk[inside].sum()),
        "relative_risk": cases / expected / outside if outside else np.inf,
        "direction": "high" if cases > expected else "low",
    }

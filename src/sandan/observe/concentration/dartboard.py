"""Plants thrown at regions like darts: what the indices of concentration compare an industry with."""

from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.special import ndtr

from sandan.errors import MeasureError
from sandan.observe.concentration.benchmark import benchmark_shares
from sandan.observe.specialization.cells import Cells, group_cells
from sandan.observe.specialization.relocation import cut_points, throw
from sandan.parallel import map_in_order
from sandan.types import FloatArray, IntArray, Rng, Table

__all__ = ["Dartboard", "Weighting", "concentration_table", "make_dartboard", "simulated_p"]

Weighting: TypeAlias = Literal["jobs", "plants"]
"""``jobs``: a plant counts with its persons employed. ``plants``: every plant counts as one."""

_CELLS = 1 << 21  # numbers held at once
_TIE = 1e-12  # sums of squares closer than this are the same


@dataclass(frozen=True)
class Dartboard:
    """Industries as shares over regions, beside the shares that the benchmark has.

    ``shares`` and ``weights`` have the same regions in rows. ``plant_shares`` holds every plant's share of
    its industry, sorted by industry; ``borders[i]`` is the first row of industry ``i``.
    """

    industries: pd.Index
    plants: IntArray
    jobs: IntArray
    shares: FloatArray
    weights: FloatArray
    plant_shares: FloatArray
    borders: IntArray

    def weight_power(self, power: int) -> float:
        """Sum of a power of the regions' weights."""
        return float((self.weights**power).sum())

    def plant_power(self, power: int) -> FloatArray:
        """Sum of a power of the plants' shares, for every industry."""
        return np.asarray(np.add.reduceat(self.plant_shares**power, self.borders[:-1]))

    def plants_of(self, industry: int) -> FloatArray:
        """Shares of the plants of one industry that have any."""
        shares = self.plant_shares[self.borders[industry] : self.borders[industry + 1]]
        return np.asarray(shares[shares > 0])

    def reasons(self) -> list[str]:
        """Why an industry has no index; empty where it has one."""
        counted = np.add.reduceat(self.plant_shares > 0, self.borders[:-1], dtype=np.int64)
        if (self.weights == 1).any():
            return ["one region holds the whole benchmark"] * len(counted)
        return ["no jobs" if n == 0 else "one plant has all jobs" if n == 1 else "" for n in counted.tolist()]


def make_dartboard(
    establishments: pd.DataFrame,
    *,
    benchmark: pd.Series | None = None,
    weighting: Weighting = "jobs",
    region: str = "region",
    industry: str = "industry",
    workers: str = "workers",
) -> Dartboard:
    """Bring establishments and a benchmark into the shape that the indices of concentration share.

    Parameters
    ----------
    establishments : DataFrame, shape (n_establishments, n_columns)
        One row per plant at one date.
    benchmark : Series, shape (n_regions,), optional
        Number by region whose shares are the probabilities of the regions. It names all regions, also
        those without a plant. Without it, the establishments themselves: their jobs, or their number.
    weighting : {"jobs", "plants"}
        What a plant counts.
    region, industry, workers : str
        Names of the columns.

    Returns
    -------
    Dartboard
        Shares of industries and plants, and the regions' weights.

    Raises
    ------
    TableError
        If a column is missing or has empty cells, or sizes are not whole numbers of 0 or more.
    MeasureError
        If a plant's region is not in ``benchmark`` or has nothing there, or ``weighting`` is unknown.

    Notes
    -----
    ``s[r, i] = e[r, i] / e[., i]``, ``z[k] = e[k] / e[., i]``, ``x[r] = b[r] / b[.]``.

    References
    ----------
    Ellison, G. and Glaeser, E. (1997). ``docs/methods/ellison-glaeser.md``.

    Examples
    --------
    >>> rows = [("a", "chips", 6), ("a", "chips", 2), ("b", "chips", 2)]
    >>> table = pd.DataFrame(rows, columns=["region", "industry", "workers"])
    >>> board = make_dartboard(table, benchmark=pd.Series({"a": 50, "b": 30, "c": 20}))
    >>> board.shares.ravel().tolist(), board.weights.tolist(), board.plant_shares.tolist()
    ([0.8, 0.2, 0.0], [0.5, 0.3, 0.2], [0.6, 0.2, 0.2])
    """
    if weighting not in ("jobs", "plants"):
        raise MeasureError(f"`weighting` is {weighting!r}; use 'jobs' or 'plants'.")
    cells = group_cells(establishments, region=region, industry=industry, workers=workers)
    persons = cells.industry_jobs
    if weighting == "plants":
        cells = replace(cells, jobs=cells.establishments, all_sizes=np.ones_like(cells.all_sizes))
    counted = pd.DataFrame(cells.jobs, index=cells.regions)
    if benchmark is None:
        benchmark = counted.sum(axis=1)
        if not benchmark.to_numpy().any():
            raise MeasureError(
                "No establishment has a worker; give their sizes, or take `weighting='plants'`."
            )
    weights = benchmark_shares(benchmark, benchmark.index)
    return _board(cells, _on_all_regions(counted, benchmark), weights, persons)


def concentration_table(
    board: Dartboard,
    raw: FloatArray,
    expected: FloatArray,
    gamma: FloatArray,
    variance: FloatArray,
    p: FloatArray,
    *,
    industry: str,
) -> Table:
    """Put an index of concentration beside what chance gives, industry by industry.

    Parameters
    ----------
    board : Dartboard
        The industries.
    raw, expected, gamma, variance : ndarray, shape (n_industries,)
        Raw concentration, its mean and variance under the null, and the index.
    p : ndarray, shape (n_industries,)
        Simulated probabilities; NaN where none were asked for.
    industry : str
        Name of the column with the industry.

    Returns
    -------
    DataFrame, shape (n_industries, 12)
        As described in :func:`~sandan.observe.concentration.ellison_glaeser.ellison_glaeser`.

    Raises
    ------
    ValueError
        If the arrays differ in length; that is a fault of the caller.

    Notes
    -----
    ``z = (raw - expected) / sqrt(variance)``, ``p_normal = 1 - Phi(z)``.

    References
    ----------
    ``docs/methods/ellison-glaeser.md``.

    Examples
    --------
    >>> rows = [("a", "chips", 1), ("b", "chips", 1)]
    >>> board = make_dartboard(pd.DataFrame(rows, columns=["region", "industry", "workers"]))
    >>> one = np.ones(1)
    >>> table = concentration_table(board, 2 * one, one, one, one, one, industry="industry")
    >>> table[["z", "p_normal"]].round(4).to_numpy().tolist()
    [[1.0, 0.1587]]
    """
    reasons = board.reasons()
    defined = np.array([not reason for reason in reasons])
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (raw - expected) / np.sqrt(variance)
    numbers = {
        "raw_concentration": raw,
        "herfindahl": board.plant_power(2),
        "expected": expected,
        "gamma": gamma,
        "variance": variance,
        "z": z,
        "p_normal": ndtr(-z),
        "p_simulated": p,
    }
    always = ("raw_concentration", "herfindahl")
    kept = {k: v if k in always else np.where(defined, v, np.nan) for k, v in numbers.items()}
    counts = {industry: board.industries, "plants": board.plants, "jobs": board.jobs}
    return pd.DataFrame({**counts, **kept, "reason": reasons})


def simulated_p(
    board: Dartboard,
    center: FloatArray,
    *,
    simulations: int,
    rng: Rng | None,
    executor: Executor | None = None,
) -> FloatArray:
    """Throw the plants of every industry again and again, and count how often chance concentrates as much.

    Parameters
    ----------
    board : Dartboard
        Industries, plants and weights of the regions.
    center : ndarray, shape (n_regions,)
        What is subtracted from the shares before they are squared.
    simulations : int
        How often everything is thrown; 0 for not at all.
    rng : Generator, optional
        Source of chance; every industry gets a stream of its own, so that the result does not depend
        on ``executor``.
    executor : concurrent.futures.Executor, optional
        Where to run the industries.

    Returns
    -------
    ndarray, shape (n_industries,)
        Probabilities, not below ``1 / (simulations + 1)``. NaN without simulations, and where an
        industry has no index.

    Raises
    ------
    MeasureError
        If ``simulations`` is negative, or positive without ``rng``.

    Notes
    -----
    ``p = (1 + #{draws with sum_r (S_r - c_r)^2 >= sum_r (s_r - c_r)^2}) / (simulations + 1)`` with
    ``S_r`` the share that lands in ``r`` if every plant goes there with probability ``x_r``,
    independently. Such a p-value never exceeds its level, whatever the number of plants.

    References
    ----------
    Phipson, B. and Smyth, G. (2010), Permutation p-values should never be zero, Statistical
    Applications in Genetics and Molecular Biology 9, 39.

    Examples
    --------
    Two plants meet in one of two equal regions half of the time.

    >>> rows = [("a", "chips", 1), ("a", "chips", 1)]
    >>> table = pd.DataFrame(rows, columns=["region", "industry", "workers"])
    >>> board = make_dartboard(table, benchmark=pd.Series({"a": 1, "b": 1}))
    >>> simulated_p(board, board.weights, simulations=999, rng=np.random.default_rng(1)).tolist()
    [0.5]
    """
    result = np.full(len(board.industries), np.nan)
    if simulations == 0:
        return result
    if simulations < 0 or rng is None:
        raise MeasureError(
            f"`simulations` is {simulations} and `rng` {'missing' if rng is None else 'given'}; "
            "give a number of 0 or more and, above 0, a generator such as numpy.random.default_rng(1)."
        )
    streams = rng.spawn(len(board.industries))
    tested = [i for i, reason in enumerate(board.reasons()) if not reason]
    pieces = [
        _Piece(board.plants_of(i), board.shares[:, i], board.weights, center, simulations, streams[i])
        for i in tested
    ]
    result[tested] = map_in_order(_probability, pieces, executor=executor)
    return result


@dataclass(frozen=True)
class _Piece:
    """One industry as a piece of work that knows its own chance."""

    plants: FloatArray
    shares: FloatArray
    weights: FloatArray
    center: FloatArray
    simulations: int
    stream: Rng


def _on_all_regions(counted: pd.DataFrame, benchmark: pd.Series) -> pd.DataFrame:
    """Give regions without a plant their zeros, and refuse plants where the benchmark has nothing."""
    known = benchmark.index[benchmark.to_numpy() > 0]
    outside = counted.index[(counted.sum(axis=1) > 0).to_numpy() & ~counted.index.isin(known)]
    if len(outside):
        raise MeasureError(
            f"`benchmark` has nothing for {outside[0]!r}, where plants stand, and for {len(outside)} such "
            "regions in all; under chance no plant could be there. Give every region with plants its number."
        )
    return counted.reindex(benchmark.index, fill_value=0)


def _board(cells: Cells, counted: pd.DataFrame, weights: FloatArray, persons: IntArray) -> Dartboard:
    totals = cells.industry_jobs.astype(np.float64)
    totals[totals == 0] = np.nan
    return Dartboard(
        industries=cells.industries,
        plants=np.diff(cells.borders),
        jobs=persons,
        shares=counted.to_numpy() / totals,
        weights=weights,
        plant_shares=cells.all_sizes / np.repeat(totals, np.diff(cells.borders)),
        borders=cells.borders,
    )


def _probability(piece: _Piece) -> float:
    table, limits = cut_points(piece.weights)
    n, regions = len(piece.plants), len(piece.weights)
    observed = ((piece.shares - piece.center) ** 2).sum() - _TIE
    reached = 0
    step = max(1, _CELLS // max(n, regions))
    for first in range(0, piece.simulations, step):
        rows = min(step, piece.simulations - first)
        place = throw(table, limits, rows * n, piece.stream)
        place += np.repeat(np.arange(rows) * regions, n)
        shares = np.bincount(place, weights=np.tile(piece.plants, rows), minlength=rows * regions)
        squares = (shares.reshape(rows, regions) - piece.center) ** 2
        reached += int((squares.sum(axis=1) >= observed).sum())
    return (1 + reached) / (piece.simulations + 1)

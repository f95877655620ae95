"""Clusters as tested statements: every location quotient with its interval, p-value and q-value."""

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.false_discovery import q_values
from sandan.observe.specialization.cells import Cells, group_cells
from sandan.observe.specialization.relocation import count_exceedances, tail_probability
from sandan.observe.specialization.share_interval import share_interval
from sandan.parallel import map_in_order
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["RARE", "Weights", "find_clusters"]

Weights: TypeAlias = Literal["all_jobs", "other_industries"]
"""What a region attracts establishments by: its share of all jobs, or of the other industries' jobs."""

RARE = 10
"""With fewer exceedances than this among the draws, the exact tail probability decides."""

Piece = TypeVar("Piece")

_BATCH = 50_000  # establishments in one piece of work


def find_clusters(
    establishments: pd.DataFrame,
    *,
    region: str = "region",
    industry: str = "industry",
    workers: str = "workers",
    enterprise: str | None = None,
    weights: Weights = "all_jobs",
    draws: int = 999,
    seed: int,
    level: float = 0.05,
    least_quotient: float = 1.0,
    confidence: float = 0.95,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Test every region and industry for more jobs than chance would bring.

    Parameters
    ----------
    establishments : DataFrame, shape (n_establishments, n_columns)
        One row per establishment of the whole country (or of the whole set of regions compared) at
        one date.
    region, industry, workers : str
        Names of the columns with the region, the industry and the persons employed.
    enterprise : str, optional
        Name of the column with the legal unit. Without it every establishment is a firm of its own.
    weights : {"all_jobs", "other_industries"}
        How likely a region is to receive an establishment under the null: its share of all jobs, or
        of the jobs in all other industries.
    draws : int
        Number of random relocations.
    seed : int
        Start of the random numbers; each industry has its own stream, so that the result does not
        depend on ``executor``.
    level : float
        False-discovery rate at which a cell is called a cluster.
    least_quotient : float
        Location quotient that a cluster must exceed besides.
    confidence : float
        Nominal coverage of the interval.
    executor : concurrent.futures.Executor, optional
        Where to run the industries.

    Returns
    -------
    DataFrame, shape (n_regions * n_industries, 13)
        One row per region and industry, cells without establishments included, sorted:

        - ``region``, ``industry``; ``establishments``, ``jobs`` in the cell
        - ``location_quotient``, ``lower``, ``upper``: share of the industry's jobs over the region's
          weight, with its interval
        - ``p_value``: by relocation, not below ``1 / (draws + 1)``
        - ``p_tail``: exact probability under the same null, where fewer than ``RARE`` draws reached
          the observed value; NaN elsewhere
        - ``q_value``: Benjamini-Hochberg over the whole family
        - ``is_cluster``
        - ``lq_without_largest``: the quotient if the cell's largest enterprise had never been there
        - ``vanishes_without_largest``: the cell is a cluster and would not be one without it

        NaN in all measures of a cell whose region or industry has no jobs (it is not in the family).

    Raises
    ------
    TableError
        If a column is missing or has empty cells, or sizes are not whole numbers of 0 or more.
    MeasureError
        If a parameter is out of its range.

    Notes
    -----
    Null hypothesis: every establishment ``k`` of industry ``i`` keeps its size ``z_k`` and goes to
    region ``r`` with probability ``w_r``, independently. The statistic is the number of jobs
    ``x_ri``, or, which is the same, ``LQ_ri = (x_ri / x_.i) / w_r``. Then

    - ``p_value = (1 + #{draws with X_ri >= x_ri}) / (draws + 1)``;
    - ``p_tail = P(X_ri >= x_ri)`` without approximation (:func:`tail_probability`);
    - the interval is Korn-Graubard's for ``x_ri / x_.i`` with the effective number of establishments
      of the industry, divided by ``w_r``;
    - the family of the q-values is every pair of a region with jobs and an industry with jobs. Empty
      cells belong to it with ``p = 1``: leaving them out would choose the tests by their outcome;
    - a cluster has ``q_value <= level`` and ``location_quotient > least_quotient``;
    - without the largest enterprise, its jobs in the cell are taken from region, industry and total
      alike, the quotient and ``p_tail`` are computed anew, and the cell vanishes if the new
      probability exceeds ``level k / m`` (``k`` cells of ``m`` are called: above it and only above
      it the cell would no longer be called, all others unchanged), if the new quotient is not above
      ``least_quotient``, or if no jobs of the industry are left anywhere. Of several enterprises of
      the same size the first in order of its name is taken.

    References
    ----------
    Ellison, G. and Glaeser, E. (1997), Geographic concentration in U.S. manufacturing industries: a
    dartboard approach, Journal of Political Economy 105, 889-927, for the null.
    Phipson, B. and Smyth, G. (2010), Permutation p-values should never be zero, Statistical
    Applications in Genetics and Molecular Biology 9, 39.
    Korn and Graubard (1998); Benjamini and Hochberg (1995). ``docs/methods/cluster-test.md``.

    Examples
    --------
    Twelve chip makers of 20 persons, ten of them in one of three equal regions.

    >>> rows = [("a", "chips", 20)] * 10 + [("b", "chips", 20), ("c", "chips", 20)]
    >>> rows += [("a", "shops", 10)] * 30 + [("b", "shops", 10)] * 48 + [("c", "shops", 10)] * 48
    >>> table = pd.DataFrame(rows, columns=["region", "industry", "workers"])
    >>> cells = find_clusters(table, seed=1).set_index(["region", "industry"])
    >>> cells.loc[("a", "chips"), ["location_quotient", "p_tail", "q_value"]].astype(float).round(4).tolist()
    [2.5, 0.0005, 0.0033]
    >>> cells.index[cells["is_cluster"]].tolist()
    [('a', 'chips')]
    """
    _check_parameters(draws, level, least_quotient, confidence, weights)
    cells = group_cells(
        establishments, region=region, industry=industry, workers=workers, enterprise=enterprise
    )
    shares = _shares(cells, weights)
    tested = (shares > 0) & (cells.industry_jobs > 0)
    quotient, lower, upper = _quotients(cells, shares, tested, confidence)
    p_value, p_tail = _probabilities(cells, shares, tested, draws, seed, executor)
    p_used = np.where(np.isnan(p_tail), p_value, p_tail)
    q = q_values(p_used)
    called = q <= level
    is_cluster = called & (quotient > least_quotient)
    cut_off = level * called.sum() / max(tested.sum(), 1)
    without, kept = _without_largest(cells, weights, is_cluster, cut_off, least_quotient, executor)
    return cells.table(
        {
            "location_quotient": quotient,
            "lower": lower,
            "upper": upper,
            "p_value": p_value,
            "p_tail": p_tail,
            "q_value": q,
            "is_cluster": is_cluster,
            "lq_without_largest": np.where(tested, without, np.nan),
            "vanishes_without_largest": is_cluster & ~kept,
        },
        names=(region, industry),
    )


@dataclass(frozen=True)
class _Industry:
    """One industry as a piece of work that knows its own chance."""

    sizes: IntArray
    shares: FloatArray
    jobs: IntArray
    draws: int
    stream: np.random.SeedSequence


@dataclass(frozen=True)
class _Cluster:
    """One cell without its largest enterprise."""

    sizes: IntArray
    share: float
    jobs: int


def _check_parameters(
    draws: int, level: float, least_quotient: float, confidence: float, weights: str
) -> None:
    if draws < RARE:
        raise MeasureError(f"`draws` is {draws}; at least {RARE} are needed to call anything rare.")
    for name, value in (("level", level), ("confidence", confidence)):
        if not 0 < value < 1:
            raise MeasureError(f"`{name}` is {value}; give a number between 0 and 1.")
    if not least_quotient >= 1:
        raise MeasureError(
            f"`least_quotient` is {least_quotient}; a cluster has more than its share, so give 1 or more."
        )
    if weights not in ("all_jobs", "other_industries"):
        raise MeasureError(f"`weights` is {weights!r}; use 'all_jobs' or 'other_industries'.")


def _shares(cells: Cells, weights: Weights) -> FloatArray:
    """Return the probability of every region, for every industry; 0 where it has none."""
    if weights == "all_jobs":
        attraction = np.repeat(cells.region_jobs[:, None], len(cells.industries), axis=1)
    else:
        attraction = cells.region_jobs[:, None] - cells.jobs
    total = attraction.sum(axis=0)
    return np.where(total > 0, attraction / np.maximum(total, 1), 0.0)


def _quotients(
    cells: Cells, shares: FloatArray, tested: BoolArray, confidence: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    result = np.full((3, *shares.shape), np.nan)
    part = np.divide(cells.jobs, np.maximum(cells.industry_jobs, 1))
    number = np.broadcast_to(cells.effective_numbers, shares.shape)
    ends = share_interval(part[tested], number[tested], confidence=confidence)
    for row, values in zip(result, (part[tested], *ends), strict=True):
        row[tested] = values / shares[tested]
    return result[0], result[1], result[2]


def _probabilities(
    cells: Cells, shares: FloatArray, tested: BoolArray, draws: int, seed: int, executor: Executor | None
) -> tuple[FloatArray, FloatArray]:
    streams = np.random.SeedSequence(seed).spawn(len(cells.industries))
    columns = [i for i in range(len(streams)) if tested[:, i].any()]
    work = [_Industry(cells.sizes(i), shares[:, i], cells.jobs[:, i], draws, streams[i]) for i in columns]
    batches = _batches(work, [len(piece.sizes) for piece in work])
    result = np.full((2, *shares.shape), np.nan)
    pieces = [pair for batch in map_in_order(_test_industries, batches, executor=executor) for pair in batch]
    for i, pair in zip(columns, pieces, strict=True):
        result[:, :, i] = pair
    result[:, ~tested] = np.nan
    return result[0], result[1]


def _test_industries(work: list[_Industry]) -> list[tuple[FloatArray, FloatArray]]:
    return [_test_industry(piece) for piece in work]


def _test_industry(piece: _Industry) -> tuple[FloatArray, FloatArray]:
    rng = np.random.default_rng(piece.stream)
    reached = count_exceedances(piece.sizes, piece.shares, piece.jobs, draws=piece.draws, rng=rng)
    tail = np.full(len(reached), np.nan)
    rare = reached < RARE
    tail[rare] = tail_probability(piece.sizes, piece.shares[rare], piece.jobs[rare])
    return (1 + reached) / (piece.draws + 1), tail


def _without_largest(
    cells: Cells,
    weights: Weights,
    is_cluster: BoolArray,
    cut_off: float,
    least_quotient: float,
    executor: Executor | None,
) -> tuple[FloatArray, BoolArray]:
    """Return the quotient of every cell without its largest enterprise, and which clusters stay."""
    jobs = cells.jobs - cells.largest
    industry = cells.industry_jobs - cells.largest
    everything = cells.region_jobs.sum() - cells.largest
    attraction = cells.region_jobs[:, None] - cells.largest
    if weights == "other_industries":
        attraction, everything = attraction - jobs, everything - industry
    with np.errstate(divide="ignore", invalid="ignore"):
        share = attraction / everything
        quotient = np.where(share > 0, jobs / industry / share, np.nan)
    stays = is_cluster & (quotient > least_quotient)
    work = [
        _Cluster(cells.sizes_without_largest(r, i), float(share[r, i]), int(jobs[r, i]))
        for r, i in np.argwhere(stays)
    ]
    batches = _batches(work, [len(piece.sizes) for piece in work])
    tails = [p for batch in map_in_order(_test_clusters, batches, executor=executor) for p in batch]
    kept = np.zeros_like(stays)
    kept[stays] = np.array(tails) <= cut_off
    return quotient, kept


def _test_clusters(work: list[_Cluster]) -> list[float]:
    return [
        float(tail_probability(piece.sizes, np.array([piece.share]), np.array([piece.jobs]))[0])
        for piece in work
    ]


def _batches(work: list[Piece], loads: list[int]) -> list[list[Piece]]:
    """Cut a list into runs of about the same load."""
    if not work:
        return []
    number = np.cumsum(loads) // _BATCH
    starts = np.flatnonzero(np.diff(number, prepend=-1))
    return [work[a:b] for a, b in zip(starts, [*starts[1:], len(work)], strict=True)]

"""How alike the industry mixes of two places are, and what one has that the other lacks but is close to."""

from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.bridges.inputs import check_presence, check_proximity
from sandan.observe.chance import ChanceTest, against_chance, check_draws
from sandan.observe.checks import check_columns, check_counts, check_same_labels, whole_workers
from sandan.types import BoolArray, FloatArray, IntArray, Rng

__all__ = [
    "bounded_overlap",
    "complementarity",
    "mix_similarity",
    "overlap_test",
]

_CELLS = 1 << 22  # numbers held at once while chance is drawn


def mix_similarity(jobs: pd.DataFrame) -> pd.DataFrame:
    """Compare the industry mixes of every two places.

    Parameters
    ----------
    jobs : DataFrame, shape (n_places, n_industries)
        Persons employed (or firms) at one date, without totals.

    Returns
    -------
    DataFrame, shape (n_places * (n_places - 1) / 2, 4)
        ``first``, ``second``; ``overlap``, the share of jobs that would not have to change industry for the
        mixes to be equal, from 0 (nothing in common) to 1 (the same mix); ``cosine``, from 0 to 1. NaN
        where a place has no jobs.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If there are fewer than two places.

    Notes
    -----
    With ``p`` and ``q`` the shares of the two places, ``overlap = 1 - sum_i |p_i - q_i| / 2`` and
    ``cosine = sum_i p_i q_i / sqrt(sum_i p_i^2 sum_i q_i^2)``. One minus the overlap is half of
    Krugman's index between the two.

    References
    ----------
    Krugman, P. (1991), Geography and trade, MIT Press. ``docs/methods/bridges.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"C26": [60, 20], "J62": [40, 80]}, index=["plants", "labs"])
    >>> mix_similarity(jobs).round(3)
        first second  overlap  cosine
    0  plants   labs      0.6    0.74
    """
    check_counts(jobs, "jobs")
    if len(jobs) < 2:
        raise MeasureError(f"`jobs` has {len(jobs)} place; a comparison needs two or more.")
    share = _shares(jobs.to_numpy(dtype=np.float64))
    first, second = np.triu_indices(len(jobs), k=1)
    length = np.sqrt((share**2).sum(axis=1))
    product = share @ share.T / np.outer(length, length)
    apart = np.concatenate([np.abs(share[i] - share[i + 1 :]).sum(axis=1) for i in range(len(share))])
    return pd.DataFrame(
        {
            "first": jobs.index.take(first),
            "second": jobs.index.take(second),
            "overlap": 1 - apart / 2,
            "cosine": np.minimum(product[first, second], 1.0),
        }
    )


def bounded_overlap(lower: pd.DataFrame, upper: pd.DataFrame) -> pd.DataFrame:
    """Bound the overlap of two places of whose jobs some cells are known only as intervals.

    Parameters
    ----------
    lower, upper : DataFrame, shape (2, n_industries)
        Least and greatest possible jobs of each cell; equal where the cell is known.

    Returns
    -------
    DataFrame, shape (1, 4)
        ``first``, ``second``, ``lower``, ``upper``. NaN in both where a place may have no jobs at all.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite, or a lower bound exceeds its upper bound.
    MeasureError
        If the tables differ in their labels, or there are not exactly two places.

    Notes
    -----
    ``overlap = sum_i min(p_i, q_i)``. The upper bound is the greatest sum of ``m_i`` with
    ``m_i <= p_i``, ``m_i <= q_i``, ``t l_i <= p_i <= t u_i`` and ``sum_i p_i = 1`` (and the same for the
    second place with a factor of its own): a linear program, since ``t`` stands for one over the unknown
    total. It is sharp. The lower bound takes each share at its least,
    ``l_i / (l_i + sum of the other u)``, all at once: valid, and sharp only where at most one place has
    unknown cells in at most one industry.

    References
    ----------
    Charnes, A. and Cooper, W. (1962), Programming with linear fractional functionals, Naval Research
    Logistics Quarterly 9, 181-186, for the factor. ``docs/methods/bridges.md``.

    Examples
    --------
    >>> lower = pd.DataFrame({"C26": [60, 10], "J62": [40, 80]}, index=["plants", "labs"])
    >>> bounded_overlap(lower, lower.assign(C26=[60, 20])).round(3)
        first second  lower  upper
    0  plants   labs  0.511    0.6
    """
    check_counts(lower, "lower")
    check_counts(upper, "upper")
    check_same_labels(lower, upper, ("lower", "upper"))
    if len(lower) != 2:
        raise MeasureError(f"`lower` has {len(lower)} places; bounds are for two at a time.")
    least, most = lower.to_numpy(dtype=np.float64), upper.to_numpy(dtype=np.float64)
    if (least > most).any():
        row, column = np.argwhere(least > most)[0]
        raise TableError(
            f"`lower` is {least[row, column]} and `upper` {most[row, column]} in ({lower.index[row]}, "
            f"{lower.columns[column]}); a lower bound cannot exceed its upper bound."
        )
    ends = (np.nan, np.nan)
    if (least.sum(axis=1) > 0).all():
        others = most.sum(axis=1, keepdims=True) - most
        smallest = np.divide(least, least + others, out=np.zeros_like(least), where=least > 0)
        ends = (float(smallest.min(axis=0).sum()), _greatest_overlap(least, most))
    return pd.DataFrame([(*lower.index, *ends)], columns=["first", "second", "lower", "upper"])


def overlap_test(
    establishments: pd.DataFrame,
    *,
    places: tuple[str, str],
    place: str = "place",
    industry: str = "industry",
    workers: str | None = None,
    draws: int = 999,
    rng: Rng,
) -> ChanceTest:
    """Test whether two places share more or less of a mix than two random halves of their firms.

    Parameters
    ----------
    establishments : DataFrame, shape (n_establishments, n_columns)
        One row per establishment; rows of other places are not read.
    places : tuple of str
        The two places.
    place, industry : str
        Names of the columns.
    workers : str, optional
        Column of persons employed; without it every establishment counts one.
    draws : int
        Number of random redistributions.
    rng : Generator
        Source of chance.

    Returns
    -------
    ChanceTest
        Of the overlap. ``p_low`` is small where the two divide the industries among them, ``p_high``
        where they are more alike than chance makes them.

    Raises
    ------
    TableError
        If a column is missing or has empty cells.
    MeasureError
        If one of the places has no establishment or no jobs, or there are too few draws.

    Notes
    -----
    Null hypothesis: the establishments of the two places together were dealt to them at random, each
    place receiving as many as it has; industry and size go with the establishment. What is dealt is
    establishments and not jobs, because the jobs of one plant never choose their place one by one. A draw
    that leaves a place without jobs counts as an overlap of 0.

    References
    ----------
    Phipson and Smyth (2010); ``docs/methods/bridges.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"place": ["plants"] * 8 + ["labs"] * 8, "industry": ["C26"] * 8 + ["M70"] * 8})
    >>> result = overlap_test(table, places=("plants", "labs"), draws=199, rng=np.random.default_rng(1))
    >>> result.observed, result.p_low
    (0.0, 0.005)
    """
    check_draws(draws)
    check_columns(establishments, [place, industry], "establishments")
    table = establishments[establishments[place].isin(list(places))]
    sizes = (
        np.ones(len(table), np.int64) if workers is None else whole_workers(table, workers, "establishments")
    )
    here = (table[place] == places[0]).to_numpy()
    for name, jobs in zip(places, (sizes[here].sum(), sizes[~here].sum()), strict=True):
        if jobs == 0:
            raise MeasureError(f"{name!r} has no establishment with jobs in {place!r}; choose another place.")
    code, industries = pd.factorize(table[industry])
    everything = np.bincount(code, weights=sizes, minlength=len(industries)).astype(np.float64)
    observed = _overlaps(here[None, :], code, sizes, everything)[0]
    step = max(1, _CELLS // len(table))
    drawn = [
        _overlaps(rng.permuted(np.tile(here, (min(step, draws - k), 1)), axis=1), code, sizes, everything)
        for k in range(0, draws, step)
    ]
    return against_chance(float(observed), np.concatenate(drawn))


def complementarity(present: pd.DataFrame, proximity: pd.DataFrame, *, at_least: float) -> pd.DataFrame:
    """Say how much of what one place has is new and yet close to what another place has.

    Parameters
    ----------
    present : DataFrame of bool, shape (n_places, n_industries)
        Which industries a place has (or is specialized in).
    proximity : DataFrame, shape (n_industries, n_industries)
        Relatedness of industries, from 0 to 1, symmetric; the same industries in the same order. The
        diagonal is not read.
    at_least : float
        Proximity from which two industries count as related, above 0 and up to 1.

    Returns
    -------
    DataFrame, shape (n_places * (n_places - 1), 8)
        One row per ordered pair: ``giver``, ``taker``; ``industries`` of the giver, of which ``shared``,
        ``related`` (the taker lacks them and has something related) and ``unrelated``;
        ``complementarity``, related over industries; ``closeness``, the mean over the industries that the
        taker lacks of the density of the taker around them. Both from 0 to 1; NaN where there is nothing
        to divide by.

    Raises
    ------
    TableError
        If presence is not a truth value, or a proximity is missing or out of range.
    MeasureError
        If the industries differ, or ``at_least`` is out of range.

    Notes
    -----
    For giver ``A`` and taker ``B`` an industry ``i`` of ``A`` that is not in ``B`` is related if
    ``max over j in B of phi_ij >= at_least``. Its density is
    ``sum over j in B of phi_ij / sum over j != i of phi_ij``. ``shared + related + unrelated`` is
    ``industries``. The measure is not symmetric: a small place may complete a large one and not the
    other way round.

    References
    ----------
    Balland, P.-A. and Boschma, R. (2021), Complementary interregional linkages and smart
    specialisation, Regional Studies 55, 1059-1070. ``docs/methods/bridges.md``.

    Examples
    --------
    >>> present = pd.DataFrame([[True, True, False], [False, False, True]], index=["plants", "labs"],
    ...                        columns=["C26", "C27", "M70"])
    >>> phi = pd.DataFrame([[1, .5, .4], [.5, 1, .1], [.4, .1, 1]], index=present.columns,
    ...                    columns=present.columns)
    >>> complementarity(present, phi, at_least=0.3).round(3).iloc[:1, 2:]
       industries  shared  related  unrelated  complementarity  closeness
    0           2       0        1          1              0.5      0.306
    """
    check_presence(present)
    phi = check_proximity(proximity, present)
    if not 0 < at_least <= 1:
        raise MeasureError(f"`at_least` is {at_least}; give a proximity above 0 and up to 1.")
    has = present.to_numpy(dtype=bool)
    weight = phi.sum(axis=1)
    density = np.divide(has @ phi, weight, out=np.full(has.shape, np.nan), where=weight > 0)
    close = (has @ (phi >= at_least).astype(np.float64)) > 0
    rows = [
        (present.index[a], present.index[b], *_completion(has[a], has[b], close[b], density[b]))
        for a, b in permutations(range(len(has)), 2)
    ]
    columns = [
        "giver",
        "taker",
        "industries",
        "shared",
        "related",
        "unrelated",
        "complementarity",
        "closeness",
    ]
    return pd.DataFrame(rows, columns=columns)


def _shares(jobs: FloatArray) -> FloatArray:
    total = jobs.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(jobs, total, out=np.full(jobs.shape, np.nan), where=total > 0))


def _greatest_overlap(least: FloatArray, most: FloatArray) -> float:
    # Importing scipy.optimize takes a while; those who have no suppressed cells shall not wait for it.
    from scipy import sparse  # noqa: PLC0415
    from scipy.optimize import linprog  # noqa: PLC0415

    n = least.shape[1]
    one, line = sparse.eye_array(n), sparse.coo_array(np.ones((1, n)))
    scale = most.sum(axis=1, keepdims=True)
    low, high = ((ends / scale)[:, :, None] for ends in (least, most))
    # Columns: shared part m, shares p and q, and one over each unknown total.
    below: Any = [
        [one, -one, None, None, None],
        [one, None, -one, None, None],
        [None, one, None, -high[0], None],
        [None, -one, None, low[0], None],
        [None, None, one, None, -high[1]],
        [None, None, -one, None, low[1]],
    ]
    sums: Any = [[sparse.coo_array((1, n)), line, None, np.zeros((1, 2))], [None, None, line, None]]
    gain = np.concatenate([-np.ones(n), np.zeros(2 * n + 2)])
    limits: Any = {
        "A_ub": sparse.block_array(below, format="csr"),
        "b_ub": np.zeros(6 * n),
        "A_eq": sparse.block_array(sums, format="csr"),
        "b_eq": np.ones(2),
    }
    found = linprog(gain, **limits)
    return float(min(-found.fun, 1.0))


def _overlaps(here: BoolArray, code: IntArray, sizes: IntArray, everything: FloatArray) -> FloatArray:
    """Return the overlap of every deal; ``everything`` holds the jobs of both places by industry."""
    deals = len(here)
    slot = np.arange(deals)[:, None] * len(everything) + code
    jobs = np.bincount(
        slot[here], weights=np.broadcast_to(sizes, here.shape)[here], minlength=deals * len(everything)
    )
    mine = jobs.reshape(deals, -1)
    own, other = mine.sum(axis=1, keepdims=True), everything.sum() - mine.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        overlap = np.minimum(mine / own, (everything - mine) / other).sum(axis=1)
    return np.where(np.isnan(overlap), 0.0, overlap)


def _completion(
    giver: BoolArray, taker: BoolArray, close: BoolArray, density: FloatArray
) -> tuple[int, int, int, int, float, float]:
    lacking = giver & ~taker
    related = int((lacking & close).sum())
    industries, absent = int(giver.sum()), int(lacking.sum())
    return (
        industries,
        industries - absent,
        related,
        absent - related,
        related / industries if industries else np.nan,
        float(density[lacking].mean()) if absent else np.nan,
    )

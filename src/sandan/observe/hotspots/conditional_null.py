"""How large the sum over the neighbors of a place would be if the numbers stood somewhere else."""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import numpy as np
from numpy.random import SeedSequence
from scipy.sparse import csr_array

from sandan.errors import MeasureError
from sandan.parallel import map_in_order
from sandan.types import BoolArray, FloatArray, IntArray, Rng

__all__ = ["Alternative", "check_permutations", "count_tails", "lag_z_scores", "tail_p_values"]

Alternative: TypeAlias = Literal["two_sided", "greater", "less"]
"""Which values speak against the null: both ends, large ones, or small ones."""

_DRAWN = 2_000_000  # numbers drawn in one piece of work
_COMPARED = 4_000_000  # sums that are held against what was observed at a time
_ROUNDING = 1e-12  # sums that differ by less are the same sum added up in another order


@dataclass(frozen=True)
class _Lags:
    """What was observed, and what may stand around every place."""

    values: FloatArray
    matrix: csr_array
    held: bool
    observed: FloatArray
    counts: IntArray
    equal: BoolArray
    """Whether all neighbors of a place have the same weight."""


def count_tails(
    values: FloatArray,
    matrix: csr_array,
    *,
    held: bool,
    permutations: int,
    rng: Rng,
    executor: Executor | None = None,
) -> tuple[IntArray, IntArray]:
    """Count the permutations in which the weighted sum of a place is as large, or as small, as it is.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Finite numbers.
    matrix : csr_array, shape (n, n)
        Weights above 0.
    held : bool
        Whether a place keeps its own number while the others are permuted. Then the diagonal is empty.
    permutations : int
        Number of permutations.
    rng : Generator
        Where chance comes from; every permutation has its own stream.
    executor : Executor, optional
        Where pieces of permutations run.

    Returns
    -------
    at_least, at_most : ndarray of int64, shape (n,)
        Number of permutations with a sum of at least (at most) the observed one, equal ones included.
        Both are ``permutations`` for a place without weights.

    Raises
    ------
    MeasureError
        If ``permutations`` is below 1.

    Notes
    -----
    Under the null the ``k`` neighbors of place ``i`` hold a random ordered ``k``-subset of the numbers of
    all other places (``held``), or of all places. One random order of all places gives such a subset to
    every place at once: its first ``k`` entries; if ``i`` itself is among them, entry ``k + 1`` takes its
    seat. So for every place the p-value has exactly the distribution that permutations of its own would
    give, while only ``max(k) + 1`` entries are drawn for each permutation. With equal weights the sums of
    all places with ``k`` neighbors are compared with the same sorted sums. The price: the simulation errors
    of two places are not independent, so take more permutations, not fewer.

    References
    ----------
    Anselin, L. (1995), Local indicators of spatial association, Geographical Analysis 27, 93-115.
    ``docs/methods/local-moran.md``.

    Examples
    --------
    The first place lies beside a 9; of the other numbers 1, 2, 9 a third is as large.

    >>> pair = csr_array(([1.0], ([0], [3])), shape=(4, 4))
    >>> rng = np.random.default_rng(1)
    >>> at_least, _ = count_tails(np.array([5.0, 1, 2, 9]), pair, held=True, permutations=3000, rng=rng)
    >>> round(float(at_least[0]) / 3000, 1)
    0.3
    """
    check_permutations(permutations)
    # Numbers far from 0 would lose in sums the digits in which they differ.
    lags = _lags(values - values.mean(), matrix, held=held)
    depth = min(int(lags.counts.max(initial=0)) + held, len(values))
    if depth == held:
        everything = np.full(len(values), permutations, dtype=np.int64)
        return everything, everything.copy()
    streams = rng.bit_generator.seed_seq.spawn(permutations)  # type: ignore[attr-defined]
    size = max(1, min(1024, _DRAWN // depth))
    pieces = [streams[start : start + size] for start in range(0, permutations, size)]
    counted = map_in_order(partial(_count_piece, lags, depth), pieces, executor=executor)
    at_least, at_most = np.stack(counted).sum(axis=0)
    nobody = lags.counts == 0
    at_least[nobody] = at_most[nobody] = permutations
    return at_least, at_most


def lag_z_scores(values: FloatArray, matrix: csr_array, *, held: bool) -> FloatArray:
    """Standardize the weighted sum of every place by what permutations give on average.

    Parameters
    ----------
    values, matrix, held
        As for :func:`count_tails`.

    Returns
    -------
    ndarray, shape (n,)
        Distance from the mean of all permutations, in their standard deviations; NaN where they are all
        the same, as where there are no neighbors.

    Raises
    ------
    Nothing
        The callers have looked at the numbers.

    Notes
    -----
    With ``m`` the number of places that are permuted (``n - 1`` if ``held``), ``a`` and ``s2`` the mean and
    the variance (denominator ``m``) of their numbers, ``W = sum w_ij`` and ``V = sum w_ij**2``::

        z = (sum w_ij x_j - W a) / sqrt(s2 (m V - W**2) / (m - 1))

    References
    ----------
    Ord, J. and Getis, A. (1995), Local spatial autocorrelation statistics: distributional issues and an
    application, Geographical Analysis 27, 286-306.

    Examples
    --------
    >>> pair = csr_array(([1.0], ([0], [3])), shape=(4, 4))
    >>> lag_z_scores(np.array([5.0, 1, 2, 9]), pair, held=True).round(3).tolist()
    [1.405, nan, nan, nan]
    """
    centered = values - values.mean()
    others = len(values) - held
    own = centered if held else np.zeros(len(values))
    mean = (centered.sum() - own) / others
    variance = ((centered**2).sum() - own**2) / others - mean**2
    total, squares = np.asarray(matrix.sum(axis=1)), np.asarray(matrix.power(2).sum(axis=1))
    spread = variance * (others * squares - total**2) / (others - 1)
    # What is left of a variance of nothing is rounding.
    certain = spread <= _ROUNDING * (centered**2).mean() * others * squares
    spread[certain] = np.nan
    return np.asarray((matrix @ centered - total * mean) / np.sqrt(spread), dtype=np.float64)


def tail_p_values(
    at_least: IntArray, at_most: IntArray, permutations: int, alternative: Alternative
) -> FloatArray:
    """Turn counts of permutations into p-values.

    Parameters
    ----------
    at_least, at_most : ndarray of int64
        Permutations with a value of at least, and of at most, the observed one.
    permutations : int
        Number of permutations.
    alternative : {"two_sided", "greater", "less"}
        Which end counts.

    Returns
    -------
    ndarray, same shape
        From ``1 / (permutations + 1)`` (twice that if two-sided) to 1.

    Raises
    ------
    MeasureError
        If ``alternative`` is none of the three.

    Notes
    -----
    ``greater = (1 + at_least) / (permutations + 1)``, ``less`` likewise, ``two_sided = min(1, 2 min(greater,
    less))``. The smaller of the two alone, which some packages print, is called as ``p <= 0.05`` in one
    place out of ten where there is nothing.

    References
    ----------
    Phipson, B. and Smyth, G. (2010), Permutation p-values should never be zero, Statistical Applications in
    Genetics and Molecular Biology 9, 39.

    Examples
    --------
    >>> tail_p_values(np.array([4]), np.array([95]), 99, "two_sided").tolist()
    [0.1]
    """
    greater, less = (1 + at_least) / (permutations + 1), (1 + at_most) / (permutations + 1)
    if alternative == "greater":
        return np.asarray(greater, dtype=np.float64)
    if alternative == "less":
        return np.asarray(less, dtype=np.float64)
    if alternative != "two_sided":
        raise MeasureError(f"`alternative` is {alternative!r}; use 'two_sided', 'greater' or 'less'.")
    return np.asarray(np.minimum(1.0, 2 * np.minimum(greater, less)), dtype=np.float64)


def check_permutations(permutations: int, name: str = "permutations") -> None:
    """Refuse a number of permutations that is none.

    Parameters
    ----------
    permutations : int
        What was asked for.
    name : str
        How the caller calls it; for the message.

    Returns
    -------
    None
        It is 1 or more.

    Raises
    ------
    MeasureError
        If it is below 1.

    Notes
    -----
    A comparison; nothing is computed.

    References
    ----------
    Phipson and Smyth (2010).

    Examples
    --------
    >>> check_permutations(999)
    """
    if permutations < 1:
        raise MeasureError(f"`{name}` is {permutations}; give 1 or more, such as 999.")


def _lags(values: FloatArray, matrix: csr_array, *, held: bool) -> _Lags:
    counts = np.diff(matrix.indptr).astype(np.int64)
    some = counts > 0
    starts = matrix.indptr[:-1][some]
    equal = np.zeros(len(counts), dtype=np.bool_)
    if some.any():
        least, most = (f.reduceat(matrix.data, starts) for f in (np.minimum, np.maximum))
        equal[some] = most - least <= _ROUNDING * most
    return _Lags(values, matrix, held, np.asarray(matrix @ values), counts, equal)


def _count_piece(lags: _Lags, depth: int, streams: list[SeedSequence]) -> IntArray:
    n = len(lags.values)
    seats = np.stack([np.random.default_rng(stream).choice(n, depth, replace=False) for stream in streams])
    numbers = lags.values[seats]
    counted = np.zeros((2, n), dtype=np.int64)
    _count_equal(lags, numbers, seats, counted)
    _count_unequal(lags, numbers, seats, counted)
    return counted


def _count_equal(lags: _Lags, numbers: FloatArray, seats: IntArray, counted: IntArray) -> None:
    """Hold the places whose weights are all the same against sums that they share."""
    places = np.flatnonzero(lags.equal)
    if not len(places):
        return
    target = np.zeros(len(lags.values))
    target[places] = lags.observed[places] / lags.matrix.data[lags.matrix.indptr[places]]
    sums = np.cumsum(numbers, axis=1)
    same = _ROUNDING * np.abs(lags.values).max()
    # Whoever asks in order of size finds the answers near each other.
    order = places[np.lexsort((target[places], lags.counts[places]))]
    starts = np.flatnonzero(np.diff(lags.counts[order], prepend=-1))
    for group in np.split(order, starts[1:]):
        k = int(lags.counts[group[0]])
        null = np.sort(sums[:, k - 1])
        counted[0, group] += len(null) - np.searchsorted(null, target[group] - k * same, side="left")
        counted[1, group] += np.searchsorted(null, target[group] + k * same, side="right")
    if not lags.held:
        return
    for row, seat in _own_seats(lags, seats, lags.equal):
        place = seats[row, seat]
        count = lags.counts[place]
        before = sums[row, count - 1]
        after = before - lags.values[place] + numbers[row, count]
        _correct(counted, place, (target[place], count * same), before, after)


def _count_unequal(lags: _Lags, numbers: FloatArray, seats: IntArray, counted: IntArray) -> None:
    """Give the first of every permutation to the neighbors in their order; weights differ."""
    places = np.flatnonzero(~lags.equal & (lags.counts > 0))
    places = places[np.argsort(lags.counts[places], kind="stable")]
    same = _ROUNDING * np.abs(lags.values).max()
    for group in _blocks(lags.counts[places], len(numbers)):
        chosen = places[group]
        first, k = lags.matrix.indptr[chosen], lags.counts[chosen]
        weights = np.zeros((int(k.max()), len(chosen)))
        rows = np.concatenate([np.arange(count) for count in k])
        columns = np.repeat(np.arange(len(chosen)), k)
        weights[rows, columns] = lags.matrix.data[np.repeat(first, k) + rows]
        null = numbers[:, : len(weights)] @ weights
        margin = same * weights.sum(axis=0)
        target = lags.observed[chosen]
        counted[0, chosen] += (null >= target - margin).sum(axis=0)
        counted[1, chosen] += (null <= target + margin).sum(axis=0)
        if not lags.held:
            continue
        column_of = np.full(len(lags.values), -1)
        column_of[chosen] = np.arange(len(chosen))
        for row, seat in _own_seats(lags, seats, column_of >= 0):
            place = seats[row, seat]
            column = column_of[place]
            before = null[row, column]
            change = numbers[row, lags.counts[place]] - lags.values[place]
            after = before + weights[seat, column] * change
            _correct(counted, place, (target[column], margin[column]), before, after)


def _blocks(counts: IntArray, permutations: int) -> Iterator[slice]:
    """Cut places, in order of their counts, so that neither their weights nor their sums fill the memory."""
    start = 0
    while start < len(counts):
        widest = max(permutations, int(counts[min(start + _COMPARED // permutations, len(counts)) - 1]))
        stop = min(len(counts), start + max(1, _COMPARED // widest))
        yield slice(start, stop)
        start = stop


def _own_seats(lags: _Lags, seats: IntArray, wanted: BoolArray) -> Iterator[tuple[IntArray, IntArray]]:
    """Find the permutations, in a few at a time, that would make a place a neighbor of itself."""
    step = max(1, _COMPARED // (4 * seats.shape[1]))
    for start in range(0, len(seats), step):
        part = seats[start : start + step]
        rows, taken = np.nonzero(wanted[part] & (np.arange(part.shape[1]) < lags.counts[part]))
        yield rows + start, taken


def _correct(
    counted: IntArray,
    place: IntArray,
    target: tuple[FloatArray, FloatArray],
    old: FloatArray,
    new: FloatArray,
) -> None:
    """Count the sums with a seat filled by another place instead of those with the place's own number."""
    low, high = target[0] - target[1], target[0] + target[1]
    np.add.at(counted[0], place, (new >= low).astype(np.int64) - (old >= low))
    np.add.at(counted[1], place, (new <= high).astype(np.int64) - (old <= high))

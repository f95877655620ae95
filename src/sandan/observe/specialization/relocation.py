"""Chance as a mover: the establishments of one industry thrown at regions at random.

The null distribution of every location quotient, drawn (:func:`count_exceedances`) and computed
without error (:func:`tail_probability`).
"""

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import fft

from sandan.errors import MeasureError
from sandan.types import FloatArray, IntArray, Rng

__all__ = ["SMALLEST_TAIL", "count_exceedances", "cut_points", "tail_probability", "throw"]

SMALLEST_TAIL = 1e-12
"""Tail probabilities are right to about this; smaller ones are given as this."""

ComplexArray: TypeAlias = npt.NDArray[np.complex128]

_SERIES_BELOW = 0.3  # share from which the power series needs more terms than it saves
_FREQUENCIES = 1 << 14  # at once, so that the working set stays in the cache
_CELLS = 1 << 21  # numbers held at once
_BUCKETS = 1 << 16


def tail_probability(sizes: IntArray, shares: FloatArray, at_least: IntArray) -> FloatArray:
    """Compute how probable it is that chance brings so many jobs of an industry to a region.

    Parameters
    ----------
    sizes : ndarray of int, shape (n_establishments,)
        Persons employed in every establishment of the industry.
    shares : ndarray, shape (n_regions,)
        Probability that an establishment lands in the region, from 0 to 1.
    at_least : ndarray of int, shape (n_regions,)
        The number of jobs in question, one for each region.

    Returns
    -------
    ndarray, shape (n_regions,)
        Probability of ``at_least`` jobs or more, not below ``SMALLEST_TAIL``.

    Raises
    ------
    MeasureError
        If a size is negative or a share is not a probability.

    Notes
    -----
    The jobs that land in a region are ``S = sum_k z_k B_k`` with independent ``B_k`` that are 1 with
    probability ``w``. Its generating function on the unit circle is
    ``phi(t) = prod_k (1 - w + w u^z_k)``, ``u = exp(-2 pi i t / L)``, ``L > sum_k z_k``; the inverse
    discrete Fourier transform of ``phi`` is the probability of every value, without approximation.
    For ``w < 0.3``, with ``rho = w / (1 - w)`` and ``H`` the transform of the histogram of sizes::

        log phi(t) = n log(1 - w) + sum_j (-1)^(j+1) rho^j / j  H(j t mod L)

    cut where the remainder is below 1e-17 per establishment: one transform serves all regions.
    For larger ``w`` the product is taken over the distinct sizes. The error is that of double
    precision, measured below 1e-12.

    References
    ----------
    Hong, Y. (2013), On computing the distribution function for the Poisson binomial distribution,
    Computational Statistics and Data Analysis 59, 41-51, for equal sizes.

    Examples
    --------
    Two establishments, of 1 and 2 persons: 2 or more persons come if the larger one does.

    >>> tail_probability(np.array([1, 2]), np.array([0.25, 0.25]), np.array([2, 3])).round(6).tolist()
    [0.25, 0.0625]
    """
    sizes, shares, at_least = _checked(sizes, shares, at_least)
    tail = np.ones(len(shares))
    total = int(sizes.sum())
    tail[at_least > total] = SMALLEST_TAIL
    open_cells = np.flatnonzero((at_least > 0) & (at_least <= total) & (shares < 1))
    if not len(open_cells):
        return tail
    unit = int(np.gcd.reduce(sizes))
    sizes, limits = sizes // unit, -(-at_least // unit)
    length = fft.next_fast_len(total // unit + 1, real=True)
    for series in (True, False):
        chosen = open_cells[(shares[open_cells] < _SERIES_BELOW) == series]
        step = max(1, _CELLS // length)
        for cells in (chosen[k : k + step] for k in range(0, len(chosen), step)):
            generating = (_by_series if series else _by_product)(sizes, shares[cells], length)
            mass = fft.irfft(generating, length)
            tail[cells] = np.where(np.arange(length) >= limits[cells, None], mass, 0.0).sum(axis=1)
    return np.clip(tail, SMALLEST_TAIL, 1.0)


def count_exceedances(
    sizes: IntArray, shares: FloatArray, observed: IntArray, *, draws: int, rng: Rng
) -> IntArray:
    """Throw the establishments of an industry at the regions and count how often chance does as well.

    Parameters
    ----------
    sizes : ndarray of int, shape (n_establishments,)
        Persons employed in every establishment of the industry.
    shares : ndarray, shape (n_regions,)
        Probability of each region; adds up to 1.
    observed : ndarray of int, shape (n_regions,)
        Jobs of the industry in each region.
    draws : int
        How often everything is thrown.
    rng : Generator
        Source of chance.

    Returns
    -------
    ndarray of int, shape (n_regions,)
        In how many draws the region received ``observed`` jobs or more.

    Raises
    ------
    MeasureError
        If ``draws`` is below 1, a size is negative or the shares are not probabilities.

    Notes
    -----
    Inverse transform with a table of 65,536 equal steps: a step that lies within one region decides
    at once, the few that span a border are refined by a further number, so that the probabilities
    are ``shares`` to double precision.

    References
    ----------
    Chen, H.-C. and Asau, Y. (1974), On generating random variates from an empirical distribution,
    AIIE Transactions 6, 163-166.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> shares, observed = np.array([0.25, 0.75]), np.array([5, 0])
    >>> count_exceedances(np.array([5]), shares, observed, draws=1000, rng=rng).tolist()
    [266, 1000]
    """
    sizes, shares, observed = _checked(sizes, shares, observed)
    if draws < 1:
        raise MeasureError(f"`draws` is {draws}; draw at least once.")
    if not math.isclose(shares.sum(), 1.0, rel_tol=1e-9):
        raise MeasureError(f"`shares` add up to {shares.sum()}, not to 1; divide them by their sum.")
    table, limits = cut_points(shares)
    n, regions = len(sizes), len(shares)
    exceedances = np.zeros(regions, dtype=np.int64)
    step = max(1, _CELLS // max(n, regions))
    for first in range(0, draws, step):
        rows = min(step, draws - first)
        place = throw(table, limits, rows * n, rng)
        place += np.repeat(np.arange(rows) * regions, n)
        weights = np.broadcast_to(sizes.astype(np.float64), (rows, n)).ravel()
        jobs = np.bincount(place, weights=weights, minlength=rows * regions).reshape(rows, regions)
        exceedances += (jobs >= observed).sum(axis=0)
    return exceedances


def _checked(sizes: IntArray, shares: FloatArray, jobs: IntArray) -> tuple[IntArray, FloatArray, IntArray]:
    sizes = np.asarray(sizes, dtype=np.int64)
    shares = np.asarray(shares, dtype=np.float64)
    if (sizes < 0).any():
        raise MeasureError(f"A size is {sizes.min()}; an establishment has 0 persons or more.")
    if not ((shares >= 0) & (shares <= 1)).all():
        wrong = shares[~((shares >= 0) & (shares <= 1))][0]
        raise MeasureError(f"A share is {wrong}; the probability of a region lies between 0 and 1.")
    return sizes[sizes > 0], shares, np.asarray(jobs, dtype=np.int64)


def _by_series(sizes: IntArray, shares: FloatArray, length: int) -> ComplexArray:
    """Return the generating function of every cell at the frequencies 0 to length / 2."""
    odds = shares / (1 - shares)
    largest = max(float(odds.max()), 1e-300)
    terms = max(1, math.ceil(math.log(1e-17) / math.log(largest)))
    power = np.arange(1, terms + 1)
    factors = -((-odds[:, None]) ** power) / power
    constant = len(sizes) * np.log1p(-shares)
    spectrum = fft.fft(np.bincount(sizes, minlength=length).astype(np.float64))
    result = np.empty((len(shares), length // 2 + 1), dtype=np.complex128)
    for first in range(0, result.shape[1], _FREQUENCIES):
        t = np.arange(first, min(result.shape[1], first + _FREQUENCIES))
        parts = spectrum[(power[:, None] * t) % length].view(np.float64)
        result[:, first : first + len(t)] = np.exp((factors @ parts).view(np.complex128) + constant[:, None])
    return result


def _by_product(sizes: IntArray, shares: FloatArray, length: int) -> ComplexArray:
    """Do the same without the series, for shares of any height."""
    result = np.ones((len(shares), length // 2 + 1), dtype=np.complex128)
    t = np.arange(length // 2 + 1)
    for size, count in zip(*np.unique(sizes, return_counts=True), strict=True):
        turn = np.exp(-2j * np.pi * ((t * size) % length) / length)
        result *= (1 - shares[:, None] + shares[:, None] * turn) ** int(count)
    return result


def cut_points(shares: FloatArray) -> tuple[IntArray, FloatArray]:
    """Prepare a fast throw: cut the line from 0 to 1 into steps, most of which lie within one region.

    Parameters
    ----------
    shares : ndarray, shape (n_regions,)
        Probability of each region; adds up to 1.

    Returns
    -------
    tuple of ndarray
        The region of each of 65,536 equal steps, -1 where a border runs through it; the upper border of
        every region.

    Raises
    ------
    IndexError
        If all shares are 0.

    Notes
    -----
    Region ``r`` has the stretch from ``sum_(q < r) shares[q]`` to ``sum_(q <= r) shares[q]``.

    References
    ----------
    Chen, H.-C. and Asau, Y. (1974), On generating random variates from an empirical distribution,
    AIIE Transactions 6, 163-166.

    Examples
    --------
    >>> table, limits = cut_points(np.array([0.5, 0.5]))
    >>> table[[0, -1]].tolist(), limits.tolist()
    ([0, 1], [0.5, 1.0])
    """
    limits = np.cumsum(shares)
    limits[np.flatnonzero(shares)[-1] :] = 1.0
    edges = np.arange(_BUCKETS + 1) / _BUCKETS
    first = np.searchsorted(limits, edges[:-1], side="right")
    last = np.searchsorted(limits, edges[1:], side="left")
    return np.where(first == last, first, -1), limits


def throw(table: IntArray, limits: FloatArray, count: int, rng: Rng) -> IntArray:
    """Throw establishments at regions.

    Parameters
    ----------
    table, limits : ndarray
        What `cut_points` gives.
    count : int
        How many are thrown.
    rng : Generator
        Source of chance.

    Returns
    -------
    ndarray of int, shape (count,)
        The region of each.

    Raises
    ------
    ValueError
        If ``count`` is negative.

    Notes
    -----
    A step that lies within one region decides at once; the few that span a border are refined by a further
    number, so that the probabilities are those of the shares to double precision.

    References
    ----------
    Chen and Asau (1974), as for `cut_points`.

    Examples
    --------
    >>> throw(*cut_points(np.array([0.0, 1.0])), 3, np.random.default_rng(1)).tolist()
    [1, 1, 1]
    """
    step = rng.integers(0, _BUCKETS, size=count, dtype=np.uint16)
    place = table.take(step)
    torn = np.flatnonzero(place < 0)
    place[torn] = np.searchsorted(limits, (step[torn] + rng.random(len(torn))) / _BUCKETS, side="right")
    return place

"""One number for the whole map: whether places are like, or near, those of their kind."""

import math
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.random import SeedSequence
from scipy.sparse import csr_array

from sandan.errors import MeasureError
from sandan.observe.hotspots.conditional_null import Alternative, check_permutations, tail_p_values
from sandan.observe.hotspots.weights import SpatialWeights, aligned_values
from sandan.parallel import map_in_order
from sandan.types import FloatArray, Rng

__all__ = ["GlobalAssociation", "Moments", "general_g", "morans_i"]

Moments: TypeAlias = Literal["randomization", "normality"]
"""Whether the numbers at hand are permuted, or drawn anew from a normal distribution."""

_MULTIPLIED = 2_000_000  # numbers of permuted maps that are held at a time
_ROUNDING = 1e-12  # statistics that differ by less are the same, added up in another order


@dataclass(frozen=True)
class GlobalAssociation:
    """A statistic of a whole map beside what chance gives."""

    statistic: float
    expected: float
    """Mean under the null, exactly."""
    variance: float
    """Variance under the null, exactly."""
    z_score: float
    p_normal: float
    """Probability of ``z_score`` if it were normal, in the chosen alternative."""
    p_value: float
    """By permutation, in the chosen alternative."""
    alternative: Alternative
    permutations: int
    places: int
    islands: int
    """Places without neighbors: they count in the mean and in ``places`` and are nobody's neighbor."""


def morans_i(
    values: pd.Series,
    weights: SpatialWeights,
    *,
    moments: Moments = "randomization",
    alternative: Alternative = "two_sided",
    permutations: int = 9_999,
    rng: Rng,
    executor: Executor | None = None,
) -> GlobalAssociation:
    """Measure whether places resemble their neighbors, over the whole map.

    Parameters
    ----------
    values : Series, shape (n,)
        A number per place, such as a rate or a location quotient; the index is that of the weights.
    weights : SpatialWeights
        Who is whose neighbor.
    moments : {"randomization", "normality"}
        Null of ``variance``, ``z_score`` and ``p_normal``. The permutations are randomization.
    alternative : {"two_sided", "greater", "less"}
        ``greater``: neighbors are alike. ``less``: they are unlike.
    permutations : int
        Number of random rearrangements of the numbers over all places.
    rng : Generator
        Where chance comes from; every permutation has its own stream.
    executor : Executor, optional
        Where pieces of permutations run.

    Returns
    -------
    GlobalAssociation
        The statistic with its exact moments and its p-values.

    Raises
    ------
    TableError
        If a number is missing.
    MeasureError
        If places differ or are fewer than four, all numbers are the same, nobody has a neighbor, or a
        parameter is out of its range.

    Notes
    -----
    With ``z = x - mean(x)``, ``S0 = sum w``, ``S1 = sum (w_ij + w_ji)**2 / 2``, ``S2 = sum over i of (row sum
    + column sum)**2`` and ``b = n sum z**4 / (sum z**2)**2``::

        I = n / S0 * sum w_ij z_i z_j / sum z_i**2
        E = -1 / (n - 1)
        normality      V = (n**2 S1 - n S2 + 3 S0**2) / ((n - 1)(n + 1) S0**2) - E**2
        randomization  V = (n ((n**2 - 3n + 3) S1 - n S2 + 3 S0**2) - b ((n**2 - n) S1 - 2n S2 + 6 S0**2))
                           / ((n - 1)(n - 2)(n - 3) S0**2) - E**2

    References
    ----------
    Cliff, A. and Ord, J. (1981), Spatial processes: models and applications. ``docs/methods/local-moran.md``.

    Examples
    --------
    Six places in a row, the low ones on the left: four pairs of alike and one of unlike neighbors.

    >>> from sandan.observe.hotspots.neighbors import neighbors_within
    >>> row = pd.DataFrame({"x": np.arange(6) * 1000.0, "y": 0.0})
    >>> low_and_high = pd.Series([0, 0, 0, 1, 1, 1])
    >>> rng = np.random.default_rng(1)
    >>> round(morans_i(low_and_high, neighbors_within(row, 1000, style="as_given"), rng=rng).statistic, 6)
    0.6
    """
    numbers, matrix = _map(values, weights)
    n, z = len(numbers), numbers - numbers.mean()
    s0, s1, s2 = _sums(matrix)
    expected = -1 / (n - 1)
    if moments == "normality":
        raw = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n - 1) * (n + 1) * s0**2)
    elif moments == "randomization":
        peaked = n * (z**4).sum() / (z**2).sum() ** 2
        first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
        second = peaked * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
        raw = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0**2)
    else:
        raise MeasureError(f"`moments` is {moments!r}; use 'randomization' or 'normality'.")
    factor = n / s0 / (z**2).sum()
    null = factor * _cross_products(z, matrix, permutations, rng, executor)
    statistic = factor * float(z @ (matrix @ z))
    return _association(statistic, (expected, raw - expected**2), null, alternative, weights)


def general_g(
    values: pd.Series,
    weights: SpatialWeights,
    *,
    alternative: Alternative = "two_sided",
    permutations: int = 9_999,
    rng: Rng,
    executor: Executor | None = None,
) -> GlobalAssociation:
    """Measure whether high numbers lie beside high ones, or low beside low, over the whole map.

    Parameters
    ----------
    values : Series, shape (n,)
        Numbers of 0 or more with a natural zero, such as jobs; the index is that of the weights.
    weights : SpatialWeights
        Who is whose neighbor.
    alternative : {"two_sided", "greater", "less"}
        ``greater``: high beside high. ``less``: low beside low.
    permutations : int
        Number of random rearrangements of the numbers over all places.
    rng : Generator
        Where chance comes from; every permutation has its own stream.
    executor : Executor, optional
        Where pieces of permutations run.

    Returns
    -------
    GlobalAssociation
        The statistic with its exact moments under randomization and its p-values.

    Raises
    ------
    TableError
        If a number is missing.
    MeasureError
        If a number is negative, places differ or are fewer than four, all numbers are the same, nobody has
        a neighbor, or a parameter is out of its range.

    Notes
    -----
    With ``m_k = sum x**k`` and ``S0``, ``S1``, ``S2`` as in :func:`morans_i`::

        G = sum w_ij x_i x_j / sum over i != j of x_i x_j,   E = S0 / (n (n - 1))
        V = (B0 m_2**2 + B1 m_4 + B2 m_1**2 m_2 + B3 m_1 m_3 + B4 m_1**4)
            / ((m_1**2 - m_2)**2 n (n - 1)(n - 2)(n - 3)) - E**2

    with the coefficients ``B`` of the source.

    References
    ----------
    Getis, A. and Ord, J. (1992), The analysis of spatial association by use of distance statistics,
    Geographical Analysis 24, 189-206. ``docs/methods/local-g.md``.

    Examples
    --------
    >>> from sandan.observe.hotspots.neighbors import neighbors_within
    >>> row = pd.DataFrame({"x": np.arange(4) * 1000.0, "y": 0.0})
    >>> rng = np.random.default_rng(1)
    >>> near = neighbors_within(row, 1000, style="as_given")
    >>> round(general_g(pd.Series([1, 1, 2, 4]), near, rng=rng).statistic, 6)  # 2 (1 + 2 + 8) / (64 - 22)
    0.52381
    """
    numbers, matrix = _map(values, weights)
    if (numbers < 0).any():
        raise MeasureError(
            f"`values` holds {numbers.min()}; G compares products of numbers of 0 or more. Use `morans_i`."
        )
    n = len(numbers)
    s0, s1, s2 = _sums(matrix)
    expected = s0 / (n * (n - 1))
    m1, m2, m3, m4 = ((numbers**k).sum() for k in (1, 2, 3, 4))
    b0 = (n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2
    b1 = -((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s0**2)
    b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0**2
    b4 = s1 - s2 + s0**2
    top = b0 * m2**2 + b1 * m4 + b2 * m1**2 * m2 + b3 * m1 * m3 + b4 * m1**4
    pairs = m1**2 - m2
    if pairs <= 0:
        raise MeasureError(
            f"Only {np.count_nonzero(numbers)} place has a number above 0; G needs two or more."
        )
    raw = top / (pairs**2 * n * (n - 1) * (n - 2) * (n - 3))
    null = _cross_products(numbers, matrix, permutations, rng, executor) / pairs
    statistic = float(numbers @ (matrix @ numbers)) / pairs
    return _association(statistic, (expected, raw - expected**2), null, alternative, weights)


def _map(values: pd.Series, weights: SpatialWeights) -> tuple[FloatArray, csr_array]:
    numbers = aligned_values(values, weights)
    if len(numbers) < 4 or weights.given.nnz == 0:
        raise MeasureError(
            f"There are {len(numbers)} places with {weights.given.nnz} neighbors between them; a statistic "
            "of the whole map needs four places and some neighbors."
        )
    return numbers, weights.matrix


def _sums(matrix: csr_array) -> tuple[float, float, float]:
    both = matrix + matrix.T
    rows, columns = np.asarray(matrix.sum(axis=1)), np.asarray(matrix.sum(axis=0))
    return float(matrix.sum()), float(both.power(2).sum() / 2), float(((rows + columns) ** 2).sum())


def _cross_products(
    numbers: FloatArray, matrix: csr_array, permutations: int, rng: Rng, executor: Executor | None
) -> FloatArray:
    """Return ``sum w_ij x_i x_j`` of every permutation of the numbers."""
    check_permutations(permutations)
    streams = rng.bit_generator.seed_seq.spawn(permutations)  # type: ignore[attr-defined]
    size = max(1, _MULTIPLIED // len(numbers))
    pieces = [streams[start : start + size] for start in range(0, permutations, size)]
    return np.concatenate(map_in_order(partial(_products, numbers, matrix), pieces, executor=executor))


def _products(numbers: FloatArray, matrix: csr_array, streams: list[SeedSequence]) -> FloatArray:
    maps = np.stack([np.random.default_rng(stream).permutation(numbers) for stream in streams], axis=1)
    return np.asarray(np.einsum("ip,ip->p", maps, matrix @ maps), dtype=np.float64)


def _association(
    statistic: float,
    moments: tuple[float, float],
    null: FloatArray,
    alternative: Alternative,
    weights: SpatialWeights,
) -> GlobalAssociation:
    expected, variance = moments
    z = (statistic - expected) / math.sqrt(variance) if variance > 0 else math.nan
    same = _ROUNDING * max(abs(statistic), float(np.abs(null).max()))
    tails = ((null >= statistic - same).sum(), (null <= statistic + same).sum())
    at_least, at_most = (np.array([count], dtype=np.int64) for count in tails)
    return GlobalAssociation(
        statistic=float(statistic),
        expected=float(expected),
        variance=float(variance),
        z_score=z,
        p_normal=_normal_p_value(z, alternative),
        p_value=float(tail_p_values(at_least, at_most, len(null), alternative)[0]),
        alternative=alternative,
        permutations=len(null),
        places=len(weights.ids),
        islands=len(weights.islands),
    )


def _normal_p_value(z: float, alternative: Alternative) -> float:
    above = math.erfc(z / math.sqrt(2)) / 2
    if alternative == "two_sided":
        return 2 * min(above, 1 - above)
    return above if alternative == "greater" else 1 - above

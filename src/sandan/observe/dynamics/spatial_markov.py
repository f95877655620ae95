"""Whether the moves of a place depend on its neighbors: Markov matrices by class of the spatial lag."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import gammaincc

from sandan.errors import MeasureError
from sandan.observe.chance import against_chance, check_draws
from sandan.observe.dynamics.mobility import (
    Over,
    Ties,
    quantile_classes,
    transition_counts,
    transition_probabilities,
)
from sandan.types import BoolArray, FloatArray, IntArray, Rng

__all__ = ["SpatialMarkov", "homogeneity", "spatial_markov"]


@dataclass(frozen=True)
class SpatialMarkov:
    """Moves of all places, and of places by the class of their neighbors.

    ``counts`` and ``probabilities`` of all places with neighbors; ``conditional``: ``lag`` (class of the
    neighbors), ``before``, ``after``, ``moves``, ``probability``. ``tests``: one row per statistic
    (``chi2``, ``likelihood_ratio``) with ``value``, ``degrees_of_freedom``, ``p_value`` (by the chi-squared
    distribution) and ``p_permutation``. ``without_neighbors``: places that were left out.
    """

    counts: pd.DataFrame
    probabilities: pd.DataFrame
    conditional: pd.DataFrame
    tests: pd.DataFrame
    without_neighbors: tuple[Hashable, ...]
    draws: int


def spatial_markov(
    values: pd.DataFrame,
    weights: Any,
    *,
    ids: Sequence[Hashable],
    classes: int = 5,
    lag_classes: int = 5,
    over: Over = "each_date",
    ties: Ties = "lower",
    standardize: bool = True,
    draws: int = 999,
    rng: Rng,
) -> SpatialMarkov:
    """Test whether places move differently beside rich and beside poor neighbors.

    Parameters
    ----------
    values : DataFrame, shape (n_places, n_dates)
        One value per place and date, dates in order, filled throughout.
    weights : sparse matrix or array, shape (n_places, n_places)
        Spatial weights of any kind, 0 or more; the diagonal is taken as it is.
    ids : sequence
        Places of the rows and columns of ``weights``: those of ``values``, in any order.
    classes, lag_classes : int
        Number of classes of the values and of the lags.
    over, ties
        As in :func:`sandan.observe.dynamics.mobility.quantile_classes`, for values and lags.
    standardize : bool
        Whether each row of the weights is divided by its sum, so that the lag is a mean of neighbors.
    draws : int
        Number of random assignments of the places to the map.
    rng : Generator
        Source of chance.

    Returns
    -------
    SpatialMarkov
        Matrices and tests of homogeneity.

    Raises
    ------
    TableError
        If a value is missing, or ``ties`` is ``refuse`` and equal values lie on a border.
    MeasureError
        If ids and values differ, the weights are not square, negative or not finite, fewer than two places
        have neighbors, or a parameter is out of range.

    Notes
    -----
    A step of place ``i`` from ``t`` to ``t + 1`` is counted in the matrix of the class of its lag
    ``sum_j w_ij y_jt`` at ``t``. Classes of values are made of all places, classes of lags of the places with
    neighbors; places without neighbors are left out of all matrices. Under the null of the permutation the
    histories of the places are dealt anew to the map, each as a whole, and every lag is computed again:
    that keeps each place's own dynamics, which the chi-squared distribution replaces by an assumption.

    References
    ----------
    Rey, S. (2001), Spatial empirics for economic growth and convergence, Geographical Analysis 33, 195-214.
    Rey, S., Kang, W. and Wolf, L. (2016), The properties of tests for spatial effects in discrete Markov
    chain models of regional income distribution dynamics, Journal of Geographical Systems 18, 377-398.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> values = pd.DataFrame(rng.normal(size=(30, 4)).cumsum(axis=1))
    >>> ring = sparse.diags_array([1.0, 1.0], offsets=[1, -1], shape=(30, 30))
    >>> found = spatial_markov(values, ring, ids=range(30), classes=2, lag_classes=2, draws=99, rng=rng)
    >>> int(found.counts.to_numpy().sum()), found.tests["degrees_of_freedom"].tolist()
    (90, [2, 2])
    """
    check_draws(draws)
    matrix, near = _checked_weights(weights, len(ids), standardize=standardize)
    if set(ids) != set(values.index) or len(set(ids)) != len(ids):
        raise MeasureError(
            f"`ids` names {len(set(ids))} places and `values` has {len(values)}; give the same, each once."
        )
    ordered = values.reindex(pd.Index(ids))
    sorted_into = quantile_classes(ordered, classes=classes, over=over, ties=ties)
    own, numbers = sorted_into.to_numpy(), ordered.to_numpy(dtype=np.float64)

    def conditional(order: IntArray) -> IntArray:
        lag = pd.DataFrame((matrix @ numbers[order])[near])
        lags = quantile_classes(lag, classes=lag_classes, over=over, ties=ties).to_numpy()
        return _conditional_counts(own[order][near], lags, classes, lag_classes)

    observed = conditional(np.arange(len(numbers)))
    tests = homogeneity(observed)
    orders = (rng.permutation(len(numbers)) for _ in range(draws))
    drawn = np.array([_statistics(conditional(order).astype(np.float64)) for order in orders])
    p_high = [
        against_chance(value, column).p_high for value, column in zip(tests["value"], drawn.T, strict=True)
    ]
    counts = transition_counts(sorted_into[near], number=classes)
    return SpatialMarkov(
        counts=counts,
        probabilities=transition_probabilities(counts),
        conditional=_long(observed),
        tests=tests.assign(p_permutation=p_high),
        without_neighbors=tuple(place for place, has in zip(ids, near, strict=True) if not has),
        draws=draws,
    )


def homogeneity(counts: IntArray) -> pd.DataFrame:
    """Test whether several Markov chains have the same probabilities.

    Parameters
    ----------
    counts : ndarray of int, shape (n_chains, n_classes, n_classes)
        Moves of each chain, from the row class to the column class.

    Returns
    -------
    DataFrame, shape (2, 4)
        ``test`` (chi2, likelihood_ratio), ``value``, ``degrees_of_freedom``, ``p_value``; NaN in the last if
        no degree of freedom is left.

    Raises
    ------
    MeasureError
        If the counts are not of that shape, or negative.

    Notes
    -----
    With ``n_mi`` the moves of chain ``m`` that begin in class ``i`` and ``p_ij`` the pooled probabilities::

        chi2 = sum over m, i, j with p_ij > 0 of n_mi (p_mij - p_ij)^2 / p_ij
        likelihood_ratio = 2 sum over m, i, j with n_mij > 0 of n_mij ln(p_mij / p_ij)
        degrees of freedom = sum over i of (a_i - 1) (b_i - 1)

    where ``a_i`` is the number of chains with a move out of ``i`` and ``b_i`` of classes reached from it.

    References
    ----------
    Bickenbach, F. and Bode, E. (2003), Evaluating the Markov property in studies of economic convergence,
    International Regional Science Review 26, 363-392.

    Examples
    --------
    >>> homogeneity(np.array([[[8, 2], [3, 7]], [[4, 6], [3, 7]]])).round(3)
                   test  value  degrees_of_freedom  p_value
    0              chi2  3.333                   2    0.189
    1  likelihood_ratio  3.452                   2    0.178
    """
    cells = np.asarray(counts, dtype=np.float64)
    if cells.ndim != 3 or cells.shape[1] != cells.shape[2] or not (cells >= 0).all():
        raise MeasureError(f"`counts` has shape {cells.shape}; give one square table of counts per chain.")
    values = _statistics(cells)
    pooled, start = cells.sum(axis=0), cells.sum(axis=2)
    chains, reached = (start > 0).sum(axis=0), (pooled > 0).sum(axis=1)
    freedom = int((np.maximum(chains - 1, 0) * np.maximum(reached - 1, 0)).sum())
    p_value = gammaincc(freedom / 2, values.clip(0) / 2) if freedom else np.full(2, np.nan)
    return pd.DataFrame(
        {
            "test": ["chi2", "likelihood_ratio"],
            "value": values,
            "degrees_of_freedom": freedom,
            "p_value": p_value,
        }
    )


def _statistics(cells: FloatArray) -> FloatArray:
    """Return chi2 and the likelihood ratio."""
    pooled = cells.sum(axis=0)
    start, total = cells.sum(axis=2, keepdims=True), pooled.sum(axis=1, keepdims=True)
    expected = start * np.divide(pooled, total, out=np.zeros_like(pooled), where=total > 0)
    squares = np.divide((cells - expected) ** 2, expected, out=np.zeros_like(cells), where=expected > 0)
    ratio = np.divide(cells, expected, out=np.ones_like(cells), where=cells > 0)
    return np.array([squares.sum(), 2 * (cells * np.log(ratio)).sum()])


def _checked_weights(weights: Any, places: int, *, standardize: bool) -> tuple[Any, BoolArray]:
    matrix: Any = sparse.csr_array(weights, dtype=np.float64)
    if matrix.shape != (places, places):
        raise MeasureError(
            f"`weights` has shape {matrix.shape} for {places} `ids`; give one row and column each."
        )
    if not (np.isfinite(matrix.data) & (matrix.data >= 0)).all():
        raise MeasureError(f"`weights` has the value {matrix.data.min()}; weights are finite and 0 or more.")
    sums: FloatArray = np.asarray(matrix.sum(axis=1)).ravel()
    near = sums > 0
    if near.sum() < 2:
        raise MeasureError(
            f"{int(near.sum())} of {places} places have neighbors; moves need more to compare."
        )
    if standardize:
        matrix = sparse.diags_array(np.divide(1.0, sums, out=np.zeros_like(sums), where=near)) @ matrix
    return matrix, near


def _conditional_counts(own: IntArray, lags: IntArray, classes: int, lag_classes: int) -> IntArray:
    step = (lags[:, :-1] * classes + own[:, :-1]) * classes + own[:, 1:]
    counts = np.bincount(step.ravel(), minlength=lag_classes * classes**2)
    return counts.reshape(lag_classes, classes, classes)


def _long(counts: IntArray) -> pd.DataFrame:
    lag, before, after = (part.ravel() for part in np.indices(counts.shape))
    start = np.repeat(counts.sum(axis=2).ravel(), counts.shape[2])
    moves = counts.ravel()
    probability = np.divide(moves, start, out=np.full(len(moves), np.nan), where=start > 0)
    table = {"lag": lag, "before": before, "after": after, "moves": moves, "probability": probability}
    return pd.DataFrame(table)

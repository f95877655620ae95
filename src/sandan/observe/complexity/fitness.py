"""Fitness of regions and complexity of industries after Tacchella, with a report on convergence."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.complexity.network import Component, bipartite_network
from sandan.types import FloatArray

__all__ = ["Fitness", "fitness"]

_SMALLEST = 1e-250  # not far below this the inverse is infinite and the order is lost
_VANISHING = 1e-6


@dataclass(frozen=True)
class Fitness:
    """Fitness and complexity, and how far they had settled.

    ``regions`` and ``industries`` have every label of the input, mean 1 over those kept, NaN for the
    others. ``change`` is the greatest move of a region in the last round, ``rank_changes`` the number
    of regions whose rank it moved, ``converged`` whether ``change`` came down to the tolerance.
    ``vanishing_regions`` and ``vanishing_industries`` count values below a millionth of the mean: they
    go on falling toward 0, and only their order has a meaning.
    """

    regions: pd.Series
    industries: pd.Series
    iterations: int
    converged: bool
    change: float
    rank_changes: int
    vanishing_regions: int
    vanishing_industries: int
    components: int
    left_out: pd.DataFrame


def fitness(
    presence: pd.DataFrame,
    *,
    iterations: int = 1000,
    tolerance: float = 1e-9,
    component: Component = "refuse",
) -> Fitness:
    """Compute the fitness of regions and the complexity of industries.

    Parameters
    ----------
    presence : DataFrame, shape (n_regions, n_industries)
        1 (or a weight above 0) where the industry is present, 0 where it is absent.
    iterations : int
        Most rounds.
    tolerance : float
        Stop as soon as no region moves by more than this in a round; 0 runs all rounds.
    component : {"refuse", "largest"}
        What to do if the network is in pieces.

    Returns
    -------
    Fitness
        Values with a report on their convergence.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If a parameter is out of range or the network is in pieces.

    Notes
    -----
    From ``F = 1`` and ``Q = 1``, each round computes both from the values before it::

        F[r] = sum_i M[r, i] Q[i]             divided by its mean
        Q[i] = 1 / sum_r M[r, i] / F[r]       divided by its mean

    Depending on the shape of ``M``, some values fall to 0 without end, as one over the number of
    rounds or faster; how many is reported, and the rounds end before a value is too small for its
    order to be kept (1e-250).

    References
    ----------
    Tacchella, A., Cristelli, M., Caldarelli, G., Gabrielli, A. and Pietronero, L. (2012), A new metrics
    for countries' fitness and products' complexity, Scientific Reports 2, 723. Pugliese, E., Zaccaria,
    A. and Pietronero, L. (2016), On the convergence of the Fitness-Complexity algorithm, European
    Physical Journal Special Topics 225, 1893-1911. ``docs/methods/economic-complexity.md``.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 0], [0, 1, 1], [1, 1, 1]], index=list("abc"), columns=list("xyz"))
    >>> found = fitness(table)
    >>> found.regions.round(3).to_dict(), found.converged
    ({'a': 0.829, 'b': 0.829, 'c': 1.342}, True)
    """
    if iterations < 1 or not tolerance >= 0:
        raise MeasureError(
            f"`iterations` is {iterations} and `tolerance` {tolerance}; give 1 or more and 0 or more."
        )
    network = bipartite_network(presence, component=component)
    strength, difficulty = np.ones(len(network.links)), np.ones(network.links.shape[1])
    change, done = np.inf, 0
    while done < iterations and not change <= tolerance and strength.min() > _SMALLEST:
        before, done = strength, done + 1
        strength, difficulty = _round(network.links, strength, difficulty)
        change = float(np.abs(strength - before).max())
    return Fitness(
        regions=pd.Series(strength, index=presence.index[network.regions]).reindex(presence.index),
        industries=pd.Series(difficulty, index=presence.columns[network.industries]).reindex(
            presence.columns
        ),
        iterations=done,
        converged=change <= tolerance,
        change=change,
        rank_changes=int((_ranks(strength) != _ranks(before)).sum()),
        vanishing_regions=int((strength < _VANISHING).sum()),
        vanishing_industries=int((difficulty < _VANISHING).sum()),
        components=network.components,
        left_out=network.left_out,
    )


def _round(links: FloatArray, strength: FloatArray, difficulty: FloatArray) -> tuple[FloatArray, FloatArray]:
    stronger = links @ difficulty
    harder = 1 / (links.T @ (1 / strength))
    return stronger / stronger.mean(), harder / harder.mean()


def _ranks(values: FloatArray) -> FloatArray:
    return np.asarray(pd.Series(values).rank(), dtype=np.float64)

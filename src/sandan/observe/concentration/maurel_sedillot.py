"""Maurel and Sédillot's index: how often two plants of an industry are in the same region."""

from concurrent.futures import Executor

import numpy as np
import pandas as pd

from sandan.observe.concentration.dartboard import (
    Weighting,
    concentration_table,
    make_dartboard,
    simulated_p,
)
from sandan.types import Rng, Table

__all__ = ["maurel_sedillot"]


def maurel_sedillot(
    establishments: pd.DataFrame,
    *,
    benchmark: pd.Series | None = None,
    weighting: Weighting = "jobs",
    simulations: int = 0,
    rng: Rng | None = None,
    region: str = "region",
    industry: str = "industry",
    workers: str = "workers",
    executor: Executor | None = None,
) -> Table:
    """Compare how often two plants of an industry share a region with how often chance lets them.

    Parameters
    ----------
    establishments : DataFrame, shape (n_establishments, n_columns)
        One row per plant of the whole country (or of all regions compared) at one date.
    benchmark : Series, shape (n_regions,), optional
        As in :func:`~sandan.observe.concentration.ellison_glaeser.ellison_glaeser`.
    weighting : {"jobs", "plants"}
        Whether a pair of plants counts with the product of their persons employed or as one.
    simulations : int
        How often the plants are thrown for ``p_simulated``; 0 leaves it out.
    rng : Generator, optional
        Source of chance, needed with ``simulations``.
    region, industry, workers : str
        Names of the columns.
    executor : concurrent.futures.Executor, optional
        Where to run the simulations; the result does not depend on it.

    Returns
    -------
    DataFrame, shape (n_industries, 12)
        The columns of :func:`~sandan.observe.concentration.ellison_glaeser.ellison_glaeser`, with
        ``raw_concentration``, ``expected`` and ``variance`` those of this index's own G.

    Raises
    ------
    TableError
        If a column is missing or has empty cells, or sizes are not whole numbers of 0 or more.
    MeasureError
        If a plant stands in a region without a benchmark, or a parameter is out of its range.

    Notes
    -----
    With the letters of ``ellison_glaeser``::

        G        = (sum_r s_r^2 - X_2) / (1 - X_2)
        expected = H
        gamma    = (G - H) / (1 - H) = (P - X_2) / (1 - X_2)
        P        = sum_{k != l} z_k z_l [k and l in one region] / sum_{k != l} z_k z_l
        variance = (2 (H^2 - H_4) (X_2 - X_2^2)
                    + 4 (H - 2 H_3 + 2 H_4 - H^2) (X_3 - X_2^2)) / (1 - X_2)^2

    Unlike Ellison and Glaeser's, the index takes no account of where the industry departs from ``x``: an
    industry that avoids a large region for a small one may have a ``gamma`` of 0 or less. The variance
    follows from the covariances of pairs: pairs without a common plant are independent, those with one
    have covariance ``X_3 - X_2^2``.

    References
    ----------
    Maurel, F. and Sédillot, B. (1999), A measure of the geographic concentration in French
    manufacturing industries, Regional Science and Urban Economics 29, 575-604, for the index. Variance:
    own derivation, ``docs/methods/ellison-glaeser.md``.

    Examples
    --------
    Of the six pairs of four plants three share a region, as chance would have it.

    >>> rows = [("a", "chips", 10)] * 3 + [("b", "chips", 10)]
    >>> table = pd.DataFrame(rows, columns=["region", "industry", "workers"])
    >>> found = maurel_sedillot(table, benchmark=pd.Series({"a": 500, "b": 500}))
    >>> found.loc[0, ["raw_concentration", "expected", "gamma"]].tolist()
    [0.25, 0.25, 0.0]
    """
    board = make_dartboard(
        establishments,
        benchmark=benchmark,
        weighting=weighting,
        region=region,
        industry=industry,
        workers=workers,
    )
    x2, x3 = board.weight_power(2), board.weight_power(3)
    h, h3, h4 = (board.plant_power(power) for power in (2, 3, 4))
    pairs = 2 * (h**2 - h4) * (x2 - x2**2)
    chains = 4 * (h - 2 * h3 + 2 * h4 - h**2) * (x3 - x2**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = ((board.shares**2).sum(axis=0) - x2) / (1 - x2)
        gamma = (raw - h) / (1 - h)
        variance = (pairs + chains) / np.square(1 - x2)
    p = simulated_p(board, np.zeros_like(board.weights), simulations=simulations, rng=rng, executor=executor)
    return concentration_table(board, raw, h, gamma, variance, p, industry=industry)

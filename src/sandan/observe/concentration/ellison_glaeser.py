"""Ellison and Glaeser's index: how much more concentrated an industry is than darts would be."""

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

__all__ = ["ellison_glaeser"]


def ellison_glaeser(
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
    """Compare the concentration of every industry with that of plants thrown at random.

    Parameters
    ----------
    establishments : DataFrame, shape (n_establishments, n_columns)
        One row per plant of the whole country (or of all regions compared) at one date.
    benchmark : Series, shape (n_regions,), optional
        Number by region, such as all jobs, whose shares are the regions' weights ``x``. It names all
        regions, also those without a plant. Without it ``x`` comes from ``establishments``: their jobs,
        or under ``weighting="plants"`` their number. The choice changes the index a good deal.
    weighting : {"jobs", "plants"}
        Whether a plant counts with its persons employed or as one.
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
        One row per industry, sorted:

        - ``industry``, ``plants``, ``jobs``
        - ``raw_concentration`` (G), ``herfindahl`` of the plants (H)
        - ``expected``, ``variance``: mean and variance of G under the null
        - ``gamma``: 0 = as by chance, 1 = all in one place, below 0 = more even than chance
        - ``z``, ``p_normal``: one-sided, as much concentration or more; a rough guide
        - ``p_simulated``: the same without approximation; NaN without ``simulations``
        - ``reason``: why there is no index (then NaN from ``expected`` to ``p_simulated``), else empty

    Raises
    ------
    TableError
        If a column is missing or has empty cells, or sizes are not whole numbers of 0 or more.
    MeasureError
        If a plant stands in a region without a benchmark, or a parameter is out of its range.

    Notes
    -----
    With ``s`` the industry's shares of regions, ``z_k`` the plants' shares of the industry,
    ``X_m = sum_r x_r^m``, ``H_m = sum_k z_k^m`` and ``H = H_2``::

        G        = sum_r (s_r - x_r)^2
        expected = (1 - X_2) H
        gamma    = (G - (1 - X_2) H) / ((1 - X_2) (1 - H))
        variance = 2 (H^2 - H_4) (X_2 - 2 X_3 + X_2^2) + 4 H_4 (X_3 - X_2^2)

    The variance is exact and equal to the published
    ``2 {H^2 [X_2 - 2 X_3 + X_2^2] - H_4 [X_2 - 4 X_3 + 3 X_2^2]}``, written as two terms that cannot be
    negative. It is right and the shape is not normal: G is skewed, so that
    ``p_normal <= 0.05`` holds for 0.7 to 9 % of random industries (measured). Decide by ``p_simulated``.

    References
    ----------
    Ellison, G. and Glaeser, E. (1997), Geographic concentration in U.S. manufacturing industries: a
    dartboard approach, Journal of Political Economy 105, 889-927. ``docs/methods/ellison-glaeser.md``.

    Examples
    --------
    Three of four plants in one of two equal regions: chance does as much five times in eight.

    >>> rows = [("a", "chips", 10)] * 3 + [("b", "chips", 10)]
    >>> table = pd.DataFrame(rows, columns=["region", "industry", "workers"])
    >>> equal, rng = pd.Series({"a": 500, "b": 500}), np.random.default_rng(1)
    >>> found = ellison_glaeser(table, benchmark=equal, simulations=999, rng=rng)
    >>> found.loc[0, ["raw_concentration", "expected", "gamma", "p_simulated"]].tolist()
    [0.125, 0.125, 0.0, 0.608]
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
    h, h4 = board.plant_power(2), board.plant_power(4)
    raw = ((board.shares - board.weights[:, None]) ** 2).sum(axis=0)
    expected = (1 - x2) * h
    with np.errstate(divide="ignore", invalid="ignore"):
        gamma = (raw - expected) / ((1 - x2) * (1 - h))
    variance = 2 * (h**2 - h4) * (x2 - 2 * x3 + x2**2) + 4 * h4 * (x3 - x2**2)
    p = simulated_p(board, board.weights, simulations=simulations, rng=rng, executor=executor)
    return concentration_table(board, raw, expected, gamma, variance, p, industry=industry)

"""The method of reflections, rescaled at every step so that it does not collapse."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.complexity.network import Component, bipartite_network
from sandan.types import BoolArray, FloatArray

__all__ = ["Reflections", "reflections"]


@dataclass(frozen=True)
class Reflections:
    """Averages of averages, as z-scores.

    ``regions`` and ``industries`` have every label of the input, NaN where it was left out.
    ``region_step`` (even) and ``industry_step`` (odd) say how often was averaged, ``change`` by how
    much the last round moved a region at most, ``components`` and ``left_out`` as in ``Network``.
    """

    regions: pd.Series
    industries: pd.Series
    region_step: int
    industry_step: int
    change: float
    components: int
    left_out: pd.DataFrame


def reflections(
    presence: pd.DataFrame, *, iterations: int = 20, component: Component = "refuse", ddof: int = 0
) -> Reflections:
    """Average diversity over industries, that over regions, and so on.

    Parameters
    ----------
    presence : DataFrame, shape (n_regions, n_industries)
        1 (or a weight above 0) where the industry is present, 0 where it is absent.
    iterations : int
        Greatest number ``N`` of averages; 2 or more, without upper limit.
    component : {"refuse", "largest"}
        What to do if the network is in pieces.
    ddof : {0, 1}
        Whether standard deviations divide by the number or by one less.

    Returns
    -------
    Reflections
        z-scores of the regions at the last even ``N`` and of the industries at the last odd one.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If a parameter is out of range, the network is in pieces, or all regions average the same.

    Notes
    -----
    ``k_r,0 = sum_i M``; ``k_i,N = sum_r M k_r,N-1 / k_i,0`` for odd ``N``; ``k_r,N = sum_i M k_i,N-1 /
    k_r,0`` for even ``N``. Averaging commutes with ``a + b x``, so turning every step into z-scores
    changes nothing but rounding: without it the differences shrink by ``sqrt(eigenvalue)`` each step
    until only rounding is left. The sign is that of the start, the diversity. For large ``N`` this is
    the second eigenvector; :func:`~sandan.observe.complexity.eigen.economic_complexity` computes it
    directly and says how well it is determined.

    References
    ----------
    Hidalgo, C. A. and Hausmann, R. (2009), The building blocks of economic complexity, PNAS 106,
    10570-10575. ``docs/methods/economic-complexity.md``.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 1], [0, 1, 1], [0, 0, 1]], index=list("abc"), columns=list("xyz"))
    >>> [reflections(table, iterations=n).industries.round(2).tolist() for n in (3, 1000)]
    [[1.22, 0.0, -1.22], [1.22, 0.0, -1.22]]
    """
    if iterations < 2:
        raise MeasureError(f"`iterations` is {iterations}; regions are averaged from the second one on.")
    if ddof not in (0, 1):
        raise MeasureError(f"`ddof` is {ddof}; use 0 or 1.")
    network = bipartite_network(presence, component=component)
    links = network.links
    diversity, ubiquity = links.sum(axis=1), links.sum(axis=0)
    by_region = _standardized(diversity)
    change = np.inf
    for step in range(1, iterations + 1):
        if step % 2:
            by_industry = _standardized(links.T @ by_region / ubiquity)
        else:
            averaged = _standardized(links @ by_industry / diversity)
            change, by_region = float(np.abs(averaged - by_region).max()), averaged
    return Reflections(
        regions=_series(presence.index, network.regions, by_region, ddof),
        industries=_series(presence.columns, network.industries, by_industry, ddof),
        region_step=iterations - iterations % 2,
        industry_step=iterations - 1 + iterations % 2,
        change=change,
        components=network.components,
        left_out=network.left_out,
    )


def _standardized(values: FloatArray) -> FloatArray:
    centered = values - values.mean()
    spread = centered.std()
    if spread <= 1e-12 * max(float(np.abs(values).max()), 1e-300):
        raise MeasureError(
            f"All {len(values)} averages are {values[0]:.6g}: diversity does not differ between what is "
            "linked, and there is nothing to reflect."
        )
    return np.asarray(centered / spread, dtype=np.float64)


def _series(labels: pd.Index, kept: BoolArray, values: FloatArray, ddof: int) -> pd.Series:
    return pd.Series(values / values.std(ddof=ddof), index=labels[kept]).reindex(labels)

"""What the curve of one industry says beside curves of chance."""

from dataclasses import dataclass

import pandas as pd

from sandan.observe.localization.bands import Band, BandRule, Side
from sandan.observe.localization.excess import beside_chance
from sandan.types import FloatArray

__all__ = ["LocalizationTest", "against_chance"]


@dataclass(frozen=True)
class LocalizationTest:
    """A curve beside chance.

    ``table`` has one row per distance: distance (m), observed, expected (mean of the simulations), lower,
    upper, localization (by how much the curve exceeds the band) and dispersion (by how much it falls
    short of it). ``verdict`` is localized, dispersed or neither.
    """

    table: pd.DataFrame
    p: float
    verdict: str
    band: Band
    plants: int
    null: str
    seed: int
    bandwidth: float


def against_chance(
    distances: FloatArray,
    observed: FloatArray,
    simulated: FloatArray,
    *,
    plants: int,
    null: str,
    seed: int,
    bandwidth: float,
    rule: BandRule = "rank",
    level: float = 0.05,
    side: Side = "both",
) -> LocalizationTest:
    """Put a band around curves of chance and say what the observed curve does.

    Parameters
    ----------
    distances, observed : ndarray, shape (n_distances,)
        Meters; the curve.
    simulated : ndarray, shape (n_simulations, n_distances)
        Curves of chance.
    plants, null, seed, bandwidth
        What stands in the record: number of plants, hypothesis, seed of all simulations, meters (NaN
        where no kernel was used).
    rule, level, side
        As for `simulation_band`.

    Returns
    -------
    LocalizationTest
        Distances at which some curve is not defined are left out of the band; their bounds are NaN.

    Raises
    ------
    MeasureError
        If no distance is left, or the band cannot be drawn.

    Notes
    -----
    Band by `simulation_band`, excess by `excess_by_distance`. Leaving out a distance looks at all curves
    alike, so that the test keeps its level.

    References
    ----------
    Duranton, G. and Overman, H. G. (2005), Review of Economic Studies 72, section 4.

    Examples
    --------
    >>> import numpy as np
    >>> chance = np.random.default_rng(1).normal(size=(199, 2))
    >>> found = against_chance(
    ...     np.array([0.0, 1.0]), np.array([9.0, 9.0]), chance, plants=9, null="", seed=1, bandwidth=1.0
    ... )
    >>> found.verdict, found.p
    ('localized', 0.005)
    """
    table, band = beside_chance(distances, observed, simulated, rule=rule, level=level, side=side)
    over, under = (bool((table[name] > 0).any()) for name in ("localization", "dispersion"))
    verdict = "localized" if over else "dispersed" if under else "neither"
    return LocalizationTest(table, band.p, verdict, band, plants, null, seed, bandwidth)

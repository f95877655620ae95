"""What the curve of one industry says beside curves of chance."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.localization.bands import Band, BandRule, Side, simulation_band
from sandan.observe.localization.verdicts import excess_by_distance
from sandan.types import BoolArray, FloatArray

__all__ = ["LocalizationTest", "against_chance", "beside_chance"]


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


def beside_chance(
    distances: FloatArray,
    observed: FloatArray,
    simulated: FloatArray,
    *,
    rule: BandRule = "rank",
    level: float = 0.05,
    side: Side = "both",
) -> tuple[pd.DataFrame, Band]:
    """Lay a curve beside the band of chance, distance by distance.

    Parameters
    ----------
    distances, observed, simulated, rule, level, side
        As for `against_chance`.

    Returns
    -------
    tuple of DataFrame and Band
        The table of a `LocalizationTest`, and the band at the distances at which all curves are defined.

    Raises
    ------
    MeasureError
        As for `against_chance`.

    Notes
    -----
    As for `against_chance`.

    References
    ----------
    Duranton, G. and Overman, H. G. (2005), Review of Economic Studies 72, section 4.

    Examples
    --------
    >>> chance = np.random.default_rng(1).normal(size=(199, 2))
    >>> table, band = beside_chance(np.array([0.0, 1.0]), np.array([np.nan, 9.0]), chance)
    >>> table["localization"].notna().tolist(), band.p
    ([False, True], 0.01)
    """
    known = np.isfinite(observed) & np.isfinite(simulated).all(axis=0)
    if not known.any():
        raise MeasureError(
            f"At none of the {len(distances)} distances every curve is defined; ask for longer distances."
        )
    band = simulation_band(observed[known], simulated[:, known], rule=rule, level=level, side=side)
    excess = excess_by_distance(distances[known], observed[known], band)
    spread = {name: _everywhere(excess[name].to_numpy(), known) for name in list(excess)[2:]}
    expected = simulated.mean(axis=0)
    table = pd.DataFrame({"distance": distances, "observed": observed, "expected": expected, **spread})
    return table, band


def _everywhere(values: FloatArray, known: BoolArray) -> FloatArray:
    full = np.full(len(known), np.nan)
    full[known] = values
    return full

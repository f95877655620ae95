"""By how much a curve is outside of what chance leaves it, distance by distance."""

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.localization.bands import Band, BandRule, Side, simulation_band
from sandan.types import BoolArray, FloatArray

__all__ = ["beside_chance", "excess_by_distance"]


def excess_by_distance(distances: FloatArray, observed: FloatArray, band: Band) -> pd.DataFrame:
    """Measure by how much a curve is outside its band at every distance.

    Parameters
    ----------
    distances : ndarray, shape (n_distances,)
        Meters, or whatever the curve was computed over.
    observed : ndarray, shape (n_distances,)
        The curve of the data.
    band : Band
        What :func:`simulation_band` gave for it.

    Returns
    -------
    DataFrame, shape (n_distances, 6)
        ``distance``, ``observed``, ``lower``, ``upper``, ``localization``, ``dispersion``, the last
        two in the unit of the curve.

    Raises
    ------
    MeasureError
        If the three have different numbers of distances.

    Notes
    -----
    With ``K`` the curve: ``localization(r) = max(K(r) - upper(r), 0)``; ``dispersion(r) =
    max(lower(r) - K(r), 0)`` if the localization is 0 at every distance, and 0 otherwise, because a
    curve that is high somewhere must be low elsewhere.

    References
    ----------
    Duranton, G. and Overman, H. (2005), Testing for localization using micro-geographic data, Review
    of Economic Studies 72, section 4.

    Examples
    --------
    >>> chance = np.random.default_rng(1).normal(size=(199, 2))
    >>> observed = np.array([9.0, -9.0])
    >>> table = excess_by_distance(np.array([0.0, 10.0]), observed, simulation_band(observed, chance))
    >>> table["localization"].gt(0).tolist(), table["dispersion"].tolist()
    ([True, False], [0.0, 0.0])
    """
    if not (np.shape(distances) == np.shape(observed) == band.upper.shape):
        raise MeasureError(
            f"There are {np.shape(distances)} distances, a curve of {np.shape(observed)} and a band of "
            f"{band.upper.shape}; all three need the same number."
        )
    above = np.maximum(observed - band.upper, 0.0)
    below = np.zeros_like(above) if above.any() else np.maximum(band.lower - observed, 0.0)
    return pd.DataFrame(
        {
            "distance": distances,
            "observed": observed,
            "lower": band.lower,
            "upper": band.upper,
            "localization": above,
            "dispersion": below,
        }
    )


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

"""What could be detected at all: answered from places without a policy, before the estimate is looked at."""

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.evaluate.placebos.in_space import ranks_within
from sandan.types import FloatArray

__all__ = ["detectable_effect", "power_curve"]


def detectable_effect(effects: FloatArray, *, power: float = 0.8, significance: float = 0.1) -> float:
    """Find the smallest effect that a rank among placebos would have shown in most places.

    Parameters
    ----------
    effects : ndarray, shape (n_donors,)
        Effects that were found where there was no policy, as those of `placebos_in_space`.
    power : float
        Share of places in which the effect has to be shown, between 0 and 1.
    significance : float
        The largest p-value that counts as shown.

    Returns
    -------
    float
        Size of the effect, in the unit of ``effects``; infinite if so few donors cannot show any.

    Raises
    ------
    MeasureError
        If an effect is missing, or a share is not between 0 and 1.

    Notes
    -----
    Donor ``j`` with an added effect ``d`` of either sign has ``p <= significance`` if ``|b_j + d|`` exceeds
    the ``m``-th largest ``|b_k|`` of the other donors, ``m = floor(significance n_donors)``. Called
    ``c_j``, that is so from ``d = c_j - b_j`` upwards and from ``-(c_j + b_j)`` downwards. The result is the
    ``power`` quantile of these ``2 n_donors`` thresholds (the smallest that so many do not exceed).

    References
    ----------
    By inversion of the rank test of Abadie, A., Diamond, A. and Hainmueller, J. (2010), Journal of the
    American Statistical Association 105, 493-505. ``docs/methods/detectable-effect.md``.

    Examples
    --------
    >>> detectable_effect(np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), power=0.8, significance=0.4)
    3.0
    """
    thresholds = _thresholds(effects, significance)
    _check_share("power", power)
    beyond = ranks_within(1 - power, len(thresholds))
    return float(np.sort(thresholds)[::-1][beyond])


def power_curve(effects: FloatArray, sizes: FloatArray, *, significance: float = 0.1) -> pd.DataFrame:
    """Say for effects of several sizes in how many places a rank would show them.

    Parameters
    ----------
    effects : ndarray, shape (n_donors,)
        Effects that were found where there was no policy.
    sizes : ndarray, shape (n_sizes,)
        Sizes of the added effect, at least 0, in the unit of ``effects``.
    significance : float
        The largest p-value that counts as shown.

    Returns
    -------
    DataFrame, shape (n_sizes, 2)
        ``size`` and ``power``, the share of places and signs in which it is shown in its own direction.

    Raises
    ------
    MeasureError
        If an effect is missing, or ``significance`` is not between 0 and 1.

    Notes
    -----
    The share of the thresholds of `detectable_effect` that a size exceeds.

    References
    ----------
    As for `detectable_effect`.

    Examples
    --------
    >>> power_curve(np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), np.array([0.5, 4.5]), significance=0.4)
       size  power
    0   0.5    0.2
    1   4.5    1.0
    """
    thresholds = _thresholds(effects, significance)
    shown = [float((size > thresholds).mean()) for size in sizes]
    return pd.DataFrame({"size": sizes, "power": shown})


def _thresholds(effects: FloatArray, significance: float) -> FloatArray:
    _check_share("significance", significance)
    missing = int(np.isnan(effects).sum())
    if missing or len(effects) < 2:
        raise MeasureError(
            f"{missing} of {len(effects)} placebos have no effect; give two that have, or more."
        )
    allowed = ranks_within(significance, len(effects))
    if not allowed:
        return np.full(2 * len(effects), np.inf)
    sizes = np.abs(effects)
    descending = np.sort(sizes)[::-1]
    # Without donor j everything that is not larger than it moves up by one place.
    critical = np.where(sizes >= descending[allowed - 1], descending[allowed], descending[allowed - 1])
    return np.concatenate([critical - effects, critical + effects])


def _check_share(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise MeasureError(f"`{name}` is {value}; give a share between 0 and 1.")

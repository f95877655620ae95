"""Regressions on a mixture of industry shocks, whose errors know that places with like mixes err alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from sandan.errors import MeasureError, TableError
from sandan.types import FloatArray

__all__ = ["ExposureEffect", "exposure_effect"]


@dataclass(frozen=True)
class ExposureEffect:
    """The effect of an exposure, with three judgments of how sure it is.

    ``robust_error`` takes places for independent and is far too small where the exposure is made of shares
    and shocks; it stands for comparison. ``error`` and ``lower`` to ``upper`` are AKM, ``null_lower`` to
    ``null_upper`` and ``null_p`` AKM0, which imposes the null and is better with few shocks. Infinite ends
    mean that no value can be excluded on that side.
    """

    estimate: float
    robust_error: float
    error: float
    p: float
    lower: float
    upper: float
    null_p: float
    null_lower: float
    null_upper: float
    level: float
    places: int
    shocks: int


def exposure_effect(
    outcome: pd.Series,
    exposure: pd.Series,
    shares: pd.DataFrame,
    *,
    controls: pd.DataFrame,
    treatment: pd.Series | None = None,
    weights: pd.Series | None = None,
    clusters: Sequence[object] | None = None,
    level: float = 0.95,
) -> ExposureEffect:
    """Estimate what an exposure to industry shocks did, or what a treatment did that it moved.

    Parameters
    ----------
    outcome, exposure : Series, shape (n_places,)
        What changed, and shares times shocks; the same index.
    shares : DataFrame, shape (n_places, n_industries)
        Weight of every industry in every place, of which ``exposure`` is made; at least 0.
    controls : DataFrame, shape (n_places, n_controls)
        What is held fixed, with a column of ones or a full set of groups; numbers.
    treatment : Series, shape (n_places,), optional
        What the exposure moved; it is the instrument then. Without it the exposure's own effect is meant.
    weights : Series, shape (n_places,), optional
        Weight of a place, above 0.
    clusters : sequence, length n_industries, optional
        Groups of industries whose shocks may be alike; each on its own without it.
    level : float
        Probability of the intervals.

    Returns
    -------
    ExposureEffect
        Estimate and intervals, in units of the outcome for one of the treatment (or exposure).

    Raises
    ------
    TableError
        If the tables have other places, or a number is missing.
    MeasureError
        If there are more industries than places, the controls explain the exposure in full, or the level is
        none.

    Notes
    -----
    With ``y, d, x`` the residuals of outcome, treatment and exposure after the controls (weights ``w``;
    ``d = x`` without a treatment) and ``W`` the shares::

        b    = sum w x y / sum w x d
        h    = coefficients of x on W, weighted
        R_s  = h_s sum_i W_is w_i (y_i - b d_i),   summed within clusters
        AKM  standard error = sqrt(sum_s R_s^2) / |sum w x d|
        AKM0 interval       = all b0 with (sum w x (y - b0 d))^2 <= z^2 sum_s R_s(b0)^2

    The last condition is quadratic in ``b0``. Where its solution is not one bounded interval, both ends are
    infinite.

    References
    ----------
    Adão, R., Kolesár, M. and Morales, E. (2019), Shift-share designs: theory and inference, Quarterly Journal
    of Economics 134, 1949-2010. Worked through in ``docs/methods/exposure-effect.md``.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> shares = pd.DataFrame(rng.dirichlet(np.ones(8), size=60))
    >>> exposure = shares @ rng.normal(size=8)
    >>> noise = pd.Series(rng.normal(0, 0.1, 60))
    >>> ones = pd.DataFrame({"one": np.ones(60)})
    >>> found = exposure_effect(2 * exposure + noise, exposure, shares, controls=ones)
    >>> found.lower < 2 < found.upper
    True
    """
    treated = exposure if treatment is None else treatment
    weight = pd.Series(1.0, outcome.index) if weights is None else weights
    numbers = _aligned(
        outcome, {"exposure": exposure, "treatment": treated, "weights": weight}, shares, controls
    )
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a probability between 0 and 1, such as 0.95.")
    if shares.shape[1] > len(shares):
        raise MeasureError(
            f"There are {shares.shape[1]} industries and {len(shares)} places; group industries, so that "
            "there are fewer of them than places."
        )
    w = numbers["weights"]
    held = controls.to_numpy(dtype=np.float64)
    y, d, x = (_residuals(numbers[name], held, w) for name in ("outcome", "treatment", "exposure"))
    if not np.abs(x).max() > 1e-9 * np.abs(numbers["exposure"]).max():
        raise MeasureError(
            f"The {held.shape[1]} controls explain the exposure in full; leave some of them out."
        )
    scores = _Scores(shares.to_numpy(dtype=np.float64), x, w, clusters)
    moved = float(w @ (x * d))
    estimate = float(w @ (x * y)) / moved
    rest = y - estimate * d
    error = float(np.sqrt((scores(rest) ** 2).sum())) / abs(moved)
    z = float(stats.norm.ppf((1 + level) / 2))
    null_lower, null_upper = _null_interval(estimate, moved, scores(y), scores(d), z)
    at_null = estimate * moved / np.sqrt((scores(y) ** 2).sum())
    return ExposureEffect(
        estimate=estimate,
        robust_error=float(np.sqrt(((w * x * rest) ** 2).sum())) / abs(moved),
        error=error,
        p=float(2 * stats.norm.sf(abs(estimate) / error)),
        lower=estimate - z * error,
        upper=estimate + z * error,
        null_p=float(2 * stats.norm.sf(abs(at_null))),
        null_lower=null_lower,
        null_upper=null_upper,
        level=level,
        places=len(x),
        shocks=shares.shape[1],
    )


def _aligned(
    outcome: pd.Series, others: dict[str, pd.Series], shares: pd.DataFrame, controls: pd.DataFrame
) -> dict[str, FloatArray]:
    tables: dict[str, pd.Series | pd.DataFrame] = {**others, "shares": shares, "controls": controls}
    for name, table in tables.items():
        if not table.index.equals(outcome.index):
            raise TableError(
                f"`{name}` has other places than the {len(outcome)} of `outcome`; align their rows."
            )
        missing = int((~np.isfinite(table.to_numpy(dtype=np.float64))).sum())
        if missing:
            raise TableError(f"`{name}` has {missing} cells without a finite number; leave such places out.")
    numbers = {name: series.to_numpy(dtype=np.float64) for name, series in others.items()}
    return {"outcome": outcome.to_numpy(dtype=np.float64), **numbers}


def _residuals(values: FloatArray, controls: FloatArray, weights: FloatArray) -> FloatArray:
    root = np.sqrt(weights)
    coefficients = np.linalg.lstsq(controls * root[:, None], values * root, rcond=None)[0]
    return np.asarray(values - controls @ coefficients)


class _Scores:
    """What every shock, or cluster of shocks, contributes to the error of an estimate."""

    def __init__(
        self, shares: FloatArray, exposure: FloatArray, weights: FloatArray, clusters: Sequence[object] | None
    ) -> None:
        root = np.sqrt(weights)
        self._shock = np.linalg.lstsq(shares * root[:, None], exposure * root, rcond=None)[0]
        self._weighted = shares * weights[:, None]
        groups = range(shares.shape[1]) if clusters is None else clusters
        self._codes = pd.factorize(pd.Series(list(groups)))[0]

    def __call__(self, rest: FloatArray) -> FloatArray:
        scores = self._shock * (self._weighted.T @ rest)
        return np.bincount(self._codes, weights=scores).astype(np.float64)


def _null_interval(
    estimate: float, moved: float, outcome: FloatArray, treatment: FloatArray, z: float
) -> tuple[float, float]:
    square = moved**2 - z**2 * float(treatment @ treatment)
    linear = estimate * moved**2 - z**2 * float(outcome @ treatment)
    constant = (estimate * moved) ** 2 - z**2 * float(outcome @ outcome)
    inside = linear**2 - square * constant
    if square <= 0 or inside < 0:
        return -np.inf, np.inf
    half = float(np.sqrt(inside))
    return (linear - half) / square, (linear + half) / square

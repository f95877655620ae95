"""Firms without support that are weighted until they look like the supported ones."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from sandan.errors import MeasureError, TableError
from sandan.types import BoolArray, FloatArray

__all__ = ["Balanced", "balance_table", "entropy_balance"]

_LAST_STEPS = 3
_CLOSE = 1e-8
"""Largest difference of means, in standard deviations, that counts as none."""


@dataclass(frozen=True)
class Balanced:
    """Weights of the unsupported, and what they balance.

    ``weights`` sum to one. ``balance`` has one row per covariate: ``supported``, ``unsupported`` and
    ``weighted`` means, and ``gap_before`` and ``gap_after`` in standard deviations of the supported.
    ``effective`` is the number of firms that would be as sure with equal weights.
    """

    weights: pd.Series
    balance: pd.DataFrame

    @property
    def effective(self) -> float:
        """Kish's effective number of firms."""
        return float(1 / (self.weights**2).sum())

    def effect(self, outcome: pd.Series) -> float:
        """Mean outcome of the supported minus the weighted mean of the others."""
        others = outcome.loc[self.weights.index]
        supported = outcome.drop(self.weights.index)
        return float(supported.mean() - (others * self.weights).sum())


def entropy_balance(covariates: pd.DataFrame, supported: pd.Series) -> Balanced:
    """Weight unsupported firms so that the means of all covariates equal those of the supported.

    Parameters
    ----------
    covariates : DataFrame, shape (n_firms, n_covariates)
        What must be alike, measured before the support; numbers. Add squares where variances must be alike.
    supported : Series of bool, shape (n_firms,)
        Who had support; the same index.

    Returns
    -------
    Balanced
        Weights of the unsupported and the table of means.

    Raises
    ------
    TableError
        If the tables have other firms, or a number is missing.
    MeasureError
        If nobody is supported or everybody, a covariate is the same for all or follows from others, or no
        weights balance the means.

    Notes
    -----
    The weights nearest to equal ones, in entropy, whose means ``sum w x`` are those of the supported::

        w_j = exp(-z_j'l) / sum_k exp(-z_k'l),   z: covariates minus the means of the supported
        l minimizes log sum_j exp(-z_j'l)

    All conditions are kept; none is dropped by a principal-component step.

    References
    ----------
    Hainmueller, J. (2012), Entropy balancing for causal effects, Political Analysis 20, 25-46. Worked through
    in ``docs/methods/entropy-balancing.md``.

    Examples
    --------
    >>> firms = pd.DataFrame({"is_maker": [1, 1, 0, 1, 0, 0, 0]}, index=list("abcdefg"))
    >>> supported = pd.Series([True, True, True, False, False, False, False], index=firms.index)
    >>> entropy_balance(firms, supported).weights.round(4).to_dict()
    {'d': 0.6667, 'e': 0.1111, 'f': 0.1111, 'g': 0.1111}
    """
    is_supported = _checked(covariates, supported)
    values = covariates.to_numpy(dtype=np.float64)
    goal = values[is_supported].mean(axis=0)
    scale = values.std(axis=0)
    if not (scale > 0).all():
        constant = covariates.columns[int(np.argmin(scale))]
        raise MeasureError(
            f"{constant!r} is {values[0, int(np.argmin(scale))]} for every firm; leave it out."
        )
    apart = (values[~is_supported] - goal) / scale
    weights = _weights(apart)
    worst = float(np.abs(weights @ apart).max())
    if worst > _CLOSE:
        raise MeasureError(
            f"No weights of the {len(apart)} firms without support balance all {values.shape[1]} means (the "
            f"worst is {worst:.2g} standard deviations off); leave covariates out, or odd firms."
        )
    names = covariates.index[~is_supported]
    return Balanced(pd.Series(weights, index=names), balance_table(covariates, is_supported, weights))


def _checked(covariates: pd.DataFrame, supported: pd.Series) -> BoolArray:
    if not covariates.index.equals(supported.index):
        raise TableError(
            f"`supported` has other firms than the {len(covariates)} of `covariates`; align their rows."
        )
    missing = int((~np.isfinite(covariates.to_numpy(dtype=np.float64))).sum())
    if missing:
        raise TableError(f"`covariates` has {missing} cells without a finite number; leave such firms out.")
    is_supported = supported.to_numpy(dtype=np.bool_)
    if is_supported.all() or not is_supported.any():
        raise MeasureError(
            f"{int(is_supported.sum())} of {len(supported)} firms are supported; some must be, not all."
        )
    return is_supported


def _weights(apart: FloatArray) -> FloatArray:
    def of(multipliers: FloatArray) -> FloatArray:
        return np.asarray(softmax(-apart @ multipliers))

    def dual(multipliers: FloatArray) -> tuple[float, FloatArray]:
        return float(logsumexp(-apart @ multipliers)), np.asarray(-(of(multipliers) @ apart))

    def curvature(multipliers: FloatArray) -> FloatArray:
        weights = of(multipliers)
        mean = weights @ apart
        return np.asarray((apart * weights[:, None]).T @ apart - np.outer(mean, mean))

    start = np.zeros(apart.shape[1])
    near = minimize(dual, start, jac=True, hess=curvature, method="trust-exact", options={"gtol": 1e-6}).x
    # Close by, full Newton steps double the digits; where there is no solution they lead nowhere.
    for _ in range(_LAST_STEPS):
        near = near - np.linalg.lstsq(curvature(near), dual(near)[1], rcond=None)[0]
    return of(near)


def balance_table(covariates: pd.DataFrame, is_supported: BoolArray, weights: FloatArray) -> pd.DataFrame:
    """Compare the means of supported and unsupported firms before and after weighting.

    Parameters
    ----------
    covariates : DataFrame, shape (n_firms, n_covariates)
        What should be alike.
    is_supported : ndarray of bool, shape (n_firms,)
        Who had support.
    weights : ndarray, shape (n_unsupported,)
        Weights of the others, which sum to 1.

    Returns
    -------
    DataFrame, shape (n_covariates, 5)
        ``supported``, ``unsupported`` and ``weighted`` means, and ``gap_before`` and ``gap_after`` in
        standard deviations of the supported.

    Raises
    ------
    ValueError
        If there are not as many weights as unsupported firms.

    Notes
    -----
    ``gap = (mean of the supported - mean of the others) / standard deviation of the supported``.

    References
    ----------
    Hainmueller, J. (2012), Entropy balancing for causal effects, Political Analysis 20, 25-46.

    Examples
    --------
    >>> firms = pd.DataFrame({"size": [1.0, 3.0, 0.0, 4.0]})
    >>> who = np.array([True, True, False, False])
    >>> balance_table(firms, who, np.array([0.5, 0.5]))["gap_after"].tolist()
    [0.0]
    """
    ours, others = covariates.loc[is_supported], covariates.loc[~is_supported]
    weighted = pd.Series(weights @ others.to_numpy(dtype=np.float64), index=covariates.columns)
    spread = ours.std(ddof=1)
    return pd.DataFrame(
        {
            "supported": ours.mean(),
            "unsupported": others.mean(),
            "weighted": weighted,
            "gap_before": (ours.mean() - others.mean()) / spread,
            "gap_after": (ours.mean() - weighted) / spread,
        }
    )

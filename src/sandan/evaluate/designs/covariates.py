"""Synthetic control by predictors: how much each predictor counts is chosen by how well the past is met."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from sandan.errors import MeasureError, TableError
from sandan.evaluate.designs.comparison import Comparison, compare
from sandan.evaluate.designs.panel import TreatedPanel
from sandan.evaluate.designs.simplex import nearest_mixture
from sandan.types import FloatArray, Rng

__all__ = ["PredictorControl", "control_by_predictors"]

DESIGN = "synthetic_control_by_predictors"


@dataclass(frozen=True)
class PredictorControl:
    """A comparison, the weight of every predictor, and how the treated unit and its mixture have them.

    ``balance`` has one row per predictor: ``treated``, ``mixture``, ``donors`` (mean), ``weight``. ``found``
    holds the error before the policy that each start ended with, the best first: where they differ, there are
    several valleys.
    """

    comparison: Comparison
    balance: pd.DataFrame
    found: tuple[float, ...]


def control_by_predictors(
    panel: TreatedPanel, predictors: pd.DataFrame, *, rng: Rng, starts: int = 6
) -> PredictorControl:
    """Mix donors that resemble the treated unit in predictors, weighted so that the past is met best.

    Parameters
    ----------
    panel : TreatedPanel
        Outcomes by unit and period.
    predictors : DataFrame, shape (n_units, n_predictors)
        Numbers known before the policy, as means of earlier outcomes or incomes; any units.
    rng : numpy.random.Generator
        Source of the drawn starts.
    starts : int
        From how many weights of the predictors the search begins, at least 1; the first is equal weights.

    Returns
    -------
    PredictorControl
        The comparison, in the unit of the outcome, and the balance of predictors.

    Raises
    ------
    TableError
        If a unit has no predictors, or a number is missing.
    MeasureError
        If there are fewer than two predictors, one is the same for all units, or ``starts`` is below 1.

    Notes
    -----
    With ``X`` the predictors over their standard deviation (ddof 1, all units), ``y`` the outcomes before the
    policy, 1 the treated unit and 0 the donors::

        w(v) : least sum_k v_k (X1_k - X0_k'w)^2,   w >= 0, sum 1
        v    : least |y1 - Y0'w(v)|^2,              v >= 0, sum 1

    ``w(v)`` is exact. The search for ``v`` has several valleys: it begins at equal weights and at drawn ones
    (Nelder and Mead on their logarithms), and the best end is taken.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010), Synthetic control methods for comparative case
    studies, Journal of the American Statistical Association 105, 493-505. Worked through in
    ``docs/methods/synthetic-control.md``.

    Examples
    --------
    >>> from sandan.evaluate.designs.panel import treated_panel
    >>> years = [2011, 2012, 2013, 2014]
    >>> jobs = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 6]], index=list("abc"), columns=years)
    >>> known = pd.DataFrame({"income": [2.0, 1.0, 3.0], "age": [5.0, 4.0, 6.0]}, index=list("abc"))
    >>> panel = treated_panel(jobs, treated="a", start=2014)
    >>> found = control_by_predictors(panel, known, rng=np.random.default_rng(1), starts=1)
    >>> round(found.comparison.estimate, 6)
    4.0
    """
    if starts < 1:
        raise MeasureError(f"`starts` is {starts}; give the number of searches, at least 1.")
    gaps = _gaps(panel, predictors)
    own, others = panel.own[: panel.before], panel.others[:, : panel.before]

    def mixture(logs: FloatArray) -> FloatArray:
        roots = np.exp((logs - logs.max()) / 2)
        return nearest_mixture(gaps * roots[:, None])

    def error(logs: FloatArray) -> float:
        rest = own - mixture(logs) @ others
        return float(rest @ rest) / len(rest)

    count = len(gaps)
    begun = [np.zeros(count), *np.log(rng.dirichlet(np.ones(count), size=starts - 1) + 1e-6)]
    ends = sorted((_searched(error, start) for start in begun), key=lambda end: end[0])
    logs = ends[0][1]
    weights = mixture(logs)
    comparison = compare(panel, DESIGN, unit_weights=weights, time_weights=np.zeros(panel.before))
    return PredictorControl(
        comparison, _balance(panel, predictors, weights, logs), tuple(end[0] for end in ends)
    )


def _gaps(panel: TreatedPanel, predictors: pd.DataFrame) -> FloatArray:
    """Donor minus treated unit, in standard deviations: one row per predictor, one column per donor."""
    absent = panel.outcome.index.difference(predictors.index)
    if len(absent):
        raise TableError(f"{absent[0]!r} has no row in `predictors`; {len(absent)} units lack one.")
    known = predictors.loc[panel.outcome.index]
    missing = int((~np.isfinite(known.to_numpy(dtype=np.float64))).sum())
    if missing:
        raise TableError(
            f"`predictors` has {missing} cells without a finite number; leave such predictors out."
        )
    if known.shape[1] < 2:
        raise MeasureError(
            f"There are {known.shape[1]} predictors; give two or more, or compare outcomes alone."
        )
    spread = known.std(ddof=1)
    if not (spread > 0).all():
        raise MeasureError(f"{spread.idxmin()!r} is the same for all {len(known)} units; leave it out.")
    scaled = known / spread
    treated = scaled.loc[panel.treated].to_numpy(dtype=np.float64)
    return np.asarray((scaled.drop(index=panel.treated).to_numpy(dtype=np.float64) - treated).T)


def _searched(error: Callable[[FloatArray], float], start: FloatArray) -> tuple[float, FloatArray]:
    """Search twice: one that stopped in a corner often goes on when its simplex is spread out again."""
    near = start
    for _ in range(2):
        found = minimize(
            error,
            near,
            method="Nelder-Mead",
            options={"maxfev": 400 * len(start), "xatol": 1e-4, "fatol": 1e-8, "adaptive": True},
        )
        near = np.asarray(found.x)
    return float(found.fun), near


def _balance(
    panel: TreatedPanel, predictors: pd.DataFrame, weights: FloatArray, logs: FloatArray
) -> pd.DataFrame:
    donors = predictors.loc[panel.donors]
    shares = np.exp(logs - logs.max())
    return pd.DataFrame(
        {
            "treated": predictors.loc[panel.treated],
            "mixture": weights @ donors.to_numpy(dtype=np.float64),
            "donors": donors.mean(),
            "weight": shares / shares.sum(),
        }
    )

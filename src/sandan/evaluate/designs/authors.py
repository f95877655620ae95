"""Synthetic comparisons with the weights at which the authors' own program stops."""

import numpy as np

from sandan.evaluate.designs.comparison import Comparison, compare
from sandan.evaluate.designs.panel import TreatedPanel
from sandan.types import FloatArray

__all__ = ["authors_synthetic_control", "authors_synthetic_did"]

DESIGN = "synthetic_did_of_the_authors"
DESIGN_OF_CONTROL = "synthetic_control_of_the_authors"

_LEAST_GAIN = 1e-5
_OF_TIMES = 1e-6
"""Shares of the noise: a step that gains less is the last; the price of concentrated weights, where small."""
_STEPS_BEFORE, _STEPS, _FEWEST_STEPS = 100, 10_000, 2
"""Steps at most until small weights are dropped, and after; steps at least."""
_SMALL = 4
"""Weights up to the largest divided by this are dropped."""


def authors_synthetic_did(panel: TreatedPanel) -> Comparison:
    """Compare as the published program does, to the digits that it prints.

    Parameters
    ----------
    panel : TreatedPanel
        Outcomes by unit and period.

    Returns
    -------
    Comparison
        Weights of places and years, and the effect by period, in the unit of the outcome.

    Raises
    ------
    Nothing

    Notes
    -----
    The equations are those of ``synthetic_did`` in `weighted_comparison`. That one is solved exactly; this
    one is searched, so its objective is a little larger. It is here to make published numbers again; rank
    with `placebos_in_space`.

    Both weights begin equal. Every step goes from ``w`` towards the corner with the steepest descent, as far
    as the objective falls (Frank and Wolfe). The search ends, from the second step on, with one that gains
    no more than ``(1e-5 s)^2``, ``s`` the standard deviation of the first differences of donors before the
    policy. After at most 100 steps weights up to a quarter of the largest are dropped, the others made to
    sum to 1, and the search goes on from there for at most 10,000.

    References
    ----------
    Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021), Synthetic
    difference-in-differences, American Economic Review 111, 4088-4118. ``docs/methods/synthetic-did.md``.

    Examples
    --------
    >>> import pandas as pd
    >>> from sandan.evaluate.designs.panel import treated_panel
    >>> years = [2011, 2012, 2013, 2014]
    >>> jobs = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 6]], index=list("abc"), columns=years)
    >>> found = authors_synthetic_did(treated_panel(jobs.astype(float), treated="a", start=2014))
    >>> round(found.estimate, 4)
    4.0
    """
    before, others, noise = panel.before, panel.others, _noise(panel)
    after = len(panel.periods) - before
    units = _stopped(
        _centered(others[:, :before].T), _centered(panel.own[:before]), after**0.25 * noise, noise
    )
    mean_after = others[:, before:].mean(axis=1)
    times = _stopped(_centered(others[:, :before]), _centered(mean_after), _OF_TIMES * noise, noise)
    return compare(panel, DESIGN, unit_weights=units, time_weights=times)


def authors_synthetic_control(panel: TreatedPanel) -> Comparison:
    """Compare with a mixture at the same level, as that program does for a synthetic control.

    Parameters
    ----------
    panel : TreatedPanel
        Outcomes by unit and period.

    Returns
    -------
    Comparison
        Weights of places, none of years, and the effect by period, in the unit of the outcome.

    Raises
    ------
    Nothing

    Notes
    -----
    The search of `authors_synthetic_did` with a price of ``1e-6 s`` for concentrated weights, without the
    difference of levels and without weights of years. The exact mixture is ``synthetic_control`` in
    `weighted_comparison`.

    References
    ----------
    Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021), Synthetic
    difference-in-differences, American Economic Review 111, 4088-4118. ``docs/methods/synthetic-did.md``.

    Examples
    --------
    >>> import pandas as pd
    >>> from sandan.evaluate.designs.panel import treated_panel
    >>> years = [2011, 2012, 2013, 2014]
    >>> jobs = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 6]], index=list("abc"), columns=years)
    >>> found = authors_synthetic_control(treated_panel(jobs.astype(float), treated="a", start=2014))
    >>> round(found.estimate, 4)
    4.0
    """
    before, noise = panel.before, _noise(panel)
    units = _stopped(panel.others[:, :before].T, panel.own[:before], _OF_TIMES * noise, noise)
    return compare(panel, DESIGN_OF_CONTROL, unit_weights=units, time_weights=np.zeros(before))


def _noise(panel: TreatedPanel) -> float:
    return float(np.diff(panel.others[:, : panel.before], axis=1).std(ddof=1))


def _centered(values: FloatArray) -> FloatArray:
    return np.asarray(values - values.mean(axis=0))


def _stopped(columns: FloatArray, aim: FloatArray, price: float, noise: float) -> FloatArray:
    """Search a few steps, drop the small weights, and search again from there until it gains too little."""
    gain = (_LEAST_GAIN * noise) ** 2
    equal = np.full(columns.shape[1], 1.0 / columns.shape[1])
    found = _searched(columns, aim, price, gain, equal, _STEPS_BEFORE)
    large = np.where(found > found.max() / _SMALL, found, 0.0)
    return _searched(columns, aim, price, gain, large / large.sum(), _STEPS)


def _searched(
    columns: FloatArray, aim: FloatArray, price: float, gain: float, weights: FloatArray, most: int
) -> FloatArray:
    """Go to the corner that promises most, as far as it helps, at least twice."""
    rows = len(columns)
    penalty = price**2 * rows
    last = before = np.inf
    for step in range(most):
        if step >= _FEWEST_STEPS and not before - last > gain:
            break
        weights = _toward_corner(columns, aim, penalty, weights)
        rest = columns @ weights - aim
        before, last = last, float(price**2 * (weights @ weights) + rest @ rest / rows)
    return weights


def _toward_corner(columns: FloatArray, aim: FloatArray, penalty: float, weights: FloatArray) -> FloatArray:
    rest = columns @ weights - aim
    slope = columns.T @ rest + penalty * weights
    way = -weights
    corner = int(slope.argmin())
    way[corner] += 1.0
    bend = columns @ way
    curvature = float(bend @ bend + penalty * (way @ way))
    if curvature <= 0:
        return weights
    return np.asarray(weights + np.clip(-(slope @ way) / curvature, 0.0, 1.0) * way)

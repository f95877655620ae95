"""What being chosen changed, seen at the cut-off: those just above it against those just below."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm

from sandan.errors import MeasureError
from sandan.evaluate.effects.local_polynomial import jump_at_zero, optimal_bandwidth
from sandan.evaluate.effects.result import Effect, made_by
from sandan.observe.checks import check_columns
from sandan.types import FloatArray

__all__ = [
    "BANDWIDTHS",
    "LEAST_NEAR",
    "balance_at_cutoff",
    "cutoff_effect",
    "density_jump",
    "placebo_cutoffs",
]

LEAST_NEAR = 20
"""Observations that each side needs within the bandwidth."""
BANDWIDTHS = (0.5, 0.75, 1.0, 1.5, 2.0)
"""Multiples of the bandwidth for which the jump is shown."""
QUARTERS = (0.25, 0.5, 0.75)
COLUMNS = ["line", "estimate", "lower", "upper", "p", "bandwidth", "left", "right"]
ASSUMPTION = (
    "Who stands just above the cut-off would have fared like who stands just below, and nobody could place "
    "themselves on one side of it."
)


def cutoff_effect(
    table: pd.DataFrame,
    *,
    outcome: str,
    running: str = "running",
    bandwidth: float | None = None,
    level: float = 0.9,
) -> Effect:
    """Measure the jump of an outcome where those chosen begin.

    Parameters
    ----------
    table : DataFrame, shape (n_applications, n_columns)
        ``running`` and ``outcome``; rows without either are left out.
    outcome : str
        Column with the outcome.
    running : str
        Column with the score minus its cut-off; chosen is who has 0 or more.
    bandwidth : float, optional
        In the unit of ``running``; chosen by `optimal_bandwidth` without it.
    level : float
        Probability of the band.

    Returns
    -------
    Effect
        In the unit of the outcome. ``treated`` and ``comparisons`` count those within the bandwidth.
        ``parts`` has one row for each of `BANDWIDTHS` that has enough observations: ``times``, ``line``,
        ``estimate``, ``lower``, ``upper``, ``p``, ``bandwidth``, ``left``, ``right``. ``notes`` holds
        ``rows_left_out`` if some were.

    Raises
    ------
    TableError
        If a column is missing.
    MeasureError
        If fewer than 20 rows are within the bandwidth on a side, the outcome does not vary, or the level is
        none.

    Notes
    -----
    With the triangular kernel and the bandwidth ``h`` that is best for two local lines, the jump of two local
    lines (``line``) misses the bend of the curve. The estimate is that line less its estimated bias, which
    for equal bandwidths of both is the jump of two local parabolas with the same ``h``, and ``s`` its own
    standard error::

        band = estimate -+ z s,     p = 2 (1 - Phi(|estimate| / s))

    This is the robust bias-corrected band, with the estimate in its middle.

    References
    ----------
    Calonico, S., Cattaneo, M. D. and Titiunik, R. (2014), Robust nonparametric confidence intervals for
    regression-discontinuity designs, Econometrica 82, 2295-2326 (remark 7). Imbens, G. and Kalyanaraman, K.
    (2012), Review of Economic Studies 79, 933-959. ``docs/methods/cutoff.md``.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> score = rng.uniform(-10, 10, 500)
    >>> growth = 0.02 * score + 0.5 * (score >= 0) + rng.normal(0, 0.1, 500)
    >>> found = cutoff_effect(pd.DataFrame({"running": score, "growth": growth}), outcome="growth")
    >>> bool(found.lower < 0.5 < found.upper), abs(found.estimate - 0.5) < 0.1
    (True, True)
    """
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a probability between 0 and 1, such as 0.9.")
    x, y = _complete(table, running, outcome)
    width = optimal_bandwidth(x, y) if bandwidth is None else bandwidth
    found = _row(x, y, width, level)
    parts = [
        {"times": times} | _row(x, y, times * width, level)
        for times in BANDWIDTHS
        if min(_near(x, times * width)) >= LEAST_NEAR
    ]
    return Effect(
        design="cutoff",
        estimate=found["estimate"],
        lower=found["lower"],
        upper=found["upper"],
        level=level,
        inference="analytical",
        treated=int(found["right"]),
        comparisons=int(found["left"]),
        assumption=ASSUMPTION,
        library=made_by("sandan"),
        p=found["p"],
        error=found["error"],
        parts=pd.DataFrame(parts).drop(columns="error"),
        notes=("rows_left_out",) if len(x) < len(table) else (),
    )


def placebo_cutoffs(
    table: pd.DataFrame, *, outcome: str, running: str = "running", level: float = 0.9
) -> pd.DataFrame:
    """Look for jumps where nothing was decided.

    Parameters
    ----------
    table, outcome, running, level
        As for `cutoff_effect`.

    Returns
    -------
    DataFrame, shape (at most 6, 9)
        ``cutoff`` (in the unit of ``running``), ``line``, ``estimate``, ``lower``, ``upper``, ``p``,
        ``bandwidth``, ``left``, ``right``; cut-offs with fewer than 20 rows near on a side are left out.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    At the quarters of those not chosen, with them alone, and at the quarters of those chosen, with them
    alone, so that the true jump is in none.

    References
    ----------
    Imbens, G. W. and Lemieux, T. (2008), Regression discontinuity designs: a guide to practice, Journal of
    Econometrics 142, 615-635.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> table = pd.DataFrame({"running": rng.uniform(-10, 10, 900), "growth": rng.normal(size=900)})
    >>> placebo_cutoffs(table, outcome="growth")["cutoff"].round().astype(int).tolist()
    [-7, -5, -3, 3, 5, 8]
    """
    x, y = _complete(table, running, outcome)
    rows = []
    for side in (x < 0, x >= 0):
        for quarter in QUARTERS if side.any() else ():
            there = float(np.quantile(x[side], quarter, method="inverted_cdf"))
            try:
                moved = x[side] - there
                row = _row(moved, y[side], optimal_bandwidth(moved, y[side]), level)
            except MeasureError:
                # Too few rows near a pretended cut-off say nothing about the true one.
                continue
            rows.append({"cutoff": there} | row)
    return pd.DataFrame(rows, columns=["cutoff", *COLUMNS])


def balance_at_cutoff(
    table: pd.DataFrame, *, covariates: Sequence[str], running: str = "running", level: float = 0.9
) -> pd.DataFrame:
    """Look for jumps in what was so before anybody was chosen.

    Parameters
    ----------
    table, running, level
        As for `cutoff_effect`.
    covariates : sequence of str
        Columns that the decision cannot have changed.

    Returns
    -------
    DataFrame, shape (n_covariates, 9)
        ``covariate``, ``line``, ``estimate``, ``lower``, ``upper``, ``p``, ``bandwidth``, ``left``,
        ``right``.

    Raises
    ------
    TableError
        If a column is missing.
    MeasureError
        If a covariate has fewer than 20 rows near the cut-off on a side, or does not vary.

    Notes
    -----
    `cutoff_effect` on each.

    References
    ----------
    Lee, D. S. (2008), Randomized experiments from non-random selection in U.S. House elections, Journal of
    Econometrics 142, 675-697.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> table = pd.DataFrame({"running": rng.uniform(-10, 10, 400), "workers": rng.normal(size=400)})
    >>> bool(balance_at_cutoff(table, covariates=["workers"])["p"].iloc[0] > 0.01)
    True
    """
    rows = []
    for name in covariates:
        found = cutoff_effect(table, outcome=name, running=running, level=level)
        own = found.parts.loc[found.parts["times"] == 1.0, COLUMNS].iloc[0]
        rows.append({"covariate": name} | own.to_dict())
    return pd.DataFrame(rows, columns=["covariate", *COLUMNS])


def density_jump(running: pd.Series) -> dict[str, float]:
    """Say whether more stand just above the cut-off than just below, as if someone had moved them.

    Parameters
    ----------
    running : Series, shape (n_applications,)
        Score minus its cut-off.

    Returns
    -------
    dict
        ``estimate`` (logarithm of the density just above over that just below), ``error``, ``p``,
        ``bandwidth``, ``bin``.

    Raises
    ------
    MeasureError
        If a side has fewer than 20 observations.

    Notes
    -----
    A histogram with bins of ``2 s n^(-1/2)`` (rounded to whole steps of the score if scores come in steps),
    none of which contains the cut-off, smoothed by a local line with triangular kernel on each side::

        estimate = log f_right - log f_left,   error^2 = (1 / (n h)) (24 / 5) (1 / f_right + 1 / f_left)

    ``h`` is McCrary's: the mean over the sides of ``3.348 (v (b - a) / sum f''^2)^(1/5)`` from a polynomial
    of fourth degree through the bins of the side.

    References
    ----------
    McCrary, J. (2008), Manipulation of the running variable in the regression discontinuity design, Journal
    of Econometrics 142, 698-714.

    Examples
    --------
    >>> even = density_jump(pd.Series(np.random.default_rng(4).uniform(-1, 1, 2000)))
    >>> bool(abs(even["estimate"]) < 3 * even["error"])
    True
    """
    x = running.dropna().to_numpy(dtype=float)
    sides = int((x < 0).sum()), int((x >= 0).sum())
    if min(sides) < LEAST_NEAR:
        raise MeasureError(f"{min(sides)} stand on one side of the cut-off, but {LEAST_NEAR} are needed.")
    width = _bin_width(x)
    number = np.floor(x / width + 1e-9).astype(int)
    bins = np.arange(number.min(), number.max() + 1)
    middles = (bins + 0.5) * width
    heights = np.bincount(number - number.min(), minlength=len(bins)) / (len(x) * width)
    reach = float(np.mean([_reach(middles[side], heights[side]) for side in (bins < 0, bins >= 0)]))
    least = 4 * width
    reach = min(max(reach, least), float(np.abs(middles).max()))
    left, right = (_edge(middles[side], heights[side], reach) for side in (bins < 0, bins >= 0))
    if not min(left, right) > 0:
        raise MeasureError("Nobody stands next to the cut-off on one side; its density cannot be compared.")
    error = float(np.sqrt(24 / 5 * (1 / left + 1 / right) / (len(x) * reach)))
    estimate = float(np.log(right / left))
    p = float(2 * norm.sf(abs(estimate) / error))
    return {"estimate": estimate, "error": error, "p": p, "bandwidth": reach, "bin": width}


def _complete(table: pd.DataFrame, running: str, outcome: str) -> tuple[FloatArray, FloatArray]:
    # No rows, so that columns are asked for and cells may be empty.
    check_columns(table.iloc[:0], [running, outcome], "table")
    rows = table[[running, outcome]].dropna()
    return rows[running].to_numpy(dtype=float), rows[outcome].to_numpy(dtype=float)


def _near(x: FloatArray, width: float) -> tuple[int, int]:
    inside = np.abs(x) < width
    return int((inside & (x < 0)).sum()), int((inside & (x >= 0)).sum())


def _row(x: FloatArray, y: FloatArray, width: float, level: float) -> dict[str, float]:
    left, right = _near(x, width)
    if min(left, right) < LEAST_NEAR:
        raise MeasureError(
            f"Within {width:g} of the cut-off {left} stand below it and {right} above, but {LEAST_NEAR} are "
            "needed on each side; put rounds together, or take a wider band."
        )
    line = jump_at_zero(x, y, bandwidth=width, degree=1)
    curve = jump_at_zero(x, y, bandwidth=width, degree=2)
    half = float(norm.ppf((1 + level) / 2)) * curve.error
    return {
        "line": line.estimate,
        "estimate": curve.estimate,
        "lower": curve.estimate - half,
        "upper": curve.estimate + half,
        "p": float(2 * norm.sf(abs(curve.estimate) / curve.error))
        if curve.error
        else float(curve.estimate == 0),
        "bandwidth": width,
        "left": left,
        "right": right,
        "error": curve.error,
    }


def _bin_width(x: FloatArray) -> float:
    width = float(2 * x.std(ddof=1) / np.sqrt(len(x)))
    apart = np.diff(np.unique(x.round(9)))
    step = float(apart.min()) if len(apart) else width
    whole = np.allclose(x / step, np.round(x / step), atol=1e-6)
    return step * max(1, round(width / step)) if whole and step > width / 50 else width


def _reach(middles: FloatArray, heights: FloatArray) -> float:
    if len(middles) <= 5:
        return float(np.ptp(middles))
    scale = float(np.abs(middles).max())
    fitted = np.polynomial.Polynomial.fit(middles / scale, heights, 4)
    variance = float(((heights - fitted(middles / scale)) ** 2).sum() / (len(middles) - 5))
    bent = float((fitted.deriv(2)(middles / scale) ** 2).sum()) / scale**4
    if not bent > 0:
        return float(np.ptp(middles))
    return 3.348 * float((variance * np.ptp(middles) / bent) ** 0.2)


def _edge(middles: FloatArray, heights: FloatArray, reach: float) -> float:
    weight = np.sqrt(np.maximum(0.0, 1 - np.abs(middles) / reach))
    lines = np.column_stack([np.ones(len(middles)), middles])
    return float(np.linalg.lstsq(lines * weight[:, None], heights * weight, rcond=None)[0][0])

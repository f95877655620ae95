"""Growth rates by their names, and whether growth depends on size."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.special import ndtri

from sandan.errors import MeasureError
from sandan.observe.checks import check_counts, check_same_labels
from sandan.types import FloatArray

__all__ = ["GibratSlope", "Rate", "compound_annual", "gibrat_slope", "growth_rate"]

Rate: TypeAlias = Literal["percent", "log", "midpoint"]
"""Change over the start, in per cent; difference of logarithms; change over the mean of both dates."""


@dataclass(frozen=True)
class GibratSlope:
    """How growth depends on size at the start.

    ``slope`` 0: it does not (Gibrat's law); below 0: the small grow faster. ``lower`` and ``upper`` at the
    nominal ``confidence``; ``units`` that existed at both dates; ``left_out``, the others.
    """

    slope: float
    standard_error: float
    lower: float
    upper: float
    confidence: float
    units: int
    left_out: int


def growth_rate(before: pd.DataFrame, after: pd.DataFrame, *, rate: Rate) -> pd.DataFrame:
    """Compute the growth of every cell between two dates, by a named rate.

    Parameters
    ----------
    before, after : DataFrame, shape (n_rows, n_columns)
        Jobs, firms or sales at the two dates, the same rows and columns in the same order.
    rate : {"percent", "log", "midpoint"}
        Which rate.

    Returns
    -------
    DataFrame, shape (n_rows, n_columns)
        The rate; same labels. ``percent`` is in per cent, the others are pure numbers. NaN where it does
        not exist: from zero (``percent``), from or to zero (``log``), from zero to zero (``midpoint``).

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If the labels differ, or the rate is unknown.

    Notes
    -----
    With ``x`` and ``y`` the two values::

        percent   100 (y - x) / x
        log       ln(y / x)
        midpoint  (y - x) / ((x + y) / 2)

    Only ``midpoint`` knows births (2) and deaths (-2); only ``log`` adds up over periods. The three agree
    for small changes.

    References
    ----------
    Davis, S. J., Haltiwanger, J. and Schuh, S. (1996), Job creation and destruction, MIT Press, for the
    midpoint rate. Tornqvist, L., Vartia, P. and Vartia, Y. (1985), How should relative changes be
    measured?, The American Statistician 39, 43-46, for the logarithm.

    Examples
    --------
    >>> before, after = pd.DataFrame({"C26": [80.0, 0.0]}), pd.DataFrame({"C26": [120.0, 10.0]})
    >>> growth_rate(before, after, rate="percent")["C26"].tolist()
    [50.0, nan]
    >>> growth_rate(before, after, rate="midpoint")["C26"].tolist()
    [0.4, 2.0]
    """
    check_counts(before, "before")
    check_counts(after, "after")
    check_same_labels(before, after, ("before", "after"))
    x, y = before.to_numpy(dtype=np.float64), after.to_numpy(dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        if rate == "percent":
            value = np.where(x > 0, 100 * (y - x) / x, np.nan)
        elif rate == "log":
            value = np.where((x > 0) & (y > 0), np.log(y) - np.log(x), np.nan)
        elif rate == "midpoint":
            value = np.where(x + y > 0, (y - x) / ((x + y) / 2), np.nan)
        else:
            raise MeasureError(f"`rate` is {rate!r}; use 'percent', 'log' or 'midpoint'.")
    return pd.DataFrame(value, index=before.index, columns=before.columns)


def compound_annual(before: pd.DataFrame, after: pd.DataFrame, *, years: float) -> pd.DataFrame:
    """Compute the yearly growth that compounds to the growth between two dates.

    Parameters
    ----------
    before, after : DataFrame, shape (n_rows, n_columns)
        Values at the two dates, the same rows and columns in the same order.
    years : float
        Years between the dates, above 0; dates, not publications.

    Returns
    -------
    DataFrame, shape (n_rows, n_columns)
        Per cent a year; -100 where a cell went to zero, NaN where it came from zero.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If the labels differ, or ``years`` is not above 0.

    Notes
    -----
    ``100 ((y / x)^(1 / years) - 1)``. It knows the two ends only: a boom and a bust between them leave no
    trace.

    References
    ----------
    ``docs/methods/turnover.md``.

    Examples
    --------
    >>> ends = pd.DataFrame({"jobs": [291_817.0]}), pd.DataFrame({"jobs": [349_709.0]})
    >>> compound_annual(*ends, years=3).round(2).iat[0, 0].item()
    6.22
    """
    check_counts(before, "before")
    check_counts(after, "after")
    check_same_labels(before, after, ("before", "after"))
    if not 0 < years < np.inf:
        raise MeasureError(f"`years` is {years}; give the number of years between the dates, above 0.")
    x, y = before.to_numpy(dtype=np.float64), after.to_numpy(dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(x > 0, 100 * ((y / x) ** (1 / years) - 1), np.nan)
    return pd.DataFrame(value, index=before.index, columns=before.columns)


def gibrat_slope(before: pd.Series, after: pd.Series, *, confidence: float = 0.95) -> GibratSlope:
    """Ask whether growth depends on size, among units that existed at both dates.

    Parameters
    ----------
    before, after : Series, shape (n_units,)
        Size of every unit at the two dates, by unit; a unit that is absent or has 0 at one of them is left
        out and counted.
    confidence : float
        Nominal coverage of the interval.

    Returns
    -------
    GibratSlope
        Slope with its interval.

    Raises
    ------
    TableError
        If a size is missing, negative or infinite, or a unit stands twice.
    MeasureError
        If fewer than three units existed at both dates, or all had the same size.

    Notes
    -----
    Least squares of ``ln y - ln x`` on a constant and ``ln x``; standard error robust to unequal variances
    (HC3), because the growth of small units varies more; normal interval. Two things pull the slope below
    0 without any law: an error in ``x`` that is gone in ``y``, and that small units which shrink disappear.

    References
    ----------
    Gibrat, R. (1931), Les inegalites economiques, Sirey. MacKinnon, J. and White, H. (1985), Some
    heteroskedasticity-consistent covariance matrix estimators, Journal of Econometrics 29, 305-325.

    Examples
    --------
    >>> before = pd.Series({"a": 1.0, "b": 10.0, "c": 100.0, "d": 1000.0, "e": 5.0})
    >>> found = gibrat_slope(before, pd.Series({"a": 2.0, "b": 15.0, "c": 90.0, "d": 1100.0}))
    >>> round(found.slope, 3), found.units, found.left_out
    (-0.1, 4, 1)
    """
    if not 0 < confidence < 1:
        raise MeasureError(f"`confidence` is {confidence}; give a number between 0 and 1, such as 0.95.")
    check_counts(before.to_frame("size"), "before")
    check_counts(after.to_frame("size"), "after")
    both = pd.concat([before.rename("x"), after.rename("y")], axis=1)
    lasting = both[(both["x"] > 0) & (both["y"] > 0)]
    size, growth = np.log(lasting["x"].to_numpy()), np.log((lasting["y"] / lasting["x"]).to_numpy())
    if len(lasting) < 3 or np.ptp(size) == 0:
        raise MeasureError(
            f"{len(lasting)} units existed at both dates, with {len(np.unique(size))} different sizes; a "
            "slope needs three units of at least two sizes."
        )
    slope, error = _slope(size, growth)
    reach = float(ndtri((1 + confidence) / 2)) * error
    return GibratSlope(
        slope, error, slope - reach, slope + reach, confidence, len(lasting), len(both) - len(lasting)
    )


def _slope(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    away = x - x.mean()
    spread = (away**2).sum()
    slope = float(away @ y / spread)
    leverage = 1 / len(x) + away**2 / spread
    rest = y - y.mean() - slope * away
    # A unit that fits by itself has no residual of its own.
    scaled = np.divide(rest, 1 - leverage, out=np.zeros_like(rest), where=leverage < 1 - 1e-12)
    return slope, float(np.sqrt((away**2 * scaled**2).sum()) / spread)

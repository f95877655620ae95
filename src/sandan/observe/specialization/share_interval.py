"""An interval for a share of jobs when jobs come in establishments of very different size."""

import numpy as np
from scipy.special import betaincinv

from sandan.errors import MeasureError
from sandan.types import FloatArray

__all__ = ["effective_number", "share_interval"]


def effective_number(sizes: FloatArray) -> float:
    """Say how many establishments of equal size would carry as much information.

    Parameters
    ----------
    sizes : ndarray, shape (n_establishments,)
        Persons employed.

    Returns
    -------
    float
        From 1 (one establishment has all the jobs) to the number of establishments; 0 if there are
        no jobs.

    Raises
    ------
    MeasureError
        If a size is negative.

    Notes
    -----
    ``n = (sum z)^2 / sum z^2``, the inverse of the Herfindahl index of the establishments.

    References
    ----------
    Kish, L. (1965), Survey sampling, Wiley, section 11.7.

    Examples
    --------
    >>> effective_number(np.array([10, 10, 10])), round(effective_number(np.array([100, 1, 1])), 2)
    (3.0, 1.04)
    """
    sizes = np.asarray(sizes, dtype=np.float64)
    if (sizes < 0).any():
        raise MeasureError(f"A size is {sizes.min()}; an establishment has 0 persons or more.")
    return float(sizes.sum() ** 2 / (sizes**2).sum()) if sizes.any() else 0.0


def share_interval(
    share: FloatArray, number: FloatArray, *, confidence: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Give an interval for the probability behind an observed share of jobs.

    Parameters
    ----------
    share : ndarray
        Observed share, from 0 to 1.
    number : ndarray, broadcast with ``share``
        Effective number of establishments behind it, above 0.
    confidence : float
        Nominal coverage, between 0 and 1.

    Returns
    -------
    tuple of ndarray
        Lower and upper end; 0 at the lower end where the share is 0, 1 at the upper end where it is 1.

    Raises
    ------
    MeasureError
        If ``confidence`` or a share is out of range, or an effective number is not positive.

    Notes
    -----
    Clopper-Pearson with the effective number in place of the number of trials: with ``x = share n``
    and ``a = 1 - confidence``, ``lower = Beta(a/2; x, n - x + 1)`` and
    ``upper = Beta(1 - a/2; x + 1, n - x)``. With establishments of equal size this is Clopper-Pearson.

    References
    ----------
    Korn, E. L. and Graubard, B. I. (1998), Confidence intervals for proportions with small expected
    number of positive counts estimated from survey data, Survey Methodology 24, 193-201.
    Clopper, C. J. and Pearson, E. S. (1934), Biometrika 26, 404-413.

    Examples
    --------
    >>> lower, upper = share_interval(np.array([0.0, 0.3]), np.array([10.0, 10.0]))
    >>> lower.round(4).tolist(), upper.round(4).tolist()
    ([0.0, 0.0667], [0.3085, 0.6525])
    """
    share, number = np.broadcast_arrays(np.asarray(share, np.float64), np.asarray(number, np.float64))
    if not 0 < confidence < 1:
        raise MeasureError(f"`confidence` is {confidence}; give a number between 0 and 1, such as 0.95.")
    if not ((share >= 0) & (share <= 1)).all():
        raise MeasureError(f"A share is {share[~((share >= 0) & (share <= 1))][0]}; give values from 0 to 1.")
    if not (number > 0).all():
        raise MeasureError(f"An effective number is {number.min()}; leave out industries without jobs.")
    half = (1 - confidence) / 2
    hits = share * number
    misses = number - hits
    # A parameter of 0 has no beta distribution; its interval ends at 0 or 1.
    lower = np.where(hits > 0, betaincinv(np.where(hits > 0, hits, 1.0), misses + 1, half), 0.0)
    upper = np.where(misses > 0, betaincinv(hits + 1, np.where(misses > 0, misses, 1.0), 1 - half), 1.0)
    return lower, upper

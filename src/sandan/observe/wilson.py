"""The score interval of a share: of hits among trials, or of a sample."""

import numpy as np
from scipy.special import ndtri

from sandan.errors import MeasureError
from sandan.types import FloatArray

__all__ = ["wilson_interval"]


def wilson_interval(
    hits: FloatArray, trials: FloatArray, *, confidence: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Give an interval for the probability behind a count of hits.

    Parameters
    ----------
    hits, trials : ndarray
        How often it happened, of how many times. For a share of a survey the share times the number of
        persons, and that number, each divided by the design effect: they need not be whole.
    confidence : float
        Nominal coverage, between 0 and 1.

    Returns
    -------
    tuple of ndarray
        Lower and upper end, within 0 and 1; NaN where there was no trial.

    Raises
    ------
    MeasureError
        If ``confidence`` is out of range, a number is missing, or hits are below 0 or above the trials.

    Notes
    -----
    With ``p = hits / n`` and ``z`` the normal quantile of ``(1 + confidence) / 2``: ``(p + z^2/(2n) -+
    z sqrt(p (1 - p)/n + z^2/(4 n^2))) / (1 + z^2/n)``. It takes the trials as independent.

    References
    ----------
    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal
    of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> low, high = wilson_interval(np.array([5, 0]), np.array([10, 10]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.237, 0.0], [0.763, 0.278])
    """
    if not 0 < confidence < 1:
        raise MeasureError(f"`confidence` is {confidence}; give a number between 0 and 1, such as 0.95.")
    hits, trials = np.broadcast_arrays(np.asarray(hits, np.float64), np.asarray(trials, np.float64))
    wrong = ~((hits >= 0) & (hits <= trials))
    if wrong.any():
        raise MeasureError(
            f"There are {hits[wrong][0]} hits in {trials[wrong][0]} trials; give 0 to all of them."
        )
    square = float(ndtri((1 + confidence) / 2)) ** 2
    n = np.where(trials > 0, trials, np.nan)
    p = hits / n
    middle = p + square / (2 * n)
    half = np.sqrt(square * (p * (1 - p) / n + square / (4 * n**2)))
    lower, upper = (middle - half) / (1 + square / n), (middle + half) / (1 + square / n)
    # At the ends the two terms are equal but for rounding.
    return np.where(hits == 0, 0.0 * n, lower), np.where(hits == trials, 1.0 + 0.0 * n, upper)

"""The score interval of a share that comes from a sample."""

import numpy as np
from scipy.special import ndtri

from sandan.errors import MeasureError
from sandan.types import FloatArray

__all__ = ["wilson_interval"]


def wilson_interval(
    share: FloatArray, number: FloatArray, *, confidence: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Give the score interval of a share that comes from a sample.

    Parameters
    ----------
    share : ndarray
        Observed share, from 0 to 1.
    number : ndarray, broadcast with ``share``
        Persons in the sample; divided by the design effect if the sample is not simple.
    confidence : float
        Nominal coverage, between 0 and 1.

    Returns
    -------
    tuple of ndarray
        Lower and upper end, within 0 and 1.

    Raises
    ------
    MeasureError
        If a share, a number or ``confidence`` is out of range.

    Notes
    -----
    With ``z`` the normal quantile of ``(1 + confidence) / 2``: centre
    ``(p + z^2 / 2n) / (1 + z^2 / n)``, half width
    ``z sqrt(p (1 - p) / n + z^2 / 4n^2) / (1 + z^2 / n)``.

    References
    ----------
    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal of
    the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> lower, upper = wilson_interval(np.array([0.32]), np.array([400.0]))
    >>> lower.round(4).tolist(), upper.round(4).tolist()
    ([0.2762], [0.3672])
    """
    share, number = np.broadcast_arrays(np.asarray(share, np.float64), np.asarray(number, np.float64))
    if not 0 < confidence < 1:
        raise MeasureError(f"`confidence` is {confidence}; give a number between 0 and 1, such as 0.95.")
    wrong = ~((share >= 0) & (share <= 1) & (number > 0))
    if wrong.any():
        raise MeasureError(
            f"A share is {share[wrong][0]} of a sample of {number[wrong][0]}; shares are from 0 to 1 and "
            "samples above 0."
        )
    z = float(ndtri((1 + confidence) / 2))
    stretch = 1 + z**2 / number
    centre = (share + z**2 / (2 * number)) / stretch
    half = z * np.sqrt(share * (1 - share) / number + z**2 / (4 * number**2)) / stretch
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)

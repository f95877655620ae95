"""Error control over many tests at once."""

import numpy as np

from sandan.errors import MeasureError
from sandan.types import FloatArray

__all__ = ["q_values"]


def q_values(p: FloatArray) -> FloatArray:
    """Turn the p-values of a family of tests into Benjamini-Hochberg q-values.

    Parameters
    ----------
    p : ndarray, any shape
        Probabilities from 0 to 1; NaN where nothing was tested.

    Returns
    -------
    ndarray, same shape
        Least false-discovery rate at which the test would be called. NaN where ``p`` is NaN: what
        was not tested is not part of the family.

    Raises
    ------
    MeasureError
        If a value is below 0 or above 1.

    Notes
    -----
    With ``p(1) <= ... <= p(m)`` the sorted values that are not NaN,
    ``q(k) = min over j >= k of p(j) m / j``. The expected share of false calls among ``q <= level``
    is at most ``level`` for independent or positively dependent tests.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995), Controlling the false discovery rate, Journal of the Royal
    Statistical Society B 57, 289-300. Computed by ``scipy.stats.false_discovery_control``.

    Examples
    --------
    >>> q_values(np.array([0.01, 0.04, np.nan, 0.03])).round(3).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    p = np.asarray(p, dtype=np.float64)
    tested = ~np.isnan(p)
    wrong = tested & ~((p >= 0) & (p <= 1))
    if wrong.any():
        raise MeasureError(f"A p-value is {p[wrong][0]}; probabilities lie between 0 and 1.")
    q = np.full(p.shape, np.nan)
    if tested.any():
        # Importing scipy.stats takes seconds; those who test nothing shall not wait for it.
        from scipy.stats import false_discovery_control  # noqa: PLC0415

        q[tested] = false_discovery_control(p[tested], method="bh")
    return q

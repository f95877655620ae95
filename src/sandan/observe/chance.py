"""How rare an observed value is among values that chance drew."""

from dataclasses import dataclass

import numpy as np

from sandan.errors import MeasureError
from sandan.types import FloatArray

__all__ = ["LEAST_DRAWS", "ChanceTest", "against_chance", "check_draws"]

LEAST_DRAWS = 19
"""With fewer draws no p-value can reach 5 %."""


@dataclass(frozen=True)
class ChanceTest:
    """An observed value beside what chance drew.

    ``observed``; ``expected``, the mean of the draws; ``p_low`` and ``p_high``, how often chance gives
    as little or as much; ``p_value``, two-sided; ``draws``.
    """

    observed: float
    expected: float
    p_low: float
    p_high: float
    p_value: float
    draws: int


def check_draws(draws: int) -> None:
    """Refuse a number of draws that cannot call anything rare.

    Parameters
    ----------
    draws : int
        How often chance is asked.

    Returns
    -------
    None
        There are enough.

    Raises
    ------
    MeasureError
        If there are fewer than ``LEAST_DRAWS``.

    Notes
    -----
    The smallest p-value is ``1 / (draws + 1)``.

    References
    ----------
    ``docs/methods/bridges.md``.

    Examples
    --------
    >>> check_draws(9)
    Traceback (most recent call last):
    ...
    sandan.errors.MeasureError: `draws` is 9; at least 19 are needed for a p-value of 5 %.
    """
    if draws < LEAST_DRAWS:
        raise MeasureError(f"`draws` is {draws}; at least {LEAST_DRAWS} are needed for a p-value of 5 %.")


def against_chance(observed: float, drawn: FloatArray) -> ChanceTest:
    """Compare a value with what chance drew.

    Parameters
    ----------
    observed : float
        The value of the data.
    drawn : ndarray, shape (draws,)
        The same statistic of data that chance rearranged.

    Returns
    -------
    ChanceTest
        Expected value and p-values; NaN if the observed value is.

    Raises
    ------
    MeasureError
        If there are fewer than ``LEAST_DRAWS`` draws.

    Notes
    -----
    ``p_high = (1 + #{drawn >= observed}) / (draws + 1)``, ``p_low`` likewise with ``<=``, and
    ``p_value = min(1, 2 min(p_low, p_high))``. Values that differ by less than 1e-12 of their size are
    equal: sums in another order are not another result.

    References
    ----------
    Phipson, B. and Smyth, G. (2010), Permutation p-values should never be zero, Statistical
    Applications in Genetics and Molecular Biology 9, 39.

    Examples
    --------
    >>> against_chance(3.0, np.arange(19.0)).p_low
    0.25
    """
    check_draws(len(drawn))
    if np.isnan(observed):
        return ChanceTest(np.nan, np.nan, np.nan, np.nan, np.nan, len(drawn))
    equal = np.isclose(drawn, observed, rtol=1e-12, atol=1e-12)
    low = (1 + int(((drawn < observed) | equal).sum())) / (len(drawn) + 1)
    high = (1 + int(((drawn > observed) | equal).sum())) / (len(drawn) + 1)
    return ChanceTest(
        observed=float(observed),
        expected=float(drawn.mean()),
        p_low=low,
        p_high=high,
        p_value=min(1.0, 2 * min(low, high)),
        draws=len(drawn),
    )

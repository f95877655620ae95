"""Log points as changes in percent."""

from typing import Any

import numpy as np

from sandan.types import FloatArray

__all__ = ["percent"]


def percent(log_points: float | FloatArray) -> Any:
    """Turn log points times 100 into percent, one or many.

    Parameters
    ----------
    log_points : float or array
        Differences of logarithms, times 100.

    Returns
    -------
    float or array
        Changes in percent.

    Raises
    ------
    TypeError
        If it is no number.

    Notes
    -----
    ``100 (exp(x / 100) - 1)``.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> round(float(percent(10.0)), 2)
    10.52
    """
    return 100 * np.expm1(np.asarray(log_points, dtype=np.float64) / 100)[()]

"""How likely each unit was to be treated, given what is known of it."""

import numpy as np
from scipy.special import expit

from sandan.errors import MeasureError
from sandan.types import BoolArray, FloatArray

__all__ = ["propensity"]

_STEPS = 50
_CLOSE = 1e-10
"""Size of the last step, in coefficients of columns with a standard deviation of 1."""


def propensity(design: FloatArray, treated: BoolArray) -> FloatArray:
    """Fit the probability of being treated by a logit.

    Parameters
    ----------
    design : ndarray, shape (n_units, n_columns)
        Covariates, with a column of ones.
    treated : ndarray of bool, shape (n_units,)
        Who is treated.

    Returns
    -------
    ndarray, shape (n_units,)
        Probabilities, between 0 and 1.

    Raises
    ------
    MeasureError
        If the covariates tell some of the treated from all others, so that no coefficients are the best.

    Notes
    -----
    Maximum likelihood by Newton's steps (iteratively reweighted least squares) until a step is smaller than
    ``1e-10``. Where a mixture of covariates separates some of the treated or of the others, either steps do
    not become small, or nothing is left that could tell the coefficients.

    References
    ----------
    Albert, A. and Anderson, J. A. (1984), On the existence of maximum likelihood estimates in logistic
    regression models, Biometrika 71, 1-10.

    Examples
    --------
    >>> design = np.column_stack([np.ones(4), [0.0, 0, 1, 1]])
    >>> propensity(design, np.array([True, False, True, False])).round(6).tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    spread = design.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    plain = (design - np.where(spread > 0, design.mean(axis=0), 0.0)) / scale
    at = np.zeros(plain.shape[1])
    for _ in range(_STEPS):
        chance = np.asarray(expit(plain @ at))
        slope = plain.T @ (treated - chance)
        bend = (plain * (chance * (1 - chance))[:, None]).T @ plain
        step = np.linalg.lstsq(bend, slope, rcond=None)[0]
        at = at + step
        if np.abs(step).max() < _CLOSE and _rank(bend) == _rank(plain.T @ plain):
            return np.asarray(expit(plain @ at))
    raise MeasureError(
        f"The {plain.shape[1] - 1} covariates tell almost surely which of the {len(plain)} units are "
        f"treated ({int(treated.sum())} are); leave covariates out."
    )


def _rank(matrix: FloatArray) -> int:
    return int(np.linalg.matrix_rank(matrix, hermitian=True))

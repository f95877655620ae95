"""Local Moran's I: where places resemble their neighbors, or stand out among them."""

from concurrent.futures import Executor
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.false_discovery import q_values
from sandan.observe.hotspots.conditional_null import Alternative, count_tails, lag_z_scores, tail_p_values
from sandan.observe.hotspots.weights import SpatialWeights, aligned_values
from sandan.types import BoolArray, FloatArray, Rng

__all__ = ["Denominator", "local_moran"]

Denominator: TypeAlias = Literal["n", "n-1"]
"""What the variance is divided by: ``n`` as in spdep, ``n-1`` as in esda."""


def local_moran(
    values: pd.Series,
    weights: SpatialWeights,
    *,
    denominator: Denominator = "n",
    alternative: Alternative = "two_sided",
    level: float = 0.05,
    permutations: int = 9_999,
    rng: Rng,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Test every place for neighbors that are more like it, or less, than chance would put there.

    Parameters
    ----------
    values : Series, shape (n,)
        A number per place, such as a rate or a location quotient; the index is that of the weights.
    weights : SpatialWeights
        Who is whose neighbor.
    denominator : {"n", "n-1"}
        Of the variance in ``local_i``. Probabilities do not depend on it.
    alternative : {"two_sided", "greater", "less"}
        ``greater``: the neighbors are like the place. ``less``: they are unlike it.
    level : float
        False-discovery rate at which a quadrant is named.
    permutations : int
        Number of random rearrangements. No p-value is below ``1 / (permutations + 1)``, so among many
        places many permutations are needed for a call.
    rng : Generator
        Where chance comes from; every permutation has its own stream, so that the result does not depend
        on ``executor``.
    executor : Executor, optional
        Where pieces of permutations run.

    Returns
    -------
    DataFrame, shape (n, 7)
        The index is that of ``values``:

        - ``neighbors``: their number
        - ``lag``: weighted sum of the neighbors' deviations from the mean, in units of ``values``
        - ``local_i``
        - ``z_score``: distance of ``local_i`` from its mean under the null, in its standard deviations
        - ``p_value``: by conditional permutation
        - ``q_value``: Benjamini-Hochberg over all places with neighbors
        - ``quadrant``: ``high_high``, ``low_low`` (clusters), ``high_low``, ``low_high`` (outliers; the place
          is named first) where ``q_value <= level``; ``not_called``; ``island``

        NaN in all measures of an island: it is not in the family.

    Raises
    ------
    TableError
        If a number is missing.
    MeasureError
        If places differ, all numbers are the same, or a parameter is out of its range.

    Notes
    -----
    With ``z = x - mean(x)`` over all places::

        I_i = z_i lag_i / (sum z**2 / denominator),   lag_i = sum w_ij z_j

    Null: ``x_i`` stays, the other numbers are permuted over the other places (:func:`count_tails`).
    ``z_score`` has the exact mean and variance of that null. A place at the mean has ``I_i = 0`` whatever
    is around it, hence p = 1.

    References
    ----------
    Anselin, L. (1995), Local indicators of spatial association, Geographical Analysis 27, 93-115.
    Benjamini and Hochberg (1995). ``docs/methods/local-moran.md``.

    Examples
    --------
    A row of 60 places with five high ones beside each other.

    >>> from sandan.observe.hotspots.neighbors import neighbors_within
    >>> row = pd.DataFrame({"x": np.arange(60) * 1000.0, "y": 0.0})
    >>> values = pd.Series([0.0, 1.0, 2.0] * 20)
    >>> values[30:35] = [9.0, 8.0, 9.0, 8.0, 9.0]
    >>> found = local_moran(values, neighbors_within(row, 2000), rng=np.random.default_rng(1))
    >>> found.index[found["quadrant"] == "high_high"].tolist()
    [31, 32, 33]
    """
    numbers = aligned_values(values, weights)
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a number between 0 and 1.")
    z, matrix = numbers - numbers.mean(), weights.matrix
    lag = matrix @ z
    sign = _sign(z)
    statistic = z * lag / ((z**2).sum() / _degrees(denominator, len(z)))
    at_least, at_most = count_tails(
        numbers, matrix, held=True, permutations=permutations, rng=rng, executor=executor
    )
    # Where the place is low, I is large if the sum around it is small; at the mean, I is 0 in every draw.
    alike = np.select([sign > 0, sign < 0], [at_least, at_most], permutations)
    unlike = np.select([sign > 0, sign < 0], [at_most, at_least], permutations)
    p = tail_p_values(alike, unlike, permutations, alternative)
    some = weights.counts > 0
    p[~some] = np.nan
    q = q_values(p)
    return pd.DataFrame(
        {
            "neighbors": weights.counts,
            "lag": np.where(some, lag, np.nan),
            "local_i": np.where(some, statistic, np.nan),
            "z_score": np.where(sign == 0, np.nan, sign * lag_z_scores(numbers, matrix, held=True)),
            "p_value": p,
            "q_value": q,
            "quadrant": _quadrants(sign, lag, some, q <= level),
        },
        index=values.index,
    )


def _degrees(denominator: Denominator, count: int) -> int:
    if denominator not in ("n", "n-1"):
        raise MeasureError(f"`denominator` is {denominator!r}; use 'n' or 'n-1'.")
    return count if denominator == "n" else count - 1


def _sign(z: FloatArray) -> FloatArray:
    """Return -1, 0 or 1; what is left of a number at the mean is rounding."""
    return np.where(np.abs(z) <= 1e-12 * np.abs(z).max(), 0.0, np.sign(z))


def _quadrants(sign: FloatArray, lag: FloatArray, some: BoolArray, called: BoolArray) -> pd.Index:
    own, around = np.where(sign > 0, "high", "low"), np.where(lag > 0, "high", "low")
    names = np.char.add(np.char.add(own, "_"), around)
    return pd.Index(np.where(called, names, np.where(some, "not_called", "island")))

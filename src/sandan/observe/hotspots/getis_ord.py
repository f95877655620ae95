"""Getis and Ord's local G: where high numbers, or low ones, lie together."""

from concurrent.futures import Executor
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from sandan.errors import MeasureError
from sandan.observe.false_discovery import q_values
from sandan.observe.hotspots.conditional_null import Alternative, count_tails, lag_z_scores, tail_p_values
from sandan.observe.hotspots.weights import SpatialWeights, aligned_values
from sandan.types import FloatArray, Rng

__all__ = ["Null", "Variant", "local_g"]

Variant: TypeAlias = Literal["G", "G*"]
"""``G``: a place is judged by its neighbors alone. ``G*``: by itself and its neighbors."""

Null: TypeAlias = Literal["conditional", "total"]
"""``conditional``: the place keeps its number, the others are permuted. ``total``: all are permuted."""


def local_g(
    values: pd.Series,
    weights: SpatialWeights,
    *,
    variant: Variant = "G*",
    null: Null | None = None,
    self_weight: float = 1.0,
    alternative: Alternative = "two_sided",
    level: float = 0.05,
    permutations: int = 9_999,
    rng: Rng,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Test every place for more around it, or less, than chance would put there.

    Parameters
    ----------
    values : Series, shape (n,)
        Numbers of 0 or more with a natural zero, such as jobs; the index is that of the weights.
    weights : SpatialWeights
        Who is whose neighbor.
    variant : {"G*", "G"}
        Whether the place's own number is part of the sum.
    null : {"conditional", "total"}, optional
        What is permuted for ``p_value``: for ``G`` only ``conditional``; for ``G*`` by default ``total``, the
        null of its ``z_score``. Under ``conditional``, ``G*`` has the probabilities of ``G``: the own number
        is the same in every permutation.
    self_weight : float
        Weight of the place itself in ``G*``, on the scale of the weights as they were given.
    alternative : {"two_sided", "greater", "less"}
        ``greater``: hot spots. ``less``: cold spots.
    level : float
        False-discovery rate at which a spot is called.
    permutations : int
        Number of random rearrangements.
    rng : Generator
        Where chance comes from; every permutation has its own stream, so that the result does not depend
        on ``executor``.
    executor : Executor, optional
        Where pieces of permutations run.

    Returns
    -------
    DataFrame, shape (n, 6)
        The index is that of ``values``:

        - ``neighbors``: their number, the place itself not counted
        - ``local_g``: share of the sum of all numbers (``G``: of all others) that lies around the place,
          times its weights
        - ``z_score``: with the exact mean and variance of the ``conditional`` null for ``G``, of the
          ``total`` null for ``G*``
        - ``p_value``: by permutation
        - ``q_value``: Benjamini-Hochberg over all places with neighbors
        - ``spot``: ``hot`` or ``cold`` where ``q_value <= level``; ``not_called``; ``island``

        NaN in all measures of an island: it is not in the family.

    Raises
    ------
    TableError
        If a number is missing.
    MeasureError
        If a number is negative, places differ, all numbers are the same, or a parameter is out of its range.

    Notes
    -----
    With ``w_ii = self_weight`` in ``G*`` and sums over ``j != i`` in ``G`` (over all ``j`` in ``G*``)::

        G_i = sum w_ij x_j / sum x_j,   z_i as in :func:`lag_z_scores`

    z and p do not depend on the scaling of the rows; ``local_g`` does.

    References
    ----------
    Getis, A. and Ord, J. (1992), Geographical Analysis 24, 189-206. Ord, J. and Getis, A. (1995),
    Geographical Analysis 27, 286-306. ``docs/methods/local-g.md``.

    Examples
    --------
    A row of 60 places with five high ones beside each other.

    >>> from sandan.observe.hotspots.neighbors import neighbors_within
    >>> row = pd.DataFrame({"x": np.arange(60) * 1000.0, "y": 0.0})
    >>> jobs = pd.Series([0.0, 1.0, 2.0] * 20)
    >>> jobs[30:35] = [9.0, 8.0, 9.0, 8.0, 9.0]
    >>> found = local_g(jobs, neighbors_within(row, 2000), rng=np.random.default_rng(1))
    >>> found.index[found["spot"] == "hot"].tolist()
    [30, 31, 32, 33, 34]
    """
    numbers = aligned_values(values, weights)
    null = _check_parameters(variant, null, self_weight, level)
    if (numbers < 0).any():
        raise MeasureError(
            f"`values` holds {numbers.min()}; G is a share of a sum of numbers of 0 or more. "
            "Use `local_moran`."
        )
    with_self = variant == "G*"
    matrix = weights.with_self(self_weight) if with_self else weights.matrix
    drawn = weights.matrix if null == "conditional" else matrix
    at_least, at_most = count_tails(
        numbers, drawn, held=null == "conditional", permutations=permutations, rng=rng, executor=executor
    )
    p = tail_p_values(at_least, at_most, permutations, alternative)
    some = weights.counts > 0
    p[~some] = np.nan
    q = q_values(p)
    z = lag_z_scores(numbers, matrix, held=not with_self)
    spot = np.select([~some, ~(q <= level), at_least < at_most], ["island", "not_called", "hot"], "cold")
    return pd.DataFrame(
        {
            "neighbors": weights.counts,
            "local_g": np.where(some, _share(numbers, matrix, with_self=with_self), np.nan),
            "z_score": z,
            "p_value": p,
            "q_value": q,
            "spot": spot,
        },
        index=values.index,
    )


def _check_parameters(variant: Variant, null: Null | None, self_weight: float, level: float) -> Null:
    """Return the null that was asked for, or the usual one."""
    if variant not in ("G", "G*"):
        raise MeasureError(f"`variant` is {variant!r}; use 'G' or 'G*'.")
    if null not in ("conditional", "total", None) or (null == "total" and variant == "G"):
        raise MeasureError(
            f"`null` is {null!r} for {variant!r}; use 'conditional', or 'total' with 'G*': G itself does not "
            "contain the number of the place."
        )
    for name, value in (("self_weight", self_weight), ("level", level)):
        if not 0 < value < np.inf or (name == "level" and value >= 1):
            raise MeasureError(f"`{name}` is {value}; give a number above 0, and a level below 1.")
    return null or ("total" if variant == "G*" else "conditional")


def _share(numbers: FloatArray, matrix: csr_array, *, with_self: bool) -> FloatArray:
    whole = numbers.sum() - (0 if with_self else numbers)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, (matrix @ numbers) / whole, np.nan)

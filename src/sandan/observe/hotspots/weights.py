"""Weights between places, and the numbers that they are applied to."""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, cast

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array

from sandan.errors import MeasureError, TableError
from sandan.types import FloatArray, IntArray

__all__ = ["SpatialWeights", "Style", "aligned_values", "checked_style"]

Style: TypeAlias = Literal["as_given", "row"]
"""``as_given``: 1 for a neighbor, or the weight of the table. ``row``: those of a place add up to 1."""


@dataclass(frozen=True, eq=False)
class SpatialWeights:
    """Weights between places; the diagonal is empty, and nobody has a weight without a neighbor."""

    ids: pd.Index
    given: csr_array
    """Shape (n, n): row ``i`` holds the weights of the neighbors of ``i`` as they were built."""
    style: Style
    """How measures scale the rows."""
    rule: str
    """How the neighbors were chosen, in words."""
    ties: int = 0
    """Places whose choice of nearest neighbors was arbitrary, because others are exactly as far."""
    overlaps: int = 0
    """Pairs of areas that lie on each other instead of beside each other."""

    @property
    def counts(self) -> IntArray:
        """Number of neighbors of every place."""
        return np.diff(self.given.indptr).astype(np.int64)

    @property
    def islands(self) -> pd.Index:
        """Places without neighbors."""
        return cast("pd.Index", self.ids[self.counts == 0])

    @property
    def matrix(self) -> csr_array:
        """The weights in the style; a row of an island stays empty."""
        return _scaled(self.given) if self.style == "row" else self.given

    def with_self(self, weight: float) -> csr_array:
        """Return the matrix in the style with every place that has neighbors as one of its own."""
        diagonal = np.flatnonzero(self.counts > 0)
        own = coo_array((np.full(len(diagonal), weight), (diagonal, diagonal)), shape=self.given.shape)
        together = csr_array(self.given + own)
        return _scaled(together) if self.style == "row" else together

    def in_style(self, style: Style) -> "SpatialWeights":
        """Return the same neighbors for measures that scale in another way."""
        return replace(self, style=checked_style(style))


def aligned_values(values: pd.Series, weights: SpatialWeights) -> FloatArray:
    """Return one number per place, in the order of the weights, or refuse.

    Parameters
    ----------
    values : Series, shape (n,)
        Numbers; the index names the places as ``weights.ids`` does and in the same order.
    weights : SpatialWeights
        Who is whose neighbor.

    Returns
    -------
    ndarray, shape (n,)
        The numbers.

    Raises
    ------
    TableError
        If a number is missing, infinite or no number.
    MeasureError
        If the places differ, if there are fewer than three, or if all numbers are the same.

    Notes
    -----
    A comparison; nothing is computed. Places without a number have to leave the weights too.

    References
    ----------
    ``docs/methods/spatial-weights.md``.

    Examples
    --------
    >>> weights = SpatialWeights(pd.Index(["a", "b", "c"]), csr_array((3, 3)), "row", "nobody")
    >>> aligned_values(pd.Series({"a": 1, "b": 2, "c": 4}), weights).tolist()
    [1.0, 2.0, 4.0]
    """
    if not values.index.equals(weights.ids):
        raise MeasureError(
            f"`values` names {len(values)} places and `weights` {len(weights.ids)}, and they are not the "
            "same in the same order; reindex the values, or build the weights for these places."
        )
    try:
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise TableError(f"`values` holds something that is not a number ({error}).") from error
    bad = ~np.isfinite(numbers)
    if bad.any():
        raise TableError(
            f"`values` is {numbers[bad][0]} in {values.index[bad][0]!r} and bad in {int(bad.sum())} of "
            f"{len(bad)} places. Leave those places out of the weights too; missing is not zero."
        )
    if len(numbers) < 3 or (numbers == numbers[0]).all():
        raise MeasureError(
            f"`values` holds {len(np.unique(numbers))} different numbers in {len(numbers)} places; "
            "nothing can be high or low among fewer than three places or where all are the same."
        )
    return numbers


def checked_style(style: Style) -> Style:
    """Return a style of scaling, or refuse.

    Parameters
    ----------
    style : {"as_given", "row"}
        What was asked for.

    Returns
    -------
    str
        The same.

    Raises
    ------
    MeasureError
        If it is neither of the two.

    Notes
    -----
    A comparison; nothing is computed.

    References
    ----------
    ``docs/methods/spatial-weights.md``.

    Examples
    --------
    >>> checked_style("row")
    'row'
    """
    if style not in ("as_given", "row"):
        raise MeasureError(f"`style` is {style!r}; use 'as_given' or 'row'.")
    return style


def _scaled(matrix: csr_array) -> csr_array:
    """Let every row that has weights add up to 1."""
    counts = np.diff(matrix.indptr)
    totals = matrix.sum(axis=1)
    scaled = matrix.copy()
    scaled.data = scaled.data / np.repeat(totals, counts)
    return scaled

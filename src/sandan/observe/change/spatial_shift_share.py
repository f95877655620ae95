"""Shift-share among neighbors: what goes with the nation, what with the regions around, what with neither.

What neighbors do not share is a residual, as in the plain form: no column is called after a policy or a
place.
"""

from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_counts, check_same_labels
from sandan.types import FloatArray

__all__ = ["SPATIAL_PARTS", "SpatialVariant", "spatial_shift_share"]

SpatialVariant: TypeAlias = Literal["total", "industry", "mix"]
"""Compared with the neighbors in all industries, in the same industry, or after the mix of the nation."""

SPATIAL_PARTS: dict[SpatialVariant, tuple[str, ...]] = {
    "total": ("national", "neighbors_total", "industry_against_neighbors", "new_around", "rest"),
    "industry": ("national", "neighbors_industry", "new_around", "rest"),
    "mix": ("national", "industry_mix", "neighbors_against_nation", "new_around", "rest"),
}
"""The columns that add up to the change, by variant; ``rest`` is what neighbors do not share."""


def spatial_shift_share(
    start: pd.DataFrame, end: pd.DataFrame, weights: pd.DataFrame, *, variant: SpatialVariant = "industry"
) -> pd.DataFrame:
    """Split the change of every region and industry into nation, neighbors and the rest.

    Parameters
    ----------
    start, end : DataFrame, shape (n_regions, n_industries)
        Jobs at the two dates; same regions and industries in the same order.
    weights : DataFrame, shape (n_regions, n_regions)
        How much each column counts as a neighbor of each row, at least 0, with 0 for the region itself; rows
        are divided by their sums.
    variant : {"total", "industry", "mix"}
        Neighbors in all industries, then in this industry; neighbors in this industry; or the nation in this
        industry, then the neighbors in it.

    Returns
    -------
    DataFrame, shape (n_regions * n_industries, 5 + n_parts)
        ``region``, ``industry``, ``start``, ``end``, ``change`` and the columns of
        ``SPATIAL_PARTS[variant]``, which add up to ``change``.

    Raises
    ------
    TableError
        If a cell or weight is missing, negative or infinite.
    MeasureError
        If labels differ, a region is its own neighbor or has none, the nation has nothing at the start, or
        the variant is not known.

    Notes
    -----
    With ``e`` the region's cell, ``E`` the nation's, ``'`` for the end, row weights ``w``, ``g`` and ``g_i``
    the national growth of all and of industry ``i``, and the growth among the neighbors::

        n_r  = sum_s w_rs e_s.' / sum_s w_rs e_s. - 1
        n_ri = sum_s w_rs e_si' / sum_s w_rs e_si - 1

        total:    national e g, neighbors_total e (n_r - g), industry_against_neighbors e (n_ri - n_r)
        industry: national e g, neighbors_industry e (n_ri - g)
        mix:      national e g, industry_mix e (g_i - g), neighbors_against_nation e (n_ri - g_i)
        rest      e' - e (1 + n_ri) in all variants

    Where no neighbor has the industry at the start there is no ``n_ri``, and none is made up: all parts but
    those with ``g``, ``g_i`` and ``n_r`` alone are 0, and what is left of the change stands in
    ``new_around``.

    References
    ----------
    Nazara, S. and Hewings, G. J. D. (2004), Spatial structure and taxonomy of decomposition in shift-share
    analysis, Growth and Change 35, 476-490. ``docs/methods/spatial-shift-share.md``.

    Examples
    --------
    >>> start = pd.DataFrame({"C26": [100, 300, 50], "G47": [200, 100, 150]}, index=list("abc"))
    >>> end = pd.DataFrame({"C26": [120, 330, 65], "G47": [210, 130, 150]}, index=list("abc"))
    >>> near = pd.DataFrame([[0, 1, 0], [1, 0, 1], [0, 1, 0]], index=list("abc"), columns=list("abc"))
    >>> parts = spatial_shift_share(start, end, near)
    >>> parts.loc[0, ["change", "national", "neighbors_industry", "rest"]].astype(float).round(3).tolist()
    [20.0, 11.667, -1.667, 10.0]
    """
    if variant not in get_args(SpatialVariant):
        raise MeasureError(f"`variant` is {variant!r}; use one of {', '.join(get_args(SpatialVariant))}.")
    check_counts(start, "start")
    check_counts(end, "end")
    check_same_labels(start, end, ("start", "end"))
    e0, e1 = start.to_numpy(dtype=np.float64), end.to_numpy(dtype=np.float64)
    if not e0.any():
        raise MeasureError(
            "The nation has nothing at the start, so it has no growth rate; take a later start."
        )
    parts = _decompose(e0, e1, _row_weights(weights, start.index))
    index = pd.MultiIndex.from_product([start.index, start.columns], names=["region", "industry"])
    parts["new_around"] = parts["change"] - sum(
        parts[name] for name in SPATIAL_PARTS[variant] if name != "new_around"
    )
    parts["new_around"] = np.where(parts["known"] > 0, 0.0, parts["new_around"])
    names = ("start", "end", "change", *SPATIAL_PARTS[variant])
    return pd.DataFrame({name: parts[name].ravel() for name in names}, index=index).reset_index()


def _row_weights(weights: pd.DataFrame, regions: pd.Index) -> FloatArray:
    if not (weights.index.equals(regions) and weights.columns.equals(regions)):
        raise MeasureError("`weights` has other regions than `start`; give both in the same order.")
    given = weights.to_numpy(dtype=np.float64)
    if not np.isfinite(given).all() or (given < 0).any():
        raise TableError("`weights` has a cell that is missing, infinite or negative; give 0 or more.")
    if np.diag(given).any():
        own = regions[int(np.argmax(np.diag(given) != 0))]
        raise MeasureError(f"{own!r} is its own neighbor; give 0 on the diagonal of `weights`.")
    sums = given.sum(axis=1, keepdims=True)
    if not sums.all():
        alone = regions[int(np.argmin(sums))]
        raise MeasureError(f"{alone!r} has no neighbor; give it one, or leave it out.")
    return np.asarray(given / sums)


def _growth(before: FloatArray, after: FloatArray) -> FloatArray:
    there = before > 0
    return np.where(there, after / np.where(there, before, 1.0) - 1, 0.0)


def _decompose(e0: FloatArray, e1: FloatArray, weights: FloatArray) -> dict[str, FloatArray]:
    growth = e1.sum() / e0.sum() - 1
    by_industry = _growth(e0.sum(axis=0), e1.sum(axis=0))
    around = weights @ e0
    known = around > 0
    near = _growth(around, weights @ e1)
    near_total = _growth(around.sum(axis=1, keepdims=True), (weights @ e1).sum(axis=1, keepdims=True))
    return {
        "start": e0,
        "end": e1,
        "change": e1 - e0,
        "known": known.astype(float),
        "national": e0 * growth,
        "industry_mix": e0 * (by_industry - growth),
        "neighbors_total": e0 * (near_total - growth),
        "industry_against_neighbors": np.where(known, e0 * (near - near_total), 0.0),
        "neighbors_industry": np.where(known, e0 * (near - growth), 0.0),
        "neighbors_against_nation": np.where(known, e0 * (near - by_industry), 0.0),
        "rest": np.where(known, e1 - e0 * (1 + near), 0.0),
    }

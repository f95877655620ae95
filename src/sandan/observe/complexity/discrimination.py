"""How often an industry that entered had the higher score than one that did not."""

from math import erfc, sqrt
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_same_labels
from sandan.observe.relatedness.matrices import check_numbers, check_presence
from sandan.types import FloatArray, IntArray

__all__ = ["Pairs", "discrimination"]

Pairs: TypeAlias = Literal["all", "same_region", "same_industry"]
"""Which pairs of cells are compared."""


def discrimination(entered: pd.DataFrame, score: pd.DataFrame) -> pd.DataFrame:
    """Compute the area under the ROC curve (AUC) of a score, over all pairs and within strata.

    Parameters
    ----------
    entered : DataFrame, shape (n_regions, n_industries)
        1 entered, 0 did not, NaN not absent at the start; the table of ``entries``.
    score : DataFrame, shape (n_regions, n_industries)
        Density at the start, or whatever else shall foretell entries.

    Returns
    -------
    DataFrame, shape (3, 5)
        Rows ``all``, ``same_region``, ``same_industry`` (column ``pairs_of``):

        - ``auc``: share of pairs in which the cell that entered has the higher score, ties half
        - ``pairs``: number of pairs compared
        - ``z``, ``p_value``: against scores by lot within the stratum; one-sided

        NaN if there is no pair.

    Raises
    ------
    TableError
        If an entry is neither 0, 1 nor NaN.
    MeasureError
        If labels differ, or no cell has both an entry and a score.

    Notes
    -----
    With ``U`` the Mann-Whitney count of each stratum and ``n1``, ``n0`` the entered and the others,
    ``auc = sum U / sum n1 n0`` and ``z = (sum U - sum n1 n0 / 2) / sqrt(sum V)``, ``V = n1 n0 / 12 (n + 1 -
    sum (t^3 - t) / (n (n - 1)))`` with ``t`` the sizes of ties. ``all`` mixes places that gain much with
    places that gain little; ``same_region`` and ``same_industry`` each hold one of the two still. None
    holds both.

    References
    ----------
    Mann, H. B. and Whitney, D. R. (1947), On a test of whether one of two random variables is
    stochastically larger than the other, Annals of Mathematical Statistics 18, 50-60; van Elteren, P.
    (1960) for strata. ``docs/methods/opportunity-backtest.md``.

    Examples
    --------
    >>> entered = pd.DataFrame([[1, 0, 0], [1, 0, 0]], index=["a", "b"])
    >>> score = pd.DataFrame([[0.9, 0.8, 0.7], [0.3, 0.2, 0.4]], index=["a", "b"])
    >>> discrimination(entered, score)[["auc", "pairs"]].round(3).to_dict("list")
    {'auc': [0.625, 0.75, nan], 'pairs': [8, 4, 0]}
    """
    check_same_labels(entered, score, ("entered", "score"))
    came, value = check_presence(entered, "entered", unknown=True), check_numbers(score, "score")
    both = ~np.isnan(came) & ~np.isnan(value)
    if not both.any():
        raise MeasureError(f"None of {both.size} cells has both an entry (0 or 1) and a score.")
    region, industry = np.nonzero(both)
    strata: dict[Pairs, IntArray] = {
        "all": np.zeros(len(region), dtype=np.int64),
        "same_region": region,
        "same_industry": industry,
    }
    rows = [_compare(came[both], value[both], stratum) for stratum in strata.values()]
    table = pd.DataFrame(rows, columns=["auc", "pairs", "z", "p_value"])
    table.insert(0, "pairs_of", list(strata))
    return table


def _compare(came: FloatArray, value: FloatArray, stratum: IntArray) -> tuple[float, int, float, float]:
    order = np.lexsort((value, stratum))
    came, value, stratum = came[order], value[order], stratum[order]
    ranks, sizes, starts = _ranks(value, stratum)
    n = np.bincount(stratum).astype(np.float64)
    n1 = np.bincount(stratum, weights=came)
    pairs = n1 * (n - n1)
    if not pairs.any():
        return np.nan, 0, np.nan, np.nan
    sums = np.bincount(stratum, weights=ranks * came)
    wins = float((sums - n1 * (n1 + 1) / 2)[pairs > 0].sum())
    tied = np.bincount(stratum[starts], weights=sizes**3 - sizes, minlength=len(n))
    variance = float((pairs / 12 * (n + 1 - tied / np.maximum(n * (n - 1), 1))).sum())
    # Where all scores are equal, what is left of the variance is rounding.
    z = (wins - pairs.sum() / 2) / sqrt(variance) if variance > 1e-9 * pairs.sum() else np.nan
    return wins / float(pairs.sum()), int(pairs.sum()), float(z), 0.5 * erfc(z / sqrt(2))


def _ranks(value: FloatArray, stratum: IntArray) -> tuple[FloatArray, FloatArray, IntArray]:
    """Rank sorted values within strata, ties by their mean; also sizes and first places of the ties."""
    changes = (value[1:] != value[:-1]) | (stratum[1:] != stratum[:-1])
    starts = np.concatenate([[0], np.flatnonzero(changes) + 1])
    sizes = np.diff(np.append(starts, len(value))).astype(np.float64)
    before = np.searchsorted(stratum, stratum[starts])
    return np.repeat(starts - before + (sizes + 1) / 2, sizes.astype(np.int64)), sizes, starts

"""How often two industries are found in the same regions, and every usual way to scale that."""

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_counts
from sandan.observe.relatedness.matrices import check_presence, check_proximity, with_diagonal
from sandan.types import FloatArray

__all__ = ["LinkScale", "PresenceScale", "co_occurrence", "correlation_proximity", "proximity", "relatedness"]

PresenceScale: TypeAlias = Literal["minimum", "cosine", "jaccard"]
"""How shared regions are scaled by the regions that have each of the two industries."""

LinkScale: TypeAlias = Literal["association", "probability", "cosine", "jaccard"]
"""How links are scaled by the links that each of the two industries has with all others."""


def co_occurrence(presence: pd.DataFrame) -> pd.DataFrame:
    """Count the regions in which two industries are both present.

    Parameters
    ----------
    presence : DataFrame, shape (n_regions, n_industries)
        1 where the industry is present, 0 where it is absent.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        Number of regions; on the diagonal the number that have the industry (its ubiquity).

    Raises
    ------
    TableError
        If a cell is neither 0 nor 1.

    Notes
    -----
    ``n[i, j] = sum_r M[r, i] M[r, j]``, as a product of floating-point matrices, which is exact for
    counts below 2^53 and many times faster than one of whole numbers.

    References
    ----------
    Hidalgo et al. (2007). ``docs/methods/relatedness.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"C26": [1, 1, 0], "J62": [1, 0, 1], "M70": [1, 0, 0]})
    >>> co_occurrence(table).astype(int).to_numpy().tolist()
    [[2, 1, 1], [1, 2, 1], [1, 1, 1]]
    """
    numbers = check_presence(presence)
    return pd.DataFrame(numbers.T @ numbers, index=presence.columns, columns=presence.columns)


def proximity(
    presence: pd.DataFrame, *, scale: PresenceScale = "minimum", diagonal: float = 1
) -> pd.DataFrame:
    """Say how near two industries are by the regions that have both.

    Parameters
    ----------
    presence : DataFrame, shape (n_regions, n_industries)
        1 where the industry is present, 0 where it is absent.
    scale : {"minimum", "cosine", "jaccard"}
        What the number of shared regions is divided by.
    diagonal : {0, 1}
        Whether an industry counts as near to itself.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        From 0 (never together) to 1 (always together); symmetric.

    Raises
    ------
    TableError
        If a cell is neither 0 nor 1.
    MeasureError
        If ``scale`` or ``diagonal`` is unknown, or an industry is present nowhere.

    Notes
    -----
    With ``n`` of :func:`co_occurrence` and ``u[i] = n[i, i]``::

        minimum  n[i, j] / max(u[i], u[j])           the smaller conditional probability
        cosine   n[i, j] / sqrt(u[i] u[j])
        jaccard  n[i, j] / (u[i] + u[j] - n[i, j])

    References
    ----------
    Hidalgo et al. (2007) for ``minimum``. ``docs/methods/relatedness.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"C26": [1, 1, 0], "J62": [1, 0, 1], "M70": [1, 0, 0]})
    >>> proximity(table).loc["C26"].tolist(), proximity(table, scale="jaccard").loc["C26"].round(2).tolist()
    ([1.0, 0.5, 0.5], [1.0, 0.33, 0.5])
    """
    shared = co_occurrence(presence)
    together = shared.to_numpy()
    ubiquity = np.diag(together)
    if (ubiquity == 0).any():
        raise MeasureError(
            f"{presence.columns[int(np.argmin(ubiquity))]!r} and {int((ubiquity == 0).sum())} industries in "
            "all are present nowhere; leave them out (`presence` does)."
        )
    if scale == "minimum":
        near = together / np.maximum(ubiquity[:, None], ubiquity)
    elif scale == "cosine":
        near = together / np.sqrt(ubiquity[:, None] * ubiquity)
    elif scale == "jaccard":
        near = together / (ubiquity[:, None] + ubiquity - together)
    else:
        raise MeasureError(f"`scale` is {scale!r}; use 'minimum', 'cosine' or 'jaccard'.")
    return pd.DataFrame(with_diagonal(near, diagonal), index=shared.index, columns=shared.columns)


def relatedness(
    links: pd.DataFrame, *, scale: LinkScale = "probability", diagonal: float = 0
) -> pd.DataFrame:
    """Compare the links of two industries with those that their sizes alone would give.

    Parameters
    ----------
    links : DataFrame, shape (n_industries, n_industries)
        Shared regions, firms, patents or workers who moved; symmetric. The diagonal is not read.
    scale : {"association", "probability", "cosine", "jaccard"}
        How the links are scaled.
    diagonal : {0, 1}
        What stands on the diagonal of the result.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        0 where there is no link, also for an industry that has none at all. Above 1 are more links
        than expected, for ``association`` and ``probability``.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If the table is not symmetric, ``scale`` or ``diagonal`` is unknown, or there is no link.

    Notes
    -----
    With ``c`` the links (diagonal 0), ``S`` its column sums and ``T`` their sum::

        association  (c / T) / (S[i] S[j] / T^2)
        probability  c / ((S[i]/T  S[j]/(T - S[i]) + S[j]/T  S[i]/(T - S[j]))  T/2)
        cosine       c / sqrt(S[i] S[j])
        jaccard      c / (S[i] + S[j] - c)

    ``cosine`` and ``jaccard`` here divide by links, those of :func:`proximity` by regions: the same
    words for other numbers.

    References
    ----------
    van Eck, N. J. and Waltman, L. (2009), How to normalize cooccurrence data? Journal of the American
    Society for Information Science and Technology 60, 1635-1651. Steijn, M. P. A. (2021), Improvement on
    the association strength, Quantitative Science Studies 2, 778-794, for ``probability``.
    ``docs/methods/relatedness.md``.

    Examples
    --------
    >>> links = pd.DataFrame([[9, 2, 0], [2, 9, 1], [0, 1, 9]])
    >>> relatedness(links, scale="association").round(2).to_numpy().tolist()
    [[0.0, 2.0, 0.0], [2.0, 0.0, 2.0], [0.0, 2.0, 0.0]]
    """
    check_counts(links, "links")
    counts = with_diagonal(check_proximity(links, links.columns), 0)
    sums = counts.sum(axis=0)
    if not sums.any():
        raise MeasureError(
            f"None of {len(sums)} industries has a link with another; there is no relatedness."
        )
    expected = _expected(counts, sums, scale)
    related = np.divide(counts, expected, out=np.zeros_like(counts), where=counts > 0)
    return pd.DataFrame(with_diagonal(related, diagonal), index=links.index, columns=links.columns)


def correlation_proximity(quotient: pd.DataFrame, *, diagonal: float = 1) -> pd.DataFrame:
    """Say how near two industries are by the correlation of their quotients over regions.

    Parameters
    ----------
    quotient : DataFrame, shape (n_regions, n_industries)
        Location quotients or revealed comparative advantages, without a threshold.
    diagonal : {0, 1}
        Whether an industry counts as near to itself.

    Returns
    -------
    DataFrame, shape (n_industries, n_industries)
        From 0 (opposite) over 0.5 (unrelated) to 1 (proportional); symmetric.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If an industry has the same quotient everywhere, or ``diagonal`` is unknown.

    Notes
    -----
    ``(1 + corr(quotient[:, i], quotient[:, j])) / 2``.

    References
    ----------
    The continuous proximity of the Growth Lab's package for Python. ``docs/methods/relatedness.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"C26": [0.0, 1.0, 2.0], "J62": [2.0, 1.0, 0.0], "M70": [1.0, 2.0, 1.0]})
    >>> correlation_proximity(table).loc["C26"].round(2).tolist()
    [1.0, 0.0, 0.5]
    """
    check_counts(quotient, "quotient")
    numbers = quotient.to_numpy(dtype=np.float64)
    flat = np.ptp(numbers, axis=0) == 0
    if flat.any():
        first = quotient.columns[int(np.argmax(flat))]
        raise MeasureError(
            f"{first!r} has the quotient {quotient[first].iloc[0]} in every region, which correlates with "
            f"nothing; leave out the {int(flat.sum())} such industries."
        )
    near = (1 + np.atleast_2d(np.corrcoef(numbers, rowvar=False))) / 2
    return pd.DataFrame(with_diagonal(near, diagonal), index=quotient.columns, columns=quotient.columns)


def _expected(counts: FloatArray, sums: FloatArray, scale: str) -> FloatArray:
    total = float(sums.sum())
    product: FloatArray = np.outer(sums, sums)
    if scale == "association":
        return product / total
    if scale == "probability":
        drawn: FloatArray = product / (total - sums)[:, None]
        return (drawn + drawn.T) / 2
    if scale == "cosine":
        return np.sqrt(product)
    if scale == "jaccard":
        return sums[:, None] + sums - counts
    raise MeasureError(f"`scale` is {scale!r}; use 'association', 'probability', 'cosine' or 'jaccard'.")

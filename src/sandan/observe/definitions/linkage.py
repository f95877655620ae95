"""Which clusters are related to which: relatedness between clusters, and the pairs that carry it."""

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_columns
from sandan.observe.definitions.scores import cluster_relatedness, industry_relatedness

__all__ = ["cluster_linkage", "related_clusters"]


def cluster_linkage(
    relatedness: pd.DataFrame, labels: pd.Series, *, pair_percentile: float = 95.0
) -> pd.DataFrame:
    """Describe how related every two clusters are.

    Parameters
    ----------
    relatedness : DataFrame, shape (n_industries, n_industries)
        Symmetric; the diagonal is not read.
    labels : Series, shape (n_labeled,)
        Cluster by industry. Industries known to only one of the two are left out.
    pair_percentile : float
        Above which percentile of an industry's relatedness to all others a partner counts as
        related to it; interpolated linearly.

    Returns
    -------
    DataFrame, shape (n_clusters * (n_clusters - 1) / 2, 7)
        One row per pair of clusters, the most related first: ``first``, ``second``; ``between``
        (BCR, unit of the matrix); ``percentile`` of it among all pairs of clusters, 100 = the
        greatest; ``related_pairs``, the pairs of industries that are mutually related; ``pairs`` in
        all; ``related_share`` of them.

    Raises
    ------
    TableError, MeasureError
        As in ``cluster_relatedness``, or if ``pair_percentile`` is not between 0 and 100.

    Notes
    -----
    ``i`` in ``c`` and ``j`` in ``d`` are mutually related if ``s[i, j]`` is above the percentile of
    row ``i`` and above that of row ``j``. ``percentile = 100 rank / number of pairs``, mean ranks for
    ties. Some pair of clusters is always at 100, also where nothing is related.

    References
    ----------
    Delgado, Porter and Stern (2016). ``docs/methods/cluster-linkage.md``.

    Examples
    --------
    >>> names = ["C26", "J62", "C10", "C11", "H49"]
    >>> s = pd.DataFrame(0.1, index=names, columns=names)
    >>> s.loc["J62", "H49"] = s.loc["H49", "J62"] = 0.6
    >>> table = cluster_linkage(s, pd.Series([1, 1, 2, 2, 3], index=names), pair_percentile=50)
    >>> table.iloc[0].round(2).tolist()
    [1.0, 3.0, 0.35, 100.0, 1.0, 2.0, 0.5]
    """
    if not 0 < pair_percentile < 100:
        raise MeasureError(f"`pair_percentile` is {pair_percentile}; give a number between 0 and 100.")
    between = cluster_relatedness(relatedness, labels)
    industries = industry_relatedness(relatedness, labels).index
    known = np.array(relatedness.loc[industries, industries], dtype=np.float64)
    np.fill_diagonal(known, np.nan)
    limit = np.nanpercentile(known, pair_percentile, axis=1)
    mutual = (known > limit[:, None]) & (known > limit[None, :])
    member = labels.loc[industries].to_numpy()[:, None] == between.columns.to_numpy()
    related = member.T.astype(np.int64) @ mutual @ member
    sizes = member.sum(axis=0)
    first, second = np.triu_indices(len(sizes), 1)
    table = pd.DataFrame(
        {
            "first": between.index[first],
            "second": between.index[second],
            "between": between.to_numpy()[first, second],
            "related_pairs": related[first, second],
            "pairs": sizes[first] * sizes[second],
        }
    )
    table.insert(3, "percentile", 100 * table["between"].rank(pct=True))
    table["related_share"] = table["related_pairs"] / table["pairs"]
    return table.sort_values("between", ascending=False, kind="stable", ignore_index=True)


def related_clusters(
    linkage: pd.DataFrame, *, least_percentile: float = 90.0, least_related_pairs: int = 1
) -> pd.DataFrame:
    """List for every cluster the clusters that are related to it.

    Parameters
    ----------
    linkage : DataFrame, shape (n_pairs, 7)
        From :func:`cluster_linkage`.
    least_percentile : float
        Percentile of the BCR that a pair must reach.
    least_related_pairs : int
        Mutually related pairs of industries that it must have besides.

    Returns
    -------
    DataFrame, shape (n_related, 5)
        ``cluster``, ``related``, ``between``, ``percentile``, ``related_pairs``; every related pair
        stands under both its clusters, the most related first. A cluster without any has no row.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    ``percentile >= least_percentile and related_pairs >= least_related_pairs``.

    References
    ----------
    Delgado, Porter and Stern (2016). ``docs/methods/cluster-linkage.md``.

    Examples
    --------
    >>> pair = {"first": 1, "second": 3, "between": 0.35, "percentile": 100.0, "related_pairs": 1}
    >>> related_clusters(pd.DataFrame([pair]))[["cluster", "related"]].values.tolist()
    [[1, 3], [3, 1]]
    """
    columns = ["between", "percentile", "related_pairs"]
    check_columns(linkage, ["first", "second", *columns], "linkage")
    kept = linkage[
        (linkage["percentile"] >= least_percentile) & (linkage["related_pairs"] >= least_related_pairs)
    ]
    sides = [
        kept[[one, other, *columns]].set_axis(["cluster", "related", *columns], axis=1)
        for one, other in (("first", "second"), ("second", "first"))
    ]
    both = pd.concat(sides, ignore_index=True)
    return both.sort_values(["cluster", "between"], ascending=[True, False], kind="stable", ignore_index=True)

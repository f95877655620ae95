"""Validation scores: whether industries are more related to their own cluster than to other ones."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.definitions.standardized_mean import complete_industries
from sandan.types import BoolArray, FloatArray, IntArray, Rng

__all__ = [
    "SCORES",
    "Singletons",
    "ValidationScores",
    "cluster_relatedness",
    "industry_relatedness",
    "shuffled_baseline",
    "validation_scores",
]

SCORES = ("cluster_mean", "cluster_percentile", "industry_mean", "industry_percentile", "overall")
"""VS-Cluster against mean and percentile, VS-Industry against both, and the mean of these four."""

Singletons: TypeAlias = Literal["fail", "leave_out"]
"""A cluster of one industry has no inner pairs: it counts as not passed, or is not counted."""


@dataclass(frozen=True)
class ValidationScores:
    """Scores of one grouping on one matrix.

    ``scores`` has the five ``SCORES`` in percent. ``clusters`` and ``industries`` have one row each
    with ``within`` (WCR), ``between_mean`` and ``between_percentile`` (of its BCR), ``above_mean``,
    ``above_percentile``; industries also ``cluster``, and ``closest``, the other cluster to which they
    are most related, with its ``closest_relatedness``; clusters also their number of ``industries``.
    ``left_out`` names the industries that the matrix or the grouping does not know.
    """

    scores: pd.Series
    clusters: pd.DataFrame
    industries: pd.DataFrame
    left_out: list[object]


def cluster_relatedness(relatedness: pd.DataFrame, labels: pd.Series) -> pd.DataFrame:
    """Average the relatedness of industries inside clusters and between them.

    Parameters
    ----------
    relatedness : DataFrame, shape (n_industries, n_industries)
        Symmetric; the diagonal is not read.
    labels : Series, shape (n_labeled,)
        Cluster by industry. Industries known to only one of the two are left out.

    Returns
    -------
    DataFrame, shape (n_clusters, n_clusters)
        WCR on the diagonal, NaN for a cluster of one industry; BCR elsewhere; same unit as the
        matrix. Clusters sorted.

    Raises
    ------
    TableError
        If the matrix is not square and symmetric or has single gaps, or an industry stands twice.
    MeasureError
        If fewer than two clusters have a known industry.

    Notes
    -----
    ``WCR[c] = mean of s[i, j] over i != j in c``; ``BCR[c, d] = mean of s[i, j] over i in c, j in d``.

    References
    ----------
    Delgado, Porter and Stern (2016). ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> names = ["C26", "J62", "C10", "C11"]
    >>> s = [[1, 0.8, 0, 0.1], [0.8, 1, 0, 0], [0, 0, 1, 0.7], [0.1, 0, 0.7, 1]]
    >>> s = pd.DataFrame(s, index=names, columns=names)
    >>> cluster_relatedness(s, pd.Series([1, 1, 2, 2], index=names)).round(3).values.tolist()
    [[0.8, 0.025], [0.025, 0.7]]
    """
    grouped = _grouped(relatedness, labels)
    values = _cluster_means(grouped.sums, grouped.code, grouped.sizes)
    return pd.DataFrame(values, index=grouped.clusters, columns=grouped.clusters)


def industry_relatedness(relatedness: pd.DataFrame, labels: pd.Series) -> pd.DataFrame:
    """Average the relatedness of every industry to the industries of every cluster.

    Parameters
    ----------
    relatedness : DataFrame, shape (n_industries, n_industries)
        Symmetric; the diagonal is not read.
    labels : Series, shape (n_labeled,)
        Cluster by industry. Industries known to only one of the two are left out.

    Returns
    -------
    DataFrame, shape (n_industries, n_clusters)
        Mean relatedness; to its own cluster without itself, NaN if it is alone there.

    Raises
    ------
    TableError, MeasureError
        As in :func:`cluster_relatedness`.

    Notes
    -----
    ``R[i, c] = mean of s[i, j] over j in c, j != i``: WCR for the own cluster, BCR for the others.

    References
    ----------
    Delgado, Porter and Stern (2016). ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> names = ["C26", "J62", "C10", "C11"]
    >>> s = [[1, 0.8, 0, 0.1], [0.8, 1, 0, 0], [0, 0, 1, 0.7], [0.1, 0, 0.7, 1]]
    >>> s = pd.DataFrame(s, index=names, columns=names)
    >>> industry_relatedness(s, pd.Series([1, 1, 2, 2], index=names)).loc["C26"].tolist()
    [0.8, 0.05]
    """
    grouped = _grouped(relatedness, labels)
    values = _industry_means(grouped.sums, grouped.code, grouped.sizes)
    return pd.DataFrame(values, index=grouped.industries, columns=grouped.clusters)


def validation_scores(
    relatedness: pd.DataFrame,
    labels: pd.Series,
    *,
    percentile: float = 95.0,
    singletons: Singletons = "fail",
) -> ValidationScores:
    """Score a grouping on a matrix.

    Parameters
    ----------
    relatedness : DataFrame, shape (n_industries, n_industries)
        Symmetric; the diagonal is not read. **Not** the matrix from which the grouping was cut: on
        that one chance alone scores nearly 100.
    labels : Series, shape (n_labeled,)
        Cluster by industry. Industries known to only one of the two are left out and named.
    percentile : float
        Which percentile of the BCR the WCR shall exceed; interpolated linearly.
    singletons : {"fail", "leave_out"}
        What becomes of clusters of one industry.

    Returns
    -------
    ValidationScores
        Five scores in percent, and the clusters and industries behind them.

    Raises
    ------
    TableError, MeasureError
        As in :func:`cluster_relatedness`; or if ``percentile`` is not between 0 and 100,
        ``singletons`` is unknown, or leaving singletons out leaves nothing.

    Notes
    -----
    A cluster passes if its WCR is above the mean (the percentile) of its BCR to the other clusters;
    an industry if its mean relatedness to its own cluster is above the mean (the percentile) of its
    mean relatedness to the other clusters. ``overall`` is the mean of the four shares that pass.

    References
    ----------
    Delgado, Porter and Stern (2016). ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> names = ["C26", "J62", "C10", "C11"]
    >>> s = [[1, 0.8, 0, 0.1], [0.8, 1, 0, 0], [0, 0, 1, 0.7], [0.1, 0, 0.7, 1]]
    >>> s = pd.DataFrame(s, index=names, columns=names)
    >>> float(validation_scores(s, pd.Series([1, 1, 2, 2], index=names)).scores["overall"])
    100.0
    """
    _check_rule(percentile, singletons)
    grouped = _grouped(relatedness, labels)
    per_industry = _industry_means(grouped.sums, grouped.code, grouped.sizes)
    per_cluster = _cluster_means(grouped.sums, grouped.code, grouped.sizes)
    own = np.arange(len(grouped.sizes))
    clusters = pd.DataFrame(
        {"industries": grouped.sizes, **_against_others(per_cluster, own, percentile)}, index=grouped.clusters
    ).rename_axis("cluster")
    others = per_industry.copy()
    others[np.arange(len(others)), grouped.code] = -np.inf
    closest = others.argmax(axis=1)
    industries = pd.DataFrame(
        {
            "cluster": grouped.clusters[grouped.code],
            **_against_others(per_industry, grouped.code, percentile),
            "closest": grouped.clusters[closest],
            "closest_relatedness": others.max(axis=1),
        },
        index=grouped.industries,
    ).rename_axis("industry")
    scores = _five_scores(grouped.sums, grouped.code, grouped.sizes, percentile, singletons)
    return ValidationScores(pd.Series(scores, index=SCORES), clusters, industries, grouped.left_out)


def shuffled_baseline(
    relatedness: pd.DataFrame,
    labels: pd.Series,
    *,
    draws: int = 199,
    rng: Rng,
    percentile: float = 95.0,
    singletons: Singletons = "fail",
) -> pd.DataFrame:
    """Compare the scores with those of groups of the same sizes, filled by lot.

    Parameters
    ----------
    relatedness, labels, percentile, singletons
        As in :func:`validation_scores`.
    draws : int
        Number of shuffles.
    rng : Generator
        Source of chance.

    Returns
    -------
    DataFrame, shape (5, 4)
        By score: ``observed``, ``mean`` and ``sd`` of the shuffles in percent, and ``p_value``.

    Raises
    ------
    TableError, MeasureError
        As in :func:`validation_scores`, or if there are fewer than two draws.

    Notes
    -----
    ``p_value = (1 + number of shuffles with as high a score or higher) / (draws + 1)``. It is a
    probability only if the labels do not come from this matrix; on the matrix from which they were
    cut it is small whatever the data.

    References
    ----------
    Phipson and Smyth (2010), as in ``docs/methods/cluster-test.md``.
    ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> names = ["C26", "J62", "C10", "C11"]
    >>> s = [[1, 0.8, 0, 0.1], [0.8, 1, 0, 0], [0, 0, 1, 0.7], [0.1, 0, 0.7, 1]]
    >>> s = pd.DataFrame(s, index=names, columns=names)
    >>> labels = pd.Series([1, 1, 2, 2], index=names)
    >>> table = shuffled_baseline(s, labels, draws=99, rng=np.random.default_rng(1))
    >>> table.loc["overall", ["observed", "mean"]].round(1).tolist()
    [100.0, 36.4]
    """
    _check_rule(percentile, singletons)
    if draws < 2:
        raise MeasureError(f"`draws` is {draws}; a baseline needs two shuffles or more.")
    grouped = _grouped(relatedness, labels)
    observed = _five_scores(grouped.sums, grouped.code, grouped.sizes, percentile, singletons)
    drawn = np.empty((draws, len(SCORES)))
    for number in range(draws):
        code = rng.permutation(grouped.code)
        sums = grouped.matrix @ _members(code, len(grouped.sizes))
        drawn[number] = _five_scores(sums, code, grouped.sizes, percentile, singletons)
    reached = (drawn >= observed - 1e-9).sum(axis=0)
    return pd.DataFrame(
        {
            "observed": observed,
            "mean": drawn.mean(axis=0),
            "sd": drawn.std(axis=0, ddof=1),
            "p_value": (1 + reached) / (draws + 1),
        },
        index=list(SCORES),
    ).rename_axis("score")


@dataclass(frozen=True)
class _Grouped:
    """A matrix (0 on its diagonal) and the labels of its industries as numbers from 0."""

    matrix: FloatArray
    industries: pd.Index
    code: IntArray
    clusters: pd.Index
    sizes: IntArray
    sums: FloatArray
    left_out: list[object]


def _check_rule(percentile: float, singletons: str) -> None:
    if not 0 < percentile < 100:
        raise MeasureError(f"`percentile` is {percentile}; give a number between 0 and 100.")
    if singletons not in ("fail", "leave_out"):
        raise MeasureError(f"`singletons` is {singletons!r}; use 'fail' or 'leave_out'.")


def _grouped(relatedness: pd.DataFrame, labels: pd.Series) -> _Grouped:
    matrix, unknown = complete_industries(relatedness)
    if labels.index.has_duplicates:
        twice = labels.index[labels.index.duplicated()][0]
        raise TableError(
            f"`labels` has the industry {twice!r} more than once; give each industry one cluster."
        )
    labeled = labels.dropna()
    keep = matrix.index.isin(labeled.index)
    industries = matrix.index[keep]
    left_out = [*unknown, *matrix.index[~keep], *labels.index.difference(relatedness.index, sort=False)]
    code, clusters = pd.factorize(labeled.loc[industries], sort=True)
    if len(clusters) < 2:
        raise MeasureError(
            f"{len(clusters)} clusters have industries that the matrix knows ({len(industries)} in all); "
            "two are needed. Check that the codes are of one classification."
        )
    values = matrix.to_numpy()[np.ix_(keep, keep)]
    np.fill_diagonal(values, 0.0)
    sums = values @ _members(code, len(clusters))
    sizes = np.bincount(code, minlength=len(clusters))
    return _Grouped(values, industries, code, pd.Index(clusters), sizes, sums, left_out)


def _members(code: IntArray, clusters: int) -> FloatArray:
    return np.asarray(code[:, None] == np.arange(clusters), dtype=np.float64)


def _industry_means(sums: FloatArray, code: IntArray, sizes: IntArray) -> FloatArray:
    counts = np.repeat(sizes[None, :].astype(np.float64), len(code), axis=0)
    counts[np.arange(len(code)), code] -= 1
    means: FloatArray = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)
    return means


def _cluster_means(sums: FloatArray, code: IntArray, sizes: IntArray) -> FloatArray:
    # Adding up runs of sorted rows is a tenth of the work of a second product of matrices.
    starts = np.cumsum(sizes) - sizes
    totals = np.add.reduceat(sums[np.argsort(code, kind="stable")], starts, axis=0)
    pairs = np.outer(sizes, sizes) - np.diag(sizes)
    means = np.divide(totals, pairs, out=np.full(totals.shape, np.nan), where=pairs > 0)
    return np.asarray((means + means.T) / 2)


def _against_others(means: FloatArray, own: IntArray, percentile: float) -> dict[str, FloatArray | BoolArray]:
    """Compare the own column of every row with the mean and the percentile of its other columns."""
    rows = np.arange(len(means))
    within = means[rows, own]
    # A row sorted with the own cell last has its others in front.
    others = means.copy()
    others[rows, own] = np.inf
    others.sort(axis=1)
    others = others[:, :-1]
    place = percentile / 100 * (others.shape[1] - 1)
    low = int(place)
    high = min(low + 1, others.shape[1] - 1)
    limit = others[:, low] + (place - low) * (others[:, high] - others[:, low])
    mean = others.mean(axis=1)
    return {
        "within": within,
        "between_mean": mean,
        "between_percentile": limit,
        "above_mean": within > mean,
        "above_percentile": within > limit,
    }


def _five_scores(
    sums: FloatArray, code: IntArray, sizes: IntArray, percentile: float, singletons: Singletons
) -> FloatArray:
    shares = []
    pairs = (
        (_cluster_means(sums, code, sizes), np.arange(len(sizes)), sizes > 1),
        (_industry_means(sums, code, sizes), code, sizes[code] > 1),
    )
    for means, own, joined in pairs:
        passed = _against_others(means, own, percentile)
        counted = joined if singletons == "leave_out" else np.ones(len(joined), dtype=bool)
        if not counted.any():
            raise MeasureError(f"All {len(sizes)} clusters have one industry; there is nothing to score.")
        shares += [100 * passed[name][counted].mean() for name in ("above_mean", "above_percentile")]
    return np.array([*shares, np.mean(shares)])

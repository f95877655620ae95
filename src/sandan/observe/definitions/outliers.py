"""Outlier industries: those that are more related to another cluster than to their own."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.definitions.scores import industry_relatedness
from sandan.types import FloatArray, IntArray

__all__ = ["Reassignment", "reassign_outliers"]


@dataclass(frozen=True)
class Reassignment:
    """A grouping after its outliers have moved.

    ``moves`` lists every move in order: ``industry``, ``origin``, ``destination``, and its mean
    relatedness ``within`` the one and ``between`` it and the other just before. ``settled`` says
    whether no outlier was left, or the bound on the moves stopped it.
    """

    labels: pd.Series
    moves: pd.DataFrame
    settled: bool


def reassign_outliers(
    relatedness: pd.DataFrame, labels: pd.Series, *, most_moves: int | None = None
) -> Reassignment:
    """Move industries to the cluster to which they are most related, one after the other.

    Parameters
    ----------
    relatedness : DataFrame, shape (n_industries, n_industries)
        Symmetric; the diagonal is not read.
    labels : Series, shape (n_labeled,)
        Cluster by industry. Industries that the matrix does not know stay where they are.
    most_moves : int, optional
        Bound on the moves; without it the number of industries.

    Returns
    -------
    Reassignment
        Labels in the order given, moves, and whether it settled. A cluster that every industry
        leaves is gone.

    Raises
    ------
    TableError, MeasureError
        As in ``industry_relatedness``, or if ``most_moves`` is negative.

    Notes
    -----
    ``R[i, c]`` is the mean relatedness of ``i`` to the others of ``c``. While some ``i`` in ``c`` has
    ``R[i, c] < max over d of R[i, d]``, the one with the greatest gap moves to that ``d``, and all
    means are taken anew. An industry alone in its cluster has no ``R[i, c]`` and stays. Two industries
    can push each other to and fro, hence the bound.

    References
    ----------
    After Delgado, Porter and Stern (2016), who re-assign by rule and judgment; this is the rule.
    ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> names = ["C26", "J62", "C10", "C11", "C12"]
    >>> s = pd.DataFrame(0.1, index=names, columns=names)
    >>> s.loc["C10":, "C10":] = 0.8
    >>> s.loc[["C26", "J62"], ["C26", "J62"]] = 0.7
    >>> after = reassign_outliers(s, pd.Series([1, 1, 2, 2, 1], index=names))
    >>> after.moves.round(2).values.tolist(), after.settled
    ([['C12', 1, 2, 0.1, 0.8]], True)
    """
    start = industry_relatedness(relatedness, labels)
    bound = len(start) if most_moves is None else most_moves
    if bound < 0:
        raise MeasureError(f"`most_moves` is {bound}; give 0 or more.")
    matrix = np.array(relatedness.loc[start.index, start.index], dtype=np.float64)
    np.fill_diagonal(matrix, 0.0)
    code = start.columns.get_indexer(pd.Index(labels.loc[start.index]))
    code, steps, settled = _moved(matrix, np.asarray(code, dtype=np.int64), start.shape[1], bound)
    after = labels.copy()
    after.loc[start.index] = start.columns[code].to_numpy()
    rows = [
        (start.index[i], start.columns[a], start.columns[b], within, between)
        for i, a, b, within, between in steps
    ]
    names = ["industry", "origin", "destination", "within", "between"]
    return Reassignment(after, pd.DataFrame(rows, columns=names), settled)


_Step = tuple[int, int, int, float, float]


def _moved(
    matrix: FloatArray, code: IntArray, clusters: int, bound: int
) -> tuple[IntArray, list[_Step], bool]:
    code = code.copy()
    sums = matrix @ (code[:, None] == np.arange(clusters))
    rows = np.arange(len(code))
    steps: list[_Step] = []
    while True:
        counts = np.repeat(np.bincount(code, minlength=clusters)[None, :], len(code), axis=0)
        counts[rows, code] -= 1
        means = np.divide(sums, counts, out=np.full(sums.shape, -np.inf), where=counts > 0)
        within = means[rows, code]
        closest = means.argmax(axis=1)
        gap = np.where(np.isfinite(within), means[rows, closest] - within, 0.0)
        i = int(gap.argmax())
        # Rounding in running sums must not look like an outlier.
        if gap[i] <= 1e-12 * np.abs(matrix).max():
            return code, steps, True
        if len(steps) == bound:
            return code, steps, False
        origin, destination = int(code[i]), int(closest[i])
        steps.append((i, origin, destination, float(within[i]), float(means[i, destination])))
        code[i] = destination
        sums[:, origin] -= matrix[:, i]
        sums[:, destination] += matrix[:, i]

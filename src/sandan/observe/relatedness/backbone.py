"""The links of an industry space that are worth drawing: a tree that holds it together, and the strongest."""

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.relatedness.matrices import check_proximity
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["backbone"]


def backbone(
    proximity: pd.DataFrame, *, links_per_industry: float = 2.0, support: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Choose the links of a space: a maximum spanning tree, and the strongest of the others.

    Parameters
    ----------
    proximity : DataFrame, shape (n_industries, n_industries)
        How near the industries are to each other; the diagonal is not read.
    links_per_industry : float
        How many links there are in all, per industry; the tree is kept whole even if it has more.
    support : DataFrame, shape (n_industries, n_industries), optional
        What decides between equal proximities, such as the number of regions that have both: the
        greater first.

    Returns
    -------
    DataFrame, shape (n_links, 4)
        ``first`` and ``second`` industry in the order of ``proximity``, ``proximity``, and ``in_tree``; the
        strongest first. A proximity of 0 is no link.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If a table is not symmetric, the two differ in their industries, or ``links_per_industry`` is
        negative.

    Notes
    -----
    Links are taken in falling order of proximity, then of support, then in the order of the table; one
    that joins two pieces is part of the tree (Kruskal). Industries that no chain of links joins stay in
    pieces: a forest. The others follow in the same order until there are
    ``links_per_industry * n_industries``.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabasi, A.-L. and Hausmann, R. (2007), The product space conditions the
    development of nations, Science 317, 482-487, whose picture is made so. Kruskal, J. B. (1956),
    Proceedings of the American Mathematical Society 7, 48-50. ``docs/methods/industry-space.md``.

    Examples
    --------
    >>> names = ["x", "y", "z"]
    >>> near = pd.DataFrame([[1, 0.6, 0.5], [0.6, 1, 0.4], [0.5, 0.4, 1]], index=names, columns=names)
    >>> backbone(near, links_per_industry=1)[["first", "second", "in_tree"]].values.tolist()
    [['x', 'y', True], ['x', 'z', True], ['y', 'z', False]]
    """
    if not links_per_industry >= 0:
        raise MeasureError(f"`links_per_industry` is {links_per_industry}; give 0 or more.")
    near = check_proximity(proximity, proximity.columns)
    first, second = np.triu_indices(len(near), k=1)
    weight = near[first, second]
    order = _falling(weight, None if support is None else _support(support, proximity)[first, second])
    order = order[weight[order] > 0]
    in_tree = _joins(first[order], second[order], len(near))
    others = np.cumsum(~in_tree) <= links_per_industry * len(near) - int(in_tree.sum())
    kept = order[in_tree | others]
    labels = proximity.columns
    return pd.DataFrame(
        {
            "first": labels[first[kept]],
            "second": labels[second[kept]],
            "proximity": weight[kept],
            "in_tree": in_tree[in_tree | others],
        }
    )


def _support(support: pd.DataFrame, proximity: pd.DataFrame) -> FloatArray:
    return check_proximity(support, proximity.columns)


def _falling(weight: FloatArray, support: FloatArray | None) -> IntArray:
    keys = [-weight] if support is None else [-support, -weight]
    return np.asarray(np.lexsort(keys), dtype=np.int64)


def _joins(first: IntArray, second: IntArray, count: int) -> BoolArray:
    """Say of each link, in order, whether it joins two pieces."""
    piece = list(range(count))

    def root(place: int) -> int:
        while piece[place] != place:
            piece[place] = piece[piece[place]]
            place = piece[place]
        return place

    joins = np.zeros(len(first), dtype=np.bool_)
    for number, ends in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        one, other = map(root, ends)
        joins[number] = one != other
        piece[one] = other
    return joins

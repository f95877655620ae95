"""Where the industries of a space stand on paper: near where few links lie between them."""

import numpy as np
import pandas as pd
from scipy.sparse.csgraph import shortest_path

from sandan.errors import MeasureError
from sandan.observe.checks import check_columns
from sandan.types import FloatArray

__all__ = ["stress_layout"]

_ROUNDS = 300
_SETTLED = 1e-5


def stress_layout(links: pd.DataFrame, industries: pd.Index) -> pd.DataFrame:
    """Place industries so that distances on paper are like the ways between them along links.

    Parameters
    ----------
    links : DataFrame
        Columns ``first`` and ``second``, as from ``backbone``.
    industries : Index
        All industries, those without a link too.

    Returns
    -------
    DataFrame, shape (n_industries, 2)
        ``x`` and ``y`` by industry, around 0, in the unit of ways; ``x`` is the direction in which they
        are spread most. The same links give the same places: nothing is drawn by lot.

    Raises
    ------
    TableError
        If ``links`` lacks a column.
    MeasureError
        If a link names an industry that is not among ``industries``.

    Notes
    -----
    A link is as long as the number of neighbors that its two ends do not share, which gives room to the
    surroundings of what has many links. ``d[i, j]`` is the shortest way from ``i`` to ``j``; between pieces
    it is 2 (a link alone) more than the longest of these. Sought is the least
    ``sum (|p_i - p_j| - d[i, j])^2 / d[i, j]^2``, by majorization from the start that classical scaling
    gives, until the sum falls by less than 1 in 100,000 or 300 rounds are over. Another start may end in
    another picture. Directions on paper mean nothing; they are turned to the principal axes, each with its
    heavier tail to the positive side.

    References
    ----------
    Gansner, E. R., Koren, Y. and North, S. (2005), Graph drawing by stress majorization, Graph Drawing
    2004, LNCS 3383, 239-250. ``docs/methods/industry-space.md``.

    Examples
    --------
    >>> links = pd.DataFrame({"first": ["a", "b"], "second": ["b", "c"]})
    >>> stress_layout(links, pd.Index(list("abc")))["x"].abs().round(2).tolist()
    [3.0, 0.0, 3.0]
    """
    wanted = _ways(links, industries)
    if len(wanted) < 2:
        return pd.DataFrame(0.0, index=industries, columns=["x", "y"])
    places = _turned(_majorized(wanted, _scaled(wanted)))
    return pd.DataFrame(places, index=industries, columns=["x", "y"])


def _ways(links: pd.DataFrame, industries: pd.Index) -> FloatArray:
    """Return the length of the shortest way between every two industries."""
    check_columns(links, ["first", "second"], "links")
    ends = [industries.get_indexer(pd.Index(links[side])) for side in ("first", "second")]
    for side, places in zip(("first", "second"), ends, strict=True):
        if (places < 0).any():
            raise MeasureError(
                f"A link names {links[side].iloc[int(np.argmin(places))]!r}, which is not among the "
                f"{len(industries)} industries; give all of them."
            )
    linked = np.zeros((len(industries), len(industries)))
    linked[ends[0], ends[1]] = linked[ends[1], ends[0]] = 1.0
    neighbors = linked.sum(axis=0)
    length = linked * (neighbors[:, None] + neighbors - 2 * linked @ linked)
    ways = np.asarray(shortest_path(length, directed=False), dtype=np.float64)
    apart = np.isinf(ways)
    return np.where(apart, ways[~apart].max(initial=0.0) + 2.0, ways)


def _scaled(wanted: FloatArray) -> FloatArray:
    """Return the plane of classical scaling, where majorization starts."""
    size = len(wanted)
    center = np.eye(size) - 1 / size
    values, vectors = np.linalg.eigh(-center @ wanted**2 @ center / 2)
    places = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 0.0))
    # Majorization cannot part industries on one spot: a spiral does, the same every time.
    turn = np.arange(size) * 2.399963
    return np.asarray(places + 1e-3 * np.column_stack([np.cos(turn), np.sin(turn)]), dtype=np.float64)


def _majorized(wanted: FloatArray, places: FloatArray) -> FloatArray:
    from scipy.spatial.distance import cdist  # noqa: PLC0415 -- slow to import

    weight = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    # Shifting the inverse by a constant matrix takes out the freedom to move everything together.
    inverse = np.linalg.inv(np.diag(weight.sum(axis=1)) - weight + 1 / len(wanted))
    before = np.inf
    for _ in range(_ROUNDS):
        apart = cdist(places, places)
        stress = float((weight * (apart - wanted) ** 2).sum())
        if before - stress <= _SETTLED * stress:
            break
        before = stress
        pull = np.divide(weight * wanted, apart, out=np.zeros_like(apart), where=apart > 0)
        places = inverse @ (pull.sum(axis=1)[:, None] * places - pull @ places)
    return places


def _turned(places: FloatArray) -> FloatArray:
    centered = places - places.mean(axis=0)
    turned = centered @ np.linalg.eigh(centered.T @ centered)[1][:, ::-1]
    tails = (turned**3).sum(axis=0)
    return np.asarray(turned * np.where(tails < 0, -1.0, 1.0), dtype=np.float64)

"""The network of regions and industries on which complexity is computed: whole, and in one piece."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from sandan.errors import MeasureError
from sandan.observe.relatedness.matrices import check_presence
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["Component", "Network", "bipartite_network"]

Component: TypeAlias = Literal["refuse", "largest"]
"""What to do with a network in several pieces: refuse it, or take its largest piece."""


@dataclass(frozen=True)
class Network:
    """Presence without empty rows and columns, and in one piece.

    ``links`` has the kept regions and industries only, ``regions`` and ``industries`` say which they
    are, ``components`` is the number of pieces that were found, and ``left_out`` has ``side``,
    ``label`` and ``reason`` of everything else.
    """

    links: FloatArray
    regions: BoolArray
    industries: BoolArray
    components: int
    left_out: pd.DataFrame


def bipartite_network(presence: pd.DataFrame, *, component: Component = "refuse") -> Network:
    """Take empty regions and industries out of a presence table, and see that the rest hangs together.

    Parameters
    ----------
    presence : DataFrame, shape (n_regions, n_industries)
        1 (or a weight above 0) where the industry is present, 0 where it is absent.
    component : {"refuse", "largest"}
        What to do if the regions and industries fall into pieces that share nothing.

    Returns
    -------
    Network
        At least two regions and two industries, each with a link, all connected.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If ``component`` is unknown, the network is in pieces and should not be, or too little is left.

    Notes
    -----
    A region and an industry are linked where the industry is present. The largest piece has the most
    regions and industries together; of equal ones the one that comes first in the table. Between pieces
    complexity has no meaning: the eigenvector only tells the pieces apart.

    References
    ----------
    ``docs/methods/economic-complexity.md``, on networks in pieces.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 0], [0, 1, 0], [0, 0, 0]], index=list("abc"), columns=list("xyz"))
    >>> network = bipartite_network(table)
    >>> network.links.astype(int).tolist(), network.left_out["label"].tolist()
    ([[1, 1], [0, 1]], ['c', 'z'])
    """
    if component not in ("refuse", "largest"):
        raise MeasureError(f"`component` is {component!r}; use 'refuse' or 'largest'.")
    numbers = check_presence(presence, weights=True)
    linked = numbers > 0
    regions, industries = np.atleast_1d(linked.any(axis=1)), np.atleast_1d(linked.any(axis=0))
    piece = _pieces(linked)
    sizes = np.bincount(piece, weights=np.concatenate([regions, industries]))
    if (sizes > 0).sum() > 1 and component == "refuse":
        order = np.sort(sizes[sizes > 0])[::-1].astype(int)
        raise MeasureError(
            f"The regions and industries fall into {len(order)} pieces that share nothing (the largest have "
            f"{order[0]} and {order[1]} of them); use component='largest' or compare within pieces."
        )
    inside = piece == int(np.argmax(sizes))
    kept_regions, kept_industries = inside[: len(regions)] & regions, inside[len(regions) :] & industries
    if min(kept_regions.sum(), kept_industries.sum()) < 2:
        raise MeasureError(
            f"Only {int(kept_regions.sum())} regions and {int(kept_industries.sum())} industries are linked; "
            "complexity compares at least two of each."
        )
    return Network(
        links=numbers[np.ix_(kept_regions, kept_industries)],
        regions=kept_regions,
        industries=kept_industries,
        components=int((sizes > 0).sum()),
        left_out=pd.DataFrame(
            [
                *_left_out("region", presence.index, kept_regions, regions),
                *_left_out("industry", presence.columns, kept_industries, industries),
            ],
            columns=["side", "label", "reason"],
        ),
    )


def _pieces(linked: BoolArray) -> IntArray:
    """Say in which piece each region is, and after them each industry."""
    rows, columns = linked.shape
    starts = np.concatenate([[0], np.cumsum(linked.sum(axis=1)), np.zeros(columns, dtype=np.int64)])
    starts[rows + 1 :] = starts[rows]
    ends = np.nonzero(linked)[1] + rows
    graph = csr_array((np.ones(len(ends), dtype=np.int8), ends, starts), shape=(rows + columns,) * 2)
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _left_out(
    side: str, labels: pd.Index, kept: BoolArray, linked: BoolArray
) -> list[tuple[str, object, str]]:
    return [
        (side, label, "outside the largest piece" if has_links else "nothing present")
        for label, is_kept, has_links in zip(labels, kept, linked, strict=True)
        if not is_kept
    ]

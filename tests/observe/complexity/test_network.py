"""Empty rows, pieces, and what is left."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.complexity.network import bipartite_network

TWO_PIECES = pd.DataFrame(
    [[1, 1, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 0]],
    index=list("abcde"),
    columns=list("wxyz"),
)


def pieces_by_spreading(linked: np.ndarray) -> set[frozenset[tuple[str, int]]]:
    """Spread from every region and industry over links until nothing is added."""
    nodes = [("r", i) for i in range(linked.shape[0])] + [("i", j) for j in range(linked.shape[1])]
    found = set()
    for node in nodes:
        piece = {node}
        while True:
            more = {("i", j) for s, r in piece if s == "r" for j in np.flatnonzero(linked[r])}
            more |= {("r", r) for s, j in piece if s == "i" for r in np.flatnonzero(linked[:, j])}
            if more <= piece:
                break
            piece |= more
        if len(piece) > 1:
            found.add(frozenset(piece))
    return found


def test_pieces_are_refused_with_their_sizes() -> None:
    with pytest.raises(MeasureError, match=r"2 pieces that share nothing .* 5 and 4 of them"):
        bipartite_network(TWO_PIECES)


def test_largest_piece_is_taken_on_request_and_the_rest_listed() -> None:
    network = bipartite_network(TWO_PIECES, component="largest")
    assert network.links.tolist() == [[1, 1], [0, 1], [1, 1]]
    assert network.components == 2
    assert network.left_out.to_dict("list") == {
        "side": ["region", "region", "industry", "industry"],
        "label": ["d", "e", "y", "z"],
        "reason": ["outside the largest piece"] * 4,
    }


def test_empty_rows_and_columns_are_listed_and_no_piece() -> None:
    table = pd.DataFrame([[1, 1, 0], [0, 0, 0], [1, 0, 0]])
    network = bipartite_network(table)
    assert network.components == 1
    assert network.left_out[["side", "label", "reason"]].to_numpy().tolist() == [
        ["region", 1, "nothing present"],
        ["industry", 2, "nothing present"],
    ]


def test_too_little_is_refused() -> None:
    with pytest.raises(MeasureError, match="Only 1 regions and 2 industries"):
        bipartite_network(pd.DataFrame([[1, 1], [0, 0]]))


def test_unknown_component_is_refused() -> None:
    with pytest.raises(MeasureError, match="'all'"):
        bipartite_network(TWO_PIECES, component="all")  # type: ignore[arg-type]


@given(linked=arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 6)), elements=st.integers(0, 1)))
def test_any_network_has_the_pieces_that_spreading_finds(linked: np.ndarray) -> None:
    pieces = pieces_by_spreading(linked)
    largest = max((len(piece) for piece in pieces), default=0)
    try:
        network = bipartite_network(pd.DataFrame(linked), component="largest")
    except MeasureError:
        sides = [{side for side, _ in piece} for piece in pieces if len(piece) == largest]
        assert not sides or any(
            min(sum(s == "r" for s, _ in p), sum(s == "i" for s, _ in p)) < 2
            for p in pieces
            if len(p) == largest
        )
        return
    kept = {("r", int(i)) for i in np.flatnonzero(network.regions)}
    kept |= {("i", int(j)) for j in np.flatnonzero(network.industries)}
    assert network.components == len(pieces)
    assert frozenset(kept) in pieces
    assert len(kept) == largest

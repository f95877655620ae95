"""Links between clusters: by hand, and against loops."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError, TableError
from sandan.observe.definitions.linkage import cluster_linkage, related_clusters

NAMES = list("abcdefg")


def linkage_by_loops(
    matrix: np.ndarray, labels: list[int], percentile: float
) -> dict[tuple[int, int], tuple]:
    """Go through every pair of clusters and of industries."""
    size = len(labels)
    limit = [np.percentile([matrix[i, j] for j in range(size) if j != i], percentile) for i in range(size)]
    table = {}
    clusters = sorted(set(labels))
    for c in clusters:
        for d in clusters:
            pairs = [(i, j) for i in range(size) for j in range(size) if (labels[i], labels[j]) == (c, d)]
            if c < d:
                mutual = sum(matrix[i, j] > limit[i] and matrix[i, j] > limit[j] for i, j in pairs)
                table[c, d] = (np.mean([matrix[p] for p in pairs]), mutual, len(pairs))
    return table


def test_three_clusters_by_hand() -> None:
    names = list("abcde")
    matrix = pd.DataFrame(0.1, index=names, columns=names)
    matrix.loc["b", "e"] = matrix.loc["e", "b"] = 0.6
    matrix.loc["a", "c"] = matrix.loc["c", "a"] = 0.3
    table = cluster_linkage(matrix, pd.Series([1, 1, 2, 2, 3], index=names), pair_percentile=50)
    # 1-3: (.1 + .6) / 2; 1-2: (.3 + .1 + .1 + .1) / 4; 2-3: .1. The rows of a, b, c and e have medians of .1.
    assert table[["first", "second"]].to_numpy().tolist() == [[1, 3], [1, 2], [2, 3]]
    assert table["between"].tolist() == pytest.approx([0.35, 0.15, 0.1])
    assert table["percentile"].tolist() == pytest.approx([100, 200 / 3, 100 / 3])
    assert table["related_pairs"].tolist() == [1, 1, 0]
    assert table["related_share"].tolist() == [1 / 2, 1 / 4, 0]


@settings(max_examples=40)
@given(
    seed=st.integers(0, 9_999),
    labels=st.lists(st.integers(1, 4), min_size=7, max_size=7).filter(lambda x: len(set(x)) > 1),
    percentile=st.sampled_from([30.0, 50.0, 80.0]),
)
def test_any_linkage_agrees_with_loops(seed: int, labels: list[int], percentile: float) -> None:
    values = np.random.default_rng(seed).normal(size=(7, 7))
    matrix = values + values.T
    table = cluster_linkage(
        pd.DataFrame(matrix, index=NAMES, columns=NAMES),
        pd.Series(labels, index=NAMES),
        pair_percentile=percentile,
    )
    expected = linkage_by_loops(matrix, labels, percentile)
    found = {
        (row.first, row.second): (row.between, row.related_pairs, row.pairs) for row in table.itertuples()
    }
    assert found.keys() == expected.keys()
    for pair, numbers in found.items():
        assert numbers == pytest.approx(expected[pair])
    assert table["between"].is_monotonic_decreasing


def test_related_clusters_stand_under_both() -> None:
    rows = [(1, 2, 0.5, 100.0, 3), (2, 3, 0.4, 95.0, 0), (1, 3, 0.3, 90.0, 1), (1, 4, 0.2, 80.0, 9)]
    columns = ["first", "second", "between", "percentile", "related_pairs"]
    table = pd.DataFrame(rows, columns=columns)
    found = related_clusters(table)
    assert found[["cluster", "related"]].to_numpy().tolist() == [[1, 2], [1, 3], [2, 1], [3, 1]]
    lenient = related_clusters(table, least_percentile=80, least_related_pairs=0)
    assert len(lenient) == 8
    with pytest.raises(TableError, match="'percentile'"):
        related_clusters(table.drop(columns="percentile"))


def test_impossible_percentile_is_refused() -> None:
    matrix = pd.DataFrame(0.5, index=NAMES, columns=NAMES)
    with pytest.raises(MeasureError, match="`pair_percentile` is 0"):
        cluster_linkage(matrix, pd.Series(range(7), index=NAMES), pair_percentile=0)

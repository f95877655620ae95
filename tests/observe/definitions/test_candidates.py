"""Candidate groupings: by hand, against a plain merging of clusters, and the labels they get."""

from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from sandan.errors import MeasureError
from sandan.observe.definitions.candidates import (
    Candidate,
    Recipe,
    candidate_groupings,
    cut,
    cut_all,
    recipes,
)

NAMES = [f"C{k}" for k in range(10, 20)]


def matrix_of(seed: int, size: int = 7) -> pd.DataFrame:
    values = np.random.default_rng(seed).normal(size=(size, size))
    return pd.DataFrame(values + values.T, index=NAMES[:size], columns=NAMES[:size])


def blocks(*sizes: int) -> pd.DataFrame:
    """Industries related inside blocks, with a little noise; in no order of the blocks."""
    truth = np.repeat(range(len(sizes)), sizes)
    noise = np.random.default_rng(1).normal(0, 0.05, (len(truth), len(truth)))
    values = 0.8 * (truth[:, None] == truth) + noise + noise.T
    return pd.DataFrame(values, index=NAMES[: len(truth)], columns=NAMES[: len(truth)])


def merged_by_hand(points: np.ndarray | None, apart: np.ndarray, groups: int, method: str) -> list[set[int]]:
    """Merge the two clusters of least cost again and again; Ward's cost is the increase of squares."""
    clusters = [{i} for i in range(len(apart))]

    def squares(cluster: set[int]) -> float:
        return float(((points[list(cluster)] - points[list(cluster)].mean(axis=0)) ** 2).sum())

    def cost(one: set[int], two: set[int]) -> float:
        if method == "average":
            return float(np.mean([apart[i, j] for i in one for j in two]))
        return squares(one | two) - squares(one) - squares(two)

    while len(clusters) > groups:
        one, two = min(combinations(clusters, 2), key=lambda pair: cost(*pair))
        clusters = [c for c in clusters if c not in (one, two)] + [one | two]
    return clusters


def as_sets(labels: pd.Series) -> set[frozenset[str]]:
    return {frozenset(names) for names in labels.groupby(labels).groups.values()}


@pytest.mark.parametrize("method", ["ward", "average", "kmeans"])
@pytest.mark.parametrize("normalization", ["none", "rows", "ranks"])
def test_blocks_are_found_and_numbered_by_size(method: str, normalization: str) -> None:
    plan = Recipe(3, method, "profiles", normalization)  # type: ignore[arg-type]
    assert cut(blocks(2, 3, 4), plan).tolist() == [3] * 2 + [2] * 3 + [1] * 4


@pytest.mark.parametrize("distance", ["chord", "complement"])
def test_other_distances_find_blocks(distance: str) -> None:
    assert cut(blocks(2, 3, 4), Recipe(3, "ward", distance)).tolist() == [3] * 2 + [2] * 3 + [1] * 4  # type: ignore[arg-type]


@settings(max_examples=40)
@given(seed=st.integers(0, 9_999), groups=st.integers(2, 6))
def test_average_linkage_agrees_with_plain_merging(seed: int, groups: int) -> None:
    matrix = matrix_of(seed)
    off = matrix.to_numpy()[~np.eye(len(matrix), dtype=bool)]
    apart = off.max() - matrix.to_numpy()
    by_hand = merged_by_hand(None, apart, groups, "average")
    ours = as_sets(cut(matrix, Recipe(groups, "average", "complement")))
    assert ours == {frozenset(matrix.index[list(c)]) for c in by_hand}


@settings(max_examples=40)
@given(seed=st.integers(0, 9_999), groups=st.integers(2, 6))
def test_ward_on_chords_is_ward_on_standardized_columns(seed: int, groups: int) -> None:
    values = np.random.default_rng(seed).normal(size=(9, 7))
    points = ((values - values.mean(axis=0)) / values.std(axis=0) / 3).T
    matrix = pd.DataFrame(np.corrcoef(values.T), index=NAMES[:7], columns=NAMES[:7])
    by_hand = merged_by_hand(points, np.zeros((7, 7)), groups, "ward")
    ours = as_sets(cut(matrix, Recipe(groups, "ward", "chord")))
    assert ours == {frozenset(matrix.index[list(c)]) for c in by_hand}
    # A constant added to all relatedness, and a scale, change nothing: the mean of one is itself.
    assert as_sets(cut(5 * matrix - 3, Recipe(groups, "ward", "chord"))) == ours


@given(seed=st.integers(0, 9_999))
def test_number_of_groups_is_exact_where_everything_ties(seed: int) -> None:
    flat = pd.DataFrame(0.5, index=NAMES, columns=NAMES)
    groups = 2 + seed % 7
    assert cut(flat, Recipe(groups, "average", "complement")).nunique() == groups


def test_many_cuts_of_one_tree_are_those_one_by_one() -> None:
    matrix = matrix_of(3)
    plans = recipes([2, 3, 5], methods=["ward", "average"], normalizations=["none", "ranks"])
    plans += recipes([3], methods=["kmeans"])
    together = cut_all(matrix, plans)
    for place, plan in enumerate(plans):
        assert together.iloc[:, place].tolist() == cut(matrix, plan).tolist()


def test_k_means_depends_on_its_seed_only() -> None:
    matrix = matrix_of(4, 10)
    assert cut(matrix, Recipe(4, "kmeans", "profiles", seed=3)).equals(
        cut(matrix, Recipe(4, "kmeans", "profiles", seed=3))
    )


def test_rows_are_brought_to_one_level() -> None:
    # Industry 0 is related to everything; without its level it belongs to the second block.
    matrix = blocks(3, 3)
    level = pd.Series([2.0, 0, 0, 0, 0, 0], index=matrix.index).to_numpy()
    lifted = matrix + level[:, None] + level
    labels = cut(lifted, Recipe(2, "ward", "chord", "rows"))
    assert adjusted_rand_score(labels, [0, 0, 0, 1, 1, 1]) == 1


def test_recipes_without_repeats() -> None:
    plans = recipes([5, 9], methods=["ward", "kmeans"], distances=["chord", "profiles"], seeds=[0, 1])
    assert len(plans) == len(set(plans)) == 2 * 2 + 2 * 2
    with pytest.raises(MeasureError, match="`seeds` is empty"):
        recipes([5], seeds=[])


def test_table_of_candidates_keeps_their_order_and_says_who_is_left_out() -> None:
    first, second = matrix_of(1, 7), matrix_of(2, 8)
    plans = [Candidate(("IO",), Recipe(3)), Candidate(("LC",), Recipe(2)), Candidate(("LC", "IO"), Recipe(3))]
    matrices = {"LC": first, "IO": second}
    found = candidate_groupings(matrices, plans)
    assert found.parameters["linkages"].tolist() == ["IO", "LC", "LC + IO"]
    assert found.parameters["industries"].tolist() == [8, 7, 7]
    assert found.parameters["left_out"].tolist() == [0, 1, 1]
    assert found.labels[1].isna().tolist() == [False] * 7 + [True]
    assert found.labels[0].dropna().tolist() == cut(second, Recipe(3)).tolist()
    with ThreadPoolExecutor(2) as executor:
        pd.testing.assert_frame_equal(
            candidate_groupings(matrices, plans, executor=executor).labels, found.labels
        )


def test_impossible_recipes_are_refused() -> None:
    matrix = matrix_of(1)
    for plan, words in (
        (Recipe(7), "`groups` is 7 with 7 industries"),
        (Recipe(1), "`groups` is 1"),
        (Recipe(3, "single"), "`method` is 'single'"),  # type: ignore[arg-type]
        (Recipe(3, "kmeans", "chord"), "`distance` is 'chord'"),
        (Recipe(3, normalization="log"), "`normalization` is 'log'"),  # type: ignore[arg-type]
    ):
        with pytest.raises(MeasureError, match=words):
            cut(matrix, plan)
    flat = pd.DataFrame(0.5, index=NAMES, columns=NAMES)
    with pytest.raises(MeasureError, match="Only 1 industries differ"):
        cut(flat, Recipe(3, "kmeans", "profiles"))

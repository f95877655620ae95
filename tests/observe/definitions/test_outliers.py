"""Outlier industries: by hand, against moving one at a time from scratch, and the bound on moves."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError
from sandan.observe.definitions.outliers import reassign_outliers
from sandan.observe.definitions.scores import industry_relatedness

NAMES = list("abcdef")


def moved_from_scratch(
    matrix: pd.DataFrame, labels: pd.Series, bound: int
) -> tuple[pd.Series, list[tuple[str, int, int]]]:
    """Compute all means anew before every move."""
    labels, moves = labels.copy(), []
    while len(moves) < bound and len(set(labels)) > 1:
        means = industry_relatedness(matrix, labels)
        own = pd.Series({i: means.at[i, labels[i]] for i in labels.index})
        gap = (means.max(axis=1) - own).fillna(0)
        if gap.max() <= 1e-9:
            break
        i = gap.idxmax()
        moves.append((i, labels[i], means.loc[i].idxmax()))
        labels[i] = moves[-1][2]
    return labels, moves


def test_one_outlier_by_hand() -> None:
    matrix = pd.DataFrame(0.0, index=NAMES, columns=NAMES)
    for one, two, value in (("a", "b", 8), ("c", "d", 6), ("a", "e", 5), ("b", "e", 5), ("e", "f", 1)):
        matrix.at[one, two] = matrix.at[two, one] = value
    after = reassign_outliers(matrix, pd.Series([1, 1, 2, 2, 3, 3], index=NAMES))
    # e has 1 with f and (5 + 5) / 2 with a and b; after its move f is alone and stays.
    assert after.moves.to_numpy().tolist() == [["e", 3, 1, 1, 5]]
    assert after.labels.tolist() == [1, 1, 2, 2, 1, 3]
    assert after.settled


@settings(max_examples=40)
@given(
    seed=st.integers(0, 9_999),
    labels=st.lists(st.integers(1, 3), min_size=6, max_size=6).filter(lambda x: len(set(x)) > 1),
    bound=st.integers(0, 8),
)
def test_any_moves_are_those_from_scratch(seed: int, labels: list[int], bound: int) -> None:
    values = np.random.default_rng(seed).normal(size=(6, 6))
    matrix = pd.DataFrame(values + values.T, index=NAMES, columns=NAMES)
    start = pd.Series(labels, index=NAMES)
    after = reassign_outliers(matrix, start, most_moves=bound)
    expected, moves = moved_from_scratch(matrix, start, bound)
    assert [tuple(row) for row in after.moves[["industry", "origin", "destination"]].to_numpy()] == moves
    assert after.labels.equals(expected)


def test_settled_grouping_has_no_outlier_and_bound_is_kept() -> None:
    values = np.random.default_rng(2).normal(size=(60, 60))
    matrix = pd.DataFrame(values + values.T)
    start = pd.Series(np.random.default_rng(3).integers(0, 6, 60))
    after = reassign_outliers(matrix, start, most_moves=1_000)
    assert after.settled
    means = industry_relatedness(matrix, after.labels)
    own = np.array([means.at[i, after.labels[i]] for i in matrix.index])
    assert (own >= means.max(axis=1) - 1e-9)[~np.isnan(own)].all()
    stopped = reassign_outliers(matrix, start, most_moves=5)
    assert len(stopped.moves) == 5
    assert not stopped.settled
    assert stopped.moves.equals(after.moves.iloc[:5])


def test_unknown_industries_stay_and_nothing_is_changed() -> None:
    matrix = pd.DataFrame(1.0, index=NAMES, columns=NAMES)
    labels = pd.Series([1, 1, 2, 2, 3], index=[*"abcd", "z"])
    copy = labels.copy()
    after = reassign_outliers(matrix, labels)
    assert after.labels.equals(labels)
    assert after.moves.empty
    assert labels.equals(copy)
    with pytest.raises(MeasureError, match="`most_moves` is -1"):
        reassign_outliers(matrix, labels, most_moves=-1)

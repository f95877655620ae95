"""Several matrices as one: by hand, against loops, and who is left out."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import MeasureError, TableError
from sandan.observe.definitions.standardized_mean import (
    complete_industries,
    joint_relatedness,
    standardized_mean,
)


def symmetric(seed: int, names: str = "abcde") -> pd.DataFrame:
    values = np.random.default_rng(seed).normal(size=(len(names), len(names)))
    return pd.DataFrame(values + values.T, index=list(names), columns=list(names))


def mean_by_loops(matrices: list[pd.DataFrame]) -> pd.DataFrame:
    """Standardize each over its pairs, one pair at a time, and average."""
    names = list(matrices[0].index)
    total = pd.DataFrame(0.0, index=names, columns=names)
    for matrix in matrices:
        pairs = [matrix.at[a, b] for k, a in enumerate(names) for b in names[k + 1 :]]
        mean = sum(pairs) / len(pairs)
        sd = (sum((x - mean) ** 2 for x in pairs) / len(pairs)) ** 0.5
        total += (matrix - mean) / sd / len(matrices)
    return total.mask(np.eye(len(names), dtype=bool))


def test_mean_of_two_by_hand() -> None:
    names = list("abc")
    one = pd.DataFrame([[9, 1, 2], [1, 9, 3], [2, 3, 9]], index=names, columns=names)
    two = pd.DataFrame([[0, 30, 20], [30, 0, 10], [20, 10, 0]], index=names, columns=names)
    mean = standardized_mean({"one": one, "two": two})
    # Pairs (1, 2, 3) and (30, 20, 10) have opposite scores, so their mean is 0 everywhere.
    assert mean.matrix.loc["a"].tolist()[1:] == pytest.approx([0, 0])
    assert np.isnan(mean.matrix.at["a", "a"])
    assert mean.linkages["mean"].tolist() == [2, 20]
    assert mean.linkages["sd"].tolist() == pytest.approx([np.sqrt(2 / 3), 10 * np.sqrt(2 / 3)])


@given(first=st.integers(0, 999), second=st.integers(0, 999))
def test_any_mean_agrees_with_loops(first: int, second: int) -> None:
    one, two = symmetric(first), symmetric(second)
    ours = standardized_mean({"one": one, "two": two}).matrix
    np.testing.assert_allclose(ours, mean_by_loops([one, two]), atol=1e-12)


def test_industries_of_one_linkage_only_are_reported_not_filled() -> None:
    one, two = symmetric(1, "abcde"), symmetric(2, "abcdf")
    two.loc["b", :] = two.loc[:, "b"] = np.nan
    mean = standardized_mean({"LC": one, "IO": two})
    assert list(mean.matrix.index) == ["a", "c", "d"]
    assert mean.missing.to_numpy().tolist() == [["b", "IO"], ["e", "IO"], ["f", "LC"]]
    assert mean.linkages[["industries", "missing"]].to_numpy().tolist() == [[5, 0], [4, 1]]
    pd.testing.assert_frame_equal(joint_relatedness({"LC": one, "IO": two}, ["LC", "IO"]), mean.matrix)


def test_single_gap_is_refused() -> None:
    matrix = symmetric(1)
    matrix.at["a", "b"] = matrix.at["b", "a"] = np.nan
    with pytest.raises(TableError, match="'a' and 'b' is nan"):
        complete_industries(matrix)


def test_matrix_that_is_not_symmetric_or_square_is_refused() -> None:
    matrix = symmetric(1)
    with pytest.raises(TableError, match=r"shape \(5, 4\)"):
        complete_industries(matrix.iloc[:, :4])
    matrix.at["a", "b"] += 1
    with pytest.raises(TableError, match="symmetric"):
        complete_industries(matrix)


def test_what_cannot_be_averaged_is_refused() -> None:
    with pytest.raises(MeasureError, match="empty"):
        standardized_mean({})
    with pytest.raises(MeasureError, match="Only 1 industries"):
        standardized_mean({"one": symmetric(1, "abc"), "two": symmetric(1, "cde")})
    flat = pd.DataFrame(0.5, index=list("abc"), columns=list("abc"))
    with pytest.raises(MeasureError, match=r"relatedness 0\.5 in 'flat'"):
        standardized_mean({"flat": flat})
    with pytest.raises(MeasureError, match="no linkage 'IO'"):
        joint_relatedness({"LC": flat}, ["IO"])


def test_inputs_are_not_changed() -> None:
    matrix = symmetric(3)
    copy = matrix.copy()
    standardized_mean({"one": matrix, "two": matrix})
    pd.testing.assert_frame_equal(matrix, copy)

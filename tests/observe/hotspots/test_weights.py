"""Weights scale their rows and give islands nothing."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from sandan.errors import MeasureError, TableError
from sandan.observe.hotspots.weights import SpatialWeights, aligned_values

# a has the neighbors b (weight 1) and c (weight 3), b has a (weight 2), c has nobody.
GIVEN = csr_array(np.array([[0.0, 1, 3], [2, 0, 0], [0, 0, 0]]))
WEIGHTS = SpatialWeights(pd.Index(["a", "b", "c"]), GIVEN, "row", "by hand")


def test_rows_add_up_to_one_and_an_island_stays_empty() -> None:
    assert WEIGHTS.matrix.toarray().tolist() == [[0, 0.25, 0.75], [1, 0, 0], [0, 0, 0]]
    assert WEIGHTS.in_style("as_given").matrix.toarray().tolist() == GIVEN.toarray().tolist()
    assert WEIGHTS.islands.tolist() == ["c"]
    assert WEIGHTS.counts.tolist() == [2, 1, 0]


def test_an_island_is_not_its_own_neighbor() -> None:
    # With itself a has 1 and 1 and 3, which is 5 in all, and b has 2 and 1.
    assert WEIGHTS.with_self(1.0).toarray() == pytest.approx(
        np.array([[0.2, 0.2, 0.6], [2 / 3, 1 / 3, 0], [0, 0, 0]])
    )


def test_weights_are_not_changed_by_scaling() -> None:
    copy = GIVEN.copy()
    assert WEIGHTS.matrix.sum() == pytest.approx(2)
    WEIGHTS.with_self(2.0)
    assert (copy != GIVEN).nnz == 0


def test_unknown_style_is_refused() -> None:
    with pytest.raises(MeasureError, match="'column'"):
        WEIGHTS.in_style("column")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        (pd.Series([1, 2, 3], index=["a", "c", "b"]), MeasureError, "same in the same order"),
        (pd.Series([1, 2], index=["a", "b"]), MeasureError, "names 2 places and `weights` 3"),
        (pd.Series([1, np.nan, 3], index=["a", "b", "c"]), TableError, "nan in 'b'"),
        (pd.Series([2, 2, 2], index=["a", "b", "c"]), MeasureError, "1 different numbers in 3"),
        (pd.Series(["1", "x", "3"], index=["a", "b", "c"]), TableError, "not a number"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(values: pd.Series, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        aligned_values(values, WEIGHTS)

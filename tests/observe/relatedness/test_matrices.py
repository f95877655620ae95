"""What a presence and a proximity matrix must be."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.observe.relatedness.matrices import check_numbers, check_presence, check_proximity, with_diagonal


def test_missing_presence_is_refused_as_not_known() -> None:
    with pytest.raises(TableError, match="not known is not absent"):
        check_presence(pd.DataFrame({"x": [1.0, np.nan]}))


def test_missing_presence_is_carried_on_request() -> None:
    numbers = check_presence(pd.DataFrame({"x": [1.0, np.nan]}), unknown=True)
    np.testing.assert_array_equal(numbers, [[1.0], [np.nan]])


def test_nullable_columns_are_read() -> None:
    table = pd.DataFrame({"x": pd.array([1, None], dtype="Int64")})
    np.testing.assert_array_equal(check_presence(table, unknown=True), [[1.0], [np.nan]])


def test_quotient_in_place_of_presence_is_refused_with_its_cell() -> None:
    with pytest.raises(TableError, match=r"\(a, x\) is 1.3"):
        check_presence(pd.DataFrame({"x": [1.3]}, index=["a"]))
    assert check_presence(pd.DataFrame({"x": [1.3]}), weights=True).tolist() == [[1.3]]


def test_proximity_of_other_order_is_refused() -> None:
    near = pd.DataFrame(np.eye(2), index=list("ba"), columns=list("ba"))
    with pytest.raises(MeasureError, match="order differs"):
        check_proximity(near, pd.Index(["a", "b"]))


def test_proximity_that_is_not_symmetric_is_refused_with_both_values() -> None:
    near = pd.DataFrame([[1, 0.3], [0.2, 1]], index=list("ab"), columns=list("ab"))
    with pytest.raises(MeasureError, match=r"0\.3 from a to b and 0\.2 back"):
        check_proximity(near, near.columns)


def test_diagonal_is_set_on_a_copy_of_a_read_only_array() -> None:
    matrix = np.ones((2, 2))
    matrix.flags.writeable = False
    assert with_diagonal(matrix, 0).tolist() == [[0, 1], [1, 0]]
    assert matrix.tolist() == [[1, 1], [1, 1]]


def test_diagonal_of_another_value_is_refused() -> None:
    with pytest.raises(MeasureError, match="`diagonal` is 2"):
        with_diagonal(np.ones((2, 2)), 2)


def test_numbers_with_a_label_twice_or_words_are_refused() -> None:
    with pytest.raises(TableError, match="row 'a' more than once"):
        check_numbers(pd.DataFrame({"x": [1, 2]}, index=["a", "a"]), "table")
    with pytest.raises(TableError, match="not a number"):
        check_numbers(pd.DataFrame({"x": ["1,234"]}), "table")

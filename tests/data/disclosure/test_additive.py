import numpy as np
import pandas as pd
import pytest

from sandan.data.disclosure.additive import grid_of, sums_to
from sandan.errors import TableError

TABLE = pd.DataFrame(
    {
        "region": ["a", "b", "total", "a"],
        "industry": ["C", "C", "C", "J"],
        "value": [1.0, 2.0, 3.0, np.nan],
        "status": ["reported", "reported", "reported", "suppressed"],
    }
)


def test_equations_of_a_small_table_by_hand():
    grid = grid_of(TABLE, {"total": ["a", "b"]}, {})
    # Cells in order: aC aJ bC bJ totalC totalJ; one sum for C, one for J.
    assert grid.equations.toarray().tolist() == [[1, 0, 1, 0, -1, 0], [0, 1, 0, 1, 0, -1]]
    assert grid.sum_name(1) == "the regions that add to 'total' in industry 'J'"
    assert grid.cell_name(3) == "(b, J)"


def test_a_pair_without_a_row_is_empty_and_not_zero():
    grid = grid_of(TABLE, {}, {})
    assert np.isnan(grid.number[1, 1])
    assert grid.row[1, 1] == -1
    assert grid.suppressed.tolist() == [[False, True], [False, False], [False, False]]


def test_sums_by_industry_come_after_those_by_region():
    grid = grid_of(TABLE, {"total": ["a", "b"]}, {"J": ["C"]})
    assert grid.sum_name(2) == "the industries that add to 'J' in region 'a'"
    assert grid.equations.toarray()[2].tolist() == [1, -1, 0, 0, 0, 0]


def test_a_total_without_parts_is_refused():
    with pytest.raises(TableError, match="'total'"):
        sums_to("total", ["total"])


def test_more_than_one_period_is_refused():
    with pytest.raises(TableError, match="2013, 2014"):
        grid_of(TABLE.assign(period=[2013, 2014, 2013, 2013]), {}, {})


def test_equations_hold_no_stored_zeros():
    small = TABLE[TABLE["industry"] == "C"]
    assert (grid_of(small, {"total": ["a", "b"]}, {}).equations.data != 0).all()
    assert grid_of(TABLE, {"total": ["a", "b"]}, {}).equations.nnz == 6

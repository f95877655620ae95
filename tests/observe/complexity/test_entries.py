"""What counts as an entry, and that every cell is counted once."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.complexity.entries import entries

quotients = arrays(np.float64, (3, 4), elements=st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0, 1.7, np.nan]))


def test_each_kind_of_cell_by_hand() -> None:
    start = pd.DataFrame([[0.49, 0.49, 0.49, 0.5, np.nan, 0.1]])
    end = pd.DataFrame([[1.0, 0.99, 0.2, 3.0, 1.0, np.nan]])
    found = entries(start, end)
    np.testing.assert_array_equal(found.table.loc[0], [1, 0, 0, np.nan, np.nan, np.nan])
    assert (found.at_risk, found.entered, found.halfway, found.not_absent, found.unknown) == (3, 1, 1, 1, 2)


@given(start=quotients, end=quotients)
def test_any_table_agrees_with_a_loop_and_every_cell_is_counted(start: np.ndarray, end: np.ndarray) -> None:
    start[0, 0], end[0, 0] = 0.0, 0.0
    found = entries(pd.DataFrame(start), pd.DataFrame(end))
    for cell in np.ndindex(start.shape):
        if np.isnan(start[cell]) or np.isnan(end[cell]) or start[cell] >= 0.5:
            assert np.isnan(found.table.to_numpy()[cell])
        else:
            assert found.table.to_numpy()[cell] == (end[cell] >= 1)
    assert found.at_risk + found.not_absent + found.unknown == start.size


def test_thresholds_that_cross_are_refused() -> None:
    with pytest.raises(MeasureError, match=r"`absent_below` is 1\.5"):
        entries(pd.DataFrame([[0.1]]), pd.DataFrame([[0.1]]), absent_below=1.5)


def test_nothing_absent_is_refused() -> None:
    with pytest.raises(MeasureError, match=r"No industry is below 0\.5"):
        entries(pd.DataFrame([[1.0]]), pd.DataFrame([[1.0]]))

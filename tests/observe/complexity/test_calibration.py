"""Rates by group, with an interval, and whether a forecast holds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.complexity.calibration import (
    calibration,
    entry_rates,
    predicted_entry,
)

entered = arrays(np.float64, (4, 6), elements=st.sampled_from([0.0, 0.0, 1.0, np.nan]))
scores = arrays(np.float64, (4, 6), elements=st.sampled_from([0.0, 0.1, 0.2, 0.2, 0.7, 0.9, np.nan]))


def test_halves_by_hand() -> None:
    came = pd.DataFrame([[0, 1, 0], [1, 1, np.nan]])
    score = pd.DataFrame([[0.1, 0.2, 0.3], [0.8, 0.9, 0.0]])
    table = entry_rates(came, score, groups=2)
    # Five cells: the third has rank 3, (3 - 0.5)/5 x 2 = 1, so it is in the second half.
    assert table["cells"].tolist() == [2, 3]
    assert table["entries"].tolist() == [1, 2]
    assert table["rate"].tolist() == pytest.approx([1 / 2, 2 / 3])
    assert table[["lowest_score", "highest_score"]].to_numpy().tolist() == [[0.1, 0.2], [0.3, 0.9]]


@settings(max_examples=50)
@given(came=entered, score=scores, groups=st.integers(1, 5))
def test_any_table_loses_no_cell_and_splits_no_tie(came: np.ndarray, score: np.ndarray, groups: int) -> None:
    came[0, 0], score[0, 0] = 1.0, 0.2
    table = entry_rates(pd.DataFrame(came), pd.DataFrame(score), groups=groups)
    both = ~np.isnan(came) & ~np.isnan(score)
    assert table["cells"].sum() == both.sum()
    assert table["entries"].sum() == came[both].sum()
    assert (table["lowest_score"].to_numpy()[1:] > table["highest_score"].to_numpy()[:-1]).all()
    assert len(table) <= groups


def test_forecast_takes_the_rate_of_its_group() -> None:
    rates = pd.DataFrame({"highest_score": [0.2, 0.4], "rate": [0.01, 0.09]})
    foretold = predicted_entry(pd.DataFrame([[0.0, 0.2, 0.21, 9.0, np.nan]]), rates).loc[0].to_numpy()
    np.testing.assert_array_equal(foretold, [0.01, 0.01, 0.09, 0.09, np.nan])
    with pytest.raises(MeasureError, match="0 rows"):
        predicted_entry(pd.DataFrame([[0.1]]), rates.iloc[:0])


def test_forecast_from_one_period_is_calibrated_in_the_next_only_if_rates_last() -> None:
    rng = np.random.default_rng(1)
    score = pd.DataFrame(rng.random((100, 100)))
    first = (rng.random((100, 100)) < 0.2 * score).astype(float)
    rates = entry_rates(first, score)
    same = calibration((rng.random((100, 100)) < 0.2 * score).astype(float), predicted_entry(score, rates))
    half = calibration((rng.random((100, 100)) < 0.1 * score).astype(float), predicted_entry(score, rates))
    assert same["agrees"].sum() >= len(same) - 2
    assert half["agrees"].sum() <= 2


def test_probability_above_one_is_refused() -> None:
    with pytest.raises(MeasureError, match=r"1\.2"):
        calibration(pd.DataFrame([[1.0]]), pd.DataFrame([[1.2]]))


def test_nothing_to_count_and_no_group_are_refused() -> None:
    with pytest.raises(MeasureError, match="None of 1 cells"):
        entry_rates(pd.DataFrame([[np.nan]]), pd.DataFrame([[1.2]]))
    with pytest.raises(MeasureError, match="`groups` is 0"):
        entry_rates(pd.DataFrame([[1.0]]), pd.DataFrame([[1.2]]), groups=0)

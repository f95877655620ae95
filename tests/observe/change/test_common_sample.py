"""Common samples, and the report of what they leave out."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.observe.change.common_sample import common_sample


@pytest.fixture
def tables() -> dict[int, pd.DataFrame]:
    before = pd.DataFrame({"C26": [5.0, np.nan], "J62": [1.0, 4.0]}, index=["a", "b"])
    after = pd.DataFrame(
        {"J62": [2.0, 6.0, 7.0], "C26": [8.0, 9.0, 3.0], "M72": [1.0, 1.0, 2.0]}, index=["b", "a", "c"]
    )
    return {2010: before, 2015: after}


def rows(report: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in report.to_numpy()]


def test_what_is_missing_at_one_date_is_left_out_and_reported(tables: dict[int, pd.DataFrame]) -> None:
    sample, report = common_sample(tables)
    assert sample[2015].index.tolist() == ["a", "b"]
    assert sample[2015].columns.tolist() == ["C26", "J62"]
    assert sample[2015].loc["b"].tolist() == [8.0, 2.0]
    assert rows(report) == [("region", "c", None, 2010, 12.0), ("industry", None, "M72", 2010, 4.0)]
    assert np.isnan(sample[2010].at["b", "C26"])


def test_empty_cell_leaves_every_date(tables: dict[int, pd.DataFrame]) -> None:
    sample, report = common_sample(tables, missing="leave_out")
    assert (sample[2010].at["b", "C26"], sample[2015].at["b", "C26"]) == (0.0, 0.0)
    assert rows(report)[-1] == ("cell", "b", "C26", 2010, 8.0)


def test_empty_cell_counts_as_nothing_on_request(tables: dict[int, pd.DataFrame]) -> None:
    sample, report = common_sample(tables, missing="zero")
    assert (sample[2010].at["b", "C26"], sample[2015].at["b", "C26"]) == (0.0, 8.0)
    assert rows(report)[-1] == ("cell_as_zero", "b", "C26", 2010, 0.0)


def test_input_is_not_changed(tables: dict[int, pd.DataFrame]) -> None:
    copies = {year: table.copy() for year, table in tables.items()}
    common_sample(tables, missing="zero")
    for year, table in tables.items():
        pd.testing.assert_frame_equal(table, copies[year])


def test_nothing_in_common_is_refused(tables: dict[int, pd.DataFrame]) -> None:
    with pytest.raises(MeasureError, match="No region is there in every year"):
        common_sample({2010: tables[2010], 2015: tables[2015].loc[["c"]]})


def test_one_year_and_unknown_words_are_refused(tables: dict[int, pd.DataFrame]) -> None:
    with pytest.raises(MeasureError, match="1 year"):
        common_sample({2010: tables[2010]})
    with pytest.raises(MeasureError, match="'impute'"):
        common_sample(tables, missing="impute")  # type: ignore[arg-type]

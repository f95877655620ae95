"""What the measures refuse, and how they say it."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns, check_counts, check_same_labels, whole_workers


def test_counts_of_a_clean_table_pass() -> None:
    check_counts(pd.DataFrame({"C26": [0, 3]}), "jobs")


@pytest.mark.parametrize("cell", [np.nan, np.inf, -1.0, None])
def test_counts_with_a_bad_cell_name_it(cell: float | None) -> None:
    table = pd.DataFrame({"C26": [1.0, 2.0], "J62": [3.0, cell]}, index=["a", "b"])
    with pytest.raises(TableError, match=r"\(b, J62\) is .* 1 of 4 cells"):
        check_counts(table, "jobs")


def test_counts_with_a_negative_pass_if_allowed() -> None:
    check_counts(pd.DataFrame({"D35": [-5.0]}), "value_added", allow_negative=True)


def test_counts_that_are_text_are_refused() -> None:
    with pytest.raises(TableError, match="not a number"):
        check_counts(pd.DataFrame({"C26": ["many"]}), "jobs")


@pytest.mark.parametrize("table", [pd.DataFrame(), pd.DataFrame(index=["a"])])
def test_counts_of_an_empty_table_are_refused(table: pd.DataFrame) -> None:
    with pytest.raises(TableError, match="at least one region"):
        check_counts(table, "jobs")


def test_counts_with_a_region_twice_are_refused() -> None:
    with pytest.raises(TableError, match="row 'a' more than once"):
        check_counts(pd.DataFrame({"C26": [1, 2]}, index=["a", "a"]), "jobs")


def test_columns_with_an_empty_cell_are_refused() -> None:
    with pytest.raises(TableError, match="no 'region' in row 1 and in 1 of 2 rows"):
        check_columns(pd.DataFrame({"region": ["a", None]}), ["region"], "establishments")


def test_labels_in_another_order_are_refused() -> None:
    table = pd.DataFrame({"C26": [1, 2]}, index=["a", "b"])
    with pytest.raises(MeasureError, match="different order"):
        check_same_labels(table, table.iloc[::-1], ("start", "end"))


@pytest.mark.parametrize(("size", "match"), [(2.5, "2.5 in row 0"), (-1, "-1.0 in row 0"), (None, "no 'w'")])
def test_sizes_that_are_no_counts_are_refused(size: float | None, match: str) -> None:
    with pytest.raises(TableError, match=match):
        whole_workers(pd.DataFrame({"w": pd.array([size], dtype="Float64")}), "w", "establishments")


def test_sizes_that_are_text_are_refused() -> None:
    with pytest.raises(TableError, match="not a number"):
        whole_workers(pd.DataFrame({"w": ["ten"]}), "w", "establishments")

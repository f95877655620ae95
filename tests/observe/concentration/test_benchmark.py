"""Shares of regions in whatever an industry is compared with."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.observe.concentration.benchmark import benchmark_shares

REGIONS = pd.Index(["a", "b"])


def test_shares_follow_the_order_of_the_regions() -> None:
    assert benchmark_shares(pd.Series({"b": 30, "a": 10}), REGIONS).tolist() == [10 / 40, 30 / 40]


@pytest.mark.parametrize("labels", [["a"], ["a", "b", "c"], ["a", "c"]])
def test_other_regions_are_refused(labels: list[str]) -> None:
    with pytest.raises(MeasureError, match=r"The region '[bc]' stands in only one of `area`"):
        benchmark_shares(pd.Series(1, index=labels), REGIONS, "area")


def test_numbers_that_are_all_zero_are_refused() -> None:
    with pytest.raises(MeasureError, match="0 in all 2 regions"):
        benchmark_shares(pd.Series({"a": 0, "b": 0}), REGIONS)


@pytest.mark.parametrize("bad", [np.nan, -1, np.inf])
def test_missing_or_negative_numbers_are_refused(bad: float) -> None:
    with pytest.raises(TableError, match=r"\(b, benchmark\)"):
        benchmark_shares(pd.Series({"a": 1, "b": bad}), REGIONS)

"""What is asked of a register of units, and the sums that measures share."""

import pandas as pd
import pytest

from sandan.errors import TableError
from sandan.observe.dynamics.units import check_units, grouped_sums, per_hundred


def test_unit_that_stands_twice_is_refused() -> None:
    with pytest.raises(TableError, match="'u1' more than once"):
        check_units(pd.DataFrame({"unit": ["u1", "u1"]}), "before", unit="unit", columns=[])


def test_empty_attribute_is_refused() -> None:
    table = pd.DataFrame({"unit": ["u1"], "place": [None]})
    with pytest.raises(TableError, match="'place'"):
        check_units(table, "before", unit="unit", columns=["place"])


def test_sums_by_group_and_altogether() -> None:
    rows = pd.DataFrame({"place": ["b", "a", "a"], "jobs": [1, 2, 3]})
    assert grouped_sums(rows, ["place"], ["jobs"]).to_numpy().tolist() == [["a", 5], ["b", 1]]
    assert grouped_sums(rows, [], ["jobs"]).to_numpy().tolist() == [[6]]


def test_nothing_has_no_per_cent() -> None:
    assert per_hundred(pd.Series([1, 0]), pd.Series([2, 0])).fillna(-1).tolist() == [50.0, -1.0]

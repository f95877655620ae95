"""Registers in common numbers."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.observe.change.registers import code_registers


@pytest.fixture
def before() -> pd.DataFrame:
    return pd.DataFrame(
        {"unit": ["u1", "u2", "u3"], "place": ["a", None, "b"], "counts_old": [True, True, False]}
    )


def test_units_and_places_are_numbered_alike(before: pd.DataFrame) -> None:
    after = before.iloc[::-1].assign(unit=["u3", "u9", "u1"])
    (first, last), labels = code_registers(
        {"before": before, "after": after}, memberships=[["counts_old"]] * 2, places=["b", "a"]
    )
    assert labels.take(last.unit).tolist() == ["u3", "u9", "u1"]
    assert labels.take(first.unit).tolist() == ["u1", "u2", "u3"]
    assert (first.place.tolist(), last.place.tolist()) == ([1, -1, 0], [0, -1, 1])
    # Of four units in all, the first and the third stand in a place; the first counts.
    assert first.counting("counts_old").tolist() == [4 * 1 + 0]
    assert np.sort(first.local).tolist() == [0 + 2, 4 + 0]


def test_unit_twice_is_refused_and_in_two_places_allowed(before: pd.DataFrame) -> None:
    twice = before.assign(unit=["u1", "u1", "u3"])
    with pytest.raises(TableError, match=r"`before` has the unit \['u1'\] more than once"):
        code_registers({"before": twice}, memberships=[["counts_old"]], places=["a"])
    code_registers({"before": twice}, memberships=[["counts_old"]], places=["a"], many_places=True)
    with pytest.raises(TableError, match=r"\['u1', 'a'\]"):
        code_registers(
            {"before": twice.assign(place="a")}, memberships=[["counts_old"]], places=["a"], many_places=True
        )


def test_codes_of_another_type_are_refused(before: pd.DataFrame) -> None:
    with pytest.raises(MeasureError, match="use the same codes"):
        code_registers({"before": before.assign(place=31020)}, memberships=[["counts_old"]], places=["31020"])

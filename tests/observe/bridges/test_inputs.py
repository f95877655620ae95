"""What is refused of tables of presence and proximity."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.observe.bridges.inputs import check_presence, check_proximity

PRESENT = pd.DataFrame({"C26": [True], "M70": [False]}, index=["a"])


def proximity(cells: list[list[float]], labels: tuple[str, ...] = ("C26", "M70")) -> pd.DataFrame:
    return pd.DataFrame(cells, index=list(labels), columns=list(labels))


def test_quotients_are_no_presence() -> None:
    with pytest.raises(TableError, match="quotient >= 1"):
        check_presence(pd.DataFrame({"C26": [1.2]}))


def test_diagonal_makes_no_difference() -> None:
    one, zero = proximity([[1, 0.2], [0.2, 1]]), proximity([[0, 0.2], [0.2, 0]])
    np.testing.assert_array_equal(check_proximity(one, PRESENT), check_proximity(zero, PRESENT))
    assert one.at["C26", "C26"] == 1


@pytest.mark.parametrize("cells", [[[1, 0.2], [0.3, 1]], [[1, 1.2], [1.2, 1]]])
def test_values_that_are_no_proximities_are_refused(cells: list[list[float]]) -> None:
    with pytest.raises(TableError, match="symmetric"):
        check_proximity(proximity(cells), PRESENT)


@pytest.mark.parametrize("labels", [("M70", "C26"), ("C26", "J62")])
def test_other_industries_are_refused(labels: tuple[str, ...]) -> None:
    with pytest.raises(MeasureError, match="same industries"):
        check_proximity(proximity([[1, 0.2], [0.2, 1]], labels), PRESENT)

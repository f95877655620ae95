"""Establishments grouped by region and industry, against plain loops."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import TableError
from sandan.observe.specialization.cells import group_cells

establishment = st.tuples(
    st.sampled_from("abc"), st.sampled_from(["C26", "J62"]), st.integers(0, 9), st.sampled_from("xyz")
)
NAMES = ["region", "industry", "workers", "enterprise"]


@given(rows=st.lists(establishment, min_size=1, max_size=25))
def test_any_register_agrees_with_loops(rows: list[tuple[str, str, int, str]]) -> None:
    cells = group_cells(pd.DataFrame(rows, columns=NAMES), enterprise="enterprise")
    for r, region in enumerate(cells.regions):
        for i, industry in enumerate(cells.industries):
            mine = [row for row in rows if row[:2] == (region, industry)]
            firms = {row[3]: sum(other[2] for other in mine if other[3] == row[3]) for row in mine}
            assert cells.establishments[r, i] == len(mine)
            assert cells.jobs[r, i] == sum(row[2] for row in mine)
            assert cells.largest[r, i] == max(firms.values(), default=0)
            gone = min((firm for firm, jobs in firms.items() if jobs == max(firms.values())), default="")
            rest = [
                row[2] for row in rows if row[1] == industry and not (row[0] == region and row[3] == gone)
            ]
            assert sorted(cells.sizes_without_largest(r, i)) == sorted(rest)


def test_effective_numbers_by_hand() -> None:
    rows = [("a", "C26", 10, "x"), ("a", "C26", 10, "y"), ("b", "J62", 0, "z")]
    assert group_cells(pd.DataFrame(rows, columns=NAMES)).effective_numbers.tolist() == [2.0, 0.0]


def test_register_without_rows_is_refused() -> None:
    with pytest.raises(TableError, match="no rows"):
        group_cells(pd.DataFrame({name: np.array([]) for name in NAMES}))

import numpy as np
import pandas as pd

from sandan.data.disclosure.additive import grid_of, sums_to
from sandan.data.disclosure.hypercube import Hiding


def hiding(rows, hidden, *, sums=("region", "industry")):
    full = pd.DataFrame(rows, dtype=float)
    full.index = full.index.map(lambda i: f"r{i}")
    full.columns = full.columns.map(lambda j: f"i{j}")
    full["total"] = full.sum(axis=1)
    full.loc["total"] = full.sum()
    table = full.rename_axis(index="region").reset_index().melt("region", var_name="industry")
    grid = grid_of(
        table.assign(status="reported"),
        sums_to("total", full.index) if "region" in sums else {},
        sums_to("total", full.columns) if "industry" in sums else {},
    )
    mask = np.zeros(grid.number.shape, dtype=bool)
    mask[hidden] = True
    return Hiding(grid, mask, grid.number > 0, least=1.0)


def test_the_cheapest_rectangle_is_hidden():
    one = hiding([[2, 9, 8], [7, 5, 20], [30, 40, 0]], (0, 0))
    one.protect(np.array([0]), np.array([1.0]))
    assert one.hidden[:3, :3].tolist() == [[True, True, False], [True, True, False], [False, False, False]]
    assert not one.hidden[3].any()


def test_a_cell_that_can_lose_too_little_is_passed_over():
    # Hiding r1 i1 = 1 would be cheap, but only r1 i0 and r0 i1 have to give; they can give 6 and 8.
    one = hiding([[2, 9, 8], [7, 1, 20], [30, 40, 0]], (0, 0))
    one.protect(np.array([0]), np.array([7.0]))
    assert not one.hidden[1, 0]


def test_existing_hidden_cells_are_used_first():
    one = hiding([[2, 9, 8], [7, 5, 20], [30, 40, 3]], ([0, 0, 2, 2], [0, 2, 0, 2]))
    before = one.hidden.copy()
    one.protect(np.array([0]), np.array([1.0]))
    assert (one.hidden == before).all()


def test_a_table_with_totals_in_one_direction_needs_one_more_cell():
    one = hiding([[2, 9], [7, 5], [30, 40]], (0, 0), sums=("region",))
    one.protect(np.array([0]), np.array([1.0]))
    assert one.hidden[:, 0].tolist() == [True, True, False, False]
    assert not one.hidden[:, 1].any()


def test_a_rectangle_of_hidden_cells_only_is_not_offered_again():
    one = hiding([[2, 9, 8], [7, 5, 20], [30, 40, 3]], ([0, 0, 1, 1], [0, 1, 0, 1]))
    one.add_for(0, 1.0)
    assert one.hidden.sum() > 4

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sandan.data.disclosure.additive import sums_to
from sandan.data.disclosure.bounds import bounded_ratio, matrix_bounds, suppressed_bounds, total_with_bounds
from sandan.errors import MeasureError, TableError

# Four cells of a 3 x 3 table are hidden; each hidden cell can be followed by hand:
#
#            C    J    M   total
#   a        ?    ?    5     12        C + J of a   = 7
#   b        ?    ?    3     14        C + J of b   = 11
#   c        4    6    2     12
#   total   10   16   10             C of a and b = 6, J of a and b = 10... 6 + 10 is not 18:
#
# so the totals of C and J are 11 and 17: C of a and b = 7, J of a and b = 11.
HAND = pd.DataFrame(
    {"C": [np.nan, np.nan, 4.0], "J": [np.nan, np.nan, 6.0], "M": [5.0, 3.0, 2.0]}, index=["a", "b", "c"]
)
ROWS = pd.Series({"a": 12.0, "b": 14.0, "c": 12.0})
COLUMNS = pd.Series({"C": 11.0, "J": 17.0, "M": 10.0})


def test_bounds_of_a_table_worked_by_hand():
    lower, upper = matrix_bounds(HAND, row_totals=ROWS, column_totals=COLUMNS, grand_total=38.0)
    # One number is free: t = C of a, from 0 to 7. J of a = 7 - t, C of b = 7 - t, J of b = 4 + t.
    assert lower.loc[["a", "b"], ["C", "J"]].to_numpy().tolist() == [[0.0, 0.0], [0.0, 4.0]]
    assert upper.loc[["a", "b"], ["C", "J"]].to_numpy().tolist() == [[7.0, 7.0], [7.0, 11.0]]
    assert lower.loc["c"].tolist() == upper.loc["c"].tolist() == [4.0, 6.0, 2.0]


def test_bounds_with_row_totals_only_by_hand():
    _, upper = matrix_bounds(HAND, row_totals=ROWS)
    assert upper.loc[["a", "b"], ["C", "J"]].to_numpy().tolist() == [[7.0, 7.0], [11.0, 11.0]]


def test_bounds_without_any_total_are_open():
    lower, upper = matrix_bounds(HAND)
    assert lower.at["a", "C"] == 0.0
    assert upper.at["a", "C"] == np.inf


def test_bounds_with_the_grand_total_only():
    _, upper = matrix_bounds(HAND, grand_total=38.0)
    assert upper.at["b", "J"] == 18.0


def test_bounds_let_cells_be_negative_when_told():
    lower, upper = matrix_bounds(HAND, row_totals=ROWS, column_totals=COLUMNS, grand_total=38.0, least=-1.0)
    assert (lower.at["a", "C"], upper.at["a", "C"]) == (-1.0, 8.0)
    lower, _ = matrix_bounds(HAND, row_totals=ROWS, least=-np.inf)
    assert lower.at["a", "C"] == -np.inf


def test_bounds_refuse_totals_that_contradict_naming_the_row():
    wrong = pd.Series({"a": 3.0, "b": 14.0, "c": 12.0})
    with pytest.raises(MeasureError, match="region 'a'"):
        matrix_bounds(HAND, row_totals=wrong)


def test_bounds_refuse_a_complete_row_with_a_wrong_total():
    with pytest.raises(MeasureError, match="region 'c'"):
        matrix_bounds(HAND, row_totals=pd.Series({"a": 12.0, "b": 14.0, "c": 13.0}))


def test_bounds_refuse_a_contradiction_that_no_single_sum_shows():
    # Rows say a + b hold 7 + 11, columns say 6 + 11; each sum alone could hold.
    with pytest.raises(MeasureError, match="contradict each other at the"):
        matrix_bounds(HAND, row_totals=ROWS, column_totals=COLUMNS.replace(11.0, 10.0))


def test_bounds_allow_for_rounded_totals_with_a_tolerance():
    rounded = COLUMNS.replace(11.0, 10.5)
    lower, upper = matrix_bounds(HAND, row_totals=ROWS, column_totals=rounded, tolerance=0.5)
    assert lower.at["a", "C"] <= 3.0 <= upper.at["a", "C"]


def test_bounds_keep_what_the_source_says_about_a_cell():
    table = _long(HAND, ROWS, COLUMNS, 38.0)
    table.loc[(table["region"] == "a") & (table["industry"] == "C"), ["lower", "upper"]] = [2.0, 3.0]
    bounds = _bounds(table).set_index(["region", "industry"])
    assert bounds.loc[("b", "J"), ["lower", "upper"]].tolist() == [6.0, 7.0]


def test_bounds_never_fill_values_or_change_the_input():
    table = _long(HAND, ROWS, COLUMNS, 38.0)
    before = table.copy()
    bounds = _bounds(table)
    pd.testing.assert_frame_equal(table, before)
    pd.testing.assert_frame_equal(bounds[["value", "status"]], before[["value", "status"]])


def test_cells_nobody_counted_are_unknown_and_get_no_bounds():
    table = _long(HAND, ROWS, COLUMNS, 38.0)
    here = (table["region"] == "b") & (table["industry"] == "C")
    table.loc[here, "status"] = "not_surveyed"
    bounds = _bounds(table).set_index(["region", "industry"])
    assert np.isnan(bounds.at[("b", "C"), "lower"])
    assert bounds.at[("a", "C"), "upper"] == 7.0


def test_a_missing_row_is_not_zero():
    table = _long(HAND, ROWS, COLUMNS, 38.0)
    gone = table[~((table["region"] == "b") & (table["industry"] == "C"))]
    bounds = _bounds(gone).set_index(["region", "industry"])
    assert bounds.loc[("a", "C"), ["lower", "upper"]].tolist() == [0.0, 7.0]


def test_bounds_refuse_a_repeated_cell_and_an_unknown_part():
    table = _long(HAND, ROWS, COLUMNS, 38.0)
    with pytest.raises(TableError, match=r"\(a, C\)"):
        _bounds(pd.concat([table, table.head(1)]))
    with pytest.raises(TableError, match="'zz'"):
        suppressed_bounds(table, region_sums={"total": ["a", "zz"]}, industry_sums={})


def test_bounds_use_totals_inside_totals():
    table = pd.DataFrame(
        {
            "region": ["gu1", "gu2", "city", "rest", "total"],
            "industry": "C",
            "value": [np.nan, np.nan, np.nan, 4.0, 10.0],
            "status": ["suppressed"] * 3 + ["reported"] * 2,
        }
    )
    sums = {"city": ["gu1", "gu2"], "total": ["city", "rest"]}
    bounds = suppressed_bounds(table, region_sums=sums, industry_sums={}).set_index("region")
    assert bounds.loc["city", ["lower", "upper"]].tolist() == [6.0, 6.0]
    assert bounds.loc["gu1", ["lower", "upper"]].tolist() == [0.0, 6.0]


def _long(cells, rows, columns, grand):
    full = cells.assign(total=rows)
    full.loc["total"] = [*columns, grand]
    table = full.rename_axis(index="region").reset_index().melt("region", var_name="industry")
    table["status"] = np.where(table["value"].isna(), "suppressed", "reported")
    return table.assign(lower=np.nan, upper=np.nan)


def _bounds(table):
    return suppressed_bounds(
        table,
        region_sums=sums_to("total", ["a", "b", "c"]),
        industry_sums=sums_to("total", ["C", "J", "M"]),
    )


def _all_tables(hidden, rows, columns):
    """Every way to fill the hidden cells with whole numbers."""
    cells = list(zip(*np.nonzero(hidden), strict=True))
    for filling in itertools.product(range(int(rows.max()) + 1), repeat=len(cells)):
        full = np.zeros(hidden.shape)
        for cell, number in zip(cells, filling, strict=True):
            full[cell] = number
        if (full.sum(1) == rows).all() and (full.sum(0) == columns).all():
            yield full


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=9, max_size=9), st.sets(st.integers(0, 8), min_size=1, max_size=5)
)
def test_bounds_equal_those_of_all_fillings(numbers, places):
    truth = np.array(numbers, dtype=float).reshape(3, 3)
    hidden = np.isin(np.arange(9).reshape(3, 3), list(places))
    rest = np.where(hidden, truth, 0.0)
    possible = np.array(list(_all_tables(hidden, rest.sum(1), rest.sum(0))))
    frame = pd.DataFrame(np.where(hidden, np.nan, truth), list("abc"), list("CJM"))
    lower, upper = matrix_bounds(
        frame,
        row_totals=pd.Series(truth.sum(1), list("abc")),
        column_totals=pd.Series(truth.sum(0), list("CJM")),
    )
    np.testing.assert_allclose(lower.to_numpy()[hidden], possible.min(axis=0)[hidden], atol=1e-6)
    np.testing.assert_allclose(upper.to_numpy()[hidden], possible.max(axis=0)[hidden], atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 7), st.integers(3, 6), st.floats(0.1, 0.8))
def test_bounds_equal_one_plain_program_per_cell(seed, n, m, share):
    rng = np.random.default_rng(seed)
    truth = np.round(rng.lognormal(8, 2, (n, m)), 2)
    hidden = rng.random((n, m)) < share
    known_rows, known_columns = rng.random(n) < 0.8, rng.random(m) < 0.8
    frame = pd.DataFrame(np.where(hidden, np.nan, truth))
    frame.index, frame.columns = frame.index.map(str), frame.columns.map(str)
    lower, upper = matrix_bounds(
        frame,
        row_totals=pd.Series(np.where(known_rows, truth.sum(1), np.nan), frame.index),
        column_totals=pd.Series(np.where(known_columns, truth.sum(0), np.nan), frame.columns),
        grand_total=float(truth.sum()),
    )
    for i, j in zip(*np.nonzero(hidden), strict=True):
        low, high = _plain(truth, hidden, known_rows, known_columns, (i, j))
        scale = truth.sum()
        assert lower.iloc[i, j] == pytest.approx(low, abs=1e-7 * scale)
        assert upper.iloc[i, j] == pytest.approx(high, abs=1e-7 * scale)


def _plain(truth, hidden, known_rows, known_columns, cell):
    n, m = truth.shape
    sums = [np.ones((n, m))]
    for i in np.flatnonzero(known_rows):
        sums.append(np.zeros((n, m)))
        sums[-1][i] = 1.0
    for j in np.flatnonzero(known_columns):
        sums.append(np.zeros((n, m)))
        sums[-1][:, j] = 1.0
    limits = [(0, None) if h else (v, v) for h, v in zip(hidden.ravel(), truth.ravel(), strict=True)]
    direction = np.zeros((n, m))
    direction[cell] = 1.0
    matrix = np.array([s.ravel() for s in sums])
    ends = [
        linprog(sign * direction.ravel(), A_eq=matrix, b_eq=matrix @ truth.ravel(), bounds=limits).fun
        for sign in (1.0, -1.0)
    ]
    return ends[0], -ends[1]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_quick_bounds_hold_the_exact_ones(seed):
    rng = np.random.default_rng(seed)
    truth = pd.DataFrame(rng.integers(0, 30, (6, 5)).astype(float), list("abcdef"), list("CDJKM"))
    cells = truth.mask(rng.random((6, 5)) < 0.4)
    totals = {"row_totals": truth.sum(axis=1), "column_totals": truth.sum()}
    wide = matrix_bounds(cells, **totals, exact=False)
    narrow = matrix_bounds(cells, **totals)
    assert (wide[0] <= narrow[0] + 1e-9).all().all()
    assert (narrow[0] <= truth + 1e-6).all().all()
    assert (truth <= narrow[1] + 1e-6).all().all()
    assert (narrow[1] <= wide[1] + 1e-9).all().all()


def test_total_keeps_missing_apart_from_zero_and_from_hidden():
    table = pd.DataFrame(
        {
            "region": ["a", "a", "b", "b", "c", "c"],
            "value": [3.0, 4.0, 3.0, np.nan, np.nan, np.nan],
            "status": ["reported"] * 3 + ["suppressed", "suppressed", "not_surveyed"],
            "lower": [3.0, 4.0, 3.0, 1.0, 1.0, np.nan],
            "upper": [3.0, 4.0, 3.0, 2.0, 2.0, np.nan],
        }
    )
    total = total_with_bounds(table, ["region"]).set_index("region")
    assert total.loc["a"].tolist() == [7.0, "reported", 7.0, 7.0]
    assert total.loc["b", ["status", "lower", "upper"]].tolist() == ["suppressed", 4.0, 5.0]
    assert total.loc["c", "status"] == "not_surveyed"
    assert total["value"].isna().tolist() == [False, True, True]
    assert np.isnan(total.at["c", "upper"])


def test_total_refuses_a_hidden_cell_without_bounds():
    table = pd.DataFrame(
        {"region": ["a"], "value": [np.nan], "status": ["suppressed"], "lower": [np.nan], "upper": [np.nan]}
    )
    with pytest.raises(TableError, match="suppressed_bounds"):
        total_with_bounds(table, ["region"])


def test_ratio_is_open_above_where_the_denominator_may_be_zero():
    low, high = bounded_ratio(
        np.array([1.0, 0.0]), np.array([2.0, 1.0]), np.array([0.0, 0.0]), np.array([4.0, 0.0])
    )
    assert (low[0], high[0]) == (0.25, np.inf)
    assert np.isnan([low[1], high[1]]).all()


def test_ratio_refuses_bounds_in_the_wrong_order():
    with pytest.raises(MeasureError, match="3 to 2"):
        bounded_ratio(np.array([3.0]), np.array([2.0]), np.array([1.0]), np.array([1.0]))

"""Entry, exit and survival by hand, and in step with the change account."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError, TableError
from sandan.observe.change.change_account import change_account
from sandan.observe.dynamics.growth import growth_rate
from sandan.observe.dynamics.turnover import (
    FIRM_LINES,
    firm_turnover,
    growth_list,
    presence_turnover,
    turnover_rates,
)

BEFORE = pd.DataFrame({"C26": [True, False], "M70": [True, False]}, index=["a", "b"])
AFTER = pd.DataFrame({"C26": [True, True], "M70": [False, False]}, index=["a", "b"])


def test_four_flows_by_hand() -> None:
    table = presence_turnover(BEFORE, AFTER)
    assert table["flow"].tolist() == ["survivor", "exit", "entry", "absent"]
    assert table["entry"].tolist() == [pd.NA, pd.NA, True, False]
    assert table["exit"].tolist() == [False, True, pd.NA, pd.NA]


def test_lists_are_of_the_arguments_and_of_nothing_else() -> None:
    # EconGeo 2.1 reads `mat1` and `mat2` of the workspace: the two directions would give the same list.
    forth, back = presence_turnover(BEFORE, AFTER), presence_turnover(AFTER, BEFORE)
    mirrored = {"entry": "exit", "exit": "entry"}
    assert back["flow"].tolist() == forth["flow"].replace(mirrored).tolist()
    assert (
        growth_list(BEFORE * 2, AFTER * 3, rate="midpoint")["growth"].tolist()
        != growth_list(AFTER * 3, BEFORE * 2, rate="midpoint")["growth"].tolist()
    )


def test_rates_by_hand() -> None:
    flows = presence_turnover(BEFORE, AFTER)
    row = turnover_rates(flows).iloc[0]
    assert row[["survivors", "entries", "exits", "absent"]].tolist() == [1, 1, 1, 1]
    assert (row["entry_rate"], row["exit_rate"]) == (50.0, 50.0)
    by_place = turnover_rates(flows, by=["place"]).set_index("place")
    assert np.isnan(by_place.loc["a", "entry_rate"])
    assert by_place.loc["b", "entry_rate"] == 50.0


@settings(max_examples=30)
@given(presence=arrays(np.bool_, (2, 3, 2)))
def test_flows_add_up_to_what_is_there(presence: np.ndarray) -> None:
    before, after = (pd.DataFrame(each, index=list("abc"), columns=["x", "y"]) for each in presence)
    row = turnover_rates(presence_turnover(before, after)).iloc[0]
    assert row["survivors"] + row["exits"] == presence[0].sum()
    assert row["survivors"] + row["entries"] == presence[1].sum()


def test_counts_are_no_presence() -> None:
    with pytest.raises(TableError, match="True or False"):
        presence_turnover(BEFORE.astype(int), AFTER)


def test_growth_list_holds_the_cells_of_the_rate() -> None:
    before, after = BEFORE * 4 + 1, AFTER * 9 + 2
    table = growth_list(before, after, rate="log")
    wide = table.pivot_table(index="place", columns="industry", values="growth")
    np.testing.assert_array_equal(wide, growth_rate(before, after, rate="log"))


def firms(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit", "place", "industry"])


def test_every_line_by_hand() -> None:
    before = firms(
        ("stays", "a", "x"),
        ("dies", "a", "x"),
        ("moves", "a", "x"),
        ("recoded", "a", "x"),
        ("both", "a", "x"),
    )
    after = firms(
        ("stays", "a", "x"),
        ("born", "a", "x"),
        ("moves", "b", "x"),
        ("recoded", "a", "y"),
        ("both", "b", "y"),
    )
    found = firm_turnover(before, after, per="start")
    row = found.cells.set_index(["place", "industry"]).loc[("a", "x")]
    assert (row["start"], row["end"]) == (5, 2)
    assert row[list(FIRM_LINES)].tolist() == [1, 1, 1, 0, 2, 0, 1]
    assert (row["birth_rate"], row["death_rate"], row["exit_rate"]) == (20.0, 20.0, 80.0)
    lines = found.units[found.units["unit"] == "both"][["line", "place"]].to_numpy().tolist()
    assert lines == [["moves_in", "b"], ["moves_out", "a"]]


registers = st.dictionaries(
    st.sampled_from([f"u{k}" for k in range(6)]),
    st.tuples(st.sampled_from("ab"), st.sampled_from("xy")),
    min_size=1,
)


@settings(max_examples=15)
@given(before=registers, after=registers)
def test_lines_are_those_of_the_change_account(before: dict, after: dict) -> None:
    old, new = (firms(*((unit, *cell) for unit, cell in each.items())) for each in (before, after))
    cells = firm_turnover(old, new).cells.set_index(["place", "industry"])
    for (place, industry), row in cells.iterrows():
        account = change_account(
            old.assign(counts_old=old["industry"] == industry),
            new.assign(counts_old=new["industry"] == industry, counts_new=new["industry"] == industry),
            places=[place],
            surveyed=(["a", "b"], ["a", "b"]),
        ).lines.set_index("line")["firms"]
        assert row[["start", "end"]].tolist() == account[["start", "end"]].tolist()
        assert row[list(FIRM_LINES)].tolist() == account[list(FIRM_LINES)].tolist()


def test_unknown_base_is_refused() -> None:
    with pytest.raises(MeasureError, match="'end'"):
        firm_turnover(firms(("u", "a", "x")), firms(("u", "a", "x")), per="end")  # type: ignore[arg-type]


def test_columns_keep_the_names_of_the_caller() -> None:
    table = firms(("u", "a", "x")).rename(columns={"unit": "firm", "place": "city", "industry": "ksic"})
    found = firm_turnover(table, table, unit="firm", place="city", industry="ksic")
    assert found.cells.columns[:2].tolist() == ["city", "ksic"]
    assert found.units.columns.tolist() == ["firm", "line", "city", "ksic"]

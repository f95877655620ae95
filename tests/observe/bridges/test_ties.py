"""Ties by year, kind and group, and those that do not count."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError, TableError
from sandan.observe.bridges.ties import code_ties, tie_counts

GROUPS = pd.Series({"a": "plants", "b": "plants", "c": "labs"})


def ties(*rows: tuple[object, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["date", "from", "to", "kind"])


def test_every_sort_of_tie_by_hand() -> None:
    found = tie_counts(
        ties(
            ("2012-05-01", "a", "b", "meeting"),
            ("2012-06-01", "a", "c", "meeting"),
            ("2012-07-01", "c", "a", "contract"),
            ("2013-01-01", "a", "a", "meeting"),
            ("2013-01-02", "a", "x", "meeting"),
            ("2013-01-03", "x", "x", "meeting"),
        ),
        GROUPS,
    )
    assert found.counts[
        ["year", "kind", "from_group", "to_group", "relation", "ties"]
    ].to_numpy().tolist() == [
        [2012, "contract", "labs", "plants", "between", 1],
        [2012, "meeting", "plants", "labs", "between", 1],
        [2012, "meeting", "plants", "plants", "inside", 1],
    ]
    assert found.report.to_numpy().tolist() == [
        [2012, "contract", 1, 1, 0, 0],
        [2012, "meeting", 2, 2, 0, 0],
        [2013, "meeting", 3, 0, 2, 1],
    ]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from([2012, 2013]), *[st.sampled_from("abcx")] * 2), min_size=1))
def test_no_tie_is_lost(rows: list[tuple[int, str, str]]) -> None:
    found = tie_counts(ties(*((*row, "meeting") for row in rows)), GROUPS)
    report = found.report
    assert report["ties"].sum() == len(rows)
    assert (report["ties"] == report[["counted", "self_ties", "without_group"]].sum(axis=1)).all()
    assert found.counts["ties"].sum() == report["counted"].sum()


def test_weights_are_added_up() -> None:
    table = ties((2012, "a", "c", "contract"), (2012, "a", "c", "contract")).assign(weight=[1.5, 2.0])
    assert tie_counts(table, GROUPS).counts.iloc[0][["ties", "weight"]].tolist() == [2, 3.5]


def test_dates_and_years_are_read_alike() -> None:
    dates = code_ties(ties((pd.Timestamp("2012-12-31"), "a", "c", "move")), GROUPS)
    years = code_ties(ties((2012, "a", "c", "move")), GROUPS)
    assert dates.year.tolist() == years.year.tolist() == [2012]


@pytest.mark.parametrize(
    ("table", "groups", "match"),
    [
        (ties(("some day", "a", "c", "move")), GROUPS, "no date"),
        (ties((2012, "a", None, "move")), GROUPS, "'to'"),
        (ties((2012, "a", "c", "move")).assign(weight=-1.0), GROUPS, "-1.0"),
        (ties((2012, "a", "c", "move")), pd.concat([GROUPS, GROUPS[:1]]), "'a' twice"),
    ],
)
def test_bad_ties_are_refused(table: pd.DataFrame, groups: pd.Series, match: str) -> None:
    with pytest.raises(TableError, match=match):
        tie_counts(table, groups)


def test_one_group_is_refused() -> None:
    with pytest.raises(MeasureError, match="1 group"):
        tie_counts(ties((2012, "a", "b", "move")), GROUPS[:2])


def test_input_is_not_changed() -> None:
    table = ties((2012, "a", "b", "move"))
    copy = table.copy()
    tie_counts(table, GROUPS)
    pd.testing.assert_frame_equal(table, copy)
    assert isinstance(code_ties(table, GROUPS).group, np.ndarray)

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.shaping import (
    Sieve,
    cell_findings,
    choice_of,
    industry_rows,
    note_negative,
    read_whole,
    status_of,
    total_mask,
)
from sandan.data.quality import Action
from sandan.data.reading.cells import parse_numbers
from sandan.data.tables import check_table
from sandan.errors import SourceError


def test_row_is_taken_out_for_its_first_reason_only() -> None:
    cells = pd.Series(["a", "b", "c"], index=[1, 2, 3])
    sieve = Sieve(cells.index)
    sieve.take_out("first", Action.REFUSED, "First.", cells.isin(["a", "b"]), cells)
    sieve.take_out("second", Action.SET_ASIDE, "Second.", cells.isin(["b", "c"]), cells)
    sieve.note("third", Action.NOTED, "Third.", np.array([True, True, True]), cells)
    assert [(f.code, f.rows) for f in sieve.findings] == [("first", 2), ("second", 1)]
    assert not sieve.kept.any()


def test_option_is_one_of_the_allowed_words() -> None:
    assert choice_of({}, "level", ("city", "district")) == "city"
    with pytest.raises(SourceError, match="`level` is 'x', but it must be one of city, district"):
        choice_of({"level": "x"}, "level", ("city", "district"))


def test_rows_keep_the_contract_and_bounds_follow_the_status() -> None:
    cells = pd.Series(["3", "*", "", "?"], index=[1, 2, 3, 4])
    numbers = parse_numbers(cells)
    rows = industry_rows(
        region=pd.Series(list("abcd"), index=cells.index),
        region_name=pd.Series(["A", "", "", "D"], index=cells.index),
        industry="C",
        industry_name=None,
        period=2015,
        measure="firms",
        unit="firms",
        value=numbers.parsed,
        status=status_of(numbers),
        lower=0.0,
    )
    check_table(rows, CONTRACTS["industry_table"])
    assert rows["status"].tolist() == ["reported", "suppressed", "not_stated", "not_stated"]
    assert rows["lower"].tolist() == [3, 0, 0, 0]
    assert rows["region_name"].isna().tolist() == [False, True, True, False]


def test_findings_on_cells_count_rows_of_the_kept_ones() -> None:
    frame = pd.DataFrame({"a": ["1,312", "*", "*"], "b": ["2,000", "x!", ""]}, index=[1, 2, 3])
    numbers = {name: parse_numbers(frame[name]) for name in frame}
    found = cell_findings(frame, numbers, np.array([True, True, False]))
    assert [(f.code, f.rows, f.examples) for f in found] == [
        ("thousands-separator", 1, ("row 1: 1,312",)),
        ("suppressed-cell", 1, ("row 2: *",)),
        ("unreadable-cell", 1, ("row 2: x!",)),
    ]


def test_total_words_in_any_spelling() -> None:
    words = pd.Series(["소 계", "TOTAL", "계", "Insgesamt", "Total value", "계룡시", ""])
    assert total_mask(words).tolist() == [True, True, True, True, False, False, False]


def test_negative_number_is_noted_and_kept() -> None:
    cells = pd.Series(["-25", "3"], index=[1, 2])
    sieve = Sieve(cells.index)
    note_negative(sieve, parse_numbers(cells), cells)
    assert [(f.code, f.action, f.examples) for f in sieve.findings] == [
        ("negative-value", Action.NOTED, ("row 1: -25",))
    ]
    assert sieve.kept.all()


def test_whole_file_in_one_piece(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n3\n")
    piece = read_whole(path, columns=["a"])
    assert (piece.rows_read, len(piece.frame), [f.code for f in piece.findings]) == (2, 1, ["ragged-row"])

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.reading.cells import on_unique, parse_codes, parse_dates, parse_numbers, parse_years


def one(cell: str, **how: str) -> float | str:
    numbers = parse_numbers(pd.Series([cell]), **how)
    for kind in ("missing", "suppressed", "wrong"):
        if getattr(numbers, kind).iloc[0]:
            assert math.isnan(numbers.parsed.iloc[0])
            return kind
    return numbers.parsed.iloc[0]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *(
            ("0", 0),
            ("3,317", 3317),
            ("-25", -25),
            ("1,312개", 1312),
            ("12 명", 12),
            ("1.5e3", 1500),
            (".5", 0.5),
        ),
        *(("12,345,678.25", 12345678.25), ("7.", 7), ("+3", 3), ("646939.0", 646939)),
    ],
)
def test_number_is_read(cell: str, number: float) -> None:
    assert one(cell) == number


@pytest.mark.parametrize("cell", ["", "-", "–", "..", "NA", "NaN", "[u]"])
def test_nothing_is_missing_and_not_zero(cell: str) -> None:
    assert one(cell) == "missing"


@pytest.mark.parametrize("cell", ["*", "X", "x", "⋯", "…", "c", "D", "(D)", "[c]"])
def test_mark_is_a_hidden_number_and_not_zero(cell: str) -> None:
    assert one(cell) == "suppressed"


@pytest.mark.parametrize(
    "cell",
    [
        "1,31",
        "1.234,5",
        "3만",
        "12천",
        "5%",
        "inf",
        "-inf",
        "1e400",
        "9" * 400,
        "0x1F",
        "1_000",
        "٣",
        "12개3",
    ],
)
def test_what_must_not_be_guessed_at_is_wrong(cell: str) -> None:
    assert one(cell) == "wrong"


@pytest.mark.parametrize(("cell", "number"), [("1.234,5", 1234.5), ("12,5", 12.5), ("1234", 1234)])
def test_decimal_comma(cell: str, number: float) -> None:
    assert one(cell, decimal=",") == number
    assert one("1,234.5", decimal=",") == "wrong"


def test_own_marks_replace_those_that_are_known() -> None:
    assert one(".", suppressed=["."], missing=["-"]) == "suppressed"
    assert one("*", suppressed=["."], missing=["-"]) == "wrong"


def test_repairs_say_how_many_and_where() -> None:
    cells = pd.Series(["1,312", "7", "12개", "2,000명"], index=[1, 2, 3, 4])
    found = parse_numbers(cells).repairs(cells)
    assert [(f.code, f.rows, f.examples[0]) for f in found] == [
        ("thousands-separator", 1, "row 1: 1,312"),
        ("unit-in-number", 2, "row 3: 12개"),
    ]


@given(st.lists(st.floats(-1e15, 1e15).map(lambda number: round(number, 3)), max_size=20))
def test_printed_numbers_come_back(numbers: list[float]) -> None:
    printed = pd.Series([f"{number:,.3f}" for number in numbers], dtype="str")
    assert parse_numbers(printed).parsed.tolist() == numbers


@given(st.lists(st.text(max_size=8), max_size=20))
def test_every_cell_is_a_number_or_one_of_three_things(cells: list[str]) -> None:
    numbers = parse_numbers(pd.Series(cells, dtype="str"))
    kinds = numbers.missing.astype(int) + numbers.suppressed.astype(int) + numbers.wrong.astype(int)
    assert kinds.tolist() == numbers.parsed.isna().astype(int).tolist()


def test_codes_that_went_through_floats_are_mended_and_others_left_alone() -> None:
    codes, changed = parse_codes(pd.Series(["31020.0", "31020", "01", "C26", "6001.00", "1.5", ""]))
    assert codes.tolist() == ["31020", "31020", "01", "C26", "6001", "1.5", ""]
    assert changed.tolist() == [True, False, False, False, True, False, False]


def test_codes_get_their_zeros_back() -> None:
    codes, changed = parse_codes(pd.Series(["6001", "6001.0", "06001", "x1"]), width=5)
    assert codes.tolist() == ["06001", "06001", "06001", "x1"]
    assert changed.tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    "cell",
    ["2015", "2015.0", "2015년", "2015-05", "2015.12", "2015년05월", "201505", "2015M05", "2015년 5월"],
)
def test_year_is_read(cell: str) -> None:
    years, wrong = parse_years(pd.Series([cell]))
    assert (years.iloc[0], wrong.iloc[0]) == (2015, False)


@pytest.mark.parametrize(
    "cell", ["", "15", "1234", "20155", "2015년13월", "2015-13", "nan", "99999", "2015/2016"]
)
def test_what_is_no_year_is_wrong(cell: str) -> None:
    assert parse_years(pd.Series([cell]))[1].iloc[0]


@pytest.mark.parametrize(
    "cell",
    [
        "2013-01-31",
        "2013.1.31",
        "2013/01/31",
        "20130131",
        "20130131.0",
        "2013년 1월 31일",
        "2013-01-31 00:00:00",
    ],
)
def test_day_is_read(cell: str) -> None:
    assert parse_dates(pd.Series([cell])).parsed.iloc[0] == dt.date(2013, 1, 31)


@pytest.mark.parametrize(
    "cell", ["0001-01-01", "9999-12-31", "99991231", "00000000", "1900-01-01", "00010101"]
)
def test_sentinel_day_is_left_empty_and_reported(cell: str) -> None:
    cells = pd.Series([cell], index=[7])
    days = parse_dates(cells)
    assert (days.parsed.iloc[0], days.wrong.iloc[0]) == (None, False)
    assert [(f.code, f.examples) for f in days.repairs(cells)] == [("sentinel-date", (f"row 7: {cell}",))]


@pytest.mark.parametrize("cell", ["2013-02-30", "2013-13-01", "12", "31.01.2013", "3013-01-01", "next week"])
def test_day_that_the_calendar_does_not_have_is_wrong(cell: str) -> None:
    assert parse_dates(pd.Series([cell])).wrong.iloc[0]


def test_function_is_called_once_per_distinct_cell() -> None:
    calls = []
    assert on_unique(pd.Series(["a", "b", "a"]), lambda cell: calls.append(cell) or cell * 2).tolist() == [
        "aa",
        "bb",
        "aa",
    ]
    assert calls == ["a", "b"]


def test_nothing_gives_nothing() -> None:
    none = pd.Series([], dtype="str")
    assert parse_numbers(none).parsed.empty
    assert parse_codes(none)[0].empty
    assert parse_years(none)[0].empty
    assert parse_dates(none).parsed.empty

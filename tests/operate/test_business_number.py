import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import IdentifierError
from sandan.operate.business_number import (
    NumberMatch,
    checked_business_number,
    checked_corporation_number,
    corporation_check_holds,
    format_business_number,
    is_business_number,
    normalize_number,
    partial_match,
)

DIGITS = st.text("0123456789", min_size=9, max_size=9)


def completed(nine):
    """Find the last digit by trying all ten."""
    return next((nine + digit for digit in "0123456789" if is_business_number(nine + digit)), None)


@pytest.mark.parametrize("number", ["124-81-00998", "220-81-62517", "123-45-67891"])
def test_is_business_number_holds_for_known_numbers(number):
    assert is_business_number(number)


def test_check_digit_is_the_one_worked_by_hand():
    # 1*1 + 2*3 + 3*7 + 4*1 + 5*3 + 6*7 + 7*1 + 8*3 + 9*5 = 165, and 45 // 10 = 4: 169; 170 lacks 1.
    assert [n for n in range(10) if is_business_number(f"123456789{n}")] == [1]


@pytest.mark.parametrize(
    "number",
    ["0000000000", "1008100990", "1240000990", "1248100000", "124810099", "12481009988", "", None, 1.0],
)
def test_is_business_number_is_false_for_what_was_never_given_out(number):
    assert not is_business_number(number)


@given(DIGITS, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(nine, place, step):
    number = completed(nine)
    if number is None:
        return
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert not is_business_number(wrong)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("124-81-00998", "1248100998"),
        ("１２４－８１－００９９８", "1248100998"),
        (" 124 81 00998\n", "1248100998"),
        ("124–81—00998", "1248100998"),
        (1248100998, "1248100998"),
        ("124-81-0****", "124810"),
        ("124-81-OO998", "12481OO998"),
        (float("nan"), ""),
    ],
)
def test_normalize_number_leaves_the_digits(written, digits):
    assert normalize_number(written) == digits


@given(st.text("0123456789１２-–.*x /A", max_size=20))
def test_normalize_number_changes_nothing_the_second_time(text):
    once = normalize_number(text)
    assert normalize_number(once) == once


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("124-81-0099", "it has 9"),
        ("000-00-00000", "begins below 101"),
    ],
)
def test_checked_business_number_says_what_is_wrong(number, words):
    with pytest.raises(IdentifierError, match=words) as caught:
        checked_business_number(number)
    assert str(caught.value).startswith(f"{number!r} is not a business number: ")


def test_checked_business_number_names_the_digit_that_would_be_right():
    with pytest.raises(IdentifierError, match="should be 8 if"):
        checked_business_number("124-81-00991")


@given(DIGITS)
def test_format_business_number_is_read_back_as_the_same(nine):
    number = completed(nine)
    if number is not None:
        assert checked_business_number(format_business_number(number)) == number


@pytest.mark.parametrize(
    ("text", "shown"), [(" abc ", "abc"), (None, ""), ("12", "12"), ("124810", "124-81-0")]
)
def test_format_business_number_shows_what_it_cannot_format(text, shown):
    assert format_business_number(text) == shown


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("1248100998", "124-81-00998", NumberMatch.WHOLE),
        ("1248100998", "2208162517", NumberMatch.DIFFERENT),
        ("1248100998", "124810", NumberMatch.PART),
        ("124810", "124-81-0", NumberMatch.PART),
        ("1248100998", "124811", NumberMatch.DIFFERENT),
        ("1248100998", None, NumberMatch.ABSENT),
        ("1248100991", "1248100991", NumberMatch.ABSENT),
        ("1248100991", "2208162517", NumberMatch.ABSENT),
        ("000000", "000000", NumberMatch.ABSENT),
        ("12481", "12481", NumberMatch.ABSENT),
    ],
)
def test_partial_match_tells_what_two_numbers_say(one, other, match):
    assert partial_match(one, other) == match
    assert partial_match(other, one) == match


def test_corporation_check_holds_for_the_example_of_the_rule():
    # 1 + 2 + 0 + 2 + 1 + 2 + 0 + 0 + 6 + 4 + 4 + 6 = 28, so 2 is missing to 30.
    assert [n for n in range(10) if corporation_check_holds(f"110111-006243{n}")] == [2]


def test_corporation_check_does_not_hold_for_other_lengths():
    assert not corporation_check_holds("110111-006243")
    assert not corporation_check_holds("110111-00624X2")


def test_checked_corporation_number_takes_a_number_whose_check_fails():
    assert checked_corporation_number("110111-0062433") == "1101110062433"


@pytest.mark.parametrize("number", ["110111-006243", "110111-006243A", "", None])
def test_checked_corporation_number_refuses_what_has_not_thirteen_digits(number):
    with pytest.raises(IdentifierError, match="thirteen digits are expected"):
        checked_corporation_number(number)

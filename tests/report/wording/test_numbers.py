import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.missing import Status
from sandan.errors import ReportError
from sandan.report.wording.numbers import (
    LANGUAGES,
    MONEY_FACTORS,
    UNITS,
    show_interval,
    show_value,
    unit_step,
)

STEPS = {
    "조": 1e12,
    "억": 1e8,
    "만": 1e4,
    "trillion": 1e12,
    "billion": 1e9,
    "million": 1e6,
}
NUMBERS = st.floats(-1e15, 1e15, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-9)


@pytest.mark.parametrize(
    ("value", "unit", "korean", "english"),
    [
        (2839, "firms", "2,839개", "2,839"),
        (-96, "firms", "−96개", "−96"),
        (0, "firms", "0개", "0"),
        (16, "claims", "16건", "16"),
        (12.34, "percent", "12.3%", "12.3%"),
        (1.5, "percentage points", "1.5%p", "1.5 pp"),
        (67e12, "KRW", "67조 원", "67 trillion won"),
        (1.55e12, "KRW", "1.55조 원", "1.55 trillion won"),
        (3.2e8, "KRW", "3.2억 원", "320 million won"),
        (-3.2e8, "KRW", "−3.2억 원", "−320 million won"),
        (512, "100 million KRW", "512억 원", "51.2 billion won"),
        (45_000, "KRW", "4.5만 원", "45,000 won"),
        (0, "KRW", "0 원", "0 won"),
        (1_500, "million GBP", "15억 파운드", "£1.5 billion"),
        (7, "tons", "7", "7"),
        (7.125, "tons", "7.12", "7.12"),
        ("yes", "firms", "yes", "yes"),
    ],
)
def test_a_value_is_shown_as_readers_expect_it(value, unit, korean, english):
    assert show_value(value, unit, language="ko") == korean
    assert show_value(value, unit, language="en") == english


@pytest.mark.parametrize("value", [0, -0.0, 0.04, -0.04])
def test_what_rounds_to_nothing_has_no_sign(value):
    assert show_value(value, "percent", language="en", signed=True) == "0.0%"
    assert show_value(value, "KRW", language="en", signed=True) in {"0 won", "+0.04 won", "−0.04 won"}


def test_a_sign_is_written_where_it_is_asked_for():
    assert show_value(428, "firms", language="ko", signed=True) == "+428개"
    assert show_value(-428, "firms", language="ko", signed=True) == "−428개"
    assert show_value(2e8, "KRW", language="ko", signed=True) == "+2억 원"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(99_999_999.9, "1억 원"), (99_990_000, "9,999만 원"), (999_999_999_999, "1조 원")],
)
def test_a_step_of_money_never_overflows(amount, shown):
    assert show_value(amount, "KRW", language="ko") == shown


def test_probabilities_below_the_display_are_not_zero():
    assert show_value(0.0004, "probability", language="en") == "<0.001"
    assert show_value(0.0, "probability", language="ko") == "<0.001"
    assert show_value(0.001, "probability", language="en") == "0.001"
    assert show_value(1.0, "probability", language="en") == "1.000"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_of_missing_has_a_word_of_its_own(language):
    words = [show_value(None, "firms", language=language, status=status) for status in Status]
    assert len(set(words)) == len(words)
    assert not any(letter.isdigit() for word in words for letter in word)
    assert show_value(float("nan"), "KRW", language=language, status=Status.SUPPRESSED) in words


def test_open_ends_of_an_interval_are_shown_as_such():
    assert show_interval(1.204, 3.5, "ratio", language="en") == "1.20–3.50"
    assert show_interval(1.2, None, "ratio", language="en") == "1.20–…"
    assert show_interval(None, None, "ratio", language="ko") == "…–…"


def test_other_languages_are_refused():
    with pytest.raises(ReportError, match="'de'"):
        show_value(1, "firms", language="de")


@given(value=NUMBERS, unit=st.sampled_from([*sorted(UNITS), "tons"]), language=st.sampled_from(LANGUAGES))
def test_a_shown_number_is_as_near_as_its_last_decimal_says(value, unit, language):
    shown = show_value(value, unit, language=language)
    if shown.startswith("<"):
        assert value < float(shown[1:])
        return
    digits = re.match(r"[−\d,.]+", shown)[0].replace("−", "-").replace(",", "")
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    assert abs(float(digits) - value) <= half + 1e-12 * abs(value)


@given(value=NUMBERS, unit=st.sampled_from(sorted(MONEY_FACTORS)), language=st.sampled_from(LANGUAGES))
def test_shown_money_is_as_near_as_its_step_says(value, unit, language):
    amount = value * MONEY_FACTORS[unit]
    shown = show_value(value, unit, language=language)
    sign, digits, word = re.match(r"(−?)£?([\d,.]+) ?(\w*)", shown).groups()
    step = STEPS.get(word, 1.0)
    back = float(digits.replace(",", "")) * step * (-1 if sign else 1)
    assert abs(back - amount) <= 0.005 * step + 1e-9 * abs(amount)


def test_an_axis_counts_in_the_step_of_its_largest_value():
    assert unit_step(14_500_000, "million KRW", language="en") == ("trillion won", 1e6)
    assert unit_step(20, "tons", language="en") == ("tons", 1.0)


def test_interval_names_its_unit_once_and_parts_signed_ends_by_a_word():
    assert show_interval(3, 5, "rank", language="ko") == "3–5위"
    assert show_interval(3.04, 3.0, "percent", language="en") == "3.0%"
    assert show_interval(-1.5, -0.5, "percentage points", language="en") == "−1.5 to −0.5 pp"
    assert show_interval(-1.5, 0.5, "percentage points", language="ko", signed=True) == "−1.5 ~ +0.5%p"
    assert show_interval(None, 0.5, "percent", language="en") == "…–0.5%"

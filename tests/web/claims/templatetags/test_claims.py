import pytest
from django.template import Context, Template
from django.utils import translation

from sandan.web.claims.templatetags import claims as tags

WORDS = {"persons": "명", "moves": "이동", "as of 2013": "2013년 기준"}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (2839.0, "2,839"),
        (58.333333333, "58.3333"),
        (-60886.0, "−60,886"),
        (66_500_000_000_000.0, "66,500,000,000,000"),
        (0.0, "0"),
        (0.00012345, "0.0001234"),
        (41.25, "41.25"),
    ],
)
def test_digits_of_the_record(value, written):
    assert tags.digits(value) == written


@pytest.mark.parametrize(("value", "written"), [(40.0, "+40"), (-2.5, "−2.5"), (0.0, "0")])
def test_signed_numbers(value, written):
    assert tags.signed(value) == written


@pytest.mark.parametrize(("value", "written"), [(-50.0, "−50.0 %"), (0.03, "0 %"), (12.34, "+12.3 %")])
def test_percent_of_a_difference(value, written):
    assert tags.percent(value) == written


@pytest.mark.parametrize(
    ("language", "value", "unit", "shown"),
    [
        ("ko", 67e12, "KRW", "67조 원"),
        ("en", 67e12, "KRW", "67 trillion won"),
        ("ko", 1200.0, "awards of the house", "1,200 awards of the house"),
        ("en", 1200.0, None, "1,200"),
        ("en", None, "persons", ""),
    ],
)
def test_amount_is_shown_as_in_a_report(language, value, unit, shown):
    with translation.override(language):
        page = Template("{% load claims %}{% amount value unit words %}")
        assert page.render(Context({"value": value, "unit": unit, "words": WORDS})) == shown


def test_words_of_rows_are_korean_only_on_korean_pages():
    with translation.override("ko"):
        assert (tags.said("as of 2013", WORDS), tags.said("2013", WORDS)) == ("2013년 기준", "2013")
        assert tags.dimensions("moves; unit", WORDS) == "이동, 단위"
    with translation.override("en"):
        assert tags.said("as of 2013", WORDS) == "as of 2013"
        assert tags.dimensions("moves;unit", WORDS) == "moves, unit"


def test_roles_of_the_office_and_of_other_ledgers_have_names():
    assert (tags.role("evaluator"), tags.role("researcher")) == ("Evaluator", "researcher")


def test_events_have_words():
    assert tags.event_words("verdict.approved") == "Approved a verdict"
    assert tags.event_words("something.else") == "something.else"

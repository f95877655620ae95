import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

import sandan.web
from sandan.web.shared.catalog import menu
from sandan.web.shared.templatetags.office import (
    ago,
    browser,
    day,
    icon,
    moment,
    number,
    source_title,
    won,
)

NOON = datetime(2025, 3, 1, 3, 0, tzinfo=UTC)
"""Noon in Seoul."""


@pytest.mark.parametrize(
    ("profile", "said", "shown"),
    [
        ("ventures", "Confirmed venture firms (벤처기업명단)", "벤처기업명단"),
        ("ventures", "as an older release said", "as an older release said"),
        ("gone", "a profile that was removed", "a profile that was removed"),
    ],
)
def test_title_of_a_source_is_said_in_the_language_of_the_reader(profile, said, shown):
    snapshot = SimpleNamespace(profile=profile, title=said)
    with translation.override("ko"):
        assert source_title(snapshot) == shown
    with translation.override("en"):
        assert source_title(snapshot) == said


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (1234567, "1,234,567"),
        (-1234, "−1,234"),
        (Decimal("1234.50"), "1,234.50"),
        (0.25, "0.25"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_number_parts_thousands_and_keeps_decimals(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0원"),
        (9_999, "9,999원"),
        (10_000, "1만 원"),
        (123_000_000, "1억 2,300만 원"),
        (123_456_789, "1억 2,346만 원"),
        (99_999_999, "9,999만 9,999원"),
        (199_999_999, "2억 원"),
        (1_234_500_000_000, "1조 2,345억 원"),
        (-123_000_000, "−1억 2,300만 원"),
        (Decimal("5000000.00"), "500만 원"),
    ],
)
def test_won_in_korean_keeps_the_two_largest_steps(value, shown):
    with translation.override("ko"):
        assert re.sub("<[^>]*>", "", won(value)) == shown


def test_won_carries_the_exact_amount():
    with translation.override("ko"):
        assert won(123_456_789) == '<data value="123456789" title="123,456,789원">1억 2,346만 원</data>'


def test_won_in_english_is_written_as_in_reports():
    with translation.override("en"):
        assert won(123_000_000) == ('<data value="123000000" title="123,000,000 won">123 million won</data>')


@pytest.mark.parametrize(
    ("language", "shown"),
    [("ko", "2025. 3. 1."), ("en", "1 March 2025")],
)
def test_day_goes_with_the_one_that_machines_read(language, shown):
    with translation.override(language):
        assert day(date(2025, 3, 1)) == f'<time datetime="2025-03-01">{shown}</time>'
        assert day(NOON) == day(date(2025, 3, 1))


def test_moment_is_that_of_the_office():
    with translation.override("ko"):
        assert moment(NOON) == '<time datetime="2025-03-01T12:00+09:00">2025. 3. 1. 12:00</time>'


@pytest.mark.parametrize(("language", "shown"), [("ko", "3시간 전"), ("en", "3\xa0hours ago")])
def test_ago_counts_from_now(language, shown):
    with translation.override(language):
        assert re.sub("<[^>]*>", "", ago(timezone.now() - timedelta(hours=3))) == shown


@pytest.mark.parametrize("write", [won, day, moment, ago])
def test_nothing_is_shown_as_a_dash(write):
    assert write(None) == "–"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge · Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Whale/4.29 Safari/537.36", "Whale · Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("curl/8.5", "curl/8.5"),
    ],
)
def test_browser_is_named_by_the_most_particular_sign(said, shown):
    assert browser(said) == shown


def test_icon_is_not_read_aloud():
    assert icon("search") == (
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="/static/sandan/icons.svg#search"/></svg>'
    )


def test_every_icon_that_pages_and_menus_name_is_in_the_sprite():
    web = Path(sandan.web.__file__).parent
    sprite = (web / "shared/static/sandan/icons.svg").read_text(encoding="utf-8")
    pages = "".join(path.read_text(encoding="utf-8") for path in web.glob("*/templates/**/*.html"))
    named = set(re.findall(r'{% icon "([a-z]+)" %}| sign="([a-z]+)"', pages)) | {
        (entry.icon, "") for entry in menu()
    }
    assert {name or sign for name, sign in named} - set(re.findall(r'id="([a-z]+)"', sprite)) == set()


def test_ago_of_this_very_moment():
    with translation.override("en"):
        assert ">now</time>" in ago(timezone.now())

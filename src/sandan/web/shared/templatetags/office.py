"""Tags of the office: icons, numbers, money and moments as people write them."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sandan.report.wording.numbers import show_value
from sandan.report.wording.source_words import source_words
from sandan.types import Scalar
from sandan.web.shared.catalog import reader_language

register = template.Library()

Amount = int | float | Decimal
NOTHING = "–"
STEPS = ((10**12, "조"), (10**8, "억"), (10**4, "만"))
BROWSERS = (
    ("Edg", "Edge"),
    ("Whale/", "Whale"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What a browser says of itself, the more particular first: each also claims to be those below it."""
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a sign that says nothing new: it stands beside words and is not read aloud."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("sandan/icons.svg"),
        name,
    )


@register.filter
def source_title(snapshot: Any) -> str:
    """Say what a snapshot is; ours is a record of the vault, or another that has its profile and title."""
    return source_words(snapshot.profile, snapshot.title, reader_language())


@register.filter
def number(value: Amount | None) -> str:
    """Part the thousands and keep the decimals as they are given."""
    return NOTHING if value is None or value == "" else f"{value:,}".replace("-", "−")


@register.filter
def won(value: Amount | None) -> str:
    """Write an amount of money in the steps of the language, with the exact one for those who need it."""
    if value is None:
        return NOTHING
    korean = reader_language() == "ko"
    near = _in_korean_steps(value) if korean else show_value(_plain(value), "KRW", language="en")
    exact = f"{number(value)}원" if korean else f"{number(value)} won"
    return format_html('<data value="{}" title="{}">{}</data>', value, exact, near)


def _plain(value: Amount) -> Scalar:
    return float(value) if isinstance(value, Decimal) else value


def _in_korean_steps(value: Amount) -> str:
    """Keep the two largest steps, as people say amounts: 1조 2,345억 원, 1억 2,300만 원."""
    amount, parts = abs(round(value)), []
    size = next((size for size, _ in STEPS if amount >= size), 1)
    unit = max(size // 10**4, 1)
    left = (amount + unit // 2) // unit * unit
    for step, word in STEPS:
        count, left = divmod(left, step)
        if count:
            parts.append(f"{count:,}{word}")
    parts.append(f"{left:,}원" if left or not parts else "원")
    return f"{'−' if value < 0 and amount else ''}{' '.join(parts)}"


@register.filter
def day(value: date | None) -> str:
    """Write a day; the machine-readable one goes with it."""
    if value is None:
        return NOTHING
    there = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', there.strftime("%Y-%m-%d"), date_format(there))


@register.filter
def moment(value: datetime | None) -> str:
    """Write a day and a time."""
    if value is None:
        return NOTHING
    there = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>',
        there.isoformat(timespec="minutes"),
        date_format(there, "DATETIME_FORMAT"),
    )


@register.filter
def ago(value: datetime | None) -> str:
    """Say how long ago something was, with the moment for those who need it."""
    if value is None:
        return NOTHING
    there = timezone.localtime(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        there.isoformat(timespec="minutes"),
        date_format(there, "DATETIME_FORMAT"),
        # Korean counts without a space: 3시간, not 3 시간.
        re.sub(r"(?<=\d)\s(?=[가-힣])", "", str(naturaltime(value))),
    )


@register.filter
def browser(said: str) -> str:
    """Name the browser and the system out of what the browser says of itself."""
    names = [next((name for sign, name in known if sign in said), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(name for name in names if name) or said[:60]

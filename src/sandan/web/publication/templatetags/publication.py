"""Words for what a record of a report says in keys."""

from datetime import date, datetime
from typing import Any

from django.template import Library
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from sandan.report.wording.source_words import source_words
from sandan.web.publication.forms import question_of
from sandan.web.publication.models import Report, State
from sandan.web.shared.catalog import events, reader_language

register = Library()

LANGUAGES = {"ko": "한국어", "en": "English"}
FORMATS = {"html": _("Web page"), "pdf": "PDF", "hwpx": "HWPX", "zip": _("Data package")}
TONES = {State.DRAFT: "info", State.PUBLISHED: "good", State.WITHDRAWN: "quiet"}

register.filter("question", question_of)
register.filter("bytes_words", filesizeformat)


@register.filter
def language_name(key: str) -> str:
    return LANGUAGES[key]


@register.filter
def format_name(key: str) -> Any:
    return FORMATS[key]


@register.filter
def state_tone(state: str) -> str:
    return TONES[State(state)]


@register.filter
def iso_day(text: str) -> str:
    """Write a day that a record keeps as text."""
    return date_format(date.fromisoformat(text)) if text else ""


@register.filter
def in_words(said: str, snapshot: dict[str, str]) -> str:
    """Say a title, source or licence of a snapshot in the reader's language."""
    return source_words(snapshot["profile"], said, reader_language())


@register.filter
def facts_here(report: Report) -> list[list[str]]:
    """Give the key facts in the reader's language, or in the one that the report has."""
    return report.facts.get(reader_language()) or next(iter(report.facts.values()), [])


@register.filter
def successor(report: Report) -> Report | None:
    """Give the published report that took the place of this one."""
    later = [one for one in report.successors.all() if one.state == State.PUBLISHED]
    return max(later, key=_published, default=None)


def _published(report: Report) -> datetime:
    assert report.published_at is not None
    return report.published_at


@register.filter
def event_words(action: str) -> str:
    known = events().get(action)
    return action if known is None else str(known.words)

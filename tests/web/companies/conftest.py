"""What tests of the register share."""

import pytest
from django.utils import translation

from sandan.web.audit.models import Event


@pytest.fixture(autouse=True)
def in_english():
    """Say refusals in English; the views are asked in both languages."""
    with translation.override("en"):
        yield


@pytest.fixture
def events(db):
    """Return a reader of the trail: every event since the beginning, as (action, before, after, reason)."""

    def read():
        return [(one.action, one.before, one.after, one.reason) for one in Event.objects.order_by("number")]

    return read


@pytest.fixture
def last_event(db):
    """Return a reader of the newest event."""

    def read():
        one = Event.objects.order_by("-number").first()
        return one.action, one.before, one.after, one.reason

    return read

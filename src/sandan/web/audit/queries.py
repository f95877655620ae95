"""Reading the trail: its pages, the timeline of an object, and whether the chain is whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_noop

from sandan.web.audit.chain import FIRST, Head
from sandan.web.audit.models import Event

__all__ = [
    "Break",
    "Head",
    "Page",
    "Wanted",
    "broken_links",
    "count",
    "event",
    "head",
    "narrowed",
    "page",
    "timeline",
]

GONE = gettext_noop("events before it are gone")
UNBOUND = gettext_noop("it does not follow from the event before it")
CHANGED = gettext_noop("its content was changed after it was written")
OTHER = gettext_noop("it is not the event that stood here when the end was noted")
CUT_OFF = gettext_noop("it was noted as the end, but the trail stops before it")
"""Why a chain does not hold; pages translate these where they show them."""

PIECE = 2_000
A_PAGE = 50


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and why."""

    number: int
    why: str


@dataclass(frozen=True)
class Wanted:
    """What a page of the trail is narrowed to."""

    person: int | None = None
    action: str = ""
    kind: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Page:
    """A piece of the trail, the newest first, with the numbers from which its neighbors are read."""

    events: list[Event]
    newer: int | None
    older: int | None


def timeline(found: models.Model) -> models.QuerySet[Event]:
    """Return what was done to an object, the newest first."""
    label = found._meta.label_lower  # noqa: SLF001 -- the public name of Django's model options
    return Event.objects.filter(object_type=label, object_id=str(found.pk))


def event(number: int) -> Event | None:
    return Event.objects.filter(number=number).first()


def count() -> int:
    """Return how many events there are; they are numbered without gaps."""
    return head().number


def narrowed(wanted: Wanted) -> models.QuerySet[Event]:
    """Return the events that are wanted, the newest first."""
    conditions: dict[str, Any] = {
        "actor_id": wanted.person,
        "action": wanted.action or None,
        "object_type": wanted.kind or None,
        "at__gte": wanted.first_day and _midnight(wanted.first_day),
        "at__lt": wanted.last_day and _midnight(wanted.last_day + timedelta(days=1)),
    }
    return Event.objects.filter(**{name: value for name, value in conditions.items() if value is not None})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def page(wanted: Wanted, *, before: int | None = None, after: int | None = None) -> Page:
    """Read one page from a number on; counting pages of a trail without end would take longer each year."""
    found = narrowed(wanted)
    if after is not None:
        rows = list(found.filter(number__gt=after).order_by("number")[: A_PAGE + 1])
        more, events = len(rows) > A_PAGE, rows[:A_PAGE][::-1]
        return Page(
            events, newer=events[0].number if more else None, older=events[-1].number if events else None
        )
    if before is not None:
        found = found.filter(number__lt=before)
    rows = list(found[: A_PAGE + 1])
    events = rows[:A_PAGE]
    return Page(
        events,
        newer=events[0].number if events and before is not None else None,
        older=events[-1].number if len(rows) > A_PAGE else None,
    )


def head() -> Head:
    last = Event.objects.order_by("-number").first()
    return Head() if last is None else Head(last.number, last.hash)


def broken_links(
    *, expected: Head | None = None, on_progress: Callable[[int], None] | None = None
) -> Iterator[Break]:
    """Walk the whole chain and give every event that is not as it was written, or that is gone.

    A chain alone cannot show that its end was cut off; ``expected``, an earlier end kept elsewhere, can.
    """
    previous, number, met = FIRST, 0, expected is None or expected.number == 0
    for event in Event.objects.order_by("number").iterator(chunk_size=PIECE):
        number += 1
        if event.number != number:
            yield Break(event.number, GONE)
            number = event.number
        elif event.previous != previous:
            yield Break(number, UNBOUND)
        if event.hash != event.content_hash():
            yield Break(number, CHANGED)
        previous = event.hash
        if expected is not None and number == expected.number:
            met = True
            if event.hash != expected.hash:
                yield Break(number, OTHER)
        if on_progress is not None and number % PIECE == 0:
            on_progress(number)
    if expected is not None and not met:
        yield Break(expected.number, CUT_OFF)

"""Reading the trail: the timeline of an object, and whether the chain is whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from sandan.web.audit.models import FIRST, Event

__all__ = ["Break", "broken_links", "timeline"]

PIECE = 2_000


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and why."""

    number: int
    why: str


def timeline(found: models.Model) -> models.QuerySet[Event]:
    """Return what was done to an object, the newest first."""
    label = found._meta.label_lower  # noqa: SLF001 -- the public name of Django's model options
    return Event.objects.filter(object_type=label, object_id=str(found.pk))


def broken_links() -> Iterator[Break]:
    """Walk the whole chain and give every event that is not as it was written, or that is gone."""
    previous, number = FIRST, 0
    for event in Event.objects.order_by("number").iterator(chunk_size=PIECE):
        number += 1
        if event.number != number:
            yield Break(event.number, f"{event.number - number} events before it are gone")
            number = event.number
        elif event.previous != previous:
            yield Break(number, "it does not follow from the event before it")
        if event.hash != event.content_hash():
            yield Break(number, "its content was changed after it was written")
        previous = event.hash

"""Writing to the trail; every other action of the office calls this in its own transaction."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from sandan.web.audit.models import FIRST, Event
from sandan.web.shared.catalog import events

__all__ = ["SYSTEM", "record"]

SYSTEM = "Sandan"
"""Who acts when nobody does: the set-up, the worker, the command line."""

CHAIN_LOCK = 7_304_129
LABEL, NAME = 200, 120


def record(
    *,
    by: models.Model | None,
    action: str,
    on: models.Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Add an event; ``action`` is a kind that a catalog declares, ``by`` nobody for the system itself."""
    if action not in events():
        raise ValueError(f"{action!r} is no kind of event; declare it in the catalog of its app.")
    with transaction.atomic():
        last = _last()
        event = Event(
            number=1 if last is None else last.number + 1,
            at=datetime.now(UTC),
            actor_id=None if by is None else by.pk,
            actor_name=SYSTEM if by is None else str(by)[:NAME],
            action=action,
            object_type=on._meta.label_lower,  # noqa: SLF001 -- the public name of Django's model options
            object_id=str(on.pk),
            object_label=str(on)[:LABEL],
            before=_plain(before),
            after=_plain(after),
            reason=reason,
            previous=FIRST if last is None else last.hash,
        )
        event.hash = event.content_hash()
        event.save(force_insert=True)
    return event


def _last() -> Event | None:
    """Return the end of the chain; whoever adds to it waits here for the others."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    return Event.objects.order_by("-number").first()


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return values as JSON gives them back, so that the hash of a stored event can be computed again."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(values or {}), cls=DjangoJSONEncoder))
    return plain

"""The trail: one row for everything that was done, each bound to the one before by its hash."""

import hashlib
import json
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sandan.web.audit.chain import FIRST

__all__ = ["FIRST", "Event"]

HASHED = (
    "number",
    "at",
    "actor_id",
    "actor_name",
    "action",
    "object_type",
    "object_id",
    "object_label",
    "before",
    "after",
    "reason",
    "previous",
)


class Event(models.Model):
    """What was done, by whom, to what. No foreign keys: nothing keeps the trail, and it keeps nothing."""

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("time"), db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(_("person"), max_length=120)
    action = models.CharField(_("action"), max_length=60, db_index=True)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    object_label = models.CharField(_("object"), max_length=200)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("event")
        ordering = ("-number",)
        indexes: ClassVar = [
            models.Index(fields=("object_type", "object_id", "-number"), name="event_of_object")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.object_label}"

    def content_hash(self) -> str:
        record: dict[str, Any] = {name: getattr(self, name) for name in HASHED}
        record["at"] = self.at.isoformat()
        text = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

"""Reports as they were made, and the keys with which programs ask."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandan.web.shared.catalog import reader_language

__all__ = ["ApiToken", "Report", "State"]

PERSON = "accounts.Person"


class State(models.TextChoices):
    """How far a report has come."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def _by() -> Any:
    return models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")


class Report(models.Model):
    """What was asked, what it was made from, and the hashes of its files; once made it is never changed."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lens = models.JSONField()
    sections = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    formats = models.JSONField(default=list)
    titles = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    snapshots = models.JSONField(default=list)
    files = models.JSONField(default=list)
    code = models.CharField(max_length=40, blank=True)
    version = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    asked_by = _by()
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    made_at = models.DateTimeField(_("made"), null=True)
    published_by = _by()
    published_at = models.DateTimeField(_("published"), null=True)
    published_because = models.TextField(blank=True)
    withdrawn_by = _by()
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        verbose_name = _("report")
        ordering = ("-asked_at", "-pk")
        indexes: ClassVar = [models.Index(fields=("state", "-published_at"), name="report_of_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None)
                | (Q(published_at__isnull=False, made_at__isnull=False) & ~Q(state="draft")),
                name="published_report_was_made",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at=None)),
                name="withdrawn_report_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        language = reader_language()
        said = self.titles.get(language) or next(iter(self.titles.values()), "")
        return said or f"{self.lens['city']} {self.lens['start']}–{self.lens['end']}"

    def get_absolute_url(self) -> str:
        return reverse("publication:report", kwargs={"report": self.pk})

    @property
    def key(self) -> str:
        """The key of the job that makes it."""
        return f"report:{self.pk}"

    @property
    def is_made(self) -> bool:
        return self.made_at is not None

    @property
    def known_on(self) -> str:
        """The day of the newest data in it."""
        return max((one["as_of"] for one in self.snapshots), default="")


class ApiToken(models.Model):
    """A key of a program, acting with the rights of its person; only the hash of it is kept."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    begins = models.CharField(max_length=16)
    """What a person knows it again by."""
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_on = models.DateField(_("works until"))
    used_on = models.DateField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("key for programs")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def works(self) -> bool:
        return self.revoked_at is None and self.expires_on >= timezone.localdate()

"""A piece of work in the background: what is to be done, how far it is, how it ended."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandan.web.jobs.registry import title_of, words_of
from sandan.web.shared.catalog import Words

__all__ = ["ACTIVE", "Job", "State"]


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


ACTIVE = (State.WAITING, State.RUNNING)


class Job(models.Model):
    """The truth about one job; the queue only carries its number to a worker."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    parameters = models.JSONField(_("parameters"), default=dict)
    key = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    retry_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="retries")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    whole = models.PositiveBigIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(_("result"), null=True)
    error = models.TextField(_("error"), blank=True)
    error_code = models.CharField(max_length=60, blank=True)

    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=100, blank=True)
    cancel_requested = models.BooleanField(default=False)

    created = models.DateTimeField(_("asked for"), default=timezone.now)
    started = models.DateTimeField(_("started"), null=True)
    finished = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering = ("-created", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(state__in=("waiting", "running")) & ~Q(key=""),
                name="one_active_job_of_a_key",
            ),
            models.CheckConstraint(
                condition=Q(state="running", token__isnull=False, lease_until__isnull=False)
                | (~Q(state="running") & Q(token=None, lease_until=None)),
                name="running_job_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "running"), finished=None)
                | Q(state__in=("done", "failed", "cancelled"), finished__isnull=False),
                name="ended_job_has_its_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("state", "lease_until"), name="job_leases"),
            models.Index(fields=("by", "-created"), name="job_of_person"),
            models.Index(fields=("-created",), name="job_newest"),
        ]

    def __str__(self) -> str:
        return title_of(self.kind, self.title, self.parameters)

    def get_absolute_url(self) -> str:
        return reverse("jobs:detail", kwargs={"job": self.pk})

    @property
    def words(self) -> Words:
        return words_of(self.kind)

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def place(self) -> str:
        """Where what it made can be seen."""
        return self.address or self.get_absolute_url()

    @property
    def said(self) -> str:
        """Its message in the language of the reader; tasks leave marked sentences, not translations."""
        return gettext(self.message) if self.message else ""

    @property
    def failure(self) -> str:
        return gettext(self.error) if self.error else ""

    @property
    def percent(self) -> int | None:
        """How far it is; nothing where the whole is not known."""
        return min(100, 100 * self.done // self.whole) if self.whole else None

    @property
    def seconds(self) -> int | None:
        """How long it has taken so far, from the first attempt."""
        if self.started is None:
            return None
        return int(((self.finished or timezone.now()) - self.started).total_seconds())

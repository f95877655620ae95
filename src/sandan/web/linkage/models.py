"""A list that was matched with the register, and what became of each of its rows."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["SHOWN_TO_PERSONS", "Decision", "Entry", "Run", "State"]


class State(models.TextChoices):
    """What the matching says about a row."""

    MATCH = "match", _("found")
    MULTIPLE = "multiple", _("several possible")
    UNKNOWN = "unknown", _("not certain")
    NONE = "none", _("nothing like it")


class Decision(models.TextChoices):
    """What a person says about a row."""

    SAME = "same", _("same company")
    NEW = "new", _("new company")
    UNCLEAR = "unclear", _("cannot tell")


SHOWN_TO_PERSONS = (State.MULTIPLE, State.UNKNOWN)
"""The states of the review queue."""


class Run(models.Model):
    """One matching of one list with the register as it was then."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    snapshot = models.CharField(max_length=64, db_index=True)
    title = models.CharField(_("list"), max_length=255)
    profile = models.CharField(max_length=60)
    as_of = models.DateField(_("as of"))
    by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("matched"), default=timezone.now)
    rows = models.PositiveIntegerField(_("rows"))
    companies = models.PositiveIntegerField(_("companies in the register"))
    counts = models.JSONField(default=dict)
    thresholds = models.JSONField(default=dict)
    version = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("matched list")
        ordering = ("-at", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("linkage:run", kwargs={"run": self.pk})


class Entry(models.Model):
    """A row of a list: what the matching found, what a person decided, what was taken over."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="entries")
    row = models.PositiveBigIntegerField(_("row"))
    name = models.CharField(_("name"), max_length=255)
    data = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State)
    why = models.CharField(max_length=24)
    score = models.FloatField(null=True)
    candidates = models.JSONField(default=list)
    proposed = models.ForeignKey("companies.Company", models.PROTECT, null=True, related_name="+")
    """The company of a match, which is a proposal until a person says so."""

    decision = models.CharField(_("decision"), max_length=8, choices=Decision, blank=True)
    company = models.ForeignKey("companies.Company", models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    in_bulk = models.BooleanField(default=False)
    put_off_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    """Rises with every decision, so that nobody decides what somebody else has decided meanwhile."""
    held_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    held_until = models.DateTimeField(null=True)

    applied_at = models.DateTimeField(null=True)
    added = models.JSONField(default=dict)
    """What the row brought into the register, so that it can be taken back."""

    class Meta:
        verbose_name = _("row of a list")
        ordering = ("row",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("run", "row"), name="row_once_in_a_run"),
            models.CheckConstraint(
                condition=(Q(decision="same", company__isnull=False) | Q(decision="new"))
                | Q(decision__in=("", "unclear"), company=None),
                name="decision_has_its_company",
            ),
            models.CheckConstraint(
                condition=Q(applied_at=None) | Q(decision__in=("same", "new"), company__isnull=False),
                name="taken_over_only_if_decided",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("run", "state", "decision", "row"), name="entry_queue"),
            models.Index(fields=("run", "decision", "applied_at"), name="entry_to_apply"),
            models.Index(fields=("decided_by", "-decided_at"), name="entry_of_person"),
            models.Index(fields=("company",), name="entry_company"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("linkage:entry", kwargs={"entry": self.pk})

    @property
    def is_open(self) -> bool:
        return not self.decision

    def said(self) -> dict[str, Any]:
        """Return the decision as the trail keeps it."""
        return {"decision": self.decision, "company": None if self.company is None else self.company.number}

"""What is written down while the register is kept: merges, proposals of firms, findings."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandan.web.companies.models.company import Company, Sourced

__all__ = ["LikelyDuplicate", "Merge", "MovedRow", "Proposal", "QualityReport"]


class Merge(models.Model):
    """One company taken up by another: the facts of both as they were, and each row that moved."""

    kept = models.ForeignKey(Company, models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Company, models.PROTECT, related_name="merges_away")
    by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(_("reason"))
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("absorbed",), condition=Q(undone_at=None), name="merged_away_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.kept_id}"


class MovedRow(models.Model):
    """A row that a merge moved: enough to put it back, and to see whether it was touched since."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="rows")
    table = models.CharField(max_length=20)
    row = models.BigIntegerField()
    before = models.JSONField()
    """The fields that the merge changed, as they were."""
    mark = models.CharField(max_length=16)
    """Stands for the row as the merge left it."""

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


class Proposal(Sourced):
    """What a firm says should be corrected in its record; an editor does it, or says why not."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="proposals")
    by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(_("what should be corrected"), max_length=2_000)
    answer = models.TextField(_("answer"), blank=True, max_length=2_000)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("proposal")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.text[:80]


class QualityReport(models.Model):
    """How many records each question about the register found, at one time."""

    at = models.DateTimeField(default=timezone.now)
    day = models.DateField()
    companies = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return str(self.day)


class LikelyDuplicate(models.Model):
    """Two records that may be one firm; a person merges them or says that they are two."""

    one = models.ForeignKey(Company, models.CASCADE, related_name="+")
    other = models.ForeignKey(Company, models.CASCADE, related_name="+")
    score = models.FloatField()
    certain = models.BooleanField()
    reasons = models.JSONField(default=dict)
    told_apart_at = models.DateTimeField(null=True)
    told_apart_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = (F("score").desc(), "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("one", "other"), name="one_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ~ {self.other_id}"

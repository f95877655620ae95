"""Running the office: what pages start with, how long data are kept, what was backed up and verified."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["Backup", "Office", "RetentionPeriod", "TrailCheck"]

YEARS = [MinValueValidator(1900), MaxValueValidator(2200)]


class Office(models.Model):
    """One row: the place, years and peers that pages start with; all may be left open."""

    ONLY = 1

    city = models.CharField(_("place"), max_length=20, blank=True)
    start = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True, validators=YEARS)
    end = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True, validators=YEARS)
    comparison_set = models.CharField(_("compared with"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("office")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pk=1), name="one_office"),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")), name="office_years_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(settings.WORKSPACE.settings.name)


class RetentionPeriod(models.Model):
    """A period that the office has set instead of the one that Sandan comes with."""

    kind = models.CharField(_("kind"), max_length=60, unique=True)
    days = models.PositiveIntegerField(_("days"))

    class Meta:
        verbose_name = _("retention period")

    def __str__(self) -> str:
        return self.kind


class Backup(models.Model):
    """A backup that was made and read back; the file may have been moved since."""

    path = models.CharField(_("file"), max_length=500)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    bytes = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    members = models.PositiveIntegerField(_("files"))
    head = models.CharField(_("end of the trail"), max_length=90)

    class Meta:
        verbose_name = _("backup")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.path.rpartition("/")[2]


class TrailCheck(models.Model):
    """A walk along the whole chain and what it found."""

    checked_at = models.DateTimeField(_("verified"), default=timezone.now)
    head = models.CharField(_("end of the trail"), max_length=90)
    breaks = models.JSONField(_("breaks"), default=list)

    class Meta:
        verbose_name = _("check of the trail")
        ordering = ("-checked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d %H:%M}"

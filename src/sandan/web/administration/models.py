"""Running the office: how long data are kept, what was backed up and verified."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["Backup", "RetentionPeriod", "TrailCheck"]


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

"""What pages start with, and answers that were computed once and are read many times."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["Office", "Sheet"]

YEARS = [MinValueValidator(1900), MaxValueValidator(2200)]


class Sheet(models.Model):
    """The answer to one question, found again by a hash of all that it depends on."""

    key = models.CharField(max_length=64, unique=True)
    question = models.CharField(max_length=40, db_index=True)
    asked = models.JSONField()
    content = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    seconds = models.FloatField()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.question} {self.key[:12]}"


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

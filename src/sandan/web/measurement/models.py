"""Answers that were computed once and are read many times."""

from django.db import models
from django.utils import timezone

__all__ = ["Sheet"]


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

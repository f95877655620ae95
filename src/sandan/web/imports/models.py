"""Files on their way, what their columns mean, who brought which snapshot; the vault itself is the truth."""

import uuid
from pathlib import PurePath
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

__all__ = ["Import", "Mapping", "Upload"]

SHORT = 12
NAME_BYTES = 150


def private_place(upload: "Upload", name: str) -> str:
    """Keep uploads under a name that says nothing and that nobody can choose."""
    return f"uploads/{uuid.uuid4().hex}"


class Upload(models.Model):
    """A file that somebody brought, and how far it has come."""

    name = models.CharField(_("file"), max_length=255)
    file = models.FileField(upload_to=private_place, max_length=120)
    size = models.BigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, db_index=True)
    by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("uploaded"), default=timezone.now)
    candidates = models.JSONField(default=list)
    beginning = models.JSONField(default=dict)
    fault = models.TextField(blank=True)
    fault_code = models.CharField(max_length=60, blank=True)
    plan = models.JSONField(default=dict)
    trial = models.JSONField(null=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("imports:upload", kwargs={"upload": self.pk})

    @property
    def key(self) -> str:
        """The key of its jobs: one at a time."""
        return f"imports:{self.pk}"

    @property
    def plain_name(self) -> str:
        """Its name as a file system takes it."""
        path = PurePath(self.name)
        stem = path.stem.encode()[:NAME_BYTES].decode(errors="ignore")
        return f"{stem}{path.suffix[:10]}"


class Mapping(models.Model):
    """What the columns of a source mean, kept for its next edition."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    text = models.TextField()
    columns = models.JSONField(default=list)
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def file_name(self) -> str:
        """The name under which the vault keeps it; editions are told by it, so it follows from the name."""
        return f"{slugify(self.name, allow_unicode=True) or 'mapping'}.toml"


class Import(models.Model):
    """Who brought a snapshot and why, and when its bytes were last compared with their hashes."""

    snapshot = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="imports")
    by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("imported"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    checked_at = models.DateTimeField(null=True)
    check_state = models.CharField(max_length=10, blank=True)
    check_detail = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.name} ({self.snapshot[:SHORT]})"

    def get_absolute_url(self) -> Any:
        return reverse("imports:snapshot", kwargs={"key": self.snapshot})

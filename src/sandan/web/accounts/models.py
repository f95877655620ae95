"""People, the roles that they hold for a time, and links that let them in once."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

import rules
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandan.web.shared.catalog import ROLES

__all__ = ["EntryLink", "Person", "RoleAssignment"]


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """Somebody who signs in; what they may do follows from their roles alone."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    unit = models.CharField(_("department"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(self.assignments.on(timezone.localdate()).values_list("role", flat=True))

    def has_perm(self, name: str, found: Any = None) -> bool:
        return self.is_active and bool(rules.has_perm(name, self, found))

    def has_perms(self, names: Sequence[str], found: Any = None) -> bool:
        return all(self.has_perm(name, found) for name in names)


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def on(self, day: date) -> "RoleAssignmentQuerySet":
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class RoleAssignment(models.Model):
    """A role that a person holds for a time; a firm's people hold it for their company."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    role = models.CharField(_("role"), max_length=32, choices=[(key, str(key)) for key in ROLES])
    company = models.ForeignKey("companies.Company", models.CASCADE, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        ordering = ("role", "valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("person", "role", "company", "valid_from"), name="one_assignment_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="role_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {ROLES[self.role]}"


class EntryLink(models.Model):
    """A link that lets one person in once; only the hash of its token is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="links")
    purpose = models.CharField(
        max_length=12, choices=[("setup", "setup"), ("invitation", "invitation"), ("demo", "demo")]
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

"""A legal unit, and the intake that brought it in."""

import hashlib
import json
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["FACTS", "Company", "Intake", "SizeClass", "Sourced", "State", "Verification"]


class State(models.TextChoices):
    """The words of the tax office."""

    ACTIVE = "active", pgettext_lazy("company", "active")
    SUSPENDED = "suspended", pgettext_lazy("company", "suspended")
    CLOSED = "closed", pgettext_lazy("company", "closed")


class SizeClass(models.TextChoices):
    MICRO = "micro", _("micro business")
    SMALL = "small", pgettext_lazy("company", "small")
    MEDIUM = "medium", _("medium-sized")
    MIDDLE = "middle", _("middle market")
    LARGE = "large", pgettext_lazy("company", "large")


class Verification(models.TextChoices):
    """How somebody made sure that a record is true."""

    VISIT = "visit", _("by a visit")
    PHONE = "phone", _("by telephone")
    REGISTER = "register", _("in a public register")


class Intake(models.Model):
    """One list that came in as a whole; its rows say where in the list they stood."""

    source = models.CharField(_("source"), max_length=64)
    by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("time"), default=timezone.now)

    def __str__(self) -> str:
        return self.source


class Sourced(models.Model):
    """Where a row comes from: the snapshot and the row in it; empty if somebody typed it."""

    source = models.CharField(max_length=64, blank=True, editable=False)
    source_row = models.PositiveBigIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    def values(self) -> dict[str, Any]:
        """Return what people may change."""
        return model_to_dict(self, exclude=["id", "company"])

    @property
    def mark(self) -> str:
        """Stand for the values in forms and merges, so that a change by somebody else is noticed."""
        text = json.dumps(
            [self.source, self.source_row, self.values()], cls=DjangoJSONEncoder, sort_keys=True
        )
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Company(Sourced):
    """A legal unit; what changes over time stands in dated rows beside it."""

    name = models.CharField(_("name"), max_length=200, db_index=True)
    """The legal name of today; the dated names are the record, this follows them."""
    name_key = models.CharField(max_length=200, db_index=True, editable=False)
    """The same without legal form and as it is spoken: what matching and ranking compare."""
    business_number = models.CharField(_("business number"), max_length=10, blank=True)
    corporation_number = models.CharField(_("corporation number"), max_length=13, blank=True)
    external_id = models.CharField(_("number in the statistical register"), max_length=40, blank=True)
    representative = models.CharField(_("representative"), max_length=80, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    size_class = models.CharField(
        pgettext_lazy("company", "size"), max_length=8, choices=SizeClass, blank=True
    )
    main_product = models.CharField(_("main product"), max_length=200, blank=True)
    homepage = models.URLField(_("homepage"), blank=True)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_how = models.CharField(
        pgettext_lazy("company", "verified"), max_length=10, choices=Verification, blank=True
    )
    verified_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="absorbed", db_index=False
    )
    revision = models.PositiveIntegerField(default=1)
    """Rises with every change of the facts, so that two editors cannot overwrite each other."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("company")
        ordering = ("name", "pk")
        indexes: ClassVar = [
            models.Index(fields=("corporation_number",), name="company_corporation_number"),
            models.Index(fields=("merged_into", "name_key", "name"), name="company_listed_by_name"),
            models.Index(fields=("merged_into", "verified_on"), name="company_listed_by_verified"),
            models.Index(fields=("source", "source_row"), name="company_source"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("business_number",), condition=~Q(business_number=""), name="one_business_number"
            ),
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="one_external_id"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(state="closed"), name="closing_day_only_if_closed"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(founded_on=None) | Q(closed_on__gte=F("founded_on")),
                name="closed_after_founded",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("companies:company", kwargs={"number": self.number})

    @property
    def number(self) -> str:
        """The public number, which never changes and is never given twice."""
        return f"C-{self.pk:06d}"

    def facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FACTS}

    def as_firm(self) -> dict[str, Any]:
        """Return what the matching compares."""
        return {"name": self.name, **self.facts()}


FACTS = (
    "business_number",
    "corporation_number",
    "representative",
    "founded_on",
    "size_class",
    "main_product",
    "homepage",
)
"""What an editor changes in one form; name and state have forms of their own."""

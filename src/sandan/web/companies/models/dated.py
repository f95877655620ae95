"""What is true of a company between two days.

Both days are included, as on certificates: a name used until 30 June is followed by one from 1 July. An
empty first day means "for as long as we know", an empty last day "still". Rows are ended, not overwritten. Of
the kinds that say ``exclusive``, no two may be true of a company on one day; the database refuses them.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sandan.web.companies.models.company import Company, Sourced

__all__ = ["DATED", "Address", "Certificate", "CompanyName", "Dated", "Establishment", "IndustryCode"]


class Exclusive(NamedTuple):
    """Of the rows whose ``field`` holds ``value``, one is true at a time; others get ``demoted``."""

    field: str
    value: Any
    demoted: Any


class DatedQuerySet(models.QuerySet["Dated"]):
    def on(self, day: date) -> "DatedQuerySet":
        return self.filter(true_on(day))

    def meeting(self, first: date | None, last: date | None) -> "DatedQuerySet":
        """Keep the rows that are true on any day of a period."""
        begins = Q() if last is None else Q(valid_from=None) | Q(valid_from__lte=last)
        ends = Q() if first is None else Q(valid_to=None) | Q(valid_to__gte=first)
        return self.filter(begins, ends)


def true_on(day: date, prefix: str = "") -> Q:
    begins = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    return begins & (Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day}))


class Dated(Sourced):
    company: Company
    valid_from = models.DateField(pgettext_lazy("dated row", "from"), null=True, blank=True)
    valid_to = models.DateField(pgettext_lazy("dated row", "to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()
    exclusive: ClassVar[Exclusive | None] = None

    class Meta:
        abstract = True
        ordering = (F("valid_from").desc(nulls_last=True), "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_ends_after_start",
            )
        ]

    def is_true_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or self.valid_to >= day
        )

    @property
    def is_true_today(self) -> bool:
        return self.is_true_on(timezone.localdate())

    @property
    def is_exclusive(self) -> bool:
        return self.exclusive is not None and getattr(self, self.exclusive.field) == self.exclusive.value


class CompanyName(Dated):
    class Kind(models.TextChoices):
        LEGAL = "legal", _("legal name")
        ALIAS = "alias", _("also known as")
        ENGLISH = "english", _("English name")
        FORMER = "former", _("former name")

    company = models.ForeignKey(Company, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.LEGAL)

    exclusive = Exclusive("kind", "legal", "alias")

    class Meta(Dated.Meta):
        verbose_name = _("name")
        indexes: ClassVar = [models.Index(fields=("company", "kind"), name="name_company_kind")]

    def __str__(self) -> str:
        return self.name


class Address(Dated):
    class Kind(models.TextChoices):
        HEAD = "head", _("head office")
        OTHER = "other", _("other address")

    company = models.ForeignKey(Company, models.CASCADE, related_name="addresses")
    text = models.CharField(_("address"), max_length=300)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.HEAD)
    region = models.CharField(_("district code"), max_length=20, blank=True)
    city = models.CharField(_("city code"), max_length=20, blank=True)

    exclusive = Exclusive("kind", "head", "other")

    class Meta(Dated.Meta):
        verbose_name = _("address")
        indexes: ClassVar = [
            models.Index(fields=("region", "company"), name="address_region"),
            models.Index(fields=("city", "company"), name="address_city"),
        ]

    def __str__(self) -> str:
        return self.text


class Establishment(Dated):
    """A site at one place; a site that moves gets a new row with the same number."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="establishments")
    name = models.CharField(_("name"), max_length=200)
    external_id = models.CharField(_("number in the statistical register"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    region = models.CharField(_("district code"), max_length=20, blank=True)
    city = models.CharField(_("city code"), max_length=20, blank=True)
    complex = models.CharField(_("complex code"), max_length=20, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    workers = models.PositiveIntegerField(_("workers"), null=True, blank=True)
    workers_year = models.PositiveSmallIntegerField(_("year of the count"), null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("establishment")
        indexes: ClassVar = [
            models.Index(fields=("external_id",), name="establishment_external_id"),
            models.Index(fields=("complex", "company"), name="establishment_complex"),
            models.Index(fields=("region", "company"), name="establishment_region"),
            models.Index(fields=("city", "company"), name="establishment_city"),
        ]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(
                    longitude__isnull=False,
                    longitude__range=(-180, 180),
                    latitude__isnull=False,
                    latitude__range=(-90, 90),
                ),
                name="establishment_point_on_the_globe",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IndustryCode(Dated):
    company = models.ForeignKey(Company, models.CASCADE, related_name="industries")
    classification = models.CharField(_("classification"), max_length=12, default="KSIC10")
    code = models.CharField(_("industry code"), max_length=10)
    main = models.BooleanField(_("main industry"), default=True)

    exclusive = Exclusive("main", True, False)

    class Meta(Dated.Meta):
        verbose_name = _("industry code")
        indexes: ClassVar = [models.Index(fields=("code", "company"), name="industry_code")]

    def __str__(self) -> str:
        return self.code


class Certificate(Dated):
    class Kind(models.TextChoices):
        VENTURE = "venture", _("venture firm")
        INNOBIZ = "innobiz", _("Inno-Biz")
        MAINBIZ = "mainbiz", _("Main-Biz")
        LABORATORY = "laboratory", _("company laboratory")
        FACTORY = "factory", _("factory registration")
        OTHER = "other", _("other certificate")

    company = models.ForeignKey(Company, models.CASCADE, related_name="certificates")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    number = models.CharField(_("certificate number"), max_length=60, blank=True)
    type = models.CharField(_("type"), max_length=60, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("certificate")
        indexes: ClassVar = [models.Index(fields=("kind", "valid_to", "company"), name="certificate_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


DATED: Mapping[str, type[Dated]] = MappingProxyType(
    {
        "names": CompanyName,
        "addresses": Address,
        "establishments": Establishment,
        "industries": IndustryCode,
        "certificates": Certificate,
    }
)
"""Every kind of dated row, by the word that addresses use and that a company has it under."""

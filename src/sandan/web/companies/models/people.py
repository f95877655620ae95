"""Living persons: kept for a purpose, with consent, until a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sandan.web.companies.models.company import Company, Sourced

__all__ = ["Contact"]


class Contact(Sourced):
    company = models.ForeignKey(Company, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=80)
    position = models.CharField(_("position"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    purpose = models.CharField(_("what it is kept for"), max_length=120)
    consent_on = models.DateField(_("consent given on"))
    retention_until = models.DateField(_("kept until"))

    class Meta:
        verbose_name = _("contact")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

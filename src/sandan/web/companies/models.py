"""The company register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Company"]


class Company(models.Model):
    """A legal unit; what changes over time stands in dated rows beside it."""

    name = models.CharField(_("name"), max_length=200)
    business_number = models.CharField(_("business number"), max_length=10, blank=True)

    def __str__(self) -> str:
        return self.name

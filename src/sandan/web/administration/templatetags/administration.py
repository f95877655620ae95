"""Names of the parts of the office."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

NAMES = {
    "accounts": _("People"),
    "administration": _("Administration"),
    "audit": _("Trail"),
    "claims": _("Claims"),
    "companies": _("Companies"),
    "evaluation": _("Evaluations"),
    "imports": _("Imports"),
    "jobs": _("Jobs"),
    "linkage": _("Linkage of lists"),
    "measurement": _("Figures"),
    "observatory": _("The place in numbers"),
    "publication": _("Publication"),
}


@register.filter
def app_words(name: str) -> str:
    return str(NAMES.get(name, name))

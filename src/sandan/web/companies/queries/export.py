"""The rows of an export: exactly what the reader may see under the filter, a thousand companies at a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sandan.operate.business_number import format_business_number
from sandan.web.companies.models import Company
from sandan.web.companies.queries.places import industry_name, place_name
from sandan.web.companies.queries.register import Filters, Line, lines, listed

__all__ = ["columns", "companies_asked", "table"]

PIECE = 1_000

Column = Callable[[Line], Any]


def columns(person: Any) -> dict[str, Column]:
    """Return the columns that a person may take along, by their headings."""
    all_columns: dict[str, Column] = {
        _("Number"): lambda line: line.company.number,
        _("Name"): lambda line: line.name,
        _("State"): lambda line: line.state_words,
        _("Business number"): lambda line: format_business_number(line.company.business_number),
        _("Corporation number"): lambda line: line.company.corporation_number,
        **_of_persons(person),
        _("Founded on"): lambda line: line.company.founded_on,
        _("Closed on"): lambda line: line.company.closed_on,
        pgettext("company", "Size"): lambda line: str(line.company.get_size_class_display()),
        _("Industry code"): lambda line: line.industry,
        _("Industry"): lambda line: industry_name(line.industry),
        _("Main product"): lambda line: line.company.main_product,
        _("Address"): lambda line: line.address,
        _("Complex"): lambda line: ", ".join(map(place_name, line.complexes)),
        _("Certificates"): lambda line: ", ".join(map(str, line.certificates)),
        _("Homepage"): lambda line: line.company.homepage,
        _("Verified on"): lambda line: line.company.verified_on,
    }
    return all_columns


def _of_persons(person: Any) -> dict[str, Column]:
    if not person.has_perm("companies.know_contacts"):
        return {}
    return {_("Representative"): lambda line: line.company.representative}


def companies_asked(person: Any, filters: Filters) -> list[int]:
    """Return the companies of an export by key, in their order: what is counted is what is written."""
    return list(listed(person, filters).values_list("pk", flat=True))


def table(person: Any, filters: Filters, keys: list[int]) -> Iterator[list[Any]]:
    """Give the headings, then one row a company."""
    asked = columns(person)
    yield list(asked)
    shown = replace(filters, q="")
    for start in range(0, len(keys), PIECE):
        piece = keys[start : start + PIECE]
        found = Company.objects.in_bulk(piece)
        for line in lines([found[key] for key in piece], shown, persons=False):
            yield [column(line) for column in asked.values()]

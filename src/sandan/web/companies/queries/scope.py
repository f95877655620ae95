"""Which companies a person may see at all."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from sandan.web.companies.models import Company
from sandan.web.shared.catalog import permissions
from sandan.web.shared.permissions import roles_of

__all__ = ["by_number", "companies_for", "own_companies", "successor"]


def companies_for(person: Any) -> Any:
    """Return all companies for those who see the register, their own for a firm's people, merged ones too."""
    if roles_of(person) & permissions()["companies.see_company"].allow:
        return Company.objects.all()
    return Company.objects.filter(pk__in=own_companies(person))


def own_companies(person: Any) -> set[int]:
    """Return what a person speaks for today; whoever spoke for a merged company speaks for its successor."""
    if not person.is_authenticated:
        return set()
    held = person.assignments.on(timezone.localdate()).filter(role="firm", company__isnull=False)
    found = set(held.values_list("company", flat=True))
    reached = found
    while reached:
        after = Company.objects.filter(pk__in=reached, merged_into__isnull=False)
        reached = set(after.values_list("merged_into", flat=True)) - found
        found |= reached
    return found


def by_number(person: Any, number: str) -> Company:
    """Find a company by its public number; one that the person may not see is not there."""
    found = companies_for(person).filter(pk=int(number.removeprefix("C-"))).first()
    if found is None:
        raise Http404(number)
    return found


def successor(company: Company) -> Company:
    """Follow merges to the company that stands for this one today."""
    while company.merged_into is not None:
        company = company.merged_into
    return company

"""Conditions on a company for roles that do not see all of them."""

from typing import Any

from sandan.web.companies.queries.scope import own_companies

__all__ = ["PREDICATES"]


def own_company(person: Any, found: Any) -> bool:
    """Ask of a company, or of anything that belongs to one."""
    company = getattr(found, "company", found)
    return company.pk in own_companies(person)


PREDICATES = {"own_company": own_company}

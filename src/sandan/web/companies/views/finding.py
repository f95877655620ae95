"""What a request names and brings: found inside what the person may see, and as it was typed."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from sandan.web.companies.models import Company, Contact, Dated, LikelyDuplicate, Merge, Proposal
from sandan.web.companies.queries import company as company_queries
from sandan.web.companies.queries.contacts import contact_of
from sandan.web.companies.queries.duplicates import open_pairs
from sandan.web.companies.queries.scope import by_number, companies_for

__all__ = [
    "Place",
    "Two",
    "find_company",
    "find_contact",
    "find_merge",
    "find_pair",
    "find_place",
    "find_proposal",
    "find_row",
    "find_two",
    "posted",
]


@dataclass(frozen=True)
class Place:
    """A kind of dated rows of a company."""

    company: Company
    kind: str


@dataclass(frozen=True)
class Two:
    """A company that may be absorbed, and the one that would stay."""

    company: Company
    into: Company


def find_company(person: Any, number: str) -> Company:
    return by_number(person, number)


def find_place(person: Any, number: str, kind: str) -> Place:
    return Place(by_number(person, number), kind)


def find_row(person: Any, number: str, kind: str, row: int) -> Dated:
    return _there(company_queries.row_of(by_number(person, number), kind, row))


def find_contact(person: Any, number: str, contact: int) -> Contact:
    return _there(contact_of(by_number(person, number), contact))


def find_proposal(person: Any, number: str, proposal: int) -> Proposal:
    return _there(by_number(person, number).proposals.filter(pk=proposal, settled_at=None).first())


def find_two(person: Any, number: str, into: str) -> Two:
    return Two(by_number(person, number), by_number(person, into))


def find_merge(person: Any, number: str, merge: int) -> Merge:
    merges = by_number(person, number).merges.filter(pk=merge, undone_at=None)
    return _there(merges.select_related("kept", "absorbed", "by").first())


def find_pair(person: Any, pair: int) -> LikelyDuplicate:
    known = companies_for(person)
    return _there(open_pairs().filter(pk=pair, one__in=known, other__in=known).first())


def posted(request: HttpRequest) -> Any:
    """Return what was typed, and nothing for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def _there(found: Any) -> Any:
    if found is None:
        raise Http404
    return found

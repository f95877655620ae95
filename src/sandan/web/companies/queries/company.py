"""One company: what was true on a day, what is kept about it, and who may see which part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from sandan.web.audit.queries import timeline
from sandan.web.companies.models import DATED, Company, CompanyName, Dated, Merge
from sandan.web.companies.queries.contacts import ContactLine, contact_lines
from sandan.web.companies.queries.quality import doubts_about

__all__ = ["Profile", "name_on", "profile", "row_of", "side_by_side"]

EVENTS_SHOWN = 51
"""One more than the timeline shows, so that it can say that there are older ones."""


@dataclass(frozen=True)
class Profile:
    """What the page of a company shows, read once."""

    company: Company
    day: date
    rows: Mapping[str, list[Dated]]
    contacts: list[ContactLine] | None
    """None for those who may not know that there are any; they see no proposals and no trail either."""
    merges: list[Merge]
    proposals: list[Any]
    events: list[Any]
    doubts: list[Any]

    def on_day(self, kind: str) -> list[Dated]:
        return [row for row in self.rows[kind] if row.is_true_on(self.day)]

    @property
    def address(self) -> Any:
        return next((row for row in self.on_day("addresses") if row.is_exclusive), None)

    @property
    def industry(self) -> Any:
        return next((row for row in self.on_day("industries") if row.is_exclusive), None)

    @property
    def certificates(self) -> list[Dated]:
        return self.on_day("certificates")

    @property
    def complexes(self) -> list[str]:
        sites: list[Any] = self.on_day("establishments")
        return sorted({site.complex for site in sites if site.complex})

    @property
    def workers(self) -> int | None:
        sites: list[Any] = self.on_day("establishments")
        counted = [site.workers for site in sites if site.workers is not None]
        return sum(counted) if counted else None


def profile(person: Any, company: Company, day: date | None = None) -> Profile:
    """Read everything that a person may see of a company, in a constant number of queries."""
    today = day or timezone.localdate()
    contacts = contact_lines(person, company, today)
    knows = contacts is not None
    return Profile(
        company=company,
        day=today,
        rows={kind: list(model.objects.filter(company=company)) for kind, model in DATED.items()},
        contacts=contacts,
        merges=list(company.merges.filter(undone_at=None).select_related("absorbed", "by")),
        proposals=list(company.proposals.filter(settled_at=None).select_related("by")) if knows else [],
        events=list(timeline(company)[:EVENTS_SHOWN]) if knows else [],
        doubts=doubts_about(company, today),
    )


def name_on(company: Company, day: date | None) -> str:
    """Return the legal name of a day; where none was valid, the last one before, or the one that is kept."""
    legal = CompanyName.objects.filter(company=company, kind=CompanyName.Kind.LEGAL)
    found = legal.on(day or timezone.localdate()).first() or legal.first()
    return company.name if found is None else str(found)


def row_of(company: Company, kind: str, key: int) -> Dated | None:
    return DATED[kind].objects.filter(company=company, pk=key).select_related("company").first()


def side_by_side(one: Company, other: Company) -> list[dict[str, Any]]:
    """Set two companies beside each other, fact by fact and kind by kind."""
    facts = [
        {"name": name, "one": value, "other": getattr(other, name), "is_fact": True}
        for name, value in one.facts().items()
    ]
    kinds = [
        {"name": kind, "one": _rows(model, one), "other": _rows(model, other), "is_fact": False}
        for kind, model in DATED.items()
    ]
    return [*facts, *kinds]


def _rows(model: type[Dated], company: Company) -> list[Dated]:
    return list(model.objects.filter(company=company))

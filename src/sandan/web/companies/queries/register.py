"""The list of companies: filters, order, and pages that stay fast however many there are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from sandan.operate.bigrams import query_phrases
from sandan.web.companies.models import (
    Address,
    Certificate,
    Company,
    CompanyName,
    Establishment,
    IndustryCode,
)
from sandan.web.companies.models.company import State
from sandan.web.companies.queries.scope import companies_for
from sandan.web.companies.queries.search import Text, found_by, matching, rank

__all__ = [
    "COUNTED",
    "PER_PAGE",
    "SORTS",
    "Filters",
    "Line",
    "RegisterPaginator",
    "lines",
    "listed",
    "others",
    "places_in_use",
]

PER_PAGE = 50
OFFERED = 20
COUNTED = 10_000
"""Pages reach so far; who looks further narrows the list instead."""
SORTS: Mapping[str, tuple[Any, ...]] = {
    "name": ("name_key", "name", "pk"),
    "newest": ("-pk",),
    "verified": (F("verified_on").asc(nulls_first=True), "pk"),
}


@dataclass(frozen=True)
class Filters:
    """What somebody asks of the register; the words are those of the address."""

    q: str = ""
    state: Any = ""
    industry: str = ""
    complex: str = ""
    region: str = ""
    certificate: str = ""
    size: str = ""
    verified_before: date | None = None
    on: date | None = None
    sort: str = "name"

    @property
    def day(self) -> date:
        return self.on or timezone.localdate()

    def asked(self) -> dict[str, Any]:
        """Return what differs from the whole list, for the trail and for links."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) != one.default}

    def params(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Line:
    """A company in the list, as it was on the day that is looked at."""

    company: Company
    name: str
    is_closed: bool
    industry: str
    address: str
    complexes: tuple[str, ...]
    certificates: tuple[Certificate, ...]
    reasons: tuple[Text, ...]

    @property
    def state(self) -> Any:
        """The state of the day: who closed later was still active."""
        closes_later = self.company.state == State.CLOSED and not self.is_closed
        return State.ACTIVE if closes_later else self.company.state

    @property
    def state_words(self) -> str:
        return str(State(self.state).label)


class RegisterPaginator(Paginator):
    """Counts no further than people page."""

    @cached_property
    def _reached(self) -> int:
        return int(self.object_list.order_by()[: COUNTED + 1].count())

    @property
    def count(self) -> int:
        return min(self._reached, COUNTED)

    @property
    def has_more(self) -> bool:
        return self._reached > COUNTED


def listed(person: Any, filters: Filters) -> QuerySet[Company]:
    """Return the companies that a person may see and asks for, in the order asked for."""
    conditions = (_known_on(filters), _state(filters), _facts(filters), *_dated(filters))
    found = companies_for(person).filter(*conditions, merged_into=None)
    if not filters.q:
        return found.order_by(*SORTS[filters.sort])
    if not query_phrases(filters.q):
        return found.none()
    persons = person.has_perm("companies.know_contacts")
    return found.filter(pk__in=matching(filters.q, persons=persons)).order_by(
        rank(filters.q), *SORTS[filters.sort]
    )


def _known_on(filters: Filters) -> Q:
    return Q() if filters.on is None else Q(founded_on=None) | Q(founded_on__lte=filters.on)


def _state(filters: Filters) -> Q:
    """Take the state of the day: a firm that closed later was not closed yet."""
    if not filters.state:
        return Q()
    closed = Q(state=State.CLOSED) & (Q(closed_on=None) | Q(closed_on__lte=filters.day))
    if filters.state == State.CLOSED:
        return closed
    later = Q(closed_on__gt=filters.day) if filters.state == State.ACTIVE else Q(pk=None)
    return Q(state=filters.state) | later


def _facts(filters: Filters) -> Q:
    wanted = Q()
    if filters.size:
        wanted &= Q(size_class=filters.size)
    if filters.verified_before:
        wanted &= Q(verified_on=None) | Q(verified_on__lt=filters.verified_before)
    return wanted


def _dated(filters: Filters) -> Iterator[Q]:
    """Give a condition for each kind of row of which a company must have one on the day."""
    if filters.industry:
        yield _with(IndustryCode.objects.on(filters.day).filter(code__startswith=filters.industry))
    if filters.complex:
        yield _with(Establishment.objects.on(filters.day).filter(complex=filters.complex))
    if filters.region:
        here = Q(region=filters.region) | Q(city=filters.region)
        yield _with(*(model.objects.on(filters.day).filter(here) for model in (Establishment, Address)))
    if filters.certificate:
        yield _with(Certificate.objects.on(filters.day).filter(kind=filters.certificate))


def _with(*kinds: Any) -> Q:
    found = Q()
    for rows in kinds:
        found |= Q(pk__in=rows.order_by().values("company"))
    return found


def lines(companies: Iterable[Company], filters: Filters, *, persons: bool) -> list[Line]:
    """Read a page of the list; the number of queries does not depend on its length."""
    page = list(companies)
    for attribute, rows in _parts(filters.day).items():
        _attach(page, attribute, rows)
    reasons = found_by(filters.q, page, persons=persons) if query_phrases(filters.q) else {}
    return [_line(company, filters, reasons.get(company.pk, ())) for company in page]


def _attach(page: Sequence[Company], attribute: str, rows: QuerySet) -> None:
    prefetch_related_objects(page, Prefetch(attribute, rows, to_attr=f"{attribute}_then"))


def _parts(day: date) -> dict[str, QuerySet]:
    return {
        "names": CompanyName.objects.on(day).filter(kind=CompanyName.Kind.LEGAL),
        "addresses": Address.objects.on(day).filter(kind=Address.Kind.HEAD),
        "industries": IndustryCode.objects.on(day).filter(main=True),
        "establishments": Establishment.objects.on(day).exclude(complex=""),
        "certificates": Certificate.objects.on(day),
    }


def _line(company: Any, filters: Filters, reasons: Sequence[Text]) -> Line:
    names, addresses, industries = company.names_then, company.addresses_then, company.industries_then
    closed = company.state == State.CLOSED and (company.closed_on is None or company.closed_on <= filters.day)
    return Line(
        company=company,
        name=names[0].name if names else company.name,
        is_closed=closed,
        industry=industries[0].code if industries else "",
        address=addresses[0].text if addresses else "",
        complexes=tuple(sorted({site.complex for site in company.establishments_then})),
        certificates=tuple(company.certificates_then),
        reasons=tuple(reasons),
    )


def others(person: Any, q: str, *, besides: Company) -> list[Line]:
    """Return the first companies that a search finds, apart from one."""
    filters = Filters(q=q)
    found = listed(person, filters).exclude(pk=besides.pk)[:OFFERED] if q else []
    return lines(found, filters, persons=person.has_perm("companies.know_contacts"))


def places_in_use(column: str) -> list[str]:
    """List the codes of complexes or cities that establishments stand in."""
    used = Establishment.objects.exclude(**{column: ""}).order_by(column)
    return list(used.values_list(column, flat=True).distinct())

"""How good the register is: each question about a company is one condition, asked of all or of one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandan.web.companies.models import (
    Address,
    Certificate,
    Company,
    Contact,
    Establishment,
    IndustryCode,
    LikelyDuplicate,
    Proposal,
    QualityReport,
)
from sandan.web.companies.models.company import State
from sandan.web.companies.queries.places import is_known_industry

__all__ = [
    "FINDINGS",
    "Board",
    "Finding",
    "board",
    "count_findings",
    "doubts_about",
    "odd_industries",
    "work_list",
]

OUTDATED = ("KSIC8", "KSIC9")
"""Revisions that no list of today is kept in."""


@dataclass(frozen=True)
class Finding:
    """A question about the quality of a record: what is found, how grave it is, what to do."""

    key: str
    group: str
    title: Promise
    advice: Promise
    tone: str
    condition: Callable[[date], Q]


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _of(model: Any, **condition: Any) -> Any:
    return model.objects.filter(company=OuterRef("pk"), **condition)


OPEN = ~Q(state=State.CLOSED)
CLOSED = Q(state=State.CLOSED)


def _unverified(day: date) -> Q:
    return OPEN & Q(verified_on=None)


def _verified_long_ago(day: date) -> Q:
    return OPEN & Q(verified_on__lt=_years_before(day, 3))


def _verified_some_time_ago(day: date) -> Q:
    return OPEN & Q(verified_on__lt=_years_before(day, 1), verified_on__gte=_years_before(day, 3))


def _without_number(day: date) -> Q:
    return OPEN & Q(business_number="")


def _without_address(day: date) -> Q:
    return OPEN & ~Q(Exists(_of(Address, kind=Address.Kind.HEAD).on(day)))


def _without_industry(day: date) -> Q:
    return OPEN & ~Q(Exists(_of(IndustryCode, main=True).on(day)))


def _odd_industry(day: date) -> Q:
    odd = [Q(classification=classification, code=code) for classification, code in odd_industries()]
    return Q(Exists(_of(IndustryCode).on(day).filter(_any(odd)))) if odd else Q(pk=None)


def _outdated_industry(day: date) -> Q:
    return OPEN & Q(Exists(_of(IndustryCode, classification__in=OUTDATED).on(day)))


def _closed_with_sites(day: date) -> Q:
    return CLOSED & Q(Exists(_of(Establishment).on(day)))


def _closed_with_certificates(day: date) -> Q:
    return CLOSED & Q(Exists(_of(Certificate).on(day)))


def _duplicated(day: date) -> Q:
    pairs = LikelyDuplicate.objects.filter(told_apart_at=None, one__merged_into=None, other__merged_into=None)
    return Q(Exists(pairs.filter(one=OuterRef("pk")))) | Q(Exists(pairs.filter(other=OuterRef("pk"))))


def _contact_overdue(day: date) -> Q:
    return Q(Exists(_of(Contact, retention_until__lt=day)))


def _proposed(day: date) -> Q:
    return Q(Exists(_of(Proposal, settled_at=None)))


FINDINGS: Mapping[str, Finding] = MappingProxyType(
    {
        finding.key: finding
        for finding in (
            Finding(
                "never-verified",
                "age",
                _("Never verified"),
                _("Ask the firm, or look it up, and note the day."),
                "bad",
                _unverified,
            ),
            Finding(
                "verified-long-ago",
                "age",
                _("Verified more than three years ago"),
                _("Verify it at the next visit or by telephone."),
                "warn",
                _verified_long_ago,
            ),
            Finding(
                "verified-some-time-ago",
                "age",
                _("Verified one to three years ago"),
                _("Verify it when there is another occasion."),
                "info",
                _verified_some_time_ago,
            ),
            Finding(
                "no-business-number",
                "missing",
                _("No business number"),
                _("Without it no other list can be joined for certain. Take it from the registration."),
                "warn",
                _without_number,
            ),
            Finding(
                "no-address",
                "missing",
                _("No address of a head office"),
                _("Add the address with the day from which it is true."),
                "warn",
                _without_address,
            ),
            Finding(
                "no-industry",
                "missing",
                _("No main industry"),
                _("Add the code from the registration, or by what the firm makes."),
                "warn",
                _without_industry,
            ),
            Finding(
                "odd-industry",
                "doubtful",
                _("An industry code that does not exist"),
                _("Compare it with the classification; it may be of another revision."),
                "bad",
                _odd_industry,
            ),
            Finding(
                "outdated-industry",
                "doubtful",
                _("An industry code of an outdated revision"),
                _("End the row, and add the code of the revision in use."),
                "warn",
                _outdated_industry,
            ),
            Finding(
                "closed-with-sites",
                "doubtful",
                _("Closed, but with an open establishment"),
                _("End the establishments, or reopen the company."),
                "bad",
                _closed_with_sites,
            ),
            Finding(
                "closed-with-certificates",
                "doubtful",
                _("Closed, but with a valid certificate"),
                _("A closed firm must not be counted. End the certificate on the day of closing."),
                "bad",
                _closed_with_certificates,
            ),
            Finding(
                "likely-duplicate",
                "doubtful",
                _("Probably in the register twice"),
                _("Compare both; merge them, or say that they are two firms."),
                "bad",
                _duplicated,
            ),
            Finding(
                "contact-overdue",
                "persons",
                _("A contact kept longer than allowed"),
                _("Remove the person, or ask for consent again."),
                "bad",
                _contact_overdue,
            ),
            Finding(
                "proposal-open",
                "persons",
                _("A correction proposed by the firm"),
                _("Correct the record, and answer."),
                "info",
                _proposed,
            ),
        )
    }
)


def odd_industries() -> list[tuple[str, str]]:
    """List the codes in use that their classification does not have; they are few."""
    in_use = IndustryCode.objects.order_by().values_list("classification", "code").distinct()
    return [pair for pair in in_use if not is_known_industry(*pair)]


def _any(conditions: list[Q]) -> Q:
    whole = Q()
    for condition in conditions:
        whole |= condition
    return whole


def count_findings(day: date) -> dict[str, int]:
    """Count every finding in one pass over the register."""
    counts = {_column(key): Count("pk", filter=one.condition(day)) for key, one in FINDINGS.items()}
    kept = Company.objects.filter(merged_into=None)
    found = kept.aggregate(companies=Count("pk"), open=Count("pk", filter=OPEN), **counts)
    return {key: found[_column(key)] for key in (*FINDINGS, "companies", "open")}


def doubts_about(company: Company, day: date) -> list[Finding]:
    """Ask every question about one company, in one query."""
    answers = {
        _column(key): Case(
            When(one.condition(day), then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        for key, one in FINDINGS.items()
    }
    found = Company.objects.filter(pk=company.pk).values_list(*answers.values())[0]
    return [one for one, holds in zip(FINDINGS.values(), found, strict=True) if holds]


def work_list(key: str, day: date) -> QuerySet[Company]:
    """Return the companies of a finding, those that were verified longest ago first."""
    found = Company.objects.filter(FINDINGS[key].condition(day), merged_into=None)
    return found.order_by(F("verified_on").asc(nulls_first=True), "name", "pk")


@dataclass(frozen=True)
class Board:
    """What the last look through the register found, group by group, and the ages of verification."""

    report: QualityReport | None
    groups: list[tuple[Promise, list[tuple[Finding, int]]]]
    bands: list[tuple[Promise, int]]


GROUPS: Mapping[str, Promise] = MappingProxyType(
    {
        "age": _("How long ago was each record verified?"),
        "missing": _("What is missing?"),
        "doubtful": _("What cannot be right?"),
        "persons": _("What waits for an answer?"),
    }
)


def board() -> Board:
    report = QualityReport.objects.first()
    counts = {} if report is None else report.counts
    groups = [
        (title, [(one, counts.get(one.key, 0)) for one in FINDINGS.values() if one.group == group])
        for group, title in GROUPS.items()
    ]
    return Board(report, groups, _bands(counts))


def _bands(counts: Mapping[str, int]) -> list[tuple[Promise, int]]:
    """Part the open companies by the age of their verification; the parts add up to all of them."""
    aged = [one for one in FINDINGS.values() if one.group == "age"]
    fresh = counts.get("open", 0) - sum(counts.get(one.key, 0) for one in aged)
    return [
        (_("Verified within a year"), fresh),
        *((one.title, counts.get(one.key, 0)) for one in reversed(aged)),
    ]


def _column(key: str) -> str:
    return key.replace("-", "_")

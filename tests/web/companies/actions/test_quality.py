from datetime import date

import pytest

from sandan.web.companies.actions import ask_for_check, find_pairs, keep_report, tell_apart
from sandan.web.companies.models import LikelyDuplicate, QualityReport
from web.companies.factories import AddressFactory, CompanyFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 1)


@pytest.fixture
def person(person_with):
    return person_with("planner")


def check(person):
    return keep_report(by=person, day=DAY, pairs=find_pairs())


def test_check_finds_pairs_and_counts(person, last_event):
    one, other = CompanyFactory(name="㈜한빛전자"), CompanyFactory(name="한빛전자 주식회사")
    CompanyFactory(name="전혀다른상사")
    for company in (one, other):
        AddressFactory(company=company)
    report = check(person)
    (pair,) = LikelyDuplicate.objects.all()
    assert (pair.one, pair.other, pair.certain, pair.reasons) == (
        one,
        other,
        True,
        {"name": "same", "address": "same"},
    )
    assert (report.companies, report.counts["likely-duplicate"], report.counts["no-address"]) == (3, 2, 1)
    assert last_event() == ("register.checked", {}, {"companies": 3, **report.counts}, "")


def test_check_again_keeps_what_people_decided(person):
    for name in ("한빛전자", "한빛전자", "한빛전자"):
        CompanyFactory(name=name)
    check(person)
    decided = LikelyDuplicate.objects.order_by("pk").first()
    tell_apart(by=person, pair=decided, reason="지역이 다름")
    report = check(person)
    assert (LikelyDuplicate.objects.count(), report.counts["likely-duplicate"]) == (3, 3)
    assert LikelyDuplicate.objects.exclude(told_apart_at=None).get() == decided
    assert QualityReport.objects.count() == 2


def test_who_asks_twice_waits_for_the_same_job(person):
    assert ask_for_check(by=person) == ask_for_check(by=person)

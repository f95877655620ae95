from datetime import date

import pytest

from sandan.web.companies.actions import change_state, correct, merge, register, verify
from sandan.web.companies.actions.records import number_of_its_own
from sandan.web.companies.actions.refusals import (
    AlreadyRegisteredError,
    LikelyDuplicateError,
    MergedAwayError,
    StaleRecordError,
)
from sandan.web.companies.models import Company
from sandan.web.companies.queries.register import Filters, listed
from web.companies.factories import CompanyFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 1)


@pytest.fixture
def person(person_with):
    return person_with("planner")


def facts(**given):
    nothing = dict.fromkeys(("business_number", "corporation_number", "representative"), "")
    return {**nothing, "founded_on": None, "size_class": "", "main_product": "", "homepage": "", **given}


def test_register_writes_company_name_address_index_and_event(person, last_event):
    company = register(
        by=person, name="㈜한빛", facts=facts(business_number="1248100998"), address={"text": "판교로 242"}
    )
    assert (company.number, company.name_key, company.revision) == (f"C-{company.pk:06d}", "한빛", 1)
    assert [str(row) for row in (*company.names.all(), *company.addresses.all())] == ["㈜한빛", "판교로 242"]
    assert list(listed(person, Filters(q="판교로 한빛"))) == [company]
    after = {"name": "㈜한빛", **facts(business_number="1248100998")}
    assert last_event() == ("company.registered", {}, after, "")


def test_register_likely_duplicate_is_refused_and_nothing_written(person, events):
    known = CompanyFactory(name="주식회사 한빛전자")
    with pytest.raises(LikelyDuplicateError) as refusal:
        register(by=person, name="한빛 전자", facts=facts())
    (found,) = refusal.value.duplicates
    assert (found.company, found.certain, found.reasons) == (known, False, (("name", "same"),))
    assert (Company.objects.count(), events()) == (1, [])


def test_register_likely_duplicate_with_reason_is_written_with_it(person, last_event):
    CompanyFactory(name="한빛전자")
    register(by=person, name="한빛전자", facts=facts(), despite="상호만 같은 다른 지역 기업")
    assert (Company.objects.count(), last_event()[3]) == (2, "상호만 같은 다른 지역 기업")


def test_register_known_business_number_is_refused_even_with_a_reason(person):
    known = CompanyFactory(business_number="1248100998", name="한빛")
    with pytest.raises(AlreadyRegisteredError, match=f"business number of 한빛 .{known.number}."):
        register(by=person, name="전혀 다른 이름", facts=facts(business_number="1248100998"), despite="다름")


def test_correct_changes_only_what_differs(person, last_event):
    company = CompanyFactory(main_product="센서", representative="김하늘")
    changed = correct(
        by=person, company=company, seen=1, facts=facts(main_product="초음파 센서", representative="김하늘")
    )
    assert (changed.main_product, changed.revision) == ("초음파 센서", 2)
    assert last_event() == (
        "company.corrected",
        {"main_product": "센서"},
        {"main_product": "초음파 센서"},
        "",
    )


def test_correct_without_a_change_writes_nothing(person, events):
    company = CompanyFactory()
    assert (correct(by=person, company=company, seen=1, facts=facts()).revision, events()) == (1, [])


def test_correct_after_somebody_else_is_refused_and_shows_theirs(person, person_with):
    company = CompanyFactory()
    correct(by=person_with("coordinator"), company=company, seen=1, facts=facts(main_product="렌즈"))
    with pytest.raises(StaleRecordError) as refusal:
        correct(by=person, company=company, seen=1, facts=facts(main_product="거울"))
    assert refusal.value.current.main_product == "렌즈"
    company.refresh_from_db()
    assert (company.main_product, company.revision) == ("렌즈", 2)


def test_correct_number_of_another_is_refused(person):
    CompanyFactory(business_number="1248100998")
    with pytest.raises(AlreadyRegisteredError):
        correct(by=person, company=CompanyFactory(), seen=1, facts=facts(business_number="1248100998"))


def test_correct_own_number_again_is_no_conflict(person):
    company = CompanyFactory(business_number="1248100998")
    given = facts(business_number="1248100998", main_product="렌즈")
    assert correct(by=person, company=company, seen=1, facts=given).main_product == "렌즈"


def test_close_and_reopen(person, events):
    company = CompanyFactory()
    closed = change_state(by=person, company=company, state="closed", day=DAY, reason="국세청 조회")
    assert (closed.state, closed.closed_on) == ("closed", DAY)
    opened = change_state(by=person, company=company, state="active", day=DAY, reason="잘못 조회함")
    assert (opened.state, opened.closed_on) == ("active", None)
    assert events() == [
        (
            "company.closed",
            {"state": "active", "closed_on": None},
            {"state": "closed", "closed_on": "2026-04-01", "day": "2026-04-01"},
            "국세청 조회",
        ),
        (
            "company.reopened",
            {"state": "closed", "closed_on": "2026-04-01"},
            {"state": "active", "closed_on": None, "day": "2026-04-01"},
            "잘못 조회함",
        ),
    ]


def test_suspend_has_an_event_of_its_own(person, last_event):
    change_state(by=person, company=CompanyFactory(), state="suspended", day=DAY, reason="휴업 신고")
    assert last_event()[0] == "company.suspended"


def test_verify_notes_day_way_and_person(person, last_event):
    found = verify(by=person, company=CompanyFactory(), day=DAY, how="visit")
    assert (found.verified_on, found.verified_how, found.verified_by) == (DAY, "visit", person)
    before, after = (
        {"verified_on": None, "verified_how": ""},
        {"verified_on": "2026-04-01", "verified_how": "visit"},
    )
    assert last_event() == ("company.verified", before, after, "")


def test_company_merged_away_is_changed_no_more(person):
    gone, kept = CompanyFactory(name="옛기업"), CompanyFactory()
    merge(by=person, absorbed=gone, into=kept, reason="같은 기업")
    with pytest.raises(MergedAwayError, match="옛기업 was merged into another company"):
        verify(by=person, company=gone, day=DAY, how="visit")


def test_number_that_is_taken_between_the_look_and_the_writing_is_refused_by_name():
    CompanyFactory(name="한빛", business_number="1248100998")
    with pytest.raises(AlreadyRegisteredError), number_of_its_own({"business_number": "1248100998"}):
        CompanyFactory(business_number="1248100998")
    assert Company.objects.count() == 1

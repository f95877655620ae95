from datetime import date

import pytest
from django.utils import translation

from sandan.web.audit.models import Event
from sandan.web.companies.actions import merge
from sandan.web.companies.models import Address, Certificate, Company, CompanyName
from sandan.web.linkage import actions
from sandan.web.linkage.actions.refusals import NotDecidedError, TakeBackError
from web.linkage.factories import EntryFactory, RunFactory, company

pytestmark = pytest.mark.django_db

DATA = {
    "address": "경기도 성남시 분당구 판교로 242",
    "product": "센서",
    "certificate": "혁신성장유형",
    "valid_from": "2022-05-01",
    "valid_to": "2025-04-30",
}


def same(known, **about):
    return EntryFactory(
        decision="same", company=known, **{"name": "한빛전자", "row": 7, "data": DATA} | about
    )


def taken_over(entry, by):
    taken = actions.take_over_some(by=by, run=entry.run)
    entry.refresh_from_db()
    return taken


def test_row_adds_what_the_list_knows_with_its_source(person_with):
    known = company("㈜한빛전자", address="경기도 안산시 단원구 번영로 1")
    entry = same(known)
    assert taken_over(entry, person_with("planner")) == 1
    certificate = Certificate.objects.get(company=known)
    assert (certificate.kind, certificate.type, certificate.valid_from, certificate.valid_to) == (
        "venture",
        "혁신성장유형",
        date(2022, 5, 1),
        date(2025, 4, 30),
    )
    assert (certificate.source, certificate.source_row) == (entry.run.snapshot, 7)
    assert list(known.addresses.order_by("pk").values_list("text", "kind", "valid_from", "source")) == [
        ("경기도 안산시 단원구 번영로 1", "head", None, "register"),
        (DATA["address"], "other", date(2024, 3, 31), entry.run.snapshot),
    ]
    assert list(known.names.values_list("name", flat=True)) == ["㈜한빛전자"]
    known.refresh_from_db()
    assert (known.main_product, known.revision) == ("센서", 2)


def test_what_the_register_says_is_not_overwritten(person_with):
    known = company("㈜한빛전자", address=DATA["address"] + ", 3층", main_product="기판")
    taken_over(same(known), person_with("planner"))
    known.refresh_from_db()
    assert (known.main_product, known.addresses.count()) == ("기판", 1)


def test_other_name_of_the_list_stands_beside_the_legal_one(person_with):
    known = company("㈜한빛소재")
    taken_over(same(known), person_with("planner"))
    known.refresh_from_db()
    assert known.name == "㈜한빛소재"
    assert list(known.names.order_by("pk").values_list("name", "kind")) == [
        ("㈜한빛소재", "legal"),
        ("한빛전자", "alias"),
    ]


def test_address_becomes_head_office_where_the_register_has_none(person_with):
    known = company("㈜한빛전자")
    taken_over(same(known), person_with("planner"))
    assert list(known.addresses.values_list("kind", flat=True)) == ["head"]


def test_taking_over_again_doubles_nothing(person_with):
    known, planner = company("㈜한빛전자"), person_with("planner")
    entry = same(known)
    taken_over(entry, planner)
    before = Event.objects.count()
    assert taken_over(entry, planner) == 0
    assert (Certificate.objects.count(), Address.objects.count(), Event.objects.count()) == (1, 1, before)


def test_same_list_matched_twice_doubles_nothing(person_with):
    known, planner = company("㈜한빛전자"), person_with("planner")
    taken_over(same(known), planner)
    again = same(known)
    assert taken_over(again, planner) == 1
    assert (Certificate.objects.count(), Address.objects.count()) == (1, 1)
    assert again.added == {"rows": [], "facts": {}}


def test_two_rows_of_one_firm_add_once(person_with):
    known, run = company("㈜한빛전자"), RunFactory()
    entry = same(known, run=run, row=1)
    same(known, run=run, row=2)
    assert taken_over(entry, person_with("planner")) == 2
    assert (Certificate.objects.count(), Address.objects.count()) == (1, 1)


def test_company_merged_since_leads_to_its_successor(person_with):
    away, stays, planner = company("㈜한빛전자"), company("㈜한빛소재"), person_with("planner")
    entry = same(away)
    merge(by=planner, absorbed=away, into=stays, reason="one firm")
    taken_over(entry, planner)
    assert (entry.company, Certificate.objects.get().company) == (stays, stays)


def test_new_row_enters_a_company_with_its_source(person_with):
    entry = EntryFactory(decision="new", name="㈜노을", row=9, data=DATA)
    taken_over(entry, person_with("planner"))
    found = Company.objects.get()
    assert (found.name, found.main_product, found.source, found.source_row) == (
        "㈜노을",
        "센서",
        entry.run.snapshot,
        9,
    )
    assert (entry.company, found.certificates.count(), found.addresses.get().text) == (
        found,
        1,
        DATA["address"],
    )


def test_masked_representative_is_not_entered(person_with):
    entry = EntryFactory(decision="new", name="㈜노을", data={"representative": "김*늘"})
    taken_over(entry, person_with("planner"))
    assert Company.objects.get().representative == ""


def test_new_company_with_a_known_number_comes_back_into_the_review(person_with):
    known = company("㈜한빛전자", business_number="1248100998")
    entry = EntryFactory(
        decision="new", name="㈜노을", data={"business_number": "124-81-00998"}, state="none"
    )
    taken_over(entry, person_with("planner"))
    assert (entry.decision, entry.applied_at, entry.state, entry.why) == ("", None, "unknown", "number-held")
    assert [(one["company"], one["answers"]["number"]) for one in entry.candidates] == [(known.pk, "whole")]
    assert list(Event.objects.filter(action="entry.reopened").values_list("before", "after")) == [
        ({"decision": "new", "company": None}, {"decision": "", "company": None})
    ]


def test_undecided_and_unclear_rows_stay_out(person_with):
    run = RunFactory()
    EntryFactory(run=run)
    EntryFactory(run=run, decision="unclear")
    assert actions.take_over_some(by=person_with("planner"), run=run) == 0


def test_batches_go_on_where_the_last_one_ended(person_with, monkeypatch):
    monkeypatch.setattr("sandan.web.linkage.actions.taking_over.TOGETHER", 2)
    run, planner = RunFactory(), person_with("planner")
    for row in range(1, 4):
        EntryFactory(run=run, row=row, decision="new", name=f"노을 {row}")
    assert [actions.take_over_some(by=planner, run=run) for _ in range(3)] == [2, 1, 0]
    assert Company.objects.count() == 3


def test_taking_back_removes_what_the_row_added(person_with):
    known, planner = company("㈜한빛소재"), person_with("planner")
    entry = same(known)
    taken_over(entry, planner)
    assert actions.take_back(by=planner, entry=entry, reason="another firm") == 0
    entry.refresh_from_db()
    known.refresh_from_db()
    assert (Certificate.objects.count(), Address.objects.count(), CompanyName.objects.count()) == (0, 0, 1)
    assert (known.main_product, entry.decision, entry.company, entry.applied_at) == ("", "", None, None)
    event = Event.objects.get(action="entry.taken_back")
    assert (event.before, event.after, event.reason) == (
        {"decision": "same", "company": known.number},
        {"decision": "", "company": None},
        "another firm",
    )


def test_taking_back_leaves_what_somebody_changed_since(person_with):
    known, planner = company("㈜한빛전자", address="경기도 안산시 단원구 번영로 1"), person_with("planner")
    entry = same(known)
    taken_over(entry, planner)
    Certificate.objects.update(number="2024-1")
    Company.objects.filter(pk=known.pk).update(main_product="기판")
    assert actions.take_back(by=planner, entry=entry, reason="another firm") == 1
    known.refresh_from_db()
    assert (Certificate.objects.count(), Address.objects.count(), known.main_product) == (1, 1, "기판")


def test_company_that_a_row_entered_is_not_deleted(person_with):
    planner, entry = person_with("planner"), EntryFactory(decision="new", name="㈜노을", row=9)
    taken_over(entry, planner)
    with translation.override("en"), pytest.raises(TakeBackError) as refusal:
        actions.take_back(by=planner, entry=entry, reason="another firm")
    assert str(refusal.value) == (
        f"Row 9 entered ㈜노을 ({entry.company.number}), and companies are never deleted. "
        "Merge it with the right one, or mark it as closed."
    )


def test_taking_back_what_was_not_taken_over_is_refused(person_with):
    with pytest.raises(NotDecidedError):
        actions.take_back(by=person_with("planner"), entry=same(company()), reason="x")

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandan.web.companies.actions import add_row, correct_row, end_row
from sandan.web.companies.actions.refusals import OverlapError, StaleRecordError
from sandan.web.companies.models import CompanyName
from sandan.web.companies.queries.register import Filters, listed
from web.companies.factories import AddressFactory, CompanyFactory, IndustryCodeFactory

pytestmark = pytest.mark.django_db

EVE, DAY, LATER = date(2026, 3, 31), date(2026, 4, 1), date(2026, 8, 1)


@pytest.fixture
def person(person_with):
    return person_with("planner")


def name(text, first=None, last=None, kind="legal"):
    return {"name": text, "kind": kind, "valid_from": first, "valid_to": last}


def test_new_name_ends_the_one_before_on_the_eve(person, last_event):
    company = CompanyFactory(name="옛이름")
    old = company.names.get()
    row = add_row(by=person, company=company, kind="names", values=name("새이름", DAY))
    old.refresh_from_db()
    company.refresh_from_db()
    assert (old.valid_to, company.name, company.name_key) == (EVE, "새이름", "새이름")
    assert [found.pk for found in listed(person, Filters(q="옛이름"))] == [company.pk]
    after = {
        "row": f"names {row.pk}",
        "name": "새이름",
        "kind": "legal",
        "valid_from": "2026-04-01",
        "ended": f"names {old.pk}",
    }
    assert last_event() == ("company.row_added", {}, after, "")


def test_name_of_the_future_is_not_yet_the_name(person):
    company = CompanyFactory(name="옛이름")
    add_row(by=person, company=company, kind="names", values=name("새이름", date(2999, 1, 1)))
    company.refresh_from_db()
    assert company.name == "옛이름"


def test_row_that_meets_one_with_an_end_is_refused(person):
    row = IndustryCodeFactory(valid_to=LATER)
    values = {"code": "58221", "classification": "KSIC10", "main": True, "valid_from": DAY, "valid_to": None}
    with pytest.raises(OverlapError, match="“26112” is true from the beginning to 2026-08-01"):
        add_row(by=person, company=row.company, kind="industries", values=values)
    assert row.company.industries.count() == 1


def test_row_from_before_an_open_one_is_refused(person):
    row = AddressFactory(valid_from=DAY)
    values = {
        "text": "옛 주소",
        "kind": "head",
        "region": "",
        "city": "",
        "valid_from": None,
        "valid_to": None,
    }
    with pytest.raises(OverlapError):
        add_row(by=person, company=row.company, kind="addresses", values=values)


def test_row_that_excludes_nothing_is_added_beside(person):
    company = CompanyFactory()
    add_row(by=person, company=company, kind="names", values=name("별칭", kind="alias"))
    assert [row.valid_to for row in company.names.all()] == [None, None]


def test_correct_row_changes_and_notes_only_what_differs(person, last_event):
    row = AddressFactory(text="판교로 24")
    correct_row(by=person, row=row, seen=row.mark, values={"text": "판교로 242", "kind": "head"})
    row.refresh_from_db()
    about = {"row": f"addresses {row.pk}"}
    before, after = about | {"text": "판교로 24"}, about | {"text": "판교로 242"}
    assert (row.text, last_event()) == ("판교로 242", ("company.row_corrected", before, after, ""))


def test_correct_row_after_somebody_else_is_refused(person):
    row = AddressFactory(text="판교로 24")
    seen = row.mark
    correct_row(by=person, row=row, seen=seen, values={"text": "판교로 242"})
    with pytest.raises(StaleRecordError) as refusal:
        correct_row(by=person, row=row, seen=seen, values={"text": "판교로 1"})
    assert refusal.value.current.text == "판교로 242"


def test_correct_row_onto_another_is_refused(person):
    first = IndustryCodeFactory(valid_to=EVE)
    second = IndustryCodeFactory(company=first.company, valid_from=DAY, code="58221")
    with pytest.raises(OverlapError, match="“26112”"):
        correct_row(by=person, row=second, seen=second.mark, values={"valid_from": EVE})


def test_corrected_name_is_found_and_shown(person):
    company = CompanyFactory(name="한빗")
    row = company.names.get()
    correct_row(by=person, row=row, seen=row.mark, values={"name": "한빛"})
    company.refresh_from_db()
    assert (company.name, list(listed(person, Filters(q="한빗")))) == ("한빛", [])


def test_end_row_keeps_it_in_the_history(person, last_event):
    row = AddressFactory()
    end_row(by=person, row=row, last_day=DAY, reason="이전")
    row.refresh_from_db()
    about = {"row": f"addresses {row.pk}"}
    before, after = about | {"valid_to": None}, about | {"valid_to": "2026-04-01"}
    assert (row.valid_to, last_event()) == (DAY, ("company.row_ended", before, after, "이전"))


DAYS = st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 9))


@given(periods=st.lists(st.tuples(DAYS, DAYS), max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_added_only_one_legal_name_is_true_at_a_time(person, periods):
    company = CompanyFactory()
    for number, (first, last) in enumerate(periods):
        if first is None or last is None or first <= last:
            try:
                add_row(by=person, company=company, kind="names", values=name(f"이름 {number}", first, last))
            except OverlapError:
                continue
    days = [date(2019, 12, 31), *(date(2020, 1, day) for day in range(1, 11))]
    true = [CompanyName.objects.filter(company=company, kind="legal").on(day).count() for day in days]
    assert max(true) <= 1

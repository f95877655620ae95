from datetime import date

import pytest

from sandan.web.audit.models import Event
from sandan.web.companies.actions import Addition, supplement, take_in, withdraw
from sandan.web.companies.actions.refusals import MergedAwayError
from sandan.web.companies.models import Company
from sandan.web.companies.queries.search import matching

pytestmark = pytest.mark.django_db

VENTURE = {"kind": "venture", "valid_from": date(2022, 5, 1), "valid_to": date(2025, 4, 30)}


def known(**about):
    row = Company.objects.count() + 1
    take_in([{"row": row, "name": "㈜한빛전자", **about}], by=None, source="register")
    return Company.objects.get(source_row=row)


def add(company, *rows, **facts):
    (found,) = supplement(by=None, source="list", additions=[Addition(company, 7, rows, facts)])
    return found


def test_new_row_keeps_its_source_and_is_found_by_the_search():
    company = known()
    add(company, ("names", {"name": "새빛소재", "kind": "alias"}))
    name = company.names.get(kind="alias")
    assert (name.name, name.source, name.source_row) == ("새빛소재", "list", 7)
    assert list(Company.objects.filter(pk__in=matching("새빛소재", persons=False))) == [company]


def test_event_names_the_list_and_what_was_added():
    company = known()
    found = add(company, ("certificates", VENTURE), main_product="센서")
    event = Event.objects.get(action="company.supplemented")
    assert (event.object_id, event.after) == (
        str(company.pk),
        {"source": "list", "source_row": 7, "rows": found.rows, "main_product": "센서"},
    )


def test_nothing_new_leaves_no_event():
    company = known(certificates=[VENTURE], main_product="기판")
    found = add(company, ("certificates", VENTURE), ("names", {"name": "한빛전자"}), main_product="센서")
    assert (found.rows, found.facts, Event.objects.filter(action="company.supplemented").count()) == (
        [],
        {},
        0,
    )


def test_row_that_would_take_the_place_of_another_stands_beside_it():
    company = known(addresses=[{"text": "하늘시 산마루로 1"}])
    add(company, ("addresses", {"text": "하늘시 번영로 2"}))
    assert list(company.addresses.order_by("pk").values_list("text", "kind")) == [
        ("하늘시 산마루로 1", "head"),
        ("하늘시 번영로 2", "other"),
    ]


def test_number_of_another_company_is_not_filled_in():
    known(business_number="1248100998")
    company = known()
    assert add(company, business_number="1248100998").facts == {}


def test_withdrawing_removes_rows_and_facts_that_nobody_touched():
    company = known()
    found = add(company, ("certificates", VENTURE), main_product="센서")
    assert withdraw(by=None, company=company, rows=found.rows, facts=found.facts, reason="wrong firm") == 0
    company.refresh_from_db()
    assert (company.certificates.count(), company.main_product) == (0, "")
    event = Event.objects.get(action="company.supplement_withdrawn")
    assert (event.before, event.reason) == ({"rows": found.rows, "main_product": "센서"}, "wrong firm")


def test_withdrawing_leaves_what_was_changed_since():
    company = known()
    found = add(company, ("certificates", VENTURE))
    company.certificates.update(number="2024-1")
    assert withdraw(by=None, company=company, rows=found.rows, facts={}, reason="wrong firm") == 1
    assert company.certificates.count() == 1


def test_company_that_was_merged_away_is_refused():
    company = known()
    Company.objects.filter(pk=company.pk).update(merged_into=known())
    with pytest.raises(MergedAwayError):
        add(company, ("certificates", VENTURE))

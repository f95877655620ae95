from datetime import date

import pytest

from sandan.web.audit.models import Event
from sandan.web.companies.actions import intake, take_in
from sandan.web.companies.models import DATED, Company, Intake
from sandan.web.companies.queries.register import Filters, listed
from web.companies.factories import CompanyFactory

pytestmark = pytest.mark.django_db

FULL = {
    "row": 7,
    "name": "주식회사 한빛",
    "business_number": "124-81-00998",
    "external_id": "GN1",
    "representative": "김하늘",
    "founded_on": date(2001, 2, 3),
    "names": [{"name": "옛한빛", "kind": "former"}],
    "addresses": [{"text": "판교로 242", "valid_from": date(2010, 1, 1)}],
    "industries": [{"code": "26112"}],
    "establishments": [{"name": "공장", "complex": "GX1", "workers": 3, "workers_year": 2015}],
    "certificates": [{"kind": "venture", "number": "V-1"}],
}


@pytest.fixture
def person(person_with):
    return person_with("coordinator")


def simple(row, **values):
    return {"row": row, "name": f"기업 {row}", **values}


def test_row_becomes_a_company_with_everything_dated_and_its_place_in_the_source(person, last_event):
    taken = take_in([FULL], by=person, source="abc")
    company = Company.objects.get()
    assert (taken.written, company.business_number, company.name_key) == (1, "1248100998", "한빛")
    assert (company.source, company.source_row) == ("abc", 7)
    rows = {kind: [str(row) for row in model.objects.order_by("pk")] for kind, model in DATED.items()}
    assert rows == {
        "names": ["주식회사 한빛", "옛한빛"],
        "addresses": ["판교로 242"],
        "establishments": ["공장"],
        "industries": ["26112"],
        "certificates": ["venture firm V-1"],
    }
    assert {(row.source, row.source_row) for model in DATED.values() for row in model.objects.all()} == {
        ("abc", 7)
    }
    assert list(listed(person, Filters(q="옛한빛 V-1"))) == [company]
    ends = {"first": company.number, "last": company.number}
    assert last_event() == (
        "company.taken_in",
        {},
        {"written": 1, "known": 0, "numbers_left_out": 0, **ends},
        "",
    )


def test_list_is_written_in_pieces_with_an_event_each(person, monkeypatch):
    monkeypatch.setattr(intake, "TOGETHER", 2)
    steps = []
    taken = take_in((simple(row) for row in range(5)), by=person, source="abc", progress=steps.append)
    assert (taken.written, steps, Intake.objects.count()) == (5, [2, 4, 5], 1)
    assert [event.after["written"] for event in Event.objects.order_by("number")] == [2, 2, 1]


def test_list_taken_in_again_writes_nothing(person):
    rows = [simple(row) for row in range(3)]
    take_in(rows, by=person, source="abc")
    again = take_in(rows, by=person, source="abc")
    assert (again.written, again.known, Company.objects.count()) == (0, 3, 3)


def test_companies_that_are_known_by_a_number_are_passed_over(person):
    CompanyFactory(business_number="1248100998", external_id="GN1")
    rows = [
        simple(1, business_number="124-81-00998"),
        simple(2, external_id="GN1"),
        simple(3, external_id="GN2"),
        simple(4, external_id="GN2"),
        simple(5),
    ]
    taken = take_in(rows, by=person, source="abc")
    assert (taken.written, taken.known) == (2, 3)
    assert sorted(Company.objects.exclude(source="").values_list("source_row", flat=True)) == [3, 5]


def test_number_that_is_masked_or_wrong_is_left_out_and_counted(person):
    rows = [simple(1, business_number="124-81-0****"), simple(2, business_number="124-81-00999")]
    assert take_in(rows, by=person, source="abc").numbers_left_out == 2
    assert set(Company.objects.values_list("business_number", flat=True)) == {""}


def test_piece_that_fails_leaves_the_pieces_before_it_and_nothing_of_itself(person, monkeypatch):
    monkeypatch.setattr(intake, "TOGETHER", 2)
    rows = [simple(1), simple(2), simple(3), simple(4, addresses=[{"street": "판교로"}])]
    with pytest.raises(TypeError, match="There is no field 'street'"):
        take_in(rows, by=person, source="abc")
    assert (Company.objects.count(), Event.objects.count()) == (2, 1)

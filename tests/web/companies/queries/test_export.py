import pytest

from sandan.web.companies.queries import export
from sandan.web.companies.queries.export import columns, companies_asked, table
from sandan.web.companies.queries.register import Filters
from web.companies.factories import AddressFactory, CompanyFactory, IndustryCodeFactory

pytestmark = pytest.mark.django_db


def written(person, filters):
    return list(table(person, filters, companies_asked(person, filters)))


def test_representative_is_a_column_for_those_who_may_know(person_with):
    assert ["Representative" in columns(person_with(role)) for role in ("director", "expert")] == [
        True,
        False,
    ]


def test_rows_are_those_of_the_filter_in_its_order(person_with):
    for name in ("한빛나", "한빛가", "노을"):
        CompanyFactory(name=name)
    heading, *rows = written(person_with("planner"), Filters(q="한빛"))
    assert [row[heading.index("Name")] for row in rows] == ["한빛가", "한빛나"]


def test_cells_are_words_and_values(person_with):
    company = CompanyFactory(name="한빛", business_number="1248100998", size_class="small")
    AddressFactory(company=company)
    IndustryCodeFactory(company=company)
    heading, row = written(person_with("planner"), Filters())
    cells = dict(zip(heading, row, strict=True))
    names = ("Number", "State", "Business number", "Size", "Industry code", "Address", "Founded on")
    assert [cells[name] for name in names] == [
        company.number,
        "active",
        "124-81-00998",
        "small",
        "26112",
        "경기도 성남시 분당구 판교로 242",
        None,
    ]


def test_pieces_leave_nothing_out_and_ask_alike(person_with, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(export, "PIECE", 2)
    person = person_with("planner")
    keys = [CompanyFactory().pk for _ in range(5)]
    assert [row[0] for row in written(person, Filters(sort="newest"))][1:] == [
        f"C-{pk:06d}" for pk in keys[::-1]
    ]
    # three pieces of companies, names, addresses, industries, establishments, certificates
    with django_assert_num_queries(18):
        assert len(list(table(person, Filters(), keys))) == 6

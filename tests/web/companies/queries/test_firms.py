import pytest

from sandan.web.companies.actions import take_in
from sandan.web.companies.models import Company
from sandan.web.companies.queries.firms import (
    companies_of_rows,
    holders_table,
    known_firms,
    number_of,
    register_of_other_names,
    register_of_today,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def companies():
    rows = [
        {
            "row": 1,
            "name": "㈜한빛전자",
            "business_number": "1248100998",
            "representative": "김하늘",
            "addresses": [{"text": "하늘시 산마루로 1"}],
            "names": [{"name": "옛빛전자", "kind": "former"}],
            "industries": [{"code": "26110"}],
        },
        {"row": 2, "name": "새빛정밀"},
    ]
    take_in(rows, by=None, source="register")
    return list(Company.objects.order_by("source_row"))


def test_register_holds_a_company_once_and_none_that_was_merged_away(companies):
    table = register_of_today()
    assert table.loc[companies[0].pk].to_dict() == {
        "name": "㈜한빛전자",
        "business_number": "1248100998",
        "representative": "김하늘",
        "address": "하늘시 산마루로 1",
    }
    Company.objects.filter(pk=companies[1].pk).update(merged_into=companies[0])
    assert list(register_of_today().index) == [companies[0].pk]


def test_other_names_stand_beside_what_else_is_known(companies):
    table = register_of_other_names(register_of_today())
    assert table.to_dict("records") == [
        {
            "company": companies[0].pk,
            "name": "옛빛전자",
            "business_number": "1248100998",
            "representative": "김하늘",
            "address": "하늘시 산마루로 1",
        }
    ]


def test_company_is_read_for_a_comparison_by_eye(companies):
    found = known_firms([one.pk for one in companies])
    assert [(f.company, f.names, f.address, f.industries) for f in found.values()] == [
        (companies[0], ("옛빛전자",), "하늘시 산마루로 1", ("26110",)),
        (companies[1], (), "", ()),
    ]


def test_companies_are_found_by_the_rows_that_brought_them(companies):
    assert companies_of_rows("register", [1, 2, 3]) == {1: companies[0], 2: companies[1]}
    assert companies_of_rows("another list", [1]) == {}


def test_holder_of_a_number_is_a_table(companies):
    assert list(holders_table("1248100998").index) == [companies[0].pk]
    assert holders_table("1018100000").empty


def test_number_follows_from_the_key(companies):
    assert number_of(companies[0].pk) == companies[0].number

from datetime import date

import pandas as pd
import pytest

from sandan.web.companies.actions import take_in_register
from sandan.web.companies.models import Company

pytestmark = pytest.mark.django_db

COLUMNS = [
    "establishment",
    "enterprise",
    "name",
    "period",
    "region",
    "city",
    "complex",
    "industry",
    "workers",
]


def sites(*rows):
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.assign(classification="KSIC10", product=None, status="reported")


def take(table):
    taken = take_in_register(
        table, by=None, source="abc", city="C1", places={"C1": "하늘시", "D1": "1구", "D3": "하늘시 3구"}
    )
    return taken.written


def dates(rows, *names):
    return [
        tuple(getattr(row, name) for name in (*names, "valid_from", "valid_to"))
        for row in rows.order_by("pk")
    ]


def test_move_ends_one_place_and_begins_the_next():
    table = sites(
        ("E1", "N1", "한빛", 2010, "D1", "C1", None, "26112", 3),
        ("E1", "N1", "한빛", 2011, "D1", "C1", None, "26112", 4),
        ("E1", "N1", "한빛", 2012, "D2", "C1", "X1", "26112", 5),
    )
    assert take(table) == 1
    company = Company.objects.get()
    assert (company.external_id, company.name, company.state, company.source_row) == (
        "N1",
        "한빛",
        "active",
        1,
    )
    assert dates(company.establishments, "region", "complex", "workers", "workers_year") == [
        ("D1", "", 4, 2011, None, date(2011, 12, 31)),
        ("D2", "X1", 5, 2012, date(2012, 1, 1), None),
    ]
    assert dates(company.addresses, "text") == [
        ("하늘시 1구", None, date(2011, 12, 31)),
        ("하늘시 D2 X1", date(2012, 1, 1), None),
    ]
    assert dates(company.industries, "code", "main") == [("26112", True, None, None)]


def test_city_is_said_once_where_a_district_is_called_by_it():
    take(sites(("E1", "N1", "한빛", 2010, "D3", "C1", None, "26112", 3)))
    assert dates(Company.objects.get().addresses, "text") == [("하늘시 3구", None, None)]


def test_change_of_industry_is_dated_apart_from_the_place():
    table = sites(
        ("E1", "N1", "한빛", 2010, "D1", "C1", None, "26112", 3),
        ("E1", "N1", "한빛", 2011, "D1", "C1", None, "58221", 3),
    )
    take(table)
    company = Company.objects.get()
    assert dates(company.industries, "code") == [
        ("26112", None, date(2010, 12, 31)),
        ("58221", date(2011, 1, 1), None),
    ]
    assert dates(company.establishments, "region") == [("D1", None, None)]


def test_site_that_ends_early_closes_its_company():
    table = sites(
        ("E1", "N1", "한빛", 2010, "D1", "C1", None, "26112", 3),
        ("E2", "N2", "새빛", 2011, "D1", "C1", None, "26112", 3),
    )
    take(table)
    states = [(one.name, one.state, one.closed_on) for one in Company.objects.order_by("pk")]
    assert states == [("한빛", "closed", date(2010, 12, 31)), ("새빛", "active", None)]


def test_site_that_left_the_city_is_followed_and_others_are_not_taken():
    table = sites(
        ("E1", "N1", "한빛", 2010, "D1", "C1", None, "26112", 3),
        ("E1", "N1", "한빛", 2011, "D9", "C9", None, "26112", 3),
        ("E2", "N2", "먼빛", 2011, "D9", "C9", None, "26112", 3),
    )
    assert take(table) == 1
    assert dates(Company.objects.get().establishments, "city") == [
        ("C1", None, date(2010, 12, 31)),
        ("C9", date(2011, 1, 1), None),
    ]


def test_site_that_pauses_has_two_rows():
    table = sites(
        ("E1", "N1", "한빛", 2010, "D1", "C1", None, "26112", 3),
        ("E1", "N1", "한빛", 2012, "D1", "C1", None, "26112", None),
    )
    take(table)
    assert dates(Company.objects.get().establishments, "workers") == [
        (3, None, date(2010, 12, 31)),
        (None, date(2012, 1, 1), None),
    ]


def test_code_of_a_second_site_stands_beside_the_main_one():
    table = sites(
        ("E1", "N1", "한빛", 2010, "D1", "C1", None, "26112", 3),
        ("E2", "N1", "한빛 공장", 2010, "D1", "C1", None, "26112", 3),
        ("E3", "N1", "한빛 지점", 2010, "D1", "C1", None, "58221", 3),
    )
    take(table)
    assert dates(Company.objects.get().industries, "code", "main") == [
        ("26112", True, None, None),
        ("58221", False, None, None),
    ]

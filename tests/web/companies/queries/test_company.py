from datetime import date

import pytest

from sandan.web.companies.queries.company import name_on, profile, row_of, side_by_side
from web.companies.factories import (
    AddressFactory,
    CertificateFactory,
    CompanyFactory,
    CompanyNameFactory,
    ContactFactory,
    EstablishmentFactory,
    IndustryCodeFactory,
)

pytestmark = pytest.mark.django_db

EVE, DAY = date(2026, 3, 31), date(2026, 4, 1)


def test_profile_shows_what_is_true_on_the_day(person_with):
    company = CompanyFactory()
    AddressFactory(company=company, text="옛 주소", valid_to=EVE)
    AddressFactory(company=company, text="새 주소", valid_from=DAY)
    IndustryCodeFactory(company=company, code="26112")
    CertificateFactory(company=company, valid_to=EVE)
    for complex_code, workers, last in (("GX2", 3, None), ("GX1", None, None), ("GX3", 9, EVE)):
        EstablishmentFactory(company=company, complex=complex_code, workers=workers, valid_to=last)
    seen = profile(person_with("planner"), company, DAY)
    assert (str(seen.address), str(seen.industry), seen.certificates) == ("새 주소", "26112", [])
    assert (seen.complexes, seen.workers) == (["GX1", "GX2"], 3)
    assert [row.text for row in seen.rows["addresses"]] == ["새 주소", "옛 주소"]


def test_profile_without_counts_has_no_number_of_workers(person_with):
    company = EstablishmentFactory().company
    assert profile(person_with("planner"), company, DAY).workers is None


@pytest.mark.parametrize("size", [1, 3])
def test_profile_is_read_in_a_constant_number_of_queries(person_with, django_assert_num_queries, size):
    person, company = person_with("planner"), CompanyFactory()
    assert person.roles == {"planner"}
    for _ in range(size):
        EstablishmentFactory(company=company)
        ContactFactory(company=company)
    # five kinds of rows, contacts, merges, proposals, events, industry codes in use, findings
    with django_assert_num_queries(11):
        profile(person, company, DAY)


def test_name_of_a_day_without_one_is_the_last_before():
    company = CompanyFactory(name="처음")
    company.names.update(valid_to=date(2020, 1, 1))
    assert (name_on(company, EVE), name_on(company, date(2019, 1, 1))) == ("처음", "처음")
    CompanyNameFactory(company=company, kind="legal", name="다음", valid_from=DAY)
    assert (name_on(company, DAY), name_on(company, date(2019, 1, 1))) == ("다음", "처음")


def test_row_of_another_company_is_not_found():
    row = AddressFactory()
    assert row_of(row.company, "addresses", row.pk) == row
    assert row_of(CompanyFactory(), "addresses", row.pk) is None
    assert row_of(row.company, "names", 10**9) is None


def test_two_companies_side_by_side():
    one, other = CompanyFactory(main_product="센서"), CompanyFactory(main_product="렌즈")
    row = AddressFactory(company=other)
    sides = {side["name"]: (side["one"], side["other"]) for side in side_by_side(one, other)}
    assert (sides["main_product"], sides["addresses"]) == (("센서", "렌즈"), ([], [row]))

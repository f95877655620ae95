from datetime import date

import pytest

from sandan.web.companies.queries import register
from sandan.web.companies.queries.register import (
    Filters,
    RegisterPaginator,
    lines,
    listed,
    others,
    places_in_use,
)
from web.companies.factories import (
    AddressFactory,
    CertificateFactory,
    CompanyFactory,
    CompanyNameFactory,
    EstablishmentFactory,
    IndustryCodeFactory,
)

pytestmark = pytest.mark.django_db

BEFORE, DAY, AFTER = date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)


@pytest.fixture
def person(person_with):
    return person_with("planner")


@pytest.fixture
def names(person):
    return lambda **asked: [company.name for company in listed(person, Filters(**asked))]


def test_list_without_filters_is_in_order_of_names(names):
    for name in ("다", "가", "나"):
        CompanyFactory(name=name)
    assert names() == ["가", "나", "다"]


def test_list_in_the_order_of_entering_and_of_verification(names):
    for name, verified in (("가", DAY), ("나", None), ("다", BEFORE)):
        CompanyFactory(name=name, verified_on=verified)
    assert (names(sort="newest"), names(sort="verified")) == (["다", "나", "가"], ["나", "다", "가"])


def test_state_is_that_of_the_day(names):
    CompanyFactory(name="가")
    CompanyFactory(name="나", state="closed", closed_on=DAY)
    CompanyFactory(name="다", state="closed")
    CompanyFactory(name="라", state="suspended")
    assert [names(state=state, on=BEFORE) for state in ("active", "closed", "suspended")] == [
        ["가", "나"],
        ["다"],
        ["라"],
    ]
    assert [names(state=state, on=DAY) for state in ("active", "closed")] == [["가"], ["나", "다"]]


def test_company_is_not_there_before_it_was_founded(names):
    CompanyFactory(name="가", founded_on=DAY)
    assert (names(on=BEFORE), names(on=DAY), names()) == ([], ["가"], ["가"])


def test_industry_by_its_first_digits_on_the_day(names):
    company = CompanyFactory(name="가")
    IndustryCodeFactory(company=company, code="26112", valid_to=BEFORE)
    IndustryCodeFactory(company=company, code="58221", valid_from=DAY)
    asked = [("26", BEFORE), ("26", DAY), ("58221", DAY), ("8221", DAY)]
    assert [names(industry=code, on=day) for code, day in asked] == [["가"], [], ["가"], []]


def test_place_by_site_or_head_office_on_the_day(names):
    by_site, by_office = CompanyFactory(name="가"), CompanyFactory(name="나")
    EstablishmentFactory(company=by_site, city="G1", complex="GX1", valid_to=BEFORE)
    AddressFactory(company=by_office, city="G1", region="G11")
    assert [names(region="G1", on=BEFORE), names(region="G1", on=DAY), names(region="G11")] == [
        ["가", "나"],
        ["나"],
        ["나"],
    ]
    assert (names(complex="GX1", on=BEFORE), names(complex="GX1", on=DAY)) == (["가"], [])


def test_certificate_is_valid_on_both_of_its_days(names):
    CertificateFactory(company=CompanyFactory(name="가"), kind="venture", valid_from=DAY, valid_to=AFTER)
    days = [BEFORE, DAY, AFTER, date(2026, 4, 3)]
    assert [names(certificate="venture", on=day) for day in days] == [[], ["가"], ["가"], []]
    assert names(certificate="innobiz", on=DAY) == []


def test_verified_before_counts_those_never_verified(names):
    for name, verified in (("가", None), ("나", BEFORE), ("다", DAY)):
        CompanyFactory(name=name, verified_on=verified)
    assert names(verified_before=DAY) == ["가", "나"]


def test_size(names):
    CompanyFactory(name="가", size_class="small")
    CompanyFactory(name="나")
    assert names(size="small") == ["가"]


def test_merged_company_is_not_listed(names):
    kept = CompanyFactory(name="가")
    CompanyFactory(name="나", merged_into=kept)
    assert names() == ["가"]


def test_line_shows_what_was_true_on_the_day(person):
    company = CompanyFactory(name="오늘", state="closed", closed_on=DAY)
    company.names.all().delete()
    CompanyNameFactory(company=company, kind="legal", name="그날", valid_to=BEFORE)
    CompanyNameFactory(company=company, kind="legal", name="오늘", valid_from=DAY)
    AddressFactory(company=company, text="그곳", valid_to=BEFORE)
    EstablishmentFactory(company=company, complex="GX2")
    EstablishmentFactory(company=company, complex="GX1")
    filters = Filters(on=BEFORE)
    (line,) = lines(listed(person, filters), filters, persons=True)
    assert (line.name, line.address, line.complexes, line.is_closed, line.state) == (
        "그날",
        "그곳",
        ("GX1", "GX2"),
        False,
        "active",
    )


@pytest.mark.parametrize("size", [1, 3])
def test_lines_are_read_in_a_constant_number_of_queries(person, django_assert_num_queries, size):
    for _ in range(size):
        IndustryCodeFactory(company=AddressFactory().company)
    filters = Filters()
    found = listed(person, filters)
    # companies, names, addresses, industries, establishments, certificates
    with django_assert_num_queries(6):
        assert len(lines(found, filters, persons=True)) == size


def test_pages_end_where_counting_ends(person, monkeypatch):
    monkeypatch.setattr(register, "COUNTED", 2)
    for _ in range(2):
        CompanyFactory()
    paginator = RegisterPaginator(listed(person, Filters()), 1)
    assert (paginator.count, paginator.has_more, paginator.num_pages) == (2, False, 2)
    CompanyFactory()
    paginator = RegisterPaginator(listed(person, Filters()), 1)
    assert (paginator.count, paginator.has_more, paginator.num_pages) == (2, True, 2)


def test_filters_name_only_what_was_asked():
    assert Filters(q="한빛", on=DAY, sort="name").asked() == {"q": "한빛", "on": DAY}


def test_places_in_use_are_those_of_sites():
    for code in ("GX2", "GX1", "GX2", ""):
        EstablishmentFactory(complex=code)
    assert places_in_use("complex") == ["GX1", "GX2"]


def test_others_are_all_that_is_found_but_the_one(person):
    one, other = CompanyFactory(name="한빛전자"), CompanyFactory(name="한빛상사")
    assert [line.company for line in others(person, "한빛", besides=one)] == [other]
    assert others(person, "", besides=one) == []

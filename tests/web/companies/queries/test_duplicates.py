import pytest

from sandan.web.companies.queries.duplicates import holder_of, likely_duplicates_of, open_pairs, pairs_shown
from web.companies.factories import (
    AddressFactory,
    CompanyFactory,
    CompanyNameFactory,
    LikelyDuplicateFactory,
)

pytestmark = pytest.mark.django_db


def found(**one):
    return [(two.company.name, dict(two.reasons)) for two in likely_duplicates_of(one)]


def test_firm_is_found_by_another_writing_of_its_name():
    CompanyFactory(name="㈜에스케이테크")
    CompanyFactory(name="노을상사")
    assert found(name="SK TECH") == [("㈜에스케이테크", {"name": "same"})]


def test_firm_is_found_by_a_slip_of_the_pen():
    CompanyFactory(name="한빛전자산업")
    assert found(name="한빗전자산업") == [("한빛전자산업", {"name": "similar"})]


def test_firm_is_found_by_its_number_under_another_name():
    CompanyFactory(name="노을상사", business_number="1248100998")
    assert found(name="한빛", business_number="1248100998") == [("노을상사", {"number": "whole"})]


def test_address_speaks_for_it():
    AddressFactory(company=CompanyFactory(name="한빛전자"), text="경기도 성남시 분당구 판교로 242")
    assert found(name="한빛전자", address="성남시 판교로 242, 3층") == [
        ("한빛전자", {"name": "same", "address": "same"})
    ]


def test_merged_company_is_not_offered():
    CompanyFactory(name="한빛전자", merged_into=CompanyFactory(name="가온"))
    assert found(name="한빛전자") == []


def test_company_is_no_duplicate_of_itself():
    company = CompanyFactory(name="한빛전자")
    assert likely_duplicates_of(company.as_firm(), apart_from=company.pk) == []


def test_name_of_one_letter_finds_only_the_same():
    CompanyFactory(name="가나다")
    assert found(name="가") == []


def test_holder_of_no_number_is_nobody():
    CompanyFactory()
    assert holder_of("") is None


def test_open_pairs_are_of_companies_that_are_both_there():
    pair, other = LikelyDuplicateFactory(score=5), LikelyDuplicateFactory(score=9)
    assert list(open_pairs()) == [other, pair]
    other.one.merged_into = pair.one
    other.one.save()
    assert list(open_pairs()) == [pair]


def test_pairs_are_shown_in_a_constant_number_of_queries(django_assert_num_queries):
    for _ in range(3):
        AddressFactory(company=LikelyDuplicateFactory().one, text="판교로 1")
    for size in (1, 3):
        # pairs with both companies, addresses
        with django_assert_num_queries(2):
            shown = pairs_shown(open_pairs()[:size])
        assert [one.addresses for one in shown] == [("판교로 1", "")] * size


def test_former_name_finds_its_company():
    CompanyNameFactory(company=CompanyFactory(name="가온"), name="한빛전자산업")
    assert found(name="한빛전자산업") == [("가온", {"name": "same"})]

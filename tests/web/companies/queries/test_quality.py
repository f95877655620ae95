from datetime import date

import pytest

from sandan.web.companies.actions import propose
from sandan.web.companies.models import QualityReport
from sandan.web.companies.queries.quality import FINDINGS, board, count_findings, doubts_about, work_list
from web.companies.factories import (
    AddressFactory,
    CertificateFactory,
    CompanyFactory,
    ContactFactory,
    EstablishmentFactory,
    IndustryCodeFactory,
    LikelyDuplicateFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 1)
EVE = date(2026, 3, 31)


def sound(**values):
    """Make a company of which nothing is found."""
    company = CompanyFactory(**{"business_number": "1248100998", "verified_on": DAY, **values})
    AddressFactory(company=company)
    IndustryCodeFactory(company=company)
    return company


def found(company):
    return [one.key for one in doubts_about(company, DAY)]


def test_sound_company_has_no_findings():
    assert found(sound()) == []


@pytest.mark.parametrize(
    ("verified", "expected"),
    [
        (None, ["never-verified"]),
        (date(2023, 3, 31), ["verified-long-ago"]),
        (date(2023, 4, 1), ["verified-some-time-ago"]),
        (EVE.replace(year=2025), ["verified-some-time-ago"]),
        (date(2025, 4, 1), []),
    ],
)
def test_age_of_verification_is_in_one_band(verified, expected):
    assert found(sound(verified_on=verified)) == expected


def test_company_without_anything_is_found_by_everything_that_is_missing():
    assert found(CompanyFactory()) == ["never-verified", "no-business-number", "no-address", "no-industry"]


def test_rows_that_have_ended_do_not_count():
    company = sound()
    company.addresses.update(valid_to=EVE)
    company.industries.update(valid_to=EVE)
    assert found(company) == ["no-address", "no-industry"]


def test_industry_codes_that_do_not_exist_or_are_outdated():
    odd, outdated, of_another = (
        sound(),
        sound(business_number="2018100003"),
        sound(business_number="2018100015"),
    )
    odd.industries.update(code="99999")
    outdated.industries.update(classification="KSIC9")
    of_another.industries.update(classification="KSIC11", code="99999")
    assert [found(one) for one in (odd, outdated, of_another)] == [
        ["odd-industry"],
        ["outdated-industry"],
        [],
    ]


def test_closed_company_is_asked_only_what_cannot_be():
    company = CompanyFactory(state="closed")
    assert found(company) == []
    EstablishmentFactory(company=company)
    CertificateFactory(company=company, valid_to=DAY)
    assert found(company) == ["closed-with-sites", "closed-with-certificates"]


def test_pair_is_found_on_both_sides_until_one_is_merged_or_they_are_told_apart():
    pair = LikelyDuplicateFactory(one=sound(), other=sound(business_number="2018100003"))
    assert [found(one) for one in (pair.one, pair.other)] == [["likely-duplicate"], ["likely-duplicate"]]
    pair.told_apart_at = "2026-04-01T00:00Z"
    pair.save()
    assert found(pair.one) == []


def test_persons_and_proposals_that_wait():
    company = sound()
    ContactFactory(company=company, retention_until=EVE)
    propose(by=None, company=company, text="정정")
    assert found(company) == ["contact-overdue", "proposal-open"]


def test_counts_lists_and_single_answers_agree():
    companies = [sound(), CompanyFactory(), CompanyFactory(state="closed"), CompanyFactory()]
    kept = companies.pop()
    kept.merged_into = companies[0]
    kept.save()
    counts = count_findings(DAY)
    single = [found(company) for company in companies]
    expected = {key: sum(key in one for one in single) for key in FINDINGS}
    assert counts == {**expected, "companies": 3, "open": 2}
    assert {key: work_list(key, DAY).count() for key in FINDINGS} == expected


def test_work_list_begins_with_what_was_verified_longest_ago():
    for name, verified in (("가", EVE), ("나", None), ("다", date(2020, 1, 1))):
        CompanyFactory(name=name, verified_on=verified)
    assert [one.name for one in work_list("no-address", DAY)] == ["나", "다", "가"]


def test_one_company_is_asked_in_two_queries(django_assert_num_queries):
    company = CompanyFactory()
    # industry codes in use, all questions
    with django_assert_num_queries(2):
        doubts_about(company, DAY)


def test_bands_of_the_board_add_up_to_the_open_companies():
    sound()
    CompanyFactory()
    CompanyFactory(state="closed")
    counts = count_findings(DAY)
    QualityReport.objects.create(day=DAY, companies=counts.pop("companies"), counts=counts)
    assert [count for _, count in board().bands] == [1, 0, 0, 1]


def test_board_before_the_first_check_is_empty():
    assert board().report is None

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sandan.web.companies.models import Address, CompanyName, IndustryCode
from web.companies.factories import (
    AddressFactory,
    CompanyFactory,
    CompanyNameFactory,
    EstablishmentFactory,
    IndustryCodeFactory,
    LikelyDuplicateFactory,
)

pytestmark = pytest.mark.django_db

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)


def refused(act):
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ((None, None), (None, None), True),
        ((SPRING, SUMMER), (SUMMER, AUTUMN), True),
        ((None, SPRING), (SUMMER, None), False),
        ((SUMMER, None), (None, SPRING), False),
        ((SPRING, AUTUMN), (SUMMER, SUMMER), True),
        ((None, SUMMER), (SPRING, None), True),
    ],
)
@pytest.mark.parametrize(
    ("model", "values"),
    [
        (CompanyName, {"name": "한빛", "kind": "legal"}),
        (Address, {"text": "판교로 1", "kind": "head"}),
        (IndustryCode, {"code": "26112", "main": True}),
    ],
)
def test_exclusive_rows_that_overlap_are_refused_by_the_database(model, values, first, second, overlap):
    company = CompanyFactory()
    company.names.all().delete()
    model.objects.create(company=company, valid_from=first[0], valid_to=first[1], **values)
    assert (
        refused(
            lambda: model.objects.create(company=company, valid_from=second[0], valid_to=second[1], **values)
        )
        == overlap
    )


def test_exclusive_rows_that_are_moved_onto_another_are_refused():
    company, row = CompanyFactory(), IndustryCodeFactory(valid_to=SPRING)
    other = IndustryCodeFactory(company=row.company, valid_from=SUMMER)
    assert refused(lambda: IndustryCode.objects.filter(pk=other.pk).update(valid_from=SPRING))
    assert not refused(lambda: IndustryCode.objects.filter(pk=other.pk).update(company=company))


def test_rows_that_do_not_exclude_each_other_may_overlap():
    company = CompanyFactory()
    for _ in range(2):
        CompanyNameFactory(company=company, kind="alias", name="같은 이름")
        AddressFactory(company=company, kind="other")
        IndustryCodeFactory(company=company, main=False)
        EstablishmentFactory(company=company)
    assert (company.names.count(), company.addresses.count(), company.establishments.count()) == (3, 2, 2)


@pytest.mark.parametrize(
    "values",
    [
        {"business_number": "1248100998"},
        {"external_id": "GN1"},
        {"closed_on": SPRING},
        {"state": "closed", "founded_on": SUMMER, "closed_on": SPRING},
    ],
)
def test_company_against_the_rules_is_refused(values):
    CompanyFactory(business_number="1248100998", external_id="GN1")
    assert refused(lambda: CompanyFactory(**values))


def test_numbers_that_are_absent_may_be_so_twice():
    assert [CompanyFactory().business_number, CompanyFactory().business_number] == ["", ""]


def test_row_that_ends_before_it_begins_is_refused():
    company = CompanyFactory()
    assert refused(lambda: AddressFactory(company=company, valid_from=SUMMER, valid_to=SPRING))


def test_site_off_the_globe_is_refused():
    company = CompanyFactory()
    assert refused(lambda: EstablishmentFactory(company=company, longitude=190.0, latitude=37.0))
    assert refused(lambda: EstablishmentFactory(company=company, longitude=127.0, latitude=None))


def test_pair_stands_once_and_in_order():
    pair = LikelyDuplicateFactory()
    assert refused(lambda: LikelyDuplicateFactory(one=pair.one, other=pair.other))
    assert refused(lambda: LikelyDuplicateFactory(one=pair.other, other=pair.one))


def test_both_days_of_a_row_are_included():
    row = AddressFactory(valid_from=SPRING, valid_to=SUMMER)
    days = [date(2026, 2, 28), SPRING, SUMMER, date(2026, 6, 2)]
    assert [row.is_true_on(day) for day in days] == [False, True, True, False]
    assert [Address.objects.on(day).count() for day in days] == [0, 1, 1, 0]


def test_public_number_has_six_digits_or_more():
    assert [CompanyFactory(pk=pk).number for pk in (7, 1_234_567)] == ["C-000007", "C-1234567"]


def test_mark_follows_values_and_not_the_company():
    row = AddressFactory()
    before = row.mark
    row.company = CompanyFactory()
    same = row.mark
    row.text = "다른 곳"
    assert (before == same, before == row.mark) == (True, False)

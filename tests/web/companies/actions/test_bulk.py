from datetime import date

import pytest

from sandan.web.companies.actions.bulk import insert
from sandan.web.companies.models import Address, IndustryCode
from web.companies.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def test_rows_are_as_the_model_would_write_them():
    company = CompanyFactory()
    given = {"code": "26112", "valid_from": date(2026, 4, 1)}
    insert(IndustryCode, [{"company_id": company.pk, **given}])
    by_model = IndustryCode(company=company, **given)
    (row,) = company.industries.all()
    assert (row.values(), row.source, row.source_row) == (by_model.values(), "", None)


def test_field_that_is_not_there_is_refused_before_anything_is_written():
    company = CompanyFactory()
    rows = [{"company_id": company.pk, "text": "판교로"}, {"company_id": company.pk, "street": "판교로"}]
    with pytest.raises(
        TypeError, match="There is no field 'street'; known are source, source_row, valid_from"
    ):
        insert(Address, rows)
    assert company.addresses.count() == 0


def test_no_rows_are_no_statement():
    insert(Address, [])
    assert Address.objects.count() == 0

import pytest

from sandan.web.companies.forms import ContactForm, EndForm, row_form
from web.companies.factories import AddressFactory

pytestmark = pytest.mark.django_db


def said(form):
    return {name: list(errors) for name, errors in form.errors.items()}


def test_row_that_ends_before_it_begins_is_refused():
    form = row_form(
        "names", {"name": "한빛", "kind": "legal", "valid_from": "2026-04-01", "valid_to": "2026-03-31"}
    )
    assert said(form) == {"valid_to": ["2026-03-31 is before the first day, 2026-04-01."]}


def test_row_without_days_is_true_for_as_long_as_is_known():
    form = row_form("names", {"name": "한빛", "kind": "legal"})
    assert form.is_valid()
    assert form.values == {"name": "한빛", "kind": "legal", "valid_from": None, "valid_to": None}


def test_industry_code_that_does_not_exist_is_refused():
    form = row_form("industries", {"classification": "KSIC10", "code": "99999", "main": "on"})
    assert said(form) == {"code": ["KSIC10 has no code “99999”. Look it up, or choose another revision."]}
    assert row_form("industries", {"classification": "KSIC11", "code": "99999"}).is_valid()


def test_point_needs_both_coordinates():
    assert said(row_form("establishments", {"name": "공장", "longitude": "127.1"})) == {
        "latitude": ["A point needs both coordinates, or neither."]
    }


def test_form_of_a_row_that_is_corrected_carries_its_mark():
    row = AddressFactory()
    assert row_form("addresses", None, row).initial["seen"] == row.mark


def test_end_before_the_beginning_is_refused():
    row = AddressFactory(valid_from="2026-04-01")
    row.refresh_from_db()
    assert said(EndForm(row, {"last_day": "2026-03-31"})) == {
        "last_day": ["2026-03-31 is before the first day, 2026-04-01."]
    }


def test_contact_needs_purpose_and_consent_and_ends_after_it():
    given = {"name": "최은지", "consent_on": "2026-01-02", "retention_until": "2026-01-02"}
    assert said(ContactForm(given)) == {
        "purpose": ["This field is required."],
        "retention_until": ["2026-01-02 is not after the consent of 2026-01-02."],
    }

from datetime import date

import pytest

from sandan.web.companies.forms import ExportForm, FilterForm
from sandan.web.companies.queries.register import Filters
from web.companies.factories import EstablishmentFactory

pytestmark = pytest.mark.django_db


def test_address_becomes_filters():
    EstablishmentFactory(complex="GX1")
    given = {"q": "한빛", "state": "closed", "complex": "GX1", "on": "2026-04-01", "sort": "verified"}
    expected = Filters(q="한빛", state="closed", complex="GX1", on=date(2026, 4, 1), sort="verified")
    assert FilterForm(given).filters == expected


def test_value_that_cannot_be_read_is_left_out_and_said():
    form = FilterForm({"industry": "26A", "complex": "GX9", "on": "gestern", "q": "한빛"})
    assert (form.filters, sorted(form.errors)) == (Filters(q="한빛"), ["complex", "industry", "on"])


@pytest.mark.parametrize(
    ("asked", "unfolded"),
    [({"q": "한빛", "state": "closed"}, False), ({"size": "small"}, True), ({"on": "?"}, True)],
)
def test_rarer_filters_that_are_in_use_are_not_folded_away(asked, unfolded):
    assert FilterForm(asked).is_unfolded == unfolded


def test_export_needs_a_form_that_is_known():
    assert [ExportForm({"form": form}).is_valid() for form in ("xlsx", "csv", "cp949", "pdf", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]

import pytest
from django.template.loader import render_to_string

from sandan.web.linkage.queries.runs import lists_naming
from web.linkage.factories import EntryFactory, company

pytestmark = pytest.mark.django_db


def test_company_page_can_show_the_lists_that_name_it():
    known = company()
    assert render_to_string("linkage/of_company.html", {"entries": lists_naming(known)}).strip() == ""
    EntryFactory(decision="same", company=known, applied_at="2024-04-01T00:00:00Z", row=7)
    shown = render_to_string("linkage/of_company.html", {"entries": lists_naming(known)})
    assert (shown.count("<li>"), shown.count("list.csv")) == (1, 1)

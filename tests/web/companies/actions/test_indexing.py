import pytest

from sandan.web.companies.actions.indexing import index
from sandan.web.companies.queries.register import Filters, listed
from web.companies.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def test_index_is_written_anew_and_not_twice(person_with):
    person = person_with("coordinator")

    def found(query):
        return [company.name for company in listed(person, Filters(q=query))]

    company = CompanyFactory(name="한빛")
    index([company.pk])
    company.name = company.name_key = "새빛"
    company.save()
    index([company.pk])
    assert found("한빛") == ["새빛"]
    company.names.update(name="새빛")
    index([company.pk])
    assert (found("한빛"), found("새빛")) == ([], ["새빛"])

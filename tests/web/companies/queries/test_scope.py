import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from sandan.web.companies.actions import merge
from sandan.web.companies.queries.scope import by_number, companies_for, own_companies, successor
from web.companies.factories import CompanyFactory

pytestmark = pytest.mark.django_db

ALL = {"director", "planner", "coordinator", "programme_manager", "cluster_officer", "expert", "council"}
NONE = {"administrator", "evaluator", "partner"}


@pytest.mark.parametrize("role", sorted(ALL | NONE))
def test_role_sees_all_companies_or_none(person_with, role):
    CompanyFactory()
    assert companies_for(person_with(role)).count() == (1 if role in ALL else 0)


def test_firm_sees_its_own_company_only(person_with):
    own, other = CompanyFactory(), CompanyFactory()
    person = person_with("firm", company=own)
    assert list(companies_for(person)) == [own]
    with pytest.raises(Http404):
        by_number(person, other.number)


def test_somebody_without_an_account_sees_none():
    CompanyFactory()
    assert (own_companies(AnonymousUser()), companies_for(AnonymousUser()).count()) == (set(), 0)


def test_firm_of_a_merged_company_speaks_for_what_stands_for_it(person_with):
    first, second, third = CompanyFactory(), CompanyFactory(), CompanyFactory()
    person, planner = person_with("firm", company=first), person_with("planner")
    merge(by=planner, absorbed=first, into=second, reason="같은 기업")
    merge(by=planner, absorbed=second, into=third, reason="같은 기업")
    first.refresh_from_db()
    assert (own_companies(person), successor(first)) == ({first.pk, second.pk, third.pk}, third)

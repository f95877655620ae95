from datetime import date

import pytest

from sandan.web.companies.queries.contacts import contact_lines, contact_of
from web.companies.factories import CompanyFactory, ContactFactory

pytestmark = pytest.mark.django_db

EVE, DAY = date(2026, 3, 31), date(2026, 4, 1)


def test_contacts_are_masked(person_with):
    company = ContactFactory().company
    ContactFactory(company=company, name="황보", phone="", email="", retention_until=EVE)
    shown = [
        (one.name, one.phone, one.email, one.is_overdue)
        for one in contact_lines(person_with("planner"), company, DAY)
    ]
    assert shown == [("최**", "***-****-6789", "e**@example.org", False), ("황**", "", "", True)]


@pytest.mark.parametrize("role", ["expert", "cluster_officer", "council"])
def test_others_do_not_learn_that_there_are_contacts(person_with, role):
    assert contact_lines(person_with(role), ContactFactory().company, DAY) is None


def test_firm_knows_contacts_of_its_own_company_only(person_with):
    own, other = ContactFactory().company, ContactFactory().company
    firm = person_with("firm", company=own)
    assert (len(contact_lines(firm, own, DAY)), contact_lines(firm, other, DAY)) == (1, None)


def test_contact_of_another_company_is_not_found():
    contact = ContactFactory()
    assert (contact_of(contact.company, contact.pk), contact_of(CompanyFactory(), contact.pk)) == (
        contact,
        None,
    )

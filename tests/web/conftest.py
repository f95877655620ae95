"""What tests of the office share: people with roles, and browsers signed in as them."""

import pytest
from django.test import Client

from sandan.web.accounts.models import Person, RoleAssignment


@pytest.fixture
def person_with(db):
    """Return a maker of people who hold the given roles."""

    def make(*roles, name="김하늘", company=None):
        person = Person.objects.create_user(
            email=f"{'-'.join(roles) or 'nobody'}-{Person.objects.count()}@example.org", name=name
        )
        for role in roles:
            RoleAssignment.objects.create(person=person, role=role, company=company)
        return person

    return make


@pytest.fixture
def client_as(person_with):
    """Return a maker of clients signed in as somebody with the given roles."""

    def make(*roles, **about):
        client = Client(headers={"accept-language": about.pop("language", "en")})
        client.person = person_with(*roles, **about)
        client.force_login(client.person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make

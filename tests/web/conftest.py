"""What tests of the office share: people with roles, and browsers signed in as them."""

import pytest
from django.test import Client

from sandan.web.accounts.models import Person, RoleAssignment
from sandan.web.jobs.worker import run_waiting
from sandan.web.measurement.actions import ask
from sandan.web.measurement.queries import asked_of, sheet


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


@pytest.fixture
def office_data(settings, workspace_with, planted_register, db):
    """Let the office work on a workspace with data: four planted cities at two dates."""
    settings.WORKSPACE = workspace_with("data", establishments=planted_register)
    return settings.WORKSPACE


@pytest.fixture
def answered(office_data, person_with):
    """Return a maker of answers: the question is asked and the worker has done it."""

    def make(question, lens=None, options=None):
        asked = asked_of(question, lens, options or {})
        job = ask(by=None, asked=asked)
        run_waiting()
        job.refresh_from_db()
        assert (job.state, job.error) == ("done", "")
        return sheet(asked)

    return make

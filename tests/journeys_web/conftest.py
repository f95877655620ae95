"""What journeys through a served office share: people signed in with real browsers, and axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe

SOON = 60_000
"""Milliseconds within which anything must have come, also on a busy machine."""

SIGN_IN = """
import json, sys
from django.test import Client
from sandan.web.accounts.models import Person, RoleAssignment
role = sys.argv[1]
person, made = Person.objects.get_or_create(email=f"{role}@example.org", defaults={"name": f"{role} 김하늘"})
if made:
    RoleAssignment.objects.create(person=person, role=role)
client = Client()
client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
print(json.dumps(client.cookies["sessionid"].value))
"""


@pytest.fixture
def enter(browser):
    """Return a maker of pages: somebody with a role, signed in, in a language."""
    contexts = []

    def make(office, served, role, language="en", **looks):
        context = browser.new_context(base_url=served.address, accept_downloads=True, **looks)
        context.set_default_timeout(SOON)
        contexts.append(context)
        session = {"name": "sessionid", "value": office.python(SIGN_IN, role)}
        cookies = [session, {"name": "django_language", "value": language}]
        context.add_cookies([{**one, "url": served.address} for one in cookies])
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def faults():
    """Return what axe finds on a page: the names of the rules that it breaks."""

    def found(page):
        return [one["id"] for one in Axe().run(page).response["violations"]]

    return found

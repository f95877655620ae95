"""A served office before a real browser."""

import pytest

from office_process import make_office

SIGN_IN = """
import json
from django.conf import settings
from django.contrib.auth import login
from django.test import Client
from sandan.web.accounts.models import Person, RoleAssignment
person = Person.objects.create_user("haneul@example.org", "sandan-office-2025", name="김하늘")
RoleAssignment.objects.create(person=person, role="planner")
client = Client()
client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
print(json.dumps(client.cookies["sessionid"].value))
"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    """Serve an office with the page of all components; gives its address and a session of a planner."""
    office = make_office(tmp_path_factory.mktemp("gallery") / "office", settings="gallery_settings")
    session = office.python(SIGN_IN)
    with office.served("--workers", "1", "--no-worker") as served:
        yield served.address, session


@pytest.fixture
def screen(browser, gallery):
    """Return a maker of pages of the office; ``complaints`` gathers what the browser objects to."""
    contexts = []
    address, session = gallery

    def make(*, signed_in=True, width=1280, dark=False, language="ko", scripts=True):
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale={"ko": "ko-KR", "en": "en-US"}[language],
            java_script_enabled=scripts,
        )
        contexts.append(context)
        if signed_in:
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.complaints = []
        page.on(
            "console", lambda said: said.type in {"error", "warning"} and page.complaints.append(said.text)
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()

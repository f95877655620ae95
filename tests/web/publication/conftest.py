"""A workspace of its own for every test, and counters of requests that begin at nothing."""

import json

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from sandan.data.workspace import create_workspace
from web.publication.factories import key_of


@pytest.fixture(autouse=True)
def workspace(settings, tmp_path):
    settings.WORKSPACE = create_workspace(tmp_path / "office", name="하늘시 산업진흥원")
    return settings.WORKSPACE


@pytest.fixture(autouse=True)
def _nobody_has_asked():
    cache.clear()


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def planner(person_with):
    return person_with("planner")


class Program:
    """Asks as a program does, and reads JSON."""

    def __init__(self, key=None, language="en"):
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"accept-language": language} | ({"authorization": f"Bearer {key}"} if key else {})

    def ask(self, path, method="GET", **data):
        asked = self.client.generic(method, f"/api/v1{path}", headers=self.headers, query_params=data)
        asked.read = json.loads(asked.content) if "json" in asked.headers["Content-Type"] else None
        return asked


@pytest.fixture
def program(db):
    """A program without a key."""
    return Program()


@pytest.fixture
def program_of(person_with):
    """Return a maker of programs that ask with the key of somebody with the given roles."""

    def make(*roles, person=None, **about):
        person = person or person_with(*roles)
        made = Program(key_of(person), **about)
        made.person = person
        return made

    return make

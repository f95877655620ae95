"""The schema against the interface: generated requests break nothing and get what it promises."""

from functools import cache

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from sandan.web.jobs.models import Job
from sandan.web.publication.api import entering
from sandan.web.publication.api.service import api
from sandan.web.wsgi import application
from web.companies.factories import AddressFactory
from web.imports.factories import snapshot
from web.measurement.permission_rows import a_figure
from web.publication.factories import PublishedFactory, key_of

EXAMPLES = 8
FILE = "A-2010-2013-ko.zip"


@cache
def _schema():
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def interface(monkeypatch, db):
    """The schema as a program reads it; nobody counts the requests."""
    for limited in (entering.BY_KEY, entering.BY_ADDRESS):
        monkeypatch.setattr(limited, "limit", 10**9)
    return _schema()


def _operations():
    return sorted(
        (path, method) for path, methods in api.get_openapi_schema()["paths"].items() for method in methods
    )


def _there(path, planner):
    """Make what a path can name, so that some requests find it."""
    if "/figures" in path:
        return a_figure()
    if "/companies" in path:
        return {"number": AddressFactory().company.number}
    if "/snapshots" in path:
        return {"key": snapshot().id}
    if "/jobs" in path:
        return {"key": str(Job.objects.create(kind="imports.check", title="a job", by=planner).pk)}
    return {"key": str(PublishedFactory().pk), "name": FILE}


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), _operations(), ids=lambda part: part)
@pytest.mark.parametrize("with_key", [True, False], ids=["planner", "nobody"])
def test_generated_requests_get_what_the_schema_promises(interface, planner, path, method, with_key):
    headers = {"Authorization": f"Bearer {key_of(planner)}"} if with_key else {}
    operation, there = interface[path][method], _there(path, planner)
    named = {name: value for name, value in there.items() if f"{{{name}}}" in path}
    cases = st.one_of(
        operation.as_strategy(GenerationMode.POSITIVE, path_parameters=named or None),
        operation.as_strategy(GenerationMode.POSITIVE),
        operation.as_strategy(GenerationMode.NEGATIVE),
    )

    @given(case=cases)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        case.call_and_validate(headers=headers)

    plain = operation.Case(path_parameters=named).call_and_validate(headers=headers)
    assert plain.status_code in ({200, 202} if with_key or "/open/" in path else {401})
    ask()

"""Kinds of jobs that only tests know."""

import pytest

from sandan.errors import MeasureError
from sandan.web.audit.models import Event
from sandan.web.jobs import registry
from sandan.web.jobs.registry import Outcome, job


@pytest.fixture(autouse=True)
def _kinds_of_tests(monkeypatch):
    monkeypatch.setattr(registry, "_KINDS", dict(registry.kinds()))

    @job("test.count", ko="세기", en="Counting")
    def count(progress, *, to):
        for number in range(to):
            progress.step(number + 1, to, "counting")
        return {"counted": to}

    @job("test.refuse", ko="거절", en="Refusing")
    def refuse(progress):
        raise MeasureError("There are 0 firms, but 3 are needed; choose another area.")

    @job("test.break", ko="고장", en="Breaking")
    def broken(progress):
        raise ZeroDivisionError("the secret of row 7")

    @job("test.write", ko="쓰기", en="Writing")
    def write(progress, *, breaks=False):
        def save():
            Event.objects.create(
                number=99, at="2026-01-02T00:00:00Z", actor_name="x", action="x", previous="", hash=""
            )
            if breaks:
                raise MeasureError("The last row has no place.")
            return {"event": 99}

        return Outcome({"read": 3}, write=save, address="/audit/99/")

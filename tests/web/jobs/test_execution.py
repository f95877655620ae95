import threading

import pytest

from sandan.web.audit.models import Event
from sandan.web.jobs.actions import enqueue
from sandan.web.jobs.execution import BROKEN, execute_here
from sandan.web.jobs.worker import run_waiting

pytestmark = pytest.mark.django_db


def asked(kind, **parameters):
    return enqueue(by=None, kind=kind, title=kind, parameters=parameters)


def ran(job):
    run_waiting()
    job.refresh_from_db()
    return job


def test_job_that_went_well_keeps_result_and_progress():
    job = ran(asked("test.count", to=3))
    assert (job.state, job.done, job.whole, job.message, job.attempts) == ("done", 3, 3, "counting", 1)
    assert (job.token, job.lease_until, job.error) == (None, None, "")


def test_job_that_is_refused_keeps_sentence_and_code():
    job = ran(asked("test.refuse"))
    assert (job.state, job.error, job.error_code) == (
        "failed",
        "There are 0 firms, but 3 are needed; choose another area.",
        "measure",
    )


def test_job_that_breaks_shows_nothing_of_the_inside(caplog):
    job = ran(asked("test.break"))
    assert (job.state, job.error, job.error_code) == ("failed", BROKEN, "broken")
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_writes_of_an_outcome_are_made_with_the_end():
    job = ran(asked("test.write"))
    assert (job.state, job.result, job.address) == ("done", {"read": 3, "event": 99}, "/audit/99/")
    assert Event.objects.filter(number=99).count() == 1


def test_writes_of_an_outcome_that_is_refused_are_undone():
    job = ran(asked("test.write", breaks=True))
    assert (job.state, job.result, job.error) == ("failed", None, "The last row has no place.")
    assert Event.objects.filter(number=99).count() == 0


def test_execution_of_a_job_that_was_taken_does_nothing():
    job = ran(asked("test.count", to=3))
    execute_here(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


def test_task_of_a_worker_that_stops_is_handed_back(monkeypatch):
    stopping = threading.Event()
    monkeypatch.setattr("sandan.web.jobs.execution.STOPPING", stopping)
    stopping.set()
    job = asked("test.count", to=3)
    execute_here(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)

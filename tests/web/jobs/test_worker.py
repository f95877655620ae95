import pytest

from sandan.web.jobs.actions import cancel, enqueue
from sandan.web.jobs.worker import run_waiting

pytestmark = pytest.mark.django_db


def asked(kind, **parameters):
    return enqueue(by=None, kind=kind, title=kind, parameters=parameters)


def ran(job):
    run_waiting()
    job.refresh_from_db()
    return job


def test_run_waiting_does_everything_that_waits():
    first, second = asked("test.count", to=3), asked("test.count", to=5)
    assert run_waiting() == 2
    assert [ran(job).result for job in (first, second)] == [{"counted": 3}, {"counted": 5}]


def test_job_that_was_cancelled_while_it_waited_never_runs(person_with):
    job = asked("test.count", to=3)
    cancel(by=person_with("administrator"), job=job)
    assert run_waiting() == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("cancelled", 0)

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sandan.web.jobs.actions import enqueue
from sandan.web.jobs.recovery import GIVEN_UP, take_up_again
from web.jobs.factories import JobFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATE = NOW - timedelta(seconds=1)


def after_sweep(job):
    take_up_again(NOW)
    job.refresh_from_db()
    return job


def messages():
    return sorted((row.args_kwargs["args"][0], row.status) for row in DBTaskResult.objects.all())


def test_job_whose_lease_ended_waits_again():
    job = after_sweep(JobFactory(running=True, lease_until=LATE))
    assert (job.state, job.token, job.lease_until, job.attempts) == ("waiting", None, None, 1)
    assert messages() == [(str(job.pk), "READY")]


def test_job_whose_lease_holds_is_left_alone():
    before = JobFactory(running=True, lease_until=NOW + timedelta(seconds=1))
    job = after_sweep(before)
    assert (job.state, job.token, messages()) == ("running", before.token, [])


def test_job_that_was_cut_off_three_times_fails():
    job = after_sweep(JobFactory(running=True, lease_until=LATE, attempts=3))
    assert (job.state, job.error, job.error_code, job.finished) == ("failed", GIVEN_UP, "cut-off", NOW)
    assert messages() == []


def test_job_that_was_cancelled_before_the_kill_is_cancelled():
    job = after_sweep(JobFactory(running=True, lease_until=LATE, cancel_requested=True))
    assert (job.state, job.finished, messages()) == ("cancelled", NOW, [])


def test_message_of_a_killed_worker_is_closed():
    job = enqueue(by=None, kind="test.count", title="t", parameters={"to": 3})
    DBTaskResult.objects.update(status="RUNNING", started_at=NOW)
    type(job).objects.update(created=NOW - timedelta(minutes=5))
    take_up_again(NOW)
    assert messages() == [(str(job.pk), "FAILED"), (str(job.pk), "READY")]


def test_job_that_has_its_message_gets_no_second():
    job = enqueue(by=None, kind="test.count", title="t", parameters={"to": 3})
    type(job).objects.update(created=NOW - timedelta(minutes=5))
    take_up_again(NOW)
    assert messages() == [(str(job.pk), "READY")]

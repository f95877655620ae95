from datetime import UTC, datetime

import pytest
from django_tasks_db.models import DBTaskResult

from sandan.web.jobs.messaging import (
    close_open_messages,
    forget,
    messages_wait,
    prune,
    run,
    send,
    waiting_numbers,
)
from sandan.web.jobs.models import Job
from web.jobs.factories import JobFactory

pytestmark = pytest.mark.django_db


def statuses():
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def test_message_that_was_sent_waits():
    job = JobFactory()
    assert messages_wait() is False
    send(job)
    assert (messages_wait(), waiting_numbers()) == (True, {str(job.pk)})


def test_message_about_a_job_that_ended_does_no_harm():
    job = JobFactory(finished_well=True)
    run.call(str(job.pk))
    assert Job.objects.get().finished == job.finished


def test_open_messages_are_closed_for_the_job_that_is_named():
    job, other = JobFactory(), JobFactory()
    send(job)
    send(other)
    DBTaskResult.objects.update(status="RUNNING")
    close_open_messages([job.pk])
    assert statuses() == ["FAILED", "RUNNING"]


def test_forgotten_job_has_no_message():
    job = JobFactory()
    send(job)
    forget(job)
    assert statuses() == []


def test_prune_removes_messages_that_ended_before():
    for day in (1, 3):
        send(JobFactory())
        DBTaskResult.objects.filter(status="READY").update(
            status="SUCCESSFUL", finished_at=datetime(2026, 1, day, tzinfo=UTC)
        )
    send(JobFactory())
    prune(datetime(2026, 1, 2, tzinfo=UTC))
    assert statuses() == ["READY", "SUCCESSFUL"]

from datetime import timedelta

import pytest
from django.utils import timezone

from sandan.web.jobs.attempts import beat, claim, end, finish, hand_back, wanted
from sandan.web.jobs.models import Job
from sandan.web.jobs.recovery import take_up_again
from sandan.web.jobs.registry import Outcome
from web.jobs.factories import JobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def late():
    """Return an attempt whose lease ended and whose job another worker has taken."""
    first = claim(JobFactory().pk)
    take_up_again(timezone.now() + timedelta(minutes=1))
    claim(first.job)
    return first


def test_claim_of_a_waiting_job_takes_it():
    attempt = claim(JobFactory().pk)
    assert Job.objects.values_list("state", "token", "attempts").get() == ("running", attempt.token, 1)


def test_claim_of_a_job_that_was_taken_gets_nothing():
    job = JobFactory()
    assert (claim(job.pk) is None, claim(job.pk)) == (False, None)


def test_claim_keeps_the_time_of_the_first_start():
    started = timezone.now() - timedelta(hours=1)
    claim(JobFactory(started=started).pk)
    assert Job.objects.get().started == started


def test_late_attempt_can_note_nothing(late):
    assert (beat(late, done=5), wanted(late), Job.objects.get().done) == (False, False, 0)


def test_late_attempt_can_not_finish_and_writes_nothing(late):
    written = []
    assert finish(late, Outcome({"rows": 1}, write=lambda: written.append(1))) is False
    assert (written, Job.objects.get().state, Job.objects.get().result) == ([], "running", None)


def test_late_attempt_can_not_fail_or_hand_back(late):
    assert end(late, state="failed", error="x") is False
    hand_back(late)
    assert Job.objects.values_list("state", "error", "attempts").get() == ("running", "", 2)


def test_finish_of_a_job_that_was_cancelled_writes_nothing():
    attempt, written = claim(JobFactory().pk), []
    Job.objects.update(cancel_requested=True)
    finish(attempt, Outcome({"rows": 1}, write=lambda: written.append(1)))
    assert (written, Job.objects.get().state, Job.objects.get().result) == ([], "cancelled", None)


def test_job_that_is_handed_back_has_lost_no_attempt():
    hand_back(claim(JobFactory().pk))
    assert Job.objects.values_list("state", "token", "attempts").get() == ("waiting", None, 0)

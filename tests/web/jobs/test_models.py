from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from sandan.web.jobs.models import Job
from sandan.web.jobs.recovery import GIVEN_UP
from web.jobs.factories import JobFactory

pytestmark = pytest.mark.django_db


def test_second_active_job_of_a_key_is_refused_by_the_database():
    JobFactory(key="imports:7")
    with pytest.raises(IntegrityError), transaction.atomic():
        JobFactory(key="imports:7")


def test_running_job_without_a_lease_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        JobFactory(state="running")


@pytest.mark.parametrize(("done", "whole", "percent"), [(0, 0, None), (0, 3, 0), (2, 3, 66), (4, 3, 100)])
def test_percent_is_known_where_the_whole_is(done, whole, percent):
    assert Job(done=done, whole=whole).percent == percent


def test_seconds_run_from_the_first_start():
    start = timezone.now()
    assert Job().seconds is None
    assert Job(started=start, finished=start + timedelta(seconds=75)).seconds == 75


def test_sentences_of_the_house_are_said_in_the_language_of_the_reader():
    job = Job(error=GIVEN_UP, message="counting")
    with translation.override("ko"):
        korean = job.failure
    with translation.override("en"):
        assert (job.failure, job.said, Job().failure) == (GIVEN_UP, "counting", "")
    assert korean.startswith("작업이 세 번 중단되어")


def test_place_is_the_address_of_the_result_or_the_page_of_the_job():
    job = Job()
    assert (job.place, Job(address="/imports/7/").place) == (f"/jobs/{job.pk}/", "/imports/7/")

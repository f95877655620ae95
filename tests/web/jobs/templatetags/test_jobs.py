from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from sandan.web.jobs.models import Job
from sandan.web.jobs.templatetags.jobs import duration, milestone, tone

START = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "en", "ko"),
    [(0, "0 s", "0초"), (75, "1 min 15 s", "1분 15초"), (7_500, "2 h 5 min", "2시간 5분")],
)
def test_duration_is_said_in_its_two_largest_units(seconds, en, ko):
    job = Job(started=START, finished=START + timedelta(seconds=seconds))
    with translation.override("en"):
        english = duration(job)
    with translation.override("ko"):
        assert (english, duration(job)) == (en, ko)


def test_duration_of_a_job_that_has_not_started_is_nothing():
    assert duration(Job()) == ""


@pytest.mark.parametrize(
    ("done", "whole", "said"),
    [(0, 0, "running"), (0, 8, "running"), (1, 8, "running-0"), (7, 8, "running-75")],
)
def test_milestone_changes_at_quarters(done, whole, said):
    assert milestone(Job(state="running", done=done, whole=whole)) == said


def test_tone_of_a_failed_job_is_bad():
    assert [tone(Job(state=state)) for state in ("running", "done", "failed")] == ["info", "good", "bad"]

import sys

import pytest

from sandan.web.jobs import registry
from sandan.web.jobs.registry import Cancelled, Progress, job, kind_of, title_of, words_of


class Notes:
    """Remembers what was noted."""

    def __init__(self, *, until=100):
        self.noted, self.until = [], until

    def note(self, done, whole, message):
        self.noted.append((done, whole, message))
        return len(self.noted) < self.until


def test_progress_of_many_steps_is_noted_a_few_times():
    notes = Notes()
    progress = Progress(notes)
    for number in range(1_000):
        progress.step(number, 2_000, "reading")
    assert notes.noted == [(0, 2_000, "reading")]


def test_progress_with_a_new_message_or_at_the_end_is_noted_at_once():
    notes = Notes()
    progress = Progress(notes)
    progress.step(1, 3, "reading")
    progress.step(2, 3, "writing")
    progress.step(3, 3)
    assert notes.noted == [(1, 3, "reading"), (2, 3, "writing"), (3, 3, "writing")]


def test_progress_of_a_job_that_is_not_wanted_ends_the_task():
    with pytest.raises(Cancelled):
        Progress(Notes(until=1)).step(1, 3)


def test_kind_is_found_with_its_words():
    assert (str(words_of("test.count").ko), kind_of("test.count").words.en) == ("세기", "Counting")


def test_kind_that_a_newer_version_does_not_know_is_called_by_its_key():
    assert words_of("imports.gone").en == "imports.gone"


def test_job_of_two_modules_is_refused():
    def elsewhere(progress):
        return {}

    elsewhere.__module__ = "sandan.web.other.tasks"
    with pytest.raises(ValueError, match=r"'test\.count' is a job of .* and of sandan\.web\.other\.tasks"):
        job("test.count", ko="x", en="x")(elsewhere)


def test_tasks_of_apps_are_found_when_somebody_asks_for_kinds(monkeypatch, settings):
    settings.SANDAN_APPS = ["office_probe", "sandan.web.audit"]
    monkeypatch.delitem(sys.modules, "office_probe.tasks", raising=False)
    registry._KINDS.clear()
    registry._load_tasks.cache_clear()
    assert sorted(registry.kinds()) == ["probe.think", "probe.walk"]


def test_title_is_made_of_what_is_stored_and_of_parameters():
    @job("test.titled", ko="이름 짓기", en="Naming", title=lambda stored, about: f"{stored} {about['year']}")
    def titled(progress):
        return {}

    assert title_of("test.titled", "Haneul", {"year": 2013}) == "Haneul 2013"
    assert title_of("test.count", "ventures.csv", {}) == "ventures.csv"
    assert title_of("imports.gone", "ventures.csv", {}) == "ventures.csv"

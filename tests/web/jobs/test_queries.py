import pytest
from django.contrib.auth.models import AnonymousUser

from sandan.web.jobs.queries import narrowed, next_waiting, visible_to
from web.jobs.factories import JobFactory

pytestmark = pytest.mark.django_db


def titles(jobs):
    return sorted(job.title for job in jobs)


def test_visible_jobs_are_ones_own_or_for_an_administrator_all(person_with):
    planner, other = person_with("planner"), person_with("planner")
    JobFactory(title="mine", by=planner)
    JobFactory(title="other's", by=other)
    JobFactory(title="nobody's")
    assert titles(visible_to(planner)) == ["mine"]
    assert titles(visible_to(person_with("administrator"))) == ["mine", "nobody's", "other's"]
    assert titles(visible_to(AnonymousUser())) == []


def test_narrowed_jobs_are_of_the_state_and_kind_that_were_named(person_with):
    JobFactory(title="a", refused=True)
    JobFactory(title="b", refused=True, kind="test.write")
    JobFactory(title="c")
    all_jobs = visible_to(person_with("administrator"))
    assert titles(narrowed(all_jobs)) == ["a", "b", "c"]
    assert titles(narrowed(all_jobs, state="failed")) == ["a", "b"]
    assert titles(narrowed(all_jobs, state="failed", kind="test.write")) == ["b"]


def test_next_waiting_is_the_oldest():
    first = JobFactory()
    JobFactory()
    assert next_waiting() == first

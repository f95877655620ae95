import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from sandan.errors import OfficeError
from sandan.web.audit.queries import timeline
from sandan.web.jobs.actions import cancel, enqueue, retry
from sandan.web.jobs.models import Job
from web.jobs.factories import JobFactory

pytestmark = pytest.mark.django_db


def asked(**about):
    return enqueue(**{"by": None, "kind": "test.count", "title": "t", "parameters": {"to": 3}} | about)


def trail(job):
    return [(event.action, event.actor_name, event.before, event.after) for event in timeline(job)]


def messages():
    return [row.args_kwargs["args"] for row in DBTaskResult.objects.all()]


def test_enqueue_writes_job_and_message(person_with):
    person = person_with("planner")
    job = asked(by=person, title="stores.csv", address="/imports/7/")
    assert Job.objects.values_list("title", "state", "by", "address").get() == (
        "stores.csv",
        "waiting",
        person.pk,
        "/imports/7/",
    )
    assert messages() == [[str(job.pk)]]


def test_enqueue_in_a_transaction_that_is_undone_asks_for_nothing():
    with transaction.atomic():
        asked()
        transaction.set_rollback(True)
    assert (Job.objects.count(), messages()) == (0, [])


def test_enqueue_with_a_key_that_waits_gives_the_job_that_waits():
    assert asked(key="imports:7") == asked(key="imports:7")
    assert len(messages()) == 1


def test_enqueue_with_a_key_that_ended_makes_a_new_job():
    first = JobFactory(key="imports:7", finished_well=True)
    assert asked(key="imports:7").pk != first.pk


def test_enqueue_that_comes_second_with_a_key_gives_the_first(monkeypatch):
    first = asked(key="imports:7")
    # As if the other's job had been written between the look and the write.
    monkeypatch.setattr("sandan.web.jobs.actions.active_of_key", lambda _key: None)
    assert asked(key="imports:7") == first
    assert Job.objects.count() == 1


def test_enqueue_of_an_unknown_kind_names_those_that_are_known():
    with pytest.raises(ValueError, match=r"'test\.dance' is no kind of job; known are .*test\.count"):
        asked(kind="test.dance")


def test_cancel_of_a_job_that_waits_ends_it(person_with):
    job = cancel(by=person_with("planner", name="김하늘"), job=asked())
    assert (job.state, job.finished is None) == ("cancelled", False)
    assert trail(job) == [("job.cancelled", "김하늘", {"state": "waiting"}, {"state": "cancelled"})]


def test_cancel_of_a_job_that_runs_asks_it_to_stop(person_with):
    job = cancel(by=person_with("planner", name="김하늘"), job=JobFactory(running=True))
    assert (job.state, job.cancel_requested) == ("running", True)
    assert trail(job) == [("job.cancelled", "김하늘", {"state": "running"}, {"state": "running"})]


@pytest.mark.parametrize("ended", ["finished_well", "refused", "dropped"])
def test_cancel_of_a_job_that_ended_changes_nothing(person_with, ended):
    before = JobFactory(**{ended: True})
    after = cancel(by=person_with("planner"), job=before)
    assert (after.state, after.finished, trail(after)) == (before.state, before.finished, [])


@pytest.mark.parametrize("ended", ["refused", "dropped"])
def test_retry_makes_a_new_job_for_whoever_asked_first(person_with, ended):
    planner, administrator = person_with("planner"), person_with("administrator", name="이바다")
    old = JobFactory(by=planner, key="imports:7", address="/imports/7/", **{ended: True})
    new = retry(by=administrator, job=old)
    assert (new.by, new.retry_of, new.state) == (planner, old, "waiting")
    assert (new.kind, new.title, new.parameters, new.key, new.address) == (
        old.kind,
        old.title,
        old.parameters,
        old.key,
        old.address,
    )
    assert trail(old) == [("job.retried", "이바다", {}, {"job": str(new.pk)})]


def test_retry_twice_gives_the_same_job(person_with):
    old, person = JobFactory(refused=True), person_with("planner")
    assert retry(by=person, job=old) == retry(by=person, job=old)
    assert len(trail(old)) == 1


@pytest.mark.parametrize("state", ["running", "finished_well"])
def test_retry_of_a_job_that_did_not_fail_is_refused(person_with, state):
    job = JobFactory(title="stores.csv", **{state: True})
    with pytest.raises(OfficeError) as refusal:
        retry(by=person_with("planner"), job=job)
    assert str(refusal.value) == (
        f"The job “stores.csv” is {job.state}, but only one that failed or was cancelled can be tried again; "
        "ask for a new one where this one was asked for."
    )

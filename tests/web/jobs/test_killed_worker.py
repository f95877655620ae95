"""Workers are real processes here, and they are killed for real."""

import json
import time

import pytest

from office_process import kill, office_database, real_office, wait_until  # noqa: F401

pytestmark = pytest.mark.slow

ASK = """
import sys, json
from sandan.web.jobs.actions import enqueue
for name, kind, parameters in json.loads(sys.argv[1]):
    enqueue(by=None, kind=kind, title=name, parameters={"name": name} | parameters)
"""
CANCEL = """
import sys
from sandan.web.accounts.models import Person
from sandan.web.jobs.actions import cancel
from sandan.web.jobs.models import Job
by = Person.objects.create_user(email="a@example.org", name="김하늘")
cancel(by=by, job=Job.objects.get(title=sys.argv[1]))
"""


def ask(office, *jobs):
    office.python(ASK, json.dumps(jobs))


def states(office):
    return sorted(office.rows("SELECT title, state, attempts FROM jobs_job"))


def state(office, name):
    return next(row[1] for row in states(office) if row[0] == name)


def effects(office):
    return sorted(
        office.rows("SELECT reason, count(*) FROM audit_event WHERE action='probe.written' GROUP BY reason")
    )


def test_job_of_a_killed_worker_is_done_once(real_office):  # noqa: F811
    ask(real_office, ("long", "probe.walk", {"steps": 40, "pause": 0.1, "rows": 7}))
    with real_office.worker() as (first,):
        wait_until(lambda: real_office.rows("SELECT 1 FROM jobs_job WHERE done > 3"), what="progress")
        kill(first)
    with real_office.worker():
        wait_until(lambda: state(real_office, "long") == "done", what="the end")
    assert states(real_office) == [("long", "done", 2)]
    assert effects(real_office) == [("long", 7)]


def test_job_killed_while_it_writes_leaves_no_half(real_office):  # noqa: F811
    ask(real_office, ("write", "probe.walk", {"steps": 1, "rows": 20, "writing": 6.0}))
    with real_office.worker() as (first,):
        wait_until(lambda: state(real_office, "write") == "running", what="the start")
        time.sleep(2.5)
        kill(first)
    assert effects(real_office) == []
    with real_office.worker():
        wait_until(lambda: state(real_office, "write") == "done", what="the end")
    assert states(real_office) == [("write", "done", 2)]
    assert effects(real_office) == [("write", 20)]


def test_running_job_that_is_cancelled_stops_and_writes_nothing(real_office):  # noqa: F811
    ask(real_office, ("walk", "probe.walk", {"steps": 1000, "pause": 0.1}))
    with real_office.worker():
        wait_until(lambda: state(real_office, "walk") == "running", what="the start")
        real_office.python(CANCEL, "walk")
        wait_until(lambda: state(real_office, "walk") == "cancelled", what="the cancelling", patience=40)
    assert states(real_office) == [("walk", "cancelled", 1)]
    assert effects(real_office) == []


def test_worker_that_is_stopped_hands_its_job_back(real_office):  # noqa: F811
    ask(real_office, ("walk", "probe.walk", {"steps": 60, "pause": 0.1}))
    with real_office.worker() as (first,):
        wait_until(lambda: state(real_office, "walk") == "running", what="the start")
    assert (first.returncode, states(real_office)) == (0, [("walk", "waiting", 0)])
    with real_office.worker():
        wait_until(lambda: state(real_office, "walk") == "done", what="the end")
    assert (states(real_office), effects(real_office)) == ([("walk", "done", 1)], [("walk", 1)])


def test_two_workers_do_fifty_jobs_once_each(real_office):  # noqa: F811
    names = [f"job {number:02}" for number in range(50)]
    ask(real_office, *((name, "probe.walk", {"steps": 3}) for name in names))
    with real_office.worker(2):
        wait_until(lambda: {row[1] for row in states(real_office)} == {"done"}, what="the end")
    assert states(real_office) == [(name, "done", 1) for name in names]
    assert effects(real_office) == [(name, 1) for name in names]
    assert real_office.log("worker").read_text() == ""


def test_long_silence_of_a_task_does_not_cost_its_lease(real_office):  # noqa: F811
    ask(real_office, ("think", "probe.think", {"seconds": 28}))
    with real_office.worker(2):
        wait_until(lambda: state(real_office, "think") == "done", what="the end")
    assert (states(real_office), effects(real_office)) == ([("think", "done", 1)], [("think", 1)])

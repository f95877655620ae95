import pytest

from sandan.web.audit.models import Event
from sandan.web.companies.models import Company
from sandan.web.jobs.worker import run_waiting
from sandan.web.linkage import actions
from sandan.web.linkage.models import Entry, Run
from web.linkage.factories import EntryFactory, company, pensions, snapshot

pytestmark = pytest.mark.django_db


def test_job_writes_a_run_and_leads_to_it(person_with):
    company("㈜한빛전자")
    planner, list_ = person_with("planner"), snapshot(pensions([{"name": "한빛전자"}, {"name": "노을"}]))
    job = actions.ask(by=planner, snapshot=list_)
    run_waiting()
    job.refresh_from_db()
    run = Run.objects.get()
    assert (job.state, job.error, job.address) == ("done", "", run.get_absolute_url())
    assert (run.by, run.rows, run.companies, Entry.objects.count()) == (planner, 2, 1, 2)


def test_list_that_is_gone_is_refused(person_with, workspace):
    list_ = snapshot(pensions([{"name": "한빛전자"}]))
    job = actions.ask(by=person_with("planner"), snapshot=list_)
    workspace.vault.folder(list_.id).rename(workspace.root / "away")
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.error, Run.objects.count()) == (
        "failed",
        f"The vault has no list of firms {list_.id[:12]!r}; choose another list.",
        0,
    )


def test_taking_over_ends_with_one_event_about_the_whole(person_with):
    planner, entry = person_with("planner"), EntryFactory(decision="new", name="㈜노을")
    EntryFactory(run=entry.run)
    EntryFactory(run=entry.run, decision="unclear")
    job = actions.ask_to_take_over(by=planner, run=entry.run)
    run_waiting()
    job.refresh_from_db()
    about = {"in_the_register": 1, "open": 1, "unclear": 1}
    assert (job.state, job.error, job.result, Company.objects.count()) == ("done", "", about, 1)
    event = Event.objects.get(action="decisions.taken_over")
    assert (event.actor_id, event.after) == (planner.pk, about)


def test_run_that_is_gone_is_refused(person_with):
    entry = EntryFactory()
    job = actions.ask_to_take_over(by=person_with("planner"), run=entry.run)
    key = entry.run.pk
    Run.objects.all().delete()
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.error) == (
        "failed",
        f"The matched list {key} is gone; match the list again.",
    )

import pytest

from sandan.web.audit.models import Event
from sandan.web.companies.actions import ask_for_check
from sandan.web.companies.models import QualityReport
from sandan.web.jobs.worker import run_waiting
from web.companies.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def test_check_runs_in_the_background_and_leads_to_the_board(person_with):
    CompanyFactory()
    person = person_with("planner")
    job = ask_for_check(by=person)
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.result, job.address) == ("done", {"companies": 1}, "/companies/quality/")
    assert QualityReport.objects.get().companies == 1
    assert Event.objects.get(action="register.checked").actor_id == person.pk

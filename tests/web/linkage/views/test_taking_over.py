import pytest
from django.urls import reverse

from sandan.web.companies.models import Certificate
from sandan.web.jobs.models import Job
from sandan.web.jobs.worker import run_waiting
from web.linkage.factories import EntryFactory, RunFactory, company

pytestmark = pytest.mark.django_db

DATA = {"valid_from": "2022-05-01", "valid_to": "2025-04-30"}


def address_of(name, **kwargs):
    return reverse(f"linkage:{name}", kwargs=kwargs)


def test_summary_is_read_with_the_same_number_of_questions(client_as, django_assert_num_queries):
    client, run = client_as("planner"), RunFactory()
    address = address_of("take_over", run=run.pk)
    client.get(address)
    for rows in (1, 2):
        for number in range(rows):
            EntryFactory(run=run, decision="same", company=company(f"한빛전자 {rows} {number}"), data=DATA)
        # session, person, roles; run; rows with companies; counts; job
        with django_assert_num_queries(7):
            client.get(address)


def test_taking_over_and_back_through_the_pages(client_as):
    client, known = client_as("planner"), company()
    entry = EntryFactory(decision="same", company=known, data=DATA)
    client.post(address_of("take_over", run=entry.run.pk))
    assert [job.kind for job in Job.objects.all()] == ["linkage.take_over"]
    run_waiting()
    assert Certificate.objects.get().company == known
    response = client.post(address_of("take_back", entry=entry.pk), {"reason": "another firm"})
    entry.refresh_from_db()
    assert (response.status_code, Certificate.objects.count(), entry.decision) == (302, 0, "")


def test_taking_back_without_a_reason_is_refused(client_as):
    client, entry = client_as("planner"), EntryFactory(decision="same", company=company())
    response = client.post(address_of("take_back", entry=entry.pk), {"reason": ""}, follow=True)
    assert [str(one) for one in response.context["messages"]] == [
        "Say why it is taken back; the next person will ask."
    ]


def test_nothing_to_take_over_says_what_to_do_first(client_as):
    page = client_as("planner").get(address_of("take_over", run=RunFactory().pk)).content.decode()
    assert page.count("Nothing is waiting for the register") == 1

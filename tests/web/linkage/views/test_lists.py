from datetime import date

import pytest
from django.urls import reverse

from sandan.web.jobs.models import Job
from web.linkage.factories import RunFactory, pensions, snapshot

pytestmark = pytest.mark.django_db


def test_start_asks_for_the_matching_of_a_list(client_as):
    client, list_ = client_as("planner"), snapshot(pensions([{"name": "한빛전자"}]))
    response = client.post(reverse("linkage:match"), {"snapshot": list_.id})
    assert (response.status_code, response.url) == (302, f"/linkage/?snapshot={list_.id}")
    job = Job.objects.get()
    assert (job.kind, job.parameters) == ("linkage.match", {"snapshot": list_.id})
    assert client.get(response.url).context["job"] == job


def test_start_of_an_unknown_list_is_refused(client_as):
    response = client_as("planner").post(reverse("linkage:match"), {"snapshot": "f" * 64}, follow=True)
    assert [str(one) for one in response.context["messages"]] == [
        "Choose a list of firms that is in the vault."
    ]
    assert Job.objects.count() == 0


def test_reader_sees_the_list_without_a_button(client_as):
    list_ = snapshot(pensions([{"name": "한빛전자"}]))
    page = client_as("director").get(f"/linkage/?snapshot={list_.id}").content.decode()
    assert (page.count("A planner starts the matching."), page.count("/linkage/match/")) == (1, 0)


def test_vault_without_lists_says_what_to_do(client_as):
    assert client_as("planner").get("/linkage/").content.decode().count("There is no list of firms yet") == 1


def test_lists_are_read_with_the_same_number_of_questions(client_as, django_assert_num_queries):
    client = client_as("planner")
    client.get("/linkage/")
    for days in ((1,), (2, 3)):
        for day in days:
            list_ = snapshot(pensions([{"name": f"한빛전자 {day}"}]), as_of=date(2024, 3, day))
            RunFactory(snapshot=list_.id)
        # session, person, roles; runs with what waits in them
        with django_assert_num_queries(4):
            client.get("/linkage/")

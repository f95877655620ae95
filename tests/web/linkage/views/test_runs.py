import csv
from io import StringIO

import pytest
from django.urls import reverse

from sandan.web.audit.models import Event
from web.linkage.factories import EntryFactory, RunFactory, candidate, company

pytestmark = pytest.mark.django_db


def test_run_is_read_with_the_same_number_of_questions_for_any_list(client_as, django_assert_num_queries):
    client, run = client_as("planner"), RunFactory()
    client.get(run.get_absolute_url())
    for rows in (1, 2):
        for number in range(rows):
            known = company(f"한빛전자 {rows} {number}")
            EntryFactory(run=run, candidates=[candidate(known)])
        # session, person, roles; run; count, rows, companies; job; counts by state
        with django_assert_num_queries(9):
            client.get(run.get_absolute_url())


def test_part_of_the_page_is_only_the_rows(client_as):
    run = RunFactory()
    EntryFactory(run=run)
    response = client_as("director").get(run.get_absolute_url(), headers={"HX-Request": "true"})
    assert response.templates[0].name == "linkage/rows.html"


def test_export_follows_the_filter_and_is_noted(client_as):
    client, run = client_as("director"), RunFactory()
    EntryFactory(run=run, row=1, name="=cmd()")
    EntryFactory(run=run, row=2, state="none")
    address = reverse("linkage:export", kwargs={"run": run.pk})
    response = client.post(f"{address}?state=unknown", {"form": "utf-8"})
    rows = list(csv.reader(StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [row[:2] for row in rows] == [["Row", "Name"], ["1", "'=cmd()"]]
    event = Event.objects.get(action="list.exported")
    assert event.after == {"filter": {"state": "unknown"}, "rows": 1, "form": "utf-8"}


def test_export_in_no_known_form_is_refused(client_as):
    client, run = client_as("director"), RunFactory()
    response = client.post(reverse("linkage:export", kwargs={"run": run.pk}), {"form": "pdf"})
    assert (response.status_code, Event.objects.filter(action="list.exported").count()) == (302, 0)


def test_confirming_needs_a_look_at_the_sample(client_as):
    known = company()
    entry = EntryFactory(state="match", proposed=known, score=11.0, why="number")
    address = reverse("linkage:confirm", kwargs={"run": entry.run.pk, "state": "match"})
    client = client_as("coordinator")
    response = client.post(address)
    entry.refresh_from_db()
    assert (response.status_code, response.context["form"].errors, entry.decision) == (
        422,
        {"seen": ["Look at the sample first, then tick this box."]},
        "",
    )
    response = client.post(address, {"seen": "on"})
    entry.refresh_from_db()
    assert (response.status_code, entry.decision, entry.company) == (302, "same", known)


def test_states_for_persons_cannot_be_confirmed_in_bulk(client_as):
    run = RunFactory()
    response = client_as("planner").get(f"/linkage/runs/{run.pk}/confirm/unknown/")
    assert response.status_code == 404

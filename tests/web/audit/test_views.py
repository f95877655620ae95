import csv
import io

import pytest
from django.utils.translation import override

from sandan.web.audit.actions import record
from sandan.web.audit.models import Event
from sandan.web.audit.templatetags.trail import changes, said


def _record(person, count=1, **about):
    return [record(by=person, action="role.given", on=person, **about) for _ in range(count)]


@pytest.mark.parametrize("count", [1, 3])
def test_trail_in_constant_queries(client_as, count, django_assert_num_queries):
    client = client_as("director")
    _record(client.person, count)
    # Session, viewer, the viewer's roles; the events; the people of the filter.
    with django_assert_num_queries(5):
        page = client.get("/audit/").context["page"]
    assert len(page.events) == count


def test_trail_with_nonsense_in_the_address_shows_all(client_as):
    client = client_as("director")
    _record(client.person)
    page = client.get("/audit/?action=x&person=99&first_day=yesterday&before=-3&after=").context["page"]
    assert [event.number for event in page.events] == [1]


def test_event_shows_before_and_after_and_its_place(client_as):
    client = client_as("director")
    _record(client.person, 3, before={"valid_to": None}, after={"valid_to": "2026-12-31", "role": "planner"})
    context = client.get("/audit/2/").context
    assert (context["earlier"].number, context["later"].number) == (1, 3)
    assert client.get("/audit/4/").status_code == 404


def test_download_is_harmless_in_a_spreadsheet_and_recorded(client_as):
    client = client_as("director")
    _record(client.person, reason="=1+1", after={"role": "planner"})
    answer = client.post("/audit/download/", {"action": "role.given"})
    text = b"".join(answer.streaming_content).decode()
    header, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    cells = dict(zip(header, row, strict=True))
    assert (text[0], cells["reason"], cells["after"]) == ("\ufeff", "'=1+1", '{"role": "planner"}')
    event = Event.objects.first()
    assert (event.action, event.actor_id, event.after) == (
        "trail.exported",
        client.person.pk,
        {"narrowed": ["action"]},
    )


def _lines(event):
    return [(change.label, change.before, change.after) for change in changes(event)]


def test_changes_speak_the_language_of_the_page(person_with):
    (event,) = _record(
        person_with("director"),
        before={"is_active": True},
        after={"is_active": False, "role": "planner", "roles": ["director", "x"], "free": None},
    )
    with override("en"):
        assert (str(said(event)), _lines(event)) == (
            "Gave a role",
            [
                ("may sign in", "yes", "no"),
                ("role", "—", "Planner"),
                ("roles", "—", "Director, x"),
                ("free", "—", "—"),
            ],
        )
    with override("ko"):
        assert (str(said(event)), _lines(event)[1]) == ("역할을 부여함", ("역할", "—", "기획·정책 담당"))


def test_changes_write_dates_and_leave_what_only_looks_like_one(person_with):
    values = {"day": "2026-12-31", "moment": "2026-01-01T00:00:00Z", "text": "2026-13-99", "hour": "T"}
    (event,) = _record(person_with("director"), after=values)
    with override("en"):
        assert [after for _, _, after in _lines(event)][2:] == ["2026-13-99", "T"]
        assert "09:00" in _lines(event)[1][2] or "9 a.m." in _lines(event)[1][2]


def test_changes_of_a_kind_that_is_gone_keep_their_names(person_with):
    (event,) = _record(person_with("director"), after={"old_field": "x"})
    event.object_type, event.action = "gone.thing", "gone.done"
    assert (said(event), _lines(event)) == ("gone.done", [("old field", "—", "x")])


def test_timeline_shows_fifty_and_says_that_there_are_more(client_as):
    client = client_as("director")
    _record(client.person, 51)
    page = client.get(f"/people/{client.person.pk}/").content.decode()
    assert (page.count("Gave a role"), page.count("The 50 newest events are shown")) == (50, 1)

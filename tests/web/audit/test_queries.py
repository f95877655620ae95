from django.db import connection

from sandan.web.audit.actions import record
from sandan.web.audit.models import Event
from sandan.web.audit.queries import broken_links, timeline


def _three(person):
    return [record(by=person, action="person.invited", on=person, after={"turn": turn}) for turn in range(3)]


def _unguarded(statement):
    """Change the trail as somebody with the database file would: the triggers are theirs to drop."""
    with connection.cursor() as cursor:
        for name in ("update", "delete"):
            on = " ON audit_event" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER audit_event_no_{name}{on}")
        cursor.execute(statement)


def test_chain_whole_has_no_breaks(person_with):
    _three(person_with("administrator"))
    assert list(broken_links()) == []


def test_chain_with_changed_row_names_it(person_with):
    _three(person_with("administrator"))
    _unguarded("UPDATE audit_event SET object_label = 'somebody else' WHERE number = 2")
    assert [(one.number, one.why) for one in broken_links()] == [
        (2, "its content was changed after it was written")
    ]


def test_chain_with_removed_row_names_the_gap(person_with):
    _three(person_with("administrator"))
    _unguarded("DELETE FROM audit_event WHERE number = 2")
    assert [(one.number, one.why) for one in broken_links()] == [(3, "1 events before it are gone")]


def test_timeline_newest_first(person_with):
    person, other = person_with("administrator"), person_with("planner")
    _three(person)
    record(by=person, action="person.invited", on=other)
    assert [event.number for event in timeline(person)] == [3, 2, 1]
    assert Event.objects.count() == 4

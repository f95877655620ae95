from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from sandan.errors import OfficeError
from sandan.web.audit import queries
from sandan.web.audit.actions import record
from sandan.web.audit.chain import FIRST, Head
from sandan.web.audit.models import Event
from sandan.web.audit.queries import Wanted, broken_links, timeline


def _three(person):
    return [record(by=person, action="person.invited", on=person, after={"turn": turn}) for turn in range(3)]


def _unguarded(statement):
    """Change the trail as somebody with the database file would: the triggers are theirs to drop."""
    with connection.cursor() as cursor:
        for name in ("update", "delete"):
            on = " ON audit_event" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER audit_event_no_{name}{on}")
        cursor.execute(statement)


def _broken(**about):
    return [(one.number, one.why) for one in broken_links(**about)]


def test_chain_whole_has_no_breaks(person_with):
    _three(person_with("administrator"))
    assert _broken(expected=queries.head()) == []


def test_chain_empty_has_no_breaks(db):
    assert (_broken(expected=Head()), str(queries.head())) == ([], f"0:{FIRST}")


def test_chain_with_changed_row_names_it(person_with):
    _three(person_with("administrator"))
    _unguarded("UPDATE audit_event SET object_label = 'somebody else' WHERE number = 2")
    assert _broken() == [(2, "its content was changed after it was written")]


def test_chain_with_removed_row_names_the_gap(person_with):
    _three(person_with("administrator"))
    _unguarded("DELETE FROM audit_event WHERE number = 2")
    assert _broken() == [(3, "events before it are gone")]


def test_chain_cut_off_shows_only_against_an_earlier_end(person_with):
    _three(person_with("administrator"))
    noted = queries.head()
    _unguarded("DELETE FROM audit_event WHERE number = 3")
    assert _broken() == []
    assert _broken(expected=noted) == [(3, "it was noted as the end, but the trail stops before it")]


def test_chain_written_anew_shows_against_an_earlier_end(person_with):
    first = _three(person_with("administrator"))[0]
    noted = Head(1, first.content_hash())
    first.reason = "another story"
    _unguarded(
        f"UPDATE audit_event SET reason = 'another story', hash = '{first.content_hash()}' WHERE number = 1"
    )
    assert (1, "it is not the event that stood here when the end was noted") in _broken(expected=noted)


@pytest.mark.parametrize("text", ["", "3", "3:", "x:" + FIRST, "3:" + FIRST[1:] + "g", "-1:" + FIRST])
def test_head_nonsense_is_refused(text):
    with pytest.raises(OfficeError, match="names no end of a trail; it must be NUMBER:HASH"):
        Head.read(text)


def test_head_is_read_as_it_is_written():
    assert Head.read(str(Head(7, "ab" * 32))) == Head(7, "ab" * 32)


def test_timeline_newest_first(person_with):
    person, other = person_with("administrator"), person_with("planner")
    _three(person)
    record(by=person, action="person.invited", on=other)
    assert [event.number for event in timeline(person)] == [3, 2, 1]
    assert Event.objects.count() == 4


def _many(person, count):
    """Write events as the trail holds them, without the chain: these tests look at pages only."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    Event.objects.bulk_create(
        Event(
            number=number,
            at=start + timedelta(hours=number),
            actor_id=person.pk if number % 2 else None,
            actor_name="x",
            action="person.invited" if number % 3 else "role.given",
            object_type="accounts.person",
            object_id="1",
            object_label="x",
            previous="",
            hash="",
        )
        for number in range(1, count + 1)
    )


def _numbers(page):
    return [event.number for event in page.events]


def test_page_leads_through_the_whole_trail_and_back(person_with):
    _many(person_with("administrator"), 120)
    first = queries.page(Wanted())
    second = queries.page(Wanted(), before=first.older)
    third = queries.page(Wanted(), before=second.older)
    assert [_numbers(one) for one in (first, second, third)] == [
        list(range(120, 70, -1)),
        list(range(70, 20, -1)),
        list(range(20, 0, -1)),
    ]
    assert (first.newer, third.older) == (None, None)
    back = queries.page(Wanted(), after=third.newer)
    assert (_numbers(back), _numbers(queries.page(Wanted(), after=back.newer))) == (
        _numbers(second),
        _numbers(first),
    )
    assert queries.page(Wanted(), after=back.newer).newer is None


def test_page_of_exactly_one_page_has_no_neighbors(person_with):
    _many(person_with("administrator"), 50)
    page = queries.page(Wanted())
    assert (len(page.events), page.newer, page.older) == (50, None, None)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"action": "role.given"}, [30, 27, 24, 21, 18, 15, 12, 9, 6, 3]),
        ({"kind": "companies.company"}, []),
        # In Seoul the second day begins nine hours before that of UTC.
        ({"first_day": "2026-01-02"}, list(range(30, 14, -1))),
        ({"last_day": "2026-01-01"}, list(range(14, 0, -1))),
    ],
)
def test_page_narrowed(person_with, wanted, numbers):
    _many(person_with("administrator"), 30)
    days = {name: datetime.fromisoformat(value).date() for name, value in wanted.items() if "day" in name}
    assert _numbers(queries.page(Wanted(**(wanted | days)))) == numbers


def test_page_of_a_person(person_with):
    person = person_with("administrator")
    _many(person, 5)
    assert _numbers(queries.page(Wanted(person=person.pk))) == [5, 3, 1]

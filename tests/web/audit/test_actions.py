import pytest
from django.db import DatabaseError, transaction

from sandan.web.audit.actions import record
from sandan.web.audit.models import FIRST, Event


def test_record_binds_each_event_to_the_one_before(person_with):
    person = person_with("administrator")
    first, second = (record(by=person, action="person.invited", on=person) for _ in range(2))
    assert (first.previous, second.previous) == (FIRST, first.hash)


def test_record_undeclared_kind_is_refused(person_with):
    with pytest.raises(ValueError, match=r"'nothing\.declared' is no kind of event"):
        record(by=None, action="nothing.declared", on=person_with("administrator"))


def _change():
    Event.objects.update(reason="other")


def _remove():
    Event.objects.all().delete()


@pytest.mark.parametrize("attempt", [_change, _remove])
def test_event_cannot_be_changed_or_removed(person_with, attempt):
    record(by=None, action="person.invited", on=person_with("administrator"))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt()
    assert Event.objects.get().reason == ""

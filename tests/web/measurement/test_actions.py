import pytest
from django.db import IntegrityError, transaction

from sandan.web.audit.models import Event
from sandan.web.measurement import actions
from sandan.web.measurement.models import Office
from sandan.web.measurement.queries import office


def last_event():
    event = Event.objects.first()
    return event.action, event.actor_id, event.before, event.after, event.reason


def test_change_office_records_only_what_changed(person_with):
    by = person_with("planner")
    actions.change_office(by=by, city="G10000", start=2010, end=None, comparison_set="")
    assert last_event() == (
        "office.changed",
        by.pk,
        {"city": "", "start": None},
        {"city": "G10000", "start": 2010},
        "",
    )
    actions.change_office(by=by, city="G10000", start=2010, end=None, comparison_set="")
    assert (Event.objects.count(), office().city) == (1, "G10000")


def test_office_is_one_and_its_years_are_in_order(db):
    for fields in ({"pk": 2}, {"pk": 1, "start": 2013, "end": 2010}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Office.objects.create(**fields)

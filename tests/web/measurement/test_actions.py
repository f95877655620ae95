import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from sandan.web.audit.models import Event
from sandan.web.measurement import actions
from sandan.web.measurement.actions import ask
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.models import Office
from sandan.web.measurement.queries import asked_of, office

LENS = Lens("A", 2010, 2013)


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


@pytest.mark.parametrize(
    ("question", "lens", "options", "korean", "english"),
    [
        ("choices", None, {}, "자료에 담긴 지역과 연도", "What the data hold"),
        ("clusters", LENS, {}, "클러스터 · A 2010–2013", "Clusters · A 2010–2013"),
        ("industry", LENS, {"industry": "26"}, "업종 · A 2010–2013 · 26", "Industry · A 2010–2013 · 26"),
    ],
)
def test_ask_calls_its_job_by_the_question(office_data, db, question, lens, options, korean, english):
    job = ask(by=None, asked=asked_of(question, lens, options))
    with translation.override("ko"):
        assert str(job) == korean
    with translation.override("en"):
        assert str(job) == english


def test_ask_names_the_place_once_the_data_are_known(answered):
    answered("choices")
    with translation.override("en"):
        assert str(ask(by=None, asked=asked_of("growth", LENS, {}))) == "Growth · A 2010–2013"

import pytest

from sandan.web.audit.models import Event
from sandan.web.linkage import actions
from sandan.web.linkage.queries.runs import Asked
from web.linkage.factories import RunFactory

pytestmark = pytest.mark.django_db


def test_export_is_noted_with_its_filter_and_form(person_with):
    run, director = RunFactory(), person_with("director")
    actions.note_export(by=director, run=run, asked=Asked(q="한빛"), rows=3, form="cp949")
    event = Event.objects.get()
    assert (event.action, event.actor_id, event.object_id, event.after) == (
        "list.exported",
        director.pk,
        str(run.pk),
        {"filter": {"q": "한빛"}, "rows": 3, "form": "cp949"},
    )

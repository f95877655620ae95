from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from sandan.web.accounts import actions
from sandan.web.accounts.models import Person
from sandan.web.accounts.retention import RETAINED
from sandan.web.audit.models import Event
from web.accounts import factories as make

PEOPLE, SESSIONS = RETAINED


def test_people_due_are_erased(person_with):
    by = person_with("administrator")
    gone = make.PersonFactory(is_active=False, last_login=timezone.now() - timedelta(days=400))
    (due,) = PEOPLE.due(timezone.localdate() - timedelta(days=365))
    PEOPLE.erase(by=by, found=due, reason="기한")
    assert Person.objects.get(pk=gone.pk).email == f"{gone.pk}@erased.invalid"
    assert list(PEOPLE.due(timezone.localdate())) == []


def test_sessions_due_are_ended(person_with):
    person, client = person_with("planner"), Client()
    client.post(actions.demo_link(person))
    assert list(SESSIONS.due(timezone.localdate() - timedelta(days=1))) == []
    (due,) = SESSIONS.due(timezone.localdate())
    SESSIONS.erase(by=None, found=due, reason="기한")
    assert (UserSession.objects.count(), client.get("/people/me/").status_code) == (0, 302)
    assert Event.objects.first().reason == "기한"

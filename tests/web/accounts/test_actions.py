from datetime import date, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from sandan.errors import OfficeError
from sandan.web.accounts import actions
from sandan.web.accounts.models import EntryLink, Person, RoleAssignment
from sandan.web.accounts.queries import link_of
from sandan.web.audit.models import Event
from web.accounts import factories as make

SECRET = "correct horse battery"


def token_of(path):
    return path.rstrip("/").rpartition("/")[2]


def last_event():
    event = Event.objects.first()
    return event.action, event.actor_id, event.object_id, event.before, event.after, event.reason


def test_setup_link_keeps_only_the_hash(db):
    token = token_of(actions.setup_link())
    link = EntryLink.objects.get()
    assert (token in link.token_sha256, len(link.token_sha256), link.purpose) == (False, 64, "setup")
    assert timedelta(hours=23) < link.expires_at - timezone.now() <= timedelta(hours=24)


def test_setup_link_with_somebody_there_is_refused(person_with):
    person_with("planner")
    with pytest.raises(OfficeError, match="The office is set up already"):
        actions.setup_link()


def test_set_up_makes_the_first_administrator_once(db):
    token = token_of(actions.setup_link())
    person = actions.set_up(
        token=token, name="김하늘", email="a@example.org", password=SECRET, roles=["planner"]
    )
    assert (person.roles, person.check_password(SECRET)) == ({"administrator", "planner"}, True)
    after = {"name": "김하늘", "email": "a@example.org", "roles": ["administrator", "planner"]}
    assert last_event() == ("person.set_up", person.pk, str(person.pk), {}, after, "")
    with pytest.raises(OfficeError, match="was used already or has expired"):
        actions.set_up(token=token, name="x", email="b@example.org", password=SECRET)


def test_set_up_by_a_second_link_is_refused(db):
    first, second = (token_of(actions.setup_link()) for _ in range(2))
    actions.set_up(token=first, name="김하늘", email="a@example.org", password=SECRET)
    with pytest.raises(OfficeError, match="was used already or has expired"):
        actions.set_up(token=second, name="x", email="b@example.org", password=SECRET)
    assert Person.objects.count() == 1


def invited(person_with, **about):
    return actions.invite(
        by=person_with("administrator"),
        name="이도담",
        email="new@example.org",
        roles=["planner", "director"],
        valid_from=date(2026, 1, 1),
        **about,
    )


def test_invite_gives_roles_and_a_link(person_with):
    by = person_with("administrator")
    made = actions.invite(
        by=by,
        name="이도담",
        email="new@example.org",
        unit="기획팀",
        roles=["planner"],
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
    )
    (given,) = made.person.assignments.all()
    assert (given.role, given.valid_from, given.valid_to) == ("planner", date(2026, 1, 1), date(2026, 12, 31))
    assert (made.person.has_usable_password(), link_of(token_of(made.path), "invitation").person) == (
        False,
        made.person,
    )
    assert last_event() == (
        "person.invited",
        by.pk,
        str(made.person.pk),
        {},
        {
            "name": "이도담",
            "email": "new@example.org",
            "unit": "기획팀",
            "roles": ["planner"],
            "valid_from": "2026-01-01",
            "valid_to": "2026-12-31",
        },
        "",
    )


def test_accept_sets_the_password_once(person_with):
    made = invited(person_with)
    person = actions.accept(token=token_of(made.path), password=SECRET)
    assert (person.check_password(SECRET), last_event()[:2]) == (True, ("person.accepted", person.pk))
    with pytest.raises(OfficeError, match="was used already or has expired"):
        actions.accept(token=token_of(made.path), password="another one altogether")
    assert Person.objects.get(pk=person.pk).check_password(SECRET)


def test_give_link_ends_older_links(person_with):
    made = invited(person_with)
    again = actions.give_link(by=Person.objects.first(), person=made.person)
    assert link_of(token_of(made.path), "invitation") is None
    assert link_of(token_of(again.path), "invitation").person == made.person


def test_give_link_to_a_barred_person_is_refused(person_with):
    person = make.PersonFactory(is_active=False, name="이도담")
    with pytest.raises(OfficeError, match="이도담 may not enter"):
        actions.give_link(by=person_with("administrator"), person=person)


def test_enter_once_uses_the_link_up(person_with):
    person = person_with("planner")
    token = token_of(actions.demo_link(person))
    assert actions.enter_once(token=token) == person
    with pytest.raises(OfficeError, match="was used already or has expired"):
        actions.enter_once(token=token)


def test_mail_link_goes_out_where_there_is_a_server(person_with, settings):
    made = invited(person_with)
    assert actions.mail_link(invited=made, address="https://x/y/") is False
    settings.EMAIL_HOST = "mail.example.org"
    assert actions.mail_link(invited=made, address="https://x/y/") is True
    assert [(one.to, "https://x/y/" in one.body) for one in mail.outbox] == [(["new@example.org"], True)]


def test_mail_link_with_a_dead_server_says_so(person_with, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert actions.mail_link(invited=invited(person_with), address="https://x/y/") is False


def test_give_role_over_the_same_days_is_refused(person_with):
    by, person = person_with("administrator"), make.PersonFactory(name="이도담")
    days = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 6, 30)}
    actions.give_role(by=by, person=person, role="planner", reason="대행", **days)
    after = {"role": "planner", "valid_from": "2026-01-01", "valid_to": "2026-06-30"}
    assert last_event() == ("role.given", by.pk, str(person.pk), {}, after, "대행")
    with pytest.raises(OfficeError, match="from 2026-01-01 already"):
        actions.give_role(by=by, person=person, role="planner", valid_from=date(2026, 6, 30))
    actions.give_role(by=by, person=person, role="planner", valid_from=date(2026, 7, 1))
    assert person.assignments.count() == 2


def test_end_role_keeps_the_row_with_its_last_day(person_with):
    by = person_with("administrator")
    given = make.RoleAssignmentFactory(role="planner", valid_from=date(2026, 1, 1))
    actions.end_role(by=by, assignment=given, last_day=date(2026, 3, 31), reason="전보")
    assert RoleAssignment.objects.get(pk=given.pk).valid_to == date(2026, 3, 31)
    before, after = {"role": "planner", "valid_to": None}, {"role": "planner", "valid_to": "2026-03-31"}
    assert last_event() == ("role.ended", by.pk, str(given.person_id), before, after, "전보")


def test_end_role_before_it_began_is_refused(person_with):
    given = make.RoleAssignmentFactory(valid_from=date(2026, 5, 1))
    with pytest.raises(OfficeError, match="began on 2026-05-01, so it cannot end on 2026-04-30"):
        actions.end_role(by=person_with(), assignment=given, last_day=date(2026, 4, 30), reason="x")


def test_last_administrator_cannot_go(person_with):
    only = person_with("administrator", name="김하늘")
    (own,) = only.assignments.all()
    with pytest.raises(OfficeError, match="김하늘 is the last administrator"):
        actions.end_role(by=only, assignment=own, last_day=timezone.localdate(), reason="x")
    with pytest.raises(OfficeError, match="김하늘 is the last administrator"):
        actions.deactivate(by=only, person=only, reason="x")
    assert (Person.objects.get().is_active, only.assignments.get().valid_to) == (True, None)


@pytest.mark.parametrize(
    ("about", "holds"),
    [
        ({"valid_to": timezone.localdate() + timedelta(days=30)}, {}),
        ({"valid_from": timezone.localdate() + timedelta(days=1)}, {}),
        ({}, {"is_active": False}),
    ],
    ids=["ends", "begins later", "is barred"],
)
def test_administrator_is_the_last_if_the_other_one(person_with, about, holds):
    only = person_with("administrator")
    make.RoleAssignmentFactory(person=make.PersonFactory(**holds), role="administrator", **about)
    with pytest.raises(OfficeError, match="is the last administrator"):
        actions.deactivate(by=only, person=only, reason="x")


def test_administrator_may_go_when_another_stays(person_with):
    one, other = person_with("administrator"), person_with("administrator")
    actions.deactivate(by=other, person=one, reason="퇴직")
    assert last_event() == (
        "person.deactivated",
        other.pk,
        str(one.pk),
        {"is_active": True},
        {"is_active": False},
        "퇴직",
    )


def signed_in(person):
    client = Client()
    client.post(actions.demo_link(person))
    return client


def test_deactivate_ends_sessions_and_links(person_with):
    by, person = person_with("administrator"), person_with("planner")
    client, token = signed_in(person), token_of(actions.demo_link(person))
    assert (client.get("/people/me/").status_code, UserSession.objects.count()) == (200, 1)
    actions.deactivate(by=by, person=person, reason="퇴직")
    assert (UserSession.objects.count(), link_of(token, "demo")) == (0, None)
    actions.reactivate(by=by, person=person, reason="복직")
    assert client.get("/people/me/").status_code == 302
    assert last_event()[0] == "person.reactivated"


def test_end_sessions_counts_them(person_with):
    by, person = person_with("administrator"), person_with("planner")
    clients = [signed_in(person) for _ in range(2)]
    assert actions.end_sessions(by=by, person=person) == 2
    assert last_event() == ("person.sessions_ended", by.pk, str(person.pk), {}, {"sessions": 2}, "")
    assert [client.get("/people/me/").status_code for client in clients] == [302, 302]


def test_change_person_records_only_what_changed(person_with):
    by, person = person_with("administrator"), make.PersonFactory(name="이도담", unit="")
    actions.change_person(by=by, person=person, name="이도담", email=person.email, unit="기획팀")
    assert last_event() == ("person.changed", by.pk, str(person.pk), {"unit": ""}, {"unit": "기획팀"}, "")
    actions.change_person(by=by, person=person, name="이도담", email=person.email, unit="기획팀")
    assert Event.objects.count() == 1


def test_erase_leaves_a_number_and_no_way_in(person_with):
    by = person_with("administrator")
    person = make.PersonFactory(is_active=False, name="이도담", unit="기획팀")
    actions.erase(by=by, person=person, reason="기한 지남")
    found = Person.objects.get(pk=person.pk)
    assert (found.name, found.unit, found.email) == (
        f"Erased person {person.pk}",
        "",
        f"{person.pk}@erased.invalid",
    )
    assert last_event() == ("person.erased", by.pk, str(person.pk), {}, {}, "기한 지남")
    with pytest.raises(OfficeError, match="were erased"):
        actions.reactivate(by=by, person=found, reason="x")


def test_erase_somebody_active_is_refused(person_with):
    with pytest.raises(OfficeError, match="may still enter"):
        actions.erase(by=None, person=person_with("planner"), reason="x")


def test_note_refusal_of_a_stranger_leaves_nothing(person_with):
    person = person_with("planner")
    actions.note_refusal(email="stranger@example.org", step="password")
    actions.note_refusal(email=person.email.upper(), step="password")
    assert [(one.action, one.actor_id, one.after) for one in Event.objects.all()] == [
        ("person.refused", None, {"step": "password"})
    ]

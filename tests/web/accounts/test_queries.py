from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from sandan.web.accounts import queries
from sandan.web.accounts.models import Person
from web.accounts import factories as make


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, ["가", "나", "다"]),
        ({"text": "기획"}, ["나"]),
        ({"role": "planner"}, ["가"]),
        ({"role": "director"}, []),
        ({"state": "barred"}, ["다"]),
        ({"state": "unsecured"}, ["나"]),
        ({"state": "waiting"}, ["나"]),
        ({"state": "active"}, ["가", "나"]),
    ],
)
def test_people_narrowed(db, wanted, names):
    first = make.PersonFactory(name="가", last_login=timezone.now())
    second = make.PersonFactory(name="나", unit="기획팀")
    make.PersonFactory(name="다", is_active=False)
    make.RoleAssignmentFactory(person=first, role="planner")
    yesterday = timezone.localdate() - timedelta(days=1)
    make.RoleAssignmentFactory(person=second, role="director", valid_from=yesterday, valid_to=yesterday)
    Authenticator.objects.create(user=first, type=Authenticator.Type.TOTP, data={})
    assert [one.name for one in queries.people(**wanted)] == names


@pytest.mark.parametrize("count", [1, 3])
def test_people_in_constant_queries(db, count, django_assert_num_queries):
    for _ in range(count):
        make.RoleAssignmentFactory()
    # The people with their second factor; their roles of today.
    with django_assert_num_queries(2):
        assert [len(one.held) for one in queries.people()] == [1] * count


@pytest.mark.parametrize(
    "about",
    [
        {"used_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"purpose": "demo"},
        {"purpose": "setup", "person": None},
        {"token": "another"},
    ],
    ids=["used", "expired", "other purpose", "setup", "other token"],
)
def test_link_of_no_good_lets_nobody_in(db, about):
    make.PersonFactory()
    make.EntryLinkFactory(**about)
    assert queries.link_of("a-token", "invitation", "setup") is None


def test_link_of_a_barred_person_lets_nobody_in(db):
    make.EntryLinkFactory(person=make.PersonFactory(is_active=False))
    assert queries.link_of("a-token", "invitation") is None


def test_link_of_setup_is_good_while_there_is_nobody(db):
    link = make.EntryLinkFactory(purpose="setup", person=None)
    assert queries.link_of("a-token", "setup") == link
    make.PersonFactory()
    assert queries.link_of("a-token", "setup") is None


def test_dormant_are_barred_and_long_gone(db):
    day = date(2026, 6, 30)
    long_ago = timezone.make_aware(timezone.datetime(2026, 6, 30, 23, 59))
    gone = make.PersonFactory(is_active=False, last_login=long_ago)
    make.PersonFactory(is_active=True, last_login=long_ago)
    make.PersonFactory(is_active=False, last_login=long_ago + timedelta(minutes=2))
    make.PersonFactory(is_active=False, last_login=long_ago, email="7@erased.invalid")
    assert list(queries.dormant(day)) == [gone]


def test_is_taken_ignores_case_and_oneself(db):
    person = make.PersonFactory(email="a@example.org")
    assert [
        queries.is_taken("A@Example.org"),
        queries.is_taken("b@example.org"),
        queries.is_taken("a@example.org", besides=person),
    ] == [True, False, False]


def test_without_second_factor_counts_people_who_may_enter(db):
    make.PersonFactory()
    make.PersonFactory(is_active=False)
    secured = make.PersonFactory()
    Authenticator.objects.create(user=secured, type=Authenticator.Type.TOTP, data={})
    assert (queries.without_second_factor(), Person.objects.count()) == (1, 3)

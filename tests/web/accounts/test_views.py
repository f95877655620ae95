import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from sandan.web.accounts import actions
from sandan.web.accounts.models import EntryLink, Person
from sandan.web.audit.models import Event
from sandan.web.companies.models import Company
from web.accounts import factories as make

SECRET = "correct horse battery"
PASSWORDS = {"password": SECRET, "again": SECRET}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def events():
    return list(Event.objects.order_by("number").values_list("action", "after"))


def errors(response):
    return {name: list(said) for name, said in response.context["form"].errors.items()}


def test_setup_makes_the_administrator_and_signs_in(db):
    client, path = Client(headers={"accept-language": "en"}), actions.setup_link()
    page = client.get(path)
    assert (page.status_code, page.headers["Cache-Control"].startswith("max-age=0")) == (200, True)
    answer = client.post(
        path, {"name": "김하늘", "email": "a@example.org", "roles": ["planner"], **PASSWORDS}
    )
    assert (answer.status_code, answer.url) == (302, "/")
    assert Person.objects.get().roles == {"administrator", "planner"}
    assert (client.get("/people/me/").status_code, UserSession.objects.count()) == (200, 1)
    assert [action for action, _ in events()] == ["person.set_up", "person.entered"]
    assert client.get(path).status_code == 410


def test_setup_weak_password_keeps_what_was_typed(db):
    path = actions.setup_link()
    form = {"name": "김하늘", "email": "a@example.org", "password": "1234", "again": "12345"}
    answer = Client(headers={"accept-language": "en"}).post(path, form)
    assert errors(answer) == {
        "again": ["The two passwords differ. Type the same one twice."],
        "password": [
            "This password is too short. It must contain at least 12 characters.",
            "This password is too common.",
            "This password is entirely numeric.",
        ],
    }
    assert (answer.context["form"]["name"].value(), Person.objects.count()) == ("김하늘", 0)
    assert EntryLink.objects.get().used_at is None


def test_invitation_sets_a_password_and_signs_in(client_as):
    answer = client_as("administrator").post(
        "/people/invite/",
        {"name": "이도담", "email": "New@Example.org", "roles": ["planner"], "valid_from": "2026-01-01"},
    )
    (link,) = re.findall(r'value="http://testserver(/people/invitation/[^"]+)"', answer.content.decode())
    assert (answer.headers["Cache-Control"], Person.objects.get(name="이도담").email) == (
        "no-store",
        "new@example.org",
    )
    invited = Client(headers={"accept-language": "en"})
    assert invited.get(link).status_code == 200
    assert invited.post(link, PASSWORDS).status_code == 302
    assert invited.get("/people/me/").context["user"].name == "이도담"
    assert Client().get(link).status_code == 410
    again = Client(headers={"accept-language": "en"})
    assert again.post("/account/login/", {"login": "new@example.org", "password": SECRET}).status_code == 302


def test_invite_known_address_says_so(client_as):
    make.PersonFactory(email="a@example.org")
    form = {"name": "x", "email": "A@example.org", "roles": ["planner"], "valid_from": "2026-01-01"}
    assert errors(client_as("administrator").post("/people/invite/", form)) == {
        "email": [
            "a@example.org belongs to somebody who is in the office already. Look in the list of people."
        ]
    }


def test_invite_last_day_before_the_first_says_both(client_as):
    form = {"name": "x", "email": "x@example.org", "valid_from": "2026-02-01", "valid_to": "2026-01-31"}
    assert errors(client_as("administrator").post("/people/invite/", form)) == {
        "roles": ["Nobody can do anything without a role. Choose at least one."],
        "valid_to": ["The last day, 2026-01-31, is before the first, 2026-02-01. Choose a later one."],
    }


def test_demo_link_is_used_up_by_its_button_only(person_with):
    person, client = person_with("planner"), Client(headers={"accept-language": "en"})
    path = actions.demo_link(person)
    assert [client.get(path).status_code for _ in range(2)] == [200, 200]
    assert client.post(path).status_code == 302
    assert (client.get("/people/me/").status_code, UserSession.objects.get().user) == (200, person)
    assert events() == [("person.entered", {"by": ["link"]})]
    assert [client.get(path).status_code, client.post(path).status_code] == [410, 410]


def test_demo_link_changes_who_is_signed_in(client_as, person_with):
    client, other = client_as("planner"), person_with("director", name="박단장")
    client.post(actions.demo_link(other))
    assert client.get("/people/me/").context["user"] == other


def test_demo_link_expired_says_so(person_with):
    path = actions.demo_link(person_with("planner"))
    EntryLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = Client(headers={"accept-language": "en"}).get(path)
    assert (answer.status_code, answer.templates[0].name) == (410, "accounts/link_over.html")


def test_me_saves_name_and_language(client_as):
    client = client_as("planner", language="en")
    answer = client.post("/people/me/", {"name": "김새봄", "language": "ko"})
    assert (answer.status_code, answer.cookies["django_language"].value) == (302, "ko")
    person = Person.objects.get(pk=client.person.pk)
    assert (person.name, person.language) == ("김새봄", "ko")
    assert client.get("/people/me/").headers["Content-Language"] == "ko"


@pytest.mark.parametrize("count", [1, 3])
def test_people_in_constant_queries(client_as, count, django_assert_num_queries):
    client = client_as("administrator")
    for _ in range(count):
        make.RoleAssignmentFactory()
    # Session, viewer, the viewer's roles; how many people, the people, their roles of today.
    with django_assert_num_queries(6):
        page = client.get("/people/").context["page"]
    assert len(page.object_list) == count + 1


@pytest.mark.parametrize("count", [1, 3])
def test_person_in_constant_queries(client_as, count, django_assert_num_queries):
    client, person = client_as("administrator"), make.PersonFactory()
    for day in range(count):
        given = timezone.localdate() - timedelta(days=9 - day)
        actions.give_role(by=client.person, person=person, role="planner", valid_from=given, valid_to=given)
    # Session, viewer, the viewer's roles; the person, their sessions, their roles, their events.
    with django_assert_num_queries(7):
        page = client.get(f"/people/{person.pk}/")
    assert len(page.context["assignments"]) == count


def test_people_with_nonsense_in_the_address_shows_all(client_as):
    page = client_as("administrator").get("/people/?role=king&state=x&page=99")
    assert len(page.context["page"].object_list) == 1


def test_end_role_of_another_person_is_not_found(client_as):
    given, other = make.RoleAssignmentFactory(), make.PersonFactory()
    assert client_as("administrator").get(f"/people/{other.pk}/roles/{given.pk}/end/").status_code == 404


def test_end_role_asks_for_a_reason(client_as):
    given = make.RoleAssignmentFactory(valid_from="2026-01-01")
    client = client_as("administrator")
    address = f"/people/{given.person_id}/roles/{given.pk}/end/"
    assert errors(client.post(address, {"last_day": "2026-02-01"})) == {"reason": ["This field is required."]}
    assert client.post(address, {"last_day": "2026-02-01", "reason": "전보"}).status_code == 302
    given.refresh_from_db()
    assert str(given.valid_to) == "2026-02-01"


def test_bar_the_last_administrator_keeps_the_form(client_as):
    client = client_as("administrator", name="김하늘")
    answer = client.post(f"/people/{client.person.pk}/bar/", {"reason": "퇴직"})
    assert errors(answer)["__all__"][0].startswith("김하늘 is the last administrator without an end date.")
    assert answer.context["form"]["reason"].value() == "퇴직"


def test_give_role_then_see_it(client_as):
    client, person = client_as("administrator"), make.PersonFactory()
    form = {"role": "director", "valid_from": timezone.localdate().isoformat()}
    assert client.post(f"/people/{person.pk}/roles/give/", form).status_code == 302
    assert Person.objects.get(pk=person.pk).roles == {"director"}


def test_give_role_of_a_firm_needs_a_company_of_the_register(client_as):
    client, person = client_as("administrator"), make.PersonFactory()
    address, form = f"/people/{person.pk}/roles/give/", {"role": "firm", "valid_from": "2026-01-01"}
    said = "Give that of a company in the register."
    assert errors(client.post(address, form)) == {
        "business_number": [f"No company has the number (none given). {said}"]
    }
    assert errors(client.post(address, form | {"business_number": "124-81-00998"})) == {
        "business_number": [f"No company has the number 1248100998. {said}"]
    }
    company = Company.objects.create(name="하늘정밀", business_number="1248100998")
    assert client.post(address, form | {"business_number": "124-81-00998"}).status_code == 302
    assert [(one.role, one.company) for one in person.assignments.all()] == [("firm", company)]
    assert Event.objects.first().after["company"] == "하늘정밀"


def test_director_sees_people_without_buttons(client_as):
    client, person = client_as("director"), make.PersonFactory()
    assert re.findall(r'href="(/people/[^"]*)"', client.get(f"/people/{person.pk}/").content.decode()) == [
        "/people/me/",
        "/people/",
        "/people/",
    ]


def sign_in(password, email, client=None):
    client = client or Client(headers={"accept-language": "en"})
    return client.post("/account/login/", {"login": email, "password": password})


def test_sign_in_and_out_are_events(person_with):
    person, client = person_with("planner"), Client()
    person.set_password(SECRET)
    person.save()
    sign_in(SECRET, person.email, client)
    client.post("/account/logout/")
    assert events() == [("person.entered", {"by": ["password"]}), ("person.left", {})]


def test_sign_in_wrong_is_an_event_without_an_address(person_with):
    person = person_with("planner")
    sign_in("wrong", person.email)
    assert events() == [("person.refused", {"step": "password"})]


def test_sign_in_wrong_the_eleventh_time_is_refused(person_with):
    person = person_with("planner")
    person.set_password(SECRET)
    person.save()
    said = [
        sign_in("wrong", f"{number}@example.org").context["form"].non_field_errors() for number in range(10)
    ]
    assert {str(one) for errors in said for one in errors} == {
        "The email address and/or password you specified are not correct."
    }
    refused = sign_in(SECRET, person.email)
    assert (refused.status_code, list(refused.context["form"].non_field_errors())) == (
        200,
        ["Too many failed login attempts. Try again later."],
    )


def test_sign_in_wrong_the_sixth_time_for_one_person_is_refused(person_with):
    person = person_with("planner")
    for _ in range(5):
        sign_in("wrong", person.email)
    assert list(sign_in("wrong", person.email).context["form"].non_field_errors()) == [
        "Too many failed login attempts. Try again later."
    ]


def test_password_change_and_reset_are_events(client_as):
    client = client_as("planner")
    client.person.set_password(SECRET)
    client.person.save()
    client.force_login(client.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    new = "another horse battery"
    client.post("/account/password/change/", {"oldpassword": SECRET, "password1": new, "password2": new})
    assert events() == [("person.secured", {"password": "new"})]

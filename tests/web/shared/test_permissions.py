from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone

from sandan.web.accounts.models import RoleAssignment
from sandan.web.shared.permissions import permitted, roles_of


@pytest.fixture
def request_of(rf):
    def make(person, method="get"):
        request = getattr(rf, method)("/somewhere/?a=1")
        request.user = person
        return request

    return make


@permitted("claims.see")
def page(request):
    return HttpResponse("seen")


def test_roles_are_those_of_today(person_with):
    person, today = person_with("planner"), timezone.localdate()
    ended = {
        "role": "director",
        "valid_from": today - timedelta(days=9),
        "valid_to": today - timedelta(days=1),
    }
    RoleAssignment.objects.create(person=person, **ended)
    RoleAssignment.objects.create(person=person, role="council", valid_from=today + timedelta(days=1))
    assert roles_of(person) == {"planner", "citizen"}


def test_view_lets_in_who_may(request_of, person_with):
    assert page(request_of(person_with("planner"))).content == b"seen"


def test_view_refuses_who_may_not_and_names_the_right(request_of, person_with):
    with pytest.raises(PermissionDenied, match=r"^claims\.see$"):
        page(request_of(person_with("firm")))


def test_view_leads_who_is_not_signed_in_to_sign_in_and_back(client, db):
    answer = client.get("/claims/?q=a")
    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/claims/%3Fq%3Da")


def test_view_takes_only_its_methods(request_of, person_with):
    assert page(request_of(person_with("planner"), "post")).status_code == 405


def _nothing(person, **_):
    raise Http404


@permitted("claims.see", find=_nothing)
def page_of_one(request, one):
    return HttpResponse(str(one))


def test_object_that_is_not_there_is_not_found_before_anybody_is_asked(request_of, person_with):
    with pytest.raises(Http404):
        page_of_one(request_of(person_with("firm")), number=1)


def test_person_who_was_barred_may_nothing(person_with):
    person = person_with("planner")
    person.is_active = False
    assert person.has_perm("claims.see") is False

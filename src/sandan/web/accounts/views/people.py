"""Pages with which an administrator looks after people."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sandan.web.accounts import actions, queries
from sandan.web.accounts.forms import EndRoleForm, FilterForm, InviteForm, PersonForm, ReasonForm, RoleForm
from sandan.web.accounts.models import Person, RoleAssignment
from sandan.web.audit.queries import timeline
from sandan.web.shared.permissions import permitted

__all__ = [
    "bar",
    "change",
    "end_role",
    "end_sessions",
    "give_role",
    "invite",
    "let_in",
    "link",
    "people",
    "person",
]

WRITES = ("GET", "HEAD", "POST")
A_PAGE = 50


def _find(viewer: Person, pk: int) -> Person:
    found = queries.person(pk)
    if found is None:
        raise Http404
    return found


def _find_assignment(viewer: Person, pk: int, assignment: int) -> RoleAssignment:
    found = queries.assignment_of(pk, assignment)
    if found is None:
        raise Http404
    return found


@permitted("accounts.see_people")
def people(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    found = queries.people(**form.values())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"form": form, "page": page})


@permitted("accounts.see_people", find=_find)
def person(request: HttpRequest, found: Person) -> HttpResponse:
    return render(
        request,
        "accounts/person.html",
        {
            "found": found,
            "assignments": queries.assignments_of(found),
            "sessions": queries.sessions_of(found),
            "events": timeline(found),
        },
    )


@permitted("accounts.manage_people", methods=WRITES)
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if form.is_valid():
        return _handed_over(request, actions.invite(by=request.user, **form.cleaned_data))
    return render(request, "accounts/invite.html", {"form": form})


@permitted("accounts.manage_people", find=_find, methods=("POST",))
def link(request: HttpRequest, found: Person) -> HttpResponse:
    return _handed_over(request, actions.give_link(by=request.user, person=found))


def _handed_over(request: HttpRequest, invited: actions.Invited) -> HttpResponse:
    """Show the link in the answer itself: it is kept nowhere from where another page could take it."""
    address = request.build_absolute_uri(invited.path)
    mailed = actions.mail_link(invited=invited, address=address)
    response = render(
        request,
        "accounts/handed_over.html",
        {"invited": invited.person, "address": address, "mailed": mailed},
    )
    response["Cache-Control"] = "no-store"
    return response


@permitted("accounts.manage_people", find=_find, methods=WRITES)
def change(request: HttpRequest, found: Person) -> HttpResponse:
    form = PersonForm(
        request.POST or None,
        person=found,
        initial={"name": found.name, "email": found.email, "unit": found.unit},
    )
    if form.is_valid():
        actions.change_person(by=request.user, person=found, **form.cleaned_data)
        return redirect("accounts:person", pk=found.pk)
    return render(request, "accounts/change.html", {"form": form, "found": found})


@permitted("accounts.manage_people", find=_find, methods=WRITES)
def give_role(request: HttpRequest, found: Person) -> HttpResponse:
    form = RoleForm(request.POST or None)

    def give(**values: Any) -> None:
        actions.give_role(by=request.user, person=found, **values)

    return _asked(request, form, give, found, "accounts/give_role.html")


@permitted("accounts.manage_people", find=_find_assignment, methods=WRITES)
def end_role(request: HttpRequest, found: RoleAssignment) -> HttpResponse:
    form = EndRoleForm(request.POST or None)

    def end(**values: Any) -> None:
        actions.end_role(by=request.user, assignment=found, **values)

    return _asked(request, form, end, found.person, "accounts/end_role.html", assignment=found)


@permitted("accounts.manage_people", find=_find, methods=WRITES)
def bar(request: HttpRequest, found: Person) -> HttpResponse:
    form = ReasonForm(request.POST or None)

    def act(**values: Any) -> None:
        actions.deactivate(by=request.user, person=found, **values)

    return _asked(request, form, act, found, "accounts/bar.html")


@permitted("accounts.manage_people", find=_find, methods=WRITES)
def let_in(request: HttpRequest, found: Person) -> HttpResponse:
    form = ReasonForm(request.POST or None)

    def act(**values: Any) -> None:
        actions.reactivate(by=request.user, person=found, **values)

    return _asked(request, form, act, found, "accounts/let_in.html")


def _asked(
    request: HttpRequest,
    form: Any,
    act: Callable[..., None],
    found: Person,
    template: str,
    **context: Any,
) -> HttpResponse:
    """Ask, act, go back to the person; a refusal of the office stands above the form as it was filled in."""
    if form.is_valid() and form.carry_out(act):
        return redirect("accounts:person", pk=found.pk)
    return render(request, template, {"form": form, "found": found, **context})


@permitted("accounts.manage_people", find=_find, methods=("POST",))
def end_sessions(request: HttpRequest, found: Person) -> HttpResponse:
    ended = actions.end_sessions(by=request.user, person=found)
    messages.success(request, _("%(count)s sessions of %(name)s ended.") % {"count": ended, "name": found})
    return redirect("accounts:person", pk=found.pk)

"""Coming in by a link: the set-up, an invitation, the demonstration. Opening a link never uses it up."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sandan.web.accounts import actions, queries
from sandan.web.accounts.forms import PasswordForm, SetupForm
from sandan.web.accounts.models import EntryLink, Person

__all__ = ["demo", "invitation", "setup"]

View = Callable[[HttpRequest, EntryLink, str], HttpResponse]


def _by_link(purpose: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """Let in whoever holds a link that is still good; the link is the permission."""

    def guard(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, token: str) -> HttpResponse:
            link = queries.link_of(token, purpose)
            if link is None:
                return render(request, "accounts/link_over.html", {"purpose": purpose}, status=410)
            return view(request, link, token)

        checked = never_cache(require_http_methods(["GET", "HEAD", "POST"])(guarded))
        checked.permission = None
        return checked

    return guard


def _enter(request: HttpRequest, person: Person, method: str, to: str | None = None) -> HttpResponse:
    if request.user.is_authenticated and request.user.pk != person.pk:
        logout(request)
    record_authentication(request, person, method=method, reauthenticated=True)
    return perform_login(request, person, redirect_url=to)


@_by_link("setup")
def setup(request: HttpRequest, link: EntryLink, token: str) -> HttpResponse:
    form = SetupForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/setup.html", {"form": form, "office": settings.WORKSPACE.settings})
    return _enter(request, actions.set_up(token=token, **form.values()), "password")


@_by_link("invitation")
def invitation(request: HttpRequest, link: EntryLink, token: str) -> HttpResponse:
    form = PasswordForm(request.POST or None, person=link.person)
    if not form.is_valid():
        return render(request, "accounts/invitation.html", {"form": form, "invited": link.person})
    return _enter(request, actions.accept(token=token, password=form.cleaned_data["password"]), "password")


@_by_link("demo")
def demo(request: HttpRequest, link: EntryLink, token: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/demo.html", {"invited": link.person})
    return _enter(request, actions.enter_once(token=token), "link")

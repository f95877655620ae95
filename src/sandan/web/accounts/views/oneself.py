"""The page about oneself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from sandan.web.accounts import actions, queries
from sandan.web.accounts.forms import OneselfForm
from sandan.web.shared.permissions import permitted

__all__ = ["me"]


@permitted("accounts.see_oneself", methods=("GET", "HEAD", "POST"))
def me(request: HttpRequest) -> HttpResponse:
    person = request.user
    form = OneselfForm(
        request.POST or None,
        initial={"name": person.name, "language": person.language or request.LANGUAGE_CODE},
    )
    if form.is_valid():
        actions.change_oneself(by=person, **form.cleaned_data)
        return _saved(form.cleaned_data["language"])
    return render(
        request,
        "accounts/me.html",
        {
            "form": form,
            "assignments": queries.assignments_of(person),
            "secured": queries.has_second_factor(person),
            "sessions": queries.sessions_of(person).count(),
        },
    )


def _saved(language: str) -> HttpResponse:
    """Go back to the page in the chosen language: the cookie of this browser would go before it."""
    response = HttpResponseRedirect(reverse("accounts:me"))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 86400,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response

"""Pages for what cannot be shown, and the choice of a language and of light or dark."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sandan.errors import SandanError
from sandan.web.shared.catalog import ROLES, permissions
from sandan.web.shared.context import THEME_COOKIE, THEMES, theme_of

__all__ = [
    "bad_request",
    "closed",
    "csrf_failure",
    "forbidden",
    "not_found",
    "refused",
    "server_error",
    "set_language",
    "set_theme",
]


def refused(request: HttpRequest, error: SandanError) -> HttpResponse:
    """Say what the core refuses: as a page, or in few words where a script asked for a part of one."""
    template = "shared/refused_part.html" if getattr(request, "htmx", False) else "shared/refused.html"
    return render(request, template, {"error": error}, status=422)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "shared/bad_request.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "shared/stale_form.html", status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    permission = permissions().get(str(exception))
    about = {} if permission is None else {"needed": permission.words, "holders": _holders(permission.allow)}
    return render(request, "shared/forbidden.html", about, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "shared/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke; it may be the database, so that nothing here asks it."""
    about = {
        "office_name": settings.WORKSPACE.settings.name,
        "theme": theme_of(request),
        "moment": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
    }
    return HttpResponse(render_to_string("shared/server_error.html", about), status=500)


def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Stand before a page of a library that the office does not offer."""
    raise Http404


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language of this browser."""
    response = _back(request)
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark for this browser; anything else leaves it to the device."""
    response = _back(request)
    theme = request.POST.get("theme")
    if theme in THEMES:
        _remember(response, THEME_COOKIE, theme)
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def _holders(roles: frozenset[str]) -> list[str]:
    return [str(words) for role, words in ROLES.items() if role in roles]


def _back(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    return HttpResponseRedirect(back)


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=365 * 86400,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )


set_language.permission = None
set_theme.permission = None

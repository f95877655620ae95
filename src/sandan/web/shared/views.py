"""Pages for what cannot be shown, and the choice of a language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sandan.errors import SandanError
from sandan.web.shared.context import THEME_COOKIE, THEMES

__all__ = [
    "bad_request",
    "csrf_failure",
    "forbidden",
    "not_found",
    "refused",
    "server_error",
    "set_language",
    "set_theme",
]


def refused(request: HttpRequest, error: SandanError) -> HttpResponse:
    return render(request, "shared/refused.html", {"error": error}, status=422)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "shared/bad_request.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "shared/stale_form.html", status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "shared/forbidden.html", {"permission": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "shared/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "shared/server_error.html", status=500)


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

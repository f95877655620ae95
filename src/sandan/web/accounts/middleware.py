"""Leading administrators to their second factor before anything else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from sandan.web.accounts.queries import ADMINISTRATOR, has_second_factor

__all__ = ["SecondFactor"]

FREE = ("account_", "mfa_", "set_language")
"""Addresses, by the beginning of their name, that are needed to set a second factor up."""


class SecondFactor:
    """Where the office asks for it, let an administrator without a second factor only set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        name = getattr(request.resolver_match, "view_name", "") or ""
        if name.startswith(FREE) or not _lacking(request):
            return None
        if request.htmx:
            return HttpResponse(status=403, headers={"HX-Redirect": reverse("mfa_activate_totp")})
        return HttpResponseRedirect(reverse("mfa_activate_totp"))


def _lacking(request: HttpRequest) -> bool:
    asked = settings.SECOND_FACTOR == "administrators" and request.user.is_authenticated
    return asked and ADMINISTRATOR in request.user.roles and not has_second_factor(request.user)

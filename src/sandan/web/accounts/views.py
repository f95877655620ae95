"""Pages about people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sandan.web.shared.permissions import permitted

__all__ = ["me"]


@permitted("accounts.see_oneself")
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/me.html")

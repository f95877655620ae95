"""Screens that answer questions about the place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sandan.web.shared.permissions import permitted

__all__ = ["overview"]


@permitted("observatory.observe")
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "observatory/overview.html")

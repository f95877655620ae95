"""Evaluations that are registered, and what each of them finds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sandan.web.shared.permissions import permitted

__all__ = ["index"]


@permitted("evaluation.see")
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "evaluation/index.html")

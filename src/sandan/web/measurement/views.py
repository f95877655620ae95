"""The card of a figure, its replay, the asking for answers, and the choice of peers."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sandan.errors import FigureError
from sandan.report.figures.record import Figure
from sandan.web.measurement import actions, cards, queries
from sandan.web.measurement.cases import comparison_sets
from sandan.web.measurement.forms import ComparisonSetForm
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.questions.catalog import QUESTIONS
from sandan.web.shared.catalog import reader_language
from sandan.web.shared.permissions import permitted

__all__ = ["add_peers", "ask", "card", "look_up", "peers", "replay"]


def _figure(person: Any, key: str) -> Figure:
    try:
        return queries.figure(key)
    except FigureError as error:
        raise Http404(str(error)) from error


@permitted("measurement.see_figures", find=_figure)
def card(request: HttpRequest, figure: Figure) -> HttpResponse:
    language = reader_language()
    return render(
        request,
        "measurement/card.html",
        {
            "figure": figure,
            "card": cards.card_of(figure, language),
            "snapshots": queries.snapshots_of(figure),
            "replay_job": queries.replays_of(figure.id),
            "address": request.build_absolute_uri(reverse("figures:card", args=(figure.id,))),
        },
    )


@permitted("measurement.replay", find=_figure, methods=("POST",))
def replay(request: HttpRequest, figure: Figure) -> HttpResponse:
    actions.replay(by=request.user, figure=figure.id)
    return redirect("figures:card", key=figure.id)


@permitted("measurement.see_figures")
def look_up(request: HttpRequest) -> HttpResponse:
    """Open the card of a figure whose identifier somebody read in a report."""
    typed = request.GET.get("id", "").strip().lower().removeprefix("f-")
    if typed:
        return redirect("figures:card", key=f"F-{typed}")
    return render(request, "measurement/look_up.html")


@permitted("measurement.ask", methods=("POST",))
def ask(request: HttpRequest) -> HttpResponse:
    """Start the answer to a question that a screen could not find."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    actions.ask(by=request.user, asked=_asked(request.POST.get("asked", "")), address=back)
    return HttpResponseRedirect(back)


def _asked(text: str) -> dict[str, Any]:
    """Read what was asked; only what a screen could have sent is taken."""
    try:
        said = json.loads(text)
        lens = None if said["lens"] is None else Lens.from_json(said["lens"])
        asked = queries.asked_of(said["question"], lens, dict(said["options"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest from error
    if asked["question"] not in ({queries.CHOICES} if lens is None else set(QUESTIONS)):
        raise BadRequest
    return asked


@permitted("measurement.see_figures")
def peers(request: HttpRequest) -> HttpResponse:
    offered = queries.choices()
    return render(
        request,
        "measurement/peers.html",
        {"sets": _sets(offered), "may_add": request.user.has_perm("measurement.choose_peers")},
    )


def _sets(offered: queries.Choices | None) -> list[dict[str, Any]]:
    language = reader_language()
    cities = {} if offered is None else offered.cities
    return [
        asdict(one)
        | {
            "name": getattr(one, f"name_{language}"),
            "rule": getattr(one, f"rule_{language}"),
            "places": [cities.get(area, {language: area})[language] for area in one.areas],
        }
        for one in comparison_sets().values()
    ]


@permitted("measurement.choose_peers", methods=("GET", "POST"))
def add_peers(request: HttpRequest) -> HttpResponse:
    offered = queries.choices()
    if offered is None:
        return redirect("figures:peers")
    form = ComparisonSetForm(offered, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen(_today())
        actions.store_comparison_set(by=request.user, chosen=chosen)
        messages.success(request, _("The set is stored. Its rule and its day can no longer be changed."))
        return redirect("figures:peers")
    return render(request, "measurement/add_peers.html", {"form": form}, status=422 if form.is_bound else 200)


def _today() -> date:
    return timezone.localdate()

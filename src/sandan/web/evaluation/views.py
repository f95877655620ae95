"""Evaluations that are registered, and what each of them finds."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandan.web.evaluation import actions, queries
from sandan.web.evaluation.forms import RoundForm, SpecificationForm
from sandan.web.measurement.actions import store_comparison_set
from sandan.web.measurement.cases import comparison_set_of, comparison_sets
from sandan.web.measurement.evaluations import Specification, offered
from sandan.web.measurement.screens import View
from sandan.web.shared.catalog import reader_language
from sandan.web.shared.permissions import permitted

__all__ = [
    "detectable",
    "index",
    "neighbors",
    "peers",
    "policy",
    "register",
    "selection",
    "store_peers",
    "targets",
]


@permitted("evaluation.see")
def index(request: HttpRequest) -> HttpResponse:
    context = {"listed": queries.listed(), "may_register": request.user.has_perm("evaluation.register")}
    return render(request, "evaluation/index.html", context)


@permitted("evaluation.register", methods=("GET", "HEAD", "POST"))
def register(request: HttpRequest) -> HttpResponse:
    """Show what would be fixed before it is, and fix it when that was seen."""
    form = SpecificationForm(offered(), request.POST or None)
    fixed = None
    if request.method == "POST" and form.is_valid():
        fixed = form.specification(author=str(request.user), at=timezone.localtime())
    if fixed is not None and "fix" in request.POST:
        kept = actions.register(by=request.user, fixed=fixed)
        messages.success(request, _("%(id)s is registered. It can no longer be changed.") % {"id": kept.id})
        return redirect("evaluation:index")
    if fixed is not None and "change" not in request.POST:
        return render(request, "evaluation/check.html", {"form": form, "one": queries.in_words(fixed)})
    status = 422 if form.errors else 200
    return render(request, "evaluation/register.html", {"form": form}, status=status)


def _find(person: Any, key: str) -> Specification:
    return queries.found(key)


def _screen(request: HttpRequest, fixed: Specification, question: str) -> HttpResponse:
    """Answer what was registered; without a register there is nothing to compute."""
    one = queries.standing(fixed)
    came = one["standing"].before_data is not None
    context = queries.answer(question, fixed) if came else {"waiting": False}
    more = {"one": one, "specification": fixed, "came": came, "question": question}
    return render(request, f"evaluation/{question}.html", context | more)


@permitted("evaluation.see", find=_find)
def policy(request: HttpRequest, fixed: Specification) -> HttpResponse:
    return _screen(request, fixed, "policy")


@permitted("evaluation.see", find=_find)
def detectable(request: HttpRequest, fixed: Specification) -> HttpResponse:
    return _screen(request, fixed, "detectable")


@permitted("evaluation.see")
def peers(request: HttpRequest) -> HttpResponse:
    context = View(request).answer("peers")
    found = context["data"].get("set")
    more = {
        "offered": None if found is None else found["key"],
        "rule": "" if found is None else found[f"rule_{reader_language()}"],
        "stored": None if found is None else comparison_sets().get(found["key"]),
        "may_store": request.user.has_perm("measurement.choose_peers"),
    }
    return render(request, "evaluation/peers.html", context | more)


@permitted("measurement.choose_peers", methods=("POST",))
def store_peers(request: HttpRequest) -> HttpResponse:
    """Store the cities that the page lists, with the rule and the day; a set that is there stays as it is."""
    seen = View(request)
    found = seen.answer("peers")["data"].get("set")
    if found is not None and found["key"] not in comparison_sets():
        chosen = comparison_set_of(found, chosen_on=timezone.localdate())
        store_comparison_set(by=request.user, chosen=chosen)
        messages.success(request, _("The set is stored. Its rule and its day can no longer be changed."))
    address = "" if seen.lens is None else f"?{seen.lens.address}"
    return redirect(reverse("evaluation:peers") + address)


@permitted("evaluation.see")
def targets(request: HttpRequest) -> HttpResponse:
    return render(request, "evaluation/targets.html", View(request).answer("targets"))


@permitted("evaluation.see", find=_find)
def neighbors(request: HttpRequest, fixed: Specification) -> HttpResponse:
    return _screen(request, fixed, "neighbors")


@permitted("evaluation.see")
def selection(request: HttpRequest) -> HttpResponse:
    wanted = {name: request.GET.get(name, "") for name in ("programme", "round")}
    context = View(request).answer("selection", wanted)
    data = context["data"]
    form = RoundForm(data) if data.get("rounds") else None
    return render(request, "evaluation/selection.html", context | {"form": form})

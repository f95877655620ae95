"""Pages about what lies in the vault."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache

from sandan.web.audit.queries import timeline
from sandan.web.imports import actions, queries
from sandan.web.imports.forms import Filter
from sandan.web.imports.queries import Holding
from sandan.web.imports.views.uploads import as_attachment, rights
from sandan.web.jobs.queries import active_of_key
from sandan.web.shared.permissions import permitted

__all__ = ["check", "history", "original", "show"]

PAGE = 50


def _find(person: Any, key: str) -> Holding:
    found = queries.holding(key)
    if found is None:
        raise Http404
    return found


@permitted("imports.see")
def history(request: HttpRequest) -> HttpResponse:
    form = Filter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.holdings(
        kind=wanted.get("kind", ""), words=wanted.get("q", ""), current=wanted.get("show") == "current"
    )
    context = {
        "form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "waiting": queries.on_the_way(),
    }
    return render(request, "imports/history.html", context | rights(request.user))


@permitted("imports.see", find=_find)
@never_cache
def show(request: HttpRequest, found: Holding) -> HttpResponse:
    context = {
        "found": found,
        "snapshot": found.snapshot,
        "older": queries.named(found.snapshot.supersedes),
        "newer": queries.named(found.snapshot.outdated_by),
        "rows": queries.first_rows(found.snapshot),
        "job": active_of_key(actions.check_key(found.snapshot)),
        "events": timeline(found.entry) if found.entry else (),
        "linkage": _linkage(found),
    }
    return render(request, "imports/snapshot.html", context | rights(request.user))


def _linkage(found: Holding) -> str:
    """Say where a list of firms is matched with the register, once that can be done."""
    if found.snapshot.kind != "firm_list":
        return ""
    try:
        return f"{reverse('linkage:start')}?snapshot={found.snapshot.id}"
    except NoReverseMatch:
        return ""


@permitted("imports.open_original", find=_find)
def original(request: HttpRequest, found: Holding) -> HttpResponse:
    path = queries.vault().original_path(found.snapshot.id)
    return as_attachment(path, found.snapshot.original_name)


@permitted("imports.take_in", find=_find, methods=("POST",))
def check(request: HttpRequest, found: Holding) -> HttpResponse:
    actions.start_check(by=request.user, snapshot=found.snapshot)
    return HttpResponseRedirect(reverse("imports:snapshot", kwargs={"key": found.snapshot.id}))

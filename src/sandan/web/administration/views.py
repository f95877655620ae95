"""Pages about running the office."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sandan.web.administration import actions, queries
from sandan.web.administration.forms import EraseForm, PeriodForm
from sandan.web.audit.queries import head
from sandan.web.jobs.queries import active_of_key, visible_to
from sandan.web.measurement import queries as measured
from sandan.web.measurement.actions import change_office
from sandan.web.measurement.forms import OfficeForm
from sandan.web.shared.permissions import permitted

__all__ = ["backups", "erase", "office", "overview", "period", "permissions", "retention", "verify_trail"]

WRITES = ("GET", "HEAD", "POST")


def _find_kind(person: Any, kind: str) -> queries.DataKind:
    for one in queries.data_kinds():
        if one.key == kind:
            return one
    raise Http404


@permitted("administration.see")
def overview(request: HttpRequest) -> HttpResponse:
    state = queries.state(visible_to(request.user))
    job = active_of_key("administration:verify_trail")
    return render(request, "administration/overview.html", {"state": state, "head": head(), "job": job})


@permitted("administration.see_permissions")
def permissions(request: HttpRequest) -> HttpResponse:
    roles, apps = queries.matrix()
    return render(request, "administration/permissions.html", {"roles": roles, "apps": apps})


@permitted("administration.set_office", methods=WRITES)
def office(request: HttpRequest) -> HttpResponse:
    form = OfficeForm(request.POST or None, office=measured.office())
    if form.is_valid():
        change_office(by=request.user, **form.cleaned_data)
        messages.success(request, _("Pages start with these from now on."))
        return redirect("administration:office")
    return render(
        request, "administration/office.html", {"form": form, "name": settings.WORKSPACE.settings.name}
    )


@permitted("administration.run", methods=("POST",))
def verify_trail(request: HttpRequest) -> HttpResponse:
    actions.ask_for_verification(by=request.user)
    return redirect("administration:overview")


@permitted("administration.run", methods=WRITES)
def backups(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.ask_for_backup(by=request.user)
        return redirect("administration:backups")
    context = {
        "backups": queries.backups(),
        "job": active_of_key("administration:back_up"),
        "folder": settings.WORKSPACE.root / "backups",
    }
    return render(request, "administration/backups.html", context)


@permitted("administration.run")
def retention(request: HttpRequest) -> HttpResponse:
    return render(request, "administration/retention.html", {"kinds": queries.data_kinds()})


@permitted("administration.run", find=_find_kind, methods=WRITES)
def period(request: HttpRequest, kind: queries.DataKind) -> HttpResponse:
    if not kind.standard_days:
        raise Http404
    form = PeriodForm(request.POST or None, initial={"days": kind.days})
    if form.is_valid():
        actions.set_period(by=request.user, kind=kind.key, **form.cleaned_data)
        return redirect("administration:retention")
    return render(request, "administration/period.html", {"form": form, "kind": kind})


@permitted("administration.run", find=_find_kind, methods=WRITES)
def erase(request: HttpRequest, kind: queries.DataKind) -> HttpResponse:
    if kind.due is None:
        raise Http404
    form = EraseForm(request.POST or None)
    if form.is_valid():
        erased = actions.erase_due(by=request.user, kind=kind.key, **form.cleaned_data)
        messages.success(request, _("%(count)s records were erased.") % {"count": erased})
        return redirect("administration:retention")
    return render(request, "administration/erase.html", {"form": form, "kind": kind})

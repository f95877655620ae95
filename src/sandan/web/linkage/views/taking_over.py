"""Bringing decisions into the register, after a look at what that would do, and taking one back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sandan.errors import OfficeError
from sandan.web.jobs.queries import active_of_key
from sandan.web.linkage import actions
from sandan.web.linkage.forms import ReasonForm
from sandan.web.linkage.models import Entry, Run
from sandan.web.linkage.queries.additions import Planned, planned
from sandan.web.linkage.queries.runs import counted, to_take_over
from sandan.web.linkage.views.finding import find_entry, find_run
from sandan.web.shared.permissions import permitted

__all__ = ["take_back", "take_over"]

SHOWN = 10


@permitted("linkage.take_over", find=find_run, methods=("GET", "HEAD", "POST"))
def take_over(request: HttpRequest, run: Run) -> HttpResponse:
    if request.method == "POST":
        actions.ask_to_take_over(by=request.user, run=run)
        return redirect(run)
    plans: list[Planned] = [planned(entry) for entry in to_take_over(run)[:SHOWN]]
    shown = {
        "run": run,
        "counted": counted(run),
        "plans": plans,
        "job": active_of_key(actions.take_over_key(run)),
    }
    return render(request, "linkage/take_over.html", shown)


@permitted("linkage.take_over", find=find_entry, methods=("POST",))
def take_back(request: HttpRequest, entry: Entry) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["reason"]))
        return redirect(entry)
    try:
        stay = actions.take_back(by=request.user, entry=entry, reason=form.cleaned_data["reason"])
    except OfficeError as refusal:
        messages.error(request, str(refusal))
        return redirect(entry)
    messages.success(request, _("What the row had added is out of the register; the row is open again."))
    if stay:
        messages.warning(
            request,
            _("Changed since, and therefore left in the register: %(rows)d dated rows.") % {"rows": stay},
        )
    return redirect(entry)

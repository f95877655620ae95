"""Lists of the vault, and starting the matching of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sandan.web.jobs.queries import last_of_key
from sandan.web.linkage import actions
from sandan.web.linkage.queries.lists import firm_lists, list_of, snapshot_of
from sandan.web.shared.permissions import permitted

__all__ = ["match", "start"]

PER_PAGE = 20


@permitted("linkage.see")
def start(request: HttpRequest) -> HttpResponse:
    lists = firm_lists()
    chosen = list_of(lists, request.GET.get("snapshot", ""))
    job = last_of_key(actions.job_key(chosen.snapshot.id)) if chosen else None
    page = Paginator(lists, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "chosen": chosen, "job": job if job and job.state != "done" else None}
    return render(request, "linkage/start.html", shown)


@permitted("linkage.start", methods=("POST",))
def match(request: HttpRequest) -> HttpResponse:
    snapshot = snapshot_of(request.POST.get("snapshot", ""))
    if snapshot is None:
        messages.error(request, _("Choose a list of firms that is in the vault."))
        return redirect("linkage:start")
    actions.ask(by=request.user, snapshot=snapshot)
    return redirect(f"{reverse('linkage:start')}?snapshot={snapshot.id}")

"""Pages about jobs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh, reswap, retarget

from sandan.web.jobs import actions, queries
from sandan.web.jobs.forms import Filter
from sandan.web.jobs.models import Job, State
from sandan.web.jobs.tickets import ticket_holds
from sandan.web.shared.permissions import permitted

__all__ = ["cancel", "detail", "job_list", "progress", "retry"]

PAGE = 50


def _find(person: Any, job: UUID) -> Job:
    return get_object_or_404(queries.visible_to(person), pk=job)


def _find_shown(person: Any, job: UUID, ticket: str) -> Job:
    found = queries.by_number(job) if ticket_holds(person, job, ticket) else None
    if found is None:
        raise Http404
    return found


@permitted("jobs.see")
def job_list(request: HttpRequest) -> HttpResponse:
    form = Filter(request.GET)
    jobs = queries.visible_to(request.user)
    if form.is_valid():
        jobs = queries.narrowed(jobs, **form.cleaned_data)
    page = Paginator(jobs, PAGE).get_page(request.GET.get("page"))
    everybody = request.user.has_perm("jobs.see_all")
    return render(request, "jobs/list.html", {"form": form, "page": page, "everybody": everybody})


@permitted("jobs.see", find=_find)
@never_cache
def detail(request: HttpRequest, job: Job) -> HttpResponse:
    return render(request, "jobs/detail.html", {"job": job})


@permitted("jobs.follow", find=_find_shown)
@never_cache
def progress(request: HttpRequest, job: Job) -> HttpResponse:
    """Answer the page that follows a job: how far it is, and where to go when it is done."""
    if not request.htmx:
        return HttpResponseRedirect(job.place)
    if job.is_active:
        return render(request, "jobs/pulse.html", {"job": job, "said": request.GET.get("said", "")})
    here = request.htmx.current_url_abs_path
    if job.state == State.DONE or here == job.get_absolute_url():
        return _move_on(here, job)
    response = render(request, "jobs/progress.html", {"job": job})
    return reswap(retarget(response, f"#job-{job.pk}"), "outerHTML")


def _move_on(here: str | None, job: Job) -> HttpResponse:
    """Go where the result is seen; a browser that is there already has to load the page again.

    A job that nobody asked for from a page has no such place: who follows it is where it is needed.
    """
    place = job.address if job.state == State.DONE else job.get_absolute_url()
    return HttpResponseClientRefresh() if place in {"", here} else HttpResponseClientRedirect(place)


@permitted("jobs.change", find=_find, methods=("POST",))
def cancel(request: HttpRequest, job: Job) -> HttpResponse:
    job = actions.cancel(by=request.user, job=job)
    said = {
        State.CANCELLED: _("The job was cancelled."),
        State.RUNNING: _("The job stops at its next step; what it has not yet written is dropped."),
    }
    messages.info(request, said.get(State(job.state), _("The job had ended already.")))
    return HttpResponseRedirect(job.get_absolute_url())


@permitted("jobs.change", find=_find, methods=("POST",))
def retry(request: HttpRequest, job: Job) -> HttpResponse:
    return HttpResponseRedirect(actions.retry(by=request.user, job=job).get_absolute_url())

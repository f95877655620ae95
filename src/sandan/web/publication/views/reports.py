"""Pages about reports: the list, asking for one, looking at it, publishing and withdrawing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sandan.report.assemble import QUESTIONS
from sandan.web.audit.queries import timeline
from sandan.web.jobs.queries import last_of_key
from sandan.web.measurement.forms import LensForm
from sandan.web.measurement.screens import View
from sandan.web.publication import actions, queries
from sandan.web.publication.finding import attachment, find_file, find_report
from sandan.web.publication.forms import FilterForm, ReasonForm, ReportForm
from sandan.web.publication.models import Report
from sandan.web.shared.permissions import permitted

__all__ = ["download", "make", "preview", "publish", "reports", "show", "withdraw"]

PAGE = 25
NO_ORIGIN = "sandbox allow-scripts allow-popups"
"""The page of a report brings its own policy; without an origin it reaches nothing of the office."""


def _find_page(person: Any, report: UUID, language: str) -> tuple[Report, queries.Filed]:
    found = find_report(person, report)
    pages = [one for one in queries.files_of(found) if (one.language, one.format) == (language, "html")]
    if not pages:
        raise Http404
    return found, pages[0]


@permitted("publication.see_reports")
def reports(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = Paginator(queries.of_state(state), PAGE).get_page(request.GET.get("page"))
    newer = queries.changed_since(page.object_list)
    lines = [(one, newer[one.pk]) for one in page]
    context = {"form": form, "page": page, "lines": lines, "whole": len(QUESTIONS)}
    return render(request, "publication/reports.html", context)


@permitted("publication.make", methods=("GET", "HEAD", "POST"))
def make(request: HttpRequest) -> HttpResponse:
    seen = View(request)
    if seen.choices is None:
        return render(request, "publication/waiting.html", seen.answer("choices"))
    posted = request.POST if request.method == "POST" else None
    lens_form = LensForm(seen.choices, data=posted) if posted is not None else _begun(seen)
    form = ReportForm(queries.replaceable(), posted, initial={"supersedes": request.GET.get("supersedes")})
    if posted is not None and form.is_valid() and lens_form.is_valid():
        return redirect(actions.ask(by=request.user, lens=lens_form.lens(), **form.cleaned_data))
    status = 200 if posted is None else 422
    return render(request, "publication/make.html", {"form": form, "lens_form": lens_form}, status=status)


def _begun(seen: View) -> LensForm:
    """Begin with the place and the years of the address, or with those that the office has set."""
    assert seen.form is not None
    return seen.form


@permitted("publication.see_reports", find=find_report)
@never_cache
def show(request: HttpRequest, report: Report) -> HttpResponse:
    return render(request, "publication/report.html", _about(report) | {"reason_form": ReasonForm()})


def _about(report: Report) -> dict[str, Any]:
    files = queries.files_of(report)
    job = None if report.is_made else last_of_key(report.key)
    return {
        "report": report,
        "files": files,
        "pages": [one.language for one in files if one.format == "html"],
        "job": job,
        "newer": queries.changed_since([report])[report.pk],
        "events": timeline(report),
    }


@permitted("publication.see_reports", find=_find_page)
def preview(request: HttpRequest, found: tuple[Report, queries.Filed]) -> HttpResponse:
    """Show the page of a report as it will be handed out."""
    response = HttpResponse(queries.bytes_of(*found), content_type=queries.FORMATS["html"])
    response.headers["Content-Security-Policy"] = NO_ORIGIN
    response.headers["Cache-Control"] = "private, no-store"
    return response


@permitted("publication.see_reports", find=find_file)
def download(request: HttpRequest, found: tuple[Report, queries.Filed]) -> HttpResponse:
    return attachment(*found)


@permitted("publication.publish", find=find_report, methods=("POST",))
def publish(request: HttpRequest, report: Report) -> HttpResponse:
    return _decide(
        request, report, actions.publish, _("The report is published. Everybody can download it now.")
    )


@permitted("publication.withdraw", find=find_report, methods=("POST",))
def withdraw(request: HttpRequest, report: Report) -> HttpResponse:
    return _decide(
        request, report, actions.withdraw, _("The report is withdrawn. Its files are no longer public.")
    )


def _decide(request: HttpRequest, report: Report, action: Any, said: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        context = _about(report) | {"reason_form": form}
        return render(request, "publication/report.html", context, status=422)
    action(by=request.user, report=report, reason=form.cleaned_data["reason"])
    messages.success(request, said)
    return redirect(report)

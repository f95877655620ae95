"""A matched list: what came of it, its rows, taking it along, confirming what the matching proposes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandan.web.companies.sheets import csv_bytes
from sandan.web.jobs.queries import last_of_key
from sandan.web.linkage import actions
from sandan.web.linkage.forms import ConfirmForm, ExportForm, FilterForm
from sandan.web.linkage.models import Run
from sandan.web.linkage.queries.runs import PER_PAGE, counted, entries_of, lines, open_in_bulk, sample, table
from sandan.web.linkage.views.finding import Proposals, find_proposals, find_run
from sandan.web.shared.permissions import permitted

__all__ = ["confirm", "export", "run"]


@permitted("linkage.see", find=find_run)
def run(request: HttpRequest, found: Run) -> HttpResponse:
    form = FilterForm(request.GET)
    page = Paginator(entries_of(found, form.asked), PER_PAGE).get_page(request.GET.get("page"))
    shown = {"run": found, "form": form, "page": page, "lines": lines(page.object_list)}
    if request.htmx:
        return render(request, "linkage/rows.html", shown)
    job = last_of_key(actions.take_over_key(found))
    shown |= {
        "counted": counted(found),
        "export_form": ExportForm(),
        "job": job if job and job.state != "done" else None,
    }
    return render(request, "linkage/run.html", shown)


@permitted("linkage.see", find=find_run, methods=("POST",))
def export(request: HttpRequest, found: Run) -> HttpResponse | StreamingHttpResponse:
    """Send the rows of a filter as a file; the filter is that of the run's address."""
    asked, form = FilterForm(request.GET).asked, ExportForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the form of the file: UTF-8 or CP949."))
        return redirect(found)
    encoding = form.cleaned_data["form"]
    rows = entries_of(found, asked).count()
    actions.note_export(by=request.user, run=found, asked=asked, rows=rows, form=encoding)
    lines_of_file = csv_bytes(table(found, asked), encoding=encoding)
    response = StreamingHttpResponse(lines_of_file, content_type=f"text/csv; charset={encoding}")
    response.headers["Content-Disposition"] = f'attachment; filename="matched-{found.as_of}.csv"'
    return response


@permitted("linkage.decide", find=find_proposals, methods=("GET", "HEAD", "POST"))
def confirm(request: HttpRequest, proposals: Proposals) -> HttpResponse:
    """Show a sample of what the matching proposes, then let a person say yes to all of it."""
    found, state = proposals.run, proposals.state
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        rows = actions.confirm(by=request.user, run=found, state=state)
        text = ngettext("%(rows)d row is confirmed.", "%(rows)d rows are confirmed.", rows)
        messages.success(request, text % {"rows": rows})
        return redirect(found)
    shown = {
        "run": found,
        "state": state,
        "rows": open_in_bulk(found, state).count(),
        "sample": sample(found, state),
        "form": form,
    }
    return render(request, "linkage/confirm.html", shown, status=422 if form.is_bound else 200)

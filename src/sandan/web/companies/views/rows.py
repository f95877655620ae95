"""Dated rows of a company: adding, correcting, ending."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sandan.web.companies import actions
from sandan.web.companies.actions.refusals import OverlapError, StaleRecordError
from sandan.web.companies.forms import EndForm, row_form
from sandan.web.companies.models import DATED, Dated
from sandan.web.companies.views.finding import Place, find_place, find_row, posted
from sandan.web.shared.permissions import permitted

__all__ = ["add", "correct", "end"]


@permitted("companies.edit", find=find_place, methods=("GET", "HEAD", "POST"))
def add(request: HttpRequest, place: Place) -> HttpResponse:
    form = row_form(place.kind, posted(request))
    if form.is_valid():
        try:
            actions.add_row(by=request.user, company=place.company, kind=place.kind, values=form.values)
        except OverlapError as refusal:
            form.add_error("valid_from", str(refusal))
        else:
            messages.success(request, _("The row is added."))
            return redirect(place.company)
    return render(
        request, "companies/add_row.html", {"company": place.company, "kind": place.kind, "form": form}
    )


@permitted("companies.edit", find=find_row, methods=("GET", "HEAD", "POST"))
def correct(request: HttpRequest, row: Dated) -> HttpResponse:
    kind = next(kind for kind, model in DATED.items() if isinstance(row, model))
    company, mark = row.company, row.mark
    form = row_form(kind, posted(request), row)
    if form.is_valid():
        try:
            actions.correct_row(by=request.user, row=row, seen=form.cleaned_data["seen"], values=form.values)
        except OverlapError as refusal:
            form.add_error("valid_from", str(refusal))
        except StaleRecordError as refusal:
            form.add_error(None, str(refusal))
            form.data = form.data.copy()
            form.data["seen"] = mark
            return _correcting(request, form, row=row, kind=kind, now=refusal.current)
        else:
            messages.success(request, _("The row is corrected."))
            return redirect(company)
    return _correcting(request, form, row=row, kind=kind, now=None)


def _correcting(
    request: HttpRequest, form: object, *, row: Dated, kind: str, now: Dated | None
) -> HttpResponse:
    shown = {"company": row.company, "row": row, "kind": kind, "form": form, "now": now}
    return render(request, "companies/correct_row.html", shown, status=200 if now is None else 409)


@permitted("companies.edit", find=find_row, methods=("GET", "HEAD", "POST"))
def end(request: HttpRequest, row: Dated) -> HttpResponse:
    form = EndForm(row, posted(request))
    if form.is_valid():
        actions.end_row(by=request.user, row=row, **form.cleaned_data)
        messages.success(request, _("The row has ended; it stays in the history."))
        return redirect(row.company)
    return render(request, "companies/end_row.html", {"company": row.company, "row": row, "form": form})

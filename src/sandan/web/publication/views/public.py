"""Pages for everybody: published reports, published claims, the catalog for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from sandan.report.assemble import QUESTIONS
from sandan.web.claims.queries import public_entries
from sandan.web.publication import catalog, queries
from sandan.web.publication.finding import attachment, find_public_file, find_public_report
from sandan.web.publication.models import Report, State
from sandan.web.shared.permissions import permitted

__all__ = ["catalog_json", "claims", "data", "download", "show"]


@permitted("publication.see_open")
def data(request: HttpRequest) -> HttpResponse:
    lines = [(one, queries.files_of(one)) for one in queries.published()]
    context = {"lines": lines, "licence": catalog.LICENCE, "whole": len(QUESTIONS)}
    return render(request, "publication/open.html", context)


@permitted("publication.see_open", find=find_public_report)
def show(request: HttpRequest, report: Report) -> HttpResponse:
    context = {
        "report": report,
        "files": queries.files_of(report) if report.state == State.PUBLISHED else [],
        "licence": catalog.LICENCE,
        "address": request.build_absolute_uri(reverse("publication:open_report", args=(report.pk,))),
    }
    return render(request, "publication/open_report.html", context)


@permitted("publication.see_open", find=find_public_file)
def download(request: HttpRequest, found: tuple[Report, queries.Filed]) -> HttpResponse:
    return attachment(*found)


@permitted("publication.see_open")
def claims(request: HttpRequest) -> HttpResponse:
    return render(request, "publication/open_claims.html", {"entries": public_entries()})


@permitted("publication.see_open")
def catalog_json(request: HttpRequest) -> HttpResponse:
    content = catalog.catalog_of(queries.published(), request.build_absolute_uri)
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response

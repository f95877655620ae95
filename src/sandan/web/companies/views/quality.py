"""How good the register is, and the lists of what is to be done about it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sandan.web.companies.actions import ask_for_check
from sandan.web.companies.forms import ReasonForm
from sandan.web.companies.queries.duplicates import open_pairs, pairs_shown
from sandan.web.companies.queries.quality import FINDINGS, Finding, board, work_list
from sandan.web.companies.queries.register import PER_PAGE, Filters, RegisterPaginator, lines
from sandan.web.jobs.queries import active_of_key
from sandan.web.shared.permissions import permitted

__all__ = ["check", "list_of_finding", "pairs", "quality"]


@permitted("companies.quality")
def quality(request: HttpRequest) -> HttpResponse:
    return render(
        request, "companies/quality.html", {"board": board(), "job": active_of_key("companies:check")}
    )


@permitted("companies.check_quality", methods=("POST",))
def check(request: HttpRequest) -> HttpResponse:
    ask_for_check(by=request.user)
    return redirect("companies:quality")


def _find_finding(person: object, finding: str) -> Finding:
    return FINDINGS[finding]


@permitted("companies.quality", find=_find_finding)
def list_of_finding(request: HttpRequest, finding: Finding) -> HttpResponse:
    filters = Filters()
    found = work_list(finding.key, timezone.localdate())
    page = RegisterPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"finding": finding, "page": page, "lines": lines(page.object_list, filters, persons=False)}
    return render(request, "companies/work_list.html", shown)


@permitted("companies.quality")
def pairs(request: HttpRequest) -> HttpResponse:
    page = Paginator(open_pairs(), PER_PAGE // 2).get_page(request.GET.get("page"))
    shown = {"page": page, "pairs": pairs_shown(page.object_list), "form": ReasonForm(auto_id=False)}
    return render(request, "companies/pairs.html", shown)

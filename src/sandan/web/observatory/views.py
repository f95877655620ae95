"""The screens that answer: each asks one question through the lens of the address."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from sandan.web.measurement.cases import vintage
from sandan.web.measurement.forms import AccountForm
from sandan.web.measurement.queries import MAP, asked_of, key_of, packed_points
from sandan.web.measurement.screens import View
from sandan.web.observatory import queries
from sandan.web.shared.permissions import permitted

__all__ = [
    "atlas",
    "change",
    "clusters",
    "growth",
    "indicator",
    "indicators",
    "industry",
    "line",
    "overview",
    "points",
]

A_PAGE = 50
ACCOUNT = ("version", "complex_elsewhere")


@permitted("observatory.observe")
def overview(request: HttpRequest) -> HttpResponse:
    context = View(request).answer("overview") | queries.waiting_for(request.user)
    return render(request, "observatory/overview.html", context | {"newest": queries.newest(vintage())})


@permitted("observatory.observe")
def clusters(request: HttpRequest) -> HttpResponse:
    context = View(request).answer("clusters")
    every = context["data"].get("every")
    rows = [] if every is None else queries.narrowed(every["rows"], request.GET.get("show", ""))
    page = Paginator(rows, A_PAGE // 2).get_page(request.GET.get("page"))
    shown = [] if every is None else queries.labelled(page.object_list, every["header"])
    more = {"every": every, "page": page, "rows": shown}
    return render(request, "observatory/clusters.html", context | more)


@permitted("observatory.observe")
def industry(request: HttpRequest, industry: str) -> HttpResponse:
    context = View(request).answer("industry", {"industry": industry})
    return render(request, "observatory/industry.html", context | {"industry": industry})


@permitted("observatory.observe")
def atlas(request: HttpRequest) -> HttpResponse:
    seen = View(request)
    context = seen.answer(MAP)
    cities = {} if seen.choices is None else seen.choices.cities
    more = {
        "shapes": queries.drawn(context["data"], seen.lens, cities),
        "tables": queries.with_codes(context["data"].get("tables", [])),
        "may_see_points": request.user.has_perm("observatory.see_firms"),
    }
    return render(request, "observatory/map.html", context | more)


@permitted("observatory.see_firms")
def points(request: HttpRequest) -> HttpResponse:
    """Send the points of a map as numbers; a browser that has them is told so without them being read."""
    key = key_of(asked_of(MAP, View(request).lens, {}))
    tag = quote_etag(key)
    answer = get_conditional_response(request, etag=tag)
    if answer is None:
        found = packed_points(key)
        if found is None:
            return HttpResponse(status=204)
        answer = HttpResponse(found, content_type="application/octet-stream")
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _account(request: HttpRequest) -> tuple[dict[str, Any], dict[str, str]]:
    """Answer under the version and the complex that the address names, if they are among the choices."""
    seen = View(request)
    if seen.choices is None or seen.lens is None:
        return seen.answer("account") | {"more_form": None}, {}
    form = AccountForm(
        seen.choices, seen.lens.city, data={name: request.GET.get(name, "") for name in ACCOUNT}
    )
    options = form.cleaned_data if form.is_valid() else {}
    return seen.answer("account", options) | {"more_form": form}, options


@permitted("observatory.observe")
def change(request: HttpRequest) -> HttpResponse:
    context, options = _account(request)
    lines = [(name, len(firms)) for name, firms in context["data"].get("firms", {}).items()]
    return render(request, "observatory/change.html", context | {"lines": lines, "options": options})


@permitted("observatory.see_firms")
def line(request: HttpRequest, line: str) -> HttpResponse:
    context, options = _account(request)
    firms = context["data"].get("firms", {})
    if firms and line not in firms:
        raise Http404(line)
    page = Paginator(firms.get(line, []), A_PAGE).get_page(request.GET.get("page"))
    found = {
        "line": line,
        "page": page,
        "options": options,
        "lines": [(name, len(one)) for name, one in firms.items()],
    }
    return render(request, "observatory/line.html", context | found)


@permitted("observatory.observe")
def growth(request: HttpRequest) -> HttpResponse:
    return render(request, "observatory/growth.html", View(request).answer("growth"))


@permitted("observatory.observe")
def indicators(request: HttpRequest) -> HttpResponse:
    return render(request, "observatory/indicators.html", View(request).answer("indicators"))


@permitted("observatory.observe")
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    context = View(request).answer("indicator", {"indicator": indicator})
    return render(request, "observatory/indicator.html", context | {"indicator": indicator})

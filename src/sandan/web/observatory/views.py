"""The screens that answer: each asks one question through the lens of the address."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from sandan.web.measurement.cases import vintage
from sandan.web.measurement.forms import AccountForm, BridgeForm, CreativeForm, IndustryForm
from sandan.web.measurement.queries import MAP, asked_of, key_of, packed_points
from sandan.web.measurement.screens import View
from sandan.web.observatory import queries
from sandan.web.shared.permissions import permitted

__all__ = [
    "atlas",
    "bridge",
    "change",
    "clusters",
    "creative",
    "growth",
    "hotspots",
    "indicator",
    "indicators",
    "industry",
    "line",
    "localization",
    "localization_curve",
    "opportunities",
    "overview",
    "points",
    "portfolio",
    "region_cluster",
    "robustness",
    "space",
]

A_PAGE = 50


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


def _of_industry(request: HttpRequest, question: str) -> dict[str, Any]:
    """Answer for the industry that the address names, and offer the others."""
    context = View(request).answer(question, {"industry": request.GET.get("industry", "")})
    data = context["data"]
    form = IndustryForm(data["industries"], data["industry"]) if "industries" in data else None
    return context | {"more_form": form, "industry": data.get("industry", "")}


@permitted("observatory.observe")
def hotspots(request: HttpRequest) -> HttpResponse:
    context = _of_industry(request, "hotspots")
    may_see = request.user.has_perm("observatory.see_firms")
    groups = context["data"].get("groups") or {} if may_see else {}
    more = {"map": context["data"].get("map"), "groups": groups, "may_see_firms": may_see}
    return render(request, "observatory/hotspots.html", context | more)


@permitted("observatory.observe")
def robustness(request: HttpRequest) -> HttpResponse:
    return render(request, "observatory/robustness.html", _of_industry(request, "robustness"))


@permitted("observatory.observe")
def localization(request: HttpRequest) -> HttpResponse:
    context = View(request).answer("localization")
    every = context["data"].get("every")
    rows = [] if every is None else queries.gathered(every["rows"], request.GET.get("show", ""))
    page = Paginator(rows, A_PAGE // 2).get_page(request.GET.get("page"))
    shown = [] if every is None else queries.labelled(page.object_list, every["header"])
    more = {"every": every, "page": page, "rows": shown}
    return render(request, "observatory/localization.html", context | more)


@permitted("observatory.observe")
def localization_curve(request: HttpRequest, industry: str) -> HttpResponse:
    context = View(request).answer("localization_curve", {"industry": industry})
    return render(request, "observatory/localization_curve.html", context | {"industry": industry})


@permitted("observatory.observe")
def portfolio(request: HttpRequest) -> HttpResponse:
    context = View(request).answer("portfolio")
    every = context["data"].get("every")
    rows = [] if every is None else queries.labelled(every["rows"], every["header"])
    return render(request, "observatory/portfolio.html", context | {"rows": rows, "every": every})


@permitted("observatory.observe")
def region_cluster(request: HttpRequest, cluster: str) -> HttpResponse:
    context = View(request).answer("region_cluster", {"cluster": cluster})
    return render(request, "observatory/region_cluster.html", context | {"cluster": cluster})


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


@permitted("observatory.observe")
def space(request: HttpRequest) -> HttpResponse:
    return render(request, "observatory/space.html", View(request).answer("space"))


@permitted("observatory.observe")
def opportunities(request: HttpRequest) -> HttpResponse:
    order = "excess" if request.GET.get("order") == "excess" else ""
    context = View(request).answer("opportunities", {"order": order})
    return render(request, "observatory/opportunities.html", context | {"order": order})


def _chosen(
    request: HttpRequest, question: str, form: Callable[..., Form]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Answer under the further choices that the address names, if they are among those of the form."""
    seen = View(request)
    if seen.choices is None or seen.lens is None:
        return seen.answer(question) | {"more_form": None}, {}
    made = form(seen.choices, seen.lens.city, data=request.GET)
    options = made.cleaned_data if made.is_valid() else {}
    return seen.answer(question, options) | {"more_form": made}, options


@permitted("observatory.observe")
def bridge(request: HttpRequest) -> HttpResponse:
    return render(request, "observatory/bridge.html", _chosen(request, "bridge", BridgeForm)[0])


@permitted("observatory.observe")
def creative(request: HttpRequest) -> HttpResponse:
    return render(request, "observatory/creative.html", _chosen(request, "creative", CreativeForm)[0])


@permitted("observatory.observe")
def change(request: HttpRequest) -> HttpResponse:
    context, options = _chosen(request, "account", AccountForm)
    lines = [(name, len(firms)) for name, firms in context["data"].get("firms", {}).items()]
    return render(request, "observatory/change.html", context | {"lines": lines, "options": options})


@permitted("observatory.see_firms")
def line(request: HttpRequest, line: str) -> HttpResponse:
    context, options = _chosen(request, "account", AccountForm)
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

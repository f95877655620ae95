"""Two records of one firm: looking for the other one, comparing, merging, undoing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sandan.web.companies import actions
from sandan.web.companies.actions.refusals import RegisterError
from sandan.web.companies.forms import ReasonForm
from sandan.web.companies.models import Company, LikelyDuplicate, Merge
from sandan.web.companies.queries.company import side_by_side
from sandan.web.companies.queries.duplicates import likely_duplicates_of
from sandan.web.companies.queries.register import others
from sandan.web.companies.views.finding import Two, find_company, find_merge, find_pair, find_two, posted
from sandan.web.shared.permissions import permitted

__all__ = ["choose", "merge", "tell_apart", "undo"]


@permitted("companies.merge", find=find_company)
def choose(request: HttpRequest, company: Company) -> HttpResponse:
    """Look for the record that stays: the likely ones at first, or what is searched for."""
    q = request.GET.get("q", "")
    shown = {
        "company": company,
        "q": q,
        "lines": others(request.user, q, besides=company),
        "likely": [] if q else likely_duplicates_of(company.as_firm(), apart_from=company.pk),
    }
    return render(request, "companies/choose_other.html", shown)


@permitted("companies.merge", find=find_two, methods=("GET", "HEAD", "POST"))
def merge(request: HttpRequest, two: Two) -> HttpResponse:
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            actions.merge(by=request.user, absorbed=two.company, into=two.into, **form.cleaned_data)
        except RegisterError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("%(number)s is merged; its address leads here.") % {"number": two.company.number},
            )
            return redirect(two.into)
    shown = {"two": two, "form": form, "sides": side_by_side(two.company, two.into)}
    return render(request, "companies/merge.html", shown)


@permitted("companies.merge", find=find_merge, methods=("GET", "HEAD", "POST"))
def undo(request: HttpRequest, done: Merge) -> HttpResponse:
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            restored = actions.undo_merge(by=request.user, done=done, **form.cleaned_data)
        except RegisterError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(number)s stands for itself again.") % {"number": restored.number})
            return redirect(restored)
    return render(request, "companies/undo_merge.html", {"done": done, "form": form})


@permitted("companies.merge", find=find_pair, methods=("POST",))
def tell_apart(request: HttpRequest, pair: LikelyDuplicate) -> HttpResponse:
    """Note that two records are two firms; without a reason nothing is noted."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.tell_apart(by=request.user, pair=pair, **form.cleaned_data)
        messages.success(request, _("It is noted that these are two firms."))
    else:
        messages.error(request, _("Say why they are two firms: the next person will ask the same."))
    return redirect("companies:pairs")

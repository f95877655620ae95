"""Where the ledger comes from and where it goes: taking claims over, filing them for reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sandan.errors import SandanError
from sandan.web.claims import actions, queries
from sandan.web.claims.forms import AdoptForm
from sandan.web.shared.permissions import permitted

__all__ = ["adopt", "filing"]


@permitted("claims.adopt", methods=("GET", "HEAD", "POST"))
def adopt(request: HttpRequest) -> HttpResponse:
    form = AdoptForm(request.POST or None)
    if form.is_valid():
        taken = form.carry_out(actions.adopt, by=request.user, offer=form.offers[form.cleaned_data["offer"]])
        if taken is not None:
            said = _("%(claims)s claims and %(evidence)s pieces of evidence were taken over.")
            messages.success(request, said % {"claims": taken.claims, "evidence": taken.evidence})
            return HttpResponseRedirect(reverse("claims:ledger"))
    return render(request, "claims/adopt.html", {"form": form})


@permitted("claims.file_ledger", methods=("GET", "HEAD", "POST"))
def filing(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        try:
            filed = actions.file_ledger(by=request.user)
            messages.success(
                request, _("Edition %(number)s is filed; reports use it now.") % {"number": filed}
            )
            return HttpResponseRedirect(reverse("claims:filing"))
        except SandanError as error:
            messages.error(request, str(error))
    return render(request, "claims/filing.html", {"page": queries.filing_page()})

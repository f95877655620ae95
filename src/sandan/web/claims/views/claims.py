"""The ledger as a list, and one claim on a page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from sandan.web.claims import actions, queries
from sandan.web.claims.forms import ClaimForm, FileForm, Filter, NoteForm, ReasonForm
from sandan.web.claims.models import Claim
from sandan.web.claims.views.common import back_to, find_claim, initial_of, refused_to
from sandan.web.measurement.ledgers import VERDICTS
from sandan.web.shared.permissions import permitted

__all__ = ["add", "claim", "edit", "ledger", "restore", "withdraw"]

PAGE = 50


@permitted("claims.see")
def ledger(request: HttpRequest) -> HttpResponse:
    form = Filter(request.GET)
    board = queries.board(**form.asked())
    page = Paginator(board.lines, PAGE).get_page(request.GET.get("page"))
    told = {"form": form, "board": board, "page": page, "verdicts": VERDICTS}
    return render(request, "claims/ledger.html", told)


@permitted("claims.see", find=find_claim)
def claim(request: HttpRequest, claim: Claim) -> HttpResponse:
    page = queries.claim_page(claim)
    decides = page.unfinished is not None and request.user.has_perm("claims.approve", page.unfinished)
    own = page.unfinished is not None and request.user.has_perm("claims.change_proposal", page.unfinished)
    publishes = page.approved is not None and request.user.has_perm("claims.approve", page.approved)
    told = {
        "page": page,
        "decides": decides,
        "own": own,
        "publishes": publishes,
        "may_edit": request.user.has_perm("claims.edit"),
        "may_propose": request.user.has_perm("claims.propose"),
        "note_form": NoteForm(),
        "reason_form": ReasonForm(),
        "file_form": FileForm(),
    }
    return render(request, "claims/claim.html", told)


@permitted("claims.edit", methods=("GET", "HEAD", "POST"))
def add(request: HttpRequest) -> HttpResponse:
    form = ClaimForm(request.POST or None)
    if form.is_valid():
        entered = form.carry_out(actions.enter_claim, by=request.user, fields=form.cleaned_data)
        if entered is not None:
            return back_to(
                request, entered, _("The claim is in the ledger. Now attach what else is on record.")
            )
    return render(request, "claims/claim_form.html", {"form": form})


@permitted("claims.edit", find=find_claim, methods=("GET", "HEAD", "POST"))
def edit(request: HttpRequest, claim: Claim) -> HttpResponse:
    form = ClaimForm(request.POST or None, claim=claim, initial=initial_of(claim, ClaimForm))
    if form.is_valid():
        changed = form.carry_out(actions.change_claim, by=request.user, claim=claim, fields=form.cleaned_data)
        if changed is not None:
            return back_to(request, claim, _("The claim was changed, and judged again."))
    return render(request, "claims/claim_form.html", {"form": form, "claim": claim})


@permitted("claims.edit", find=find_claim, methods=("POST",))
def withdraw(request: HttpRequest, claim: Claim) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return refused_to(request, claim, form)
    actions.withdraw_claim(by=request.user, claim=claim, reason=form.cleaned_data["reason"])
    return back_to(request, claim, _("The claim was withdrawn from the ledger; its record stays."))


@permitted("claims.edit", find=find_claim, methods=("POST",))
def restore(request: HttpRequest, claim: Claim) -> HttpResponse:
    actions.restore_claim(by=request.user, claim=claim)
    return HttpResponseRedirect(claim.get_absolute_url())

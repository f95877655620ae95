"""Verdicts of people: proposing, deciding, publishing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sandan.web.claims import actions, queries
from sandan.web.claims.forms import NoteForm, VerdictForm
from sandan.web.claims.models import Claim, Opinion
from sandan.web.claims.views.common import back_to, find_claim, find_opinion, refused_to
from sandan.web.shared.permissions import permitted

__all__ = ["decide", "propose", "retract", "revise", "show_public"]

ANCHOR = "verdicts"


@permitted("claims.propose", find=find_claim, methods=("GET", "HEAD", "POST"))
def propose(request: HttpRequest, claim: Claim) -> HttpResponse:
    form = VerdictForm(request.POST or None, person=request.user)
    if form.is_valid():
        drafted = form.carry_out(actions.draft_verdict, by=request.user, claim=claim, **form.cleaned_data)
        if drafted is not None:
            return _go_on(request, drafted)
    told = {"form": form, "claim": claim, "page": queries.claim_page(claim)}
    return render(request, "claims/verdict_form.html", told)


def _go_on(request: HttpRequest, opinion: Opinion) -> HttpResponse:
    if "propose" not in request.POST:
        return back_to(request, opinion.claim, _("The draft was kept; only you can go on with it."), ANCHOR)
    actions.take(by=request.user, opinion=opinion, step="propose")
    return back_to(request, opinion.claim, _("The verdict was proposed; somebody else decides."), ANCHOR)


@permitted("claims.change_proposal", find=find_opinion, methods=("GET", "HEAD", "POST"))
def revise(request: HttpRequest, opinion: Opinion) -> HttpResponse:
    initial = {"verdict": opinion.verdict, "reason": opinion.reason, "role": opinion.role}
    form = VerdictForm(request.POST or None, person=request.user, initial=initial)
    if form.is_valid():
        told = {"by": request.user, "opinion": opinion, **form.cleaned_data}
        changed = form.carry_out(actions.change_verdict, **told)
        if changed is not None:
            return _go_on(request, changed)
    told = {
        "form": form,
        "claim": opinion.claim,
        "page": queries.claim_page(opinion.claim),
        "opinion": opinion,
    }
    return render(request, "claims/verdict_form.html", told)


@permitted("claims.change_proposal", find=find_opinion, methods=("POST",))
def retract(request: HttpRequest, opinion: Opinion) -> HttpResponse:
    actions.take(by=request.user, opinion=opinion, step="withdraw")
    return back_to(request, opinion.claim, _("The proposal was withdrawn."), ANCHOR)


@permitted("claims.approve", find=find_opinion, methods=("POST",))
def decide(request: HttpRequest, opinion: Opinion) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return refused_to(request, opinion.claim, form)
    step = "approve" if "approve" in request.POST else "send_back"
    note = form.cleaned_data["note"]
    if form.carry_out(actions.take, by=request.user, opinion=opinion, step=step, note=note) is None:
        return refused_to(request, opinion.claim, form)
    said = {
        "approve": _("The verdict was approved; it goes before that of the rule."),
        "send_back": _("The proposal was sent back."),
    }
    return back_to(request, opinion.claim, said[step], ANCHOR)


@permitted("claims.approve", find=find_opinion, methods=("POST",))
def show_public(request: HttpRequest, opinion: Opinion) -> HttpResponse:
    public = "on" in request.POST
    actions.set_public(by=request.user, opinion=opinion, public=public)
    said = _("The claim is on the public page.") if public else _("The claim is off the public page.")
    return back_to(request, opinion.claim, said, ANCHOR)

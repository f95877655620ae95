"""Persons who speak for a company, and corrections that a firm proposes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sandan.web.companies import actions
from sandan.web.companies.forms import ContactForm, ProposalForm, ReasonForm, SettleForm
from sandan.web.companies.models import Company, Contact, Proposal
from sandan.web.companies.views.finding import find_company, find_contact, find_proposal, posted
from sandan.web.shared.permissions import permitted

__all__ = ["add", "correct", "propose", "remove", "reveal", "settle"]


@permitted("companies.edit_contacts", find=find_company, methods=("GET", "HEAD", "POST"))
def add(request: HttpRequest, company: Company) -> HttpResponse:
    form = ContactForm(posted(request))
    if form.is_valid():
        actions.add_contact(by=request.user, company=company, values=form.cleaned_data)
        messages.success(request, _("The contact is added."))
        return redirect(company)
    return render(request, "companies/contact.html", {"company": company, "form": form, "contact": None})


@permitted("companies.see_contacts", find=find_contact, methods=("POST",))
@never_cache
def reveal(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Show one person unmasked; asking is what is noted, so this is no page to come back to."""
    shown = actions.reveal_contact(by=request.user, contact=contact)
    form = ContactForm(instance=shown)
    return render(
        request, "companies/contact.html", {"company": shown.company, "form": form, "contact": shown}
    )


@permitted("companies.edit_contacts", find=find_contact, methods=("POST",))
@never_cache
def correct(request: HttpRequest, contact: Contact) -> HttpResponse:
    company = contact.company
    form = ContactForm(request.POST, instance=contact)
    if form.is_valid():
        actions.correct_contact(by=request.user, contact=contact, values=form.cleaned_data)
        messages.success(request, _("The contact is corrected."))
        return redirect(company)
    return render(request, "companies/contact.html", {"company": company, "form": form, "contact": contact})


@permitted("companies.edit_contacts", find=find_contact, methods=("GET", "HEAD", "POST"))
def remove(request: HttpRequest, contact: Contact) -> HttpResponse:
    form, company = ReasonForm(posted(request)), contact.company
    if form.is_valid():
        actions.remove_contact(by=request.user, contact=contact, **form.cleaned_data)
        messages.success(request, _("The person is erased from the register."))
        return redirect(company)
    return render(request, "companies/remove_contact.html", {"company": company, "form": form})


@permitted("companies.propose", find=find_company, methods=("GET", "HEAD", "POST"))
def propose(request: HttpRequest, company: Company) -> HttpResponse:
    form = ProposalForm(posted(request))
    if form.is_valid():
        actions.propose(by=request.user, company=company, **form.cleaned_data)
        messages.success(request, _("The office has your proposal and will answer it."))
        return redirect(company)
    return render(request, "companies/propose.html", {"company": company, "form": form})


@permitted("companies.edit", find=find_proposal, methods=("GET", "HEAD", "POST"))
def settle(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    form, company = SettleForm(posted(request)), proposal.company
    if form.is_valid():
        actions.settle(by=request.user, proposal=proposal, **form.cleaned_data)
        messages.success(request, _("The proposal is answered."))
        return redirect(company)
    return render(request, "companies/settle.html", {"company": company, "proposal": proposal, "form": form})

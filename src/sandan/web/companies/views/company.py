"""One company: its page, entering it, correcting it, its state, and making sure."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sandan.web.companies import actions
from sandan.web.companies.actions.refusals import (
    AlreadyRegisteredError,
    LikelyDuplicateError,
    StaleRecordError,
)
from sandan.web.companies.forms import CompanyForm, FactsForm, StateForm, VerifyForm
from sandan.web.companies.models import Company
from sandan.web.companies.queries.company import profile
from sandan.web.companies.queries.scope import successor
from sandan.web.companies.views.finding import find_company, posted
from sandan.web.shared.permissions import permitted

__all__ = ["change_state", "company", "edit", "new", "verify"]


@permitted("companies.see_company", find=find_company)
def company(request: HttpRequest, found: Company) -> HttpResponse:
    if found.merged_into_id is not None:
        return redirect(successor(found))
    about_persons = ("see_contacts", "edit_contacts", "propose")
    may = {f"may_{name}": request.user.has_perm(f"companies.{name}", found) for name in about_persons}
    shown = {"profile": profile(request.user, found), "company": found, **may}
    return render(request, "companies/company.html", shown)


@permitted("companies.edit", methods=("GET", "HEAD", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    form = CompanyForm(posted(request))
    duplicates: Any = ()
    if form.is_valid():
        try:
            return redirect(_register(request, form))
        except LikelyDuplicateError as refusal:
            duplicates = refusal.duplicates
            form.ask_why()
        except AlreadyRegisteredError as refusal:
            form.add_error("business_number", str(refusal))
    return render(request, "companies/new.html", {"form": form, "duplicates": duplicates})


def _register(request: HttpRequest, form: CompanyForm) -> Company:
    data = form.cleaned_data
    entered = actions.register(
        by=request.user,
        name=data["name"],
        facts=form.facts,
        address={"text": data["address"]} if data["address"] else None,
        despite=data["despite"],
    )
    messages.success(
        request, _("%(name)s is entered as %(number)s.") % {"name": entered, "number": entered.number}
    )
    return entered


@permitted("companies.edit", find=find_company, methods=("GET", "HEAD", "POST"))
def edit(request: HttpRequest, found: Company) -> HttpResponse:
    form = FactsForm(posted(request), initial={**found.facts(), "seen": found.revision})
    conflict = None
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.correct(by=request.user, company=found, seen=seen or 0, facts=form.facts)
        except StaleRecordError as refusal:
            conflict, form = _both(form, refusal.current)
        except AlreadyRegisteredError as refusal:
            form.add_error("business_number", str(refusal))
        else:
            messages.success(request, _("The changes are saved."))
            return redirect(found)
    status = 409 if conflict else 200
    return render(
        request, "companies/edit.html", {"company": found, "form": form, "conflict": conflict}, status=status
    )


def _both(form: FactsForm, current: Company) -> tuple[list[dict[str, Any]], FactsForm]:
    """Set what was typed beside what is there now; saving once more overwrites it knowingly."""
    typed = Company(**form.facts)
    rows = [
        {"name": name, "now": current, "typed": typed, "differs": getattr(typed, name) != value}
        for name, value in current.facts().items()
    ]
    data = form.data.copy()
    data["seen"] = current.revision
    return rows, FactsForm(data)


@permitted("companies.edit", find=find_company, methods=("GET", "HEAD", "POST"))
def change_state(request: HttpRequest, found: Company) -> HttpResponse:
    form = StateForm(found, posted(request))
    if form.is_valid():
        changed = actions.change_state(by=request.user, company=found, **form.cleaned_data)
        messages.success(request, _("The state is now: %(state)s.") % {"state": changed.get_state_display()})
        return redirect(found)
    return render(request, "companies/state.html", {"company": found, "form": form})


@permitted("companies.edit", find=find_company, methods=("GET", "HEAD", "POST"))
def verify(request: HttpRequest, found: Company) -> HttpResponse:
    form = VerifyForm(posted(request), initial={"day": timezone.localdate()})
    if form.is_valid():
        actions.verify(by=request.user, company=found, **form.cleaned_data)
        messages.success(request, _("It is noted that the record is true."))
        return redirect(found)
    return render(request, "companies/verify.html", {"company": found, "form": form})

"""The review: one row beside its candidates, a decision, the next row."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sandan.errors import OfficeError
from sandan.web.linkage import actions
from sandan.web.linkage.forms import SKIP, DecisionForm, ReasonForm
from sandan.web.linkage.models import Entry, Run
from sandan.web.linkage.queries.comparing import compared
from sandan.web.linkage.queries.runs import decided_lately, next_entry, waiting
from sandan.web.linkage.views.finding import find_entry, find_run
from sandan.web.shared.permissions import permitted

__all__ = ["decide", "entry", "queue", "reopen"]


@permitted("linkage.decide", find=find_run)
@never_cache
def queue(request: HttpRequest, run: Run) -> HttpResponse:
    shown = _shown(request, run, next_entry(run, request.user))
    return render(request, "linkage/review.html", shown)


@permitted("linkage.see", find=find_entry)
@never_cache
def entry(request: HttpRequest, found: Entry) -> HttpResponse:
    """Show a row by itself: to whoever only looks, and to whoever wants to decide just this one."""
    return render(request, "linkage/review.html", _shown(request, found.run, found) | {"alone": True})


@permitted("linkage.decide", find=find_entry, methods=("POST",))
def decide(request: HttpRequest, found: Entry) -> HttpResponse:
    form = DecisionForm(request.POST, person=request.user)
    if not form.is_valid():
        shown = _shown(request, found.run, found, form=form)
        return render(request, _template(request), shown, status=200 if request.htmx else 422)
    try:
        said, is_bad = _act(request.user, found, form.cleaned_data), False
    except OfficeError as refusal:
        said, is_bad = str(refusal), True
    following = actions.hold_next(by=request.user, run=found.run)
    return _answer(request, found.run, following, said, is_bad=is_bad)


@permitted("linkage.decide", find=find_entry, methods=("POST",))
def reopen(request: HttpRequest, found: Entry) -> HttpResponse:
    """Undo a decision and put its row before the person again."""
    try:
        shown, is_bad = actions.reopen(by=request.user, entry=found), False
        said = _("Undone: row %(row)d (%(name)s) is open again.") % {"row": found.row, "name": found.name}
    except OfficeError as refusal:
        shown, said, is_bad = found, str(refusal), True
    return _answer(request, found.run, shown, said, is_bad=is_bad, again=True)


def _act(person: Any, found: Entry, cleaned: dict[str, Any]) -> str:
    about = {"row": found.row, "name": found.name}
    if cleaned["decision"] == SKIP:
        actions.put_off(by=person, entry=found, seen=cleaned["seen"])
        return _("Skipped: row %(row)d (%(name)s) comes again at the end.") % about
    done = actions.decide(
        by=person,
        entry=found,
        seen=cleaned["seen"],
        decision=cleaned["decision"],
        company=cleaned["company"],
    )
    about |= {"decision": done.get_decision_display()}
    if done.company is None:
        return _("Row %(row)d (%(name)s): %(decision)s.") % about
    about |= {"company": done.company.name, "number": done.company.number}
    return _("Row %(row)d (%(name)s) is %(company)s (%(number)s).") % about


def _answer(
    request: HttpRequest, run: Run, following: Entry | None, said: str, *, is_bad: bool, again: bool = False
) -> HttpResponse:
    """Give the next row: as a part of the page that was open, or as a page of its own."""
    if request.htmx:
        shown = _shown(request, run, following) | {"said": said, "is_bad": is_bad}
        response = render(request, "linkage/review_part.html", shown)
        response.headers["HX-Push-Url"] = reverse("linkage:review", kwargs={"run": run.pk})
        return response
    (messages.warning if is_bad else messages.success)(request, said)
    return redirect(following) if again and following else redirect("linkage:review", run=run.pk)


def _template(request: HttpRequest) -> str:
    return "linkage/review_part.html" if request.htmx else "linkage/review.html"


def _shown(
    request: HttpRequest, run: Run, found: Entry | None, *, form: DecisionForm | None = None
) -> dict[str, Any]:
    initial = {"seen": found.revision} if found else {}
    return {
        "run": run,
        "entry": found,
        "compared": compared(found) if found else None,
        "waiting": waiting(run),
        "lately": decided_lately(run, request.user),
        "form": form or DecisionForm(initial=initial, person=request.user),
        "reason_form": ReasonForm(),
    }

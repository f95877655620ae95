"""Finding what a page is about, and going back to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from sandan.web.claims.models import Attachment, Check, Claim, Evidence, Opinion
from sandan.web.claims.queries import claims_visible

__all__ = [
    "back_to",
    "find_check",
    "find_claim",
    "find_evidence",
    "find_file",
    "find_opinion",
    "initial_of",
    "refused_to",
]


def find_claim(person: Any, claim: int) -> Claim:
    return get_object_or_404(claims_visible(), pk=claim)


def find_evidence(person: Any, evidence: int) -> Evidence:
    return get_object_or_404(Evidence.objects.select_related("claim", "source"), pk=evidence)


def find_check(person: Any, check: int) -> Check:
    return get_object_or_404(Check.objects.select_related("claim"), pk=check)


def find_opinion(person: Any, opinion: int) -> Opinion:
    return get_object_or_404(Opinion.objects.select_related("claim"), pk=opinion)


def find_file(person: Any, file: int) -> Attachment:
    return get_object_or_404(Attachment, pk=file)


def back_to(request: HttpRequest, claim: Claim, said: str, anchor: str = "") -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(claim.get_absolute_url() + (f"#{anchor}" if anchor else ""))


def refused_to(request: HttpRequest, claim: Claim, form: Any) -> HttpResponse:
    """Go back to the claim and say there what a short form lacked."""
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return HttpResponseRedirect(claim.get_absolute_url())


def initial_of(row: Claim | Evidence, form: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}

"""Evidence, files and checks of a claim."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sandan.web.claims import actions, queries
from sandan.web.claims.forms import CheckForm, EvidenceForm, FileForm
from sandan.web.claims.models import Attachment, Check, Claim, Evidence
from sandan.web.claims.views.common import (
    back_to,
    find_check,
    find_claim,
    find_evidence,
    find_file,
    initial_of,
    refused_to,
)
from sandan.web.shared.permissions import permitted
from sandan.web.shared.uploads import KINDS

__all__ = [
    "add_check",
    "add_evidence",
    "add_file",
    "edit_evidence",
    "file",
    "remove_check",
    "remove_evidence",
]


@permitted("claims.edit", find=find_claim, methods=("GET", "HEAD", "POST"))
def add_evidence(request: HttpRequest, claim: Claim) -> HttpResponse:
    form = EvidenceForm(request.POST or None, request.FILES or None, claim=claim)
    if form.is_valid():
        fields = dict(form.cleaned_data)
        told = {"by": request.user, "claim": claim, "file": fields.pop("file"), "fields": fields}
        if form.carry_out(actions.attach_evidence, **told) is not None:
            return back_to(
                request, claim, _("The evidence was attached, and the claim judged again."), "evidence"
            )
    return render(request, "claims/evidence_form.html", {"form": form, "claim": claim})


@permitted("claims.edit", find=find_evidence, methods=("GET", "HEAD", "POST"))
def edit_evidence(request: HttpRequest, evidence: Evidence) -> HttpResponse:
    claim = evidence.claim
    form = EvidenceForm(
        request.POST or None, claim=claim, evidence=evidence, initial=initial_of(evidence, EvidenceForm)
    )
    if form.is_valid():
        told = {"by": request.user, "evidence": evidence, "fields": form.cleaned_data}
        if form.carry_out(actions.change_evidence, **told) is not None:
            return back_to(
                request, claim, _("The evidence was changed, and the claim judged again."), "evidence"
            )
    return render(request, "claims/evidence_form.html", {"form": form, "claim": claim, "evidence": evidence})


@permitted("claims.edit", find=find_evidence, methods=("POST",))
def remove_evidence(request: HttpRequest, evidence: Evidence) -> HttpResponse:
    actions.remove_evidence(by=request.user, evidence=evidence)
    return back_to(
        request, evidence.claim, _("The evidence was removed, and the claim judged again."), "evidence"
    )


@permitted("claims.edit", find=find_claim, methods=("GET", "HEAD", "POST"))
def add_check(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Show what a check gives before it is kept; what was changed since is shown once more."""
    named = queries.named_numbers(claim)
    form = CheckForm(request.POST or None, named=named)
    told: dict[str, Any] = {"form": form, "claim": claim, "named": named}
    if form.is_valid():
        fields = form.fields_of_check()
        seal = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
        if "keep" in request.POST and form.cleaned_data["shown"] == seal:
            kept = form.carry_out(actions.add_check, by=request.user, claim=claim, fields=fields)
            if kept is not None:
                return back_to(request, claim, _("The check is part of the ledger."), "checks")
        told |= {"trial": form.carry_out(queries.trial, claim=claim, fields=fields), "seal": seal}
    return render(request, "claims/check_form.html", told)


@permitted("claims.edit", find=find_check, methods=("POST",))
def remove_check(request: HttpRequest, check: Check) -> HttpResponse:
    actions.remove_check(by=request.user, check=check)
    return back_to(request, check.claim, _("The check was removed."), "checks")


@permitted("claims.edit", find=find_claim, methods=("POST",))
def add_file(request: HttpRequest, claim: Claim) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return refused_to(request, claim, form)
    actions.attach_file(by=request.user, claim=claim, file=form.cleaned_data["file"])
    return back_to(request, claim, _("The file was attached."), "files")


@permitted("claims.see", find=find_file)
def file(request: HttpRequest, file: Attachment) -> HttpResponse:
    """Hand a file out to be saved, never to be shown: its bytes came from elsewhere."""
    response = StreamingHttpResponse(_bytes(file), content_type=KINDS[file.kind].content_type)
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    response.headers["Content-Disposition"] = disposition
    response.headers["Content-Length"] = str(file.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _bytes(file: Attachment) -> Iterator[bytes]:
    with file.file.open("rb") as opened:
        yield from opened.chunks()

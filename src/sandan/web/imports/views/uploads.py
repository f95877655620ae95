"""Pages about a file on its way: bring it, see what it is, try it, take it in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sandan.data.profiles.registry import PROFILES
from sandan.data.vault.sidecar import Snapshot
from sandan.web.imports import actions, queries
from sandan.web.imports.forms import ReadingForm, TakeInForm, UploadForm, day_in_name
from sandan.web.imports.models import Upload
from sandan.web.shared.permissions import permitted

__all__ = [
    "as_attachment",
    "discard",
    "download",
    "find_upload",
    "new",
    "reading",
    "rights",
    "show",
    "take_in",
]

PIECE = 1 << 18


def find_upload(person: Any, upload: int) -> Upload:
    found = queries.open_upload(upload)
    if found is None:
        raise Http404
    return found


@permitted("imports.upload", methods=("GET", "HEAD", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    replaces = request.GET.get("replaces", "")
    if request.method == "POST" and form.is_valid():
        upload, is_new = actions.receive(by=request.user, file=form.cleaned_data["file"])
        if not is_new:
            messages.warning(
                request, _("These very bytes are here already, as “%(name)s”.") % {"name": upload.name}
            )
        return HttpResponseRedirect(_reading_address(upload, replaces))
    status = 422 if form.is_bound else 200
    return render(request, "imports/new.html", {"form": form, "replaced": _replaced(replaces)}, status=status)


def _replaced(key: str) -> Snapshot | None:
    found = queries.holding(key) if key else None
    return found.snapshot if found else None


def _reading_address(upload: Upload, replaces: str) -> str:
    address = reverse("imports:reading", kwargs={"upload": upload.pk})
    return f"{address}?replaces={replaces}" if _replaced(replaces) else address


@permitted("imports.see", find=find_upload)
@never_cache
def show(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show how far a file is: nothing chosen, a job, a trial, in the vault."""
    job = queries.latest_job(upload)
    if not upload.plan and request.user.has_perm("imports.upload"):
        return HttpResponseRedirect(_reading_address(upload, ""))
    context = {
        "upload": upload,
        "job": job if job and job.state != "done" else None,
        "trial": upload.trial,
        "tried": Snapshot.from_json(upload.trial["snapshot"])
        if upload.trial and "snapshot" in upload.trial
        else None,
        "others": queries.named((upload.trial or {}).get("overlapping", [])),
        "entries": list(upload.imports.all()),
        "form": TakeInForm(),
    }
    return render(request, "imports/upload.html", context | rights(request.user))


def rights(person: Any) -> dict[str, bool]:
    """Tell a page which of its buttons lead somewhere for this reader."""
    return {
        "may_upload": person.has_perm("imports.upload"),
        "may_take_in": person.has_perm("imports.take_in"),
        "may_open": person.has_perm("imports.open_original"),
    }


@permitted("imports.upload", find=find_upload, methods=("GET", "HEAD", "POST"))
def reading(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Let a person choose how a file is read; what was recognized stands first."""
    replaced = [found for key in request.GET.getlist("replaces") if (found := _replaced(key))]
    profile = PROFILES.get(_profile_name(request, upload, replaced))
    form = _reading_form(request, upload, profile.name, replaced) if profile else None
    if request.method == "POST" and form is not None and form.is_valid():
        actions.choose_reading(by=request.user, upload=upload, plan=form.plan())
        return HttpResponseRedirect(upload.get_absolute_url())
    context = {
        "upload": upload,
        "form": form,
        "profile": profile,
        "profiles": PROFILES,
        "in_vault": queries.same_bytes(upload.sha256),
        "needs_mapping": profile is not None and bool(profile.file_options & {"mapping"}),
        "replaced": replaced,
    }
    return render(request, "imports/reading.html", context, status=422 if form and form.is_bound else 200)


def _profile_name(request: HttpRequest, upload: Upload, replaced: list[Snapshot]) -> str:
    named = request.POST.get("profile") or request.GET.get("profile") or upload.plan.get("profile", "")
    if named:
        return str(named)
    first = [snapshot.profile for snapshot in replaced] + [one["profile"] for one in upload.candidates]
    return first[0] if first else ""


def _reading_form(request: HttpRequest, upload: Upload, name: str, replaced: list[Snapshot]) -> ReadingForm:
    profile = PROFILES[name]
    needs: list[str] = next((one["needs"] for one in upload.candidates if one["profile"] == name), [])
    may_replace = request.user.has_perm("imports.supersede")
    return ReadingForm(
        profile,
        request.POST if request.method == "POST" else None,
        mappings=queries.fitting_mappings(upload) if profile.file_options else [],
        replaceable=queries.replaceable(profile.kind, profile.name) if may_replace else [],
        needs=needs,
        initial=_begun(request, upload, replaced),
    )


def _initial(upload: Upload, replaced: list[Snapshot]) -> dict[str, Any]:
    """Begin with what was planned, or with how the table was read that is to be replaced."""
    plan = upload.plan
    if plan and not replaced:
        begun = {name: plan[name] for name in ("as_of", "edition", "supersedes")}
        mapping = queries.mapping_named(plan.get("mapping_name", ""))
        return begun | _options(plan["options"]) | {"option_mapping": mapping.pk if mapping else ""}
    if replaced:
        older = replaced[0]
        keys = [snapshot.id for snapshot in replaced]
        begun = {"as_of": older.as_of, "edition": "revised", "supersedes": keys}
        mapping = queries.mapping_of_file(older.options.get("mapping", ""))
        return begun | _options(older.options) | {"option_mapping": mapping.pk if mapping else ""}
    return {"as_of": day_in_name(upload.name), "edition": "final"}


def _begun(request: HttpRequest, upload: Upload, replaced: list[Snapshot]) -> dict[str, Any]:
    """Choose the mapping that was saved a moment ago, if one was."""
    mapping = request.GET.get("mapping", "")
    return _initial(upload, replaced) | ({"option_mapping": mapping} if mapping else {})


def _options(given: Any) -> dict[str, str]:
    return {f"option_{name}": words for name, words in given.items()}


@permitted("imports.take_in", find=find_upload, methods=("POST",))
def take_in(request: HttpRequest, upload: Upload) -> HttpResponse:
    form = TakeInForm(request.POST)
    if upload.plan.get("supersedes") and not request.user.has_perm("imports.supersede"):
        raise PermissionDenied("imports.supersede")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.start_import(by=request.user, upload=upload, reason=reason)
    return HttpResponseRedirect(upload.get_absolute_url())


@permitted("imports.open_original", find=find_upload)
def download(request: HttpRequest, upload: Upload) -> StreamingHttpResponse:
    return as_attachment(Path(upload.file.path), upload.name)


def as_attachment(path: Path, name: str) -> StreamingHttpResponse:
    """Hand bytes out as a file to keep, never as a page to open."""
    return StreamingHttpResponse(
        _pieces(path),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "Content-Length": str(path.stat().st_size),
            "X-Content-Type-Options": "nosniff",
        },
    )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


@permitted("imports.upload", find=find_upload, methods=("POST",))
def discard(request: HttpRequest, upload: Upload) -> HttpResponse:
    actions.discard(by=request.user, upload=upload)
    messages.info(request, _("The upload “%(name)s” was removed.") % {"name": upload.name})
    return HttpResponseRedirect(reverse("imports:history"))

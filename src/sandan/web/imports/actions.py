"""Everything that is written about uploads, mappings and imports; the vault is written by its own code."""

import hashlib
from collections.abc import Mapping as Lookup
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from sandan.data.profiles.detection import recognize
from sandan.data.vault.sidecar import Snapshot
from sandan.errors import HeaderError, SandanError, SourceError
from sandan.web.accounts.models import Person
from sandan.web.audit.actions import record
from sandan.web.imports import queries
from sandan.web.imports.models import Import, Mapping, Upload
from sandan.web.imports.signals import vault_changed
from sandan.web.jobs.actions import enqueue
from sandan.web.jobs.models import Job

__all__ = [
    "check_key",
    "choose_reading",
    "discard",
    "keep_check",
    "keep_import",
    "keep_trial",
    "receive",
    "save_mapping",
    "start_check",
    "start_import",
]


@transaction.atomic
def receive(*, by: Person, file: UploadedFile) -> tuple[Upload, bool]:
    """Keep a file and say what it seems to be; the same bytes lead to the upload that is there already."""
    sha256 = _sha256(file)
    known = queries.upload_with_bytes(sha256)
    if known is not None:
        return known, False
    upload = Upload(name=file.name, size=file.size, sha256=sha256, by=by)
    upload.file.save(upload.plain_name, file, save=False)
    try:
        _recognize(upload)
        upload.save(force_insert=True)
        record(by=by, action="upload.received", on=upload, after={"sha256": sha256, "size": upload.size})
    except BaseException:
        Path(upload.file.path).unlink(missing_ok=True)
        raise
    return upload, True


def _sha256(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


def _recognize(upload: Upload) -> None:
    with queries.under_its_name(upload) as path:
        try:
            upload.candidates = [asdict(candidate) for candidate in recognize(path)]
        except SandanError as error:
            upload.fault, upload.fault_code = str(error), error.code
            return
        try:
            upload.beginning = queries.beginning_of(path)
        except (HeaderError, SourceError):
            # Shapes and Parquet files have no columns of text; profiles read them all the same.
            upload.beginning = {}


@transaction.atomic
def choose_reading(*, by: Person, upload: Upload, plan: Lookup[str, Any]) -> Job:
    """Keep how a file is to be read, and ask for a trial; what an earlier trial found is dropped."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    before, upload.plan, upload.trial = upload.plan, dict(plan), None
    upload.save(update_fields=["plan", "trial"])
    record(by=by, action="reading.chosen", on=upload, before=_said(before), after=_said(plan))
    return enqueue(
        by=by,
        kind="imports.try",
        title=upload.name,
        parameters={"upload": upload.pk, "plan": upload.plan},
        key=upload.key,
        address=upload.get_absolute_url(),
    )


def _said(plan: Lookup[str, Any]) -> dict[str, Any]:
    """Leave the text of a mapping out of the trail; its name tells which it was."""
    return {name: said for name, said in plan.items() if name != "mapping_text"}


@transaction.atomic
def keep_trial(*, by: Person | None, upload: Upload, plan: Lookup[str, Any], trial: Lookup[str, Any]) -> None:
    """Keep what a trial found, unless somebody has changed the plan meanwhile."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.plan != plan:
        return
    upload.trial = dict(trial)
    upload.save(update_fields=["trial"])
    found = {name: trial[name] for name in ("rows", "refused") if name in trial}
    record(by=by, action="trial.finished", on=upload, after=found)


@transaction.atomic
def start_import(*, by: Person, upload: Upload, reason: str) -> Job:
    """Ask for the import of a file that was tried as it is now planned."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if not upload.trial or upload.trial.get("refused"):
        raise SourceError(
            f"{upload.name} was not tried as it is now planned, or the trial was refused; try it first."
        )
    return enqueue(
        by=by,
        kind="imports.take_in",
        title=upload.name,
        parameters={"upload": upload.pk, "plan": upload.plan, "reason": reason},
        key=upload.key,
        address=upload.get_absolute_url(),
    )


@transaction.atomic
def keep_import(*, by: Person | None, upload: Upload, snapshot: Snapshot, reason: str) -> Import:
    """Write down who brought a snapshot; of one that was there before, that it was found again."""
    entry, _ = Import.objects.select_for_update().get_or_create(
        snapshot=snapshot.id, defaults={"name": snapshot.original_name}
    )
    is_first = entry.at is None
    if is_first:
        entry.by, entry.at, entry.reason = by, timezone.now(), reason
    entry.upload = upload
    entry.save(update_fields=["upload", "by", "at", "reason"])
    Upload.objects.filter(pk=upload.pk).update(trial=None)
    action = "import.taken_in" if is_first else "import.found_again"
    record(by=by, action=action, on=entry, after=_about(snapshot), reason=reason)
    vault_changed.send(sender=Import, snapshot=snapshot.id, by=by)
    return entry


def _about(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "profile": snapshot.profile,
        "as_of": snapshot.as_of,
        "edition": snapshot.edition,
        "rows": snapshot.rows,
        "supersedes": list(snapshot.supersedes),
    }


@transaction.atomic
def save_mapping(*, by: Person, name: str, text: str, columns: list[str], upload: Upload | None) -> Mapping:
    """Keep what columns mean under a name; snapshots that used an earlier text keep their own copy of it."""
    mapping = Mapping.objects.select_for_update().filter(name=name).first() or Mapping(name=name)
    before = {"text": mapping.text} if mapping.pk else {}
    mapping.text, mapping.columns = text, columns
    mapping.upload, mapping.by, mapping.at = upload, by, timezone.now()
    mapping.save()
    record(by=by, action="mapping.saved", on=mapping, before=before, after={"text": text})
    return mapping


@transaction.atomic
def discard(*, by: Person, upload: Upload, reason: str = "") -> None:
    """Remove the bytes of an upload; what was imported from it stays in the vault with its own copy."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.discarded_at is not None:
        return
    upload.discarded_at = timezone.now()
    upload.save(update_fields=["discarded_at"])
    record(by=by, action="upload.discarded", on=upload, before={"sha256": upload.sha256}, reason=reason)
    place = Path(upload.file.path)
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def check_key(snapshot: Snapshot) -> str:
    return f"imports:check:{snapshot.id}"


def start_check(*, by: Person, snapshot: Snapshot) -> Job:
    """Ask for the comparison of a snapshot's bytes with their hashes."""
    address = Import(snapshot=snapshot.id).get_absolute_url()
    return enqueue(
        by=by,
        kind="imports.check",
        title=snapshot.original_name,
        parameters={"snapshot": snapshot.id},
        key=check_key(snapshot),
        address=address,
    )


@transaction.atomic
def keep_check(*, by: Person | None, snapshot: Snapshot, state: str, detail: str) -> None:
    """Write down how a comparison with the hashes ended."""
    entry, _ = Import.objects.select_for_update().get_or_create(
        snapshot=snapshot.id, defaults={"name": snapshot.original_name}
    )
    entry.checked_at, entry.check_state, entry.check_detail = timezone.now(), state, detail
    entry.save(update_fields=["checked_at", "check_state", "check_detail"])
    record(by=by, action="snapshot.checked", on=entry, after={"state": state, "detail": detail})

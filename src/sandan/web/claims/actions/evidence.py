"""Attaching evidence, files and checks to a claim."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from sandan.errors import OfficeError
from sandan.web.accounts.models import Person
from sandan.web.audit.actions import record
from sandan.web.claims.actions.common import changed, locked, must_hold, source_from, told
from sandan.web.claims.models import Attachment, Check, Claim, Evidence
from sandan.web.claims.queries import next_position
from sandan.web.shared.uploads import check_upload, plain_name

__all__ = [
    "add_check",
    "attach_evidence",
    "attach_file",
    "change_evidence",
    "remove_check",
    "remove_evidence",
]

EVIDENCE_FIELDS = ("value", "unit", "period", "measures", "stance", "differs_in", "place", "figure")
CHECK_FIELDS = ("title_ko", "title_en", "formula", "expected", "terms", "about", "relation", "within")


@transaction.atomic
def attach_evidence(
    *, by: Person, claim: Claim, fields: Mapping[str, Any], file: UploadedFile | None = None
) -> Evidence:
    found = locked(claim)
    source = source_from(fields)
    _refuse_twin(found, source.pk, fields)
    row = Evidence.objects.create(
        claim=found,
        position=next_position(found),
        source=source,
        entered_by=by,
        **{name: fields[name] for name in EVIDENCE_FIELDS},
    )
    must_hold()
    kept = {} if file is None else {"file": _keep_file(by, found, file, row).sha256}
    after = told(row, (*EVIDENCE_FIELDS, "source")) | kept
    record(by=by, action="evidence.attached", on=found, after=after)
    return row


def _refuse_twin(claim: Claim, source: int, fields: Mapping[str, Any], but: int | None = None) -> None:
    twin = claim.evidence.filter(measures=fields["measures"], period=fields["period"], source=source)
    if twin.exclude(pk=but).exists():
        raise OfficeError(
            _(
                "The claim %(key)s has the row “%(measures)s” of %(period)s from this source already. "
                "Change that one, or say in other words what this one measures."
            )
            % {"key": claim.key, "measures": fields["measures"], "period": fields["period"]}
        )


@transaction.atomic
def change_evidence(*, by: Person, evidence: Evidence, fields: Mapping[str, Any]) -> Evidence:
    claim = locked(evidence.claim)
    row = Evidence.objects.select_for_update().select_related("source").get(pk=evidence.pk)
    new = {name: fields[name] for name in EVIDENCE_FIELDS} | {"source": source_from(fields)}
    _refuse_twin(claim, new["source"].pk, fields, but=row.pk)
    before, after = changed(row, new)
    if after:
        row.save(update_fields=list(after))
        must_hold()
        record(by=by, action="evidence.changed", on=claim, before=before | {"row": row.measures}, after=after)
    return row


@transaction.atomic
def remove_evidence(*, by: Person, evidence: Evidence) -> None:
    claim = locked(evidence.claim)
    using = [check.key for check in Check.objects.all() if _uses(check, evidence.pk)]
    if using:
        raise OfficeError(
            _("The check %(check)s is computed from this row of %(key)s. Remove the check first.")
            % {"check": using[0], "key": claim.key}
        )
    row = Evidence.objects.select_for_update().select_related("source").get(pk=evidence.pk)
    before = told(row, (*EVIDENCE_FIELDS, "source"))
    row.delete()
    must_hold()
    record(by=by, action="evidence.removed", on=claim, before=before)


def _uses(check: Check, row: int) -> bool:
    return any(term.get("row") == row for term in (check.expected, *check.terms.values()))


@transaction.atomic
def attach_file(*, by: Person, claim: Claim, file: UploadedFile) -> Attachment:
    found = locked(claim)
    kept = _keep_file(by, found, file, None)
    record(by=by, action="claim_file.attached", on=found, after={"name": kept.name, "sha256": kept.sha256})
    return kept


def _keep_file(by: Person, claim: Claim, file: UploadedFile, row: Evidence | None) -> Attachment:
    """Keep the bytes under their hash; the name that somebody gave the file is text beside it."""
    kind = check_upload(file)
    digest = hashlib.sha256(b"".join(file.chunks())).hexdigest()
    kept = Attachment(
        claim=claim,
        evidence=row,
        name=plain_name(file.name),
        kind=kind.key,
        size=file.size,
        sha256=digest,
        by=by,
    )
    file.seek(0)
    kept.file.save(f"{digest}.{kind.key}", file, save=False)
    kept.save()
    return kept


@transaction.atomic
def add_check(*, by: Person, claim: Claim, fields: Mapping[str, Any]) -> Check:
    found = locked(claim)
    check = Check.objects.create(
        claim=found,
        key=_free_key(found),
        entered_by=by,
        **{name: fields[name] for name in CHECK_FIELDS},
    )
    must_hold()
    after = {"key": check.key} | told(check, CHECK_FIELDS)
    record(by=by, action="check.added", on=found, after=after)
    return check


def _free_key(claim: Claim) -> str:
    """Name a check so that none has the name, those included that the rows themselves ask for."""
    taken = set(Check.objects.values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := f"{claim.key}-check-{n}") not in taken)


@transaction.atomic
def remove_check(*, by: Person, check: Check) -> None:
    claim = locked(check.claim)
    before = {"key": check.key} | told(check, CHECK_FIELDS)
    check.delete()
    must_hold()
    record(by=by, action="check.removed", on=claim, before=before)

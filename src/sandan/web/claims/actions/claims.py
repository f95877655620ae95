"""Entering, changing and withdrawing claims."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandan.errors import OfficeError
from sandan.web.accounts.models import Person
from sandan.web.audit.actions import record
from sandan.web.claims.actions.common import changed, locked, must_hold, new_key, source_from, told
from sandan.web.claims.models import Claim

__all__ = ["CLAIM_FIELDS", "change_claim", "enter_claim", "restore_claim", "withdraw_claim"]

CLAIM_FIELDS = (
    "subject",
    "said",
    "value",
    "value_before",
    "unit",
    "period",
    "place",
    "kind",
    "settles_ko",
    "settles_en",
)


@transaction.atomic
def enter_claim(*, by: Person, fields: Mapping[str, Any]) -> Claim:
    claim = Claim.objects.create(
        key=fields.get("key") or new_key(Claim, "C"),
        source=source_from(fields),
        entered_by=by,
        **{name: fields[name] for name in CLAIM_FIELDS},
    )
    must_hold()
    record(by=by, action="claim.entered", on=claim, after=told(claim, ("key", *CLAIM_FIELDS, "source")))
    return claim


@transaction.atomic
def change_claim(*, by: Person, claim: Claim, fields: Mapping[str, Any]) -> Claim:
    found = locked(claim)
    new = {name: fields[name] for name in CLAIM_FIELDS} | {"source": source_from(fields)}
    before, after = changed(found, new)
    if after:
        found.save(update_fields=list(after))
        must_hold()
        record(by=by, action="claim.changed", on=found, before=before, after=after)
    return found


@transaction.atomic
def withdraw_claim(*, by: Person, claim: Claim, reason: str) -> None:
    found = locked(claim)
    if not reason.strip():
        raise OfficeError(
            _("The claim %(key)s is withdrawn for no reason. Say why in a sentence.") % {"key": found.key}
        )
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_because = timezone.now(), by, reason
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    must_hold()
    record(by=by, action="claim.withdrawn", on=found, reason=reason)


@transaction.atomic
def restore_claim(*, by: Person, claim: Claim) -> None:
    found = Claim.objects.select_for_update().get(pk=claim.pk)
    if found.withdrawn_at is None:
        return
    before = {"withdrawn_because": found.withdrawn_because}
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_because = None, None, ""
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    must_hold()
    record(by=by, action="claim.restored", on=found, before=before)

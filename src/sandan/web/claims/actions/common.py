"""What actions on the ledger share: the ledger must still hold after each of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _

from sandan.errors import OfficeError
from sandan.web.claims.models import Claim, Source
from sandan.web.claims.queries import free_key, office

__all__ = ["changed", "locked", "must_hold", "new_key", "source_from", "told"]

KEYS_LOCK = 7_304_130

SOURCE_FIELDS = ("outlet", "published_on", "reference", "address")


def must_hold() -> None:
    """Judge the ledger as it would be; the core refuses what its rules cannot read, and nothing is kept."""
    office().judged  # noqa: B018 -- asked for its refusals


def locked(claim: Claim) -> Claim:
    """Take the claim for this transaction; one that was withdrawn changes no more."""
    found = Claim.objects.select_for_update().get(pk=claim.pk)
    if found.withdrawn_at is not None:
        raise OfficeError(
            _("The claim %(key)s was withdrawn, so nothing about it can be changed. Restore it first.")
            % {"key": found.key}
        )
    return found


def new_key(model: type[Claim | Source], letter: str) -> str:
    """Take the next key; who comes at the same moment waits here until the row is in the ledger."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEYS_LOCK])
    return free_key(model, letter)


def told(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Give fields as the trail keeps them: sources by their keys."""
    values = {name: getattr(row, name) for name in names}
    return {name: value.key if isinstance(value, Source) else value for name, value in values.items()}


def changed(row: models.Model, fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set fields, and give those that are other ones now, before and after."""
    before = told(row, fields)
    for name, value in fields.items():
        setattr(row, name, value)
    after = told(row, fields)
    names = [name for name in fields if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def source_from(fields: Mapping[str, Any]) -> Source:
    """Return the source that was chosen, or keep the one that was described."""
    if fields.get("source") is not None:
        found: Source = fields["source"]
        return found
    new = {name: fields["new_" + name] for name in SOURCE_FIELDS if fields.get("new_" + name)}
    if not new.get("outlet"):
        raise OfficeError(_("There is no source. Choose one, or name the outlet of a new one."))
    return Source.objects.create(key=new_key(Source, "S"), **new)

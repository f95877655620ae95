"""Two records of one firm become one, and two again if that was wrong."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandan.web.audit.actions import record
from sandan.web.companies.actions.indexing import index
from sandan.web.companies.actions.records import locked
from sandan.web.companies.actions.refusals import MergeError, UndoError
from sandan.web.companies.models import (
    DATED,
    Company,
    Contact,
    Dated,
    LikelyDuplicate,
    Merge,
    MovedRow,
    Proposal,
)
from sandan.web.companies.models.company import FACTS

__all__ = ["merge", "tell_apart", "undo_merge"]

TABLES: Mapping[str, type[models.Model]] = {**DATED, "contacts": Contact, "proposals": Proposal}
"""What moves with a merge; records of other apps stay and follow `merged_into`."""


@transaction.atomic
def merge(*, by: Any, absorbed: Company, into: Company, reason: str) -> Merge:
    """Let one company take up another: its rows, and facts that are missing; its number leads on."""
    if absorbed.pk == into.pk:
        raise MergeError(_("A company cannot be merged with itself. Choose another one."))
    away, kept = _both(absorbed, into)
    changed = _changed_facts(away, kept)
    event = Merge.objects.create(
        kept=kept,
        absorbed=away,
        by=by,
        reason=reason,
        before=_held(away, kept, changed),
        after=_plain(changed),
    )
    _set(away, changed["absorbed"])
    _set(kept, changed["kept"])
    moved = [row for table in TABLES for row in _move(event, table)]
    MovedRow.objects.bulk_create(moved)
    index([away.pk, kept.pk])
    record(
        by=by,
        action="company.merged",
        on=kept,
        after={
            "absorbed": f"{away.name} ({away.number})",
            "rows": len(moved),
            "facts": sorted(changed["kept"]),
        },
        reason=reason,
    )
    return event


@transaction.atomic
def undo_merge(*, by: Any, done: Merge, reason: str) -> Company:
    """Put every row and fact back where it was; refuse if one of them changed since."""
    event = Merge.objects.select_for_update().get(pk=done.pk)
    away, kept = _hold(event.absorbed_id, event.kept_id)
    rows = _rows_of(event)
    conflicts = [*_conflicts(event, away, kept), *_row_conflicts(event, rows)]
    if conflicts:
        raise UndoError(conflicts)
    for moved, row in rows:
        _put_back(row, moved.before)
    _set(kept, event.before["kept"])
    _set(away, event.before["absorbed"])
    event.undone_at = timezone.now()
    event.save(update_fields=["undone_at"])
    index([away.pk, kept.pk])
    after = {"restored": f"{away.name} ({away.number})", "rows": len(rows)}
    record(by=by, action="company.merge_undone", on=kept, after=after, reason=reason)
    return away


@transaction.atomic
def tell_apart(*, by: Any, pair: LikelyDuplicate, reason: str) -> LikelyDuplicate:
    """Note that two records are two firms, so that nobody is asked again."""
    pair.told_apart_at, pair.told_apart_by = timezone.now(), by
    pair.save(update_fields=["told_apart_at", "told_apart_by"])
    record(by=by, action="company.told_apart", on=pair.one, after={"other": pair.other.number}, reason=reason)
    return pair


def _hold(*keys: int) -> list[Company]:
    """Lock companies in the order of their keys, so that two merges cannot wait for each other."""
    found = {one.pk: one for one in Company.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return [found[key] for key in keys]


def _both(absorbed: Company, into: Company) -> list[Company]:
    held = _hold(absorbed.pk, into.pk)
    for company in held:
        locked(company)
    return held


def _changed_facts(away: Company, kept: Company) -> dict[str, dict[str, Any]]:
    """Say which facts the one that stays takes over, and what becomes of the other."""
    filled = {name: getattr(away, name) for name in FACTS if getattr(away, name) and not getattr(kept, name)}
    given_up = {"business_number": ""} if "business_number" in filled else {}
    return {"kept": filled, "absorbed": {**given_up, "merged_into_id": kept.pk}}


def _held(
    away: Company, kept: Company, changed: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    held = {"kept": kept, "absorbed": away}
    return _plain(
        {side: {name: getattr(held[side], name) for name in names} for side, names in changed.items()}
    )


def _plain(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {side: {name: _text(value) for name, value in values.items()} for side, values in facts.items()}


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _set(company: Company, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        field = company._meta.get_field(name.removesuffix("_id"))  # noqa: SLF001 -- public name of Django's options
        setattr(company, name, value if name.endswith("_id") else field.to_python(value))
    company.revision += 1
    company.save(update_fields=[*(name.removesuffix("_id") for name in values), "revision"])


def _move(event: Merge, table: str) -> Iterator[MovedRow]:
    for row in TABLES[table].objects.filter(company=event.absorbed_id).order_by("pk"):
        before = {"company_id": row.company_id} | _demote(row)
        row.company_id = event.kept_id
        row.save(update_fields=[name.removesuffix("_id") for name in before])
        yield MovedRow(merge=event, table=table, row=row.pk, before=before, mark=row.mark)


def _demote(row: models.Model) -> dict[str, Any]:
    """Make a legal name another name, a head office another address: the company that stays has its own."""
    if not isinstance(row, Dated) or row.exclusive is None or not row.is_exclusive:
        return {}
    before = {row.exclusive.field: row.exclusive.value}
    setattr(row, row.exclusive.field, row.exclusive.demoted)
    return before


def _rows_of(event: Merge) -> list[tuple[MovedRow, Any]]:
    moved = list(event.rows.all())
    found = {
        table: model.objects.in_bulk([one.row for one in moved if one.table == table])
        for table, model in TABLES.items()
    }
    return [(one, found[one.table].get(one.row)) for one in moved]


def _conflicts(event: Merge, away: Company, kept: Company) -> Iterator[str]:
    if event.undone_at is not None:
        yield _("It was undone already.")
    if kept.merged_into is not None:
        yield _("%(kept)s was itself merged into %(other)s afterwards; undo that first.") % {
            "kept": kept.name,
            "other": kept.merged_into.name,
        }
    for company, side in ((kept, "kept"), (away, "absorbed")):
        for name, value in event.after[side].items():
            if _text(getattr(company, name)) != value:
                yield _("%(fact)s of %(company)s was changed afterwards.") % {
                    "fact": company._meta.get_field(name.removesuffix("_id")).verbose_name,  # noqa: SLF001 -- as above
                    "company": company.name,
                }


def _row_conflicts(event: Merge, rows: list[tuple[MovedRow, Any]]) -> Iterator[str]:
    for moved, row in rows:
        if row is None or row.company_id != event.kept_id or row.mark != moved.mark:
            words = TABLES[moved.table]._meta.verbose_name  # noqa: SLF001 -- as above
            yield _("The %(kind)s “%(row)s” was changed afterwards.") % {
                "kind": words,
                "row": row or moved.row,
            }


def _put_back(row: models.Model, before: Mapping[str, Any]) -> None:
    for name, value in before.items():
        setattr(row, name, value)
    row.save(update_fields=[name.removesuffix("_id") for name in before])

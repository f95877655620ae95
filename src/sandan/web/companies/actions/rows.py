"""Dated rows: a new one, a corrected one, one that has ended."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from sandan.web.audit.actions import record
from sandan.web.companies.actions.records import follow, locked
from sandan.web.companies.actions.refusals import OverlapError, StaleRecordError
from sandan.web.companies.models import DATED, Company, Dated

__all__ = ["add_row", "correct_row", "end_row"]

ONE_DAY = timedelta(days=1)


@transaction.atomic
def add_row(*, by: Any, company: Company, kind: str, values: Mapping[str, Any]) -> Dated:
    """Add a dated row; the open one that it follows ends on the day before."""
    found = locked(company)
    row = DATED[kind](company=found, **values)
    ended = _make_way(row)
    row.save()
    follow(found)
    after = {"row": f"{kind} {row.pk}", **{name: value for name, value in row.values().items() if value}}
    if ended is not None:
        after["ended"] = f"{kind} {ended.pk}"
    record(by=by, action="company.row_added", on=found, after=after)
    return row


@transaction.atomic
def correct_row(*, by: Any, row: Dated, seen: str, values: Mapping[str, Any]) -> Dated:
    """Correct a dated row that was wrong, if it is still what the editor has seen."""
    company = locked(row.company)
    found: Dated = type(row).objects.select_for_update().get(pk=row.pk)
    if found.mark != seen:
        raise StaleRecordError(found)
    changed = {name: value for name, value in values.items() if getattr(found, name) != value}
    if changed:
        before = {name: getattr(found, name) for name in changed}
        _write(found, changed)
        follow(company)
        about = {"row": f"{_kind(found)} {found.pk}"}
        record(
            by=by, action="company.row_corrected", on=company, before=about | before, after=about | changed
        )
    return found


@transaction.atomic
def end_row(*, by: Any, row: Dated, last_day: date, reason: str = "") -> Dated:
    """Say on which day a row was true for the last time."""
    company = locked(row.company)
    found: Dated = type(row).objects.select_for_update().get(pk=row.pk)
    before = {"row": f"{_kind(found)} {found.pk}", "valid_to": found.valid_to}
    _write(found, {"valid_to": last_day})
    follow(company)
    after = before | {"valid_to": last_day}
    record(by=by, action="company.row_ended", on=company, before=before, after=after, reason=reason)
    return found


def _write(row: Dated, changed: Mapping[str, Any]) -> None:
    for name, value in changed.items():
        setattr(row, name, value)
    rivals = _rivals(row)
    if rivals:
        raise OverlapError(rivals[0])
    row.save(update_fields=[*changed])


def _make_way(row: Dated) -> Dated | None:
    """End the open row that a new one follows; refuse a new one that meets any other."""
    rivals = _rivals(row)
    if not rivals:
        return None
    rival = rivals[0]
    follows = row.valid_from is not None and (rival.valid_from is None or rival.valid_from < row.valid_from)
    if len(rivals) > 1 or not follows or rival.valid_to is not None:
        raise OverlapError(rival)
    rival.valid_to = row.valid_from - ONE_DAY
    rival.save(update_fields=["valid_to"])
    return rival


def _rivals(row: Dated) -> list[Dated]:
    if row.exclusive is None or not row.is_exclusive:
        return []
    same = type(row).objects.filter(company=row.company, **{row.exclusive.field: row.exclusive.value})
    return list(same.exclude(pk=row.pk).meeting(row.valid_from, row.valid_to))


def _kind(row: Dated) -> str:
    return next(kind for kind, model in DATED.items() if isinstance(row, model))

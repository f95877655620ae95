"""What a list knows beyond the register: added beside what is there, never in its place, and taken back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from sandan.operate.addresses import parse_address
from sandan.web.audit.actions import record
from sandan.web.companies.actions.indexing import index
from sandan.web.companies.actions.records import locked
from sandan.web.companies.models import DATED, Company, Dated
from sandan.web.companies.queries.duplicates import holder_of
from sandan.web.companies.queries.search import name_key

__all__ = ["Addition", "Supplement", "supplement", "withdraw"]

Rows = dict[str, list[Any]]


@dataclass(frozen=True)
class Addition:
    """What one row of a list says of a company: dated rows by kind, and facts."""

    company: Company
    source_row: int
    rows: Sequence[tuple[str, Mapping[str, Any]]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Supplement:
    """What was new in it, in a form that `withdraw` takes back."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def supplement(*, by: Any, source: str, additions: Sequence[Addition]) -> list[Supplement]:
    """Add what is not there yet; a fact is filled only if the register has none."""
    found = [_supplement(by, source, addition) for addition in additions]
    index({one.company.pk for one, new in zip(additions, found, strict=True) if new.rows or new.facts})
    return found


def _supplement(by: Any, source: str, addition: Addition) -> Supplement:
    company = locked(addition.company)
    rows = [
        {"kind": kind, "row": row.pk, "mark": row.mark} for kind, row in _write_new(company, source, addition)
    ]
    facts = {name: value for name, value in addition.facts.items() if _is_missing(company, name, value)}
    _fill(company, facts)
    if rows or facts:
        after = {"source": source, "source_row": addition.source_row, "rows": rows, **facts}
        record(by=by, action="company.supplemented", on=company, after=after)
    return Supplement(rows, facts)


def _write_new(company: Company, source: str, addition: Addition) -> Iterator[tuple[str, Dated]]:
    for kind, values in addition.rows:
        row = DATED[kind](company=company, source=source, source_row=addition.source_row, **values)
        known = list(DATED[kind].objects.filter(company=company))
        if any(_says_the_same(row, one) for one in known):
            continue
        if row.exclusive is not None and any(one.is_exclusive for one in known):
            setattr(row, row.exclusive.field, row.exclusive.demoted)
        row.save(force_insert=True)
        yield kind, row


def _says_the_same(one: Any, other: Any) -> bool:
    meanings = {"CompanyName": _name, "Address": _address, "Certificate": _certificate}
    meaning = meanings.get(type(one).__name__, lambda row: row.values())
    return bool(meaning(one) == meaning(other))


def _name(row: Any) -> Any:
    return name_key(row.name)


def _address(row: Any) -> Any:
    """Compare buildings where both addresses name one, and what is printed elsewhere."""
    return parse_address(row.text).key or row.text


def _certificate(row: Any) -> Any:
    return row.kind, row.number, row.valid_from, row.valid_to


def _is_missing(company: Company, name: str, value: Any) -> bool:
    held = name == "business_number" and holder_of(value) is not None
    return bool(value) and not getattr(company, name) and not held


def _fill(company: Company, facts: Mapping[str, Any]) -> None:
    if not facts:
        return
    for name, value in facts.items():
        setattr(company, name, value)
    company.revision += 1
    company.save(update_fields=[*facts, "revision"])


@transaction.atomic
def withdraw(
    *, by: Any, company: Company, rows: Sequence[Mapping[str, Any]], facts: Mapping[str, Any], reason: str
) -> int:
    """Take back what was added, unless somebody has changed it since; returns how many rows stay for that."""
    found = locked(company)
    there = list(_still_there(rows))
    untouched = [(one, row) for one, row in there if row.mark == one["mark"]]
    for _, row in untouched:
        row.delete()
    same = {name: "" for name, value in facts.items() if getattr(found, name) == value}
    _fill(found, same)
    index([found.pk])
    before = {"rows": [dict(one) for one, _ in untouched], **{name: facts[name] for name in same}}
    record(by=by, action="company.supplement_withdrawn", on=found, before=before, reason=reason)
    return len(there) - len(untouched)


def _still_there(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Dated]]:
    for one in rows:
        row = DATED[one["kind"]].objects.filter(pk=one["row"]).first()
        if row is not None:
            yield one, row

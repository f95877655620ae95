"""Taking in a list of companies with everything dated about them, thousands at a time.

A row is a mapping: ``row`` (its place in the source), ``name``, any of `FIELDS`, and under the words of
`DATED` lists of mappings with the fields of those models. A list can be taken in again: rows that are there
already, by their place in the source or by a number that the register knows, are passed over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction

from sandan.operate.business_number import is_business_number, normalize_number
from sandan.web.audit.actions import record
from sandan.web.companies.actions.bulk import insert
from sandan.web.companies.actions.indexing import index
from sandan.web.companies.models import DATED, Company, Intake
from sandan.web.companies.models.company import FACTS
from sandan.web.companies.queries.search import name_key

__all__ = ["FIELDS", "Row", "TakenIn", "take_in"]

Row = Mapping[str, Any]

FIELDS = (*FACTS, "external_id", "state", "closed_on", "verified_on", "verified_how")
KEYS = ("external_id", "business_number")
"""By these a company is recognized."""
TOGETHER = 2_000
"""Companies that are written in one transaction: few enough for memory, and for others who wait to write."""


@dataclass(frozen=True)
class TakenIn:
    """What became of a list: written, known before, and numbers left out because they cannot be right."""

    written: int = 0
    known: int = 0
    numbers_left_out: int = 0

    def __add__(self, other: "TakenIn") -> "TakenIn":
        return TakenIn(
            self.written + other.written,
            self.known + other.known,
            self.numbers_left_out + other.numbers_left_out,
        )


def take_in(
    rows: Iterable[Row], *, by: Any, source: str, progress: Callable[[int], None] | None = None
) -> TakenIn:
    """Write the companies of a list; each piece is one transaction with one event."""
    taken = TakenIn()
    intake = Intake.objects.create(source=source, by=by)
    for piece in _pieces(rows):
        taken += _take_piece(piece, by=by, intake=intake)
        if progress is not None:
            progress(taken.written + taken.known)
    return taken


def _pieces(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while piece := list(islice(remaining, TOGETHER)):
        yield piece


@transaction.atomic
def _take_piece(given: list[Row], *, by: Any, intake: Intake) -> TakenIn:
    rows = [_with_whole_number(row) for row in given]
    new = _unknown(rows, intake.source)
    companies = Company.objects.bulk_create([_company(row, intake.source) for row in new])
    for kind, model in DATED.items():
        pairs = zip(companies, new, strict=True)
        insert(model, (one for company, row in pairs for one in _dated(kind, company, row)))
    index([company.pk for company in companies])
    left_out = sum(row.get("number_left_out", False) for row in new)
    taken = TakenIn(len(new), len(rows) - len(new), left_out)
    record(by=by, action="company.taken_in", on=intake, after=_about(companies, taken))
    return taken


def _with_whole_number(row: Row) -> Row:
    """Keep a business number only if it is whole: one that is masked or wrong would only seem to be a key."""
    given = row.get("business_number")
    if not given:
        return row
    whole = is_business_number(given)
    return {**row, "business_number": normalize_number(given) if whole else "", "number_left_out": not whole}


def _about(companies: list[Company], taken: TakenIn) -> dict[str, Any]:
    ends = {"first": companies[0].number, "last": companies[-1].number} if companies else {}
    return {"written": taken.written, "known": taken.known, "numbers_left_out": taken.numbers_left_out} | ends


def _unknown(rows: list[Row], source: str) -> list[Row]:
    """Drop rows that the register holds already, and the second of two rows with one number."""
    taken = _held("source_row", [row["row"] for row in rows], source=source)
    held = {name: _held(name, [row[name] for row in rows if row.get(name)]) for name in KEYS}
    new: list[Row] = []
    for row in rows:
        own = {name: row[name] for name in KEYS if row.get(name)}
        if row["row"] in taken or any(value in held[name] for name, value in own.items()):
            continue
        new.append(row)
        for name, value in own.items():
            held[name].add(value)
    return new


def _held(field: str, values: list[Any], **condition: Any) -> set[Any]:
    """Ask which values companies have, a few hundred at a time: SQLite takes no more parameters."""
    found: set[Any] = set()
    for start in range(0, len(values), 500):
        wanted = {f"{field}__in": values[start : start + 500]}
        found |= set(Company.objects.filter(**wanted, **condition).values_list(field, flat=True))
    return found


def _company(row: Row, source: str) -> Company:
    facts = {name: row[name] for name in FIELDS if row.get(name) is not None}
    name = row["name"]
    return Company(**facts, name=name, name_key=name_key(name), source=source, source_row=row["row"])


def _dated(kind: str, company: Company, row: Row) -> Iterator[Row]:
    given = row.get(kind, ())
    if kind == "names" and not any(one.get("kind", "legal") == "legal" for one in given):
        given = [{"name": row["name"]}, *given]
    for values in given:
        yield {"company_id": company.pk, "source": company.source, "source_row": row["row"], **values}

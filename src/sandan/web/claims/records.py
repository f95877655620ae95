"""Rows of the database as the record that the core judges, and as the files that the vault takes."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from sandan.web.claims.models import Check, Claim, Evidence, Opinion, Source, Wording
from sandan.web.measurement.ledgers import Record, Row

__all__ = [
    "CLAIM_COLUMNS",
    "EVIDENCE_COLUMNS",
    "SOURCE_COLUMNS",
    "notes_of",
    "record_from",
    "table_csv",
    "with_check",
]

CLAIM_COLUMNS = (
    "claim",
    "subject",
    "said",
    "value",
    "value_before",
    "unit",
    "period",
    "place",
    "kind",
    "source",
)
EVIDENCE_COLUMNS = ("claim", "value", "unit", "period", "measures", "stance", "differs_in", "source")
SOURCE_COLUMNS = ("outlet", "name_ko", "name_en", "note")


def record_from(
    *,
    claims: Sequence[Claim],
    evidence: Sequence[Evidence],
    checks: Iterable[Check],
    entries: Iterable[Opinion],
    sources: Iterable[Source],
    wordings: Iterable[Wording],
) -> Record:
    """Put the record together; ``entries`` are approved verdicts, the earliest first."""
    keys = {claim.pk: claim.key for claim in claims}
    places = {source.pk: source.key for source in sources}
    rows = {row.pk: _evidence_row(row, keys, places) for row in evidence}
    return Record(
        claims=[_claim_row(claim, places) for claim in claims],
        evidence=list(rows.values()),
        notes=notes_of(
            check=[_check_row(check, keys, rows) for check in checks],
            entry=[_entry_row(entry, keys) for entry in entries],
            source=[_source_row(source) for source in sources],
            settles={claim.key: said for claim in claims if (said := _settles(claim))},
            words={wording.words: wording.ko for wording in wordings},
            elsewhere={row.measures: row.place for row in evidence if row.place},
        ),
    )


def with_check(record: Record, check: Check, claim: Claim, evidence: Sequence[Evidence]) -> Record:
    """Give the record as it would be with one check more."""
    rows = {row.pk: told for row, told in zip(evidence, record.evidence, strict=True)}
    more = _check_row(check, {claim.pk: claim.key}, rows)
    notes = {**record.notes, "check": [*record.notes.get("check", ()), more]}
    return Record(record.claims, record.evidence, notes)


def notes_of(**parts: Any) -> dict[str, Any]:
    """Keep the parts that hold something, as a file of notes would."""
    return {name: part for name, part in parts.items() if part}


def _claim_row(claim: Claim, places: Mapping[int, str]) -> Row:
    own = {name: getattr(claim, name) for name in CLAIM_COLUMNS if name not in {"claim", "source"}}
    row = {"claim": claim.key, **own, "source": places[claim.source_id]}
    return {name: _filled(row[name]) for name in CLAIM_COLUMNS}


def _evidence_row(row: Evidence, keys: Mapping[int, str], places: Mapping[int, str]) -> Row:
    own = {name: getattr(row, name) for name in EVIDENCE_COLUMNS if name not in {"claim", "source"}}
    found = {"claim": keys[row.claim_id], **own, "source": places[row.source_id]}
    return {name: _filled(found[name]) for name in EVIDENCE_COLUMNS}


def _filled(cell: Any) -> Any:
    return None if cell == "" else cell


def _check_row(check: Check, keys: Mapping[int, str], rows: Mapping[int, Row]) -> Row:
    # A database may keep the names in another order; parts are counted, so that the tenth is the last.
    ordered = sorted(check.terms.items(), key=lambda item: (len(item[0]), item[0]))
    terms = {name: _quantity(term, rows) for name, term in ordered}
    plain = ("key", "kind", "title_ko", "title_en", "about", "relation", "within", "complete")
    told = {name: getattr(check, name) for name in plain} | {"claim": keys[check.claim_id]}
    told["expected"] = _quantity(check.expected, rows)
    if check.kind == "sum":
        return told | {"parts": list(terms.values())}
    return told | {"formula": check.formula, "values": terms}


def _quantity(term: Mapping[str, Any], rows: Mapping[int, Row]) -> Row:
    """Name the row of a term by its words, period and source, which no other row of the claim has."""
    quantity = {name: value for name, value in term.items() if name != "row"}
    if "row" in term:
        row = rows[term["row"]]
        quantity |= {"of": row["claim"], "evidence": row["measures"]}
        quantity |= {"period": row["period"], "source": row["source"]}
    return quantity


def _entry_row(entry: Opinion, keys: Mapping[int, str]) -> Row:
    assert entry.decided_at is not None
    return {
        "claim": keys[entry.claim_id],
        "verdict": entry.verdict,
        "role": entry.role,
        "on": entry.decided_on.isoformat(),
        "reason": entry.reason,
    }


def _source_row(source: Source) -> Row:
    told = {"source": source.key} | {name: getattr(source, name) for name in SOURCE_COLUMNS}
    told["name_ko"], told["name_en"] = (told[name] or source.outlet for name in ("name_ko", "name_en"))
    day = "" if source.published_on is None else source.published_on.isoformat()
    told["reference"] = ", ".join(filter(None, (day, source.reference, source.address)))
    return told


def _settles(claim: Claim) -> dict[str, str]:
    said = {"ko": claim.settles_ko, "en": claim.settles_en}
    return {language: words for language, words in said.items() if words}


def table_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """Write rows as the profiles read them; numbers keep all their digits."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_cell(row[name]) for name in columns] for row in rows])
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return np.format_float_positional(value, trim="-") if isinstance(value, float) else str(value)

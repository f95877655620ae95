"""The joint for claims: rows of the office become tables, the core judges them, plain rows come back."""

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
from django.conf import settings

from sandan.data.contracts import CLAIMS, EVIDENCE, Contract
from sandan.data.profiles.claims import NOTES
from sandan.data.vault.sidecar import Snapshot
from sandan.errors import DefinitionError
from sandan.evaluate.arithmetic import names_in
from sandan.evaluate.cases.loading import Case, case_from, case_names, case_of, load_case, read_case
from sandan.evaluate.cases.writing import case_toml
from sandan.evaluate.catalog import term, words
from sandan.evaluate.check_specs import Check
from sandan.evaluate.claims import ledger
from sandan.evaluate.quantities import Quantity, find
from sandan.evaluate.verdicts import Verdict
from sandan.evaluate.workings import workings, written_out
from sandan.report.case import plain_value
from sandan.report.figures.book import find_figure
from sandan.report.figures.record import Figure

__all__ = [
    "VERDICTS",
    "Judged",
    "Offer",
    "Opened",
    "Record",
    "figure_of",
    "formula_names",
    "judge",
    "judge_files",
    "name_of",
    "names",
    "offers",
    "open_offer",
]

Row: TypeAlias = dict[str, Any]

VERDICTS = tuple(verdict.value for verdict in Verdict)
NUMBERS = ("value", "value_before")


@dataclass(frozen=True)
class Record:
    """What the office has on record: claims, evidence, and the notes that stand beside them."""

    claims: Sequence[Row]
    evidence: Sequence[Row]
    notes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The record as one text, in the order in which it is judged."""
        return json.dumps(self._parts())

    @property
    def digest(self) -> str:
        """The same for the same record, in whatever order a database gives names."""
        return sha256(json.dumps(self._parts(), sort_keys=True).encode()).hexdigest()

    def _parts(self) -> list[Any]:
        return [list(self.claims), list(self.evidence), dict(self.notes)]

    def notes_toml(self) -> str:
        return case_toml(self.notes)


@dataclass(frozen=True)
class Judged:
    """What follows: claims by key, evidence in the order of the record, every check with its arithmetic."""

    claims: Mapping[str, Row] = field(default_factory=dict)
    evidence: Sequence[Row] = ()
    checks: Sequence[Row] = ()


def judge(record: Record) -> Judged:
    return _judged(record.text)


@lru_cache(maxsize=16)
def _judged(text: str) -> Judged:
    claims, evidence, notes = json.loads(text)
    if not claims:
        return Judged()
    return _judge_case(case_from("office", _table(claims, CLAIMS), _table(evidence, EVIDENCE), notes))


def judge_files(claims: Path, evidence: Path, notes: Path) -> Judged:
    """Judge what a reader of these files would read: they can be compared with what was meant."""
    return _judge_case(read_case(claims, evidence, notes))


def _judge_case(case: Case) -> Judged:
    book = ledger(case.claims, case.evidence, case.checks, case.entries, settles=case.settles)
    numbers = workings(case.claims, case.evidence, case.checks)
    return Judged(
        claims={str(row["claim"]): row for row in _rows(book.claims)},
        evidence=_rows(book.evidence),
        checks=[
            _with_arithmetic(row, numbers[numbers["check"] == row["check"]]) for row in _rows(book.checks)
        ],
    )


def _with_arithmetic(check: Row, numbers: pd.DataFrame) -> Row:
    used = _rows(numbers)
    values = {row["name"]: row["value"] for row in used}
    return check | {"numbers": used, "written": written_out(check["formula"], values)}


def _rows(table: pd.DataFrame) -> list[Row]:
    return [{str(name): plain_value(cell) for name, cell in row.items()} for row in table.to_dict("records")]


def _table(rows: Iterable[Row], contract: Contract) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=contract.names, dtype=object)
    return table.astype({name: float for name in NUMBERS if name in contract.names})


def names(group: str) -> tuple[str, ...]:
    """List the words that the core knows of a group: verdicts, stances, kinds, dimensions, roles."""
    return tuple(words()[group])


def name_of(group: str, key: str, language: str) -> str:
    return term(group, key, language)


def formula_names(formula: str) -> frozenset[str] | None:
    """List the names that a formula asks for; nothing if it is not plain arithmetic."""
    try:
        return names_in(formula)
    except DefinitionError:
        return None


@dataclass(frozen=True)
class Offer:
    """Claims that can be taken over: a shipped case, or two tables of the vault."""

    key: str
    title_ko: str
    title_en: str
    case: str = ""
    claims_snapshot: str = ""
    evidence_snapshot: str = ""


@dataclass(frozen=True)
class Opened:
    """An offer, opened: rows, checks whose terms name rows by their place, and what stands beside them."""

    claims: Sequence[Row]
    evidence: Sequence[Row]
    checks: Sequence[Row]
    entries: Sequence[Row]
    sources: Sequence[Row]
    words: Mapping[str, str]
    settles: Mapping[str, Mapping[str, str]]


def offers() -> list[Offer]:
    """List what could be taken over; a shipped case that lies in the vault already is offered from there."""
    vault = settings.WORKSPACE.vault
    claims, evidence = vault.current("claims"), vault.current("evidence")
    stored = [_stored(one, other) for one in claims for other in evidence]
    known = {offer.case for offer in stored}
    shipped = [Offer(f"case-{name}", *_titles(name), case=name) for name in case_names() if name not in known]
    return [*stored, *shipped]


def _stored(claims: Snapshot, evidence: Snapshot) -> Offer:
    case = case_of(claims.original_sha256) or ""
    titles = _titles(case) if case else (claims.original_name, claims.original_name)
    return Offer(f"vault-{claims.short}-{evidence.short}", *titles, case, claims.id, evidence.id)


def _titles(name: str) -> tuple[str, str]:
    titles = load_case(name).titles
    return titles["ko"], titles["en"]


def open_offer(offer: Offer) -> Opened:
    case = load_case(offer.case) if offer.case else _stored_case(offer)
    return Opened(
        claims=_rows(case.claims),
        evidence=[row | {"place": case.elsewhere.get(row["measures"], "")} for row in _rows(case.evidence)],
        checks=[_plain_check(check, case) for check in case.checks],
        entries=[
            {
                "claim": entry.claim,
                "verdict": entry.verdict.value,
                "role": entry.role,
                "on": entry.on,
                "reason": entry.reason,
            }
            for entry in case.entries
        ],
        sources=_rows(case.sources),
        words=case.korean,
        settles=case.settles,
    )


def _stored_case(offer: Offer) -> Case:
    vault = settings.WORKSPACE.vault
    claims = vault.get(offer.claims_snapshot)
    notes: dict[str, Any] = {}
    if NOTES in claims.option_files:
        vault.check(claims)
        path = vault.place_of_original(claims.option_files[NOTES])
        notes = tomllib.loads(path.read_text(encoding="utf-8"))
    evidence = vault.read(offer.evidence_snapshot)
    return case_from(claims.original_name, vault.read(claims.id), evidence, notes)


def _plain_check(check: Check, case: Case) -> Row:
    plain = (
        "key",
        "claim",
        "kind",
        "title_ko",
        "title_en",
        "formula",
        "about",
        "relation",
        "within",
        "complete",
    )
    return {name: getattr(check, name) for name in plain} | {
        "expected": _plain_term(check.expected, case),
        "terms": {name: _plain_term(one, case) for name, one in check.quantities.items()},
    }


def _plain_term(quantity: Quantity, case: Case) -> Row:
    """Name a number by the place of its row, so that it is still found when the words of the row change."""
    told: Row = {"number": quantity.number, "unit": quantity.unit or None, "constant": quantity.constant}
    if quantity.claim:
        told |= {"claim": quantity.claim, "of": quantity.of}
    if quantity.evidence:
        told["row"] = int(str(find(quantity, case.claims, case.evidence).row))
    return {name: value for name, value in told.items() if value is not None}


def figure_of(key: str) -> Figure:
    return find_figure(settings.WORKSPACE.figures_dir, key)

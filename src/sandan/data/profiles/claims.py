"""Claims and the evidence on them, as an office writes them down in two tables."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from sandan.data.contracts import CLAIMS as CLAIMS_CONTRACT
from sandan.data.contracts import EVIDENCE as EVIDENCE_CONTRACT
from sandan.data.contracts import Contract
from sandan.data.profiles.base import Options, Profile
from sandan.data.quality import Action, Chunk, Finding
from sandan.data.reading.cells import parse_numbers
from sandan.data.reading.delimited import Piece, read_delimited
from sandan.data.reading.findings import describe_rows

__all__ = ["CLAIMS", "EVIDENCE", "NOTES"]

NOTES = "notes"
"""The option that names a file of checks, reasoned verdicts, sources and words."""

_FILING = {"filing": "number of the edition, where an office files its ledger from its own records"}

_NUMBERS = ("value", "value_before")
_ALIASES: Mapping[str, str] = {
    "주장": "claim",
    "주제": "subject",
    "내용": "said",
    "값": "value",
    "이전값": "value_before",
    "단위": "unit",
    "기간": "period",
    "지역": "place",
    "종류": "kind",
    "출처": "source",
    "측정대상": "measures",
    "관계": "stance",
    "다른점": "differs_in",
}


def _read(path: Path, _options: Options, *, contract: Contract) -> Iterator[Chunk]:
    seen: set[tuple[str, ...]] = set()
    for piece in read_delimited(path, columns=contract.names, aliases=_ALIASES):
        yield _chunk(piece, contract, seen)


def _chunk(piece: Piece, contract: Contract, seen: set[tuple[str, ...]]) -> Chunk:
    frame = piece.frame[contract.names]
    findings = list(piece.findings)
    for check in (_empty, _outside, _no_number):
        frame, found = check(frame, contract)
        findings += found
    frame, found = _repeated(frame, contract, seen)
    columns = {name: _column(frame[name]) for name in contract.names}
    table = pd.DataFrame(columns, columns=contract.names).reset_index(drop=True)
    return Chunk(table=table, rows_read=piece.rows_read, findings=(*findings, *found))


def _column(cells: pd.Series) -> pd.Series:
    if cells.name not in _NUMBERS:
        return cells.where(cells != "", None)
    numbers = parse_numbers(cells)
    return pd.Series(numbers.parsed, index=cells.index)


def _empty(frame: pd.DataFrame, contract: Contract) -> tuple[pd.DataFrame, list[Finding]]:
    needed = [column.name for column in contract.columns if column.required]
    lacking = (frame[needed] == "").any(axis=1).to_numpy(dtype=bool)
    message = f"The row leaves one of {', '.join(needed)} empty."
    return frame[~lacking], describe_rows("required-empty", Action.REFUSED, message, lacking, frame["claim"])


def _outside(frame: pd.DataFrame, contract: Contract) -> tuple[pd.DataFrame, list[Finding]]:
    findings = []
    for column in contract.columns:
        if column.allowed is None:
            continue
        wrong = ~frame[column.name].isin(column.allowed).to_numpy(dtype=bool)
        message = f"`{column.name}` is none of {', '.join(sorted(column.allowed))}."
        findings += describe_rows("unknown-word", Action.REFUSED, message, wrong, frame[column.name])
        frame = frame[~wrong]
    return frame, findings


def _no_number(frame: pd.DataFrame, contract: Contract) -> tuple[pd.DataFrame, list[Finding]]:
    findings = []
    for name in (name for name in _NUMBERS if name in contract.names):
        numbers = parse_numbers(frame[name])
        wrong = (numbers.wrong | numbers.suppressed).to_numpy(dtype=bool)
        findings += numbers.repairs(frame[name])
        message = f"`{name}` is not a number; a claim or piece of evidence without one leaves the cell empty."
        findings += describe_rows("not-a-number", Action.REFUSED, message, wrong, frame[name])
        frame = frame[~wrong]
    return frame, findings


def _repeated(
    frame: pd.DataFrame, contract: Contract, seen: set[tuple[str, ...]]
) -> tuple[pd.DataFrame, list[Finding]]:
    """Refuse rows whose key was there before; ``seen`` holds the keys of earlier pieces."""
    again = []
    for key in frame[list(contract.key)].itertuples(index=False, name=None):
        again.append(key in seen)
        seen.add(key)
    message = f"The same {', '.join(contract.key)} stand in an earlier row."
    twice = pd.Series(again, index=frame.index, dtype=bool).to_numpy()
    return frame[~twice], describe_rows("repeated-key", Action.REFUSED, message, twice, frame["claim"])


_NOT_A_VERDICT = (
    "A verdict: a row is what somebody printed; only the ledger says what follows from it, and why."
)

CLAIMS = Profile(
    name="claims",
    version="1",
    kind="claims",
    title="Published claims, one number or assertion a row",
    source="the office's own record of what was published, with a source key in every row",
    licence="facts with their sources; the wording is the office's own",
    read=partial(_read, contract=CLAIMS_CONTRACT),
    not_to_be_read_as=(_NOT_A_VERDICT,),
    options={NOTES: "checks, reasoned verdicts, sources and words beside the claims, as TOML"} | _FILING,
    file_options=frozenset({NOTES}),
)

EVIDENCE = Profile(
    name="evidence",
    version="1",
    kind="evidence",
    title="Other figures on published claims, one a row",
    source="the office's own record of what was published, with a source key in every row",
    licence="facts with their sources; the wording is the office's own",
    read=partial(_read, contract=EVIDENCE_CONTRACT),
    not_to_be_read_as=(_NOT_A_VERDICT,),
    options=_FILING,
)

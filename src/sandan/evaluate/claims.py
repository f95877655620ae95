"""The claim ledger: what was said, what else is on record, what can be computed, and what follows."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from sandan.errors import DefinitionError
from sandan.evaluate.bearings import bearings, bearings_of
from sandan.evaluate.catalog import words
from sandan.evaluate.check_specs import Check
from sandan.evaluate.claim_checks import Outcome, run_checks
from sandan.evaluate.verdicts import RULES, Facts, Verdict, number_verdict, verdict_of

__all__ = ["LEDGER_COLUMNS", "Entry", "Ledger", "entries_from", "ledger"]

LEDGER_COLUMNS = (
    "verdict",
    "number_verdict",
    "decided_by",
    "rule",
    "rule_verdict",
    "why_ko",
    "why_en",
    "settles_ko",
    "settles_en",
    "decisive",
    "dimensions",
    "entry_role",
    "entry_date",
    "entry_reason",
    "checks_passed",
    "checks_failed",
    "checks_impossible",
)


@dataclass(frozen=True)
class Entry:
    """A reasoned verdict by somebody in a role; it goes before the rule, and both are shown."""

    claim: str
    verdict: Verdict
    role: str
    on: date
    reason: str


@dataclass(frozen=True)
class Ledger:
    """Three tables: one row per claim, one per piece of evidence, one per check."""

    claims: pd.DataFrame
    evidence: pd.DataFrame
    checks: pd.DataFrame


def entries_from(document: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Read reasoned verdicts.

    Parameters
    ----------
    document : mapping
        Parsed TOML or JSON with a list ``entry``; each has ``claim``, ``verdict``, ``role``,
        ``on`` (a date) and ``reason``.

    Returns
    -------
    tuple of Entry
        In the order of the document.

    Raises
    ------
    DefinitionError
        If an entry lacks something, or its verdict or role is not known.

    Notes
    -----
    A role is named, never a person: the roles are those of the catalog.

    References
    ----------
    ``docs/how-to/add-a-claim.md``.

    Examples
    --------
    >>> [entry] = entries_from({"entry": [{"claim": "C15", "verdict": "cannot_be_checked",
    ...     "role": "evaluator", "on": date(2026, 3, 1), "reason": "No count was made at the door."}]})
    >>> entry.verdict.value
    'cannot_be_checked'
    """
    return tuple(_entry_from(entry) for entry in document.get("entry", ()))


def _entry_from(entry: Mapping[str, Any]) -> Entry:
    wanted = {"claim", "verdict", "role", "on", "reason"}
    if set(entry) != wanted or not str(entry.get("reason", "")).strip():
        raise DefinitionError(
            f"The entry {dict(entry)!r} must have exactly {', '.join(sorted(wanted))}, and a reason in words."
        )
    roles = words()["roles"]
    if entry["verdict"] not in set(Verdict) or entry["role"] not in roles:
        raise DefinitionError(
            f"The entry on {entry['claim']!r} has the verdict {entry['verdict']!r} and the role "
            f"{entry['role']!r}; verdicts are {', '.join(Verdict)}, roles {', '.join(roles)}."
        )
    on = entry["on"] if isinstance(entry["on"], date) else _day(str(entry["on"]))
    return Entry(str(entry["claim"]), Verdict(entry["verdict"]), str(entry["role"]), on, str(entry["reason"]))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DefinitionError(f"`on` is {text!r}, but a date like 2026-03-01 is needed.") from error


def ledger(
    claims: pd.DataFrame,
    evidence: pd.DataFrame,
    checks: Iterable[Check] = (),
    entries: Iterable[Entry] = (),
    *,
    settles: Mapping[str, Mapping[str, str]] | None = None,
    tolerance_percent: float | None = None,
) -> Ledger:
    """Judge every claim by the record, and show what decided.

    Parameters
    ----------
    claims, evidence : DataFrame
        Tables of the kinds ``claims`` and ``evidence``.
    checks : iterable of Check
        Declared checks; those that the rows ask for are added.
    entries : iterable of Entry
        Reasoned verdicts; the latest one for a claim goes before its rule.
    settles : mapping, optional
        For a claim, in ``ko`` and ``en``, what would decide it; the rule's sentence otherwise.
    tolerance_percent : float, optional
        See `bearings`.

    Returns
    -------
    Ledger
        ``claims``: the columns of the claims table and ``LEDGER_COLUMNS``, of which ``decisive``
        (labels of evidence or checks) and ``dimensions`` are lists with ``"; "`` between;
        ``evidence``: see `bearings`, with ``decides``; ``checks``: see `run_checks`.

    Raises
    ------
    DefinitionError
        If evidence, a check or an entry is about a claim that is not there.
    TableError
        If a table breaks its contract.

    Notes
    -----
    The verdict is that of the latest entry, or else that of the first rule that applies
    (`verdict_of`). Failed checks count against a claim only if they are about the claim itself.
    Sentences hold no numbers: those stand in columns, so that each of them can be cited.

    References
    ----------
    ``docs/methods/claims.md``.

    Examples
    --------
    >>> from sandan.evaluate.cases.loading import load_case
    >>> case = load_case("seongnam_2013")
    >>> book = ledger(case.claims, case.evidence, case.checks).claims.set_index("claim")
    >>> book.loc[["C01", "C10", "C15"], "verdict"].tolist()
    ['not_comparable', 'causal_without_design', 'conflicts']
    """
    compared = bearings(claims, evidence, tolerance_percent=tolerance_percent)
    outcomes = run_checks(claims, evidence, checks)
    latest = _latest(entries, claims)
    rows = [
        _judge(claim, compared, outcomes, latest.get(claim["claim"]), settles or {})
        for claim in claims.to_dict("records")
    ]
    judged = pd.DataFrame(rows, columns=list(LEDGER_COLUMNS), index=claims.index)
    counts = ["checks_passed", "checks_failed", "checks_impossible"]
    book = pd.concat([claims, judged.astype(dict.fromkeys(counts, "int64"))], axis=1).reset_index(drop=True)
    decisive = {label for cell in book["decisive"] for label in cell.split("; ")}
    return Ledger(book, compared.assign(decides=compared["evidence"].isin(decisive)), outcomes)


def _latest(entries: Iterable[Entry], claims: pd.DataFrame) -> dict[str, Entry]:
    latest: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda one: one.on):
        if entry.claim not in set(claims["claim"]):
            raise DefinitionError(
                f"An entry of {entry.on} is about the claim {entry.claim!r}, which is not among the claims; "
                "correct its key."
            )
        latest[entry.claim] = entry
    return latest


def _judge(
    claim: Mapping[Hashable, Any],
    compared: pd.DataFrame,
    outcomes: pd.DataFrame,
    entry: Entry | None,
    settles: Mapping[str, Mapping[str, str]],
) -> dict[str, object]:
    mine = outcomes[outcomes["claim"] == claim["claim"]]
    failed = mine.loc[(mine["outcome"] == Outcome.FAILED) & (mine["about"] == "claim"), "check"]
    facts = Facts(
        kind=claim["kind"],
        numbers=frozenset(name for name in ("value", "value_before") if pd.notna(claim[name])),
        rows=bearings_of(compared[compared["claim"] == claim["claim"]]),
        failed_checks=tuple(failed),
    )
    finding = verdict_of(facts)
    number = number_verdict(facts)
    dimensions = dict.fromkeys(
        word for row in facts.rows if row.label in finding.decisive for word in row.dimensions
    )
    return {
        "verdict": (finding.verdict if entry is None else entry.verdict).value,
        "number_verdict": None if number is None else number.value,
        "decided_by": "rule" if entry is None else "entry",
        "rule": finding.rule,
        "rule_verdict": finding.verdict.value,
        "decisive": "; ".join(finding.decisive),
        "dimensions": "; ".join(dimensions),
        "entry_role": None if entry is None else entry.role,
        "entry_date": None if entry is None else entry.on,
        "entry_reason": None if entry is None else entry.reason,
        **{f"checks_{outcome}": int((mine["outcome"] == outcome).sum()) for outcome in Outcome},
        **_sentences(finding.rule, settles.get(claim["claim"], {})),
    }


def _sentences(key: str, settles: Mapping[str, str]) -> dict[str, str]:
    rule = next(one for one in RULES if one.key == key)
    own = {f"settles_{language}": sentence for language, sentence in settles.items()}
    every = {
        f"{group}_{one}": rule.sentence(group, one) for group in ("why", "settles") for one in ("ko", "en")
    }
    return every | own

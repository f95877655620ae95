"""Which sums are to be done on the rows of a claim: those written down, and those the rows ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sandan.data.contracts import CLAIMS, EVIDENCE
from sandan.data.tables import check_table
from sandan.errors import DefinitionError
from sandan.evaluate.arithmetic import names_in
from sandan.evaluate.quantities import Quantity, find, quantity_from

__all__ = ["DERIVED", "Check", "checks_from", "implied_checks"]

DERIVED = "derived: "


@dataclass(frozen=True)
class Check:
    """One sum to be done on the rows.

    ``kind`` is ``sum`` (the parts against ``expected``) or ``formula`` (computed from ``quantities``,
    against ``expected``). ``about`` says whether a failure speaks against the claim itself or
    only shows something in the record. ``complete`` says that the parts are all the parts.
    ``relation`` is ``equal``, ``at_least`` or ``at_most``; ``within`` is in the unit of
    ``expected``.
    """

    key: str
    claim: str
    kind: str
    title_ko: str
    title_en: str
    expected: Quantity
    quantities: Mapping[str, Quantity] = field(default_factory=dict)
    formula: str = ""
    about: str = "record"
    relation: str = "equal"
    within: float = 0.0
    complete: bool = False


_WORDS = {
    "kind": ("sum", "formula"),
    "about": ("claim", "record"),
    "relation": ("equal", "at_least", "at_most"),
}
_PLAIN = ("claim", "kind", "title_ko", "title_en")
_KNOWN = {"key", *_PLAIN, "expected", "values", "parts", "formula", "about", "relation", "within", "complete"}


def checks_from(document: Mapping[str, Any]) -> tuple[Check, ...]:
    """Read declared checks.

    Parameters
    ----------
    document : mapping
        Parsed TOML or JSON with a list ``check``; each has ``key``, ``claim``, ``kind``,
        ``title_ko``, ``title_en``, ``expected`` and either ``formula`` with ``values`` or
        ``parts``. A quantity is ``{claim = "value"}``, ``{evidence = "beginning of measures"}``
        (with ``period`` or ``source`` where several rows begin so, ``of`` for another claim,
        ``number`` for a number printed in the words of the row) or ``{constant = 100}``.

    Returns
    -------
    tuple of Check
        In the order of the document.

    Raises
    ------
    DefinitionError
        If a check is not well formed: a missing or unknown entry, a formula that is not plain
        arithmetic, a name without a value, the same key twice.

    Notes
    -----
    Nothing is computed here; see `run_checks`.

    References
    ----------
    ``docs/how-to/add-a-claim.md``.

    Examples
    --------
    >>> [check] = checks_from({"check": [{"key": "C02-change", "claim": "C02", "kind": "formula",
    ...     "title_ko": "증가", "title_en": "Increase", "formula": "after - before",
    ...     "values": {"after": {"claim": "value"}, "before": {"claim": "value_before"}},
    ...     "expected": {"evidence": "derived"}}]})
    >>> check.formula
    'after - before'
    """
    checks = tuple(_check_from(entry) for entry in document.get("check", ()))
    keys = [check.key for check in checks]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise DefinitionError(f"Two checks have the key {twice!r}; give one of them another key.")
    return checks


def _check_from(entry: Mapping[str, Any]) -> Check:
    key = str(entry.get("key", ""))
    absent = [name for name in ("key", *_PLAIN, "expected") if name not in entry]
    unknown = sorted(set(entry) - _KNOWN)
    if absent or unknown:
        raise DefinitionError(
            f"The check {key!r} lacks {absent or 'nothing'} and has the unknown entries {unknown or 'none'}; "
            f"known are {', '.join(sorted(_KNOWN))}."
        )
    for name, words in _WORDS.items():
        if name in entry and entry[name] not in words:
            raise DefinitionError(
                f"The check {key!r} has `{name}` {entry[name]!r}, but {' or '.join(words)} is known; use one."
            )
    check = Check(
        key=key,
        claim=str(entry["claim"]),
        kind=str(entry["kind"]),
        title_ko=str(entry["title_ko"]),
        title_en=str(entry["title_en"]),
        expected=quantity_from(entry["expected"], check=key, claim=str(entry["claim"])),
        quantities=_quantities(entry, key),
        **{
            name: entry[name]
            for name in ("formula", "about", "relation", "within", "complete")
            if name in entry
        },
    )
    _refuse_open_formula(check)
    return check


def _quantities(entry: Mapping[str, Any], key: str) -> dict[str, Quantity]:
    named = dict(entry.get("values", {}))
    named |= {f"part_{number}": part for number, part in enumerate(entry.get("parts", ()), start=1)}
    return {name: quantity_from(one, check=key, claim=str(entry["claim"])) for name, one in named.items()}


def _refuse_open_formula(check: Check) -> None:
    if check.kind == "sum":
        if not check.quantities or check.formula:
            raise DefinitionError(f"The check {check.key!r} is a sum: give it `parts` and no `formula`.")
        return
    used, given = names_in(check.formula), frozenset(check.quantities)
    if used != given:
        raise DefinitionError(
            f"The formula {check.formula!r} of check {check.key!r} uses {sorted(used)}, but values are given "
            f"for {sorted(given)}; they must be the same."
        )


def implied_checks(
    claims: pd.DataFrame, evidence: pd.DataFrame, *, declared: Iterable[Check] = ()
) -> tuple[Check, ...]:
    """Find the checks that the rows themselves ask for.

    Parameters
    ----------
    claims, evidence : DataFrame
        Tables of the kinds ``claims`` and ``evidence``.
    declared : iterable of Check
        Checks that were written down; a derived row that one of them expects is left to it.

    Returns
    -------
    tuple of Check
        One sum for every claim with a number and rows of the stance ``part-of``, and one formula
        for every row whose words begin with ``derived:``.

    Raises
    ------
    TableError
        If a table breaks its contract.

    Notes
    -----
    The parts are compared with the number of the claim. The words after ``derived:`` are the
    formula; words that are no arithmetic make the check impossible, not wrong.

    References
    ----------
    ``docs/methods/claims.md``.

    Examples
    --------
    >>> from sandan.evaluate.cases.loading import load_case
    >>> case = load_case("seongnam_2013")
    >>> [check.key for check in implied_checks(case.claims, case.evidence, declared=case.checks)]
    ['C01-parts']
    """
    check_table(claims, CLAIMS)
    check_table(evidence, EVIDENCE)
    expected = {find(check.expected, claims, evidence).row for check in declared if check.expected.evidence}
    sums = [
        _parts_check(str(claim), evidence[evidence["claim"] == claim])
        for claim in claims.loc[claims["value"].notna(), "claim"]
        if ((evidence["claim"] == claim) & (evidence["stance"] == "part-of")).any()
    ]
    derived = evidence[evidence["measures"].str.startswith(DERIVED) & ~evidence.index.isin(expected)]
    return (
        *sums,
        *(_derived_check(row, place) for place, row in enumerate(derived.to_dict("records"), start=1)),
    )


def _parts_check(claim: str, rows: pd.DataFrame) -> Check:
    parts = rows[rows["stance"] == "part-of"].to_dict("records")
    return Check(
        key=f"{claim}-parts",
        claim=claim,
        kind="sum",
        title_ko="구성 요소의 합과 주장된 값",
        title_en="All parts on record against the claimed number",
        expected=Quantity(of=claim, claim="value"),
        quantities={f"part_{number}": _row_itself(part) for number, part in enumerate(parts, start=1)},
    )


def _derived_check(row: Mapping[Any, Any], place: int) -> Check:
    return Check(
        key=f"{row['claim']}-derived-{place}",
        claim=str(row["claim"]),
        kind="formula",
        title_ko="파생된 값의 재계산",
        title_en="A derived figure computed again",
        formula=str(row["measures"]).removeprefix(DERIVED),
        expected=_row_itself(row),
    )


def _row_itself(row: Mapping[Any, Any]) -> Quantity:
    return Quantity(
        of=str(row["claim"]),
        evidence=str(row["measures"]),
        period=str(row["period"]),
        source=str(row["source"]),
    )

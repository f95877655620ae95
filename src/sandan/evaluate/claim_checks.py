"""Arithmetic on the rows of a claim: parts against their total, derived figures computed again."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import pandas as pd

from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.arithmetic import evaluate
from sandan.evaluate.check_specs import Check, implied_checks
from sandan.evaluate.periods import Span, span_of
from sandan.evaluate.quantities import Found, find

__all__ = ["CHECK_COLUMNS", "Outcome", "run_checks"]

ROUNDING = 1e-9

CHECK_COLUMNS = (
    "check",
    "claim",
    "kind",
    "about",
    "title_ko",
    "title_en",
    "formula",
    "outcome",
    "reason",
    "mixed",
    "computed",
    "expected",
    "difference",
    "within",
    "unit",
    "period",
)


class Outcome(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    IMPOSSIBLE = "impossible"


def run_checks(claims: pd.DataFrame, evidence: pd.DataFrame, checks: Iterable[Check] = ()) -> pd.DataFrame:
    """Carry out the declared checks and those that the rows ask for.

    Parameters
    ----------
    claims, evidence : DataFrame
        Tables of the kinds ``claims`` and ``evidence``.
    checks : iterable of Check
        Declared checks.

    Returns
    -------
    DataFrame
        One row per check with the columns of ``CHECK_COLUMNS``. ``outcome`` is ``passed``,
        ``failed`` or ``impossible``; ``reason`` a key of the catalog; ``mixed`` the dimensions
        that the rows mix; ``difference`` is computed minus expected, in ``unit``; ``period`` is that of
        the expected figure, empty for a constant.

    Raises
    ------
    DefinitionError
        If a check names a claim or a row that is not there, or that several rows answer to.
    TableError
        If a table breaks its contract.

    Notes
    -----
    ``difference = sum(parts) - expected``. Parts that mix units, cumulative with shorter periods,
    or are marked as another kind of quantity are not parts of one sum: the check is impossible,
    and the arithmetic is shown all the same. Parts above the total fail. Parts below it fail
    where they are said to be complete; otherwise the rest is not itemized, which is impossible
    to judge. A formula passes if ``|difference| <= within``, up to 1e-9 of the numbers.

    References
    ----------
    ``docs/methods/claims.md``.

    Examples
    --------
    >>> from sandan.evaluate.cases.loading import load_case
    >>> case = load_case("seongnam_2013")
    >>> table = run_checks(case.claims, case.evidence, case.checks).set_index("check")
    >>> table.loc["C02-increase", ["outcome", "computed"]].astype(str).tolist()
    ['passed', '428.0']
    """
    declared = tuple(checks)
    every = (*implied_checks(claims, evidence, declared=declared), *declared)
    rows = [_run(check, claims, evidence) for check in every]
    table = pd.DataFrame(rows, columns=list(CHECK_COLUMNS))
    numbers = ["computed", "expected", "difference", "within"]
    order = table["claim"].map({claim: place for place, claim in enumerate(claims["claim"])})
    return (
        table.astype(dict.fromkeys(numbers, float)).iloc[order.argsort(kind="stable")].reset_index(drop=True)
    )


def _run(check: Check, claims: pd.DataFrame, evidence: pd.DataFrame) -> dict[str, object]:
    expected = find(check.expected, claims, evidence)
    found = {name: find(quantity, claims, evidence) for name, quantity in check.quantities.items()}
    plain = {name: getattr(check, name) for name in ("claim", "kind", "about", "title_ko", "title_en")}
    formula = check.formula or " + ".join(found)
    computed = _computed(formula, found)
    mixed = _mixed(expected, list(found.values())) if check.kind == "sum" else []
    outcome, reason = _judge(check, computed, expected.value, mixed=bool(mixed))
    return plain | {
        "check": check.key,
        "formula": formula,
        "outcome": outcome.value,
        "reason": reason,
        "mixed": "; ".join(mixed),
        "computed": computed,
        "expected": expected.value,
        "difference": None if computed is None or expected.value is None else computed - expected.value,
        "within": check.within,
        "unit": expected.unit,
        "period": expected.period or None,
    }


def _computed(formula: str, found: Mapping[str, Found]) -> float | None:
    if any(one.value is None for one in found.values()):
        return None
    try:
        return evaluate(formula, {name: one.value for name, one in found.items() if one.value is not None})
    except (DefinitionError, MeasureError):
        # Declared formulas were read already; what is left are words after "derived:" and numbers
        # that cannot be divided, and neither says that the printed figure is wrong.
        return None


def _judge(
    check: Check, computed: float | None, expected: float | None, *, mixed: bool
) -> tuple[Outcome, str]:
    if computed is None or expected is None:
        return Outcome.IMPOSSIBLE, "number-missing"
    if mixed:
        return Outcome.IMPOSSIBLE, "parts-mixed"
    slack = check.within + ROUNDING * max(abs(computed), abs(expected))
    above, below = computed - expected > slack, expected - computed > slack
    if check.kind == "sum" and below and not check.complete:
        return Outcome.IMPOSSIBLE, "rest-not-itemized"
    if (above and check.relation != "at_least") or (below and check.relation != "at_most"):
        return Outcome.FAILED, f"{check.kind}-{'above' if above else 'below'}"
    return Outcome.PASSED, f"{check.kind}-agrees"


def _mixed(total: Found, parts: list[Found]) -> list[str]:
    marks = {mark: None for part in parts for mark in part.marks}
    units = {part.unit for part in (total, *parts)} - {""}
    words = ["unit"] if len(units) > 1 else []
    spans = [span for part in parts if (span := span_of(part.period)) is not None]
    if any(_cumulates(span, other) for span in spans for other in spans):
        words.append("cumulative with shorter periods")
    whole = span_of(total.period)
    if whole is not None and len(spans) == len(parts) and not whole.years <= _years(spans):
        words.append("period of the parts")
    return [*words, *marks]


def _cumulates(span: Span, other: Span) -> bool:
    return len(span.years) > 1 and span.holds(other)


def _years(spans: list[Span]) -> frozenset[int]:
    return frozenset(year for span in spans for year in span.years)

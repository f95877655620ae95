"""What the record says about a claim, by rules that anybody can read and apply again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeAlias

from sandan.evaluate.catalog import words

__all__ = ["RULES", "Bearing", "Facts", "Finding", "Rule", "Verdict", "number_verdict", "verdict_of"]


class Verdict(StrEnum):
    """What may be said about a claim."""

    SUPPORTED = "supported"
    CONFLICTS = "conflicts"
    NOT_COMPARABLE = "not_comparable"
    CAUSAL_WITHOUT_DESIGN = "causal_without_design"
    CANNOT_BE_CHECKED = "cannot_be_checked"


@dataclass(frozen=True)
class Bearing:
    """One row of independent evidence as the rules see it.

    ``dimensions`` are those in which it differs from the claim; without any it is like the
    claim. ``agrees`` compares the figures and is None where there is nothing to compare.
    ``side`` tells which number of the claim it is about.
    """

    label: str
    stance: str
    dimensions: tuple[str, ...] = ()
    agrees: bool | None = None
    side: str = "value"
    same_time: bool = True

    @property
    def like(self) -> bool:
        """Whether it measures just what the claim says."""
        return not self.dimensions


@dataclass(frozen=True)
class Facts:
    """Everything that a rule may look at; ``rows`` hold only measures from other sources."""

    kind: str
    numbers: frozenset[str]
    rows: tuple[Bearing, ...]
    failed_checks: tuple[str, ...] = ()

    def where(self, test: Callable[[Bearing], bool]) -> tuple[str, ...]:
        """List the labels of the rows that pass a test."""
        return tuple(row.label for row in self.rows if test(row))


@dataclass(frozen=True)
class Finding:
    """A verdict with the rule that gave it and the rows or checks that decided."""

    verdict: Verdict
    rule: str
    decisive: tuple[str, ...]


Applies: TypeAlias = Callable[[Facts], Sequence[str] | None]
"""Returns the labels that decide, or None if the rule does not apply."""


@dataclass(frozen=True)
class Rule:
    """One rule: its key in the catalog and the condition under which it decides."""

    key: str
    applies: Applies

    @property
    def verdict(self) -> Verdict:
        """The verdict that follows."""
        return Verdict(_catalog()[self.key]["verdict"])

    def sentence(self, group: str, language: str) -> str:
        """Say why (``why``) or what would decide the matter (``settles``)."""
        return _catalog()[self.key][f"{group}_{language}"]


@cache
def _catalog() -> Mapping[str, Mapping[str, str]]:
    return {entry["key"]: entry for entry in words()["rule"]}


def _causal(facts: Facts) -> Sequence[str] | None:
    # Only a design measures the same quantity as a causal claim does, so a row of this stance is one.
    if facts.kind == "causal" and not facts.where(lambda row: row.stance == "same"):
        return facts.where(lambda _: True)
    return None


def _recommendation(facts: Facts) -> Sequence[str] | None:
    return () if facts.kind == "recommendation" else None


def _own_arithmetic(facts: Facts) -> Sequence[str] | None:
    return facts.failed_checks or None


def _like_differs(facts: Facts) -> Sequence[str] | None:
    return facts.where(lambda row: row.like and row.agrees is False) or None


def _redefined(facts: Facts) -> Sequence[str] | None:
    if facts.kind != "stock change":
        return None
    return (
        facts.where(
            lambda row: row.same_time and any(word.startswith("definition") for word in row.dimensions)
        )
        or None
    )


def _nothing(facts: Facts) -> Sequence[str] | None:
    return None if facts.rows else ()


def _existence(facts: Facts) -> Sequence[str] | None:
    if facts.numbers or facts.kind == "event":
        return None
    return facts.where(lambda row: row.stance == "same") or None


def _order(facts: Facts) -> Sequence[str] | None:
    if not facts.kind.startswith(("rank", "first to reach")):
        return None
    return facts.where(lambda row: row.stance == "same")


def _one_side(facts: Facts) -> Sequence[str] | None:
    borne_out = {row.side for row in facts.rows if row.like and row.agrees}
    if not borne_out or facts.numbers <= borne_out:
        return None
    return facts.where(lambda row: row.like and row.agrees is True)


def _agrees(facts: Facts) -> Sequence[str] | None:
    return facts.where(lambda row: row.like and row.agrees is True) or None


def _same_number(facts: Facts) -> Sequence[str] | None:
    # The figures that differ otherwise stand beside it, so that the reader sees all of them.
    if not facts.where(lambda row: row.stance == "same" and row.agrees is True):
        return None
    return facts.where(lambda row: row.agrees is not None)


def _other_quantities(facts: Facts) -> Sequence[str] | None:
    return facts.where(lambda row: not row.like and row.agrees is not None) or None


def _no_figure(facts: Facts) -> Sequence[str] | None:
    return facts.where(lambda _: True)


RULES: tuple[Rule, ...] = (
    Rule("causal-without-design", _causal),
    Rule("recommendation", _recommendation),
    Rule("own-arithmetic-fails", _own_arithmetic),
    Rule("like-with-like-differs", _like_differs),
    Rule("definition-changed-inside", _redefined),
    Rule("nothing-on-record", _nothing),
    Rule("more-than-existence", _existence),
    Rule("order-without-set", _order),
    Rule("one-side-only", _one_side),
    Rule("agrees", _agrees),
    Rule("same-number-other-quantity", _same_number),
    Rule("other-quantities-only", _other_quantities),
    Rule("no-figure", _no_figure),
)
"""Tried in this order; the first one that applies decides, and the last one always does."""


def verdict_of(facts: Facts) -> Finding:
    """Apply the rules to one claim.

    Parameters
    ----------
    facts : Facts
        Kind and numbers of the claim, independent rows of evidence, checks that failed.

    Returns
    -------
    Finding
        The verdict, the key of its rule, and the labels that decided.

    Raises
    ------
    KeyError
        If the catalog lacks a rule, which a test excludes.

    Notes
    -----
    ``RULES`` are tried in order; the first that applies decides. A conflict is declared only
    between figures for the same thing: where a difference in unit, period or definition is known,
    the figures are not comparable, however far apart they are.

    References
    ----------
    ``docs/methods/claims.md``.

    Examples
    --------
    >>> row = Bearing("C15-1", "differs-in", agrees=False)
    >>> verdict_of(Facts("count", frozenset({"value"}), (row,)))
    Finding(verdict=<Verdict.CONFLICTS: 'conflicts'>, rule='like-with-like-differs', decisive=('C15-1',))
    """
    for rule in RULES[:-1]:
        decisive = rule.applies(facts)
        if decisive is not None:
            return Finding(rule.verdict, rule.key, tuple(decisive))
    last = RULES[-1]
    return Finding(last.verdict, last.key, tuple(last.applies(facts) or ()))


def number_verdict(facts: Facts) -> Verdict | None:
    """Judge only the claimed number, whatever else the claim says.

    Parameters
    ----------
    facts : Facts
        Kind and numbers of the claim, independent rows of evidence, checks that failed.

    Returns
    -------
    Verdict or None
        None if the claim gives no number.

    Raises
    ------
    Nothing
        Every combination of facts has an answer.

    Notes
    -----
    Rows like the claim decide: one that differs is a conflict, one that agrees supports. Only if
    there are none, rows that differ in a named dimension make the number not comparable.

    References
    ----------
    ``docs/methods/claims.md``.

    Examples
    --------
    >>> row = Bearing("C07-2", "same", agrees=True)
    >>> number_verdict(Facts("first to reach", frozenset({"value"}), (row,))).value
    'supported'
    """
    if "value" not in facts.numbers:
        return None
    rows = [row for row in facts.rows if row.side == "value" and row.agrees is not None]
    if any(row.like and row.agrees is False for row in rows):
        return Verdict.CONFLICTS
    if any(row.like for row in rows):
        return Verdict.SUPPORTED
    return Verdict.NOT_COMPARABLE if rows else Verdict.CANNOT_BE_CHECKED

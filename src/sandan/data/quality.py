"""What happened to the rows of a source on their way in: nothing is dropped in silence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

__all__ = ["Action", "Chunk", "Finding", "QualityReport"]

EXAMPLES_KEPT = 5


class Action(StrEnum):
    """What was done about a finding."""

    NOTED = "noted"
    """The row was taken as it is; the reader should know something about it."""
    REPAIRED = "repaired"
    """The row was taken after a change that the message describes."""
    SET_ASIDE = "set_aside"
    """The row is right but is not data of this table: a subtotal, a repeated header, a note."""
    REFUSED = "refused"
    """The row could not be read and is not in the table."""


@dataclass(frozen=True)
class Finding:
    """One kind of thing that was found, with how often and where.

    ``code`` is a short kebab-case name (``thousands-separator``); ``message`` one sentence for a
    person; ``rows`` the number of source rows concerned; ``examples`` a few of them, as
    ``"row 17: 1,234"``.
    """

    code: str
    action: Action
    message: str
    rows: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chunk:
    """A piece of a source: the part of the table it gave, and what was found in it.

    Every source row is accounted for: ``rows_read`` equals the rows used plus the rows of
    findings whose action is ``refused`` or ``set_aside``.
    """

    table: Any
    rows_read: int
    findings: tuple[Finding, ...] = ()

    @property
    def rows_used(self) -> int:
        """Source rows that are in the table."""
        return self.rows_read - sum(f.rows for f in self.findings if f.action in _LOST)


_LOST = (Action.REFUSED, Action.SET_ASIDE)


@dataclass(frozen=True)
class QualityReport:
    """The findings of a whole source, merged by code and action."""

    rows_read: int = 0
    rows_used: int = 0
    rows_written: int = 0
    findings: tuple[Finding, ...] = field(default=())

    def with_chunk(self, chunk: Chunk) -> "QualityReport":
        """Return the report with one more piece of the source counted in."""
        return QualityReport(
            rows_read=self.rows_read + chunk.rows_read,
            rows_used=self.rows_used + chunk.rows_used,
            rows_written=self.rows_written + len(chunk.table),
            findings=merge_findings((*self.findings, *chunk.findings)),
        )

    def count(self, action: Action) -> int:
        """Return how many source rows met this action."""
        return sum(f.rows for f in self.findings if f.action == action)


def merge_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Add up findings that have the same code and action, keeping the first examples."""
    merged: dict[tuple[str, Action], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.action)
        known = merged.get(key)
        if known is None:
            merged[key] = finding
            continue
        merged[key] = Finding(
            code=finding.code,
            action=finding.action,
            message=known.message,
            rows=known.rows + finding.rows,
            examples=(known.examples + finding.examples)[:EXAMPLES_KEPT],
        )
    return tuple(merged.values())

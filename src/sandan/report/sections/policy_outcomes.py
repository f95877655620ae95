"""Several registered outcomes of one policy side by side, corrected together."""

from collections.abc import Sequence
from typing import Any

from sandan.evaluate.registration.specification import Specification
from sandan.report.case import Case
from sandan.report.document import Block, Inline
from sandan.report.sections.common import Row, records, table
from sandan.report.sections.policy import outcome_words, rung_words

NAME = "outcomes"
COLUMNS = {
    "estimate": "policy_estimate",
    "p": "placebo_p",
    "p_together": "placebo_p_together",
    "donors": "places_compared",
}


def policy_outcomes(case: Case, several: Sequence[Specification]) -> list[Block]:
    """Make the blocks; none for one outcome, or where no rung is reached by all of them."""
    if len(several) < 2:
        return []
    result = case.calculate("policy_together", specifications=[one.to_json() for one in several])
    rows = {row["specification"]: row for row in records(result.table)}
    if not rows:
        return []
    words = case.words
    header = [words.text(f"{NAME}.{name}") for name in ("outcome", *COLUMNS)]
    rung = rung_words(case, next(iter(rows.values()))["rung"])
    return [
        words.paragraph(f"{NAME}.lead", count=str(len(several))),
        table(
            words.text(f"{NAME}.caption", rung=rung),
            header,
            [_row(case, result, one, rows[one.id]) for one in several],
        ),
    ]


def _row(case: Case, result: Any, one: Specification, row: Row) -> list[Inline]:
    said: dict[str, Any] = {
        "where": {"specification": one.id},
        "area": one.place,
        "period": f"{one.first}–{one.last}",
        "label": f"rung_{row['rung']}",
    }
    numbers = [
        case.number(result, definition, column, signed=column == "estimate", **said)
        for column, definition in COLUMNS.items()
    ]
    return [outcome_words(case, one), *numbers]

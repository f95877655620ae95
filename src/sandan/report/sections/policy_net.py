"""The last rung opened: from the gross change to the net, and who answers for every rate."""

from typing import Any

from sandan.evaluate.registration.specification import Specification
from sandan.report.case import Case
from sandan.report.document import Block, Inline, KeyFigure, KeyFigures, Number, Paragraph, TableBlock
from sandan.report.sections.common import Row, records, table
from sandan.report.sections.policy import NAME, about, band_of, estimate_of, result_of

TONES = {"gross": "strong", "net": "total", "estimated": "strong", "assumed": "weak"}
"""How a step is set: by what it is, or by where its rate comes from."""
COLUMNS = ("step", "origin", "source", "rate", "rate_range", "left", "left_range")
FACTOR = "multiplier"


def net_blocks(case: Case, fixed: Specification, rung: Row) -> list[Block]:
    """Make the blocks of the rung; that it is arithmetic is said before its number."""
    rows = records(result_of(case, fixed, "net").table)
    return [_lead(case, rows), _estimate(case, fixed, rung), _steps(case, fixed, rows)]


def _lead(case: Case, rows: list[Row]) -> Paragraph:
    origins = [row["origin"] for row in rows if isinstance(row["origin"], str)]
    return case.words.paragraph(
        f"{NAME}.net_lead", assumed=str(origins.count("assumed")), count=str(len(origins))
    )


def _estimate(case: Case, fixed: Specification, rung: Row) -> KeyFigures:
    estimate = estimate_of(case, fixed, rung)
    ends: tuple[Inline, ...] = (case.words.text(f"{NAME}.net_range"), " ", band_of(case, estimate))
    return KeyFigures((KeyFigure(case.words.text(f"{NAME}.net_estimate"), estimate, ends),))


def _steps(case: Case, fixed: Specification, rows: list[Row]) -> TableBlock:
    words = case.words
    return table(
        words.text(f"{NAME}.net_caption"),
        [words.text(f"{NAME}.net_{column}") for column in COLUMNS],
        [_step(case, fixed, row) for row in rows],
        text_columns=3,
        row_tones=[TONES[row["step"]] if row["step"] in TONES else TONES[row["origin"]] for row in rows],
    )


def _step(case: Case, fixed: Specification, row: Row) -> list[Inline]:
    words, step = case.words, row["step"]
    left = _number(case, fixed, step, "net_left", "central", ("lower", "upper"))
    name = words.text(f"{NAME}.net_step_{step}")
    if step == "gross":
        return [name, words.text(f"{NAME}.net_counted"), "", "", "", left, ""]
    if step == "net":
        return [name, "", "", "", "", left, case.interval(left.figure, signed=True)]
    definition = "net_factor" if step == FACTOR else "net_rate"
    rate = _number(case, fixed, step, definition, "rate", ("rate_lower", "rate_upper"), signed=False)
    origin = words.text(f"{NAME}.net_{row['origin']}")
    ends = [case.interval(rate.figure), left, case.interval(left.figure, signed=True)]
    return [name, origin, row["source"], rate, *ends]


def _number(
    case: Case,
    fixed: Specification,
    step: str,
    definition: str,
    column: str,
    ends: tuple[str, str],
    *,
    signed: bool = True,
) -> Number:
    said: dict[str, Any] = about(fixed, "net") | {"where": {"step": step}, "label": f"net_{step}"}
    result = result_of(case, fixed, "net")
    return case.number(result, definition, column, signed=signed, interval=ends, **said)

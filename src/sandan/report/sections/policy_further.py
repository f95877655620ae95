"""The rungs of supported firms and of rings opened: what each rests on, and what it leaves to rung five."""

from typing import Any

from sandan.evaluate.registration.specification import Specification
from sandan.evaluate.registration.support import LEAST_JOBS
from sandan.report.case import Case
from sandan.report.document import Block, Inline, KeyFigure, KeyFigures, Number, Paragraph, TableBlock
from sandan.report.sections.common import Row, records, table
from sandan.report.sections.policy import (
    NAME,
    about,
    band_of,
    between,
    estimate_of,
    of_rung,
    result_of,
    rung_words,
)

OF_OTHER_DATA = ("firms", "rings")
FACTS = ("leaves_out", "assumes", "objects")


def further_blocks(case: Case, fixed: Specification, rung: Row) -> list[Block]:
    """Make the blocks of an estimated rung of firms or of rings."""
    found = records(result_of(case, fixed, "behind").table)
    behind = next(row for row in found if row["rung"] == rung["rung"])
    if rung["rung"] == "rings":
        return [_ring_numbers(case, fixed, rung), _facts(case, fixed, behind)]
    return [_firm_numbers(case, fixed, rung), _facts(case, fixed, behind), _beyond(case, fixed)]


def _estimate(case: Case, fixed: Specification, rung: Row) -> KeyFigure:
    estimate = estimate_of(case, fixed, rung)
    band = (case.words.text(f"{NAME}.band", level=f"{100 * fixed.level:g}"), " ", band_of(case, estimate))
    return KeyFigure(case.words.text(f"{NAME}.estimate"), estimate, band)


def _firm_numbers(case: Case, fixed: Specification, rung: Row) -> KeyFigures:
    """Show what could be seen first, then the place, the firms alone and their share of the jobs."""
    words = case.words
    effect = _number(
        case, fixed, "firms", "estimate", "support_effect", signed=True, interval=("lower", "upper")
    )
    share = _number(case, fixed, "firms", "share", "supported_share")
    smallest = of_rung(case, fixed, "firms", "detectable", "policy_detectable_firms")
    return KeyFigures(
        (
            KeyFigure(words.text(f"{NAME}.smallest"), smallest, (words.text(f"{NAME}.smallest_firms"),)),
            _estimate(case, fixed, rung),
            KeyFigure(words.text(f"{NAME}.support_effect"), effect, (band_of(case, effect),)),
            KeyFigure(words.text(f"{NAME}.supported_share"), share, (words.text(f"{NAME}.share_note"),)),
        )
    )


def _ring_numbers(case: Case, fixed: Specification, rung: Row) -> KeyFigures:
    words = case.words
    sites = _number(case, fixed, "rings", "comparisons", "placebo_sites")
    p = ("p = ", of_rung(case, fixed, "rings", "p", "placebo_p"))
    return KeyFigures(
        (_estimate(case, fixed, rung), KeyFigure(words.text(f"{NAME}.ring_placebos"), sites, p))
    )


def _facts(case: Case, fixed: Specification, behind: Row) -> TableBlock:
    """Say in words what is taken for granted, from which data, and how and by what it was computed."""
    words, name = case.words, behind["rung"]
    numbers: dict[str, str] = {"first": str(fixed.first), "last": str(fixed.last), "start": str(fixed.start)}
    numbers |= {"target": ", ".join(fixed.target), "least": str(LEAST_JOBS)}
    numbers |= {"far": f"{fixed.rings[-1]:g}", "edge": f"{fixed.rings[-2]:g}"}
    numbers |= {"treated": f"{behind['treated']:,}", "comparisons": f"{behind['comparisons']:,}"}
    numbers |= {"least_p": f"{1 / (1 + behind['comparisons']):.3f}", "program": behind["library"]}
    keys = [(fact, f"{fact}_{name}") for fact in FACTS]
    keys += [("data", f"data_{name}"), ("inference", f"inference_{name}"), ("program", "made_by")]
    rows: list[list[Inline]] = [
        [words.text(f"{NAME}.{fact}"), words.text(f"{NAME}.{said}", **numbers)] for fact, said in keys
    ]
    header = [words.text(f"{NAME}.{column}") for column in ("fact", "said")]
    caption = words.text(f"{NAME}.facts_caption", rung=rung_words(case, name))
    return table(caption, header, rows, text_columns=2)


def _beyond(case: Case, fixed: Specification) -> Paragraph:
    """Say what supported firms do not account for, and that nobody can say what it is."""
    gap = between(case, fixed, "beyond_firms")
    if gap is None:
        return case.words.paragraph(f"{NAME}.no_beyond_firms")
    return case.words.paragraph(f"{NAME}.beyond_firms", estimate=gap, band=band_of(case, gap))


def _number(case: Case, fixed: Specification, rung: str, column: str, definition: str, **more: Any) -> Number:
    said = about(fixed, rung)
    return case.number(result_of(case, fixed, "behind"), definition, column, **said, **more)

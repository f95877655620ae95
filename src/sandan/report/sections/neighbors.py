"""Did the neighbors lose: the net first, the gain inside, and what changed in every ring around."""

from functools import partial
from typing import Any

import pandas as pd

from sandan.evaluate.registration.specification import Specification
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.charts.style import shown
from sandan.report.document import (
    Block,
    Chart,
    Inline,
    KeyFigure,
    KeyFigures,
    Number,
    Paragraph,
    TableBlock,
    Tone,
)
from sandan.report.sections.common import Row, both_widths, cannot_say, records, table

NAME = "neighbors"
SIDES = {"jobs_before": ["ring_before"], "jobs_after": ["ring_after"]}
"""What tells the two counts of a ring apart on their cards."""


def neighbors(case: Case, fixed: Specification) -> list[Block]:
    """Make the blocks, or say what the data lack."""
    lacks = records(case.calculate("policy_ring_lacks", specification=fixed.to_json()).table)
    if lacks:
        return [_lacking(case, lacks), cannot_say(case, NAME)]
    rows = records(compared_rings(case, fixed).table)
    if not rows:
        return [case.words.paragraph(f"{NAME}.no_rings", tone=Tone.NOTE), cannot_say(case, NAME)]
    if rows[0]["status"] == "suppressed":
        return [case.words.paragraph(f"{NAME}.hidden", tone=Tone.NOTE), cannot_say(case, NAME)]
    return [
        _lead(case, fixed, rows),
        _tiles(case, fixed, rows),
        _chart(case, fixed, rows),
        _how_found(case, fixed, rows),
        cannot_say(case, NAME),
    ]


def finding_of(rows: list[Row]) -> str:
    """Name what may be said, by rule: of the net and of the rings around, from their bands alone."""
    net, *rings = rows
    won = any(ring["kind"] == "inside" and ring["lower"] > 0 for ring in rings)
    lost = any(ring["kind"] == "around" and ring["upper"] < 0 for ring in rings)
    if net["lower"] > 0:
        return "net_gain_and_loss" if lost else "net_gain"
    if net["upper"] < 0:
        return "net_loss"
    if lost:
        return "loss_around"
    return "gain_inside" if won else "chance"


def compared_rings(case: Case, fixed: Specification) -> Result:
    """Compare the net and every touched ring with rings elsewhere."""
    return case.calculate("policy_rings", specification=fixed.to_json(), published_on=case.published_on)


def _lacking(case: Case, lacks: list[Row]) -> Paragraph:
    words = case.words
    said = []
    for row in lacks:
        kind, _, ring = str(row["what"]).partition("_")
        key = kind if kind in ("cells", "jobs") else row["what"]
        counts = {"there": str(int(row["there"])), "needed": str(int(row["needed"])), "ring": ring}
        said.append(words.text(f"{NAME}.lacks_{key}", **counts))
    return words.paragraph(f"{NAME}.lacking", tone=Tone.LEAD, lacks=" ".join(said))


def _about(fixed: Specification, row: Row, column: str) -> dict[str, Any]:
    return {
        "where": {"ring": row["ring"]},
        "label": ": ".join([f"{row['from_km']:g}–{row['to_km']:g} km", *SIDES.get(column, ())]),
        "area": fixed.place,
        "period": f"{fixed.first}–{fixed.last}",
    }


def _jobs(case: Case, fixed: Specification, row: Row) -> Number:
    about = _about(fixed, row, "jobs")
    ends = ("jobs_lower", "jobs_upper")
    return case.number(
        compared_rings(case, fixed), _counted(fixed, "ring_jobs"), "jobs", signed=True, interval=ends, **about
    )


def _counted(fixed: Specification, definition: str) -> str:
    return definition if fixed.outcome == "jobs" else f"{definition}_firms"


def _change(case: Case, fixed: Specification, row: Row) -> Number:
    about = _about(fixed, row, "change")
    ends = ("lower", "upper")
    return case.number(
        compared_rings(case, fixed), "ring_change", "estimate", signed=True, interval=ends, **about
    )


def _band(case: Case, number: Number) -> Inline:
    if number.figure.lower is None or number.figure.upper is None:
        return case.words.text(f"{NAME}.no_band")
    return case.interval(number.figure, signed=True)


def _other(case: Case, fixed: Specification, row: Row, column: str, definition: str) -> Number:
    return case.number(compared_rings(case, fixed), definition, column, **_about(fixed, row, column))


def ring_words(case: Case, row: Row) -> str:
    """Name a ring by what it is and how far it reaches."""
    ends = {"near": f"{row['from_km']:g}", "far": f"{row['to_km']:g}"}
    return case.words.text(f"{NAME}.ring_{row['kind']}", **ends)


def _lead(case: Case, fixed: Specification, rows: list[Row]) -> Paragraph:
    net = _jobs(case, fixed, rows[0])
    said: dict[str, Inline] = {"net": net, "band": _band(case, net), "far": f"{rows[0]['to_km']:g}"}
    said["outcome"] = case.words.text(f"policy.outcome_{fixed.outcome}")
    return case.words.paragraph(f"{NAME}.lead_{finding_of(rows)}", tone=Tone.LEAD, **said)


def _tiles(case: Case, fixed: Specification, rows: list[Row]) -> KeyFigures:
    items = []
    for row in rows:
        jobs, change = _jobs(case, fixed, row), _change(case, fixed, row)
        note = case.words.inlines(f"{NAME}.tile_note", change=change, band=_band(case, change))
        items.append(KeyFigure(ring_words(case, row), jobs, note))
    return KeyFigures(tuple(items))


def _chart(case: Case, fixed: Specification, rows: list[Row]) -> Chart:
    words = case.words
    description = words.text(f"{NAME}.chart_description")
    unit = words.text(f"{NAME}.axis", start=str(fixed.start), last=str(fixed.last))
    drawn = pd.DataFrame(
        [
            {
                "label": ring_words(case, row),
                "kind": "estimated",
                **{name: row[name] for name in ("estimate", "lower", "upper")},
                "text": words.text(
                    f"{NAME}.text",
                    value=shown(row["estimate"], 1, signed=True),
                    jobs=shown(row["jobs"], signed=True),
                ),
            }
            for row in rows
        ]
    )
    return Chart(
        title=words.text(f"{NAME}.chart_title", policy=fixed.policy(case.language)),
        description=description,
        how_to_read=words.text(
            f"{NAME}.how_to_read", edge=f"{rows[0]['to_km']:g}", far=f"{fixed.rings[-1]:g}"
        ),
        **both_widths(
            partial(charts.ladder_rungs, drawn, unit=unit, lang=case.language, description=description)
        ),
        twin=_twin(case, fixed, rows),
    )


def _twin(case: Case, fixed: Specification, rows: list[Row]) -> TableBlock:
    words = case.words
    level = f"{100 * fixed.level:g}"
    names = ("ring", "cells", "before", "after", "jobs", "change")
    header = [words.text(f"{NAME}.{name}") for name in names]
    header += [words.text(f"{NAME}.band", level=level), words.text(f"{NAME}.p")]
    listed: list[list[Inline]] = []
    for row in rows:
        jobs, change = _jobs(case, fixed, row), _change(case, fixed, row)
        counted = _counted(fixed, "ring_level")
        listed.append(
            [
                ring_words(case, row),
                _other(case, fixed, row, "cells", "ring_cells"),
                _other(case, fixed, row, "jobs_before", counted),
                _other(case, fixed, row, "jobs_after", counted),
                jobs,
                change,
                _band(case, change),
                _other(case, fixed, row, "p", "placebo_p"),
            ]
        )
    tones = ["total", *[""] * (len(rows) - 1)]
    return table(words.text(f"{NAME}.table_caption"), header, listed, row_tones=tones)


def _how_found(case: Case, fixed: Specification, rows: list[Row]) -> Paragraph:
    placebos = _other(case, fixed, rows[0], "placebos", "placebo_sites")
    least = f"{1 / (1 + int(rows[0]['placebos'])):.3f}"
    return case.words.paragraph(f"{NAME}.how_found", tone=Tone.NOTE, placebos=placebos, least_p=least)

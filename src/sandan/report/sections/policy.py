"""Was it policy: the headline by rule, what cannot be decided, and every rung on one axis."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from sandan.evaluate.registration.specification import Specification
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.calculations.policy_rungs import SUPPORTED
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
from sandan.report.wording.headlines import headline, lacking_in_words, rung_name

NAME = "policy"
GROSS = "gross"
NEEDED = ("establishments", "places")
OF_ALL_RUNGS = ("rungs", "between", "behind")
OF_RUNGS = {
    "gross": "policy_gross",
    "shift_share": "policy_gross",
    "firms": "policy_firms",
    "rings": "policy_rings",
    "net": "policy_net",
}
"""Figures of rungs that are no estimates from places."""


def policy(case: Case, fixed: Specification, *, with_gross: bool = True) -> list[Block]:
    """Make the blocks; what cannot be decided stands beside the headline and is as large.

    A before and after is shown where it can be opened and read as such, and left out where it might be
    taken for more.
    """
    return [
        _headline(case, fixed),
        _undecided(case, fixed),
        _tiles(case, fixed),
        _forest(case, fixed, with_gross=with_gross),
        _location(case, fixed),
        _left_out(case, fixed),
        cannot_say(case, NAME),
    ]


def result_of(case: Case, fixed: Specification, name: str, **more: Any) -> Result:
    """Carry out a calculation on a specification; its record is the parameter, so that figures replay."""
    asked = f"policy_{name}"
    if name in OF_ALL_RUNGS:
        more |= {"published_on": case.published_on}
        asked += "_supported" if case.has(SUPPORTED) else ""
    return case.calculate(asked, specification=fixed.to_json(), **more)


def rungs_of(case: Case, fixed: Specification) -> list[Row]:
    """List the rungs of the ladder in order."""
    return records(result_of(case, fixed, "rungs").table)


def about(fixed: Specification, rung: str) -> dict[str, Any]:
    """Say of a figure which rung it is of, and of which years."""
    period = f"{fixed.first}–{fixed.last}"
    return {
        "where": {"rung": rung},
        "label": f"rung_{rung}" if rung else "",
        "area": fixed.place,
        "period": period,
    }


def estimate_of(case: Case, fixed: Specification, rung: Row) -> Number:
    """Give the estimate of a rung with its band, or what a rung describes."""
    result, said = result_of(case, fixed, "rungs"), about(fixed, rung["rung"])
    definition = OF_RUNGS.get(rung["rung"], "policy_estimate")
    ends = {} if rung["kind"] == "described" else {"interval": ("lower", "upper")}
    return case.number(result, definition, "estimate", signed=True, **ends, **said)


def band_of(case: Case, estimate: Number) -> Inline:
    """Show the band of an estimate; one that excludes nothing says so."""
    if estimate.figure.lower is None:
        return case.words.text(f"{NAME}.no_band")
    return case.interval(estimate.figure, signed=True)


def of_rung(case: Case, fixed: Specification, rung: str, column: str, definition: str) -> Number:
    """Give another number of a rung."""
    return case.number(result_of(case, fixed, "rungs"), definition, column, **about(fixed, rung))


def outcome_words(case: Case, fixed: Specification) -> str:
    """Say what is counted."""
    return case.words.text(f"{NAME}.outcome_{fixed.outcome}")


def rung_words(case: Case, rung: str) -> str:
    """Name a rung."""
    return rung_name(case.words, rung)


def _finding(case: Case, fixed: Specification) -> Row:
    return records(result_of(case, fixed, "finding").table)[0]


def _end(case: Case, fixed: Specification, column: str) -> Number:
    said = about(fixed, "") | {"where": {}, "label": f"policy_{column}"}
    return case.number(result_of(case, fixed, "finding"), "policy_estimate", column, signed=True, **said)


def _quoted(case: Case, fixed: Specification) -> Row:
    by = _finding(case, fixed)["by"]
    return next(rung for rung in rungs_of(case, fixed) if rung["rung"] == by)


def _rank(case: Case, fixed: Specification, rung: str) -> dict[str, Inline]:
    return {
        "rank": of_rung(case, fixed, rung, "rank", "placebo_rank"),
        "of": of_rung(case, fixed, rung, "of", "places_compared"),
    }


def _headline(case: Case, fixed: Specification) -> Paragraph:
    finding, quoted = _finding(case, fixed)["finding"], _quoted(case, fixed)
    numbers: dict[str, Inline] = {
        "lowest": _end(case, fixed, "lowest"),
        "highest": _end(case, fixed, "highest"),
        "estimate": estimate_of(case, fixed, quoted),
    }
    if quoted["kind"] == "estimated":
        numbers |= _rank(case, fixed, quoted["rung"])
    about_what = case.words.text(
        f"{NAME}.about", city=case.place(fixed.place), outcome=outcome_words(case, fixed)
    )
    said = headline(case.words, finding, quoted["rung"], **numbers)
    return Paragraph((about_what, *said), Tone.LEAD)


def between(case: Case, fixed: Specification, part: str) -> Number | None:
    """Give what lies between two rungs, if both were estimated."""
    result = result_of(case, fixed, "between")
    if part not in set(result.table["part"]):
        return None
    said = about(fixed, "") | {"where": {"part": part}, "label": f"policy_{part}"}
    return case.number(
        result, "policy_difference", "estimate", signed=True, interval=("lower", "upper"), **said
    )


def _undecided(case: Case, fixed: Specification) -> Paragraph:
    quoted, wide = _quoted(case, fixed), between(case, fixed, "city_wide")
    if quoted["kind"] != "estimated":
        return case.words.paragraph(f"{NAME}.undecided_described", tone=Tone.LEAD)
    said: dict[str, Inline] = {
        "city": case.place(fixed.place),
        "detectable": of_rung(case, fixed, quoted["rung"], "detectable", "policy_detectable"),
    }
    if wide is None:
        return case.words.paragraph(f"{NAME}.undecided_smaller", tone=Tone.LEAD, **said)
    said |= {"city_wide": wide, "band": band_of(case, wide)}
    return case.words.paragraph(f"{NAME}.undecided", tone=Tone.LEAD, **said)


def _tiles(case: Case, fixed: Specification) -> KeyFigures:
    words, quoted = case.words, _quoted(case, fixed)
    places = {name: counted(case, fixed, name) for name in ("compared", "in_region")}
    items = [
        KeyFigure(
            words.text(f"{NAME}.donors"),
            places["compared"],
            words.inlines(f"{NAME}.donors_note", region=places["in_region"]),
        )
    ]
    if quoted["kind"] == "estimated":
        rung, estimate = quoted["rung"], estimate_of(case, fixed, quoted)
        smallest = of_rung(case, fixed, rung, "detectable", "policy_detectable")
        note = words.inlines(f"{NAME}.quoted_note", band=band_of(case, estimate), **_rank(case, fixed, rung))
        items += [
            KeyFigure(words.text(f"{NAME}.smallest"), smallest, words.inlines(f"{NAME}.smallest_note")),
            KeyFigure(words.text(f"{NAME}.quoted"), estimate, note),
        ]
    return KeyFigures(tuple(items))


def counted(case: Case, fixed: Specification, what: str) -> Number:
    """Count places that are compared, or that cannot be."""
    said = about(fixed, "") | {"where": {"what": what}, "label": f"policy_{what}"}
    return case.number(result_of(case, fixed, "places"), "places_compared", "places", **said)


def _location(case: Case, fixed: Specification) -> Paragraph:
    found = between(case, fixed, "location")
    if found is None:
        return case.words.paragraph(f"{NAME}.no_location")
    said = about(fixed, "") | {"where": {"part": "location"}, "label": "policy_location"}
    placebos = case.number(result_of(case, fixed, "between"), "places_compared", "placebos", **said)
    return case.words.paragraph(
        f"{NAME}.location", estimate=found, band=band_of(case, found), placebos=placebos
    )


def _left_out(case: Case, fixed: Specification) -> Paragraph:
    names = ("like_policy", "missing_number", "no_jobs")
    numbers = {name: counted(case, fixed, name) for name in names}
    return case.words.paragraph(f"{NAME}.left_out", tone=Tone.NOTE, **numbers)


def _forest(case: Case, fixed: Specification, *, with_gross: bool) -> Chart:
    words = case.words
    rungs = [rung for rung in rungs_of(case, fixed) if with_gross or rung["rung"] != GROSS]
    caption = words.text(f"{NAME}.table_caption" if with_gross else f"{NAME}.table_caption_without")
    description = words.text(f"{NAME}.chart_description")
    unit = words.text(
        f"{NAME}.axis", outcome=outcome_words(case, fixed), start=str(fixed.start), last=str(fixed.last)
    )
    drawn = pd.DataFrame([_drawn(case, rung) for rung in rungs])
    return Chart(
        title=words.text(
            f"{NAME}.chart_title", policy=fixed.policy(case.language), city=case.place(fixed.place)
        ),
        description=description,
        how_to_read=words.text(f"{NAME}.how_to_read"),
        **both_widths(
            partial(charts.ladder_rungs, drawn, unit=unit, lang=case.language, description=description)
        ),
        twin=_twin(case, fixed, rungs, caption),
    )


def _drawn(case: Case, rung: Row) -> Row:
    numbers = {"value": shown(rung["estimate"], 1, signed=True)}
    if rung["kind"] == "lacking":
        text = case.words.text(f"{NAME}.short_lacking")
    elif not is_ranked(rung):
        text = case.words.text(f"{NAME}.text_described", **numbers)
    else:
        ranked = {"rank": f"{rung['rank']:.0f}", "of": f"{rung['of']:.0f}"}
        text = case.words.text(f"{NAME}.text_estimated", **numbers, **ranked)
    drawn = {name: rung[name] for name in ("kind", "estimate", "lower", "upper")}
    return {"label": rung_words(case, rung["rung"]), **drawn, "text": text}


def _twin(case: Case, fixed: Specification, rungs: list[Row], caption: str) -> TableBlock:
    words = case.words
    level = f"{100 * fixed.level:g}"
    header = [words.text(f"{NAME}.{name}") for name in ("rung", "state", "detectable", "estimate")]
    header += [words.text(f"{NAME}.band", level=level)]
    header += [words.text(f"{NAME}.{name}") for name in ("rank", "of", "p")]
    rows = [_row(case, fixed, rung) for rung in rungs]
    return table(caption, header, rows, text_columns=2)


def _row(case: Case, fixed: Specification, rung: Row) -> list[Inline]:
    name = rung["rung"]
    if rung["kind"] == "lacking":
        return [rung_words(case, name), lacking(case, rung), *[""] * 6]
    estimate = estimate_of(case, fixed, rung)
    state = case.words.text(f"{NAME}.state_{rung['kind']}")
    if rung["kind"] == "described":
        return [rung_words(case, name), state, "", estimate, *[""] * 4]
    ranked = list(_rank(case, fixed, name).values()) if is_ranked(rung) else ["", ""]
    return [
        rung_words(case, name),
        state,
        smallest_of(case, fixed, rung),
        estimate,
        band_of(case, estimate),
        *ranked,
        p_of(case, fixed, rung),
    ]


def p_of(case: Case, fixed: Specification, rung: Row) -> Inline:
    """Give the p-value of an estimate; arithmetic has none."""
    if rung["kind"] == "arithmetic":
        return ""
    definition = "clustered_p" if rung["rung"] == "firms" else "placebo_p"
    return of_rung(case, fixed, rung["rung"], "p", definition)


def smallest_of(case: Case, fixed: Specification, rung: Row) -> Inline:
    """Give the smallest change that a rung could have shown; rings do not say it."""
    if not rung["detectable"] > 0:
        return ""
    definition = "policy_detectable_firms" if rung["rung"] == "firms" else "policy_detectable"
    return of_rung(case, fixed, rung["rung"], "detectable", definition)


def is_ranked(rung: Row) -> bool:
    """Say whether a rung has a rank among placebos."""
    return bool(rung["of"] > 0)


@dataclass(frozen=True)
class _Lacking:
    lacking: tuple[tuple[str, int, int], ...]


def lacking(case: Case, rung: Row) -> str:
    """Say what the data lack for a rung, in words."""
    return lacking_in_words(case.words, _Lacking(tuple(map(tuple, json.loads(rung["lacking"])))))

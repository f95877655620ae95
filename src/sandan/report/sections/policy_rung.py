"""One rung opened: what could be seen before what was found, and everything that can be objected to."""

from functools import partial
from typing import Any

import pandas as pd

from sandan.evaluate.registration.specification import Specification
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import (
    Block,
    Chart,
    Inline,
    KeyFigure,
    KeyFigures,
    Number,
    Paragraph,
    Section,
    TableBlock,
)
from sandan.report.sections.common import Row, both_widths, records, table
from sandan.report.sections.policy import (
    NAME,
    about,
    band_of,
    estimate_of,
    lacking,
    of_rung,
    result_of,
    rung_words,
    rungs_of,
)
from sandan.report.sections.policy_described import described_blocks
from sandan.report.sections.policy_further import OF_OTHER_DATA, further_blocks
from sandan.report.sections.policy_net import net_blocks

MOST_DONORS = 10
FACTS = ("leaves_out", "assumes", "objects")


def policy_rungs(case: Case, fixed: Specification) -> list[Section]:
    """Make a section for every rung that was asked, in order."""
    return [
        Section(f"rung-{rung['rung']}", rung_words(case, rung["rung"]), tuple(_blocks(case, fixed, rung)))
        for rung in rungs_of(case, fixed)
    ]


def summary_of(case: Case, fixed: Specification, rung: Row) -> str:
    """Say in few words what a rung found."""
    if rung["kind"] == "lacking":
        return case.words.text(f"{NAME}.short_lacking")
    return estimate_of(case, fixed, rung).shown


def _blocks(case: Case, fixed: Specification, rung: Row) -> list[Block]:
    name = rung["rung"]
    if rung["kind"] == "lacking":
        return [Paragraph((lacking(case, rung),))]
    if rung["kind"] == "described":
        return described_blocks(case, fixed, rung)
    if rung["kind"] == "arithmetic":
        return net_blocks(case, fixed, rung)
    if name in OF_OTHER_DATA:
        return further_blocks(case, fixed, rung)
    return [
        _numbers(case, fixed, rung),
        _facts(case, fixed, rung),
        _path(case, fixed, name),
        _gaps(case, fixed, rung),
        _donor_range(case, fixed, name),
        _donors(case, fixed, name),
        _checks(case, fixed, name),
    ]


def _numbers(case: Case, fixed: Specification, rung: Row) -> KeyFigures:
    """Show what could be seen at all before what was found."""
    words, name = case.words, rung["rung"]
    estimate = estimate_of(case, fixed, rung)
    level = f"{100 * fixed.level:g}"
    band: tuple[Inline, ...] = (words.text(f"{NAME}.band", level=level), " ", band_of(case, estimate))
    ranked: tuple[Inline, ...] = (
        f"{words.text(f'{NAME}.of')} ",
        of_rung(case, fixed, name, "of", "places_compared"),
        " · p = ",
        of_rung(case, fixed, name, "p", "placebo_p"),
    )
    smallest = of_rung(case, fixed, name, "detectable", "policy_detectable")
    rank = of_rung(case, fixed, name, "rank", "placebo_rank")
    return KeyFigures(
        (
            KeyFigure(words.text(f"{NAME}.smallest"), smallest, words.inlines(f"{NAME}.smallest_note")),
            KeyFigure(words.text(f"{NAME}.estimate"), estimate, band),
            KeyFigure(words.text(f"{NAME}.rank"), rank, ranked),
        )
    )


def _facts(case: Case, fixed: Specification, rung: Row) -> TableBlock:
    """Say in words what is taken for granted, from which data, and who would object."""
    words, name = case.words, rung["rung"]
    rows: list[list[Inline]] = [
        [words.text(f"{NAME}.{fact}"), words.text(f"{NAME}.{fact}_{name}")] for fact in FACTS
    ]
    names = {"donors": str(int(rung["donors"])), "first": str(fixed.first), "last": str(fixed.last)}
    target = ", ".join(fixed.target)
    rows.append([words.text(f"{NAME}.data"), words.text(f"{NAME}.data_compared", target=target, **names)])
    if rung["kind"] == "estimated":
        least = f"{rung['least_p']:.3f}"
        said = words.text(f"{NAME}.inference_ranks", donors=names["donors"], least_p=least)
        rows.append([words.text(f"{NAME}.inference"), said])
    header = [words.text(f"{NAME}.{column}") for column in ("fact", "said")]
    caption = words.text(f"{NAME}.facts_caption", rung=rung_words(case, name))
    return table(caption, header, rows, text_columns=2)


def _in_rung(case: Case, fixed: Specification, name: str, rung: str) -> tuple[Result, pd.DataFrame]:
    result = result_of(case, fixed, name)
    return result, result.table.loc[result.table["rung"] == rung]


def _path(case: Case, fixed: Specification, name: str) -> Chart:
    words, rung = case.words, rung_words(case, name)
    result, rows = _in_rung(case, fixed, "paths", name)
    description = words.text(f"{NAME}.path_description")
    drawn = rows[["period", "observed", "without_policy"]]
    return Chart(
        title=words.text(f"{NAME}.path_title", rung=rung),
        description=description,
        how_to_read=words.text(f"{NAME}.path_how_to_read"),
        **both_widths(
            partial(
                charts.mixture_path, drawn, start=fixed.start, lang=case.language, description=description
            )
        ),
        twin=table(
            words.text(f"{NAME}.path_caption", rung=rung),
            [words.text(f"{NAME}.{column}") for column in ("year", "observed", "without_policy", "gap")],
            [_year(case, fixed, result, name, int(year)) for year in rows["period"]],
        ),
    )


def _year(case: Case, fixed: Specification, result: Result, name: str, year: int) -> list[Inline]:
    said = about(fixed, name)
    at: dict[str, Any] = said | {"where": {"rung": name, "period": year}, "period": str(year)}
    observed, mixture = (at | {"label": f"{said['label']}: policy_{key}"} for key in ("observed", "mixture"))
    return [
        str(year),
        case.number(result, "path_index", "observed", **observed),
        case.number(result, "path_index", "without_policy", **mixture),
        case.number(result, "placebo_gap", "gap", signed=True, **at),
    ]


def _gaps(case: Case, fixed: Specification, rung: Row) -> Chart:
    words, name = case.words, rung["rung"]
    _, own = _in_rung(case, fixed, "paths", name)
    _, others = _in_rung(case, fixed, "gaps", name)
    description = words.text(f"{NAME}.gaps_description")
    title = words.text(f"{NAME}.gaps_title", rung=rung_words(case, name))
    return Chart(
        title=title,
        description=description,
        how_to_read=words.text(f"{NAME}.gaps_how_to_read"),
        **both_widths(
            partial(
                charts.placebo_gaps,
                own[["period", "gap"]],
                others[["place", "period", "gap"]],
                start=fixed.start,
                lang=case.language,
                description=description,
            )
        ),
        twin=_placebos(case, fixed, rung),
    )


def _placebos(case: Case, fixed: Specification, rung: Row) -> TableBlock:
    """List every place by the size of what was found there."""
    words, name = case.words, rung["rung"]
    result, rows = _in_rung(case, fixed, "placebos", name)
    said = about(fixed, name)
    listed: list[tuple[float, list[Inline]]] = [
        (
            abs(row["effect"]),
            [
                case.place(row["place"]),
                case.number(
                    result,
                    "policy_estimate",
                    "effect",
                    signed=True,
                    **said | {"where": {"rung": name, "place": row["place"]}, "area": row["place"]},
                ),
            ],
        )
        for row in records(rows)
    ]
    own = words.text(f"{NAME}.this_place", city=case.place(fixed.place))
    listed.append((abs(rung["estimate"]), [own, estimate_of(case, fixed, rung)]))
    ordered = sorted(listed, key=lambda one: -one[0])
    tones = ["strong" if row[0] == own else "" for _, row in ordered]
    return table(
        words.text(f"{NAME}.gaps_caption", rung=rung_words(case, name)),
        [words.text(f"{NAME}.{column}") for column in ("place", "estimate")],
        [row for _, row in ordered],
        row_tones=tones,
    )


def _donor_range(case: Case, fixed: Specification, name: str) -> Paragraph:
    result, said = result_of(case, fixed, "donor_range"), about(fixed, name)
    without = said | {"label": f"{said['label']}: policy_without"}
    lowest, highest = (
        case.number(result, "policy_estimate", end, signed=True, **without) for end in ("lowest", "highest")
    )
    return case.words.paragraph(f"{NAME}.donors_lead", lowest=lowest, highest=highest)


def _donors(case: Case, fixed: Specification, name: str) -> TableBlock:
    words = case.words
    result, rows = _in_rung(case, fixed, "donors", name)
    places = rows["place"].head(MOST_DONORS).tolist()
    header = [words.text(f"{NAME}.{column}") for column in ("place", "weight", "without")]
    caption = words.text(f"{NAME}.donors_caption", rung=rung_words(case, name), count=str(len(places)))
    return table(caption, header, [_donor(case, fixed, result, name, place) for place in places])


def _donor(case: Case, fixed: Specification, result: Result, name: str, place: str) -> list[Inline]:
    said = about(fixed, name) | {"where": {"rung": name, "place": place}, "area": place}
    without = said | {"label": f"{said['label']}: policy_without"}
    return [
        case.place(place),
        case.number(result, "donor_weight", "weight", **said),
        case.number(result, "policy_estimate", "without", signed=True, **without),
    ]


def _checks(case: Case, fixed: Specification, name: str) -> TableBlock:
    words = case.words
    result, rows = _in_rung(case, fixed, "checks", name)
    header = [words.text(f"{NAME}.{column}") for column in ("check", "effect_of_check")]
    caption = words.text(f"{NAME}.checks_caption", rung=rung_words(case, name))
    return table(caption, header, [_check(case, fixed, result, name, row) for row in records(rows)])


def _check(case: Case, fixed: Specification, result: Result, name: str, row: Row) -> list[Inline]:
    check, at = row["check"], int(row["at"])
    said = about(fixed, name)
    where = {"where": {"rung": name, "check": check, "at": at}, "label": f"{said['label']}: policy_{check}"}
    key = "anticipation_0" if check == "anticipation" and not at else check
    shown: Number = case.number(result, "policy_check", "effect", signed=True, **said | where)
    year = fixed.start - at if check == "anticipation" else at
    return [case.words.text(f"{NAME}.{key}", at=str(year), start=str(fixed.start)), shown]

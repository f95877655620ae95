"""The rungs that only describe opened: who came and went, and every way to take nation and mix away."""

from typing import Any

from sandan.evaluate.registration.specification import Specification
from sandan.report.calculations.base import Result
from sandan.report.calculations.growth_parts import PARTS_OF
from sandan.report.calculations.policy_described import ACCOUNT_LINES, SPATIAL_COLUMNS
from sandan.report.case import Case
from sandan.report.document import Block, Inline, KeyFigure, KeyFigures, Paragraph, Tone
from sandan.report.sections.common import Row, records, table
from sandan.report.sections.policy import NAME, about, estimate_of, outcome_words, result_of

UNITS = {"jobs": "persons", "firms": "firms"}
SPATIAL = "spatial"
PARTS = {
    **{variant: PARTS_OF[variant] for variant in ("dunn", "dynamic", "esteban_marquillas")},
    SPATIAL: {part: part for part in SPATIAL_COLUMNS if part != "change"},
}
"""Parts of each variant, in the order in which they stand side by side."""
ROWS = (
    ("growth.national", ("national",)),
    ("growth.mix", ("mix",)),
    (f"{NAME}.parts_near", ("neighbors_against_nation",)),
    (f"{NAME}.parts_third", ("not_explained_by_mix", "competitive", "rest")),
    ("growth.allocation", ("allocation",)),
    (f"{NAME}.parts_no_rate", ("new_in_all_regions", "new_around")),
    ("growth.change", ("change",)),
)
"""What stands in a row, and how it is called in each variant."""
TONES = {f"{NAME}.parts_third": "strong", "growth.change": "total"}
THIRD = dict(ROWS)[f"{NAME}.parts_third"]
NO_RATE = dict(ROWS)[f"{NAME}.parts_no_rate"]


def described_blocks(case: Case, fixed: Specification, rung: Row) -> list[Block]:
    """Make the blocks of a rung that describes."""
    name = rung["rung"]
    tile = KeyFigure(case.words.text(f"{NAME}.state_described"), estimate_of(case, fixed, rung))
    behind = _account(case, fixed) if name == "gross" else _parts(case, fixed)
    return [case.words.paragraph(f"{NAME}.lead_{name}"), KeyFigures((tile,)), *behind]


def _result(case: Case, fixed: Specification, name: str) -> tuple[Result, dict[str, Any]]:
    result = result_of(case, fixed, name, published_on=case.published_on)
    years = result.table[["base", "last"]].iloc[0]
    return result, {"base": str(years["base"]), "last": str(years["last"])}


def _account(case: Case, fixed: Specification) -> list[Block]:
    words, (result, years) = case.words, _result(case, fixed, "account")
    lines = [line for line in ACCOUNT_LINES if fixed.outcome == "jobs" or line != "stayers"]
    # Counted are firms or their jobs: a firm that stays is no change of the first.
    order = ["start", *lines, "change", "end"]
    rows = [_line(case, fixed, result, years, line) for line in order]
    header = [words.text("account.line"), words.text(f"{NAME}.counted_{fixed.outcome}")]
    drawn = table(
        words.text(f"{NAME}.account_caption", outcome=outcome_words(case, fixed), **years),
        [*header, words.text(f"{NAME}.account_share", **years)],
        rows,
        row_tones=["total", *[""] * len(lines), "total", "total"],
        note=words.inlines(f"{NAME}.account_note_{fixed.outcome}"),
    )
    return [words.paragraph(f"{NAME}.account_lead", **years), drawn]


def _line(case: Case, fixed: Specification, result: Result, years: dict[str, Any], line: str) -> list[Inline]:
    said = about(fixed, "gross")
    own = {"start": "before", "end": "after", "stayers": "stayers"}.get(line)
    said |= {"where": {"line": line}, "period": f"{years['base']}–{years['last']}"}
    said["label"] += f": policy_{own}" if own else f": {line}"
    signed = line not in ("start", "end")
    if own:
        name = case.words.text(f"{NAME}.account_{own}", **years)
    else:
        name = case.words.text("account.net" if line == "change" else f"account.{line}")
    return [
        name,
        case.number(
            result, "policy_account_line", "change", signed=signed, unit=UNITS[fixed.outcome], **said
        ),
        case.number(result, "policy_account_share", "share", signed=signed, **said),
    ]


def _parts(case: Case, fixed: Specification) -> list[Block]:
    words, (result, years) = case.words, _result(case, fixed, "growth")
    found = result.table
    used = set(found["part"]) - {
        part for part in NO_RATE if not found.loc[found["part"] == part, "value"].fillna(0.0).any()
    }
    variants = [one for one in PARTS if one in set(found["variant"])]
    shown = {key: parts for key, parts in ROWS if used & set(parts)}
    rows: list[list[Inline]] = [
        [words.text(key), *(_part(case, fixed, result, years, variant, parts) for variant in variants)]
        for key, parts in shown.items()
    ]
    drawn = table(
        words.text(f"{NAME}.parts_caption", outcome=outcome_words(case, fixed), **years),
        [words.text("growth.part"), *(words.text(f"{NAME}.parts_{variant}") for variant in variants)],
        rows,
        row_tones=[TONES.get(key, "") for key in shown],
        note=words.inlines(f"{NAME}.parts_no_rate_note") if used & set(NO_RATE) else (),
    )
    return [words.paragraph(f"{NAME}.parts_lead", **years), drawn, *_said(case, fixed, result, years)]


def _part(
    case: Case,
    fixed: Specification,
    result: Result,
    years: dict[str, Any],
    variant: str,
    parts: tuple[str, ...],
) -> Inline:
    """Give the part of a variant that stands in a row, if it has one."""
    of_variant = [part for part in parts if part == "change" or part in PARTS[variant]]
    if not of_variant:
        return ""
    (part,) = of_variant
    own = f"policy_{part}" if part in ("neighbors_against_nation", "rest", "new_around") else part
    said: dict[str, Any] = about(fixed, "shift_share") | {
        "where": {"variant": variant, "part": part},
        "period": f"{years['base']}–{years['last']}",
        "unit": UNITS[fixed.outcome],
    }
    said["label"] += f": {f'policy_{variant}' if variant == SPATIAL else variant}: {own}"
    return case.number(result, "policy_growth_part", "value", signed=True, **said)


def _said(case: Case, fixed: Specification, result: Result, years: dict[str, Any]) -> list[Paragraph]:
    """Say how far the third parts lie apart, and what is left beside the neighbors."""
    words, rows = case.words, records(result.table)
    if result.table["value"].isna().any():
        return [words.paragraph(f"{NAME}.parts_hidden", tone=Tone.NOTE)]
    third = sorted(
        (row["value"], row["variant"]) for row in rows if row["part"] in THIRD and row["variant"] != SPATIAL
    )
    lowest, highest = (
        _part(case, fixed, result, years, variant, THIRD) for _, variant in (third[0], third[-1])
    )
    said = [words.paragraph(f"{NAME}.parts_spread", lowest=lowest, highest=highest)]
    if SPATIAL not in set(result.table["variant"]):
        return [*said, words.paragraph(f"{NAME}.parts_no_neighbors")]
    left = _part(case, fixed, result, years, SPATIAL, THIRD)
    return [*said, words.paragraph(f"{NAME}.parts_left", left=left)]

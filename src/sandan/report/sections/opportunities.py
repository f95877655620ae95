"""What could grow next in a place: the absent industries that are near to what it has."""

from functools import partial
from typing import Literal

import pandas as pd

from sandan.report import charts
from sandan.report.case import Case
from sandan.report.document import Block, Chart, Inline, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.backtest import backtest, hits_of, why_untested
from sandan.report.sections.clusters import industry_name
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, section, table
from sandan.report.sections.related import counted, of_industry, ranged, related_of, what_is_missing

NAME = "opportunities"
SHOWN = 15
"""Industries in the list; the table beside the chart holds all."""

Order = Literal["density", "excess"]

COLUMNS = (
    "industry",
    "density",
    "excess",
    "complexity",
    "gain",
    "everywhere",
    "peers",
    "jobs_here",
    "quotient",
)
OF_COMPLEXITY = ("complexity", "gain")


def opportunities(case: Case, order: Order = "density") -> Section:
    """Make the section, with the list in order of density or of its excess."""
    missing = what_is_missing(case)
    if missing:
        return absent(case, NAME, missing)
    found = related_of(case).table.sort_values(
        [f"{order}_low", "industry"], ascending=[False, True], kind="stable"
    )
    listed = found.loc[found["listed"]]
    blocks: list[Block] = [_lead(case, listed, order), _about(case)]
    if len(listed):
        blocks += [_list(case, listed, order), _chart(case, found)]
    return section(case, NAME, [*blocks, *backtest(case), cannot_say(case, NAME)])


def _lead(case: Case, listed: pd.DataFrame, order: Order) -> Paragraph:
    about = {"city": case.place(case.city), "start": str(case.start), "end": str(case.end)}
    if listed.empty:
        return case.words.paragraph("opportunities.lead_nothing", tone=Tone.LEAD, city=about["city"])
    about |= {
        "industry": industry_name(case, str(listed["industry"].iloc[0])),
        "measure": case.words.text(f"opportunities.by_{order}"),
    }
    if why_untested(case):
        here = {name: about[name] for name in ("city", "end", "industry", "measure")}
        return case.words.paragraph(
            "opportunities.lead_untested", tone=Tone.LEAD, listed=counted(case, "listed"), **here
        )
    return case.words.paragraph(
        "opportunities.lead", tone=Tone.LEAD, listed=counted(case, "listed"), **about, **hits_of(case, order)
    )


def _about(case: Case) -> Paragraph:
    """Say what is on the list, and what is not on it because nobody outside may know."""
    counts = {name: counted(case, name) for name in ("hidden", "not_surveyed")}
    return case.words.paragraph("opportunities.about", tone=Tone.NOTE, **counts)


def _columns(found: pd.DataFrame) -> list[str]:
    known = bool(found["complexity"].notna().any())
    return [column for column in COLUMNS if known or column not in OF_COMPLEXITY]


def _header(case: Case, columns: list[str]) -> list[str]:
    return [case.words.text(f"opportunities.{column}") for column in columns]


def _list(case: Case, listed: pd.DataFrame, order: Order) -> TableBlock:
    columns = _columns(listed)
    return table(
        case.words.text(
            "opportunities.list_caption",
            city=case.place(case.city),
            end=str(case.end),
            measure=case.words.text(f"opportunities.by_{order}"),
            shown=str(min(SHOWN, len(listed))),
        ),
        _header(case, columns),
        [_row(case, row, columns) for row in records(listed.head(SHOWN))],
        note=case.words.inlines(
            "opportunities.list_note", peers=counted(case, "peers", "places_with_industry")
        ),
    )


def _row(case: Case, row: Row, columns: list[str]) -> list[Inline]:
    return [_cell(case, row, column) for column in columns]


def _cell(case: Case, row: Row, column: str) -> Inline:
    if column == "industry":
        return industry_name(case, str(row["industry"]))
    if column == "complexity":
        return of_industry(case, row, "industry_complexity", "complexity", signed=True)
    if column == "everywhere":
        return of_industry(case, row, "persons_employed", "jobs_everywhere", area="all")
    if column == "jobs_here":
        return of_industry(case, row, "persons_employed", "jobs")
    return ranged(case, row, column)


def _chart(case: Case, found: pd.DataFrame) -> Chart:
    words = case.words
    upward: Literal["complexity", "excess"] = "complexity" if found["complexity"].notna().any() else "excess"
    decided = found.loc[found["kind"].isin(["present", "absent"]) & found["density_low"].notna()]
    middle = (decided["excess_low"] + decided["excess_high"]) / 2
    kinds = decided["kind"].where(decided["kind"] == "present", "halfway").mask(decided["listed"], "listed")
    drawn = decided.assign(
        kind=kinds,
        excess=middle,
        label=[industry_name(case, code) for code in decided["industry"]],
    ).dropna(subset=[upward])
    description = words.text("opportunities.chart_description")
    columns = ["industry", "label", "density_low", "density_high", upward, "kind"]
    return Chart(
        title=words.text("opportunities.chart_title", city=case.place(case.city), end=str(case.end)),
        description=description,
        how_to_read=words.text(f"opportunities.how_to_read_{upward}"),
        **both_widths(
            partial(
                charts.near_industries,
                drawn[columns],
                upward=upward,
                lang=case.language,
                description=description,
            )
        ),
        twin=_twin(case, drawn),
    )


def _twin(case: Case, drawn: pd.DataFrame) -> TableBlock:
    """List all that is drawn: the list first, then what is half-way here, then what is here."""
    place = drawn["kind"].map(["listed", "halfway", "present"].index)
    ordered = drawn.assign(place=place).sort_values("place", kind="stable")
    columns = [column for column in _columns(drawn) if column in ("density", "excess", "complexity")]
    return table(
        case.words.text("opportunities.twin_caption", city=case.place(case.city), end=str(case.end)),
        [
            *(case.words.text(f"opportunities.{name}") for name in ("industry", "kind")),
            *_header(case, columns),
        ],
        [
            [
                industry_name(case, str(row["industry"])),
                case.words.text(f"space.kind_{row['kind']}"),
                *_row(case, row, columns),
            ]
            for row in records(ordered)
        ],
        text_columns=2,
        row_tones=["strong" if kind == "listed" else "" for kind in ordered["kind"]],
    )

"""Which clusters does a city hold, and how do they grow: groups of industries, tested and followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import pandas as pd

from sandan.report import charts
from sandan.report.calculations.cluster_groups import LINKAGES
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
    Tone,
)
from sandan.report.sections.clusters import verdict_of_cell
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, section, table
from sandan.report.sections.grouping import (
    cells_of_city,
    cluster_name,
    in_cell,
    in_summary,
    interval_of,
    part_of,
    portfolio_of,
    what_is_missing,
)

NAME = "portfolio"

UNSTABLE, STABLE = 0.1, 0.5
"""Agreement of two halves below which a grouping cannot be told from chance, and from which it is firm."""

NO_LIFT, LIFT = 5.0, 10.0
"""Points above shuffled groups: below the first on all data not told from chance; firm from the second on
other cities."""

SOURCES = ("regions", *LINKAGES[2:])
"""On what a grouping can be scored that it was not cut from."""

COLUMNS = ("cluster", "verdict", "jobs", "quotient", "interval", "p_value", "q_value")
OF_GROWTH = ("growth", "growth_everywhere", "relative_growth")
EVERYTHING = (*COLUMNS[:5], *OF_GROWTH, *COLUMNS[5:])
LISTED = ("cluster", "verdict", "jobs", "quotient", "relative_growth", "q_value")
"""Columns of the list that leads on; the table beside the chart holds all."""
NUMBERS = {
    "jobs": ("persons_employed", "jobs"),
    "quotient": ("cluster_quotient", "location_quotient"),
    "p_value": ("cluster_p_value", "p"),
    "q_value": ("cluster_q_value", "q_value"),
}
DRAWN = (
    "label",
    "location_quotient",
    "lower",
    "upper",
    "growth",
    "jobs",
    "is_cluster",
    "vanishes_without_largest",
)
"""What the charts are made from, and no more: whoever has a chart has its data."""


def portfolio(case: Case) -> Section:
    """Make the section."""
    missing = what_is_missing(case)
    if missing:
        return absent(case, NAME, missing)
    here = cells_of_city(case)
    picture = _bubbles(case, here) if case.covers_both_years() else _intervals(case, here)
    return section(
        case,
        NAME,
        [
            _lead(case),
            _grade(case),
            _figures(case),
            picture,
            *_evidence(case),
            case.words.paragraph("portfolio.hidden", tone=Tone.NOTE),
            cannot_say(case, NAME),
        ],
    )


@dataclass(frozen=True)
class EveryCluster:
    """All clusters of the city as a table, with code and verdict of every row."""

    table: TableBlock
    clusters: tuple[str, ...]
    verdicts: tuple[str, ...]


def every_cluster(case: Case) -> EveryCluster:
    """List all clusters of the city."""
    here = cells_of_city(case)
    verdicts = tuple(verdict_of_cell(row) for row in records(here))
    return EveryCluster(_table(case, here, LISTED), tuple(here["cluster"]), verdicts)


def _about(case: Case) -> dict[str, str]:
    return {"city": case.place(case.city), "start": str(case.start), "end": str(case.end)}


def _lead(case: Case) -> Paragraph:
    names = ("clusters", "here", "confirmed", "vanishing")
    counts = {name: in_summary(case, "clusters_counted", name) for name in names}
    form = "lead" if counts["confirmed"].figure.value else "lead_nothing"
    return case.words.paragraph(f"portfolio.{form}", tone=Tone.LEAD, **_about(case), **counts)


def _grade(case: Case) -> Paragraph:
    """Say whether the grouping itself can be told from chance, before anybody reads a cluster."""
    grade = grade_of(
        float(part_of(case, "summary")["stability"].iloc[0]),
        part_of(case, "evidence").set_index("linkage")[["held_out", "shuffled"]].astype(float),
    )
    return case.words.paragraph(
        f"portfolio.grade_{grade}",
        tone=Tone.NOTICE if grade == "chance" else Tone.BODY,
        stability=in_summary(case, "grouping_agreement", "stability"),
        held_out=_score(case, "regions", "held_out"),
        shuffled=_score(case, "regions", "shuffled"),
    )


def grade_of(stability: float, scores: pd.DataFrame) -> Literal["firm", "weak", "chance"]:
    """Grade a grouping; sales and occupations are the same in both halves, so that they alone can agree."""
    lift = scores["held_out"] - scores["shuffled"]
    if not stability >= UNSTABLE or not lift.max() >= NO_LIFT:
        return "chance"
    return "firm" if stability >= STABLE and lift["regions"] >= LIFT else "weak"


def _score(case: Case, source: str, column: str) -> Number:
    return case.number(
        portfolio_of(case),
        "grouping_score",
        column,
        where={"part": "evidence", "linkage": source},
        label=f"scored_{source}: scored_{column}",
        area="all",
        period=str(case.end),
    )


def _scored(case: Case) -> list[str]:
    known = set(part_of(case, "evidence")["linkage"])
    return [source for source in SOURCES if source in known]


def _figures(case: Case) -> KeyFigures:
    words = case.words
    scores = [
        KeyFigure(
            words.text(f"portfolio.score_{source}"),
            _score(case, source, "held_out"),
            words.inlines(
                "portfolio.score_note",
                own=_score(case, source, "own"),
                shuffled=_score(case, source, "shuffled"),
            ),
        )
        for source in _scored(case)
    ]
    confirmed = KeyFigure(
        words.text("portfolio.confirmed_here"),
        in_summary(case, "clusters_counted", "confirmed"),
        words.inlines("portfolio.of_here", here=in_summary(case, "clusters_counted", "here")),
    )
    agreement = KeyFigure(
        words.text("portfolio.agreement"),
        in_summary(case, "grouping_agreement", "stability"),
        words.inlines("portfolio.agreement_alike" if _scored(case)[1:] else "portfolio.agreement_note"),
    )
    return KeyFigures((confirmed, *scores, agreement))


def _drawn(case: Case, here: pd.DataFrame, ranged: str) -> pd.DataFrame:
    """Put clusters where they are drawn: in the middle of a range where the number is hidden."""
    names = [cluster_name(case, str(code), shown=1) for code in here["cluster"]]
    labels = [
        case.words.text(f"portfolio.{ranged}", name=name) if is_range else name
        for name, is_range in zip(names, here["is_range"], strict=True)
    ]
    return here.assign(
        label=labels, location_quotient=here["middle"], lower=here["least"], upper=here["most"]
    )


def _bubbles(case: Case, here: pd.DataFrame) -> Chart:
    low, high = (here[f"relative_growth_{end}"].astype(float) for end in ("low", "high"))
    middle = 100 * (((1 + low / 100) * (1 + high / 100)) ** 0.5 - 1)
    placed = _drawn(case, here, "ranged_bubble").assign(
        growth=middle, jobs=(here["jobs_low"] + here["jobs_high"]) / 2
    )
    can_grow = middle.notna() & middle.gt(-100) & (1 + high / 100 <= 2 * (1 + low / 100))
    drawn = placed.loc[here["is_drawn"] & can_grow & here["middle"].gt(0)]
    note = case.words.inlines(
        "portfolio.not_drawn",
        count=str(len(here) - len(drawn)),
        ranges=str(int(drawn["is_range"].sum())),
    )
    words = case.words
    description = words.text("portfolio.bubbles_description")
    return Chart(
        title=words.text("portfolio.bubbles_title", **_about(case)),
        description=description,
        how_to_read=words.text("portfolio.bubbles_how_to_read"),
        **both_widths(
            partial(
                charts.cluster_bubbles,
                drawn[list(DRAWN)],
                lang=case.language,
                growth=words.text("portfolio.axis"),
                name_all=True,
                description=description,
            )
        ),
        twin=_table(case, here, EVERYTHING, note),
    )


def _intervals(case: Case, here: pd.DataFrame) -> Chart:
    """Draw the clusters of a single date, for which there is no growth."""
    columns = [name for name in DRAWN if name not in ("growth", "jobs")]
    drawn = _drawn(case, here, "ranged").loc[here["is_drawn"], columns]
    words = case.words
    description = words.text("clusters.chart_description")
    about = _about(case)
    return Chart(
        title=words.text("portfolio.intervals_title", city=about["city"], end=about["end"]),
        description=description,
        how_to_read=words.text("portfolio.intervals_how_to_read"),
        **both_widths(partial(charts.cluster_intervals, drawn, lang=case.language, description=description)),
        twin=_table(case, here, EVERYTHING),
    )


def _table(
    case: Case, here: pd.DataFrame, columns: Sequence[str], note: tuple[Inline, ...] = ()
) -> TableBlock:
    kept = [one for one in columns if one not in OF_GROWTH or case.covers_both_years()]
    about = _about(case)
    return table(
        case.words.text("portfolio.table_caption", city=about["city"], end=about["end"]),
        [case.words.text(f"portfolio.{column}") for column in kept],
        [[_cell(case, row, column) for column in kept] for row in records(here)],
        text_columns=2,
        note=note,
        row_tones=["strong" if one else "weak" for one in here["is_cluster"]],
    )


def _cell(case: Case, row: Row, column: str) -> Inline:
    if column == "cluster":
        return cluster_name(case, str(row["cluster"]))
    if column == "verdict":
        return case.words.text(f"clusters.{verdict_of_cell(row)}")
    if column == "interval":
        return interval_of(case, row)
    if column in OF_GROWTH:
        definition = "relative_growth" if column == "relative_growth" else "growth_rate"
        area = "all" if column == "growth_everywhere" else case.city
        return in_cell(case, row, definition, column, period=case.period, signed=True, area=area)
    return in_cell(case, row, *NUMBERS[column])


def _evidence(case: Case) -> list[Block]:
    """Say from what the groups were made, and what became of what was left out."""
    words = case.words
    sources = {str(row["linkage"]): row for row in records(part_of(case, "source"))}
    made = words.paragraph(
        "portfolio.made_from",
        cities=in_summary(case, "cities_of_grouping", "cities"),
        industries=in_summary(case, "industries_grouped", "industries"),
        candidates=in_summary(case, "candidates_counted", "candidates"),
        clusters=in_summary(case, "clusters_counted", "clusters"),
        moves=in_summary(case, "industries_grouped", "moves"),
        linkages=", ".join(_linkage(case, sources[name]) for name in LINKAGES if sources[name]["used"]),
    )
    left = words.paragraph(
        "portfolio.left_out",
        tone=Tone.NOTE,
        left_out=in_summary(case, "industries_grouped", "industries_left_out"),
        gone=in_summary(case, "industries_grouped", "industries_gone"),
    )
    unknown = [name for name in LINKAGES[2:] if not sources[name]["offered"]]
    lacking = [
        words.paragraph(f"portfolio.{'unfit' if sources[name]['known'] else 'lacks'}_{name}", tone=Tone.NOTE)
        for name in unknown
    ]
    return [made, *lacking, left]


def _linkage(case: Case, source: Row) -> str:
    return case.words.text(f"portfolio.linkage_{source['linkage']}", year=str(int(source["period"])))

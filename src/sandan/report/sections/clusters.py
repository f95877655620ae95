"""Which clusters do we really have: tested on a register, only described on published totals."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from sandan.data.codes.ksic import ksic10
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Chart, Inline, Number, Section, TableBlock, Tone
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, section, table
from sandan.report.sections.quotients import untested

SHOWN = 15
"""Industries in the chart and the table; the data package holds all of them."""

COLUMNS = (
    "industry",
    "verdict",
    "establishments",
    "jobs",
    "quotient",
    "interval",
    "p_value",
    "q_value",
)

DRAWN = ("industry", "location_quotient", "lower", "upper", "is_cluster", "vanishes_without_largest")
"""What the chart is made from, and no more: whoever has a chart has its data."""

USUAL_RULE = 1.25
"""The location quotient from which an industry is usually called a specialization."""


def clusters(case: Case) -> Section:
    """Make the section."""
    if case.has("establishments"):
        return _tested(case) if case.end in case.known_years else absent(case, "clusters", "needs_last_year")
    if case.has("statistics"):
        return untested(case)
    return absent(case, "clusters", "needs_table")


def cells_of(case: Case) -> Result:
    """Test every city and industry of the country."""
    return case.calculate("clusters", **_parameters(case))


def summary_of(case: Case) -> Result:
    """Count what the usual rule and the test say about the city."""
    return case.calculate("cluster_summary", city=case.city, usual_rule=USUAL_RULE, **_parameters(case))


def _parameters(case: Case) -> dict[str, object]:
    return {"period": case.end, "published_on": case.published_on} | {
        name: case.parameters[name] for name in ("digits", "draws", "seed", "level")
    }


def confirmed_of(case: Case) -> pd.DataFrame:
    """Return the confirmed clusters of the city, the strongest first."""
    here = _here(case)
    return here.loc[here["is_cluster"]]


def _here(case: Case) -> pd.DataFrame:
    cells = cells_of(case).table
    # A count that is hidden is not zero.
    here = cells.loc[(cells["city"] == case.city) & cells["establishments"].ne(0).fillna(value=True)]
    return here.sort_values(
        ["is_cluster", "location_quotient", "industry"], ascending=[False, False, True], ignore_index=True
    )


def industry_name(case: Case, code: str) -> str:
    """Name an industry in the report's language, with its code."""
    return f"{ksic10().label(code, case.language)} ({code})"


@dataclass(frozen=True)
class EveryCell:
    """All industries of a city as a table, with code and verdict of every row."""

    table: TableBlock
    industries: tuple[str, ...]
    verdicts: tuple[str, ...]


def every_cell(case: Case) -> EveryCell:
    """List all industries of the city, not only those that a report has room for."""
    here = _here(case)
    verdicts = tuple(verdict_of_cell(row) for row in records(here))
    return EveryCell(_table(case, here), tuple(here["industry"]), verdicts)


def strongest_cells(case: Case, count: int) -> TableBlock:
    """List the strongest confirmed clusters of the city."""
    return _table(case, confirmed_of(case).head(count))


def _tested(case: Case) -> Section:
    summary = summary_of(case)
    shown = _here(case).head(SHOWN)

    def count(column: str) -> Inline:
        return case.number(summary, "cells", column, label=column, period=str(case.end))

    lead = case.words.paragraph(
        "clusters.lead",
        tone=Tone.LEAD,
        city=case.place(case.city),
        usual=count("usual_rule"),
        unconfirmed=count("usual_rule_unconfirmed"),
        confirmed=count("confirmed"),
        vanishing=count("vanishing"),
    )
    family = case.words.paragraph("clusters.family", country_cells=count("country_cells"))
    selection = case.words.paragraph("clusters.selection", shown=str(len(shown)), cells=count("cells"))
    hidden = case.words.paragraph("clusters.hidden", tone=Tone.NOTE)
    return section(
        case,
        "clusters",
        [lead, family, selection, _chart(case, shown), hidden, cannot_say(case, "clusters")],
    )


def _chart(case: Case, shown: pd.DataFrame) -> Chart:
    about = {"city": case.place(case.city), "end": str(case.end)}
    drawn = shown.loc[shown["location_quotient"].notna(), list(DRAWN)]
    named = drawn.assign(label=[industry_name(case, code) for code in drawn["industry"]])
    return Chart(
        title=case.words.text("clusters.chart_title", **about),
        description=case.words.text("clusters.chart_description"),
        how_to_read=case.words.text("clusters.how_to_read"),
        **both_widths(
            partial(
                charts.cluster_intervals,
                named,
                lang=case.language,
                description=case.words.text("clusters.chart_description"),
            )
        ),
        twin=_table(case, shown),
    )


def _table(case: Case, shown: pd.DataFrame) -> TableBlock:
    words = case.words
    return table(
        words.text("clusters.table_caption", city=case.place(case.city), end=str(case.end)),
        [words.text(f"clusters.{column}") for column in COLUMNS],
        [_row(case, row) for row in records(shown)],
        text_columns=2,
        row_tones=["strong" if row else "weak" for row in shown["is_cluster"]],
    )


def verdict_of_cell(cell: Row) -> str:
    """Name what the test says about a place and an industry."""
    return "fragile" if cell["vanishes_without_largest"] else "confirmed" if cell["is_cluster"] else "chance"


def _row(case: Case, cell: Row) -> list[Inline]:
    result = cells_of(case)
    where = {"city": case.city, "industry": cell["industry"]}

    def number(definition: str, column: str, **about: Any) -> Inline:
        label = str(cell["industry"])
        return case.number(
            result, definition, column, where=where, label=label, period=str(case.end), **about
        )

    return [
        industry_name(case, str(cell["industry"])),
        case.words.text(f"clusters.{verdict_of_cell(cell)}"),
        number("establishments", "establishments"),
        number("persons_employed", "jobs"),
        number("location_quotient", "location_quotient", interval=("lower", "upper")),
        _interval(case, where, label=str(cell["industry"])),
        number("p_value", "p"),
        number("q_value", "q_value"),
    ]


def _interval(case: Case, where: Row, *, label: str) -> Number:
    """Show the two ends of a quotient's interval, or why there are none."""
    figure = case.figure(
        cells_of(case),
        "location_quotient",
        "location_quotient",
        where=where,
        label=label,
        period=str(case.end),
        interval=("lower", "upper"),
    )
    if figure.value is None:
        return case.shown(figure)
    return case.interval(figure)

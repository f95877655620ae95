"""What counts as a cluster here, and why: one industry of the city, and the same industry elsewhere."""

from typing import Any

import pandas as pd

from sandan.errors import ReportError
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Inline, Number, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.clusters import cells_of, industry_name, verdict_of_cell
from sandan.report.sections.common import Row, cannot_say, records, table

SHOWN = 20
"""Cities in the table, those with the largest quotients and the city itself."""

COLUMNS = ("place", "verdict", "establishments", "jobs", "quotient", "interval", "p_value", "q_value")


def industry(case: Case, code: str) -> Section:
    """Make the section; the industry must be one that the test of the country knows."""
    result = cells_of(case)
    rows = result.table.loc[result.table["industry"] == code]
    here = rows.loc[rows["city"] == case.city]
    if here.empty:
        raise ReportError(
            f"There is no industry {code!r} with {case.parameters['digits']} digits in the data of "
            f"{case.end}; choose one from the list of industries."
        )
    named = industry_name(case, code)
    title = case.words.text("industry.title", industry=named, city=case.place(case.city))
    (mine,) = records(here)
    blocks = (
        _lead(case, result, mine),
        _why(case, result, mine),
        _elsewhere(case, result, rows, named),
        cannot_say(case, "clusters"),
    )
    return Section(f"industry-{code}", title, blocks)


def _number(case: Case, result: Result, row: Row, definition: str, column: str, **about: Any) -> Number:
    return case.number(
        result,
        definition,
        column,
        where={"city": row["city"], "industry": row["industry"]},
        label=str(row["industry"]),
        area=str(row["city"]),
        period=str(case.end),
        **about,
    )


def _quotient(case: Case, result: Result, row: Row) -> Number:
    ends = ("lower", "upper")
    return _number(case, result, row, "location_quotient", "location_quotient", interval=ends)


def _interval(case: Case, result: Result, row: Row) -> Number:
    """Show the two ends of a quotient's interval, or why there are none."""
    figure = _quotient(case, result, row).figure
    if figure.value is None:
        return case.shown(figure)
    return case.interval(figure)


def _lead(case: Case, result: Result, row: Row) -> Paragraph:
    return case.words.paragraph(
        "industry.lead",
        tone=Tone.LEAD,
        city=case.place(case.city),
        end=str(case.end),
        establishments=_number(case, result, row, "establishments", "establishments"),
        jobs=_number(case, result, row, "persons_employed", "jobs"),
        quotient=_quotient(case, result, row),
        interval=_interval(case, result, row),
    )


def _why(case: Case, result: Result, row: Row) -> Paragraph:
    """Say in one sentence what the test found, and what would be left without the largest firm."""
    return case.words.paragraph(
        f"industry.{verdict_of_cell(row)}",
        p=_number(case, result, row, "p_value", "p"),
        q=_number(case, result, row, "q_value", "q_value"),
        draws=str(case.parameters["draws"]),
        level=f"{100 * case.parameters['level']:g}",
    )


def _elsewhere(case: Case, result: Result, rows: pd.DataFrame, named: str) -> TableBlock:
    """List the cities where the industry is strongest, and the city itself wherever it stands."""
    present = rows.loc[rows["establishments"].ne(0).fillna(value=True)]
    ordered = present.sort_values(["is_cluster", "location_quotient"], ascending=False)
    shown = pd.concat([ordered.head(SHOWN), ordered.loc[ordered["city"] == case.city]]).drop_duplicates(
        "city"
    )
    cells = records(shown)
    return table(
        case.words.text("industry.caption", industry=named, end=str(case.end), count=str(len(present))),
        [case.words.text("industry.place"), *(case.words.text(f"clusters.{name}") for name in COLUMNS[1:])],
        [_row(case, result, row) for row in cells],
        text_columns=2,
        row_tones=["strong" if row["city"] == case.city else "" for row in cells],
    )


def _row(case: Case, result: Result, row: Row) -> list[Inline]:
    return [
        case.place(str(row["city"])),
        case.words.text(f"clusters.{verdict_of_cell(row)}"),
        _number(case, result, row, "establishments", "establishments"),
        _number(case, result, row, "persons_employed", "jobs"),
        _quotient(case, result, row),
        _interval(case, result, row),
        _number(case, result, row, "p_value", "p"),
        _number(case, result, row, "q_value", "q_value"),
    ]

"""Where are we strong, and where did jobs grow: one bubble for each industry of a city."""

from functools import partial

import pandas as pd

from sandan.data.missing import Status
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Chart, Inline, Number, TableBlock
from sandan.report.sections.clusters import cells_of, industry_name, verdict_of_cell
from sandan.report.sections.common import Row, both_widths, records, table

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
"""What the chart is made from, and no more: whoever has a chart has its data."""

HEADER = ("industry", "verdict", "jobs_at", "jobs_at", "growth", "quotient", "interval")


def bubbles(case: Case) -> Chart:
    """Draw every industry whose numbers are open at both dates."""
    cells = cells_of(case).table
    here = cells.loc[(cells["city"] == case.city) & cells["establishments"].ne(0).fillna(value=True)]
    growth = _growth(case).table.rename(columns={"status": "status_of_growth"})
    both = here.merge(growth, on="industry", how="left")
    hidden = both["status_of_growth"].eq(Status.SUPPRESSED) | both["location_quotient"].isna()
    is_open = ~hidden & both["location_quotient"].gt(0) & both["growth"].gt(-100)
    drawn = both.loc[is_open].sort_values(["is_cluster", "jobs", "industry"], ascending=[False, False, True])
    counts = {"absent": str(int((~hidden & ~is_open).sum())), "hidden": str(int(hidden.sum()))}
    return _chart(case, drawn, case.words.inlines("clusters.bubbles_note", **counts))


def _growth(case: Case) -> Result:
    return case.calculate(
        "industry_growth",
        city=case.city,
        start=case.start,
        end=case.end,
        digits=case.parameters["digits"],
        published_on=case.published_on,
    )


def _years(case: Case) -> dict[str, str]:
    return {"city": case.place(case.city), "start": str(case.start), "end": str(case.end)}


def _chart(case: Case, drawn: pd.DataFrame, note: tuple[Inline, ...]) -> Chart:
    words = case.words
    named = drawn.assign(label=[industry_name(case, code) for code in drawn["industry"]])
    description = words.text("clusters.bubbles_description")
    return Chart(
        title=words.text("clusters.bubbles_title", **_years(case)),
        description=description,
        how_to_read=words.text("clusters.bubbles_how_to_read"),
        **both_widths(
            partial(charts.cluster_bubbles, named[list(DRAWN)], lang=case.language, description=description)
        ),
        twin=_table(case, drawn, note),
    )


def _table(case: Case, drawn: pd.DataFrame, note: tuple[Inline, ...]) -> TableBlock:
    years = iter((case.start, case.end))
    header = [
        case.words.text(f"clusters.{name}", **({"year": str(next(years))} if name == "jobs_at" else {}))
        for name in HEADER
    ]
    return table(
        case.words.text("clusters.bubbles_caption", **_years(case)),
        header,
        [_row(case, row) for row in records(drawn)],
        text_columns=2,
        note=note,
        row_tones=["strong" if one else "weak" for one in drawn["is_cluster"]],
    )


def _row(case: Case, cell: Row) -> list[Inline]:
    code = str(cell["industry"])

    def of_growth(definition: str, column: str, period: str, *, signed: bool = False) -> Number:
        return case.number(
            _growth(case),
            definition,
            column,
            where={"industry": code},
            label=code,
            period=period,
            signed=signed,
        )

    quotient = case.figure(
        cells_of(case),
        "location_quotient",
        "location_quotient",
        where={"city": case.city, "industry": code},
        label=code,
        period=str(case.end),
        interval=("lower", "upper"),
    )
    return [
        industry_name(case, code),
        case.words.text(f"clusters.{verdict_of_cell(cell)}"),
        of_growth("persons_employed", "first", str(case.start)),
        of_growth("persons_employed", "last", str(case.end)),
        of_growth("growth_rate", "growth", case.period, signed=True),
        case.shown(quotient),
        case.interval(quotient),
    ]

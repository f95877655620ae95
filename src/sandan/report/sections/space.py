"""Where a place stands among related industries: the industry space, seen from there."""

from functools import partial

import pandas as pd

from sandan.data.codes.ksic import ksic10
from sandan.report import charts
from sandan.report.calculations.related import KINDS, NEIGHBORS
from sandan.report.case import Case
from sandan.report.document import Chart, Inline, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.clusters import industry_name
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, section, table
from sandan.report.sections.related import (
    counted,
    of_industry,
    ranged,
    related_of,
    space_parameters,
    what_is_missing,
)

NAME = "space"
LINKS = 2.0
"""Links that are drawn, per industry."""

COLUMNS = ("industry", "kind", "related", "jobs", "quotient", "density", "nearest_proximity")
TEXT = 3


def space(case: Case) -> Section:
    """Make the section."""
    missing = what_is_missing(case)
    if missing:
        return absent(case, NAME, missing)
    chart, complexity = _chart(case), _complexity(case)
    note = case.words.paragraph("space.complete", tone=Tone.NOTE)
    return section(
        case, NAME, [_lead(case), *_nearest(case), chart, note, complexity, cannot_say(case, NAME)]
    )


def _lead(case: Case) -> Paragraph:
    counts = {name: counted(case, name) for name in ("all", *KINDS)}
    about = {"city": case.place(case.city), "end": str(case.end)}
    return case.words.paragraph("space.lead", tone=Tone.LEAD, **about, **counts)


def _nearest(case: Case) -> list[Paragraph]:
    """Name the industry that is nearest to what is here, of those that are not."""
    found = related_of(case).table
    below = found.loc[found["kind"].eq("absent") & found["density_low"].notna()]
    if below.empty:
        return []
    (row,) = records(below.sort_values("density_low", ascending=False, kind="stable").head(1))
    name = industry_name(case, str(row["industry"]))
    density = ranged(case, row, "density", least=True)
    return [case.words.paragraph("space.nearest", industry=name, density=density)]


def _complexity(case: Case) -> Paragraph:
    """Say how complex the place is, and how well that is determined; or why that is not said."""
    result = case.calculate("place_complexity", **space_parameters(case))
    here = result.table.loc[result.table["city"] == case.city]
    reason = "undetermined" if here.empty else str(here["reason"].iloc[0])
    if reason:
        return case.words.paragraph(f"space.complexity_{reason}")
    columns = {
        "rank": "complexity_rank",
        "cities": "places_with_industry",
        "eci": "place_complexity",
        "sign_correlation": "complexity_quality",
        "second": "complexity_quality",
        "third": "complexity_quality",
    }
    numbers = {
        column: case.number(
            result, definition, column, where={"city": case.city}, label=column, period=str(case.end)
        )
        for column, definition in columns.items()
    }
    return case.words.paragraph("space.complexity", tone=Tone.BODY, city=case.place(case.city), **numbers)


def _chart(case: Case) -> Chart:
    about = {"city": case.place(case.city), "end": str(case.end)}
    asked = {"links_per_industry": LINKS, **space_parameters(case)}
    links = case.calculate("space_links", **asked).table
    places = case.calculate("space_layout", **asked).table
    found = related_of(case).table
    drawn = places.merge(found[["industry", "kind", "jobs"]], on="industry")
    drawn["label"] = [ksic10().label(code, case.language) for code in drawn["industry"]]
    description = case.words.text("space.chart_description")
    return Chart(
        title=case.words.text("space.chart_title", **about),
        description=description,
        how_to_read=case.words.text("space.how_to_read"),
        **both_widths(
            partial(charts.industry_space, drawn, links, lang=case.language, description=description)
        ),
        twin=_twin(case, found),
    )


def _twin(case: Case, found: pd.DataFrame) -> TableBlock:
    order = found.assign(place=found["kind"].map(KINDS.index)).sort_values(
        ["place", "density_low", "industry"], ascending=[True, False, True]
    )
    return table(
        case.words.text("space.table_caption", city=case.place(case.city), end=str(case.end)),
        [case.words.text(f"space.{column}") for column in COLUMNS],
        [_row(case, row) for row in records(order)],
        text_columns=TEXT,
        row_tones=["strong" if kind == "present" else "" for kind in order["kind"]],
    )


def _row(case: Case, row: Row) -> list[Inline]:
    related = [row[f"related_{rank}"] for rank in range(1, NEIGHBORS + 1)]
    return [
        industry_name(case, str(row["industry"])),
        case.words.text(f"space.kind_{row['kind']}"),
        " · ".join(industry_name(case, str(code)) for code in related if isinstance(code, str)),
        of_industry(case, row, "persons_employed", "jobs"),
        ranged(case, row, "quotient"),
        ranged(case, row, "density"),
        of_industry(case, row, "proximity", "proximity_1"),
    ]

"""Who else has a cluster, and what it is made of here."""

from functools import partial

import pandas as pd

from sandan.errors import ReportError
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Block, Chart, Inline, Number, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.clusters import cells_of, industry_name, verdict_of_cell
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, table
from sandan.report.sections.grouping import (
    cluster_name,
    in_cell,
    interval_of,
    members_of,
    part_of,
    portfolio_of,
    what_is_missing,
    with_middles,
)

NAME = "region_cluster"

SHOWN = 20
"""Cities in the chart and the table, those with the largest quotients and the city itself."""

RELATED, LEAST_PERCENTILE = 8, 90.0
"""Clusters in the list of related ones, and the percentile that they must reach."""

CITY_COLUMNS = ("place", "verdict", "jobs", "quotient", "interval", "p_value", "q_value")
MEMBER_COLUMNS = ("industry", "verdict", "jobs", "quotient", "interval")
RELATED_COLUMNS = ("related", "percentile", "related_pairs", "verdict_here", "quotient")

DRAWN = ("label", "location_quotient", "lower", "upper", "is_cluster", "vanishes_without_largest")


def region_cluster(case: Case, industry: str) -> Section:
    """Make the section on the cluster that holds an industry."""
    missing = what_is_missing(case)
    if missing:
        return absent(case, NAME, missing)
    cluster = cluster_with(case, industry)
    about = {"city": case.place(case.city), "cluster": cluster_name(case, cluster)}
    cells = part_of(case, "cell")
    rows = cells.loc[cells["cluster"] == cluster]
    (mine,) = records(rows.loc[rows["city"] == case.city])
    blocks: list[Block] = [
        _lead(case, mine),
        _why(case, mine),
        _cities(case, rows, cluster),
        _members(case, cluster),
        _related(case, cluster),
        case.words.paragraph("portfolio.hidden", tone=Tone.NOTE),
        cannot_say(case, "portfolio"),
        cannot_say(case, NAME),
    ]
    return Section(f"cluster-{cluster}", case.words.text("region_cluster.title_of", **about), tuple(blocks))


def cluster_with(case: Case, industry: str) -> str:
    """Find the cluster that holds an industry: an address keeps its meaning when the data change."""
    members = part_of(case, "member")
    found = members.loc[members["industry"] == industry, "cluster"]
    if found.empty:
        raise ReportError(
            f"No cluster holds the industry {industry!r} in the data of {case.end}; choose one from the "
            "list of clusters."
        )
    return str(found.iloc[0])


def related_to(case: Case, cluster: str) -> pd.DataFrame:
    """List the clusters that are related to one, the most related first."""
    links = part_of(case, "link")
    mine = links.loc[
        (links["cluster"] == cluster)
        & (links["percentile"] >= LEAST_PERCENTILE)
        & (links["related_pairs"] >= 1)
    ]
    return mine.sort_values(["percentile", "other"], ascending=[False, True]).head(RELATED)


def _of_cluster(case: Case, cluster: str, definition: str, column: str) -> Number:
    return case.number(
        portfolio_of(case),
        definition,
        column,
        where={"part": "cluster", "cluster": cluster},
        label=f"cluster: {cluster}",
        area="all",
        period=str(case.end),
    )


def _lead(case: Case, row: Row) -> Paragraph:
    cluster = str(row["cluster"])
    return case.words.paragraph(
        "region_cluster.lead" if row["present"] else "region_cluster.lead_nothing",
        tone=Tone.LEAD,
        city=case.place(case.city),
        end=str(case.end),
        size=_of_cluster(case, cluster, "industries_grouped", "size"),
        jobs=in_cell(case, row, "persons_employed", "jobs"),
        quotient=in_cell(case, row, "cluster_quotient", "location_quotient"),
        present=_of_cluster(case, cluster, "places_with_cluster", "cities_present"),
        confirmed=_of_cluster(case, cluster, "places_with_cluster", "cities_confirmed"),
    )


def _why(case: Case, row: Row) -> Paragraph:
    return case.words.paragraph(
        f"region_cluster.{verdict_of_cell(row)}",
        p=in_cell(case, row, "cluster_p_value", "p"),
        q=in_cell(case, row, "cluster_q_value", "q_value"),
        draws=str(case.parameters["draws"]),
        level=f"{100 * case.parameters['level']:g}",
    )


def _cities(case: Case, rows: pd.DataFrame, cluster: str) -> Chart:
    """Rank the cities by what readers know of their quotients."""
    present = with_middles(rows.loc[rows["present"].eq(other=True)])
    ranked = present.sort_values(["middle", "city"], ascending=[False, True])
    shown = pd.concat([ranked.head(SHOWN), ranked.loc[ranked["city"] == case.city]]).drop_duplicates("city")
    drawn = shown.loc[shown["is_drawn"]]
    placed = drawn.assign(
        label=[_place(case, row) for row in records(drawn)],
        location_quotient=drawn["middle"],
        lower=drawn["least"],
        upper=drawn["most"],
    )
    words = case.words
    description = words.text("region_cluster.chart_description")
    about = {"cluster": cluster_name(case, cluster), "end": str(case.end)}
    return Chart(
        title=words.text("region_cluster.chart_title", **about),
        description=description,
        how_to_read=words.text("region_cluster.how_to_read"),
        **both_widths(
            partial(
                charts.cluster_intervals, placed[list(DRAWN)], lang=case.language, description=description
            )
        ),
        twin=table(
            words.text(
                "region_cluster.cities_caption", **about, shown=str(len(shown)), count=str(len(ranked))
            ),
            [words.text(f"region_cluster.{name}") for name in CITY_COLUMNS],
            [_city_row(case, row) for row in records(shown)],
            text_columns=2,
            note=words.inlines("region_cluster.cities_note", count=str(len(shown) - len(drawn))),
            row_tones=["strong" if one == case.city else "" for one in shown["city"]],
        ),
    )


def _place(case: Case, row: Row) -> str:
    """Name a city; the city itself stands out, and a range is called one."""
    name = case.place(str(row["city"]))
    name = f"▸ {name}" if row["city"] == case.city else name
    return case.words.text("portfolio.ranged", name=name) if row["is_range"] else name


def _city_row(case: Case, row: Row) -> list[Inline]:
    return [
        case.place(str(row["city"])),
        case.words.text(f"clusters.{verdict_of_cell(row)}"),
        in_cell(case, row, "persons_employed", "jobs"),
        in_cell(case, row, "cluster_quotient", "location_quotient"),
        interval_of(case, row),
        in_cell(case, row, "cluster_p_value", "p"),
        in_cell(case, row, "cluster_q_value", "q_value"),
    ]


def _members(case: Case, cluster: str) -> TableBlock:
    """List the industries of the cluster with what the page on industries says of them."""
    result = cells_of(case)
    codes = members_of(case, cluster)
    here = result.table.loc[result.table["city"] == case.city].set_index("industry").reindex(codes)
    cells = records(here.rename_axis("industry").reset_index())
    words = case.words
    return table(
        words.text("region_cluster.members_caption", city=case.place(case.city), end=str(case.end)),
        [words.text(f"region_cluster.{name}") for name in MEMBER_COLUMNS],
        [_member_row(case, result, row) for row in cells],
        text_columns=2,
        note=words.inlines("region_cluster.members_note"),
        row_tones=["strong" if one == True else "" for one in here["is_cluster"]],  # noqa: E712
    )


def _member_row(case: Case, result: Result, row: Row) -> list[Inline]:
    code = str(row["industry"])
    about: Row = {
        "where": {"city": case.city, "industry": code},
        "label": code,
        "period": str(case.end),
    }
    quotient = case.figure(
        result, "location_quotient", "location_quotient", interval=("lower", "upper"), **about
    )
    return [
        industry_name(case, code),
        case.words.text(f"clusters.{verdict_of_cell(row)}"),
        case.number(result, "persons_employed", "jobs", **about),
        case.shown(quotient),
        case.shown(quotient) if quotient.value is None else case.interval(quotient),
    ]


def _related(case: Case, cluster: str) -> TableBlock | Paragraph:
    links = records(related_to(case, cluster))
    if not links:
        return case.words.paragraph("region_cluster.related_nothing")
    cells = part_of(case, "cell")
    here = {str(row["cluster"]): row for row in records(cells.loc[cells["city"] == case.city])}
    words = case.words
    return table(
        words.text("region_cluster.related_caption", city=case.place(case.city), end=str(case.end)),
        [words.text(f"region_cluster.{name}") for name in RELATED_COLUMNS],
        [_related_row(case, link, here[str(link["other"])]) for link in links],
        note=words.inlines("region_cluster.related_note"),
    )


def _related_row(case: Case, link: Row, cell: Row) -> list[Inline]:
    def number(definition: str, column: str) -> Number:
        return case.number(
            portfolio_of(case),
            definition,
            column,
            where={"part": "link", "cluster": link["cluster"], "other": link["other"]},
            label=f"cluster: {link['cluster']}: {link['other']}",
            area="all",
            period=str(case.end),
        )

    return [
        cluster_name(case, str(link["other"])),
        number("linkage_percentile", "percentile"),
        number("related_pairs", "related_pairs"),
        case.words.text(f"clusters.{verdict_of_cell(cell)}"),
        in_cell(case, cell, "cluster_quotient", "location_quotient"),
    ]

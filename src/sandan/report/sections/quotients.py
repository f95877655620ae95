"""Location quotients of published totals: described, compared among common places, never tested."""

from functools import partial
from typing import Any

import pandas as pd

from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import EVERYWHERE, Case, find_row
from sandan.report.document import Block, Chart, Inline, Number, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.common import Row, absent, both_widths, records, section, table

SHOWN = 20
"""Industries in the chart and the table; the data package holds all of them."""


def untested(case: Case) -> Section:
    """Make the section on clusters from a published table, at one date or two."""
    if not case.years:
        return absent(case, "clusters", "needs_period")
    last = case.years[-1]
    everywhere = case.published("published_quotients", last)
    if everywhere.table[["location_quotient", "upper"]].isna().all(axis=None):
        values = _table(case, everywhere, _largest(everywhere), last, with_quotients=False)
        return section(case, "clusters", [*_open_cells(case, last), values])
    lead = case.words.paragraph("clusters.untested_lead", tone=Tone.CANNOT_SAY, measure=case.measure_name)
    blocks = [*_open_cells(case, last), *_between_dates(case, everywhere), _chart(case, everywhere, last)]
    if not case.covers_both_years():
        blocks += _as_zero(case, last)
    return section(case, "clusters", [lead, *blocks, _cannot_say(case)])


def _cannot_say(case: Case) -> Paragraph:
    return case.words.paragraph("clusters.untested_cannot_say", tone=Tone.CANNOT_SAY)


def _open_cells(case: Case, year: int) -> list[Paragraph]:
    """Say what the cells without a number do to the quotients."""
    if not _level(case, year, EVERYWHERE)["cells_open"]:
        return []
    bounded = case.published("published_quotients", year).table["upper"].notna().any()
    return [
        case.words.paragraph(
            "clusters.open_cells_bounded" if bounded else "clusters.open_cells",
            tone=Tone.CANNOT_SAY,
            city=case.place(case.city),
            open=_count(case, year, "cells_open", EVERYWHERE),
            cells=_count(case, year, "cells", EVERYWHERE),
            here=_count(case, year, "cells_open", case.city),
        )
    ]


def _level(case: Case, year: int, region: str) -> pd.Series:
    return find_row(case.published("published_level", year).table, {"region": region})


def _count(case: Case, year: int, column: str, region: str, definition: str = "published_cells") -> Number:
    return case.number(
        case.published("published_level", year),
        definition,
        column,
        where={"region": region},
        label=column,
        area=None if region == case.city else region,
        period=str(year),
    )


def _as_zero(case: Case, *years: int) -> list[Paragraph]:
    """Say which zeros the source does not print."""
    return [
        case.words.paragraph(
            "clusters.as_zero",
            tone=Tone.NOTE,
            year=str(year),
            count=_count(case, year, "cells_as_nothing", case.city),
        )
        for year in years
        if _level(case, year, case.city)["cells_as_nothing"]
    ]


def _between_dates(case: Case, everywhere: Result) -> list[Block]:
    """Compare two dates on their common places, and say why the last date alone gives other quotients."""
    if not case.covers_both_years():
        return []
    common = case.published("common_quotients")
    order = common.table.sort_values("quotient_last", ascending=False)
    if order["quotient_last"].isna().all():
        return []
    code = str(order["industry"].iloc[0])
    same = _same_places(case, common)
    sentence = case.words.paragraph(
        "clusters.common_lead_same" if same else "clusters.common_lead",
        city=case.place(case.city),
        industry=case.industry_name(code, order["industry_name"].iloc[0]),
        start=str(case.start),
        end=str(case.end),
        first=_common(case, common, code, "quotient_first"),
        last=_common(case, common, code, "quotient_last"),
        all=_everywhere(case, everywhere, code, case.end),
        places=case.number(
            common, "places_counted", "places", where={"industry": code}, label="places in common"
        ),
        all_places=_count(case, case.end, "places", EVERYWHERE, "places_counted"),
    )
    compared = _comparison(case, common, None if same else everywhere, order.head(SHOWN))
    return [sentence, compared, *_as_zero(case, case.start, case.end)]


def _same_places(case: Case, common: Result) -> bool:
    """Say whether the common sample is all that there is at the last date."""
    level = _level(case, case.end, EVERYWHERE)
    shape = (len(common.table), int(common.table["places"].iloc[0]))
    return shape == (level["industries"], level["places"]) and not level["cells_open"]


def _common(case: Case, result: Result, code: str, column: str) -> Number:
    period = str(case.start if column.endswith("first") else case.end)
    return case.number(
        result,
        "descriptive_quotient",
        column,
        where={"industry": code},
        label=f"{code}, common sample {case.period}",
        period=period,
    )


def _everywhere(case: Case, result: Result, code: str, year: int) -> Inline:
    """Show a quotient among all places of a year, as an interval where cells are open."""
    about: dict[str, Any] = {
        "where": {"industry": code},
        "label": f"{code}, all places",
        "period": str(year),
        "interval": ("lower", "upper"),
    }
    figure = case.figure(result, "descriptive_quotient", "location_quotient", **about)
    if figure.value is None and figure.upper is not None:
        return case.interval(figure)
    return case.shown(figure)


def _comparison(case: Case, common: Result, everywhere: Result | None, shown: pd.DataFrame) -> TableBlock:
    """Put both dates beside each other, and the last one among all places where those are more."""
    words = case.words

    def value(code: str, column: str, year: int) -> Inline:
        return case.number(
            common,
            "published_value",
            column,
            where={"industry": code},
            label=code,
            unit=case.unit,
            period=str(year),
        )

    def row(cell: Row) -> list[Inline]:
        code = str(cell["industry"])
        return [
            case.industry_name(code, cell["industry_name"]),
            value(code, "first", case.start),
            value(code, "last", case.end),
            _common(case, common, code, "quotient_first"),
            _common(case, common, code, "quotient_last"),
            *([] if everywhere is None else [_everywhere(case, everywhere, code, case.end)]),
        ]

    years = {"start": str(case.start), "end": str(case.end)}
    header = [
        words.text("clusters.industry"),
        f"{case.measure_title}, {case.start}",
        f"{case.measure_title}, {case.end}",
        words.text("clusters.quotient_common", year=years["start"]),
        words.text("clusters.quotient_common", year=years["end"]),
        *([] if everywhere is None else [words.text("clusters.quotient_all", year=years["end"])]),
    ]
    caption = words.text(
        "clusters.common_caption", city=case.place(case.city), measure=case.measure_title, **years
    )
    return table(caption, header, [row(cell) for cell in records(shown)], note=_only(case, common.table))


def _only(case: Case, all_rows: pd.DataFrame) -> tuple[Inline, ...]:
    if len(all_rows) <= SHOWN:
        return ()
    return (case.words.text("clusters.only", shown=str(SHOWN), all=str(len(all_rows))),)


def _chart(case: Case, result: Result, year: int) -> Block:
    """Draw the quotients that are known; only the table where none is."""
    words = case.words
    about = {"city": case.place(case.city), "measure": case.measure_name, "end": str(year)}
    order = _largest(result)
    twin = _table(case, result, order, year)
    drawn = order.loc[order["location_quotient"] > 0]
    if drawn.empty:
        return twin
    names = zip(drawn["industry"], drawn["industry_name"], strict=True)
    return Chart(
        title=words.text("clusters.untested_chart_title", **about),
        description=words.text("clusters.untested_description"),
        how_to_read=words.text("clusters.untested_how_to_read"),
        **both_widths(
            partial(
                charts.cluster_intervals,
                drawn.assign(
                    label=[case.industry_name(code, name) for code, name in names],
                    lower=None,
                    upper=None,
                    is_cluster=None,
                ),
                lang=case.language,
                description=words.text("clusters.untested_description"),
            )
        ),
        twin=twin,
    )


def _largest(result: Result) -> pd.DataFrame:
    """Put the largest quotients first, and where there are none, what is or must be largest."""
    return result.table.sort_values(["location_quotient", "at_least"], ascending=False).head(SHOWN)


def _table(
    case: Case, result: Result, shown: pd.DataFrame, year: int, *, with_quotients: bool = True
) -> TableBlock:
    words = case.words

    def row(cell: Row) -> list[Inline]:
        code = str(cell["industry"])
        value = case.number(
            result,
            "published_value",
            "value",
            where={"industry": code},
            label=code,
            unit=case.unit,
            period=str(year),
        )
        named = case.industry_name(code, cell["industry_name"])
        return [named, value, *([_everywhere(case, result, code, year)] if with_quotients else [])]

    caption = words.text(
        "clusters.untested_caption" if with_quotients else "clusters.values_caption",
        city=case.place(case.city),
        measure=case.measure_name if with_quotients else case.measure_title,
        year=str(year),
    )
    quotient = [words.text("clusters.quotient")] if with_quotients else []
    header = [words.text("clusters.industry"), case.measure_title, *quotient]
    return table(caption, header, [row(cell) for cell in records(shown)], note=_only(case, result.table))

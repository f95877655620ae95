"""Who are we: size, growth beside the country's, strategic firms, confirmed clusters."""

from typing import Any

from sandan.report.case import Case
from sandan.report.document import Inline, KeyFigure, KeyFigures, Number, Paragraph, Section, Tone
from sandan.report.sections import account, clusters
from sandan.report.sections.common import absent, section

STRONGEST = 3


def overview(case: Case) -> Section:
    """Make the section from a register, or from published totals where there is none."""
    if case.has("establishments"):
        return _from_establishments(case)
    if case.has("statistics"):
        return _from_statistics(case)
    return absent(case, "overview", "needs_table")


def _from_establishments(case: Case) -> Section:
    if case.end not in case.years:
        return absent(case, "overview", "needs_last_year")
    counts = case.calculate("counts", periods=[case.start, case.end])
    end = {"city": case.city, "period": case.end}

    def number(definition: str, column: str, city: str = case.city) -> Number:
        signed = definition == "growth_rate"
        period = None if signed else str(case.end)
        area = None if city == case.city else city
        where = {**end, "city": city}
        return case.number(counts, definition, column, where=where, area=area, period=period, signed=signed)

    establishments, persons = (number(kind, kind) for kind in ("establishments", "persons_employed"))
    if not case.covers_both_years():
        return _register_at_one_date(case, establishments, persons)
    growth, growth_all = (number("growth_rate", "persons_growth", city) for city in (case.city, "all"))
    lead = case.words.paragraph(
        "overview.lead",
        tone=Tone.LEAD,
        city=case.place(case.city),
        start=str(case.start),
        end=str(case.end),
        establishments=establishments,
        persons=persons,
        growth=growth,
        growth_all=growth_all,
    )
    since = {"start": str(case.start)}
    tiles = [
        KeyFigure(
            case.words.text("overview.establishments"),
            establishments,
            case.words.inlines(
                "overview.since", change=number("growth_rate", "establishments_growth"), **since
            ),
        ),
        KeyFigure(
            case.words.text("overview.persons"),
            persons,
            case.words.inlines("overview.since", change=growth, **since),
        ),
        *_strategic_tile(case),
        _cluster_tile(case),
    ]
    return section(case, "overview", [lead, KeyFigures(tuple(tiles)), _strongest(case)])


def _register_at_one_date(case: Case, establishments: Number, persons: Number) -> Section:
    lead = case.words.paragraph(
        "overview.lead_register_one_date",
        tone=Tone.LEAD,
        city=case.place(case.city),
        end=str(case.end),
        establishments=establishments,
        persons=persons,
    )
    tiles = (
        KeyFigure(case.words.text("overview.establishments"), establishments),
        KeyFigure(case.words.text("overview.persons"), persons),
        _cluster_tile(case),
    )
    return section(case, "overview", [lead, KeyFigures(tiles), _strongest(case)])


def _strategic_tile(case: Case) -> list[KeyFigure]:
    if not account.possible(case):
        return []
    after, change = account.count_after(case), account.change(case)
    note = case.words.inlines("overview.strategic_note", change=change, start=str(case.start))
    return [KeyFigure(case.words.text("overview.strategic"), after, note)]


def _cluster_tile(case: Case) -> KeyFigure:
    summary = clusters.summary_of(case)
    usual = case.number(summary, "cells", "usual_rule", label="usual_rule", period=str(case.end))
    confirmed = case.number(summary, "cells", "confirmed", label="confirmed", period=str(case.end))
    note = case.words.inlines("overview.of_usual", usual=usual)
    return KeyFigure(case.words.text("overview.clusters"), confirmed, note)


def _strongest(case: Case) -> Paragraph:
    confirmed = clusters.confirmed_of(case).head(STRONGEST)
    if confirmed.empty:
        return case.words.paragraph("overview.none_confirmed")
    names: Inline = ", ".join(clusters.industry_name(case, code) for code in confirmed["industry"])
    return case.words.paragraph("overview.strongest", names=names)


def _from_statistics(case: Case) -> Section:
    if not case.years:
        return absent(case, "overview", "needs_period")
    if not case.covers_both_years():
        return _one_date(case, case.years[0])
    totals = case.published("published_totals")

    def number(definition: str, column: str, region: str = case.city, **about: Any) -> Number:
        return case.number(totals, definition, column, where={"region": region}, **about)

    last = number("published_value", "last", unit=case.unit, label="total", period=str(case.end))
    growth = number("published_growth_rate", "growth", signed=True)
    lead = case.words.paragraph(
        "overview.lead_published",
        tone=Tone.LEAD,
        measure=case.measure_name,
        city=case.place(case.city),
        start=str(case.start),
        end=str(case.end),
        first=number("published_value", "first", unit=case.unit, label="total", period=str(case.start)),
        last=last,
        growth=growth,
        growth_all=number("published_growth_rate", "growth", region="all", area="all", signed=True),
    )
    note = case.words.inlines("overview.since", change=growth, start=str(case.start))
    places = number("places_counted", "places", label="places in common")
    tiles = (
        KeyFigure(case.measure_title, last, note),
        KeyFigure(case.words.text("overview.regions"), places),
    )
    return section(case, "overview", [lead, KeyFigures(tiles)])


def _one_date(case: Case, year: int) -> Section:
    """Describe the one date that there is; nothing can have changed."""
    level = case.published("published_level", year)

    def number(definition: str, column: str, region: str = case.city, **about: Any) -> Number:
        area = None if region == case.city else region
        return case.number(
            level, definition, column, where={"region": region}, area=area, period=str(year), **about
        )

    value, everywhere = (
        number("published_value", "value", region, unit=case.unit, label="total")
        for region in (case.city, "all")
    )
    here = level.table.set_index("region").loc[case.city]
    lead = case.words.paragraph(
        "overview.lead_hidden" if here["cells_open"] else "overview.lead_one_date",
        tone=Tone.LEAD,
        measure=case.measure_name,
        city=case.place(case.city),
        year=str(year),
        value=value,
        all=everywhere,
        places=number("places_counted", "places", "all", label="places"),
        open=number("published_cells", "cells_open", label="cells without a number"),
        cells=number("published_cells", "cells", label="cells"),
    )
    tiles = (
        KeyFigure(case.measure_title, value),
        KeyFigure(
            case.words.text("overview.industries"),
            number("published_cells", "industries", label="industries"),
        ),
    )
    return section(case, "overview", [lead, KeyFigures(tiles)])

"""Which industries stand closer together than chance, and at what distance: all of the country, ranked."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from sandan.data.missing import Status
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case, plain_value
from sandan.report.document import Chart, Inline, Number, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.clusters import industry_name
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, section

NAME = "localization"
SHOWN = 20
"""Industries in the chart; the list below it holds all of them."""
SIMULATIONS = 499
"""So many take half a minute for a country of 80,000 sites, and twice as many twice as long."""
SMALLEST = 10
"""Plants that an industry needs before a curve is estimated."""
CALLED = ("localized", "dispersed")
SAID_AS = {"least_p": "not_called", "ties": "neither"}
"""Reasons that a list says in the words of another; the section says of the throws what there is to say."""

IN_THE_CHART = ("industry", "verdict", "jobs_here", "range", "peak", "excess", "q_value")
ALL_COLUMNS = (*IN_THE_CHART[:6], "p_value", "q_value", "plants", "bandwidth")
TEXT = 2
"""Columns of words; those after them hold numbers."""
DISTANCES = {"range": ("first_km", "last_km"), "peak": ("peak_km",), "bandwidth": ("bandwidth_km",)}
NUMBERS = {
    "excess": ("excess_of_pairs", "excess"),
    "p_value": ("distance_p_value", "p"),
    "q_value": ("distance_q_value", "q_value"),
    "plants": ("plants_located", "plants"),
}
NOTHING = "–"


def localization(case: Case) -> Section:
    """Make the section."""
    missing = what_is_missing(case)
    if missing:
        return absent(case, NAME, missing)
    called = _called(case)
    drawn = called.loc[called["peak_km"].notna()].head(SHOWN)
    shown = [_chart(case, drawn, int(called["peak_km"].notna().sum()))] if len(drawn) else []
    return section(case, NAME, [*_said(case), *shown, *_about(case), *_limits(case)])


def what_is_missing(case: Case) -> str:
    """Name what the test would need and does not have."""
    if not case.has("establishments"):
        return "needs_establishments"
    if case.end not in case.known_years:
        return "needs_last_year"
    register = case.shelf.read(case.snapshots["establishments"].id)
    there = register.loc[register["period"] == case.end].reindex(columns=["longitude", "latitude"])
    return "" if there.notna().all(axis=1).any() else "needs_coordinates"


def found_of(case: Case) -> Result:
    """Test every industry of the country."""
    return case.calculate("localization", **parameters_of(case))


def parameters_of(case: Case) -> dict[str, Any]:
    """Return what the calculations on locations share, so that they share one run."""
    chosen = {name: case.parameters[name] for name in ("digits", "seed", "level")}
    fixed = {"simulations": SIMULATIONS, "smallest": SMALLEST}
    return {"period": case.end, "published_on": case.published_on} | fixed | chosen


def summary_of(case: Case) -> Result:
    """Count the industries by verdict."""
    return case.calculate("localization_summary", city=case.city, **parameters_of(case))


def counted(
    case: Case, column: str, label: str, definition: str = "localized_industries", **about: Any
) -> Number:
    """Show one number of the summary."""
    return case.number(
        summary_of(case), definition, column, label=label, area="all", period=str(case.end), **about
    )


def verdict_words(case: Case, row: Row) -> str:
    """Say what the test found of an industry, and why it found nothing."""
    reason = str(row["reason"] or row["verdict"])
    return case.words.text(f"{NAME}.{SAID_AS.get(reason, reason)}", smallest=str(SMALLEST))


@dataclass(frozen=True)
class EveryIndustry:
    """All industries of the country as a table, with code, verdict and presence of every row."""

    table: TableBlock
    industries: tuple[str, ...]
    verdicts: tuple[str, ...]
    here: tuple[bool, ...]


def every_industry(case: Case) -> EveryIndustry:
    """List all industries, not only those that are called."""
    rows = records(found_of(case).table)
    caption = case.words.text(f"{NAME}.every_caption", end=str(case.end))
    return EveryIndustry(
        _table(case, rows, ALL_COLUMNS, caption, note=(case.words.text(f"{NAME}.list_note"),)),
        tuple(str(row["industry"]) for row in rows),
        tuple(str(row["verdict"]) for row in rows),
        tuple(str(row["industry"]) in _jobs_here(case) for row in rows),
    )


def _called(case: Case) -> pd.DataFrame:
    table = found_of(case).table
    return table.loc[table["verdict"].isin(CALLED)]


def _said(case: Case) -> list[Paragraph]:
    """Answer the question, and say how many of the called may be false."""
    return [_lead(case)] if _called(case).empty else [_lead(case), _may_be_false(case)]


def _lead(case: Case) -> Paragraph:
    tested = counted(case, "tested", "industries_tested")
    if _called(case).empty:
        return case.words.paragraph(f"{NAME}.lead_nothing", tone=Tone.LEAD, end=str(case.end), tested=tested)
    return case.words.paragraph(
        f"{NAME}.lead",
        tone=Tone.LEAD,
        end=str(case.end),
        city=case.place(case.city),
        tested=tested,
        localized=counted(case, "localized", "industries_localized"),
        dispersed=counted(case, "dispersed", "industries_dispersed"),
        here=counted(case, "localized_here", "industries_here"),
    )


def _about(case: Case) -> list[Paragraph]:
    """Say what chance is, what was tested together, and what the number of throws allows."""
    sites = partial(counted, case, definition="located_sites")
    null = case.words.paragraph(
        f"{NAME}.null",
        sites=sites("sites", "sites_located"),
        simulations=counted(case, "simulations", "", "distance_simulations"),
        seed=str(case.parameters["seed"]),
        dropped=sites("dropped", "sites_dropped"),
        duplicates=sites("duplicates", "sites_doubled"),
    )
    family = case.words.paragraph(
        f"{NAME}.family",
        level=f"{100 * case.parameters['level']:g}",
        not_testable=counted(case, "not_testable", "industries_not_testable"),
        smallest=str(SMALLEST),
    )
    few = [] if summary_of(case).table["needed"].iloc[0] == 1 else [_few_simulations(case)]
    return [null, family, *few]


def _may_be_false(case: Case) -> Paragraph:
    return case.words.paragraph(
        f"{NAME}.false",
        called=counted(case, "called", "industries_called"),
        expected=counted(case, "expected_false", "", "expected_false_industries"),
    )


def _few_simulations(case: Case) -> Paragraph:
    return case.words.paragraph(
        f"{NAME}.few_simulations",
        tone=Tone.NOTE,
        least=counted(case, "least_p", "least_p", "distance_p_value"),
        needed=counted(case, "needed", "industries_needed", unit="count"),
    )


def _limits(case: Case) -> list[Paragraph]:
    hidden = counted(case, "hidden", "industries_hidden")
    return [case.words.paragraph(f"{NAME}.hidden", tone=Tone.NOTE, hidden=hidden), cannot_say(case, NAME)]


def _chart(case: Case, drawn: pd.DataFrame, everything: int) -> Chart:
    words, about = case.words, {"end": str(case.end)}
    description = words.text(f"{NAME}.chart_description")
    named = drawn.assign(
        label=[industry_name(case, code) for code in drawn["industry"]],
        here=[code in _jobs_here(case) for code in drawn["industry"]],
        jobs=drawn["industry"].map(_jobs_here(case)),
    )
    only = words.text(f"{NAME}.only", shown=str(len(drawn)), all=str(everything))
    return Chart(
        title=words.text(f"{NAME}.chart_title", **about),
        description=description,
        how_to_read=words.text(f"{NAME}.how_to_read", city=case.place(case.city)),
        **both_widths(
            partial(
                charts.localized_distances,
                named[["label", "verdict", "peak_km", "here", "jobs"]],
                stretches_of(case, drawn["industry"].tolist()),
                lang=case.language,
                description=description,
            )
        ),
        twin=_table(
            case,
            records(drawn),
            IN_THE_CHART,
            words.text(f"{NAME}.table_caption", **about),
            note=(only,),
        ),
    )


def curves_of(case: Case) -> Result:
    """Return the curves of all industries that may be told of."""
    return case.calculate("localization_curves", **parameters_of(case))


def stretches_of(case: Case, industries: list[str]) -> pd.DataFrame:
    """List where each curve is outside of its band without a gap: ``row``, ``start``, ``end`` in km."""
    curves = curves_of(case).table
    found = []
    for place, code in enumerate(industries):
        curve = curves.loc[curves["industry"] == code]
        outside = curve["localization"].gt(0) | curve["dispersion"].gt(0)
        run = (outside != outside.shift()).cumsum()
        for _, stretch in curve.loc[outside].groupby(run[outside]):
            ends = stretch["distance_km"]
            found.append({"row": place, "start": float(ends.iloc[0]), "end": float(ends.iloc[-1])})
    return pd.DataFrame(found, columns=["row", "start", "end"])


def _here(case: Case) -> Result:
    return case.calculate(
        "localization_here",
        city=case.city,
        period=case.end,
        digits=case.parameters["digits"],
        published_on=case.published_on,
    )


def _jobs_here(case: Case) -> dict[str, float | None]:
    """Give the jobs of every industry that the city has; None where they are hidden."""
    return {str(row["industry"]): plain_value(row["jobs"]) for row in records(_here(case).table)}


def _table(
    case: Case, rows: list[Row], columns: tuple[str, ...], caption: str, note: tuple[Inline, ...] = ()
) -> TableBlock:
    titles = {"city": case.place(case.city)}
    return TableBlock(
        caption=caption,
        header=tuple(case.words.text(f"{NAME}.{column}", **titles) for column in columns),
        rows=tuple(tuple(_cell(case, row, column) for column in columns) for row in rows),
        numeric=tuple(place >= TEXT for place in range(len(columns))),
        note=note,
        row_tones=tuple("strong" if row["verdict"] in CALLED else "weak" for row in rows),
    )


def _cell(case: Case, row: Row, column: str) -> tuple[Inline, ...]:
    code = str(row["industry"])
    if column == "industry":
        return (industry_name(case, code),)
    if column == "verdict":
        return (verdict_words(case, row),)
    if column == "jobs_here":
        return (_jobs_cell(case, code),)
    if column in DISTANCES:
        return _distances(case, row, DISTANCES[column])
    definition, name = NUMBERS[column]
    if _says_nothing(row, name):
        return (NOTHING,)
    return (of_industry(case, row, definition, name),)


def _says_nothing(row: Row, column: str) -> bool:
    """Tell a number that there is not from one that is hidden."""
    hidden = row["status"] == Status.SUPPRESSED and column not in ("p", "q_value")
    called_only = column not in ("p", "q_value", "plants", "bandwidth_km")
    exists = row["verdict"] in CALLED or not called_only
    return bool(pd.isna(row[column])) and not (hidden and exists)


def of_industry(
    case: Case, row: Row, definition: str, column: str, *, label: str = "", **about: Any
) -> Number:
    """Show one number that the test has of an industry."""
    code = str(row["industry"])
    return case.number(
        found_of(case),
        definition,
        column,
        where={"industry": code},
        label=f"{code}: {label}" if label else code,
        area="all",
        period=str(case.end),
        **about,
    )


def _distances(case: Case, row: Row, columns: tuple[str, ...]) -> tuple[Inline, ...]:
    """Write distances without their unit, which stands above them."""
    if _says_nothing(row, columns[0]):
        return (NOTHING,)
    numbers = [of_industry(case, row, "plant_distance", column, label=column) for column in columns]
    if numbers[0].figure.value is None:
        return (numbers[0],)
    bare = [Number(one.figure, one.shown.removesuffix("km").rstrip()) for one in numbers]
    return (bare[0],) if len(bare) == 1 else (bare[0], "–", bare[1])


def _jobs_cell(case: Case, code: str) -> Inline:
    """Show the jobs of the city in an industry; nothing where it has no plant."""
    if code not in _jobs_here(case):
        return NOTHING
    where = {"industry": code}
    return case.number(_here(case), "persons_employed", "jobs", where=where, label=code, period=str(case.end))

"""At which distances does an industry gather: its curve beside the band of chance."""

from functools import partial

import pandas as pd

from sandan.data.missing import Status
from sandan.errors import ReportError
from sandan.report import charts
from sandan.report.case import Case
from sandan.report.document import Chart, Inline, KeyFigure, KeyFigures, Number, Paragraph, Section, Tone
from sandan.report.sections.clusters import industry_name
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, table
from sandan.report.sections.localization import (
    CALLED,
    SMALLEST,
    counted,
    curves_of,
    found_of,
    of_industry,
    verdict_words,
    what_is_missing,
)

NAME = "localization_curve"
EVERY = 4
"""Of the distances of the chart, which are in the table."""
COLUMNS = ("distance", "observed", "expected", "band", "side")
DRAWN = ["distance_km", "observed", "expected", "lower", "upper", "localization", "dispersion"]


def localization_curve(case: Case, code: str) -> Section:
    """Make the section; the industry must be one that the country has at the last year."""
    missing = what_is_missing(case)
    if missing:
        return absent(case, "localization", missing)
    known = found_of(case).table
    rows = records(known.loc[known["industry"] == code])
    if not rows:
        raise ReportError(
            f"There is no industry {code!r} with {case.parameters['digits']} digits and coordinates in the "
            f"data of {case.end}; choose one from the list of industries."
        )
    (row,) = rows
    title = case.words.text(f"{NAME}.title", industry=industry_name(case, code))
    shown = [_lead(case, row), *_facts(case, row), *_curve(case, row)]
    return Section(f"curve-{code}", title, (*shown, cannot_say(case, "localization")))


def _is_hidden(row: Row) -> bool:
    return bool(row["status"] == Status.SUPPRESSED)


def _lead(case: Case, row: Row) -> Paragraph:
    about: dict[str, Inline] = {"end": str(case.end), "smallest": str(SMALLEST)}
    if _is_hidden(row):
        kind, about = "hidden", {"verdict": verdict_words(case, row)}
    elif row["verdict"] in CALLED:
        kind = str(row["verdict"])
        for column in ("first_km", "last_km", "peak_km"):
            about[column.removesuffix("_km")] = _in_words(case, row, column)
        about["excess"] = of_industry(case, row, "excess_of_pairs", "excess")
    elif row["verdict"] == "not testable":
        kind = "few"
    else:
        kind = "not_called" if row["reason"] in ("not_called", "least_p") else "neither"
    return case.words.paragraph(f"{NAME}.lead_{kind}", tone=Tone.LEAD, **about)


def _in_words(case: Case, row: Row, column: str) -> Number:
    """Call no distance what it is."""
    number = of_industry(case, row, "plant_distance", column, label=column)
    at_once = number.figure.value == 0
    return Number(number.figure, case.words.text("localization.next_door")) if at_once else number


def _facts(case: Case, row: Row) -> list[KeyFigures | Paragraph]:
    """Give what the test was made of; nothing but its outcome where the industry is hidden."""
    if row["verdict"] == "not testable":
        return []
    words = case.words
    tiles = [
        KeyFigure(
            words.text(f"{NAME}.p_value"),
            of_industry(case, row, "distance_p_value", "p"),
            words.inlines(f"{NAME}.p_note"),
        ),
        KeyFigure(
            words.text(f"{NAME}.q_value"),
            of_industry(case, row, "distance_q_value", "q_value"),
            words.inlines(f"{NAME}.q_note", tested=counted(case, "tested", "industries_tested")),
        ),
    ]
    if _is_hidden(row):
        return [KeyFigures(tuple(tiles)), _test(case)]
    width = of_industry(case, row, "plant_distance", "bandwidth_km", label="bandwidth_km")
    plants = KeyFigure(words.text(f"{NAME}.plants"), of_industry(case, row, "plants_located", "plants"))
    bandwidth = KeyFigure(words.text(f"{NAME}.bandwidth"), width, words.inlines(f"{NAME}.bandwidth_note"))
    return [KeyFigures((plants, *tiles, bandwidth)), _test(case)]


def _test(case: Case) -> Paragraph:
    return case.words.paragraph(
        f"{NAME}.test",
        sites=counted(case, "sites", "sites_located", "located_sites"),
        simulations=counted(case, "simulations", "", "distance_simulations"),
        seed=str(case.parameters["seed"]),
        level=f"{100 * case.parameters['level']:g}",
    )


def _curve(case: Case, row: Row) -> list[Chart]:
    curves = curves_of(case).table
    curve = curves.loc[curves["industry"] == row["industry"]]
    if curve.empty:
        return []
    words, about = case.words, {"end": str(case.end)}
    description = words.text(f"{NAME}.chart_description")
    few = records(curve.loc[curve["step"] % EVERY == 0])
    draw = partial(
        charts.distance_curve,
        curve[DRAWN],
        peak=None if pd.isna(row["peak_km"]) else float(row["peak_km"]),
        lang=case.language,
        description=description,
    )
    return [
        Chart(
            title=words.text(f"{NAME}.chart_title", **about),
            description=description,
            how_to_read=words.text(f"{NAME}.how_to_read"),
            **both_widths(draw),
            twin=table(
                words.text(f"{NAME}.table_caption", shown=str(len(few)), all=str(len(curve)), **about),
                [words.text(f"{NAME}.{column}") for column in COLUMNS],
                [_row(case, point) for point in few],
                text_columns=1,
                row_tones=["strong" if point["side"] != "inside" else "" for point in few],
            ),
        )
    ]


def _row(case: Case, point: Row) -> list[Inline]:
    observed, expected = (_density(case, point, column) for column in ("observed", "expected"))
    band = case.interval(observed.figure)
    side = case.words.text(f"{NAME}.{point['side']}")
    return [f"{point['distance_km']:,.1f} km", observed, expected, band, side]


def _density(case: Case, point: Row, column: str) -> Number:
    code, asked = str(point["industry"]), int(point["step"])
    which = {"observed": [], "expected": ["chance_mean"]}[column]
    return case.number(
        curves_of(case),
        "pair_density",
        column,
        where={"industry": code, "step": asked},
        label=": ".join([code, f"{point['distance_km']:,.1f} km", *which]),
        area="all",
        period=str(case.end),
        interval=("lower", "upper") if column == "observed" else None,
    )

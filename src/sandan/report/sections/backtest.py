"""Whether lists of nearby industries came true: from the first date of the report to the last."""

from functools import partial
from typing import Any

from sandan.errors import MeasureError
from sandan.report import charts
from sandan.report.calculations.backtests import ALL
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Block, Chart, Inline, Number, Paragraph, TableBlock, Tone
from sandan.report.sections.common import both_widths, records, table
from sandan.report.sections.related import ABSENT_BELOW, ENTERED_FROM

TOP, GROUPS, CONFIDENCE = 10, 10, 0.95
LISTS = ("density", "excess", "popularity")
LEVEL = 0.05
"""From which probability on nothing is said to differ from chance."""

OF_LISTS = (
    ("listed", "entries", "here"),
    ("hits", "entries", "here"),
    ("expected", "expected_hits", "here"),
    ("p_value", "list_p_value", "here"),
    ("hit_rate", "entry_rate", ALL),
    ("lot_rate", "entry_rate", ALL),
    ("times", "expected_hits", ALL),
    ("p_value", "list_p_value", ALL),
)
"""Columns of the table of lists: the number, what it is, of this city or of all."""

OF_PAIRS = ("same_region", "same_industry")


def backtest(case: Case) -> list[Block]:
    """Make the blocks; with one date the sentence that says what is needed."""
    reason = why_untested(case)
    if reason:
        return [case.words.paragraph("opportunities.untested", tone=Tone.NOTICE, reason=reason)]
    size = case.words.paragraph("opportunities.size", tone=Tone.NOTICE)
    return [_counts(case), _lists(case), size, _areas(case), _verdict(case), _rates(case), *_forecast(case)]


def why_untested(case: Case) -> str:
    """Say what a back-test would need and does not have; nothing if it can be made."""
    if not case.covers_both_years():
        years = ", ".join(map(str, case.known_years))
        return case.words.text("report.needs_two_dates", city=case.place(case.city), years=years)
    try:
        _result(case, "counts")
    except MeasureError:
        return case.words.text("opportunities.nothing_at_risk", start=str(case.start))
    return ""


def hits_of(case: Case, order: str) -> dict[str, Number]:
    """Return how many of the list of the city had come, and how many a lot would have brought."""
    columns = {
        "top": ("listed", "entries"),
        "hits": ("hits", "entries"),
        "expected": ("expected", "expected_hits"),
    }
    return {name: _of_list(case, *column, order, case.city) for name, column in columns.items()}


def _result(case: Case, name: str, **more: Any) -> Result:
    rule = {"absent_below": ABSENT_BELOW, "entered_from": ENTERED_FROM, "top": TOP, "groups": GROUPS}
    years = {"start": case.start, "end": case.end, "digits": case.parameters["digits"]}
    return case.calculate(f"backtest_{name}", **years, **rule, confidence=CONFIDENCE, **more)


def _years(case: Case) -> dict[str, str]:
    return {"start": str(case.start), "end": str(case.end)}


def _counts(case: Case) -> Paragraph:
    result = _result(case, "counts")
    definitions = {
        "cities": "places_with_industry",
        "at_risk": "entries",
        "entered": "entries",
        "entry_rate": "entry_rate",
        "halfway": "entries",
        "unknown": "entries",
    }
    numbers = {
        name: case.number(result, definition, name, label=name, area=ALL)
        for name, definition in definitions.items()
    }
    return case.words.paragraph("opportunities.counts", tone=Tone.BODY, **_years(case), **numbers)


def _of_list(case: Case, column: str, definition: str, name: str, area: str) -> Number:
    where = {"list": name, "area": area}
    return case.number(
        _result(case, "lists", city=case.city), definition, column, where=where, label=name, area=area
    )


def _lists(case: Case) -> TableBlock:
    words = case.words
    header = [words.text("opportunities.list_by")] + [
        words.text(f"opportunities.{column}_{'all' if where == ALL else 'here'}")
        for column, _, where in OF_LISTS
    ]
    rows: list[list[Inline]] = [
        [
            words.text(f"opportunities.{name}"),
            *(
                _of_list(case, column, definition, name, ALL if where == ALL else case.city)
                for column, definition, where in OF_LISTS
            ),
        ]
        for name in LISTS
    ]
    caption = words.text("opportunities.lists_caption", top=str(TOP), **_years(case))
    return table(caption, header, rows, note=words.inlines("opportunities.lists_note"))


def _of_pairs(case: Case, name: str, pairs: str) -> tuple[Number, Number]:
    result = _result(case, "areas")
    about: dict[str, Any] = {"where": {"score": name, "pairs_of": pairs}, "label": name, "area": ALL}
    return (
        case.number(result, "area_under_curve", "auc", **about),
        case.number(result, "list_p_value", "p_value", **about),
    )


def _areas(case: Case) -> TableBlock:
    words = case.words
    header = [words.text("opportunities.score")] + [
        words.text(f"opportunities.{column}_{pairs}") for pairs in OF_PAIRS for column in ("auc", "p")
    ]
    rows: list[list[Inline]] = [
        [
            words.text(f"opportunities.{name}"),
            *(one for pairs in OF_PAIRS for one in _of_pairs(case, name, pairs)),
        ]
        for name in LISTS
    ]
    caption = words.text("opportunities.areas_caption", **_years(case))
    return table(caption, header, rows, note=words.inlines("opportunities.areas_note"))


def _verdict(case: Case) -> Paragraph:
    """Say in words whether anything but size was seen."""
    auc, p = _of_pairs(case, "excess", "same_region")
    value = p.figure.value
    seen = isinstance(value, float) and value <= LEVEL
    return case.words.paragraph(f"opportunities.excess_{'seen' if seen else 'not_seen'}", auc=auc, p=p)


def _rates(case: Case) -> Chart:
    words, result = case.words, _result(case, "rates")
    overall = float(_result(case, "counts").table["entry_rate"].iloc[0])
    description = words.text("opportunities.rates_description")
    drawn = result.table[["group", "rate", "lower", "upper"]]
    return Chart(
        title=words.text("opportunities.rates_title", **_years(case)),
        description=description,
        how_to_read=words.text("opportunities.rates_how_to_read"),
        **both_widths(
            partial(charts.entry_rates, drawn, overall=overall, lang=case.language, description=description)
        ),
        twin=_rates_twin(case, result),
    )


def _rates_twin(case: Case, result: Result) -> TableBlock:
    columns = {
        "lowest_score": "relatedness_density",
        "highest_score": "relatedness_density",
        "cells": "entries",
        "entries": "entries",
    }
    return table(
        case.words.text("opportunities.rates_caption", **_years(case)),
        [case.words.text(f"opportunities.{name}") for name in ("group", *columns, "rate", "interval")],
        [
            [
                str(row["group"]),
                *(_of_group(case, result, row["group"], *one) for one in columns.items()),
                *_with_interval(case, result, row["group"], "rate"),
            ]
            for row in records(result.table)
        ],
    )


def _of_group(case: Case, result: Result, group: int, column: str, definition: str) -> Number:
    return case.number(result, definition, column, where={"group": group}, area=ALL)


def _with_interval(case: Case, result: Result, group: int, column: str) -> tuple[Number, Number]:
    rate = case.number(
        result, "entry_rate", column, where={"group": group}, area=ALL, interval=("lower", "upper")
    )
    return rate, case.interval(rate.figure)


def _forecast(case: Case) -> list[Block]:
    """Compare what the period before foretold, where the data reach back so far."""
    words, before = case.words, 2 * case.start - case.end
    if before not in case.known_years:
        return [
            words.paragraph("opportunities.no_forecast", tone=Tone.NOTE, before=str(before), **_years(case))
        ]
    result = _result(case, "forecast", before=before)
    columns = ("predicted", "cells", "entries", "rate", "interval", "agrees")
    rows: list[list[Inline]] = [
        [
            str(row["group"]),
            _of_group(case, result, row["group"], "predicted", "entry_rate"),
            _of_group(case, result, row["group"], "cells", "entries"),
            _of_group(case, result, row["group"], "entries", "entries"),
            *_with_interval(case, result, row["group"], "observed"),
            words.text(f"opportunities.agrees_{row['agrees']}"),
        ]
        for row in records(result.table)
    ]
    return [
        table(
            words.text("opportunities.forecast_caption", before=str(before), **_years(case)),
            [words.text(f"opportunities.{name}") for name in ("group", *columns)],
            rows,
            note=words.inlines("opportunities.forecast_note"),
        )
    ]

"""Are we on track: every target beside what was counted, with a path, a band and a verdict by rule."""

from functools import partial
from typing import Any

import numpy as np

from sandan.data.missing import Stage
from sandan.evaluate.indicators import Indicator, indicator_registry
from sandan.evaluate.standing.targets import Reason, TargetVerdict
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case, plain_value
from sandan.report.document import Block, Chart, Inline, Number, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, section, table
from sandan.report.wording.words import words_of

NAME = "targets"
PATH = "growth"


def targets(case: Case) -> Section:
    """Make the section."""
    if not case.has("indicators"):
        return absent(case, NAME, "needs_indicators")
    result = _asked(case)
    rows = records(result.table)
    if not rows:
        return absent(case, NAME, "needs_targets")
    blocks: list[Block] = [_counts(case, rows), _table(case, result, rows)]
    for row in rows:
        blocks += _one(case, result, row)
    return section(case, NAME, [*blocks, cannot_say(case, NAME)])


def _asked(case: Case) -> Result:
    return case.calculate(
        "targets", city=case.city, registry=case.registry, baselines={}, path=PATH, as_of=case.end
    )


def _indicator(case: Case, row: Row) -> Indicator:
    return indicator_registry(case.registry)[str(row["indicator"])]


def _called(case: Case, row: Row) -> str:
    found = _indicator(case, row)
    return found.name_ko if case.language == "ko" else found.name_en


def _stage(case: Case, stage: Any) -> str:
    return words_of(case.language)[f"stage_{stage}"]


def _verdict(case: Case, row: Row) -> str:
    said = {one.value: case.words.text(f"{NAME}.verdict_{one.value}") for one in TargetVerdict}
    return said[str(row["verdict"])]


def _reason(case: Case, row: Row) -> str:
    said = {one.value: case.words.text(f"{NAME}.reason_{one.value}") for one in Reason if one.value}
    return said.get(str(row["reason"]), "")


def _counts(case: Case, rows: list[Row]) -> Paragraph:
    """Say how many targets have each verdict; the numbers are those of the rows below."""
    held = [row for row in rows if not row["superseded"]]
    verdicts = [str(row["verdict"]) for row in held]
    pieces = [
        f"{case.words.text(f'{NAME}.verdict_{one.value}')} {verdicts.count(one.value)}"
        for one in TargetVerdict
        if one.value in verdicts
    ]
    return case.words.paragraph(
        f"{NAME}.lead",
        tone=Tone.LEAD,
        city=case.place(case.city),
        end=str(case.end),
        count=str(len(held)),
        verdicts=", ".join(pieces),
    )


def _number(
    case: Case,
    result: Result,
    row: Row,
    column: str,
    *,
    definition: str = "indicator",
    period: Any = None,
    stage: Any = Stage.FINAL,
    interval: tuple[str, str] | None = None,
) -> Inline:
    """Turn a cell of a verdict into a number, or into nothing where there is none."""
    if plain_value(row[column]) is None:
        return ""
    keys = ("indicator", "due", "target_stage", "definition_version")
    figure = case.figure(
        result,
        definition,
        column,
        where={key: plain_value(row[key]) for key in keys},
        label=str(row["indicator"]),
        period=str(plain_value(row["period" if period is None else period])),
        unit=str(row["unit"]),
        interval=interval,
        stage=Stage(stage),
    )
    return case.shown(figure)


def _band(case: Case, result: Result, row: Row) -> Inline:
    shown = _number(
        case, result, row, "path", definition="target_line", interval=("band_lower", "band_upper")
    )
    return (
        case.interval(shown.figure) if isinstance(shown, Number) and shown.figure.lower is not None else shown
    )


def _percent(case: Case, result: Result, row: Row, column: str, definition: str) -> Inline:
    if plain_value(row[column]) is None:
        return ""
    keys = ("indicator", "due", "target_stage", "definition_version")
    return case.number(
        result,
        definition,
        column,
        signed=definition == "target_change",
        where={key: plain_value(row[key]) for key in keys},
        label=str(row["indicator"]),
        period=f"{plain_value(row['start'])}–{plain_value(row['due'])}",
    )


def _value(case: Case, result: Result, row: Row) -> Inline:
    ends = ("lower", "upper") if row["lower"] != row["upper"] else None
    return _number(case, result, row, "value", stage=row["stage"] or Stage.FINAL, interval=ends)


def _cells(case: Case, result: Result, row: Row) -> dict[str, Inline]:
    """Give what tables and sentences show of a target."""
    value = _value(case, result, row) if plain_value(row["value"]) is not None else ""
    when = "" if not value else f"{plain_value(row['period'])}, {_stage(case, row['stage'])}"
    return {
        "indicator": _called(case, row),
        "stage": _stage(case, row["target_stage"]),
        "verdict": _verdict(case, row),
        "when": when,
        "target": _number(
            case, result, row, "target", definition="target_value", period="due", stage=row["target_stage"]
        ),
        "due": str(plain_value(row["due"])),
        "baseline": _number(case, result, row, "baseline", period="start"),
        "value": value,
        "band": _band(case, result, row),
        "progress": _percent(case, result, row, "progress_percent", "target_progress"),
    }


def _table(case: Case, result: Result, rows: list[Row]) -> TableBlock:
    words = case.words
    header = (
        "indicator",
        "stage",
        "verdict",
        "when",
        "due",
        "target",
        "baseline",
        "value",
        "band",
        "progress",
    )
    lines, superseded = [], words.text(f"{NAME}.superseded")
    for row in rows:
        cells = _cells(case, result, row)
        if row["superseded"]:
            cells["verdict"] = f"{cells['verdict']} ({superseded})"
        lines.append([cells[name] for name in header])
    return table(
        words.text(f"{NAME}.caption", city=case.place(case.city), end=str(case.end)),
        [words.text(f"{NAME}.{name}_column") for name in header],
        lines,
        text_columns=4,
        note=words.inlines(f"{NAME}.note"),
        row_tones=["weak" if row["superseded"] else "" for row in rows],
    )


def _one(case: Case, result: Result, row: Row) -> list[Block]:
    """Say the verdict of one target in a sentence, and draw its way."""
    cells = _cells(case, result, row)
    about = {name: cells[name] for name in ("indicator", "due", "target", "stage", "verdict")}
    said = _sentence(case, result, row, cells, about)
    drawn = [] if plain_value(row["baseline"]) is None else [_chart(case, row)]
    return [said, *drawn]


def _sentence(
    case: Case, result: Result, row: Row, cells: dict[str, Inline], about: dict[str, Inline]
) -> Paragraph:
    if row["verdict"] == TargetVerdict.CANNOT_BE_TOLD:
        return case.words.paragraph(
            f"{NAME}.untold", tone=Tone.NOTICE, **about, reason=_reason(case, row), start=_year(row)
        )
    kind = {
        TargetVerdict.MET: "said_met",
        TargetVerdict.MISSED: "said_missed",
        TargetVerdict.BEHIND: "said_behind",
        TargetVerdict.ON_TRACK: "said_on_track",
    }
    said = {
        verdict: case.words.inlines(
            f"{NAME}.{key}",
            **about,
            value=cells["value"],
            when=cells["when"],
            band=cells["band"],
        )
        for verdict, key in kind.items()
    }[TargetVerdict(str(row["verdict"]))]
    needed = _needed(case, result, row)
    mark = case.words.inlines(f"{NAME}.provisional")
    return Paragraph((*said, *needed, *(mark if row["provisional"] else ())), Tone.NOTICE)


def _year(row: Row) -> str:
    return str(plain_value(row["start"]))


def _needed(case: Case, result: Result, row: Row) -> tuple[Inline, ...]:
    """Set what would still be needed beside what was usual and fastest."""
    columns = ("needed_percent", "usual_percent", "fastest_percent")
    cells = [_percent(case, result, row, column, "target_change") for column in columns]
    if any(cell == "" for cell in cells) or row["verdict"] in (TargetVerdict.MET, TargetVerdict.MISSED):
        return ()
    needed, usual, fastest = cells
    return case.words.inlines(f"{NAME}.needed", needed=needed, usual=usual, fastest=fastest, start=_year(row))


def _chart(case: Case, row: Row) -> Chart:
    words = case.words
    asked = {
        name: plain_value(row[name])
        for name in ("indicator", "due", "target_stage", "definition_version", "start")
    }
    result = case.calculate(
        "target_path", city=case.city, registry=case.registry, path=PATH, as_of=case.end, **asked
    )
    about = {"indicator": _called(case, row), "due": str(asked["due"]), "start": str(asked["start"])}
    title = words.text(f"{NAME}.chart_title", **about)
    description = words.text(f"{NAME}.chart_description", **about)
    rows: list[list[Inline]] = [
        [
            str(int(one["period"])),
            "" if plain_value(one["stage"]) is None else _stage(case, one["stage"]),
            *(_of_path(case, result, row, one, column) for column in ("value", "path")),
            _of_path(case, result, row, one, "path", band=True),
        ]
        for one in records(result.table)
    ]
    header = ("year", "stage_of_value", "value", "path", "band")
    return Chart(
        title=title,
        description=description,
        how_to_read=words.text(f"{NAME}.how_to_read"),
        **both_widths(
            partial(
                charts.target_path,
                result.table,
                due=int(row["due"]),
                target=float(row["target"]),
                unit=f"{_called(case, row)}",
                lang=case.language,
                description=description,
            )
        ),
        twin=table(title, [words.text(f"{NAME}.{name}_column") for name in header], rows, text_columns=2),
    )


def _of_path(case: Case, result: Result, row: Row, one: Row, column: str, *, band: bool = False) -> Inline:
    if plain_value(one[column]) is None or (band and np.isnan(one["band_lower"])):
        return ""
    figure = case.figure(
        result,
        "indicator" if column == "value" else "target_line",
        column,
        where={"period": int(one["period"])},
        label=str(row["indicator"]),
        period=str(int(one["period"])),
        unit=str(row["unit"]),
        interval=("band_lower", "band_upper") if band else None,
        stage=Stage(one["stage"]) if column == "value" else Stage.FINAL,
    )
    return case.interval(figure) if band else case.shown(figure)

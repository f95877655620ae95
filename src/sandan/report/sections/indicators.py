"""How do we stand among our peers: indicators with their breaks, ranks only inside a stored set."""

from functools import partial

import pandas as pd

from sandan.data.missing import Stage
from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.indicators import Indicator, indicator_registry
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case, plain_value
from sandan.report.document import (
    Block,
    Chart,
    Inline,
    KeyFigure,
    Number,
    Paragraph,
    Section,
    TableBlock,
    Tone,
)
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, section, table
from sandan.report.wording.words import words_of

CHARTED_RANKS = ("workers", "strategic_firms")
CHARTED_SERIES = ("venture_firms", "fiscal_independence")


def indicators(case: Case) -> Section:
    """Make the section."""
    if not case.has("indicators"):
        return absent(case, "indicators", "needs_indicators")
    found = _known(case)
    blocks: list[Block] = [*_lead(case), _table(case, found)]
    for one in found:
        ranked = _ranks_of(case, one)
        if one.key in CHARTED_RANKS and ranked is not None:
            blocks.append(_peers(case, one, ranked))
    blocks += [_series(case, one) for one in found if one.key in CHARTED_SERIES]
    return section(case, "indicators", [*blocks, cannot_say(case, "indicators")])


def standing(case: Case, key: str) -> KeyFigure | None:
    """Give the rank of the city among its peers, as a range; None where no rank can be given."""
    found = next((one for one in _known(case) if one.key == key), None) if case.has("indicators") else None
    ranked = None if found is None else _ranks_of(case, found)
    if found is None or ranked is None or case.comparison_set is None:
        return None
    mine = records(ranked.table.loc[ranked.table["area"] == case.city])
    shown = _range(case, found, ranked, mine[0]) if mine else ""
    if not isinstance(shown, Number):
        return None
    among = case.comparison_set
    named = among.name_ko if case.language == "ko" else among.name_en
    note = case.words.inlines("overview.rank_note", set=named, count=str(len(among.areas)))
    return KeyFigure(case.words.text("overview.rank", indicator=_name(case, found)), shown, note)


def one_indicator(case: Case, key: str) -> list[Block]:
    """Show one indicator in full: its series with breaks, and the city among its peers."""
    found = next(one for one in _known(case) if one.key == key)
    ranked = _ranks_of(case, found)
    return [_series(case, found), *([] if ranked is None else [_peers(case, found, ranked)])]


def known_indicators(case: Case) -> list[tuple[str, str]]:
    """List the indicators of the city by key and name."""
    return [(one.key, _name(case, one)) for one in _known(case)] if case.has("indicators") else []


def _known(case: Case) -> list[Indicator]:
    """List the indicators of the registry that the data have for the city in the last year."""
    values = case.shelf.read(case.snapshots["indicators"].id)
    here = values.loc[(values["area"] == case.city) & (values["period"] == case.end), "indicator"]
    registry = indicator_registry(case.registry)
    return [registry[key] for key in registry if key in set(here)]


def _name(case: Case, indicator: Indicator) -> str:
    return indicator.name_ko if case.language == "ko" else indicator.name_en


def _lead(case: Case) -> list[Paragraph]:
    among = case.comparison_set
    if among is None:
        return []
    korean = case.language == "ko"
    members = ", ".join(case.place(area) for area in among.areas)
    named = f"{among.name_ko if korean else among.name_en} ({among.rule_ko if korean else among.rule_en})"
    return [case.words.paragraph("indicators.lead", tone=Tone.LEAD, set=named, members=members)]


def _series_of(case: Case, indicator: Indicator) -> Result:
    return case.calculate("indicator_series", indicator=indicator.key, area=case.city, registry=case.registry)


def _ranks_of(case: Case, indicator: Indicator, *, per_capita: bool = False) -> Result | None:
    """Rank the places of the stored set; None where there is no set, or the values allow no ranks."""
    if case.comparison_set is None:
        return None
    try:
        return case.calculate(
            "indicator_ranks",
            indicator=indicator.key,
            period=case.end,
            per_capita=per_capita,
            registry=case.registry,
            comparison_set=case.comparison_set.to_json(),
        )
    except (DefinitionError, MeasureError):
        return None


def _value(case: Case, result: Result, row: Row, label: str) -> Number:
    """Show a value; a place of the set that has none has no stage and no definition either."""
    keys = [key for key in ("area", "period", "definition_version") if key in result.table.columns]
    stated = {key: value for key, value in row.items() if plain_value(value) is not None}
    figure = case.figure(
        result,
        "indicator",
        "value",
        where={key: stated[key] for key in keys if key in stated},
        label=label,
        area=str(row["area"]),
        period=str(row.get("period", case.end)),
        unit=str(row["unit"]),
        interval=("lower", "upper"),
        stage=Stage(stated.get("stage", Stage.FINAL)),
    )
    return case.shown(figure)


def _table(case: Case, found: list[Indicator]) -> TableBlock:
    words = case.words
    count = 0 if case.comparison_set is None else len(case.comparison_set.areas)
    rows: list[list[Inline]] = []
    for indicator in found:
        result = _series_of(case, indicator)
        now = records(result.table.loc[result.table["period"] == case.end])
        rows += [_row(case, indicator, result, row) for row in now]
    header = [
        words.text("indicators.indicator"),
        words.text("indicators.value"),
        words.text("indicators.rank", count=str(count)),
        words.text("indicators.rank_per_capita"),
        words.text("indicators.stage"),
        words.text("indicators.definition"),
    ]
    caption = words.text("indicators.table_caption", city=case.place(case.city), end=str(case.end))
    made = table(caption, header, rows)
    return TableBlock(
        made.caption, made.header, made.rows, (False, True, True, True, False, False), made.note
    )


def _row(case: Case, indicator: Indicator, result: Result, row: Row) -> list[Inline]:
    return [
        _name(case, indicator),
        _value(case, result, row, indicator.key),
        _rank(case, indicator, str(row["definition_version"])),
        _rank(case, indicator, str(row["definition_version"]), per_capita=True),
        words_of(case.language)[f"stage_{row['stage']}"],
        _says(case, indicator, row),
    ]


def _says(case: Case, indicator: Indicator, row: Row) -> str:
    """Say by which definition a value was counted."""
    version = indicator.version(str(row["definition_version"]))
    return version.says_ko if case.language == "ko" else version.says_en


def _rank(case: Case, indicator: Indicator, version: str, *, per_capita: bool = False) -> Inline:
    """Show the rank, or nothing where the set or the definition allows none."""
    if per_capita and not indicator.per_capita:
        return ""
    result = _ranks_of(case, indicator, per_capita=per_capita)
    if result is None:
        return ""
    mine = records(result.table.loc[result.table["area"] == case.city])[0]
    return _range(case, indicator, result, mine) if mine["definition_version"] == version else ""


def _rank_label(indicator: Indicator, result: Result) -> str:
    parameters = result.calculation.parameters
    pieces = [indicator.key, parameters["comparison_set"]["key"]]
    return ": ".join([*pieces, "per_capita"] if parameters["per_capita"] else pieces)


def _range(case: Case, indicator: Indicator, result: Result, row: Row) -> Inline:
    """Show a rank as a range, or nothing where a place has none."""
    if plain_value(row["best_rank"]) is None:
        return ""
    figure = case.figure(
        result,
        "rank",
        "best_rank",
        where={"area": row["area"]},
        label=_rank_label(indicator, result),
        area=str(row["area"]),
        period=str(case.end),
        interval=("best_rank", "worst_rank"),
    )
    return case.interval(figure)


def _peers(case: Case, indicator: Indicator, result: Result) -> Chart:
    words = case.words
    name = _name(case, indicator)
    drawn = result.table.assign(
        label=[case.place(area) for area in result.table["area"]],
        best=result.table["best_rank"],
        worst=result.table["worst_rank"],
        is_focal=result.table["area"] == case.city,
    )
    rows: list[list[Inline]] = [
        [
            case.place(row["area"]),
            _value(case, result, row, indicator.key),
            _range(case, indicator, result, row),
        ]
        for row in records(result.table)
    ]
    title = words.text("indicators.chart_title", indicator=name, end=str(case.end))
    header = [
        words.text("indicators.city"),
        name,
        words.text("indicators.rank", count=str(len(result.table))),
    ]
    return Chart(
        title=title,
        description=words.text("indicators.chart_description"),
        how_to_read=words.text("indicators.how_to_read"),
        **both_widths(
            partial(
                charts.peer_ranges,
                drawn,
                unit=name,
                lang=case.language,
                decimals=0,
                description=words.text("indicators.chart_description"),
            )
        ),
        twin=table(title, header, rows),
    )


def _series(case: Case, indicator: Indicator) -> Chart:
    words = case.words
    name = _name(case, indicator)
    result = _series_of(case, indicator)
    title = words.text("indicators.series_title", indicator=name, city=case.place(case.city))
    rows: list[list[Inline]] = [
        [
            str(row["period"]),
            _value(case, result, row, indicator.key),
            _says(case, indicator, row),
            words_of(case.language)[f"stage_{row['stage']}"],
            words.text("indicators.break_note") if row["break_before"] else "",
        ]
        for row in records(result.table)
    ]
    header = [words.text(f"indicators.{key}") for key in ("year", "value", "definition", "stage", "status")]
    made = table(title, header, rows)
    return Chart(
        title=title,
        description=words.text("indicators.series_description"),
        how_to_read=words.text("indicators.series_how_to_read"),
        **both_widths(
            partial(
                charts.indicator_series,
                result.table.assign(is_old=_by_old_definition(result.table)),
                unit=name,
                lang=case.language,
                breaks=_breaks(case, result.table),
                description=words.text("indicators.series_description"),
            )
        ),
        twin=TableBlock(made.caption, made.header, made.rows, (False, True, False, False, False), made.note),
    )


def _by_old_definition(series: pd.DataFrame) -> pd.Series:
    """Mark the values that the first year of a break has beside the new one."""
    new = series.loc[series["break_before"].astype(bool)].set_index("period")["definition_version"]
    there = series["period"].map(new)
    return there.notna() & (there != series["definition_version"])


def _breaks(case: Case, series: pd.DataFrame) -> dict[int, str]:
    """Give the first year after each break, with what changed."""
    first = series.loc[series["break_before"].astype(bool)]
    return {int(row["period"]): str(row[f"break_{case.language}"]) for row in records(first)}

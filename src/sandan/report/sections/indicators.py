"""How do we stand among our peers: indicators with their breaks, ranks only inside a stored set."""

import pandas as pd

from sandan.data.missing import Stage
from sandan.errors import SandanError
from sandan.evaluate.comparison_sets import ComparisonSet
from sandan.evaluate.indicators import Indicator, indicator_registry
from sandan.report import charts
from sandan.report.calculations import Result
from sandan.report.case import Case
from sandan.report.document import Block, Chart, Inline, Number, Paragraph, Section, TableBlock, Tone
from sandan.report.numbers import show_value
from sandan.report.sections.common import Row, absent, cannot_say, records, section, table
from sandan.report.words import words_of

__all__ = ["indicators"]

CHARTED_RANKS = ("workers", "strategic_firms")
CHARTED_SERIES = ("venture_firms", "fiscal_independence")


def indicators(case: Case) -> Section:
    """Make the section."""
    if not case.has("indicators"):
        return absent(case, "indicators", "needs_indicators")
    found = _known(case)
    blocks: list[Block] = [*_lead(case), _table(case, found)]
    blocks += [
        _peers(case, one, case.comparison_set)
        for one in found
        if one.key in CHARTED_RANKS and case.comparison_set
    ]
    blocks += [_series(case, one) for one in found if one.key in CHARTED_SERIES]
    return section(case, "indicators", [*blocks, cannot_say(case, "indicators")])


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


def _ranks_of(case: Case, indicator: Indicator, among: ComparisonSet) -> Result:
    return case.calculate(
        "indicator_ranks",
        indicator=indicator.key,
        period=case.end,
        per_capita=False,
        registry=case.registry,
        comparison_set=among.to_json(),
    )


def _value(case: Case, result: Result, row: Row, label: str) -> Number:
    keys = [key for key in ("area", "period", "definition_version") if key in result.table.columns]
    figure = case.figure(
        result,
        "indicator",
        "value",
        where={key: row[key] for key in keys},
        label=label,
        area=str(row["area"]),
        period=str(row.get("period", case.end)),
        unit=str(row["unit"]),
        interval=("lower", "upper"),
        stage=Stage(row["stage"]),
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
        words.text("indicators.stage"),
        words.text("indicators.definition"),
    ]
    caption = words.text("indicators.table_caption", city=case.place(case.city), end=str(case.end))
    made = table(caption, header, rows)
    return TableBlock(made.caption, made.header, made.rows, (False, True, True, False, False), made.note)


def _row(case: Case, indicator: Indicator, result: Result, row: Row) -> list[Inline]:
    version = indicator.version(str(row["definition_version"]))
    says = version.says_ko if case.language == "ko" else version.says_en
    return [
        _name(case, indicator),
        _value(case, result, row, indicator.key),
        _rank(case, indicator, str(row["definition_version"])),
        words_of(case.language)[f"stage_{row['stage']}"],
        says,
    ]


def _rank(case: Case, indicator: Indicator, version: str) -> Inline:
    """Show the rank, or nothing where the set or the definition allows none."""
    if case.comparison_set is None:
        return ""
    try:
        result = _ranks_of(case, indicator, case.comparison_set)
    except SandanError:
        return ""
    mine = result.table.loc[result.table["area"] == case.city].iloc[0]
    if pd.isna(mine["best_rank"]) or mine["definition_version"] != version:
        return ""
    figure = case.figure(
        result,
        "rank",
        "best_rank",
        where={"area": case.city},
        label=f"{indicator.key}: {case.comparison_set.key}",
        period=str(case.end),
        interval=("best_rank", "worst_rank"),
    )
    ends = [int(mine["best_rank"]), int(mine["worst_rank"])]
    shown = [show_value(end, "rank", language=case.language) for end in dict.fromkeys(ends)]
    return Number(figure, "–".join(shown))


def _peers(case: Case, indicator: Indicator, among: ComparisonSet) -> Chart:
    words = case.words
    name = _name(case, indicator)
    result = _ranks_of(case, indicator, among)
    drawn = result.table.assign(
        label=[case.place(area) for area in result.table["area"]],
        best=result.table["best_rank"],
        worst=result.table["worst_rank"],
        is_focal=result.table["area"] == case.city,
    )
    rows: list[list[Inline]] = [
        [case.place(row["area"]), _value(case, result, row, indicator.key), _range(case, row)]
        for row in records(result.table)
    ]
    title = words.text("indicators.chart_title", indicator=name, end=str(case.end))
    header = [
        words.text("indicators.city"),
        name,
        words.text("indicators.rank", count=str(len(among.areas))),
    ]
    return Chart(
        title=title,
        description=words.text("indicators.chart_description"),
        how_to_read=words.text("indicators.how_to_read"),
        specification=charts.peer_ranges(
            drawn,
            unit=name,
            lang=case.language,
            decimals=0,
            description=words.text("indicators.chart_description"),
        ),
        twin=table(title, header, rows),
    )


def _range(case: Case, row: Row) -> str:
    ends = [row["best_rank"], row["worst_rank"]]
    return "–".join(show_value(end, "rank", language=case.language) for end in dict.fromkeys(ends))


def _series(case: Case, indicator: Indicator) -> Chart:
    words = case.words
    name = _name(case, indicator)
    result = _series_of(case, indicator)
    title = words.text("indicators.series_title", indicator=name, city=case.place(case.city))
    rows: list[list[Inline]] = [
        [
            str(row["period"]),
            _value(case, result, row, indicator.key),
            words_of(case.language)[f"stage_{row['stage']}"],
            words.text("indicators.break_note") if row["break_before"] else "",
        ]
        for row in records(result.table)
    ]
    header = [words.text(f"indicators.{key}") for key in ("year", "value", "stage", "status")]
    made = table(title, header, rows)
    return Chart(
        title=title,
        description=words.text("indicators.series_description"),
        how_to_read=words.text("indicators.series_how_to_read"),
        specification=charts.indicator_series(
            result.table,
            unit=name,
            lang=case.language,
            breaks=_breaks(case, result.table),
            description=words.text("indicators.series_description"),
        ),
        twin=TableBlock(made.caption, made.header, made.rows, (False, True, False, False), made.note),
    )


def _breaks(case: Case, series: pd.DataFrame) -> dict[int, str]:
    """Give the first year after each break, with what changed."""
    first = series.loc[series["break_before"].astype(bool)]
    return {int(row["period"]): str(row[f"break_{case.language}"]) for row in records(first)}

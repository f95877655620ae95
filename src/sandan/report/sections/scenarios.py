"""Arithmetic of what if: without a complex, at the peers' rates, under another definition."""

from collections.abc import Iterator
from typing import Any

from sandan.data.missing import Stage, Status
from sandan.errors import MeasureError
from sandan.evaluate.indicators import indicator_registry
from sandan.evaluate.standing.scenarios import ARITHMETIC
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Block, Inline, Number, Section, TableBlock, Tone
from sandan.report.sections.common import absent, cannot_say, records, section, table

NAME = "scenarios"
AT_PEERS = ("workers", "establishments")
"""Indicators that are led at the rates of the peers."""
PARTS = (
    "outside",
    "there_before",
    "from_the_city",
    "from_elsewhere",
    "new",
    "start",
    "at_their_rate",
    "beyond",
    "under_the_other",
    "difference",
    "actual",
    "result",
    "at_their_median",
)
"""Every part that a scenario may have; each has its words."""


def scenarios(case: Case) -> Section:
    """Make the section."""
    made = [*_without_complexes(case), *_at_peers(case), *_under_definitions(case)]
    if not made:
        return absent(case, NAME, "needs_scenarios")
    label = case.words.paragraph(
        f"{NAME}.label", tone=Tone.NOTICE, arithmetic=ARITHMETIC[0 if case.language == "ko" else 1]
    )
    blocks: list[Block] = [label, *made, cannot_say(case, NAME)]
    return section(case, NAME, blocks)


def _without_complexes(case: Case) -> Iterator[TableBlock]:
    if not case.has("establishments") or not case.covers_both_years():
        return
    for code in case.complexes():
        result = _tried(
            case,
            "without_complex",
            complex=code,
            start=case.start,
            end=case.end,
            published_on=case.published_on,
        )
        if result is not None:
            about = {"complex": case.place(code), "start": str(case.start), "end": str(case.end)}
            caption = case.words.text(f"{NAME}.without", city=case.place(case.city), **about)
            yield _table(case, result, caption, unit="persons", label=code, period=case.period, signed=True)


def _at_peers(case: Case) -> Iterator[TableBlock]:
    among = case.comparison_set
    if not case.has("indicators") or among is None or case.start == case.end:
        return
    registry = indicator_registry(case.registry)
    for key in AT_PEERS:
        result = _tried(
            case,
            "at_peer_rates",
            registry=case.registry,
            indicator=key,
            peers=list(among.areas),
            start=case.start,
            end=case.end,
        )
        if result is not None:
            korean = case.language == "ko"
            caption = case.words.text(
                f"{NAME}.at_peers",
                indicator=registry[key].name_ko if korean else registry[key].name_en,
                set=among.name_ko if korean else among.name_en,
                start=str(case.start),
                end=str(case.end),
            )
            yield _table(case, result, caption, unit=registry[key].unit, label=key, period=str(case.end))


def _under_definitions(case: Case) -> Iterator[TableBlock]:
    """Lead every indicator with a break back to the definition before the newest."""
    if not case.has("indicators"):
        return
    values = case.shelf.read(case.snapshots["indicators"].id)
    there = set(values.loc[(values["area"] == case.city) & (values["period"] == case.end), "indicator"])
    for key, indicator in indicator_registry(case.registry).items():
        for before in indicator.versions[:-1] if key in there else ():
            result = _tried(
                case,
                "under_definition",
                registry=case.registry,
                indicator=key,
                period=case.end,
                version=before.key,
            )
            if result is not None:
                korean = case.language == "ko"
                caption = case.words.text(
                    f"{NAME}.under",
                    indicator=indicator.name_ko if korean else indicator.name_en,
                    definition=before.says_ko if korean else before.says_en,
                    end=str(case.end),
                )
                label = f"{key}: {before.key}"
                yield _table(case, result, caption, unit=indicator.unit, label=label, period=str(case.end))


def _tried(case: Case, name: str, **parameters: Any) -> Result | None:
    """Carry out a scenario; where the data do not allow it there is none."""
    try:
        return case.calculate(name, city=case.city, **parameters)
    except MeasureError:
        return None


def _table(
    case: Case, result: Result, caption: str, *, unit: str, label: str, period: str, signed: bool = False
) -> TableBlock:
    words = {part: case.words.text(f"{NAME}.part_{part}") for part in PARTS}
    rows: list[list[Inline]] = []
    tones = []
    for row in records(result.table):
        ranged = row["role"] == "result" and row["lower"] != row["upper"]
        figure = case.figure(
            result,
            "scenario",
            "value",
            where={"part": row["part"]},
            label=f"{label}: part_{row['part']}",
            period=period,
            unit=unit,
            interval=("lower", "upper") if ranged else None,
            stage=Stage.FINAL,
        )
        shown: Number = case.shown(figure, signed=signed)
        hidden = figure.status is Status.SUPPRESSED
        span: Inline = case.interval(figure, signed=signed) if ranged and not hidden else ""
        rows.append([words[str(row["part"])], shown, span])
        tones.append({"part": "", "actual": "total", "result": "strong"}[str(row["role"])])
    header = [case.words.text(f"{NAME}.{name}") for name in ("part", "value", "range")]
    note = case.words.inlines(f"{NAME}.note")
    return table(caption, header, rows, note=note, row_tones=tones)

"""A specimen report with every kind of block, as long and as awkward as real ones."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sandan.data.missing import Stage, Status
from sandan.data.workspace import Workspace
from sandan.report.assemble import make_report, open_case
from sandan.report.case import Case
from sandan.report.document import (
    Block,
    Chart,
    Document,
    KeyFigure,
    KeyFigures,
    Number,
    Paragraph,
    Section,
    TableBlock,
    Tone,
)
from sandan.report.figures.record import Calculation, Figure
from sandan.report.theme import CHART_FONT, LIGHT

SNAPSHOTS = ("9f2c51aa" * 8, "04be77d3" * 8)
NULL = "firms of a region drawn from the common mix"
COUNTS = Calculation(
    "change_account", {"area": "41130", "start": 2010, "end": 2013}, SNAPSHOTS, "0.1.0", "c0ffee12"
)
TESTS = Calculation(
    "specialization",
    {"area": "41130", "draws": 999, "null": NULL, "seed": 20130401},
    SNAPSHOTS[:1],
    "0.1.0",
    "c0ffee12",
)
INDICATORS = Calculation("indicators", {"set": "peers-2013"}, SNAPSHOTS[1:], "0.1.0", "c0ffee12")
ACCOUNT = (
    (2411, "total"),
    (612, ""),
    (-377, ""),
    (141, ""),
    (-96, ""),
    (30, "weak"),
    (118, "strong"),
    (2839, "total"),
)
MISSING = (
    (Status.SUPPRESSED, "hidden"),
    (Status.NOT_SURVEYED, "dash"),
    (Status.NOT_COMPARABLE, "not_comparable"),
)


class Writer:
    """Writes the specimen in one language; counts rows so that no two figures are the same."""

    def __init__(self, language: str, districts: int) -> None:
        catalog = tomllib.loads(Path(__file__).with_name("specimen.toml").read_text(encoding="utf-8"))
        self.districts = districts
        self.words: dict[str, Any] = catalog[language]
        self.row = 0

    def number(self, value: float | None, unit: str, shown: str = "", **fields: Any) -> Number:
        self.row += 1
        usual = {
            "label": self.words["label"].format(row=self.row),
            "definition": "strategic_firms",
            "definition_version": "1",
            "area": self.words["area"],
            "period": "2013",
            "basis": self.words["basis"],
            "stage": Stage.FINAL,
            "status": Status.REPORTED,
            "calculation": COUNTS,
            "cell": {"row": self.row},
            "column": "value",
        }
        figure = Figure(value=value, unit=unit, **usual | fields).with_id()
        return Number(figure, shown or f"{value:,}")

    def paragraph(self, key: str, tone: Tone = Tone.BODY) -> Paragraph:
        return Paragraph((self.words[key],), tone)

    def section(self, key: str, *blocks: Block) -> Section:
        return Section(key, self.words[key], blocks)


def _overview(w: Writer) -> Section:
    start, end = w.number(2411, "firms", period="2010"), w.number(2839, "firms")
    lead, growth, change = w.words["lead"]
    sales = w.number(
        None, "million KRW", w.words["hidden"], status=Status.SUPPRESSED, lower=210.5, upper=260.0
    )
    tiles = (
        KeyFigure(w.words["firms"], end, (w.words["before"], start)),
        KeyFigure(
            w.words["net"],
            w.number(428, "firms", "+428"),
            (w.words["redefined"], w.number(118, "firms", "+118")),
        ),
        KeyFigure(w.words["tested"], w.number(4, "clusters", calculation=TESTS)),
        KeyFigure(w.words["sales"], sales, (w.words["bounds"],)),
    )
    return w.section(
        "overview",
        w.paragraph("dates", Tone.NOTICE),
        Paragraph((lead, start, growth, end, change), Tone.LEAD),
        KeyFigures(tiles),
        w.paragraph("complexes"),
        w.paragraph("dates", Tone.NOTE),
    )


def _quotients() -> list[dict[str, float | bool]]:
    return [
        {
            "quotient": 2.4 - 0.25 * i,
            "lower": 2.1 - 0.29 * i,
            "upper": 2.7 - 0.21 * i,
            "p": 0.001 * (i + 1) ** 2,
            "tested": i < 4,
        }
        for i in range(8)
    ]


def _dots(w: Writer, width: int = 420) -> dict[str, Any]:
    rows = [row | {"industry": name} for row, name in zip(_quotients(), w.words["industries"], strict=True)]
    axis = {
        "gridColor": LIGHT.line,
        "domain": False,
        "ticks": False,
        "labelColor": LIGHT.muted,
        "titleColor": LIGHT.muted,
    }
    y = {
        "field": "industry",
        "sort": None,
        "title": None,
        "axis": axis | {"labelColor": LIGHT.ink, "labelLimit": 240},
    }
    x = {"field": "lower", "type": "quantitative", "title": w.words["quotient"], "axis": axis}
    color = {
        "field": "tested",
        "scale": {"domain": [True, False], "range": [LIGHT.accent, LIGHT.neutral]},
        "legend": None,
    }
    dot = {"type": "point", "filled": True, "size": 70, "opacity": 1}
    return {
        "width": width,
        "height": {"step": 26},
        "data": {"values": rows},
        "config": {"font": CHART_FONT, "background": LIGHT.paper, "view": {"stroke": None}},
        "layer": [
            {
                "mark": {"type": "rule", "color": LIGHT.neutral, "strokeWidth": 2},
                "encoding": {"y": y, "x": x, "x2": {"field": "upper"}},
            },
            {
                "mark": dot,
                "encoding": {"y": y, "x": {"field": "quotient", "type": "quantitative"}, "color": color},
            },
            {
                "mark": {"type": "rule", "color": LIGHT.ink, "strokeDash": [3, 3]},
                "encoding": {"x": {"datum": 1}},
            },
        ],
    }


def _quotient_table(w: Writer) -> TableBlock:
    rows = []
    for index, (industry, row) in enumerate(zip(w.words["industries"], _quotients(), strict=True)):
        ends = {"lower": row["lower"], "upper": row["upper"]}
        numbers = (
            w.number(row["quotient"], "ratio", f"{row['quotient']:.2f}", calculation=TESTS, **ends),
            w.number(
                row["lower"], "ratio", f"{row['lower']:.2f}–{row['upper']:.2f}", calculation=TESTS, **ends
            ),
            w.number(row["p"], "probability", f"{row['p']:.3f}", calculation=TESTS),
            w.number(40 * index + 13, "firms", calculation=TESTS),
        )
        verdict = w.words["yes"] if row["tested"] else w.words["no"]
        rows.append(((industry,), *((number,) for number in numbers), (verdict,)))
    return TableBlock(
        caption=w.words["quotient_caption"],
        header=tuple(w.words["quotient_header"]),
        rows=tuple(rows),
        numeric=(False, True, True, True, True, False),
        note=(w.words["discoveries"],),
        row_tones=("strong",) * 4 + ("weak",) * 4,
    )


def _clusters(w: Writer) -> Section:
    usual, tested = w.words["rule"]
    chart = Chart(
        title=w.words["chart_title"],
        description=w.words["chart_description"],
        how_to_read=w.words["chart_reading"],
        specification=_dots(w),
        narrow=_dots(w, width=120),
        twin=_quotient_table(w),
    )
    return w.section(
        "clusters",
        Paragraph((usual, w.number(20, "percent", "20 %", calculation=TESTS), tested)),
        chart,
        w.paragraph("pale", Tone.HOW_TO_READ),
        w.paragraph("not_why", Tone.CANNOT_SAY),
        w.paragraph("no_effect", Tone.CANNOT_SAY),
    )


def _change(w: Writer) -> Section:
    rows = tuple(
        (
            (name,),
            (w.number(value, "firms", f"{value:,}" if tone == "total" else f"{value:+,}".replace("-", "−")),),
            (w.words["account_note"],),
        )
        for name, (value, tone) in zip(w.words["account_lines"], ACCOUNT, strict=True)
    )
    account = TableBlock(
        caption=w.words["account_caption"],
        header=tuple(w.words["account_header"]),
        rows=rows,
        numeric=(False, True, False),
        row_tones=tuple(tone for _, tone in ACCOUNT),
    )
    districts = TableBlock(
        caption=w.words["district_caption"],
        header=tuple(w.words["district_header"]),
        rows=tuple(
            (
                (w.words["district"].format(index=index + 1),),
                *((_count(w, index, year),) for year in range(4)),
            )
            for index in range(w.districts)
        ),
        numeric=(False, True, True, True, True),
        note=(w.words["not_zero"],),
    )
    return w.section("change", w.paragraph("adds_up"), account, districts)


def _count(w: Writer, index: int, year: int) -> Number:
    status, word = MISSING[(index + year) % 3]
    fields: dict[str, Any] = {
        "period": str(2010 + year),
        "stage": Stage.PROVISIONAL if year == 3 else Stage.FINAL,
    }
    if (index * 7 + year * 3) % 11 == 0:
        return w.number(None, "firms", w.words[word], status=status, **fields)
    return w.number(index * 37 % 911 + year * 400, "firms", **fields)


def _peers(w: Writer) -> Section:
    rows = []
    for index, city in enumerate(w.words["cities"]):
        share = 12.5 - 1.3 * index
        numbers = (
            w.number(
                share, "percent", f"{share:.1f}", calculation=INDICATORS, lower=share - 1, upper=share + 1
            ),
            w.number(index + 1, "rank", f"{max(1, index)}–{index + 2}", calculation=INDICATORS),
            w.number(
                7.25 + index, "percent", f"{7.25 + index:.2f}", calculation=INDICATORS, stage=Stage.TARGET
            ),
        )
        rows.append(((city,), *((number,) for number in numbers)))
    table = TableBlock(
        caption=w.words["peer_caption"],
        header=tuple(w.words["peer_header"]),
        rows=tuple(rows),
        numeric=(False, True, True, True),
        row_tones=("strong", *[""] * 5),
    )
    return w.section("peers", table, w.paragraph("no_effect", Tone.CANNOT_SAY))


def write_specimen(language: str, districts: int = 60) -> Document:
    w = Writer(language, districts)
    return Document(
        language=language,
        title=w.words["title"],
        subtitle=w.words["subtitle"],
        facts=tuple((name, fact) for name, fact in w.words["facts"]),
        sections=(_overview(w), _clusters(w), _change(w), _peers(w)),
    )


@pytest.fixture(scope="session")
def specimen() -> Callable[..., Document]:
    """Write the specimen report in Korean or English, with any number of districts."""
    return cache(write_specimen)


FOCAL = "G10000"


@pytest.fixture(scope="session")
def case(office: Workspace) -> Case:
    """The focal city of the small country; coarse industries and few draws keep it fast."""
    return open_case(office, FOCAL, start=2010, end=2013, language="en", digits=2, draws=99)


@pytest.fixture(scope="session")
def grouped_case(grouped_office: Workspace) -> Case:
    """A city of the grouped register."""
    return open_case(grouped_office, "A", start=2010, end=2013, language="en", draws=99)


@pytest.fixture(scope="session")
def documents(case: Case) -> dict[str, Document]:
    """The report of the case in both languages."""
    return {language: make_report(case.in_language(language)) for language in ("ko", "en")}


@pytest.fixture
def case_of():
    """Open the case of a workspace, with the same settings."""

    def opened(
        workspace: Workspace, city: str = FOCAL, start: int = 2010, end: int = 2013, **about: Any
    ) -> Case:
        return open_case(
            workspace, city, start=start, end=end, language="en", **{"digits": 2, "draws": 99} | about
        )

    return opened


@pytest.fixture
def judged_case(workspace_with, case_of, planted_register):
    """Open the case of city A with targets of workers that are met, missed, behind and on track."""
    counted = {2006: 90.0, 2007: 94, 2008: 95, 2009: 99, 2010: 100, 2013: 114}
    plans = {(2014, "target"): 120.0, (2014, "committed"): 150.0, (2012, "announced"): 90.0}
    rows = [{"period": year, "value": value, "stage": "final"} for year, value in counted.items()]
    rows += [{"period": due, "value": value, "stage": stage} for (due, stage), value in plans.items()]
    rows += [
        {"period": 2013, "value": 130.0, "stage": "target"},
        {"period": 2013, "value": 110.0, "stage": "announced"},
    ]
    rest = {"indicator": "workers", "area": "A", "area_name": None, "unit": "persons", "status": "reported"}
    table = pd.DataFrame(rows).assign(**rest, definition_version="1", lower=None, upper=None)
    table.loc[table["period"].eq(2013) & table["stage"].eq("final"), "stage"] = "provisional"
    workspace = workspace_with("judged", establishments=planted_register, indicator_values=table)
    return case_of(workspace, "A", start=2013)


@pytest.fixture(scope="session")
def words_of_section():
    """Give everything that a section says in words, block by block."""

    def said(section: Section) -> list[str]:
        texts = [section.title]
        for block in section.blocks:
            texts += _texts(block)
        return texts

    return said


def _texts(block: Block) -> list[str]:
    match block:
        case Paragraph():
            return [_joined(block.content)]
        case KeyFigures():
            return [text for item in block.items for text in (item.label, _joined(item.note))]
        case TableBlock():
            cells = [_joined(cell) for row in block.rows for cell in row]
            return [block.caption, *block.header, *cells, _joined(block.note)]
    drawn = _strings(block.specification)
    return [block.title, block.description, block.how_to_read, *drawn, *_texts(block.twin)]


def _joined(content: tuple[Any, ...]) -> str:
    return "".join(inline if isinstance(inline, str) else inline.shown for inline in content)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for part in parts for text in _strings(part)]


@pytest.fixture
def case_elsewhere(workspace_with, planted_register, one_indicator, case_of) -> Case:
    """A city that the indicators know and the register does not."""
    tables = {"establishments": planted_register, "indicator_values": one_indicator}
    return case_of(workspace_with("elsewhere", **tables), "z")


@pytest.fixture
def published_case(workspace_with, case_of) -> Case:
    """Jobs of three places and three industries at two dates, as an office publishes them."""
    rows = [
        (region, industry, year, 100 * (1 + place) + 30 * kind * place + (year - 2010) * (kind + 1) * 5)
        for place, region in enumerate("abc")
        for kind, industry in enumerate("CGJ")
        for year in (2010, 2013)
    ]
    table = pd.DataFrame(rows, columns=["region", "industry", "period", "value"]).assign(
        region_name=None, industry_name=None, measure="employment", unit="persons", status="reported"
    )
    table = table.assign(lower=table["value"], upper=table["value"])
    return case_of(workspace_with("published", industry_table=table), "a")

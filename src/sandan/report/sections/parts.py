"""Where in the city: establishments and jobs of its districts and complexes."""

from dataclasses import dataclass

from sandan.report.calculations.base import Result
from sandan.report.calculations.establishments import OUTSIDE
from sandan.report.case import Case
from sandan.report.document import Inline, TableBlock
from sandan.report.sections.common import Row, records, table

LEVELS = ("district", "complex")
COLUMNS = ("place", "establishments", "jobs")


@dataclass(frozen=True)
class Parts:
    """The parts of a city at one level as a table, with the code of every row."""

    table: TableBlock
    codes: tuple[str, ...]


def parts(case: Case, level: str) -> Parts:
    """Count in every part of the city, what lies in no complex last."""
    rows = [row for row in records(_within(case).table) if row["level"] == level]
    ordered = sorted(rows, key=lambda row: (row["place"] == OUTSIDE, row["place"]))
    words = case.words
    drawn = table(
        words.text(f"parts.{level}_caption", city=case.place(case.city), end=str(case.end)),
        [words.text(f"parts.{column}") for column in COLUMNS],
        [_row(case, row) for row in ordered],
        note=words.inlines("parts.note"),
    )
    return Parts(drawn, tuple(row["place"] for row in ordered))


def _within(case: Case) -> Result:
    return case.calculate("within", city=case.city, period=case.end, published_on=case.published_on)


def _row(case: Case, row: Row) -> list[Inline]:
    place = str(row["place"])
    about: Row = {
        "where": {"place": place, "level": row["level"]},
        "label": place,
        "period": str(case.end),
    }
    return [
        case.words.text("parts.outside") if place == OUTSIDE else case.place(place),
        case.number(_within(case), "establishments", "establishments", **about),
        case.number(_within(case), "persons_employed", "jobs", **about),
    ]

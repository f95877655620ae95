"""What two complexes could sell to each other, by the national input-output table."""

from functools import partial
from typing import Any

import pandas as pd

from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Block, Inline, KeyFigure, Number, Tone
from sandan.report.sections.clusters import industry_name
from sandan.report.sections.common import Row, records, table
from sandan.report.sections.pairs import NAME, Pair, asked

LINKS = 8
"""Pairs of industries that are listed in each direction."""
FLOWS = ("potential", "local_share", "times_national_mix", "seller_covered", "buyer_covered")
KINDS = {
    "potential": "supply_potential",
    "local_share": "supply_share",
    "times_national_mix": "supply_times",
    "seller_covered": "supply_covered",
    "buyer_covered": "supply_covered",
}


def supply_tiles(case: Case, pair: Pair) -> list[KeyFigure]:
    """Give what each could cover of what the other buys; nothing without a table that fits."""
    if _year(case) is None:
        return []
    words = case.words
    return [
        KeyFigure(
            words.text(f"{NAME}.supply_tile", **_ends(case, row)),
            _flow(case, pair, row, "local_share"),
            words.inlines(f"{NAME}.supply_note", potential=_flow(case, pair, row, "potential")),
        )
        for row in records(_flows(case, pair).table)
    ]


def supply(case: Case, pair: Pair) -> list[Block]:
    """Show the potential in both directions, and the pairs of industries behind it."""
    words = case.words
    if not case.has("input_output"):
        return [words.paragraph(f"{NAME}.no_supply", tone=Tone.NOTE)]
    if _year(case) is None:
        return [words.paragraph(f"{NAME}.other_industries", tone=Tone.NOTE, known=_classification(case))]
    rows = records(_flows(case, pair).table)
    number = partial(_flow, case, pair)
    year = str(_year(case))
    about: dict[str, Any] = {"end": str(case.end), **pair.names}
    said = words.paragraph(
        f"{NAME}.supply",
        year=year,
        there=number(rows[0], "potential"),
        share_there=number(rows[0], "local_share"),
        back=number(rows[1], "potential"),
        share_back=number(rows[1], "local_share"),
        **about,
    )
    flows = table(
        words.text(f"{NAME}.supply_caption", **about),
        [words.text(f"{NAME}.{name}") for name in ("direction", *FLOWS)],
        [[_direction(case, row), *(number(row, column) for column in FLOWS)] for row in rows],
    )
    return [said, flows, *_links(case, pair)]


def _links(case: Case, pair: Pair) -> list[Block]:
    """List the largest pairs of each direction; a direction without any has no table."""
    words = case.words
    result = case.calculate("bridge_top_links", city=case.city, count=LINKS, **_about(case, pair))
    header = [words.text(f"{NAME}.{name}") for name in ("sells", "buys", "potential", "of_all")]
    made: list[Block] = []
    for seller in (pair.first, pair.second):
        found = records(result.table.loc[result.table["seller"] == seller])
        rows = [_link_row(case, result, row) for row in found]
        if rows:
            about = {"end": str(case.end), "count": str(len(rows)), **_ends(case, found[0])}
            made.append(table(words.text(f"{NAME}.links_caption", **about), header, rows, text_columns=2))
    return made


def _link_row(case: Case, result: Result, row: Row) -> list[Inline]:
    return [
        industry_name(case, str(row["sells"])),
        industry_name(case, str(row["buys"])),
        _link(case, result, row, "supply_potential", "potential"),
        _link(case, result, row, "supply_link_share", "share"),
    ]


def _link(case: Case, result: Result, row: Row, definition: str, column: str) -> Number:
    unit: dict[str, Any] = {"unit": _unit(case)} if column == "potential" else {}
    return case.number(
        result,
        definition,
        column,
        where={name: row[name] for name in ("seller", "buyer", "rank")},
        label=f"{row['sells']}: {row['buys']}",
        area=str(row["seller"]),
        period=str(case.end),
        **unit,
    )


def _rows(case: Case) -> pd.DataFrame:
    """Take the rows of the table whose industries are those of the register."""
    flows = case.shelf.read(case.snapshots["input_output"].id)
    return flows.loc[flows["classification"] == _classification(case)]


def _classification(case: Case) -> str:
    register = case.shelf.read(case.snapshots["establishments"].id)
    return str(register.loc[register["period"] == case.end, "classification"].iloc[0])


def _year(case: Case) -> int | None:
    """Choose the year of the table that is nearest to the last year, the earlier of two."""
    if not case.has("input_output"):
        return None
    years = sorted({int(year) for year in _rows(case)["period"].unique()})
    return min(years, key=lambda year: (abs(year - case.end), year), default=None)


def _unit(case: Case) -> str:
    return str(_rows(case)["unit"].iloc[0])


def _about(case: Case, pair: Pair) -> dict[str, Any]:
    chosen = {"table_period": _year(case), "classification": _classification(case)}
    return asked(case, pair, "digits") | chosen


def _flows(case: Case, pair: Pair) -> Result:
    return case.calculate("bridge_supply", **_about(case, pair))


def _flow(case: Case, pair: Pair, row: Row, column: str) -> Number:
    unit: dict[str, Any] = {"unit": _unit(case)} if column == "potential" else {}
    return case.number(
        _flows(case, pair),
        KINDS[column],
        column,
        where={"seller": row["seller"]},
        label=f"{column}: {case.area(str(row['seller']))}: {case.area(str(row['buyer']))}",
        period=str(case.end),
        **unit,
    )


def _ends(case: Case, row: Row) -> dict[str, str]:
    return {name: case.place(str(row[name])) for name in ("seller", "buyer")}


def _direction(case: Case, row: Row) -> str:
    return " → ".join(_ends(case, row).values())

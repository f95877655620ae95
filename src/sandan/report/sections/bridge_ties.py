"""Observed ties of two complexes: inside, between, elsewhere, and how open they are beside chance."""

from functools import partial
from typing import Any

from sandan.data.missing import Status
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.calculations.protected import EVERYTHING
from sandan.report.case import Case, plain_value
from sandan.report.document import Block, Chart, Inline, KeyFigure, Number, Paragraph, Tone
from sandan.report.sections.common import Row, both_widths, records, table
from sandan.report.sections.pairs import NAME, Pair, asked

COUNTED = ("first", "second", "between", "one_end", "no_end", "ties")
DRAWN = ("first", "second", "between")
KINDS_OF_TIES = ("joint_project", "contract", "meeting", "move")
"""Kinds that have a name in both languages; others stand as they are."""
NOTHING = "–"


def ties_lead(case: Case, pair: Pair) -> list[Paragraph]:
    """Say in one sentence how many ties cross, and what chance would give."""
    row = _latest(case, pair)
    if row is None:
        return []
    return [
        case.words.paragraph(
            f"{NAME}.ties_{row['verdict']}",
            tone=Tone.LEAD,
            year=str(row["period"]),
            between=_of_year(case, pair, row, "between"),
            first_inside=_of_year(case, pair, row, "first"),
            second_inside=_of_year(case, pair, row, "second"),
            e_i=_of_year(case, pair, row, "e_i"),
            expected=_of_year(case, pair, row, "expected"),
            p=_of_year(case, pair, row, "p"),
            **pair.names,
        )
    ]


def openness_tile(case: Case, pair: Pair) -> list[KeyFigure]:
    """Give the index of the last year that has one."""
    row = _latest(case, pair)
    if row is None:
        return []
    note = case.words.inlines(f"{NAME}.by_chance", expected=_of_year(case, pair, row, "expected"))
    label = case.words.text(f"{NAME}.openness_tile", year=str(row["period"]))
    return [KeyFigure(label, _of_year(case, pair, row, "e_i"), note)]


def ties(case: Case, pair: Pair) -> list[Block]:
    """Show the ties of every year by where their ends are, with the index, its change, and the kinds."""
    words = case.words
    if not case.has("ties"):
        return [words.paragraph(f"{NAME}.no_ties", tone=Tone.NOTE)]
    rows = records(_by_year(case, pair).table)
    if not rows:
        return [words.paragraph(f"{NAME}.no_years", tone=Tone.NOTE)]
    last = next((row for row in rows if row["period"] == case.end), rows[-1])
    return [
        _counts(case, pair, rows),
        _left_out(case, pair, last),
        *_openness(case, pair, rows),
        _kinds(case, pair, last),
    ]


def _is_known(value: Any) -> bool:
    return plain_value(value) is not None


def _by_year(case: Case, pair: Pair) -> Result:
    chosen = asked(case, pair, "draws", "seed", "level")
    del chosen["period"]
    return case.calculate("bridge_ties", **chosen)


def _latest(case: Case, pair: Pair) -> Row | None:
    """Return the last year up to the end of the period that has an index."""
    if not case.has("ties"):
        return None
    rows = [row for row in records(_by_year(case, pair).table) if _is_known(row["e_i"])]
    return next((row for row in reversed(rows) if row["period"] <= case.end), None)


def _of_year(case: Case, pair: Pair, row: Row, column: str) -> Number:
    kinds = {"e_i": "openness_index", "expected": "openness_by_chance", "p": "bridge_p_value"}
    firms = column in ("in_both", "first_firms", "second_firms")
    names = {
        "first": f"ties_inside: {case.area(pair.first)}",
        "second": f"ties_inside: {case.area(pair.second)}",
        "first_firms": f"member_firms: {case.area(pair.first)}",
        "second_firms": f"member_firms: {case.area(pair.second)}",
        "expected": f"chance_mean: {pair.label(case)}",
    }
    return case.number(
        _by_year(case, pair),
        "member_enterprises" if firms else kinds.get(column, "ties_counted"),
        column,
        where={"period": row["period"]},
        label=names.get(column, f"{column}: {pair.label(case)}"),
        period=str(row["period"]),
    )


def _counts(case: Case, pair: Pair, rows: list[Row]) -> Chart:
    words = case.words
    table_of = _by_year(case, pair).table
    labels = {
        "first": words.text(f"{NAME}.inside", place=pair.first_name),
        "second": words.text(f"{NAME}.inside", place=pair.second_name),
        "between": words.text(f"{NAME}.between"),
    }
    there = table_of.assign(
        first=table_of["first"].where(table_of["first_firms"] > 0),
        second=table_of["second"].where(table_of["second_firms"] > 0),
        between=table_of["between"].where(table_of[["first_firms", "second_firms"]].gt(0).all(axis=1)),
    )
    # A line begins when there is a complex to have ties.
    drawn = there.melt("period", list(DRAWN), "version", "firms")
    description = words.text(f"{NAME}.ties_description")
    header = [
        words.text(f"{NAME}.year"),
        *(labels.get(name) or words.text(f"{NAME}.{name}") for name in COUNTED),
    ]
    return Chart(
        title=words.text(f"{NAME}.ties_title", **pair.names),
        description=description,
        how_to_read=words.text(f"{NAME}.ties_how_to_read", **pair.names),
        **both_widths(
            partial(
                charts.versions,
                drawn,
                labels=labels,
                unit=words.text(f"{NAME}.ties"),
                lang=case.language,
                description=description,
            )
        ),
        twin=table(
            words.text(f"{NAME}.ties_title", **pair.names),
            header,
            [
                [str(row["period"]), *(_of_year(case, pair, row, column) for column in COUNTED)]
                for row in rows
            ],
            row_tones=["strong" if row["period"] == case.end else "" for row in rows],
        ),
    )


def _left_out(case: Case, pair: Pair, row: Row) -> Paragraph:
    columns = ("ties", "one_end", "no_end", "in_both", "self_ties")
    counts: dict[str, Any] = {name: _of_year(case, pair, row, name) for name in columns}
    return case.words.paragraph(f"{NAME}.left_out", year=str(row["period"]), **counts)


def _openness(case: Case, pair: Pair, rows: list[Row]) -> list[Block]:
    words = case.words
    if not any(_is_known(row["e_i"]) for row in rows):
        return [words.paragraph(f"{NAME}.no_openness", tone=Tone.NOTE)]
    description = words.text(f"{NAME}.openness_description")
    drawn = _by_year(case, pair).table[["period", "e_i", "expected"]]
    columns = ("e_i", "expected", "p", "first_firms", "second_firms")
    header = [words.text(f"{NAME}.{name}", **pair.names) for name in ("year", *columns)]
    title = words.text(f"{NAME}.openness_title", **pair.names)
    chart = Chart(
        title=title,
        description=description,
        how_to_read=words.text(f"{NAME}.openness_how_to_read"),
        **both_widths(partial(charts.tie_openness, drawn, lang=case.language, description=description)),
        twin=table(
            title,
            header,
            [[str(row["period"]), *(_index(case, pair, row, column) for column in columns)] for row in rows],
        ),
    )
    return [chart, *_change(case, pair, rows)]


def _index(case: Case, pair: Pair, row: Row, column: str) -> Inline:
    """Show a number of the index; nothing where a complex was not there yet or no tie is counted."""
    told = row["status"] == Status.REPORTED
    return NOTHING if told and not _is_known(row[column]) else _of_year(case, pair, row, column)


def _change(case: Case, pair: Pair, rows: list[Row]) -> list[Paragraph]:
    """Compare the first and the last year of the period that have an index."""
    known = [row for row in rows if _is_known(row["e_i"]) and case.start <= row["period"] <= case.end]
    if len(known) < len(("before", "after")):
        return [case.words.paragraph(f"{NAME}.no_change", tone=Tone.NOTE)]
    first, last = known[0], known[-1]
    years = {"before": first["period"], "after": last["period"]}
    chosen = asked(case, pair, "draws", "seed")
    del chosen["period"], chosen["published_on"]
    result = case.calculate("bridge_openness_change", **chosen, **years)

    def number(definition: str, column: str, **about: Any) -> Number:
        label = f"{column}: {pair.label(case)}"
        period = f"{years['before']}–{years['after']}"
        return case.number(result, definition, column, label=label, period=period, **about)

    change = number("openness_change", "change", signed=True, interval=("lower", "upper"))
    return [
        case.words.paragraph(
            f"{NAME}.change",
            before=str(years["before"]),
            after=str(years["after"]),
            from_index=number("openness_index", "before"),
            to_index=number("openness_index", "after"),
            change=change,
            interval=case.interval(change.figure, signed=True),
            expected_before=_of_year(case, pair, first, "expected"),
            expected_after=_of_year(case, pair, last, "expected"),
            movers=number("member_enterprises", "movers"),
        )
    ]


def _kinds(case: Case, pair: Pair, last: Row) -> Block:
    words, year = case.words, int(last["period"])
    chosen = asked(case, pair) | {"period": year}
    result = case.calculate("bridge_tie_kinds", **chosen)
    found = [row for row in records(result.table) if row["kind"] != EVERYTHING]
    columns = COUNTED[:-1]
    header = [
        words.text(f"{NAME}.kind"),
        words.text(f"{NAME}.inside", place=pair.first_name),
        words.text(f"{NAME}.inside", place=pair.second_name),
        *(words.text(f"{NAME}.{name}") for name in columns[2:]),
    ]

    def number(row: Row, column: str) -> Number:
        kind = str(row["kind"])
        where, label = {"kind": kind}, f"{kind}: {column}: {pair.label(case)}"
        return case.number(result, "ties_counted", column, where=where, label=label, period=str(year))

    rows: list[list[Inline]] = [
        [_kind(case, str(row["kind"])), *(number(row, column) for column in columns)] for row in found
    ]
    return table(words.text(f"{NAME}.kinds_caption", year=str(year), **pair.names), header, rows)


def _kind(case: Case, kind: str) -> str:
    return case.words.text(f"{NAME}.{kind}") if kind in KINDS_OF_TIES else kind

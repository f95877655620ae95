"""Jobs of programmes in the seven official kinds: persons and person-days apart, every client once."""

from typing import Any

from sandan.evaluate.standing.job_kinds import ALL_KINDS, Adds
from sandan.report.calculations.base import Result
from sandan.report.case import Case, plain_value
from sandan.report.document import Block, Inline, Number, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.common import Row, absent, cannot_say, records, section, table

NAME = "job_kinds"


def job_kinds(case: Case) -> Section:
    """Make the section."""
    if not case.has("jobs"):
        return absent(case, NAME, "needs_jobs")
    counts = case.calculate("job_counts", city=case.city, period=case.end)
    if not int(counts.table["rows"].iloc[-1]):
        return absent(case, NAME, "needs_jobs_of_year")
    blocks: list[Block] = [
        _lead(case, counts),
        _table(case, counts),
        *_sums(case),
        cannot_say(case, NAME),
    ]
    return section(case, NAME, blocks)


def _of(case: Case, result: Result, kind: str, column: str, definition: str = "programme_persons") -> Inline:
    rows = result.table[result.table["kind"] == kind]
    if plain_value(rows[column].iloc[0]) is None:
        return ""
    return _cell(case, result, {"kind": kind}, column, definition, label=f"kind_{kind}: {column}")


def _cell(
    case: Case, result: Result, where: dict[str, Any], column: str, definition: str, *, label: str
) -> Number:
    return case.number(result, definition, column, where=where, label=label, period=str(case.end))


def _lead(case: Case, counts: Result) -> Paragraph:
    repeated = case.calculate("repeated_clients", city=case.city, period=case.end)
    about: dict[str, Inline] = {
        name: _of(case, counts, ALL_KINDS, name) or "–" for name in ("persons", "persons_listed", "repeated")
    }
    days = _of(case, counts, ALL_KINDS, "person_days", "programme_days") or "–"
    clients = case.figure(repeated, "repeated_clients", "clients", label="clients", period=str(case.end))
    return case.words.paragraph(
        f"{NAME}.lead",
        tone=Tone.LEAD,
        city=case.place(case.city),
        end=str(case.end),
        days=days,
        clients=case.shown(clients),
        **about,
    )


def _table(case: Case, counts: Result) -> TableBlock:
    words = case.words
    columns = ("persons_listed", "persons", "repeated", "persons_unnamed", "net", "person_days")
    provisional = words.text(f"{NAME}.provisional")
    rows: list[list[Inline]] = []
    for row in records(counts.table):
        kind = str(row["kind"])
        cells = {name: _of(case, counts, kind, name) for name in columns[:4]}
        cells["net"] = _net(case, counts, row)
        cells["person_days"] = _of(case, counts, kind, "person_days", "programme_days")
        mark = f" ({provisional})" if row["provisional"] else ""
        rows.append([words.text(f"{NAME}.kind_{kind}") + mark, *(cells[name] for name in columns)])
    return table(
        words.text(f"{NAME}.caption", city=case.place(case.city), end=str(case.end)),
        [words.text(f"{NAME}.kind"), *(words.text(f"{NAME}.{name}") for name in columns)],
        rows,
        note=words.inlines(f"{NAME}.note"),
        row_tones=["total" if row["kind"] == ALL_KINDS else "" for row in records(counts.table)],
    )


def _net(case: Case, counts: Result, row: Row) -> Inline:
    if plain_value(row["net_lower"]) is None or plain_value(row["persons"]) is None:
        return ""
    figure = case.figure(
        counts,
        "programme_persons",
        "net_lower",
        where={"kind": row["kind"]},
        label=f"kind_{row['kind']}: net",
        period=str(case.end),
        interval=("net_lower", "net_upper"),
    )
    return case.interval(figure)


def _sums(case: Case) -> list[Block]:
    """Say of each unit with a stated total whether it is the sum of its kinds."""
    words = case.words
    said = {one.value: words.text(f"{NAME}.{one.value}") for one in Adds}
    units = {unit: words.text(f"{NAME}.unit_{unit}") for unit in ("persons", "person_days")}
    result = case.calculate("job_sums", city=case.city, period=case.end)
    rows: list[list[Inline]] = []
    for row in records(result.table):
        if row["adds"] == Adds.NOT_STATED:
            continue
        definition = "programme_days" if row["unit"] == "person_days" else "programme_persons"
        where = {"unit": row["unit"]}
        numbers = [
            _cell(case, result, where, column, definition, label=f"{row['unit']}: {column}")
            for column in ("stated", "sum_of_kinds", "difference")
        ]
        rows.append([units[str(row["unit"])], said[str(row["adds"])], *numbers])
    if not rows:
        return [words.paragraph(f"{NAME}.no_total", tone=Tone.NOTE)]
    header = ("unit", "adds", "stated", "sum_of_kinds", "difference")
    return [
        table(
            words.text(f"{NAME}.sums_caption", end=str(case.end)),
            [words.text(f"{NAME}.{name}") for name in header],
            rows,
            text_columns=2,
        )
    ]

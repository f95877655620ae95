"""Why did our count change: the exact account, and the same firms under every version of the rules."""

from datetime import date
from functools import partial

import pandas as pd

from sandan.data.strategic_rules import version_on
from sandan.errors import DefinitionError
from sandan.observe.change.change_account import FLOWS
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Chart, Inline, Number, Section, TableBlock, Tone
from sandan.report.sections.common import absent, both_widths, cannot_say, section, table

LINES = tuple(FLOWS)
"""The lines on which a change can stand."""

REFERENCE_DAY = (12, 31)
"""The register of a year shows its last day, so the rules of that day count."""


def account(case: Case) -> Section:
    """Make the section."""
    if not case.has("establishments"):
        return absent(case, "account", "needs_establishments")
    if not case.covers_both_years():
        return absent(case, "account", "needs_two_dates")
    if not possible(case):
        return absent(case, "account", "needs_rules")
    lead = case.words.paragraph("account.lead", tone=Tone.LEAD, **_years(case), **_lead_numbers(case))
    drill = case.words.paragraph(
        "account.drill", tone=Tone.NOTE, city=case.city, start=str(case.start), end=str(case.end)
    )
    return section(
        case, "account", [lead, _bridge(case), drill, _versions(case), cannot_say(case, "account")]
    )


def _years(case: Case) -> dict[str, str]:
    return {"city": case.place(case.city), "start": str(case.start), "end": str(case.end)}


def possible(case: Case) -> bool:
    """Say whether there are rules in force at both dates."""
    if not case.has("establishments", "rules"):
        return False
    try:
        parameters_of(case)
    except DefinitionError:
        return False
    return True


def parameters_of(case: Case) -> dict[str, object]:
    """Name the city, the years and the versions of the rules: those in force, or the one asked for."""
    rules = case.shelf.read(case.snapshots["rules"].id)
    asked = case.parameters.get("version")
    before, after = (
        asked or version_on(rules, date(year, *REFERENCE_DAY)) for year in (case.start, case.end)
    )
    found = {
        "city": case.city,
        "start": case.start,
        "end": case.end,
        "version_before": before,
        "version_after": after,
    }
    elsewhere = case.parameters.get("complex_elsewhere")
    return found if elsewhere is None else found | {"complex_elsewhere": elsewhere}


def _result(case: Case) -> Result:
    return case.calculate("account", **parameters_of(case))


def count_after(case: Case) -> Number:
    """Return the last count under the rules in force then."""
    where = {"line": "end"}
    return case.number(_result(case), "strategic_firms", "change", where=where, period=str(case.end))


def change(case: Case) -> Number:
    """Return the change of the count."""
    return case.number(_result(case), "change", "change", where={"line": "change"}, signed=True)


def _line(case: Case, line: str, *, signed: bool = False) -> Number:
    return case.number(
        _result(case), "account_line", "change", where={"line": line}, label=line, signed=signed
    )


def _lead_numbers(case: Case) -> dict[str, Inline]:
    before = case.number(
        _result(case), "strategic_firms", "change", where={"line": "start"}, period=str(case.start)
    )
    flows = {line: _line(case, line, signed=True) for line in LINES[:4]}
    nets = {line: _line(case, line, signed=True) for line in ("reclassified", "redefined")}
    return {"before": before, "after": count_after(case), "change": change(case), **flows, **nets}


def brief(case: Case, count: int) -> TableBlock:
    """Give the net change and the lines that moved most firms; the whole account stands elsewhere."""
    words = case.words
    lines = _result(case).table.set_index("line")["change"].loc[list(LINES)]
    moved = lines.loc[lines != 0].abs().sort_values(ascending=False, kind="stable").head(count)
    rows: list[list[Inline]] = [[words.text("account.net"), change(case)]]
    rows += [[words.text(f"account.{line}"), _line(case, str(line), signed=True)] for line in moved.index]
    return table(
        words.text("account.brief_caption", **_years(case)),
        [words.text("account.line"), words.text("account.firms")],
        rows,
        row_tones=["total", *[""] * len(moved)],
    )


def _bridge(case: Case) -> Chart:
    words = case.words
    years = {"start": str(case.start), "end": str(case.end)}
    lines = _result(case).table
    drawn = lines.loc[lines["role"].isin(["start", "flow", "end"])]
    names = {"start": "count_before", "end": "count_after"}
    labels = [words.text(f"account.{names.get(line, line)}", **years) for line in drawn["line"]]
    return Chart(
        title=words.text("account.chart_title", **years),
        description=words.text("account.chart_description"),
        how_to_read=words.text("account.how_to_read"),
        **both_widths(
            partial(
                charts.change_waterfall,
                drawn.assign(label=labels),
                unit=words.text("account.firms"),
                lang=case.language,
                description=words.text("account.chart_description"),
            )
        ),
        twin=_table(case),
    )


def _table(case: Case) -> TableBlock:
    words = case.words
    years = {"start": str(case.start), "end": str(case.end)}
    rows: list[list[Inline]] = [
        [words.text("account.count_before", **years), _lead_numbers(case)["before"], ""]
    ]
    rows += [
        [words.text(f"account.{line}"), _line(case, line, signed=True), words.text(f"account.{line}_meaning")]
        for line in LINES
    ]
    rows += [[words.text("account.count_after", **years), count_after(case), ""]]
    drawn = table(
        words.text("account.table_caption", **_years(case)),
        [words.text(f"account.{column}") for column in ("line", "firms", "meaning")],
        rows,
        row_tones=["total", *[""] * len(LINES), "total"],
    )
    return TableBlock(
        drawn.caption, drawn.header, drawn.rows, (False, True, False), drawn.note, drawn.row_tones
    )


def _versions(case: Case) -> Chart:
    words = case.words
    names = list(case.shelf.read(case.snapshots["rules"].id)["version"].unique())
    counts = {name: case.calculate("strategic_counts", city=case.city, version=str(name)) for name in names}
    drawn = pd.concat(
        [result.table.assign(version=name) for name, result in counts.items()], ignore_index=True
    )
    return Chart(
        title=words.text("account.versions_title"),
        description=words.text("account.versions_description"),
        how_to_read=words.text("account.versions_how_to_read"),
        **both_widths(
            partial(
                charts.versions,
                drawn,
                labels={name: words.text("account.version", version=name) for name in names},
                unit=words.text("account.firms"),
                lang=case.language,
                description=words.text("account.versions_description"),
            )
        ),
        twin=_versions_table(case, counts),
    )


def _versions_table(case: Case, counts: dict[str, Result]) -> TableBlock:
    words = case.words
    years = sorted(set().union(*(result.table["period"] for result in counts.values())))
    rows: list[list[Inline]] = [
        [
            str(year),
            *(
                case.number(
                    result,
                    "strategic_firms",
                    "firms",
                    where={"period": year},
                    label=f"version {name}",
                    period=str(year),
                )
                for name, result in counts.items()
            ),
        ]
        for year in years
    ]
    header = [words.text("account.year"), *(words.text("account.version", version=name) for name in counts)]
    return table(words.text("account.versions_caption", city=case.place(case.city)), header, rows)

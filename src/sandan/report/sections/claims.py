"""What may be claimed in public: the ledger with its verdicts, the evidence, the arithmetic."""

from datetime import date
from typing import Any

from sandan.evaluate.catalog import term
from sandan.evaluate.periods import span_of
from sandan.evaluate.verdicts import Verdict
from sandan.report.calculations.base import Result
from sandan.report.case import Case, plain_value
from sandan.report.document import Inline, Number, Paragraph, Section, TableBlock, Tone
from sandan.report.figures.record import Figure
from sandan.report.sections.common import Row, absent, cannot_say, records, section, table
from sandan.report.wording.words import words_of

NO_YEARS = "–"
"""Stands for the years of a ledger whose periods name none."""

OPEN_PLACES = {
    Verdict.SUPPORTED: "supported",
    Verdict.CONFLICTS: "conflicts",
    Verdict.NOT_COMPARABLE: "not_comparable",
    Verdict.CAUSAL_WITHOUT_DESIGN: "causal",
    Verdict.CANNOT_BE_CHECKED: "unchecked",
}


def claims(case: Case) -> Section:
    """Make the section."""
    if not case.has("claims", "evidence"):
        return absent(case, "claims", "needs_claims")
    return section(
        case,
        "claims",
        [
            *_about(case),
            _lead(case),
            _verdict_table(case),
            _evidence_table(case),
            _checks_table(case),
            *_sources(case),
            cannot_say(case, "claims"),
        ],
    )


def _say(case: Case, words: Any) -> str:
    """Give words of the ledger in the report's language, where the case has them."""
    if plain_value(words) is None:
        return ""
    known = case.claim_words
    return str(words) if known is None else known.say(str(words), case.language)


def _both(case: Case, words: Any) -> str:
    """Give words of the ledger in both languages, as figures do: a figure is the same in every report."""
    known, plain = case.claim_words, plain_value(words)
    if plain is None:
        return ""
    said = [] if known is None else [known.say(str(plain), "ko")]
    return " · ".join(dict.fromkeys([*said, str(plain)])).replace("/", "–")


def _place(case: Case) -> str:
    """Name the place that most claims are about."""
    return str(case.on_claims("claims").table["place"].mode().iloc[0])


def _place_of(case: Case, evidence: Row) -> str:
    """Name the place that a row of evidence is about."""
    claimed = {row["claim"]: str(row["place"]) for row in records(case.on_claims("claims").table)}
    known, place = case.claim_words, claimed[evidence["claim"]]
    return place if known is None else known.place_of(evidence, place)


def _years(case: Case) -> str:
    """Name the years that the claims are about, from the first to the last."""
    spans = [span_of(str(period)) for period in case.on_claims("claims").table["period"]]
    known = [span for span in spans if span is not None]
    starts = [span.first.year for span in known if span.first != date.min]
    years = sorted({*starts, *(span.last.year for span in known)})
    return "–".join(dict.fromkeys([str(years[0]), str(years[-1])])) if years else NO_YEARS


def _about(case: Case) -> list[Paragraph]:
    if not case.generated:
        return []
    place = _say(case, _place(case))
    return [case.words.paragraph("claims.about", tone=Tone.NOTE, place=place)]


def _lead(case: Case) -> Paragraph:
    counts = case.on_claims("claim_verdicts")

    def count(verdict: str) -> Inline:
        return case.number(
            counts,
            "claims_counted",
            "claims",
            where={"verdict": verdict},
            label=verdict,
            area=_both(case, _place(case)),
            period=_years(case),
            unit="claims",
        )

    parts = {place: count(verdict.value) for verdict, place in OPEN_PLACES.items()}
    return case.words.paragraph("claims.lead", tone=Tone.LEAD, count=count("all"), **parts)


def _value(case: Case, result: Result, row: Row, column: str, *, definition: str, key: str) -> Inline:
    if plain_value(row[column]) is None:
        return ""
    figure = case.figure(
        result,
        definition,
        column,
        where={key: row[key]},
        label=str(row[key]),
        area=_both(case, row["place"]),
        period=_both(case, row["period"]),
        unit=str(row["unit"]),
    )
    return _in_words(case, figure)


def _in_words(case: Case, figure: Figure) -> Number:
    """Show a figure of the ledger with its unit: its numbers count many different things."""
    number = case.shown(figure)
    if not number.shown[-1].isdigit():
        return number
    unit = words_of(case.language).get(f"unit {figure.unit}", f" {figure.unit}")
    return Number(figure, number.shown + (unit.removesuffix("s") if figure.value == 1 else unit))


def _verdict_table(case: Case) -> TableBlock:
    words, result = case.words, case.on_claims("claims")
    rows = [
        [
            row["claim"],
            _verdict(case, row),
            _say(case, row["said"]),
            _value(case, result, row, "value", definition="claim", key="claim"),
            row[f"why_{case.language}"],
            row["source"],
        ]
        for row in records(result.table)
    ]
    header = [
        words.text(f"claims.{name}") for name in ("claim", "verdict", "said", "claimed", "why", "source")
    ]
    return _worded(table(words.text("claims.table_caption"), header, rows), numbers=(3,))


def _verdict(case: Case, row: Row) -> str:
    """Name the verdict, and that on the number alone where it is another one."""
    verdict = term("verdicts", row["verdict"], case.language)
    number = plain_value(row["number_verdict"])
    if number is None or number == row["verdict"]:
        return verdict
    alone = case.words.text("claims.number_alone", verdict=term("verdicts", number, case.language))
    return f"{verdict} ({alone})"


def _evidence_table(case: Case) -> TableBlock:
    words, result = case.words, case.on_claims("claim_evidence")
    rows = [
        [
            row["evidence"],
            _say(case, row["measures"]),
            _say(case, row["period"]).replace("/", "–"),
            _value(
                case,
                result,
                row | {"place": _place_of(case, row)},
                "value",
                definition="evidence",
                key="evidence",
            ),
            _stance(case, row),
            row["source"],
        ]
        for row in records(result.table)
    ]
    header = [
        words.text(f"claims.{name}")
        for name in ("claim", "measures", "period", "printed", "stance", "source")
    ]
    tones = ["strong" if decides else "" for decides in result.table["decides"]]
    return _worded(table(words.text("claims.evidence_caption"), header, rows, row_tones=tones), numbers=(3,))


def _stance(case: Case, row: Row) -> str:
    stance = term("stances", row["stance"], case.language)
    dimensions = _dimensions(case, row["dimensions"])
    decides = f" · {case.words.text('claims.decides')}" if row["decides"] else ""
    return (f"{stance}: {dimensions}" if dimensions else stance) + decides


def _dimensions(case: Case, cell: Any) -> str:
    """Name the dimensions in which rows differ; an office's own words stand as they are."""
    known, plain = case.claim_words, plain_value(cell) or ""
    if known is not None:
        return known.dimensions(plain, case.language)
    return ", ".join(term("dimensions", part, case.language) for part in plain.split("; ") if part)


def _checks_table(case: Case) -> TableBlock:
    words, result = case.words, case.on_claims("claim_checks")
    about = {row["claim"]: row for row in records(case.on_claims("claims").table)}
    rows = [
        [
            row["claim"],
            row[f"title_{case.language}"],
            _check_number(case, result, row, about[row["claim"]], "expected"),
            _check_number(case, result, row, about[row["claim"]], "computed"),
            term("outcomes", row["outcome"], case.language),
            _reason(case, row),
        ]
        for row in records(result.table)
    ]
    header = [
        words.text(f"claims.{name}")
        for name in ("claim", "check", "expected", "computed", "outcome", "reason")
    ]
    note = (words.text("claims.checks_note"),) if result.table["mixed"].any() else ()
    return _worded(table(words.text("claims.checks_caption"), header, rows, note=note), numbers=(2, 3))


def _check_number(case: Case, result: Result, row: Row, claim: Row, column: str) -> Inline:
    """Show a number of a check; the sum of unlike things is none that anybody should quote."""
    if plain_value(row[column]) is None:
        return ""
    if row["mixed"] and column == "computed":
        return case.words.text("claims.not_added")
    figure = case.figure(
        result,
        "claim_check",
        column,
        where={"check": row["check"]},
        label=f"{row['check']}: {column}",
        area=_both(case, claim["place"]),
        period=_both(case, row["period"]) or _both(case, claim["period"]),
        unit=str(row["unit"] or ""),
    )
    return _in_words(case, figure)


def _reason(case: Case, row: Row) -> str:
    """Say why a check ended as it did, and what its rows mix."""
    reason = term("reasons", row["reason"], case.language)
    mixed = _dimensions(case, row["mixed"])
    return f"{reason} ({mixed})" if mixed else reason


def _sources(case: Case) -> list[TableBlock]:
    """List the sources by their keys, where they are known."""
    known = case.claim_words
    if known is None or known.sources.empty:
        return []
    header = [case.words.text(f"claims.{name}") for name in ("source", "outlet", "reference")]
    rows = [[row["source"], row[f"name_{case.language}"], row["reference"]] for row in records(known.sources)]
    return [table(case.words.text("claims.sources_caption"), header, rows, text_columns=3)]


def _worded(block: TableBlock, *, numbers: tuple[int, ...]) -> TableBlock:
    """Set only some columns flush right; the others hold words."""
    numeric = tuple(place in numbers for place in range(len(block.header)))
    return TableBlock(block.caption, block.header, block.rows, numeric, block.note, block.row_tones)

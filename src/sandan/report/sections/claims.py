"""What may be claimed in public: the ledger with its verdicts, the evidence, the arithmetic."""

from typing import Any

from sandan.evaluate.cases.loading import Case as ClaimCase
from sandan.evaluate.cases.loading import load_case
from sandan.evaluate.catalog import term
from sandan.evaluate.verdicts import Verdict
from sandan.report.calculations import Result
from sandan.report.case import Case, plain_value
from sandan.report.document import Inline, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.common import Row, absent, cannot_say, records, section, table

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


def _calculate(case: Case, name: str) -> Result:
    return case.calculate(name, case=case.claim_case)


def _shipped(case: Case) -> ClaimCase | None:
    return None if case.claim_case is None else load_case(case.claim_case)


def _say(case: Case, words: Any) -> str:
    """Give words of the ledger in the report's language, where the case has them."""
    if plain_value(words) is None:
        return ""
    shipped = _shipped(case)
    return str(words) if shipped is None else shipped.say(str(words), case.language)


def _about(case: Case) -> list[Paragraph]:
    places = _calculate(case, "claims").table["place"]
    if not case.generated:
        return []
    place = _say(case, places.mode().iloc[0])
    return [case.words.paragraph("claims.about", tone=Tone.NOTE, place=place)]


def _lead(case: Case) -> Paragraph:
    counts = _calculate(case, "claim_verdicts")

    def count(verdict: str) -> Inline:
        return case.number(
            counts, "claims_counted", "claims", where={"verdict": verdict}, label=verdict, unit="claims"
        )

    parts = {place: count(verdict.value) for verdict, place in OPEN_PLACES.items()}
    return case.words.paragraph("claims.lead", tone=Tone.LEAD, count=count("all"), **parts)


def _value(case: Case, result: Result, row: Row, column: str, *, definition: str, key: str) -> Inline:
    if plain_value(row[column]) is None:
        return ""
    return case.number(
        result,
        definition,
        column,
        where={key: row[key]},
        label=str(row[key]),
        area=str(row.get("place", "")) or None,
        period=str(row["period"]),
        unit=str(row["unit"]),
    )


def _verdict_table(case: Case) -> TableBlock:
    words, result = case.words, _calculate(case, "claims")
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
    words, result = case.words, _calculate(case, "claim_evidence")
    places = _calculate(case, "claims").table.set_index("claim")["place"]
    rows = [
        [
            row["evidence"],
            _say(case, row["measures"]),
            row["period"],
            _value(
                case,
                result,
                {**row, "place": places[row["claim"]]},
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
    shipped = _shipped(case)
    dimensions = "" if shipped is None else shipped.dimensions(row["dimensions"] or "", case.language)
    decides = f" · {case.words.text('claims.decides')}" if row["decides"] else ""
    return (f"{stance}: {dimensions}" if dimensions else stance) + decides


def _checks_table(case: Case) -> TableBlock:
    words, result = case.words, _calculate(case, "claim_checks")
    rows = [
        [
            row["claim"],
            row[f"title_{case.language}"],
            *(_check_number(case, result, row, column) for column in ("expected", "computed")),
            term("outcomes", row["outcome"], case.language),
        ]
        for row in records(result.table)
    ]
    header = [words.text(f"claims.{name}") for name in ("claim", "check", "expected", "computed", "outcome")]
    return _worded(table(words.text("claims.checks_caption"), header, rows), numbers=(2, 3))


def _check_number(case: Case, result: Result, row: Row, column: str) -> Inline:
    if plain_value(row[column]) is None:
        return ""
    where = {"check": row["check"]}
    return case.number(
        result,
        "claim_check",
        column,
        where=where,
        label=f"{row['check']} {column}",
        unit=str(row["unit"] or ""),
    )


def _sources(case: Case) -> list[TableBlock]:
    """List the sources of a shipped case by their keys."""
    shipped = _shipped(case)
    if shipped is None:
        return []
    header = [case.words.text(f"claims.{name}") for name in ("source", "outlet", "reference")]
    rows = [[row["source"], row["outlet"], row["reference"]] for row in records(shipped.sources)]
    return [table(case.words.text("claims.sources_caption"), header, rows, text_columns=3)]


def _worded(block: TableBlock, *, numbers: tuple[int, ...]) -> TableBlock:
    """Set only some columns flush right; the others hold words."""
    numeric = tuple(place in numbers for place in range(len(block.header)))
    return TableBlock(block.caption, block.header, block.rows, numeric, block.note, block.row_tones)

"""``sandan claims``: what else is on record about a published claim, and what follows from it."""

from collections.abc import Hashable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from sandan.cli.common import console, show_table, workspace_of
from sandan.errors import DefinitionError
from sandan.evaluate.cases.adopting import adopt_case
from sandan.evaluate.cases.loading import Case, case_names, load_case, read_case
from sandan.evaluate.catalog import term
from sandan.evaluate.claims import Ledger, ledger

__all__ = ["app"]

app = typer.Typer(add_completion=False, no_args_is_help=True)

_HEADINGS = {
    "ko": {
        "said": "주장",
        "verdict": "판정",
        "number": "수치만 보면",
        "why": "이유",
        "rule": "규칙",
        "entry": "의견",
        "by_rule": "규칙에 따른 판정",
        "settles": "결정하려면",
        "evidence": ("기록", "값", "단위", "기간", "측정 대상", "관계", "다른 점", "출처", "결정"),
        "checks": ("검산", "결과", "계산", "기록", "차이", "설명"),
        "summary": ("주장", "주제", "판정", "수치만 보면", "규칙", "검산(맞음/아님/불가)"),
        "mixed": "섞인 것",
    },
    "en": {
        "said": "said",
        "verdict": "verdict",
        "number": "number alone",
        "why": "why",
        "rule": "rule",
        "entry": "entry",
        "by_rule": "by rule",
        "settles": "what would settle it",
        "evidence": (
            "record",
            "value",
            "unit",
            "period",
            "measures",
            "stance",
            "differs in",
            "source",
            "decides",
        ),
        "checks": ("check", "outcome", "computed", "on record", "difference", "what it shows"),
        "summary": (
            "claim",
            "subject",
            "verdict",
            "number alone",
            "rule",
            "checks (passed/failed/impossible)",
        ),
        "mixed": "mixed",
    },
}


class Language(StrEnum):
    """Languages in which a ledger is printed."""

    KO = "ko"
    EN = "en"


@app.callback()
def claims() -> None:
    """Hold published claims against the record."""


@app.command()
def check(
    *,
    case: Annotated[str, typer.Option(help="A case that is shipped.")] = "",
    claims: Annotated[Path | None, typer.Option(help="Your own claims.", metavar="FILE")] = None,
    evidence: Annotated[Path | None, typer.Option(help="Your own evidence.", metavar="FILE")] = None,
    checks: Annotated[Path | None, typer.Option(help="Sums and entries, as TOML.", metavar="FILE")] = None,
    lang: Annotated[Language, typer.Option(help="Language of the output.")] = Language.KO,
    only: Annotated[str, typer.Option(help="Print one claim in full.", metavar="CLAIM")] = "",
) -> None:
    """Judge every claim by the rules, and print what decided."""
    opened = _open(case, claims, evidence, checks)
    book = ledger(opened.claims, opened.evidence, opened.checks, opened.entries, settles=opened.settles)
    if only and only not in set(book.claims["claim"]):
        raise DefinitionError(
            f"There is no claim {only!r}; there are {', '.join(book.claims['claim'])}. Name one of them."
        )
    for row in book.claims.to_dict("records"):
        if only in {"", row["claim"]}:
            _show_claim(row, book, opened, lang.value)
    if not only:
        _show_summary(book, opened, lang.value)


@app.command()
def adopt(ctx: typer.Context, case: Annotated[str, typer.Argument(help="A case that is shipped.")]) -> None:
    """Import a shipped case into the workspace, so that reports show its ledger."""
    for snapshot in adopt_case(workspace_of(ctx).vault, case):
        typer.echo(f"{snapshot.original_name} is snapshot {snapshot.short}: {snapshot.rows:,} rows.")


def _open(case: str, claims: Path | None, evidence: Path | None, checks: Path | None) -> Case:
    if claims is not None and evidence is not None and not case:
        return read_case(claims, evidence, checks)
    if claims is None and evidence is None and checks is None:
        return load_case(case or case_names()[0])
    raise DefinitionError(
        f"Name either a shipped case or both tables, but there are --case {case!r}, --claims {str(claims)!r} "
        f"and --evidence {str(evidence)!r}; leave out the ones that do not belong together."
    )


def _show_claim(row: Mapping[Hashable, Any], book: Ledger, case: Case, lang: str) -> None:
    words: Mapping[str, Any] = _HEADINGS[lang]
    out = console()
    out.print(f"\n{row['claim']}  {case.say(row['subject'], lang)}", style="bold")
    lines = {
        "said": f"{case.say(row['said'], lang)} [{row['source']}]",
        "verdict": term("verdicts", row["verdict"], lang),
        "number": _verdict(row["number_verdict"], lang),
        "entry": _entry(row, lang),
        "by_rule": term("verdicts", row["rule_verdict"], lang) if row["decided_by"] == "entry" else "",
        "why": row[f"why_{lang}"],
        "rule": row["rule"],
        "settles": row[f"settles_{lang}"],
    }
    for name, line in lines.items():
        if line:
            out.print(f"  {words[name]}: {line}", soft_wrap=True)
    _show_evidence(book.evidence[book.evidence["claim"] == row["claim"]], case, lang)
    _show_checks(book.checks[book.checks["claim"] == row["claim"]], case, lang)


def _entry(row: Mapping[Hashable, Any], lang: str) -> str:
    if row["decided_by"] == "rule":
        return ""
    return f"{term('roles', row['entry_role'], lang)}, {row['entry_date']}: {row['entry_reason']}"


def _verdict(cell: Any, lang: str) -> str:
    return "" if pd.isna(cell) else term("verdicts", cell, lang)


def _show_evidence(rows: pd.DataFrame, case: Case, lang: str) -> None:
    if rows.empty:
        return
    header = _HEADINGS[lang]["evidence"]
    cells = [
        (
            row["evidence"],
            _number(row["value"]),
            case.say(row["unit"], lang),
            case.say(row["period"], lang),
            case.say(row["measures"], lang),
            term("stances", row["stance"], lang),
            case.dimensions(row["dimensions"], lang),
            row["source"],
            "●" if row["decides"] else "",
        )
        for row in rows.to_dict("records")
    ]
    show_table(header, cells, right=(header[1],))


def _show_checks(rows: pd.DataFrame, case: Case, lang: str) -> None:
    if rows.empty:
        return
    header = _HEADINGS[lang]["checks"]
    cells = [
        (
            f"{row['check']}: {row[f'title_{lang}']}",
            term("outcomes", row["outcome"], lang),
            _number(row["computed"]),
            _number(row["expected"]),
            _number(row["difference"]),
            _explained(row, case, lang),
        )
        for row in rows.to_dict("records")
    ]
    show_table(header, cells, right=header[2:5])


def _explained(row: Mapping[Hashable, Any], case: Case, lang: str) -> str:
    sentence = term("reasons", row["reason"], lang)
    mixed = case.dimensions(row["mixed"], lang)
    return f"{sentence} ({_HEADINGS[lang]['mixed']}: {mixed})" if mixed else sentence


def _show_summary(book: Ledger, case: Case, lang: str) -> None:
    header = _HEADINGS[lang]["summary"]
    cells = [
        (
            row["claim"],
            case.say(row["subject"], lang),
            term("verdicts", row["verdict"], lang),
            _verdict(row["number_verdict"], lang),
            row["rule"],
            f"{row['checks_passed']}/{row['checks_failed']}/{row['checks_impossible']}",
        )
        for row in book.claims.to_dict("records")
    ]
    show_table(header, cells)


def _number(value: float) -> str:
    return "" if pd.isna(value) else f"{value:,.4f}".rstrip("0").rstrip(".")

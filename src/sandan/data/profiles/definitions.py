"""Definitions of strategic industries as a source: a TOML file that a planner wrote."""

from collections.abc import Iterator
from pathlib import Path

from sandan.data.codes.ksic import ksic10
from sandan.data.profiles.base import Options, Profile
from sandan.data.quality import Action, Chunk, Finding, merge_findings
from sandan.data.reading.encodings import read_text
from sandan.data.strategic_rules import check_definition, parse_definition

__all__ = ["STRATEGIC_DEFINITION"]

MESSAGES = {
    "unknown-code": "The code is not in its classification; the rule matches nothing or too much.",
    "section-letter": "Codes of this classification do not begin with the section's letter; name divisions.",
    "no-classification": "The classification is not at hand, so the code was not checked.",
    "covered": "The code lies under another code of the same industry and adds nothing.",
    "no-include": "The industry includes nothing, so no establishment belongs to it.",
}


def read(path: Path, _options: Options) -> Iterator[Chunk]:
    """Read a definition and report rules that are doubtful."""
    rules = parse_definition(read_text(path))
    needed = set(rules["classification"].dropna())
    known = {"KSIC10": ksic10()} if "KSIC10" in needed else {}
    findings = [
        Finding(
            code=str(row["problem"]),
            action=Action.NOTED,
            message=MESSAGES[str(row["problem"])],
            rows=1,
            examples=(f"{row['version']} {row['strategic_industry']}: {row['value']} ({row['suggestion']})",),
        )
        for row in check_definition(rules, known).to_dict("records")
    ]
    yield Chunk(rules, len(rules), merge_findings(findings))


STRATEGIC_DEFINITION = Profile(
    name="strategic-definition",
    version="1",
    kind="strategic_rules",
    title="Definition of the strategic industries",
    source="the office that chose them",
    licence="as the office states",
    read=read,
    not_to_be_read_as=(
        "A list of firms: it holds rules, and each version counts other firms.",
        "A growth of anything: a change between two versions is a change of definition.",
    ),
)

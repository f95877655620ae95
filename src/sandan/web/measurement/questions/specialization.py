"""Questions about clusters: which are confirmed, what an industry is here and elsewhere."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandan.report.case import Case
from sandan.report.sections import clusters
from sandan.report.sections.bubbles import bubbles
from sandan.report.sections.industry import industry
from sandan.web.measurement.blocks import table_to_json
from sandan.web.measurement.questions.answer import Answer

__all__ = ["ask_clusters", "ask_industry"]


def ask_clusters(case: Case, options: Mapping[str, Any]) -> Answer:
    made = clusters.clusters(case)
    if not case.has("establishments") or case.end not in case.known_years:
        return Answer((made,))
    if case.covers_both_years():
        # Before the box that says what all of this cannot tell.
        made = replace(made, blocks=(*made.blocks[:-1], bubbles(case), made.blocks[-1]))
    listed = clusters.every_cell(case)
    table = table_to_json(listed.table)
    for row, code, verdict in zip(table["rows"], listed.industries, listed.verdicts, strict=True):
        row |= {"industry": code, "verdict": verdict}
    return Answer((made,), {"every": table}, listed=(listed.table,))


def ask_industry(case: Case, options: Mapping[str, Any]) -> Answer:
    return Answer((industry(case, options["industry"]),))

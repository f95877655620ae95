"""Questions about distances: which industries gather, and where the curve of one leaves chance."""

from collections.abc import Mapping
from typing import Any

from sandan.report.case import Case
from sandan.report.sections import localization
from sandan.report.sections.localization_curve import localization_curve
from sandan.web.measurement.blocks import table_to_json
from sandan.web.measurement.questions.answer import Answer

__all__ = ["ask_localization", "ask_localization_curve"]


def ask_localization(case: Case, options: Mapping[str, Any]) -> Answer:
    made = localization.localization(case)
    if localization.what_is_missing(case):
        return Answer((made,))
    listed = localization.every_industry(case)
    table = table_to_json(listed.table)
    marks = zip(table["rows"], listed.industries, listed.verdicts, listed.here, strict=True)
    for row, code, verdict, here in marks:
        row |= {"industry": code, "verdict": verdict, "here": here}
    return Answer((made,), {"every": table}, listed=(listed.table,))


def ask_localization_curve(case: Case, options: Mapping[str, Any]) -> Answer:
    return Answer((localization_curve(case, options["industry"]),))

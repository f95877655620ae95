"""Questions on what is between complexes, and on who works or lives here."""

from collections.abc import Mapping
from typing import Any

from sandan.report.case import Case
from sandan.report.sections.bridge import bridge
from sandan.report.sections.creative import creative
from sandan.web.measurement.questions.answer import Answer

__all__ = ["ask_bridge", "ask_creative"]


def ask_bridge(case: Case, options: Mapping[str, Any]) -> Answer:
    return Answer((bridge(case, first=options.get("first", ""), second=options.get("second", "")),))


def ask_creative(case: Case, options: Mapping[str, Any]) -> Answer:
    return Answer((creative(case, family=options.get("family", ""), basis=options.get("basis", "")),))

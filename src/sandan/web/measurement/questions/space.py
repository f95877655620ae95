"""Questions about the industry space: where a place stands in it, and what is near to that."""

from collections.abc import Mapping
from typing import Any

from sandan.report.case import Case
from sandan.report.sections.opportunities import opportunities
from sandan.report.sections.space import space
from sandan.web.measurement.questions.answer import Answer

__all__ = ["ask_opportunities", "ask_space"]


def ask_space(case: Case, options: Mapping[str, Any]) -> Answer:
    return Answer((space(case),))


def ask_opportunities(case: Case, options: Mapping[str, Any]) -> Answer:
    return Answer((opportunities(case, "excess" if options.get("order") == "excess" else "density"),))

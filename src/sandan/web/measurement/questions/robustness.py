"""How robust is a rank: the question about every combination of choices."""

from collections.abc import Mapping
from typing import Any

from sandan.report.case import Case
from sandan.report.sections.choice import chosen_of
from sandan.report.sections.robustness import robustness
from sandan.web.measurement.questions.answer import Answer
from sandan.web.measurement.questions.choice import offered

__all__ = ["ask_robustness"]


def ask_robustness(case: Case, options: Mapping[str, Any]) -> Answer:
    if not case.has("establishments") or case.end not in case.known_years:
        return Answer((robustness(case, ""),))
    code = chosen_of(case, str(options.get("industry", "")), broad=False)
    return Answer((robustness(case, code),), offered(case, code, broad=False))

"""Questions on how a place stands: who is like it, and whether it is on track."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sandan.report.case import Case
from sandan.report.sections.job_kinds import job_kinds
from sandan.report.sections.peers import peers, peers_as_set
from sandan.report.sections.scenarios import scenarios
from sandan.report.sections.targets import targets
from sandan.web.measurement.questions.answer import Answer

__all__ = ["ask_peers", "ask_targets"]


def ask_peers(case: Case, options: Mapping[str, Any]) -> Answer:
    # The day is that on which somebody stores the set, and is set then.
    chosen = peers_as_set(case, chosen_on=date(case.start, 12, 31))
    return Answer((peers(case),), {} if chosen is None else {"set": chosen.to_json()})


def ask_targets(case: Case, options: Mapping[str, Any]) -> Answer:
    return Answer((targets(case), job_kinds(case), scenarios(case)))

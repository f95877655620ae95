"""Questions about a registered specification, and about the selection of firms."""

from collections.abc import Mapping
from typing import Any

from sandan.report.case import Case
from sandan.report.sections.common import section
from sandan.report.sections.detectable import detectable
from sandan.report.sections.neighbors import neighbors
from sandan.report.sections.policy import policy, rungs_of
from sandan.report.sections.policy_outcomes import policy_outcomes
from sandan.report.sections.policy_rung import policy_rungs, summary_of
from sandan.report.sections.selection import among, programmes_of, rounds_of, selection
from sandan.web.measurement.blocks import section_to_json
from sandan.web.measurement.evaluations import find
from sandan.web.measurement.questions.answer import Answer
from sandan.web.measurement.questions.rings import rings_map

__all__ = ["ask_detectable", "ask_neighbors", "ask_policy", "ask_selection"]


def ask_policy(case: Case, options: Mapping[str, Any]) -> Answer:
    """Answer with the headline, and a section for every rung to open."""
    fixed = find(options["specification"])
    opened = policy_rungs(case, fixed)
    data = [
        {"section": section_to_json(one), "said": summary_of(case, fixed, rung), "kind": rung["kind"]}
        for one, rung in zip(opened, rungs_of(case, fixed), strict=True)
    ]
    listed = tuple(block for one in opened for block in one.blocks)
    sections = [section(case, "policy", policy(case, fixed))]
    several = policy_outcomes(case, [fixed, *map(find, filter(None, options.get("beside", "").split(",")))])
    sections += [section(case, "outcomes", several)] if several else []
    return Answer(tuple(sections), {"rungs": data}, listed=listed)


def ask_detectable(case: Case, options: Mapping[str, Any]) -> Answer:
    """Answer without the estimate."""
    return Answer((section(case, "detectable", detectable(case, find(options["specification"]))),))


def ask_neighbors(case: Case, options: Mapping[str, Any]) -> Answer:
    """Answer with the net first, and with a map where that tells of no firm."""
    fixed = find(options["specification"])
    return Answer((section(case, "neighbors", neighbors(case, fixed)),), {"map": rings_map(case, fixed)})


def ask_selection(case: Case, options: Mapping[str, Any]) -> Answer:
    """Answer on one round of a programme or on all together, and offer what may be told of."""
    known = case.has("applications", "establishments")
    programmes = [row["programme"] for row in programmes_of(case)] if known else []
    programme = among(options.get("programme", ""), programmes)
    rounds = [row["round"] for row in rounds_of(case, programme)] if programme else []
    chosen = options.get("round", "")
    chosen = chosen if chosen in rounds else ""
    data = {"programmes": programmes, "programme": programme, "rounds": rounds, "round": chosen}
    return Answer((selection(case, chosen, programme),), data)

"""Questions about the place as a whole: its size and rank, its growth, its indicators."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandan.errors import ReportError
from sandan.report.case import Case
from sandan.report.document import KeyFigures, Section
from sandan.report.sections import account, clusters
from sandan.report.sections.growth import growth
from sandan.report.sections.indicators import indicators, known_indicators, one_indicator, standing
from sandan.report.sections.overview import STRONGEST, overview
from sandan.web.measurement.questions.answer import Answer

__all__ = ["ask_growth", "ask_indicator", "ask_indicators", "ask_overview"]

RANKED = "workers"
"""The indicator by which the overview ranks the place among its peers."""

LARGEST = 3
"""Lines of the account of change on the overview."""


def ask_overview(case: Case, options: Mapping[str, Any]) -> Answer:
    made = overview(case)
    rank = standing(case, RANKED)
    blocks = [_with_rank(block, rank) for block in made.blocks]
    if case.has("establishments") and case.end in case.known_years:
        blocks.append(clusters.strongest_cells(case, STRONGEST))
    if account.possible(case) and case.covers_both_years():
        blocks.append(account.brief(case, LARGEST))
    return Answer((replace(made, blocks=tuple(blocks)),))


def _with_rank(block: Any, rank: Any) -> Any:
    if rank is None or not isinstance(block, KeyFigures):
        return block
    return KeyFigures((*block.items, rank))


def ask_growth(case: Case, options: Mapping[str, Any]) -> Answer:
    return Answer((growth(case),))


def ask_indicators(case: Case, options: Mapping[str, Any]) -> Answer:
    return Answer((indicators(case),), {"known": known_indicators(case)})


def ask_indicator(case: Case, options: Mapping[str, Any]) -> Answer:
    known = dict(known_indicators(case))
    key = options["indicator"]
    if key not in known:
        raise ReportError(
            f"The data have no indicator {key!r} of {case.place(case.city)} in {case.end}; choose one of "
            f"{', '.join(known)}."
        )
    blocks = tuple(one_indicator(case, key))
    return Answer((Section(f"indicator-{key}", known[key], blocks),), {"known": list(known.items())})

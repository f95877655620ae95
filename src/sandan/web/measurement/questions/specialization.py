"""Questions about clusters: which are confirmed, what an industry is here and elsewhere."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandan.report.case import Case, plain_value
from sandan.report.sections import clusters
from sandan.report.sections.common import records
from sandan.report.sections.industry import industry
from sandan.web.measurement.questions.answer import Answer

__all__ = ["ask_clusters", "ask_industry"]

DRAWN = ("industry", "location_quotient", "lower", "upper", "jobs", "is_cluster", "vanishes_without_largest")


def ask_clusters(case: Case, options: Mapping[str, Any]) -> Answer:
    made = clusters.clusters(case)
    if not case.has("establishments") or case.end not in case.known_years:
        return Answer((made,))
    every = clusters.every_cell(case)
    return Answer((replace(made, blocks=(*made.blocks, every)),), {"cells": _cells(case)})


def _cells(case: Case) -> list[dict[str, Any]]:
    """Give every industry of the city in plain values, for the list and the links to its page."""
    table = clusters.cells_of(case).table
    here = table.loc[(table["city"] == case.city) & table["establishments"].ne(0).fillna(value=True)]
    return [
        {name: plain_value(row[name]) for name in DRAWN}
        | {"name": clusters.industry_name(case, str(row["industry"]))}
        for row in records(here)
    ]


def ask_industry(case: Case, options: Mapping[str, Any]) -> Answer:
    return Answer((industry(case, options["industry"]),))

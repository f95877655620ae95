"""Questions about groups of industries: which a city holds, and who else has one."""

from collections.abc import Mapping
from typing import Any

from sandan.report.case import Case
from sandan.report.sections.clusters import industry_name
from sandan.report.sections.grouping import cluster_name, members_of, what_is_missing
from sandan.report.sections.portfolio import every_cluster, portfolio
from sandan.report.sections.region_cluster import cluster_with, region_cluster, related_to
from sandan.web.measurement.blocks import table_to_json
from sandan.web.measurement.questions.answer import Answer

__all__ = ["ask_portfolio", "ask_region_cluster"]


def ask_portfolio(case: Case, options: Mapping[str, Any]) -> Answer:
    made = portfolio(case)
    if what_is_missing(case):
        return Answer((made,))
    listed = every_cluster(case)
    table = table_to_json(listed.table)
    for row, code, verdict in zip(table["rows"], listed.clusters, listed.verdicts, strict=True):
        row |= {"cluster": code, "verdict": verdict}
    return Answer((made,), {"every": table}, listed=(listed.table,))


def ask_region_cluster(case: Case, options: Mapping[str, Any]) -> Answer:
    made = region_cluster(case, options["cluster"])
    if what_is_missing(case):
        return Answer((made,))
    cluster = cluster_with(case, options["cluster"])
    near = [str(code) for code in related_to(case, cluster)["other"]]
    further = {
        "related": [[code, cluster_name(case, code)] for code in near],
        "industries": [[code, industry_name(case, code)] for code in members_of(case, cluster)],
    }
    return Answer((made,), further)

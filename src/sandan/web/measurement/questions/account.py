"""The account of change, and the firms that stand on each of its lines."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from sandan.report.calculations.establishments import account_of
from sandan.report.case import Case, plain_value
from sandan.report.sections.account import LINES, account, parameters_of, possible
from sandan.report.sections.clusters import industry_name
from sandan.report.sections.common import records
from sandan.web.measurement.questions.answer import Answer

__all__ = ["ask_account"]

SIDES = ("city", "complex", "industry", "workers")
GROUP = 3
"""Digits of the industry code that have a name in both languages."""


def ask_account(case: Case, options: Mapping[str, Any]) -> Answer:
    """Account under the rules in force or one version, with the city whole or one complex left out."""
    asked = {name: value for name, value in options.items() if value}
    viewed = replace(case, parameters={**case.parameters, **asked})
    if not possible(viewed) or not viewed.covers_both_years():
        return Answer((account(viewed),))
    return Answer((account(viewed),), {"firms": _firms(viewed)})


def _firms(case: Case) -> dict[str, list[dict[str, Any]]]:
    """List the sites behind every line, as they were before and after."""
    tables = {role: case.shelf.read(case.snapshots[role].id) for role in ("establishments", "rules")}
    units = account_of(tables, parameters_of(case)).units
    wanted = units.loc[units["line"].isin(LINES)]
    sites = _sites(case, tables["establishments"], wanted["unit"])
    merged = wanted[["line", "unit"]].merge(sites, left_on="unit", right_index=True, how="left")
    ordered = merged.sort_values("name", kind="stable")
    return {
        line: [_plain(case, row) for row in records(ordered.loc[ordered["line"] == line])] for line in LINES
    }


def _sites(case: Case, register: pd.DataFrame, units: pd.Series) -> pd.DataFrame:
    """Put the two dates of every site side by side; the name is the latest one."""
    rows = register.loc[register["establishment"].isin(units)]
    before, after = (
        rows.loc[rows["period"] == year].set_index("establishment")[["name", *SIDES]]
        for year in (case.start, case.end)
    )
    names = after["name"].combine_first(before["name"]).rename("name")
    sides = (one[list(SIDES)].add_suffix(end) for one, end in ((before, "_before"), (after, "_after")))
    return pd.concat([names, *sides], axis=1)


def _plain(case: Case, row: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: plain_value(value) for name, value in row.items() if name != "line"}
    for end in ("before", "after"):
        plain[f"city_{end}"] = _place(case, plain[f"city_{end}"])
        plain[f"complex_{end}"] = _place(case, plain[f"complex_{end}"])
        code = plain[f"industry_{end}"]
        plain[f"industry_{end}"] = None if code is None else industry_name(case, str(code)[:GROUP])
    return plain


def _place(case: Case, code: str | None) -> str | None:
    return None if code is None else case.place(code)

"""Calculations on a register of establishments: counts, clusters, the account of change, growth."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from sandan.data.missing import Status
from sandan.data.strategic import strategic_industry
from sandan.observe.change.change_account import ChangeAccount, change_account
from sandan.observe.specialization.clusters import find_clusters
from sandan.observe.specialization.leave_out import jobs_table, leave_out
from sandan.report.calculations.base import Registered
from sandan.report.calculations.growth_parts import growth_parts
from sandan.report.calculations.protected import (
    EVERYTHING,
    EVERYWHERE,
    gives_away,
    with_hidden,
)
from sandan.report.calculations.protected_once import protected_once

__all__ = ["FROM_ESTABLISHMENTS", "OUTSIDE", "account_of"]

OUTSIDE = ""
"""Stands for the part of a city that lies in none of its complexes."""

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]


def _at(register: pd.DataFrame, period: int) -> pd.DataFrame:
    return register.loc[register["period"] == period]


def _counts(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count establishments and persons employed by city and year, with the whole country as ``all``."""
    register = tables["establishments"]
    chosen = register.loc[register["period"].isin(parameters["periods"])]
    by_city = chosen.groupby(["city", "period"], as_index=False).agg(
        establishments=("establishment", "nunique"), persons_employed=("workers", _sum_of_known)
    )
    everywhere = by_city.groupby("period", as_index=False).agg(
        establishments=("establishments", "sum"), persons_employed=("persons_employed", _sum_of_known)
    )
    counts = pd.concat([by_city, everywhere.assign(city="all")], ignore_index=True)
    return counts.assign(
        establishments_growth=_growth_since_first(counts, "establishments", parameters["periods"]),
        persons_growth=_growth_since_first(counts, "persons_employed", parameters["periods"]),
    )


def _sum_of_known(numbers: pd.Series) -> float:
    """Add up what is known; the sum of nothing known is not known."""
    return numbers.sum(min_count=1)


def _growth_since_first(counts: pd.DataFrame, column: str, periods: list[int]) -> pd.Series:
    """Give growth in percent since the first period; not known where that has nothing."""
    at_first = counts.loc[counts["period"] == min(periods)].set_index("city")[column]
    first = counts["city"].map(at_first).astype("Float64")
    return 100 * (counts[column].astype("Float64") / first.where(first > 0) - 1)


def _strategic_counts(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count the firms of the city that one version of the rules counts in, for every year of the register."""
    register = tables["establishments"]
    here = register.loc[register["city"] == parameters["city"]]
    counted = _counted(here, tables["rules"], parameters["version"])
    firms = counted.groupby(here["period"]).sum().astype("int64")
    return firms.rename("firms").rename_axis("period").reset_index()


def _protected(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Add up jobs or establishments by city and industry, without what would give a firm away."""
    return protected_once(
        tables["establishments"],
        period=parameters["period"],
        digits=parameters["digits"],
        jobs=parameters["jobs"],
        published_on=parameters["published_on"],
    )


def _industry_growth(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Put the jobs of the city's industries at two dates side by side; what a date hides stays hidden."""
    first, last = (_jobs_by_industry(tables, parameters, parameters[end]) for end in ("start", "end"))
    codes = first.index.union(last.index)
    first, last = first.reindex(codes, fill_value=0.0), last.reindex(codes, fill_value=0.0)
    table = pd.DataFrame({"first": first, "last": last, "growth": 100 * (last / first.where(first > 0) - 1)})
    hidden = first.isna() | last.isna()
    table["status"] = hidden.map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value})
    return table.rename_axis("industry").reset_index()


def _jobs_by_industry(tables: Tables, parameters: Parameters, period: int) -> pd.Series:
    """Return the protected jobs of the city by industry; what is hidden is empty."""
    cells = _protected(tables, {**parameters, "period": period, "jobs": True})
    finest = cells["industry"].str.len().eq(parameters["digits"]) & cells["industry"].ne(EVERYTHING)
    return cells.loc[finest & cells["region"].eq(parameters["city"])].set_index("industry")["value"]


def _within(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count establishments and jobs in the parts of a city, without what would give a firm away."""
    register = tables["establishments"]
    here = _at(register.loc[register["city"] == parameters["city"]], parameters["period"])
    levels = {"district": here["region"], "complex": here["complex"].fillna(OUTSIDE)}
    return pd.concat(
        [_parts(here, places, parameters).assign(level=level) for level, places in levels.items()],
        ignore_index=True,
    )


def _parts(here: pd.DataFrame, places: pd.Series, parameters: Parameters) -> pd.DataFrame:
    """Count by part; the parts add up to the city, so that one hidden alone would be the difference."""
    register = here.assign(city=places, industry=EVERYTHING[0])
    counts = {
        column: _protected({"establishments": register}, {**parameters, "digits": 1, "jobs": jobs})
        .loc[lambda cells: cells["industry"].eq(EVERYTHING) & cells["region"].ne(EVERYWHERE)]
        .set_index("region")["value"]
        for column, jobs in (("jobs", True), ("establishments", False))
    }
    table = pd.DataFrame(counts).rename_axis("place").reset_index()
    hidden = table[["jobs", "establishments"]].isna().any(axis=1)
    return table.assign(status=hidden.map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value}))


def _clusters(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Test every city and industry of the country, and hide what would give a firm away."""
    jobs, sites = (_protected(tables, {**parameters, "jobs": jobs}) for jobs in (True, False))
    return with_hidden(_tested(tables, parameters), jobs=jobs, sites=sites)


def _tested(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    register = _at(tables["establishments"], parameters["period"])
    surveyed = register.loc[register["status"] == Status.REPORTED]
    cells = find_clusters(
        surveyed.assign(group=surveyed["industry"].str[: parameters["digits"]]),
        region="city",
        industry="group",
        enterprise="enterprise",
        draws=parameters["draws"],
        seed=parameters["seed"],
        level=parameters["level"],
    )
    exact_where_rare = cells["p_tail"].where(cells["p_tail"].notna(), cells["p_value"])
    return cells.assign(p=exact_where_rare).rename(columns={"group": "industry"})


def _cluster_summary(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count the cells of the city that pass the usual rule, that pass the test, that hang on one firm."""
    cells = _tested(tables, parameters)
    here = cells.loc[(cells["city"] == parameters["city"]) & (cells["establishments"] > 0)]
    usual = here["location_quotient"] >= parameters["usual_rule"]
    return pd.DataFrame(
        {
            "country_cells": [int(cells["q_value"].notna().sum())],
            "cells": [len(here)],
            "usual_rule": [int(usual.sum())],
            "usual_rule_unconfirmed": [int((usual & ~here["is_cluster"]).sum())],
            "confirmed": [int(here["is_cluster"].sum())],
            "vanishing": [int(here["vanishes_without_largest"].sum())],
        }
    )


def _units(tables: Tables, parameters: Parameters, period: int) -> pd.DataFrame:
    present = _at(tables["establishments"], period)
    left_out: str = parameters.get("complex_elsewhere") or ""
    elsewhere = present["complex"].eq(left_out).fillna(value=False)
    return pd.DataFrame(
        {
            "unit": present["establishment"],
            "place": present["city"].mask(elsewhere, present["complex"]),
            "counts_old": _counted(present, tables["rules"], parameters["version_before"]),
            "counts_new": _counted(present, tables["rules"], parameters["version_after"]),
        }
    )


def _counted(establishments: pd.DataFrame, rules: pd.DataFrame, version: str) -> pd.Series:
    return strategic_industry(establishments, rules, version=version).notna()


def account_of(tables: Tables, parameters: Parameters) -> ChangeAccount:
    """Account for the change of the city's strategic-industry firms, with the firms behind each line.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``establishments`` and ``rules``, tables of these kinds.
    parameters : mapping
        ``city``, ``start``, ``end``, and the versions of the rules, ``version_before`` and
        ``version_after``; optionally ``complex_elsewhere``, a complex that is taken for another place, so
        that moves between it and the city are moves.

    Returns
    -------
    ChangeAccount
        Lines and units; a unit is an establishment.

    Raises
    ------
    MeasureError
        If the city is not in the register at one of the dates.
    DefinitionError
        If a version is not among the rules.

    Notes
    -----
    See :func:`sandan.observe.change.change_account.change_account`.

    References
    ----------
    ``docs/methods/change-account.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"establishment": ["e", "e", "f"], "enterprise": "x", "period": [1, 2, 2],
    ...     "city": "here", "complex": None, "product": None, "industry": "26112",
    ...     "classification": "KSIC10"})
    >>> rules = pd.DataFrame({"version": "1", "strategic_industry": "chips", "rule": ["code"],
    ...     "effect": "include", "value": "261", "classification": "KSIC10"})
    >>> asked = {"city": "here", "start": 1, "end": 2, "version_before": "1", "version_after": "1"}
    >>> account_of({"establishments": sites, "rules": rules}, asked).units[["line", "unit"]].values.tolist()
    [['stayers', 'e'], ['births', 'f']]
    """
    periods = [parameters["start"], parameters["end"]]
    before, after = (_units(tables, parameters, period) for period in periods)
    return change_account(
        before,
        after,
        places=[parameters["city"]],
        surveyed=(set(before["place"]), set(after["place"])),
    )


def _account(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the lines of the account, with the change and what changes of code and of definition brought."""
    lines = account_of(tables, parameters).lines
    levels = lines["role"] != "flow"
    firms = lines.assign(
        sign=lines["sign"].mask(levels, 1), change=lines["sign"].mask(levels, 1) * lines["firms"]
    )
    change = firms.set_index("line")["change"]
    sums = {
        "change": change["end"] - change["start"],
        "reclassified": change["reclassified_in"] + change["reclassified_out"],
        "redefined": change["definition_in"] + change["definition_out"],
    }
    more = pd.DataFrame({"line": list(sums), "role": "sum", "change": list(sums.values())})
    return pd.concat([firms[["line", "role", "sign", "firms", "change"]], more], ignore_index=True)


def _growth(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Decompose the growth of the city's jobs in every variant, with or without a complex."""
    register = tables["establishments"]
    if parameters["without_complex"] is not None:
        register = leave_out(register, column="complex", value=parameters["without_complex"])
    years = _years_of_growth(register, parameters)
    parts = growth_parts(
        {year: _jobs(_at(register, year), parameters["digits"]) for year in years}, parameters["city"]
    )
    if _complex_gives_away(tables["establishments"], parameters):
        return parts.assign(value=float("nan"), status=Status.SUPPRESSED.value)
    return parts.assign(status=Status.REPORTED.value)


def _years_of_growth(register: pd.DataFrame, parameters: Parameters) -> list[int]:
    """Take all years if the register has the city in all of them, and only the first and last otherwise."""
    known = set(register.loc[register["city"] == parameters["city"], "period"])
    years = list(range(parameters["start"], parameters["end"] + 1))
    return years if known.issuperset(years) else [years[0], years[-1]]


def _complex_gives_away(register: pd.DataFrame, parameters: Parameters) -> bool:
    """Say whether the jobs of the complex, which are the difference of two rows, would give a firm away."""
    left_out = register.loc[register["complex"] == parameters["without_complex"]]
    day = date.fromisoformat(parameters["published_on"])
    return any(gives_away(_at(left_out, parameters[end]), published_on=day) for end in ("start", "end"))


def _jobs(establishments: pd.DataFrame, digits: int) -> pd.DataFrame:
    surveyed = establishments.loc[establishments["status"] == Status.REPORTED]
    grouped = surveyed.assign(group=surveyed["industry"].str[:digits])
    return jobs_table(grouped, region="city", industry="group")


FROM_ESTABLISHMENTS = (
    Registered("counts", ("establishments",), _counts),
    Registered("strategic_counts", ("establishments", "rules"), _strategic_counts),
    Registered("protected", ("establishments",), _protected),
    Registered("clusters", ("establishments",), _clusters),
    Registered("industry_growth", ("establishments",), _industry_growth),
    Registered("within", ("establishments",), _within),
    Registered("cluster_summary", ("establishments",), _cluster_summary),
    Registered("account", ("establishments", "rules"), _account),
    Registered("growth", ("establishments",), _growth),
)

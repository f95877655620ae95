"""Clusters as groups of industries: what a workspace knows of how industries are related, cut into groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.errors import MeasureError
from sandan.observe.definitions.candidates import Candidate, recipes
from sandan.observe.definitions.evidence import Evidence, RegionalLinkage
from sandan.observe.definitions.selection import Definition, define_clusters
from sandan.observe.definitions.similarities import (
    input_output_relatedness,
    location_correlation,
    occupation_relatedness,
)
from sandan.observe.specialization.leave_out import jobs_table

__all__ = ["LEAST_CITIES", "LEAST_INDUSTRIES", "LINKAGES", "Groups", "define_groups", "surveyed_at"]

LINKAGES = ("jobs", "establishments", "trade", "work")
"""How industries can be related: in space by jobs and by establishments, by sales, by occupations."""

BY_PLACE = LINKAGES[:2]

LEAST_CITIES = 6
"""Halves of fewer cities hold too few to correlate over."""

INDUSTRIES_PER_GROUP = 4
"""A number of groups is a candidate if it leaves so many industries to each on average."""

LEAST_INDUSTRIES = 60
"""With fewer industries none of the usual numbers of groups is a candidate."""

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Groups:
    """A cluster definition of a register, and from what it was made.

    ``cluster`` is the definition's number of the cluster by industry. ``sources`` has one row per linkage:
    ``linkage``, ``period`` of its data, ``known`` industries of the register, and whether it was
    ``offered`` to the choice and ``used`` in the candidate that was chosen.
    """

    definition: Definition
    cluster: pd.Series
    sources: pd.DataFrame
    industries: pd.Index
    cities: int
    candidates: int


def surveyed_at(register: pd.DataFrame, period: int, digits: int) -> pd.DataFrame:
    """Return the sites of a year whose jobs are known, with their industry cut to so many digits.

    Parameters
    ----------
    register : DataFrame
        A table of the kind ``establishments``.
    period : int
        Calendar year.
    digits : int
        Digits of the industry codes.

    Returns
    -------
    DataFrame
        Rows of the register with a column ``group``.

    Raises
    ------
    KeyError
        If a column is missing.

    Notes
    -----
    Sites whose jobs are hidden or were not asked are left out.

    References
    ----------
    ``docs/methods/cluster-test.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"period": [1, 1, 2], "industry": ["26112", "10110", "26112"],
    ...                       "status": ["reported", "not_stated", "reported"]})
    >>> surveyed_at(sites, 1, 3)["group"].tolist()
    ['261']
    """
    there = register.loc[(register["period"] == period) & (register["status"] == Status.REPORTED)]
    return there.assign(group=there["industry"].str[:digits])


def define_groups(tables: Tables, parameters: Parameters) -> Groups:
    """Define clusters from a register, and from sales and occupations where they are known.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``establishments``, and if there are any ``input_output`` and ``industry_occupations``, tables of
        these kinds.
    parameters : mapping
        ``end`` (year), ``digits``, ``groups`` (numbers of groups to try), ``splits``, ``shuffles``,
        ``least_known`` (share of the industries that sales or occupations must know), ``seed``.

    Returns
    -------
    Groups
        The definition and what it was made from.

    Raises
    ------
    MeasureError
        If there are fewer than six cities with jobs, or too few industries for any of the numbers of
        groups.

    Notes
    -----
    Linkages: correlation over the cities of the ranks of shares, of jobs and of establishments; sales
    between industries; correlation over occupations. Candidates: Ward's method, every number of groups,
    from the linkages in space alone and from all of them. Chosen, moved and confirmed by
    :func:`sandan.observe.definitions.selection.define_clusters`. Sales and occupations are of the year
    nearest to the register's, of its classification, and cut to its digits.

    References
    ----------
    Delgado, Porter and Stern (2016). ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> pairs = [(f"c{c}", f"{10 + 4 * g + k}", g) for c in range(12) for g in range(12) for k in range(4)]
    >>> sites = pd.DataFrame(pairs, columns=["city", "industry", "kind"])
    >>> size = np.exp(rng.normal(0, 1, (12, 12)))[sites["city"].str[1:].astype(int), sites["kind"]]
    >>> sites = sites.assign(period=1, status="reported", classification="KSIC10",
    ...     workers=np.ceil(50 * size).astype(int))
    >>> asked = {"end": 1, "digits": 2, "groups": [12], "splits": 2, "shuffles": 2, "least_known": 0.9,
    ...     "seed": 1}
    >>> register = sites.loc[sites.index.repeat(sites["workers"] // 40)]
    >>> found = define_groups({"establishments": register}, asked)
    >>> found.definition.chosen.recipe.groups, found.sources["used"].tolist()
    (12, [True, True, False, False])
    """
    sites = surveyed_at(tables["establishments"], parameters["end"], parameters["digits"])
    jobs = jobs_table(sites, region="city", industry="group")
    counts = jobs_table(sites.assign(workers=1), region="city", industry="group")
    known = jobs.sum(axis=1) > 0
    industries = jobs.columns
    numbers = [g for g in parameters["groups"] if INDUSTRIES_PER_GROUP * g <= len(industries)]
    _check(int(known.sum()), len(industries), numbers)
    measure = partial(location_correlation, scale="ranks")
    fixed, periods = _fixed(tables, parameters, sites, industries)
    evidence = Evidence(
        {
            "jobs": RegionalLinkage(jobs.loc[known], measure),
            "establishments": RegionalLinkage(counts.loc[known], measure),
        },
        {
            name: one
            for name, one in fixed.items()
            if _known(one, industries) >= parameters["least_known"] * len(industries)
        },
    )
    sets = dict.fromkeys([BY_PLACE, (*BY_PLACE, *evidence.fixed)])
    plans = [Candidate(names, one) for names in sets for one in recipes(numbers, methods=["ward"])]
    definition = define_clusters(
        evidence,
        plans,
        splits=parameters["splits"],
        draws=parameters["shuffles"],
        seed=parameters["seed"],
    )
    cluster = definition.grouping["cluster"]
    sources = _sources(evidence, definition, fixed, periods, industries, parameters["end"])
    return Groups(definition, cluster, sources, industries, int(known.sum()), len(plans))


def _check(cities: int, industries: int, numbers: list[int]) -> None:
    if cities < LEAST_CITIES or not numbers:
        raise MeasureError(
            f"The register has {cities} cities with jobs and {industries} industries; clusters can be "
            f"defined from {LEAST_CITIES} cities and {LEAST_INDUSTRIES} industries. Import a register of the "
            "whole country."
        )


def _fixed(
    tables: Tables, parameters: Parameters, sites: pd.DataFrame, industries: pd.Index
) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """Relate industries by sales and by occupations, as far as the tables speak the register's codes."""
    readers = {
        "trade": ("input_output", "classification", _trade),
        "work": ("industry_occupations", "industry_classification", _work),
    }
    found: dict[str, pd.DataFrame] = {}
    periods: dict[str, int] = {}
    for name, (role, column, read) in readers.items():
        if role not in tables:
            continue
        table = tables[role]
        fitting = table.loc[table[column].isin(sites["classification"].unique())]
        if fitting.empty:
            continue
        periods[name] = _nearest(fitting["period"], parameters["end"])
        matrix = read(fitting.loc[fitting["period"] == periods[name]], parameters["digits"], industries)
        if matrix is not None:
            found[name] = matrix
    return found, periods


def _nearest(periods: pd.Series, period: int) -> int:
    """Return the nearest year, of two equally near ones the earlier."""
    return int(min(periods.unique(), key=lambda year: (abs(int(year) - period), int(year))))


def _cut(codes: pd.Series, digits: int) -> pd.Series:
    """Cut codes to so many digits; a coarser code names none of the finer industries."""
    return codes.str[:digits].where(codes.str.len() >= digits)


def _trade(table: pd.DataFrame, digits: int, industries: pd.Index) -> pd.DataFrame | None:
    pairs = table.assign(supplier=_cut(table["supplier"], digits), user=_cut(table["user"], digits))
    flows = pairs.pivot_table(index="supplier", columns="user", values="value", aggfunc="sum", observed=True)
    both = flows.index.intersection(flows.columns).intersection(industries)
    flows = flows.loc[both, both]
    # A pair that the table does not name is not known to be nothing.
    return None if flows.empty or flows.isna().any(axis=None) else input_output_relatedness(flows)


def _work(table: pd.DataFrame, digits: int, industries: pd.Index) -> pd.DataFrame | None:
    rows = table.assign(industry=_cut(table["industry"], digits))
    counts = rows.pivot_table(
        index="industry", columns="occupation", values="value", aggfunc=_sum_of_all, observed=True
    )
    complete = counts.loc[counts.index.intersection(industries)].dropna()
    return None if len(complete) < 2 or complete.shape[1] < 3 else occupation_relatedness(complete)


def _sum_of_all(numbers: pd.Series) -> float:
    """Add up numbers that are all known; a sum with an unknown part is not known."""
    return float(numbers.sum(skipna=False))


def _known(matrix: pd.DataFrame, industries: pd.Index) -> int:
    return int(matrix.reindex(index=industries).notna().any(axis=1).sum())


def _sources(
    evidence: Evidence,
    definition: Definition,
    fixed: Mapping[str, pd.DataFrame],
    periods: Mapping[str, int],
    industries: pd.Index,
    period: int,
) -> pd.DataFrame:
    varying = {
        name: int((one.table.max() > one.table.min()).sum()) for name, one in evidence.regional.items()
    }
    rows = [
        {
            "linkage": name,
            "period": period if name in varying else periods.get(name, np.nan),
            "known": varying.get(name, _known(fixed[name], industries) if name in fixed else 0),
            "offered": name in varying or name in evidence.fixed,
            "used": name in definition.chosen.linkages,
        }
        for name in LINKAGES
    ]
    return pd.DataFrame(rows)

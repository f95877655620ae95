"""Calculations on how a rank depends on choices: every combination of them, none left out."""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.disclosure.suppression import primary_suppression, rule_in_force
from sandan.data.missing import Status
from sandan.observe.specialization.clusters import find_clusters
from sandan.observe.specialization.leave_out import jobs_table
from sandan.report.calculations.asked import Asked
from sandan.report.calculations.base import Registered
from sandan.report.calculations.protected import DIVISION
from sandan.report.calculations.protected_once import open_in, protected_once
from sandan.types import FloatArray

__all__ = ["CHOICES", "FROM_CHOICES", "OPTIONS", "RULES", "quotient_of"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "benchmark": ("all", "others"),
    "measure": ("jobs", "establishments"),
    "size": ("every", "large"),
    "largest": ("with", "without"),
}
"""Choices whose options are always the same; years and digits come with the question."""
CHOICES = ("period", "digits", *OPTIONS)
RULES = ("over_one", "over_usual", "tested")
"""What may be called a cluster: a quotient above 1, one of ``usual_rule`` or more, a tested one."""
USED = ["enterprise", "establishment", "period", "city", "industry", "workers", "status"]


@dataclass(frozen=True)
class _Column:
    """One industry in every city: jobs or sites there, of all industries, of the largest enterprise."""

    own: pd.Series
    everything: pd.Series
    largest: pd.Series


def quotient_of(
    own: FloatArray, everything: FloatArray, largest: FloatArray | float = 0.0, *, benchmark: str
) -> FloatArray:
    """Return the location quotients of one industry, each city as if an enterprise had never been there.

    Parameters
    ----------
    own : array of float, shape (n_cities,)
        Jobs of the industry in every city.
    everything : array of float, shape (n_cities,)
        Jobs of all industries in every city.
    largest : array of float, shape (n_cities,)
        Jobs of the enterprise that is taken out of its city, of the industry and of the country.
    benchmark : str
        ``all`` or ``others``.

    Returns
    -------
    array of float, shape (n_cities,)
        NaN where nothing is left to compare, infinite where nobody else has the industry.

    Raises
    ------
    KeyError
        If the benchmark is not known.

    Notes
    -----
    :func:`~sandan.observe.specialization.location_quotient.location_quotient` with ``largest`` taken off
    the cell, the city, the industry and the total; in its own city only.

    References
    ----------
    ``docs/methods/location-quotient.md``.

    Examples
    --------
    >>> own, everything = np.array([30.0, 10.0]), np.array([50.0, 150.0])
    >>> quotient_of(own, everything, benchmark="others").round(2).tolist()
    [9.0, 0.11]
    >>> quotient_of(own, everything, np.array([20.0, 0.0]), benchmark="all").round(2).tolist()
    [3.0, 0.33]
    """
    left, place = own - largest, everything - largest
    industry, total = own.sum() - largest, everything.sum() - largest
    parts = {"all": (industry, total), "others": (industry - left, total - place)}
    above, below = parts[benchmark]
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient: FloatArray = (left / place) / (above / below)
    return quotient


def _column(asked: Asked, digits: int, industry: str, *, jobs: bool) -> _Column:
    surveyed = asked.register.loc[asked.register["status"] == Status.REPORTED]
    counted = surveyed.assign(group=surveyed["industry"].str[:digits])
    counted = counted if jobs else counted.assign(workers=1)
    table = jobs_table(counted, region="city", industry="group").astype(np.float64)
    own = table[industry] if industry in table.columns else pd.Series(0.0, table.index)
    firms = counted.loc[counted["group"] == industry].groupby(["city", "enterprise"])["workers"].sum()
    largest = firms.groupby("city").max().reindex(table.index, fill_value=0).astype(np.float64)
    return _Column(own, table.sum(axis=1), largest)


@lru_cache(maxsize=64)
def _tested(asked: Asked) -> pd.DataFrame:
    """Test all cells of a year once for all industries: what is called, with and without its largest firm."""
    digits, jobs, draws, seed, level = asked.settings
    surveyed = asked.register.loc[asked.register["status"] == Status.REPORTED]
    counted = surveyed.assign(group=surveyed["industry"].str[:digits])
    cells = find_clusters(
        counted if jobs else counted.assign(workers=1),
        region="city",
        industry="group",
        enterprise="enterprise",
        draws=draws,
        seed=seed,
        level=level,
    )
    called = cells.assign(without=cells["is_cluster"] & ~cells["vanishes_without_largest"])
    return called.set_index(["city", "group"])[["is_cluster", "without"]].rename(
        columns={"is_cluster": "with"}
    )


@lru_cache(maxsize=256)
def _open(asked: Asked) -> pd.Series:
    """Say of every city whether its jobs and its sites in an industry may be told."""
    period, digits, industry, published_on = asked.settings
    about = {"period": period, "digits": digits, "jobs": True, "published_on": published_on}
    table = protected_once(asked.register, **about)
    if not (table["industry"] == industry).any():
        return pd.Series(data=False, index=sorted(asked.register["city"].unique()))
    told = open_in(table, industry, with_totals=True)
    inside = asked.register["industry"].str[:digits] == industry
    return told & ~told.index.isin(_given_away(asked.register.loc[inside], date.fromisoformat(published_on)))


def _given_away(sites: pd.DataFrame, day: date) -> list[str]:
    """List the cities whose number of sites would give a firm away."""
    rule = rule_in_force(day)
    surveyed = sites.loc[sites["status"] == Status.REPORTED]
    by_firm = surveyed.groupby(["city", "enterprise"]).size().astype(np.float64)
    by_city = by_firm.sort_values(ascending=False).groupby("city")
    cells = pd.DataFrame({"value": by_city.sum(), "contributors": by_city.size()})
    for place in range(rule.largest_needed):
        cells[f"largest_{place + 1}"] = (
            by_city.nth(place).droplevel("enterprise").reindex(cells.index).fillna(0)
        )
    return list(cells.index[primary_suppression(cells, rule)["reason"].ne("").to_numpy()])


def _years(tables: Tables, parameters: Parameters) -> dict[int, Asked]:
    register = tables["establishments"]
    years = {}
    for period in parameters["periods"]:
        there = register.loc[register["period"] == period, USED]
        years[period] = Asked.of(there)
    return years


def _combinations(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Rank the city under every combination of choices; one row each, hidden ones without a rank."""
    years = _years(tables, parameters)
    digits = sorted({DIVISION, len(parameters["industry"])})
    # Two that ask for the same protected table at once would both work it out.
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        found = executor.map(
            lambda piece: [
                row
                for measure in OPTIONS["measure"]
                for row in _of_piece(years[piece[0]], (*piece, measure), parameters)
            ],
            product(years, digits),
        )
        rows = [row for piece in found for row in piece]
    table = pd.DataFrame(rows)
    table = table.sort_values(list(CHOICES), kind="stable", ignore_index=True)
    return table.assign(combination=range(1, len(table) + 1))


def _of_piece(asked: Asked, piece: tuple[int, int, str], parameters: Parameters) -> list[dict[str, Any]]:
    """Give the combinations of one year, number of digits and measure."""
    period, digits, measure = piece
    industry, city, jobs = parameters["industry"][:digits], parameters["city"], measure == "jobs"
    column = _column(asked, digits, industry, jobs=jobs)
    settings = (period, digits, industry, parameters["published_on"])
    told = _open(asked.looked_at(*settings)).reindex(column.own.index, fill_value=False)
    how = (digits, jobs, parameters["draws"], parameters["seed"], parameters["level"])
    called = _tested(asked.looked_at(*how))
    fixed = {"period": period, "digits": digits, "measure": measure}
    rows = []
    for benchmark, size, largest in product(*(OPTIONS[name] for name in ("benchmark", "size", "largest"))):
        chosen = {**fixed, "benchmark": benchmark, "size": size, "largest": largest}
        quotient = _quotients(column, benchmark, largest)
        ranked = quotient.loc[told & _large_enough(column, size, city) & quotient.notna()]
        outcome = _hidden() if city not in ranked.index else _outcome(ranked, city, parameters)
        if outcome["status"] == Status.REPORTED:
            outcome["tested"] = bool(called.loc[(city, industry), largest])
        rows.append({**chosen, "left_out": int((~told).sum()), **outcome})
    return rows


def _quotients(column: _Column, benchmark: str, largest: str) -> pd.Series:
    taken = column.largest.to_numpy() if largest == "without" else 0.0
    parts = (column.own.to_numpy(), column.everything.to_numpy())
    return pd.Series(quotient_of(*parts, taken, benchmark=benchmark), index=column.own.index)


def _large_enough(column: _Column, size: str, city: str) -> pd.Series:
    """Keep all cities, or the larger half with the city itself."""
    if size == "every":
        return pd.Series(data=True, index=column.own.index)
    large = column.everything >= column.everything.median()
    return large | (large.index == city)


def _hidden() -> dict[str, Any]:
    return {
        "rank": None,
        "ranked": None,
        **dict.fromkeys(RULES),
        "status": Status.SUPPRESSED.value,
    }


def _outcome(ranked: pd.Series, city: str, parameters: Parameters) -> dict[str, Any]:
    own = ranked[city]
    return {
        "rank": int(1 + (ranked > own).sum()),
        "ranked": len(ranked),
        "over_one": bool(own > 1),
        "over_usual": bool(own >= parameters["usual_rule"]),
        "tested": False,
        "status": Status.REPORTED.value,
    }


def _by_choice(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the mean rank under every option, over combinations that are open under all of its options."""
    table = _combinations(tables, parameters)
    rows = []
    for choice in CHOICES:
        others = [name for name in CHOICES if name != choice]
        grid = table.pivot_table(index=others, columns=choice, values="rank", aggfunc="first", dropna=False)
        grid = grid.reindex(columns=sorted(table[choice].unique())).astype(np.float64).dropna()
        if grid.shape[1] < 2 or grid.empty:
            continue
        means = grid.mean()
        spread = float(means.max() - means.min())
        rows += [
            {
                "choice": choice,
                "option": str(option),
                "mean_rank": mean,
                "compared": len(grid),
                "spread": spread,
            }
            for option, mean in means.items()
        ]
    columns = ["choice", "option", "mean_rank", "compared", "spread"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        "spread", ascending=False, kind="stable", ignore_index=True
    )


def _summary(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count combinations by what they say, and give the best, the middle and the worst rank."""
    table = _combinations(tables, parameters)
    told = table.loc[table["status"] == Status.REPORTED]
    rank = told["rank"].astype(np.float64)
    counts = {
        "combinations": len(table),
        "told": len(told),
        "hidden": len(table) - len(told),
        "top": int((rank <= parameters["top"]).sum()),
        "verdicts": len(RULES) * len(told),
        "called": int(told[list(RULES)].eq(other=True).to_numpy().sum()),
        **{rule: int(told[rule].eq(other=True).sum()) for rule in RULES},
        "best": rank.min(),
        "worst": rank.max(),
        "middle": rank.median(),
        "least_ranked": told["ranked"].astype(np.float64).min(),
        "most_ranked": told["ranked"].astype(np.float64).max(),
    }
    return pd.DataFrame({name: [count] for name, count in counts.items()})


FROM_CHOICES = (
    Registered("rank_combinations", ("establishments",), _combinations),
    Registered("rank_choices", ("establishments",), _by_choice),
    Registered("rank_summary", ("establishments",), _summary),
)

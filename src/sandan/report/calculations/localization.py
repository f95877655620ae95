"""Calculations on where establishments stand: which industries gather, at which distances."""

import math
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.observe.localization.industries import LocalizedIndustries, localize_industries
from sandan.observe.localization.points import Points, project_points
from sandan.parallel import watcher
from sandan.report.calculations.asked import Asked
from sandan.report.calculations.base import Registered
from sandan.report.calculations.protected import EVERYTHING, EVERYWHERE
from sandan.report.calculations.protected_once import protected_once

__all__ = ["FROM_LOCATIONS", "REASONS"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]

KM = 1000.0
PERCENT = 100.0
USED = [
    "establishment",
    "enterprise",
    "period",
    "city",
    "industry",
    "workers",
    "status",
    "longitude",
    "latitude",
]
"""What the test and the hiding look at, and no more."""
COLUMNS = {
    "first_distance": "first_km",
    "last_distance": "last_km",
    "peak_distance": "peak_km",
    "bandwidth": "bandwidth_km",
}
TELLING = ("plants", "bandwidth_km", "first_km", "last_km", "peak_km", "excess")
"""What tells how many plants there are, or how far apart; a bandwidth follows from their number."""
REASONS = {
    "fewer than": "few",
    "ties only": "ties",
    "simulate more": "least_p",
    "not called among": "not_called",
}
"""Reasons of the measure by a piece of their words; whatever else keeps a curve from a test is ``other``."""


@dataclass(frozen=True)
class _Run:
    """What was found of all industries, where the sites are, and which industries may not be told of."""

    sites: Points
    found: LocalizedIndustries | None
    plants: pd.Series
    hidden: frozenset[str]


def _run(tables: Tables, parameters: Parameters) -> _Run:
    """Test all industries once for all calculations of this process that ask for the same."""
    names = ("period", "digits", "smallest", "simulations", "seed", "level", "published_on")
    register = tables["establishments"]
    there = register.loc[register["period"] == parameters["period"], USED]
    return _carried_out(Asked.of(there, *(parameters[name] for name in names)))


@lru_cache(maxsize=2)
def _carried_out(asked: Asked) -> _Run:
    period, digits, smallest, simulations, seed, level, published_on = asked.settings
    grouped = asked.register.assign(group=asked.register["industry"].str[:digits])
    columns = ["group", "longitude", "latitude"]
    sites = project_points(grouped[columns], longitude="longitude", latitude="latitude", missing="drop")
    plants = sites.table["group"].value_counts()
    found = None
    if plants.max() >= smallest:
        with ThreadPoolExecutor(os.cpu_count()) as executor:
            found = localize_industries(
                sites,
                rng=np.random.default_rng(seed),
                industry="group",
                smallest=smallest,
                simulations=simulations,
                level=level,
                executor=executor,
                progress=watcher(),
            )
    counts = protected_once(
        asked.register, period=period, digits=digits, jobs=False, published_on=published_on
    )
    everywhere = counts.loc[counts["region"] == EVERYWHERE]
    open_to_all = everywhere.loc[everywhere["status"] == Status.REPORTED, "industry"]
    return _Run(sites, found, plants, frozenset(plants.index) - frozenset(open_to_all))


def _verdicts(run: _Run) -> pd.DataFrame:
    """Give the table of the measure, or say of all industries that they are too small."""
    if run.found is not None:
        return run.found.table
    small = pd.DataFrame({"industry": run.plants.index, "plants": run.plants.to_numpy()})
    blank = dict.fromkeys(("p_value", "q_value", "localization_area", "dispersion_area", *COLUMNS), np.nan)
    return small.assign(verdict="not testable", reason="fewer than", is_called=False, **blank)


def _localization(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Test every industry of the country; distances are given of those that are called."""
    run = _run(tables, parameters)
    table = _verdicts(run).rename(columns={**COLUMNS, "p_value": "p"})
    for column in COLUMNS.values():
        table[column] = table[column] / KM
    called = table["verdict"].isin(["localized", "dispersed"])
    table["excess"] = PERCENT * table["localization_area"].where(
        table["verdict"] == "localized", table["dispersion_area"]
    )
    for column in ("first_km", "last_km", "peak_km", "excess"):
        table[column] = table[column].where(called)
    table["plants"] = table["plants"].astype("Int64")
    hidden = table["industry"].isin(run.hidden)
    for column in TELLING:
        table[column] = table[column].mask(hidden)
    columns = ["industry", "verdict", "reason", *TELLING, "p", "q_value", "is_called", "status"]
    status = hidden.map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value})
    return _in_order(table.assign(status=status, reason=table["reason"].map(_reason)))[columns]


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Put hidden industries behind the others of their verdict: their place would tell their strength."""
    verdicts = ["localized", "dispersed", "neither", "not testable"]
    group = table["verdict"].map(verdicts.index)
    order = np.lexsort((table["industry"], table["p"], -table["excess"].fillna(-1.0), group))
    return table.iloc[order].reset_index(drop=True)


def _reason(words: str) -> str:
    if not words:
        return ""
    return next((key for piece, key in REASONS.items() if piece in words), "other")


def _curves(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the curve of every industry that may be told of, with its band, as percent of pairs per km."""
    run = _run(tables, parameters)
    if run.found is None:
        return pd.DataFrame({"industry": [], "step": [], "distance_km": []})
    curves = run.found.curves.loc[~run.found.curves["industry"].isin(run.hidden)]
    densities = ["observed", "expected", "lower", "upper", "localization", "dispersion"]
    told = curves[densities] * (PERCENT * KM)
    side = np.select(
        [curves["observed"] > curves["upper"], curves["observed"] < curves["lower"]],
        ["above", "below"],
        default="inside",
    )
    return told.assign(
        industry=curves["industry"],
        step=curves.groupby("industry").cumcount(),
        distance_km=curves["distance"] / KM,
        side=side,
    ).reset_index(drop=True)


def _jobs_here(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the jobs of every industry that a city has, without what would give a firm away."""
    cells = protected_once(
        tables["establishments"],
        period=parameters["period"],
        digits=parameters["digits"],
        jobs=True,
        published_on=parameters["published_on"],
    )
    finest = cells["industry"].str.len().eq(parameters["digits"]) & cells["industry"].ne(EVERYTHING)
    # What is hidden is not zero: the city has it.
    there = cells["region"].eq(parameters["city"]) & cells["value"].ne(0).fillna(value=True)
    here = cells.loc[finest & there, ["industry", "value", "status"]].rename(columns={"value": "jobs"})
    return here.reset_index(drop=True)


def _summary(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count the sites and the industries by verdict, and those that gather with plants in a city."""
    run = _run(tables, parameters)
    table = _verdicts(run)
    located = tables["establishments"].loc[run.sites.table.index]
    here = located.loc[located["city"] == parameters["city"], "industry"].str[: parameters["digits"]]
    localized, dispersed = (table["verdict"] == word for word in ("localized", "dispersed"))
    called = int((localized | dispersed).sum())
    return pd.DataFrame(
        {
            "sites": [len(run.sites.table)],
            "dropped": [run.sites.dropped],
            "duplicates": [run.sites.duplicates],
            "industries": [len(table)],
            "tested": [int(table["p_value"].notna().sum())],
            "not_testable": [int((table["verdict"] == "not testable").sum())],
            "localized": [int(localized.sum())],
            "dispersed": [int(dispersed.sum())],
            "called": [called],
            "expected_false": [parameters["level"] * called],
            "localized_here": [int((localized & table["industry"].isin(set(here))).sum())],
            "hidden": [len(run.hidden)],
            "simulations": [parameters["simulations"]],
            "least_p": [1 / (parameters["simulations"] + 1)],
            "needed": [_needed(int(table["p_value"].notna().sum()), parameters)],
        }
    )


def _needed(tested: int, parameters: Parameters) -> int:
    """Count how many industries must have the least p-value before the correction calls any of them."""
    least = 1 / (int(parameters["simulations"]) + 1)
    return max(1, math.ceil(tested * least / float(parameters["level"])))


FROM_LOCATIONS = (
    Registered("localization", ("establishments",), _localization),
    Registered("localization_curves", ("establishments",), _curves),
    Registered("localization_here", ("establishments",), _jobs_here),
    Registered("localization_summary", ("establishments",), _summary),
)

"""Calculations on the rings around the site of a registered policy: the net first, and each ring."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.errors import MeasureError
from sandan.evaluate.effects.rings import LEAST_PLACEBOS, comparable_sites, ring_effect, ring_lacks
from sandan.evaluate.registration.sites import SiteCells, specified_cells
from sandan.evaluate.registration.specification import Specification, specification_from
from sandan.report.calculations.asked import Asked
from sandan.report.calculations.base import Registered
from sandan.report.calculations.policy import percent
from sandan.report.calculations.protected import gives_away

__all__ = ["DEGREES", "FROM_SITES", "RINGS_NAMED", "rings_give_away"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]

USED = ["enterprise", "period", "region", "complex", "industry", "workers", "status"]
DEGREES = ["longitude", "latitude"]
RINGS_NAMED = ("net", "inside", "around")
"""All touched rings together, the inner one, and every other."""
OF_JOBS = ["jobs_before", "jobs_after", "jobs", "jobs_lower", "jobs_upper"]
OF_PERCENT = ["estimate", "lower", "upper"]
COLUMNS = ["ring", "kind", "from_km", "to_km", "cells", *OF_JOBS, *OF_PERCENT, "p", "placebos", "status"]


def _site(tables: Tables, parameters: Parameters) -> SiteCells | None:
    """Lay a grid over the register; nothing where it has no coordinates, or none of the site."""
    fixed, register = specification_from(parameters["specification"]), tables["establishments"]
    columns = [name for name in (*USED, *DEGREES) if name in register.columns]
    return _laid(Asked.of(register.loc[register["period"].between(fixed.first, fixed.last), columns], fixed))


@lru_cache(maxsize=2)
def _laid(asked: Asked) -> SiteCells | None:
    (fixed,) = asked.settings
    return specified_cells(fixed, asked.register)


def _lacks(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Name what the data lack; no row if nothing does."""
    found = _site(tables, parameters)
    columns = ["what", "there", "needed"]
    if found is None:
        return pd.DataFrame([("coordinates", 0, 1)], columns=columns)
    fixed = specification_from(parameters["specification"])
    asked: dict[str, Any] = {"site": found.site, "start": fixed.start, "breaks": fixed.rings}
    lacks = [(one.what, one.there, one.needed) for one in ring_lacks(found.cells, **asked)]
    if not lacks:
        others = len(comparable_sites(found.cells, **asked))
        lacks = [("placebo_sites", others, LEAST_PLACEBOS)] if others < LEAST_PLACEBOS else []
    return pd.DataFrame(lacks, columns=columns)


def _rings(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the net and every touched ring in percent and in jobs; nothing where the data lack something."""
    found = _site(tables, parameters)
    if found is None or len(_lacks(tables, parameters)):
        return pd.DataFrame(columns=COLUMNS)
    fixed = specification_from(parameters["specification"])
    asked: dict[str, Any] = {"site": found.site, "start": fixed.start, "breaks": fixed.rings}
    others = comparable_sites(found.cells, **asked)
    try:
        effect = ring_effect(found.cells, placebo_sites=others, level=fixed.level, **asked)
    except MeasureError:
        return pd.DataFrame(columns=COLUMNS)
    table = effect.parts
    rates = {name: percent(table[name].where(np.isfinite(table[name])).to_numpy()) for name in OF_PERCENT}
    ends = {name: table[name].where(np.isfinite(table[name])) for name in ("jobs_lower", "jobs_upper")}
    hidden = rings_give_away(found, fixed, date.fromisoformat(parameters["published_on"]))
    told = Status.SUPPRESSED.value if hidden else Status.REPORTED.value
    kinds = [RINGS_NAMED[min(number, 2)] for number in range(len(table))]
    whole = table.assign(**rates, **ends, kind=kinds, placebos=effect.comparisons, status=told)
    if hidden:
        whole[[*OF_JOBS, *OF_PERCENT, "p"]] = np.nan
    return whole[COLUMNS]


def rings_give_away(found: SiteCells, fixed: Specification, day: date) -> bool:
    """Say whether a ring of any year, or the last one, is so few firms that its sum tells of one of them.

    Parameters
    ----------
    found : SiteCells
        As from `specified_cells`.
    fixed : Specification
        Whose rings they are.
    day : date
        Day whose disclosure rule is applied.

    Returns
    -------
    bool
        True if one ring has to be hidden; then all are.

    Raises
    ------
    DefinitionError
        If no rule was in force on the day.

    Notes
    -----
    `gives_away` for every ring and year.

    References
    ----------
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    Needs a register; ``tests/report/calculations/test_policy_rungs.py`` shows one.
    """
    meters = 1000 * np.asarray(fixed.rings, dtype=np.float64)
    x, y = (1000 * one for one in found.site)
    sites = found.counted
    apart = np.hypot(sites["x"] - x, sites["y"] - y)
    ring = np.searchsorted(meters, apart, side="right")
    groups = sites.groupby([ring, sites["period"]])[["enterprise", "workers", "status"]]
    inside = [one for (number, _), one in groups if int(str(number)) < len(meters)]
    return any(gives_away(one, published_on=day) for one in inside)


FROM_SITES = (
    Registered("policy_ring_lacks", ("establishments",), _lacks),
    Registered("policy_rings", ("establishments",), _rings),
)

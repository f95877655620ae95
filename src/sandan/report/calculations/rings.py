"""Calculations on the rings around the site of a registered policy: the net, each ring, and all sites."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.evaluate.registration.rings import SpecifiedRings, specified_rings
from sandan.evaluate.registration.sites import SiteCells
from sandan.evaluate.registration.specification import Specification, specification_from
from sandan.observe.localization.points import in_degrees
from sandan.report.calculations.asked import Asked
from sandan.report.calculations.base import Registered
from sandan.report.calculations.percent import percent
from sandan.report.calculations.protected import gives_away
from sandan.types import FloatArray

__all__ = ["DEGREES", "FROM_SITES", "RINGS_NAMED", "rings_give_away", "rings_known"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]

USED = ["enterprise", "period", "region", "complex", "industry", "workers", "status"]
DEGREES = ["longitude", "latitude"]
RINGS_NAMED = ("net", "inside", "around")
"""All touched rings together, the inner one, and every other."""
OF_JOBS = ["jobs_before", "jobs_after", "jobs", "jobs_lower", "jobs_upper"]
OF_PERCENT = ["estimate", "lower", "upper"]
COLUMNS = ["ring", "kind", "from_km", "to_km", "cells", *OF_JOBS, *OF_PERCENT, "p", "placebos", "status"]
OF_PLACES = ["kind", *DEGREES]


def rings_known(register: pd.DataFrame, fixed: Specification) -> SpecifiedRings:
    """Give the rings of a specification, once for all calculations of this process.

    Parameters
    ----------
    register : DataFrame
        A table of the kind ``establishments``; other years and columns do not count.
    fixed : Specification
        What was registered.

    Returns
    -------
    SpecifiedRings
        Nothing is hidden.

    Raises
    ------
    SandanError
        If the coordinates cannot be projected.

    Notes
    -----
    See `specified_rings`.

    References
    ----------
    ``docs/methods/rings.md``.

    Examples
    --------
    Needs a register; ``tests/report/calculations/test_rings.py`` shows one.
    """
    columns = [name for name in (*USED, *DEGREES) if name in register.columns]
    return _once(Asked.of(register.loc[register["period"].between(fixed.first, fixed.last), columns], fixed))


@lru_cache(maxsize=4)
def _once(asked: Asked) -> SpecifiedRings:
    (fixed,) = asked.settings
    return specified_rings(fixed, asked.register)


def _asked(tables: Tables, parameters: Parameters) -> tuple[Specification, SpecifiedRings]:
    fixed = specification_from(parameters["specification"])
    return fixed, rings_known(tables["establishments"], fixed)


def _lacks(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Name what the data lack; no row if nothing does."""
    _, rings = _asked(tables, parameters)
    rows = [(one.what, one.there, one.needed) for one in rings.lacks]
    return pd.DataFrame(rows, columns=["what", "there", "needed"])


def _rings(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the net and every touched ring in percent and in jobs; nothing where the data lack something."""
    fixed, rings = _asked(tables, parameters)
    if rings.found is None or rings.effect is None:
        return pd.DataFrame(columns=COLUMNS)
    table = rings.effect.parts
    rates = {name: percent(table[name].where(np.isfinite(table[name])).to_numpy()) for name in OF_PERCENT}
    ends = {name: table[name].where(np.isfinite(table[name])) for name in ("jobs_lower", "jobs_upper")}
    hidden = rings_give_away(rings.found, fixed, date.fromisoformat(parameters["published_on"]))
    told = Status.SUPPRESSED.value if hidden else Status.REPORTED.value
    kinds = [RINGS_NAMED[min(number, 2)] for number in range(len(table))]
    whole = table.assign(**rates, **ends, kind=kinds, placebos=rings.effect.comparisons, status=told)
    if hidden:
        whole[[*OF_JOBS, *OF_PERCENT, "p"]] = np.nan
    return whole[COLUMNS]


def _places(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the site and the comparable sites in degrees: first the site, and only what tells of no firm."""
    fixed, rings = _asked(tables, parameters)
    day = date.fromisoformat(parameters["published_on"])
    found = rings.found
    hidden = found is None or rings.effect is None or rings_give_away(found, fixed, day)
    if found is None or hidden or gives_away(found.there, published_on=day):
        return pd.DataFrame(columns=OF_PLACES)
    others = [one for one in rings.others.to_numpy() if not _tells_of_firms(found, fixed, one, day)]
    places = 1000 * np.array([found.site, *others])
    kinds = ["site", *["other"] * len(others)]
    return pd.DataFrame(in_degrees(places, crs=found.crs), columns=DEGREES).assign(kind=kinds)[OF_PLACES]


def _tells_of_firms(found: SiteCells, fixed: Specification, place: FloatArray, day: date) -> bool:
    """Say whether it tells of a firm that the inner ring of another site is comparable: few stand in it."""
    before = found.counted.loc[found.counted["period"] < fixed.start]
    apart = np.hypot(before["x"] - 1000 * place[0], before["y"] - 1000 * place[1])
    near = before.loc[apart < 1000 * fixed.rings[1]]
    return any(gives_away(one, published_on=day) for _, one in near.groupby("period"))


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
    Registered("policy_ring_places", ("establishments",), _places),
)

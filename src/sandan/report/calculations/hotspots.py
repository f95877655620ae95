"""Calculations on where an industry gathers: cities beside their neighbors, circles, groups."""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.observe.hotspots.getis_ord import local_g
from sandan.observe.hotspots.groups import EstablishmentGroups, establishment_groups
from sandan.observe.hotspots.moran import local_moran
from sandan.observe.hotspots.neighbors import nearest_neighbors
from sandan.observe.hotspots.scan import ScanResult, scan_statistic
from sandan.observe.localization.points import Points, in_degrees, project_points
from sandan.observe.specialization.leave_out import jobs_table
from sandan.observe.specialization.location_quotient import location_quotient
from sandan.report.calculations.asked import Asked
from sandan.report.calculations.base import Registered
from sandan.report.calculations.protected import gives_away
from sandan.report.calculations.protected_once import open_in, protected_once

__all__ = ["FROM_PLACES", "HIDDEN", "LEAST_CITIES", "Ground", "ground_of", "groups_found"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]

KM = 1000.0
HIDDEN, TOO_FEW = "hidden", "too_few"
"""What stands in place of a call: the quotient of the city may not be told, or nothing was tested."""
LEAST_CITIES = 8
"""With fewer cities, the neighbors of a city are most of the country, and nothing can be told from chance."""
USED = ["enterprise", "period", "city", "industry", "workers", "status", "longitude", "latitude"]
OF_MORAN = {"p_value": "moran_p", "q_value": "moran_q"}
OF_G = {"p_value": "g_p", "q_value": "g_q"}
NUMBERS = ("around", *OF_MORAN.values(), *OF_G.values())
"""What tells how large the quotients of the neighbors are."""


@dataclass(frozen=True)
class Ground:
    """The sites of a year that have a place, in meters, and the middle of every city."""

    sites: Points
    cities: pd.DataFrame
    """By city: ``x``, ``y`` in meters, the mean of its sites."""

    def degrees(self, places: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Turn meters, shape (n, 2), into longitude and latitude."""
        return in_degrees(places, crs=self.sites.crs)


def _asked(tables: Tables, parameters: Parameters, *names: str) -> Asked:
    register = tables["establishments"]
    there = register.loc[register["period"] == parameters["period"], USED]
    return Asked.of(there, *(parameters[name] for name in names))


def ground_of(tables: Tables, parameters: Parameters) -> Ground:
    """Project the sites of a year, once in a process.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``establishments``, a table of this kind with coordinates.
    parameters : mapping
        ``period``.

    Returns
    -------
    Ground
        Sites and cities in meters.

    Raises
    ------
    TableError
        If no site has coordinates.

    Notes
    -----
    A city stands at the mean of its sites, for data without boundaries have no other middle.

    References
    ----------
    ``docs/methods/points-and-projection.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"enterprise": list("ab"), "period": 2013, "city": "X", "industry": "26112",
    ...     "workers": 5, "status": "reported", "longitude": [127.0, 127.2], "latitude": 37.5})
    >>> ground_of({"establishments": sites}, {"period": 2013}).cities["x"].abs().round().tolist()
    [0.0]
    """
    return _ground(_asked(tables, parameters))


@lru_cache(maxsize=2)
def _ground(asked: Asked) -> Ground:
    sites = project_points(asked.register, longitude="longitude", latitude="latitude", missing="drop")
    return Ground(sites, sites.table.groupby("city")[["x", "y"]].mean())


def _quotients(register: pd.DataFrame, digits: int, industry: str) -> pd.Series:
    surveyed = register.loc[register["status"] == Status.REPORTED]
    group = surveyed["industry"].str[:digits]
    jobs = jobs_table(surveyed.assign(group=group), region="city", industry="group")
    return location_quotient(jobs)[industry]


def _told(tables: Tables, parameters: Parameters, *, jobs: bool) -> pd.Series:
    """Say of every city whether a number of the industry, and what follows from it, may be told."""
    table = protected_once(
        tables["establishments"],
        period=parameters["period"],
        digits=parameters["digits"],
        jobs=jobs,
        published_on=parameters["published_on"],
    )
    return open_in(table, parameters["industry"], with_totals=True)


def _cities(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Test every city against its neighbors; what would tell a hidden quotient is hidden with it."""
    asked = _asked(tables, parameters)
    ground = _ground(asked)
    quotient = _quotients(asked.register, parameters["digits"], parameters["industry"])
    told = _told(tables, parameters, jobs=True)
    placed = ground.cities.loc[ground.cities.index.isin(quotient.dropna().index)]
    if len(placed) < LEAST_CITIES or (quotient[placed.index] == quotient[placed.index[0]]).all():
        return _untested(quotient, told)
    weights = nearest_neighbors(placed, parameters["neighbors"])
    values = quotient[placed.index]
    about = {"permutations": parameters["permutations"], "level": parameters["level"]}
    moran, hot = (
        measure(values, weights, rng=np.random.default_rng(parameters["seed"]), **about)
        for measure in (local_moran, local_g)
    )
    hidden = ~told.reindex(placed.index, fill_value=False)
    beside = (weights.given @ hidden.to_numpy(dtype=np.float64)) > 0
    numbers = moran[list(OF_MORAN)].rename(columns=OF_MORAN).join(hot[list(OF_G)].rename(columns=OF_G))
    numbers.insert(0, "around", weights.matrix @ values.to_numpy(dtype=np.float64))
    table = numbers.mask(hidden | beside).assign(
        location_quotient=values.mask(hidden),
        quadrant=moran["quadrant"].mask(hidden, HIDDEN),
        spot=hot["spot"].mask(hidden, HIDDEN),
        status=(hidden | beside).map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value}),
    )
    return _in_order(table.rename_axis("city").reset_index())


def _untested(quotient: pd.Series, told: pd.Series) -> pd.DataFrame:
    hidden = ~told.reindex(quotient.index, fill_value=False)
    table = pd.DataFrame(np.nan, quotient.index, list(NUMBERS)).assign(
        location_quotient=quotient.mask(hidden),
        quadrant=hidden.map({True: HIDDEN, False: TOO_FEW}),
        spot=hidden.map({True: HIDDEN, False: TOO_FEW}),
        status=hidden.map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value}),
    )
    return _in_order(table.rename_axis("city").reset_index())


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Put the called first, then by quotient; hidden ones by code, for their place would tell their size."""
    called = ~table["quadrant"].isin(["not_called", HIDDEN, TOO_FEW]) | table["spot"].isin(["hot", "cold"])
    order = np.lexsort((table["city"], -table["location_quotient"].fillna(-1.0), ~called))
    return table.iloc[order].reset_index(drop=True)


@lru_cache(maxsize=4)
def _scanned(asked: Asked) -> ScanResult | None:
    digits, industry, replications, seed, level = asked.settings
    surveyed = asked.register.loc[asked.register["status"] == Status.REPORTED]
    belongs = surveyed["industry"].str[:digits] == industry
    areas = _ground(asked.looked_at()).cities.assign(
        cases=surveyed.loc[belongs, "city"].value_counts(), at_risk=surveyed["city"].value_counts()
    )
    areas = areas.fillna({"cases": 0, "at_risk": 0})
    if not areas["cases"].sum():
        return None
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        return scan_statistic(
            areas,
            model="bernoulli",
            level=level,
            replications=replications,
            rng=np.random.default_rng(seed),
            executor=executor,
        )


def _scan(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Find the most surprising circle of cities and all others that are called; cities joined by spaces."""
    names = ("digits", "industry", "replications", "seed", "level")
    found = _scanned(_asked(tables, parameters, *names))
    columns = ["circle", "center", "x", "y", "radius_km", "cities", "cases", "expected", "relative_risk"]
    columns += ["p", "is_cluster", "members", "status"]
    if found is None or found.clusters.empty:
        return pd.DataFrame({column: [] for column in columns})
    circles = found.clusters.rename(columns={"cluster": "circle", "areas": "cities", "p_value": "p"})
    circles = circles.loc[circles["is_cluster"] | circles["circle"].eq(1)]
    members = found.members.groupby("cluster")["area"].agg(sorted)
    told = _told(tables, parameters, jobs=False)
    hidden = ~circles["circle"].map(members).map(lambda codes: bool(told.reindex(codes).eq(other=True).all()))
    numbers = circles[["cases", "expected", "relative_risk"]].astype(np.float64).mask(hidden)
    table = circles.assign(
        **numbers,
        radius_km=circles["radius"] / KM,
        members=circles["circle"].map(members).map(" ".join),
        status=hidden.map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value}),
    )
    # Hidden ones come last, for their place would tell how surprising they are.
    return table[columns].sort_values(["status", "circle"], ignore_index=True)


OF_GROUPS = ("digits", "industry", "distance", "least", "draws_of_groups", "resamples", "seed", "level")


@dataclass(frozen=True)
class _Grouped:
    """Groups, and of every group the city of most of its sites and whether it may be told of."""

    found: EstablishmentGroups
    city: pd.Series
    told: pd.Series


def groups_found(tables: Tables, parameters: Parameters) -> tuple[EstablishmentGroups, pd.Series] | None:
    """Group the sites of an industry, once in a process, with their boundaries in meters.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``establishments``, a table of this kind with coordinates.
    parameters : mapping
        Those of the calculation ``hotspot_groups``.

    Returns
    -------
    tuple of EstablishmentGroups and Series, or None
        The groups with the city of each; nothing where the industry has too few sites.

    Raises
    ------
    TableError
        If no site has coordinates.

    Notes
    -----
    Boundaries show single sites: they are for those who may see firms.

    References
    ----------
    ``docs/methods/establishment-groups.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"enterprise": list("ab"), "period": 2013, "city": "X", "industry": "26112",
    ...     "workers": 5, "status": "reported", "longitude": [127.0, 127.2], "latitude": 37.5})
    >>> asked = {"period": 2013, "digits": 3, "industry": "261", "distance": 1000, "least": 5,
    ...     "draws_of_groups": 99, "resamples": 10, "seed": 1, "level": 0.05, "published_on": "2013-12-31"}
    >>> groups_found({"establishments": sites}, asked) is None
    True
    """
    grouped = _grouped(_asked(tables, parameters, *OF_GROUPS, "published_on"))
    return None if grouped is None else (grouped.found, grouped.city)


@lru_cache(maxsize=4)
def _grouped(asked: Asked) -> _Grouped | None:
    digits, industry, distance, least, draws, resamples, seed, level, published_on = asked.settings
    sites = _ground(asked.looked_at()).sites.table
    member = (sites["industry"].str[:digits] == industry).to_numpy(dtype=np.bool_)
    if not least <= member.sum() < len(sites):
        return None
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        found = establishment_groups(
            sites[["x", "y"]].assign(member=member),
            distance=distance,
            least=least,
            permutations=draws,
            resamples=resamples,
            level=level,
            rng=np.random.default_rng(seed),
            executor=executor,
        )
    inside = sites.loc[member].assign(group=found.members["group"])
    by_group = inside.loc[inside["group"] > 0].groupby("group")
    day = date.fromisoformat(published_on)
    city = by_group["city"].agg(lambda cities: cities.value_counts(sort=True).index[0])
    told = pd.Series({group: not gives_away(one, published_on=day) for group, one in by_group}, dtype=bool)
    return _Grouped(found, city, told)


def _groups(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """List the groups of the industry's sites, without those that would give a firm away."""
    columns = ["group", "city", "sites", "at_risk", "area_km2", "stability", "p", "q_value", "is_cluster"]
    grouped = _grouped(_asked(tables, parameters, *OF_GROUPS, "published_on"))
    if grouped is None or grouped.found.groups.empty:
        return pd.DataFrame({column: [] for column in [*columns, "status"]})
    city = grouped.found.groups["group"].map(grouped.city)
    open_cities = _told(tables, parameters, jobs=False)
    told = grouped.found.groups["group"].map(grouped.told) & city.map(open_cities).eq(other=True)
    table = grouped.found.groups.rename(columns={"p_value": "p"}).assign(city=city)
    return table.loc[told, columns].assign(status=Status.REPORTED.value).reset_index(drop=True)


def _summary(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count cities by call, circles and groups, and what could not be looked at."""
    cities, circles = _cities(tables, parameters), _scan(tables, parameters)
    grouped = _grouped(_asked(tables, parameters, *OF_GROUPS, "published_on"))
    ground = ground_of(tables, parameters)
    quadrant, spot = cities["quadrant"], cities["spot"]
    groups = 0 if grouped is None else len(grouped.found.groups)
    told = _groups(tables, parameters)
    counts = {
        **{name: int((quadrant == name).sum()) for name in ("high_high", "low_low", "high_low", "low_high")},
        **{name: int((spot == name).sum()) for name in ("hot", "cold")},
        "cities": len(cities),
        "hidden": int((quadrant == HIDDEN).sum()),
        "circles": int(circles["is_cluster"].sum()),
        "groups": len(told),
        "groups_called": int(told["is_cluster"].sum()),
        "groups_hidden": groups - len(told),
        "groups_by_chance": np.nan if grouped is None else grouped.found.groups_by_chance,
        "dropped": ground.sites.dropped,
        "neighbors": parameters["neighbors"],
        "permutations": parameters["permutations"],
        "replications": parameters["replications"],
        "draws_of_groups": parameters["draws_of_groups"],
    }
    return pd.DataFrame({name: [count] for name, count in counts.items()})


FROM_PLACES = (
    Registered("hotspots", ("establishments",), _cities),
    Registered("hotspot_circles", ("establishments",), _scan),
    Registered("hotspot_groups", ("establishments",), _groups),
    Registered("hotspot_summary", ("establishments",), _summary),
)

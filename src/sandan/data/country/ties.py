"""Who works with whom: dated ties of the focal city's firms, at known rates."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.data.contracts import TIES
from sandan.data.country.chance import stream
from sandan.data.country.generate import Country
from sandan.data.country.names import enterprise_ids
from sandan.data.country.places import FOCAL
from sandan.data.country.population import World
from sandan.types import FloatArray, IntArray, Rng

KINDS = ("joint_project", "contract", "meeting", "move")
ZONES = ("manufacturing", "research", "city", "elsewhere")
"""The focal city's older complex, its research complex, the rest of the city, and all other cities."""
RATES: dict[tuple[str, str], tuple[float, float, float, float]] = {
    ("manufacturing", "manufacturing"): (0.02, 0.20, 0.15, 0.03),
    ("research", "research"): (0.10, 0.08, 0.45, 0.05),
    ("manufacturing", "research"): (0.02, 0.06, 0.08, 0.01),
    ("manufacturing", "city"): (0.01, 0.10, 0.06, 0.02),
    ("research", "city"): (0.03, 0.06, 0.12, 0.03),
    ("city", "city"): (0.004, 0.03, 0.02, 0.01),
    ("manufacturing", "elsewhere"): (0.01, 0.15, 0.05, 0.02),
    ("research", "elsewhere"): (0.05, 0.10, 0.10, 0.02),
    ("city", "elsewhere"): (0.003, 0.03, 0.01, 0.01),
}
"""Ties per year for each firm of the smaller side, by kind. Nobody records ties without the city."""
BRIDGE = ("manufacturing", "research")
OPENING = 1.15
"""Growth of the rates between the two complexes, for each year after the research complex opened."""
PROGRAMME = {"joint_project": 3.0, "meeting": 2.0}
"""By how much the programme for networks multiplies the rates between the two complexes."""
ACTIVITY = 0.7
"""Spread of the lasting activity of firms, in log points; larger firms have more ties, by the square root."""
FIRST_DAY, DAYS = "01-01", 365


@dataclass(frozen=True)
class TieList:
    """The ties that an office has on record, and the rates that made them."""

    listed: pd.DataFrame
    truth: pd.DataFrame


@dataclass(frozen=True)
class _Firms:
    """The enterprises with one site that stand in one zone: their numbers, and their cumulative activity."""

    number: IntArray
    activity: FloatArray


def tie_list(country: Country) -> TieList:
    """Draw the ties of every year.

    Ends are drawn independently of each other, by activity, among the firms of a zone; so beside zone and
    activity nothing decides who works with whom.
    """
    spread = stream(country.world.seed, "activity").standard_normal(len(country.register.enterprise))
    made = [_of_year(country, np.exp(ACTIVITY * spread), year) for year in country.years]
    listed = pd.concat([ties for ties, _ in made], ignore_index=True)
    for side in ("from", "to"):
        listed[side] = pd.Series(enterprise_ids(listed[side].to_numpy()).to_pylist(), dtype="str")
    listed["tie"] = [f"GT{number:08d}" for number in range(1, len(listed) + 1)]
    truth = pd.concat([rates for _, rates in made], ignore_index=True)
    return TieList(listed[TIES.names], truth)


def _of_year(country: Country, activity: FloatArray, year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = stream(country.world.seed, "ties", year)
    firms = _firms(country, activity, year)
    truth = _expected(country.world, {zone: len(some.number) for zone, some in firms.items()}, year)
    count = rng.poisson(truth["expected"])
    pairs = zip(truth["zone_a"], truth["zone_b"], count.tolist(), strict=True)
    ends = np.concatenate([_drawn(rng, firms[a], firms[b], number) for a, b, number in pairs], axis=1)
    day = np.sort(np.floor(rng.random(count.sum()) * DAYS)).astype("timedelta64[D]")
    table = pd.DataFrame({"from": ends[0], "to": ends[1], "kind": np.repeat(truth["kind"], count)})
    table = table.iloc[rng.permutation(len(table))]
    return table.assign(date=np.datetime64(f"{year}-{FIRST_DAY}") + day), truth.assign(ties=count)


def _firms(country: Country, activity: FloatArray, year: int) -> dict[str, _Firms]:
    """Take the enterprises that have one site, so that everybody can see where they stand."""
    state, enterprise = country.state(year), country.register.enterprise
    owner = enterprise[state.number]
    alone = np.bincount(owner, minlength=len(enterprise))[owner] == 1
    number = owner[alone].astype(np.int64)
    weight = activity[number] * np.sqrt(state.workers[alone])
    zone = _zones(country.world, state.district[alone], state.complex[alone])
    members = {name: np.flatnonzero(zone == row) for row, name in enumerate(ZONES)}
    return {name: _Firms(number[rows], np.cumsum(weight[rows])) for name, rows in members.items()}


def _zones(world: World, district: IntArray, fence: IntArray) -> IntArray:
    places = world.places
    here = places.district_city[district] == FOCAL
    fenced = here & (fence >= 0) & (fence != places.research)
    zones = (fenced, fence == places.research, here)
    return np.select(zones, range(3), default=3).astype(np.int64)


def _expected(world: World, firms: dict[str, int], year: int) -> pd.DataFrame:
    """Give the rate and the expected number of ties of every pair of zones and kind."""
    rows = []
    for (a, b), rates in RATES.items():
        first, second = firms[a], firms[b]
        possible = min(first, second) if a != b or first > 1 else 0
        for kind, rate in zip(KINDS, rates, strict=True):
            now = rate * _factor(world, (a, b), kind, year)
            rows.append((year, a, b, kind, first, second, round(now, 6), now * possible))
    columns = ["period", "zone_a", "zone_b", "kind", "firms_a", "firms_b", "rate", "expected"]
    return pd.DataFrame(rows, columns=columns)


def _factor(world: World, zones: tuple[str, str], kind: str, year: int) -> float:
    """Let the two complexes come closer, and the programme bring them together."""
    if zones != BRIDGE:
        return 1.0
    opened = OPENING ** max(0, year - world.plan.research_opens)
    return opened * (PROGRAMME.get(kind, 1.0) if year >= world.plan.network_programme else 1.0)


def _drawn(rng: Rng, first: _Firms, second: _Firms, count: int) -> IntArray:
    """Draw the two ends of some ties, one row each; which end comes first is left to chance."""
    if not count:
        return np.zeros((2, 0), dtype=np.int64)
    start, end = _chosen(rng, first, count), _chosen(rng, second, count)
    if first is second:
        end = np.where(start == end, (end + 1) % len(second.number), end)
    ends = first.number[start], second.number[end]
    turned = rng.random(count) < 0.5
    return np.where(turned, ends[::-1], ends)


def _chosen(rng: Rng, firms: _Firms, count: int) -> IntArray:
    """Draw rows by activity."""
    place = np.searchsorted(firms.activity, rng.random(count) * firms.activity[-1], side="right")
    return np.asarray(np.minimum(place, len(firms.number) - 1), dtype=np.int64)

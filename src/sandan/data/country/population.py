"""The sites of the generated country: what is lasting about them, and their state in one year."""

from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sandan.data.country.chance import pick, round_by_chance
from sandan.data.country.industries import Industries
from sandan.data.country.places import FOCAL, Places
from sandan.data.country.plan import CountryPlan
from sandan.data.country.propensities import Propensities
from sandan.types import BoolArray, IntArray, Rng

Columns = TypeVar("Columns", "State", "Register")

MOST_WORKERS = 6_000
STEMS = 30**3
NEWCOMER = 0.85
"""Size of a new site beside one that has been there."""
FENCED = {"C": 0.34, "technology": 0.30, "rest": 0.02}
RESEARCH_BIRTHS = 0.22


@dataclass(frozen=True)
class World:
    """All that stays the same while the years go by."""

    plan: CountryPlan
    seed: int
    places: Places
    industries: Industries
    propensities: Propensities


@dataclass(frozen=True)
class Register:
    """What is lasting about a site; the row is its number."""

    enterprise: npt.NDArray[np.int32]
    """Number of the site that the enterprise started with."""
    stem: npt.NDArray[np.int32]
    industry: npt.NDArray[np.int16]
    """Industry at birth, from which the name is made."""
    form: npt.NDArray[np.int8]
    prospect: npt.NDArray[np.float32]
    """Lasting growth of its own, as a standard score."""


@dataclass(frozen=True)
class State:
    """Every site that exists on the reference day of one year, in the order of its number.

    ``complex`` and ``product`` are -1 where there is none. ``untreated`` is the number of workers
    that the site would have if nobody had ever been supported.
    """

    number: npt.NDArray[np.int32]
    district: npt.NDArray[np.int16]
    complex: npt.NDArray[np.int16]
    industry: npt.NDArray[np.int16]
    product: npt.NDArray[np.int16]
    workers: npt.NDArray[np.int32]
    untreated: npt.NDArray[np.int32]


def joined(first: Columns, second: Columns) -> Columns:
    """Put the rows of one table of arrays below those of another."""
    return type(first)(
        **{f.name: np.concatenate([getattr(first, f.name), getattr(second, f.name)]) for f in fields(first)}
    )


def chosen(table: Columns, rows: BoolArray | IntArray) -> Columns:
    """Keep some rows of a table of arrays."""
    return type(table)(**{f.name: getattr(table, f.name)[rows] for f in fields(table)})


def born(
    world: World, rng: Rng, industry: IntArray, year: int, owners: IntArray, first: int
) -> tuple[State, Register]:
    """Draw new sites of the given industries, numbered from ``first``.

    ``owners`` are the enterprises that may open a branch; without any, the new sites themselves
    are taken.
    """
    industries = world.industries
    city = pick(rng, industries.group[industry], world.propensities.shares)
    district, fence = settle(world, rng, city, industry, year)
    workers = _sizes(world, rng, industry, year)
    number = np.arange(first, first + len(industry))
    state = State(
        number=number.astype(np.int32),
        district=district.astype(np.int16),
        complex=fence.astype(np.int16),
        industry=industry.astype(np.int16),
        product=industries.draw_products(rng, industry).astype(np.int16),
        workers=workers.astype(np.int32),
        untreated=workers.astype(np.int32),
    )
    register = Register(
        enterprise=_enterprises(world, rng, number, owners).astype(np.int32),
        stem=rng.integers(0, STEMS, len(number), dtype=np.int32),
        industry=industry.astype(np.int16),
        form=rng.integers(0, 4, len(number), dtype=np.int8),
        prospect=rng.standard_normal(len(number), dtype=np.float32),
    )
    return state, register


def settle(
    world: World, rng: Rng, city: IntArray, industry: IntArray, year: int
) -> tuple[IntArray, IntArray]:
    """Find a district, and perhaps a complex, in a city that is already known."""
    places = world.places
    district = places.first_district[city] + pick(rng, city, places.district_shares)
    wants = rng.random(len(city)) < _fence_chance(world.industries)[industry]
    inside = wants & (places.complex_count[city] > 0)
    fence = np.where(inside, places.first_complex[city] + pick(rng, city, places.complex_shares), -1)
    if world.plan.clusters and year >= world.plan.research_opens:
        technology = world.industries.technology[world.industries.group[industry]]
        drawn = (city == FOCAL) & technology & (rng.random(len(city)) < RESEARCH_BIRTHS)
        fence = np.where(drawn, places.research, fence)
    return np.where(fence >= 0, places.complex_district[fence], district), fence


def _fence_chance(industries: Industries) -> npt.NDArray[np.float64]:
    made = np.array([10 <= int(industries.divisions[d]) < 34 for d in industries.division])
    technology = industries.technology[industries.group]
    return np.where(made, FENCED["C"], np.where(technology, FENCED["technology"], FENCED["rest"]))


def _sizes(world: World, rng: Rng, industry: IntArray, year: int) -> IntArray:
    """Draw workers from the lognormal distribution of the division, whatever the place."""
    median, sigma = world.industries.trait("median_workers"), world.industries.trait("sigma")
    part = 1.0 if year == world.plan.first_year else NEWCOMER
    draw = part * median[industry] * np.exp(sigma[industry] * rng.standard_normal(len(industry)))
    return np.clip(round_by_chance(rng, draw), 1, MOST_WORKERS)


def _enterprises(world: World, rng: Rng, number: IntArray, owners: IntArray) -> IntArray:
    """Let a few new sites be branches of an enterprise that is there already."""
    branch = rng.random(len(number)) < world.plan.branches
    heads = owners if len(owners) else number[~branch]
    if not len(heads):
        return number
    parent = heads[np.floor(rng.random(len(number)) * len(heads)).astype(np.int64)]
    return np.where(branch, parent, number)

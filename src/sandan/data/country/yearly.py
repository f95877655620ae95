"""One year of the generated country: deaths, reclassifications, moves, growth, births."""

from dataclasses import replace

import numpy as np

from sandan.data.country.chance import pick, stream
from sandan.data.country.places import FOCAL
from sandan.data.country.population import MOST_WORKERS, Register, State, World, born, chosen, settle
from sandan.types import BoolArray, FloatArray, IntArray, Rng

NEAR_CAPITAL = 3.0
"""How much likelier a firm of the capital province is drawn to the research complex."""


def surviving(world: World, state: State, year: int) -> State:
    """Close sites at the rate of their division, whatever their place, size or prospects."""
    rng = stream(world.seed, "deaths", year)
    exits = world.industries.trait("exits")[state.industry]
    return chosen(state, rng.random(len(exits)) >= exits)


def reclassified(world: World, state: State, year: int) -> State:
    """Give some sites another industry code, and a product that belongs to it."""
    rng = stream(world.seed, "reclassifications", year)
    rows = np.flatnonzero(rng.random(len(state.number)) < world.plan.reclassify)
    old = state.industry[rows].astype(np.int64)
    new = pick(rng, old, world.industries.successors)
    industry, product = state.industry.copy(), state.product.copy()
    industry[rows] = new
    product[rows] = np.where(new == old, product[rows], world.industries.draw_products(rng, new))
    return replace(state, industry=industry, product=product)


def moved(world: World, state: State, year: int) -> State:
    """Let sites move inside their city, to another city, and into the research complex."""
    rng = stream(world.seed, "moves", year)
    plan, places = world.plan, world.places
    draw = rng.random(len(state.number))
    rows = np.flatnonzero(draw < plan.move_far + plan.move_near)
    industry = state.industry[rows].astype(np.int64)
    home = places.district_city[state.district[rows]]
    away = pick(rng, world.industries.group[industry], world.propensities.shares)
    city = np.where(draw[rows] < plan.move_far, away, home)
    district, fence = state.district.copy(), state.complex.copy()
    district[rows], fence[rows] = settle(world, rng, city, industry, year)
    if plan.clusters and year >= plan.research_opens:
        rows = _drawn(world, rng, replace(state, district=district, complex=fence))
        district[rows], fence[rows] = places.complex_district[places.research], places.research
    return replace(state, district=district, complex=fence)


def _drawn(world: World, rng: Rng, state: State) -> IntArray:
    """Choose the technology firms that move into the research complex this year."""
    plan, places = world.plan, world.places
    city = places.district_city[state.district]
    wanted_here = (world.industries.focal_strength > 1)[world.industries.group[state.industry]]
    inside = wanted_here & (city == FOCAL)
    outside = np.flatnonzero(wanted_here & (city != FOCAL))
    newcomers = min(round(plan.pull * inside.sum()), len(outside))
    weight = np.where(places.capital[city[outside]], NEAR_CAPITAL, 1.0)
    # The smallest of exponential draws over weights are a weighted sample without replacement.
    order = np.argsort(rng.exponential(size=len(outside)) / weight, kind="stable")
    near = inside & (state.complex != places.research) & (rng.random(len(city)) < plan.inner_pull)
    return np.concatenate([outside[order[:newcomers]], np.flatnonzero(near)])


def grown(world: World, register: Register, state: State, supported: BoolArray, year: int) -> State:
    """Change the workers of every survivor by trend, place, prospects, chance and support.

    The same draws serve the number with support and the number without, so that the difference
    is the effect and nothing else.
    """
    rng = stream(world.seed, "growth", year)
    plan, count = world.plan, len(state.number)
    city = world.places.district_city[state.district]
    growth = (
        world.industries.trait("trend")[state.industry]
        + plan.location_effect * world.places.capital[city]
        + plan.prospects * register.prospect[state.number]
        + plan.noise * rng.standard_normal(count)
        - (plan.prospects**2 + plan.noise**2) / 2
    )
    rounding = rng.random(count)
    without = np.exp(growth)
    factor = without * np.exp(plan.support_effect * supported)
    factor *= _displaced(world, state, supported, without)
    return replace(
        state,
        workers=_whole(state.workers * factor, rounding),
        untreated=_whole(state.untreated * without, rounding),
    )


def _displaced(world: World, state: State, supported: BoolArray, without: FloatArray) -> FloatArray:
    """Take the planned part of the jobs won from the other firms of the same city and group."""
    plan = world.plan
    if not plan.displacement or not supported.any():
        return np.ones(len(supported))
    groups = len(world.industries.groups)
    cell = world.places.district_city[state.district] * groups + world.industries.group[state.industry]
    jobs = state.workers * without
    won = np.bincount(cell, jobs * supported * np.expm1(plan.support_effect))
    others = np.bincount(cell, jobs * ~supported)
    loss = np.minimum(plan.displacement * won / np.where(others > 0, others, np.inf), 1.0)
    return np.where(supported, 1.0, 1.0 - loss[cell])


def _whole(numbers: FloatArray, rounding: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.clip(np.floor(numbers + rounding), 1, MOST_WORKERS).astype(np.int32)


def newborn(world: World, register: Register, state: State, year: int) -> tuple[State, Register]:
    """Open new sites: as many in each industry as keep it at its size, and more where it grows."""
    rng = stream(world.seed, "births", year)
    industries = world.industries
    rate = industries.trait("exits") + industries.trait("trend")
    expected = world.plan.establishments * industries.share * np.clip(rate, 0, None)
    industry = np.repeat(np.arange(len(expected)), rng.poisson(expected))
    alone = register.enterprise[state.number] == state.number
    return born(world, rng, industry, year, state.number[alone].astype(np.int64), len(register.enterprise))

"""Making the generated country happen, year by year."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.data.country.chance import stream
from sandan.data.country.industries import make_industries
from sandan.data.country.places import make_places
from sandan.data.country.plan import CountryPlan
from sandan.data.country.population import Register, State, World, born, joined
from sandan.data.country.programme import run_round
from sandan.data.country.propensities import make_propensities
from sandan.data.country.yearly import grown, moved, newborn, reclassified, surviving
from sandan.errors import DefinitionError
from sandan.types import BoolArray

__all__ = ["Country", "generate_country"]


@dataclass(frozen=True)
class Country:
    """All that happened: the lasting traits of every site and its state in each year.

    Here everything is numbers, so that a nation fits in memory; :mod:`sandan.data.country.panel`,
    ``published`` and ``truth`` make tables of words from it. ``applications`` names applicants by
    the number of their site.
    """

    world: World
    register: Register
    states: tuple[State, ...]
    applications: pd.DataFrame

    @property
    def years(self) -> range:
        """The reference years, one per state."""
        return self.world.plan.years

    def state(self, year: int) -> State:
        """Return the sites on the reference day of a year."""
        return self.states[year - self.world.plan.first_year]


def generate_country(plan: CountryPlan, *, seed: int) -> Country:
    """Make a country whose truth is known.

    Parameters
    ----------
    plan : CountryPlan
        Size, and every effect that is built in; ``SCALES`` has three.
    seed : int
        Not negative; the same plan and seed give the same country.

    Returns
    -------
    Country
        Register, one state per year and the applications for support.

    Raises
    ------
    DefinitionError
        If the seed is negative; a plan refuses its own numbers when it is made.

    Notes
    -----
    In the first year ``plan.establishments`` sites are drawn: industry by its share, city by
    ``P(city | group)``, workers lognormal by division whatever the place. Each later year, in this
    order: deaths, reclassifications, moves, the selection round, growth
    ``log w' - log w = trend + location + prospects + noise + effect``, births. Whole workers come
    from rounding by chance, which keeps the mean.

    References
    ----------
    ``docs/methods/generated-country.md``.

    Examples
    --------
    >>> country = generate_country(CountryPlan(establishments=500, cities=8, provinces=2), seed=1)
    >>> len(country.state(2006).number), country.years
    (500, range(2006, 2016))
    """
    if seed < 0:
        raise DefinitionError(f"`seed` is {seed}; give 0 or a greater whole number.")
    world = make_world(plan, seed)
    state, register = _first(world)
    states, rounds = [state], []
    supported = np.zeros(0, dtype=bool)
    for year in plan.years[1:]:
        supported = np.append(supported, np.zeros(len(register.enterprise) - len(supported), dtype=bool))
        state, applications, now = _step(world, register, state, supported, year)
        supported[state.number[now]] = True
        rounds.append(applications)
        young, added = newborn(world, register, state, year)
        state, register = joined(state, young), joined(register, added)
        states.append(state)
    return Country(world, register, tuple(states), pd.concat(rounds, ignore_index=True))


def make_world(plan: CountryPlan, seed: int) -> World:
    """Lay out all that stays the same while the years go by."""
    places, industries = make_places(plan, seed), make_industries(seed, within_chains=plan.chains)
    return World(plan, seed, places, industries, make_propensities(plan, seed, places, industries))


def _first(world: World) -> tuple[State, Register]:
    plan, industries = world.plan, world.industries
    rng = stream(world.seed, "first", plan.first_year)
    industry = rng.choice(len(industries.codes), size=plan.establishments, p=industries.share)
    return born(world, rng, industry, plan.first_year, np.zeros(0, dtype=np.int64), 0)


def _step(
    world: World, register: Register, state: State, supported: BoolArray, year: int
) -> tuple[State, pd.DataFrame, BoolArray]:
    """Carry the sites of one year into the next, without the newborn."""
    state = moved(world, reclassified(world, surviving(world, state, year), year), year)
    now = np.zeros(len(state.number), dtype=bool)
    applications = pd.DataFrame()
    if year in world.plan.rounds:
        applications, now = run_round(world, register, state, supported, year)
    return grown(world, register, state, now, year), applications, now

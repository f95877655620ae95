"""Who does what: the occupations of every industry and city, where people work and where they live."""

from dataclasses import dataclass

import numpy as np

from sandan.data.codes.ksco import ksco
from sandan.data.country.chains import make_chains
from sandan.data.country.chance import stream
from sandan.data.country.generate import Country
from sandan.data.country.places import FOCAL
from sandan.types import BoolArray, FloatArray, IntArray

OLD, NEW = "6", "7"
"""Revisions of the classification of occupations."""
SPLITS: dict[str, dict[str, float]] = {
    "23": {"23": 0.94, "22": 0.06},
    "27": {"27": 0.93, "32": 0.07},
    "39": {"39": 0.92, "31": 0.08},
    "52": {"52": 0.96, "53": 0.04},
    "77": {"78": 1.0},
    "78": {"77": 1.0},
    "95": {"95": 0.85, "42": 0.15},
}
"""What became of codes of the old revision; all others stayed what they were. The shares are invented."""
COMMON = (
    *(("11", 0.4), ("12", 2.6), ("14", 2.4), ("15", 2.2), ("22", 2.6), ("23", 2.4), ("26", 0.5), ("27", 3.0)),
    *(
        ("28", 1.0),
        ("31", 33.0),
        ("32", 0.6),
        ("33", 0.6),
        ("39", 6.0),
        ("41", 0.8),
        ("51", 9.0),
        ("52", 2.0),
    ),
    *(("53", 1.0), ("75", 3.0), ("76", 2.0), ("79", 0.6), ("87", 8.0), ("92", 5.0), ("93", 3.0), ("94", 7.0)),
    *(("95", 2.0), ("99", 1.0)),
)
"""Weights of occupations that every industry needs."""
SELDOM = 0.04
"""Weight of every other occupation."""
VARIETY = 0.3
"""Spread of the shares of an occupation among the industries of a branch, in log points."""
CREATIVE = {
    "core": ("21", "22", "23", "24", "25"),
    "professional": ("11", "12", "13", "14", "26", "27"),
    "arts": ("28",),
}
"""Occupations of the creative class, as they are grouped in studies of it in Korea."""
CREATIVE_TREND = 0.012
"""Growth of the odds of creative work in every job, in log points per year."""
PLACES_DIFFER, FOCAL_LEAD = 0.12, 0.35
"""Spread of these odds among cities, and what the focal city has more, in log points."""
STAY = {"professional": 0.62, "other": 0.78}
"""Share of those who work in a city and live there too."""
COMMUTE = 0.2
"""Degrees of latitude over which the wish to live in another city falls to a third."""


@dataclass(frozen=True)
class Staff:
    """What decides the occupation of a job and the home of who does it.

    A ``pair`` is what an occupation was in the old revision and what it is in the new one, so that both
    revisions count the same jobs.
    """

    old: IntArray
    """Of each pair, the row of its old code in ``codes``."""
    new: IntArray
    codes: tuple[str, ...]
    profiles: FloatArray
    """Share of every pair in the jobs of every group of industries."""
    creative: BoolArray
    """Whether a pair counts as creative in the new revision."""
    lead: FloatArray
    """Odds of creative work in each city beside those of its industries, in log points."""
    homes: FloatArray
    """Chance of each home, by kind of job (professional, other) and city of work."""

    @classmethod
    def of(cls, country: Country) -> "Staff":
        """Draw the staff of a country."""
        codes = tuple(ksco(NEW).at_level(2))
        pairs = [(old, new, share) for old in codes for new, share in SPLITS.get(old, {old: 1.0}).items()]
        old, new = (np.array([codes.index(pair[side]) for pair in pairs]) for side in (0, 1))
        shares = np.array([share for _, _, share in pairs])
        creative = np.isin([pair[1] for pair in pairs], sum(CREATIVE.values(), ()))
        lead = PLACES_DIFFER * stream(country.world.seed, "creative").standard_normal(_cities(country))
        lead[FOCAL] += FOCAL_LEAD
        profiles = _profiles(country, codes)[:, old] * shares
        return cls(old, new, codes, profiles, creative, lead, _homes(country))


def _cities(country: Country) -> int:
    return len(country.world.places.cities)


def _profiles(country: Country, codes: tuple[str, ...]) -> FloatArray:
    """Give every group the occupations of its branch, those that all need, and a little of its own."""
    groups = country.world.industries.groups
    chains = make_chains(groups)
    common = np.array([dict(COMMON).get(code, SELDOM) for code in codes])
    typical = np.array([_typical(text, codes) for text in chains.table["occupations"]])
    left = 1.0 - typical.sum(axis=1, keepdims=True)
    profile = (typical + left * common / common.sum())[chains.of_group]
    own = stream(country.world.seed, "staff").standard_normal(profile.shape)
    profile *= np.exp(VARIETY * own)
    return np.asarray(profile / profile.sum(axis=1, keepdims=True))


def _typical(text: str, codes: tuple[str, ...]) -> FloatArray:
    """Read the percentages of the occupations that a branch is known for."""
    shares = dict(part.split(":") for part in text.split("|"))
    return np.array([float(shares.get(code, 0)) / 100 for code in codes])


def _homes(country: Country) -> FloatArray:
    """Let most people live where they work, and the others in large cities near by."""
    places = country.world.places
    point = places.land.cells[places.land.city_cell]
    away = np.hypot(*(point[:, None] - point).transpose(2, 0, 1))
    pull = places.weight * np.exp(-away / COMMUTE)
    np.fill_diagonal(pull, 0.0)
    pull /= pull.sum(axis=1, keepdims=True)
    here = np.eye(len(pull))
    return np.array([stay * here + (1 - stay) * pull for stay in STAY.values()])


def jobs_by_pair(country: Country, staff: Staff, year: int) -> IntArray:
    """Draw an occupation for every job of a year: counts by city, group of industries and pair."""
    world, state = country.world, country.state(year)
    groups, cities = len(world.industries.groups), _cities(country)
    cell = world.places.district_city[state.district] * groups + world.industries.group[state.industry]
    jobs = np.bincount(cell, weights=state.workers, minlength=cities * groups).astype(np.int64)
    odds = np.exp(staff.lead + CREATIVE_TREND * (year - world.plan.first_year))
    chance = staff.profiles * np.where(staff.creative, odds[:, None, None], 1.0)
    chance /= chance.sum(axis=2, keepdims=True)
    rng = stream(world.seed, "occupations", year)
    drawn: IntArray = rng.multinomial(jobs.reshape(cities, groups), chance)
    return drawn


def at_home(country: Country, staff: Staff, work: IntArray, year: int) -> IntArray:
    """Send people home: counts by city of residence and pair, from counts by city of work and pair."""
    kind = np.array([0 if staff.codes[row][0] in "12" else 1 for row in staff.new])
    chance = staff.homes[kind].transpose(1, 0, 2)
    drawn = stream(country.world.seed, "homes", year).multinomial(work, chance)
    residents: IntArray = drawn.sum(axis=0).T
    return residents

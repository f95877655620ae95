"""A country of small cities with one policy: its register, its list of places, what was registered."""

import numpy as np
import pandas as pd

YEARS = range(2005, 2014)
START = 2010
TARGET, REST = "26112", "47111"
PLACE = "C00"


def policy_register(*, cities=24, effect=0.5, firms=4, seed=5):
    """Four firms in each of two industries of every city; what the policy adds goes to one of them."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(cities):
        city = f"C{number:02}"
        for industry in (TARGET, REST):
            level = 60 * np.exp(rng.normal(0, 0.02, len(YEARS)).cumsum())
            for year, jobs in zip(YEARS, level, strict=True):
                won = effect if (city, industry) == (PLACE, TARGET) and year >= START else 0.0
                rows += [
                    (
                        f"{city}-{industry}-{firm}",
                        city,
                        industry,
                        year,
                        round(float(jobs * np.exp(won)) + firm),
                    )
                    for firm in range(firms)
                ]
    table = pd.DataFrame(rows, columns=["enterprise", "city", "industry", "period", "workers"])
    return table.assign(
        establishment=table["enterprise"],
        name=None,
        region=table["city"] + "1",
        complex=None,
        classification="KSIC10",
        product=None,
        status="reported",
    )


def policy_places(*, cities=24, inside=12):
    """The first cities lie in one region, the others in another; each has one district."""
    rows = [("K", "country", None), ("P1", "province", "K"), ("P2", "province", "K")]
    for number in range(cities):
        city = f"C{number:02}"
        rows += [(city, "city", "P1" if number < inside else "P2"), (f"{city}1", "district", city)]
    table = pd.DataFrame(rows, columns=["code", "level", "parent"])
    return table.assign(
        system="own",
        name_ko="도시 " + table["code"],
        name_en="City " + table["code"],
        valid_from=2005,
        valid_to=None,
    )


RECORD = {
    "policy_ko": "연구단지",
    "policy_en": "Research complex",
    "place": PLACE,
    "site": f"{PLACE}1",
    "outcome": "jobs",
    "target": ["2611"],
    "target_from": "by hand",
    "basis": "decided",
    "first": YEARS[0],
    "start": START,
    "last": YEARS[-1],
    "author": "Kim",
    "registered_at": "2014-01-04T09:00:00+09:00",
}

RATES = {
    "deadweight": {
        "lower": 0.3,
        "central": 0.5,
        "upper": 0.6,
        "origin": "assumed",
        "source": "Survey of firms",
    },
    "displacement": {
        "lower": 0.1,
        "central": 0.2,
        "upper": 0.25,
        "origin": "estimated",
        "source": "Study of 2012",
    },
}
"""Two rates from gross to net, one of each origin."""
EVERY_RATE = {**RATES, **dict.fromkeys(("leakage", "substitution", "multiplier"), RATES["deadweight"])}


def with_gaps(register, *, share=0.2, seed=6):
    """Leave sites out by lot, so that numbers of firms change too."""
    return register.loc[np.random.default_rng(seed).random(len(register)) > share]


SUPPORTED_RINGS = {"rings": [0.0, 8.0, 16.0, 24.0]}
"""Distances that fit into the square of `supported_office`."""


def supported_office(*, cities=24, firms=60, effect=0.1, spacing=2):
    """Every firm has a square of its own, the place in the middle; every second firm is supported in 2011."""
    register = policy_register(cities=cities, firms=firms, effect=effect)
    names = register["enterprise"].drop_duplicates()
    names = pd.concat(
        [
            names[names.str.startswith(PLACE)],
            names[~names.str.startswith(PLACE)].sample(frac=1, random_state=7),
        ]
    )
    side = int(np.ceil(np.sqrt(len(names))))
    at = spacing * (np.arange(side) - side // 2)
    x, y = (one.ravel() for one in np.meshgrid(at, at))
    near = np.argsort(np.hypot(x, y), kind="stable")[: len(names)]
    spots = pd.DataFrame({"longitude": 127 + x[near] / 111.32, "latitude": y[near] / 110.57}, index=names)
    asked = names[names.str.contains(f"-{TARGET}-")].sort_values().iloc[: 10 * firms]
    number = asked.str.rsplit("-", n=1).str[-1].astype(int)
    applications = pd.DataFrame(
        {
            "programme": "growth",
            "round": "2011-1",
            "enterprise": asked,
            "region": asked.str[:3] + "1",
            "decided_on": pd.Timestamp("2011-03-15").date(),
            "score": 60.0 + 20 * (number % 2 == 0),
            "cut_off": 70.0,
            "selected": number % 2 == 0,
            "amount_asked": 1e7,
            "amount_granted": 1e7 * (number % 2 == 0),
        }
    )
    return {
        "establishments": register.join(spots, on="enterprise"),
        "regions": policy_places(cities=cities),
        "applications": applications,
    }


def ring_register(*, radius=46, seed=4, site=1):
    """One firm in every second square kilometer around a site at the equator, which gains half within 8 km.

    The site is the district C001: all within ``site`` kilometers.
    """
    rng = np.random.default_rng(seed)
    km = np.arange(-radius, radius + 1, 2)
    x, y = (one.ravel() for one in np.meshgrid(km, km))
    places = pd.DataFrame({"longitude": 127 + x / 111.32, "latitude": y / 110.57})
    places["enterprise"] = [f"S{number}" for number in range(len(places))]
    places["region"] = np.where(np.hypot(x, y) < site, "C001", "C011")
    inside = np.hypot(x, y) < 8
    years = [
        places.assign(period=year, workers=rng.poisson(20 + 10 * inside * (year >= START)))
        for year in range(2007, 2012)
    ]
    table = pd.concat(years, ignore_index=True)
    return table.assign(
        establishment=table["enterprise"],
        name=None,
        city="C00",
        complex=None,
        industry="26112",
        classification="KSIC10",
        product=None,
        status="reported",
    )

"""Measure what docs/methods/rings.md states about the rings that the demonstration registers.

    python benchmarks/ring_error_rates.py [COUNTRIES]

First countries without complex and support: how often rings around a site that nobody chose are called.
Then the same countries with their research complex, each beside itself without the complex: what the page
says, and what is true. Everything is drawn from fixed seeds; about a minute for each country.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sandan.cli.demo import LEAF, LIST, OUTCOMES, RINGS
from sandan.data.codes.ksic import ksic10
from sandan.data.country.definitions import definition_text
from sandan.data.country.generate import Country, generate_country
from sandan.data.country.panel import Words, panel_table
from sandan.data.country.plan import DEFAULT_SEED, SCALES
from sandan.data.strategic_rules import parse_definition
from sandan.errors import MeasureError
from sandan.evaluate.effects.result import Effect
from sandan.evaluate.effects.rings import comparable_sites, ring_effect, ring_lacks, ring_totals
from sandan.evaluate.registration.sites import SiteCells, specified_cells
from sandan.evaluate.registration.specification import Specification, specification_from
from sandan.evaluate.registration.targets import target_codes

NEVER = 2100
SITES = 10
LEVEL = 0.1
SAID = ("jobs", "jobs_lower", "jobs_upper", "p")
NO_PARTS = pd.DataFrame(columns=["estimate", "upper", "p"], dtype=float)
WITH = SCALES["demo"]
WITHOUT = replace(WITH, research_opens=NEVER)
NOTHING = replace(WITHOUT, rounds=())


def register_of(country: Country) -> pd.DataFrame:
    """Write out all years, with words in place of categories."""
    words = Words.of(country)
    table = pd.concat([panel_table(country, words, year).to_pandas() for year in country.years])
    plain = {name: table[name].astype(object) for name in ("region", "complex", "industry")}
    return table.assign(**plain).reset_index(drop=True)


def specification(country: Country, outcome: str, site: str) -> Specification:
    """Register what the demonstration registers."""
    plan, places = country.world.plan, country.world.places
    rules = parse_definition(definition_text(country))
    leaves = [code for code in ksic10().codes.index if len(code) == LEAF]
    return specification_from(
        {
            "policy_ko": "연구단지 조성",
            "policy_en": "Research complex",
            "place": places.cities[0],
            "site": site,
            "outcome": outcome,
            "target": list(target_codes(rules, LIST, codes=leaves)),
            "target_from": "strategic list",
            "basis": "decided",
            "first": plan.first_year,
            "start": WITH.research_opens,
            "last": plan.last_year,
            "author": "benchmark",
            "registered_at": "2016-01-04T09:00:00+09:00",
            "rings": list(RINGS),
        }
    )


def laid(country: Country, *, around: str) -> Iterator[tuple[Specification, SiteCells]]:
    """Lay the grid around a complex, or the district that it is to stand in, for every outcome."""
    register = register_of(country)
    for outcome in OUTCOMES:
        fixed = specification(country, outcome, around)
        found = specified_cells(fixed, register)
        assert found is not None
        yield fixed, found


def asked_of(fixed: Specification, site: tuple[float, float]) -> dict[str, Any]:
    """Return what every step of the rings is told."""
    return {"site": site, "start": fixed.start, "breaks": fixed.rings}


def effect_at(cells: pd.DataFrame, asked: dict[str, Any]) -> Effect | None:
    """Estimate, or find that too little can be compared."""
    if ring_lacks(cells, **asked):
        return None
    try:
        return ring_effect(cells, placebo_sites=comparable_sites(cells, **asked), **asked)
    except MeasureError:
        return None


def anywhere(cells: pd.DataFrame, *, start: int, seed: int) -> list[tuple[float, float]]:
    """Draw middles of cells in the busier half of the land: of those with something, by what is near."""
    before = cells.loc[cells["period"] < start].groupby(["x", "y"], as_index=False)["outcome"].mean()
    points = before[["x", "y"]].to_numpy()
    near = [before.loc[np.hypot(*(points - point).T) < RINGS[1], "outcome"].sum() for point in points]
    busy = points[np.array(near) >= np.median(near)]
    chosen = np.random.default_rng(seed).choice(len(busy), SITES, replace=False)
    return [(float(x), float(y)) for x, y in busy[chosen]]


def nothing_to_find(seeds: range) -> Iterator[dict[str, Any]]:
    """Lay the rings around sites that nobody chose."""
    for seed in seeds:
        country = generate_country(NOTHING, seed=seed)
        for fixed, found in laid(country, around=_district(country)):
            for site in anywhere(found.cells, start=fixed.start, seed=seed):
                effect = effect_at(found.cells, asked_of(fixed, site))
                row = {"outcome": fixed.outcome, "sites": 0 if effect is None else effect.comparisons}
                parts = NO_PARTS if effect is None else effect.parts.set_index("ring")
                half = parts["upper"] - parts["estimate"]
                row |= {f"p {ring}": p for ring, p in parts["p"].items()}
                yield row | {f"half {ring}": one for ring, one in half.items()}


def with_the_complex(seeds: range) -> Iterator[dict[str, Any]]:
    """Say of every ring around the complex what the page says, and what is true."""
    for seed in seeds:
        country, other = (generate_country(plan, seed=seed) for plan in (WITH, WITHOUT))
        places = country.world.places
        complex_code = places.complexes[places.research]
        both = zip(laid(country, around=complex_code), laid(other, around=_district(country)), strict=True)
        for (fixed, found), (_, without) in both:
            effect = effect_at(found.cells, asked_of(fixed, found.site))
            truth = _won(found.cells, fixed, found.site) - _won(without.cells, fixed, found.site)
            truth["net"] = truth.iloc[:-1].sum()
            parts = {} if effect is None else effect.parts.set_index("ring").to_dict("index")
            told = {"seed": seed, "outcome": fixed.outcome, "sites": effect and effect.comparisons}
            for ring, won in truth.items():
                row = parts.get(ring, {})
                yield told | {"ring": ring, "truth": won} | {name: row.get(name) for name in SAID}


def _district(country: Country) -> str:
    places = country.world.places
    return str(places.districts[places.complex_district[places.research]])


def _won(cells: pd.DataFrame, fixed: Specification, site: tuple[float, float]) -> pd.Series:
    totals = ring_totals(cells, site=site, breaks=fixed.rings)
    since = totals.loc[totals["period"] >= fixed.start]
    return since.groupby("ring", sort=False)["outcome"].mean()


def main() -> None:
    """Print both."""
    seeds = range(1, 1 + int(sys.argv[1] if len(sys.argv) > 1 else 8))
    null = pd.DataFrame(nothing_to_find(seeds))
    print(f"Nothing to find: rings {RINGS} km")
    for outcome, rows in null.groupby("outcome"):
        used = rows.loc[rows["sites"] > 0]
        called = {name: f"{100 * (used[name] <= LEVEL).mean():.1f} %" for name in used if name[:2] == "p "}
        half = {name: f"{used[name].median():.0f}" for name in used if name[:5] == "half "}
        print(
            outcome, f"{len(used)} of {len(rows)}, {used['sites'].median():.0f} placebo sites", called, half
        )
    true = pd.DataFrame(with_the_complex(seeds))
    print("The country of the demonstration", true[true["seed"] == DEFAULT_SEED].to_string(), sep="\n")
    every = true.dropna(subset=["jobs"])
    held = every["truth"].between(every["jobs_lower"], every["jobs_upper"])
    rates = every.assign(held=held, called=every["p"] <= LEVEL).groupby(["outcome", "ring"])
    print(rates.agg(countries=("held", "size"), held=("held", "mean"), called=("called", "mean")))
    print(rates[["truth", "jobs"]].mean().round(1))


if __name__ == "__main__":
    main()

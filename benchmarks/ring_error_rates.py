"""Measure what docs/methods/rings.md states about the rings that the demonstration registers.

    python benchmarks/ring_error_rates.py [COUNTRIES]

First countries without complex and support: how often rings around a site that nobody chose are called.
Then the same countries with their research complex, each beside itself without the complex: what the page
says, and what is true. Everything is drawn from fixed seeds; about a minute for each country.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from sandan.cli.demo import LEAF, LIST, OUTCOMES, RINGS
from sandan.data.codes.ksic import ksic10
from sandan.data.country.definitions import definition_text
from sandan.data.country.generate import Country, generate_country
from sandan.data.country.panel import Words, panel_table
from sandan.data.country.plan import SCALES
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


def laid(country: Country, outcome: str, *, around: str) -> tuple[Specification, SiteCells]:
    """Lay the grid around a complex, or the district that it is to stand in."""
    fixed = specification(country, outcome, around)
    found = specified_cells(fixed, register_of(country))
    assert found is not None
    return fixed, found


def asked_of(fixed: Specification, site: tuple[float, float]) -> dict[str, Any]:
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
    for seed, outcome in product(seeds, OUTCOMES):
        country = generate_country(NOTHING, seed=seed)
        fixed, found = laid(country, outcome, around=_district(country))
        for site in anywhere(found.cells, start=fixed.start, seed=seed):
            effect = effect_at(found.cells, asked_of(fixed, site))
            parts = None if effect is None else effect.parts.set_index("ring")
            yield {"seed": seed, "outcome": outcome, "sites": 0 if effect is None else effect.comparisons} | (
                {}
                if parts is None
                else {f"p {ring}": p for ring, p in parts["p"].items()}
                | {f"half {ring}": one for ring, one in (parts["upper"] - parts["estimate"]).items()}
            )


def with_the_complex(seeds: range) -> Iterator[dict[str, Any]]:
    for seed, outcome in product(seeds, OUTCOMES):
        country, other = (generate_country(plan, seed=seed) for plan in (WITH, WITHOUT))
        places = country.world.places
        fixed, found = laid(country, outcome, around=places.complexes[places.research])
        _, without = laid(other, outcome, around=_district(country))
        effect = effect_at(found.cells, asked_of(fixed, found.site))
        told = {"seed": seed, "outcome": outcome}
        truth = _won(found.cells, fixed, found.site) - _won(without.cells, fixed, found.site)
        truth["net"] = truth.iloc[:-1].sum()
        for ring, won in truth.items():
            row = {} if effect is None else effect.parts.set_index("ring").T.to_dict().get(ring, {})
            sites = np.nan if effect is None else effect.comparisons
            yield (
                told
                | {"ring": ring, "truth": won, "sites": sites}
                | {name: row.get(name) for name in ("jobs", "jobs_lower", "jobs_upper", "p")}
            )


def _district(country: Country) -> str:
    places = country.world.places
    return str(places.districts[places.complex_district[places.research]])


def _won(cells: pd.DataFrame, fixed: Specification, site: tuple[float, float]) -> pd.Series:
    totals = ring_totals(cells, site=site, breaks=fixed.rings)
    since = totals.loc[totals["period"] >= fixed.start]
    return since.groupby("ring", sort=False)["outcome"].mean()


def main() -> None:
    seeds = range(1, 1 + int(sys.argv[1] if len(sys.argv) > 1 else 8))
    null = pd.DataFrame(nothing_to_find(seeds))
    print(f"Nothing to find: rings {RINGS} km")
    for outcome, rows in null.groupby("outcome"):
        used = rows.loc[rows["sites"] > 0]
        called = {name: f"{100 * (used[name] <= LEVEL).mean():.1f} %" for name in used if name[:2] == "p "}
        half = {name: f"{used[name].median():.0f}" for name in used if name[:5] == "half "}
        print(
            outcome,
            f"{len(used)} of {len(rows)} sites, {used['sites'].median():.0f} placebo sites",
            called,
            half,
        )
    true = pd.DataFrame(with_the_complex(range(7, 8))), pd.DataFrame(with_the_complex(seeds))
    print("The country of the demonstration", true[0].round(3).to_string(), sep="\n")
    every = true[1].dropna(subset=["jobs"])
    every = every.assign(
        held=every["truth"].between(every["jobs_lower"], every["jobs_upper"]),
        error=every["jobs"] - every["truth"],
    )
    print(
        every.groupby(["outcome", "ring"])
        .agg(
            countries=("held", "size"),
            held=("held", "mean"),
            truth=("truth", "mean"),
            said=("jobs", "mean"),
            middle_error=("error", "median"),
            called=("p", lambda p: (p <= LEVEL).mean()),
        )
        .round(2)
        .to_string()
    )


if __name__ == "__main__":
    main()

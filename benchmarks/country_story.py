"""Measure what docs/methods/generated-country.md states about the country of the demonstration.

    python benchmarks/country_story.py

Prints its cells, the account of its focal city, the naive comparison of supported firms, and how often
a test of single cells calls a cell that is as in all the country. Everything is drawn from fixed seeds.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from sandan.data.country.definitions import definition_text
from sandan.data.country.generate import Country, generate_country
from sandan.data.country.panel import Words, panel_table
from sandan.data.country.places import FOCAL
from sandan.data.country.plan import DEFAULT_SEED, SCALES, CountryPlan
from sandan.data.country.truth import cells_truth
from sandan.data.strategic import strategic_industry
from sandan.data.strategic_rules import parse_definition
from sandan.observe.change.change_account import change_account

START, END = 2010, 2013
LEAST_WORKERS = 5
SEEDS, YEARS = (3, 4, 7), (2006, 2010, 2015)


def cells(country: Country) -> pd.DataFrame:
    """Count the cells of every kind, with the range of their true ratios."""
    kinds = cells_truth(country).groupby("kind")["true_ratio"]
    return kinds.agg(["size", "min", "max"]).round(2)


def account(country: Country) -> tuple[pd.DataFrame, str]:
    """Account for the strategic firms of the focal city, and find those that moved into the new complex."""
    rules = parse_definition(definition_text(country))
    words, places = Words.of(country), country.world.places
    sites = {year: panel_table(country, words, year).to_pandas() for year in (START, END)}
    before, after = (
        pd.DataFrame(
            {
                "unit": table["establishment"].astype(str),
                "place": table["city"].astype(str),
                "counts_old": strategic_industry(table, rules, version="2010").notna(),
                "counts_new": strategic_industry(table, rules, version="2012").notna(),
            }
        )
        for table in sites.values()
    )
    city = places.cities[FOCAL]
    found = change_account(before, after, places=[city], surveyed=(places.cities, places.cities))
    came = found.units.loc[found.units["line"] == "moves_in", "unit"]
    homes = sites[END].set_index("establishment")["complex"].astype(object).loc[came]
    inside = int((homes == places.complexes[places.research]).sum())
    return found.lines[
        ["line", "firms"]
    ], f"of {len(came)} that moved in, {inside} sit in the research complex"


def growth_of_rounds(country: Country) -> Iterator[pd.DataFrame]:
    """Give, for the year of each round, the growth of every site that stayed, and what was decided on it."""
    for year in country.world.plan.rounds:
        old, new = country.state(year - 1), country.state(year)
        asked = country.applications[country.applications["round"] == f"{year}-1"]
        numbers, here, there = np.intersect1d(old.number, new.number, return_indices=True)
        yield pd.DataFrame(
            {
                "growth": np.log(new.workers[there] / old.workers[here]),
                "workers": old.workers[here],
                "chosen": np.isin(numbers, asked.loc[asked["selected"], "number"]),
                "refused": np.isin(numbers, asked.loc[~asked["selected"], "number"]),
            }
        )


def comparison(country: Country) -> pd.DataFrame:
    """Compare the chosen of five workers or more with the others, as if nothing else differed."""
    every = pd.concat(growth_of_rounds(country))
    every = every[every["workers"] >= LEAST_WORKERS]
    chosen = every.loc[every["chosen"], "growth"]
    rows = []
    for name, others in (
        ("all others", every.loc[~every["chosen"], "growth"]),
        ("the refused", every.loc[every["refused"], "growth"]),
    ):
        difference = chosen.mean() - others.mean()
        error = np.sqrt(chosen.var() / len(chosen) + others.var() / len(others))
        rows.append((name, len(chosen), len(others), difference, error))
    return pd.DataFrame(rows, columns=["against", "chosen", "others", "difference", "standard_error"])


def counted(country: Country, year: int) -> np.ndarray:
    """Count the sites of every group in every city."""
    world, state = country.world, country.state(year)
    sites = np.zeros((len(world.industries.groups), len(world.places.cities)))
    city = world.places.district_city[state.district]
    np.add.at(sites, (world.industries.group[state.industry], city), 1)
    return sites


def called(country: Country, year: int) -> tuple[float, float]:
    """Test each cell against the city's share (mid-p), and give the percent called: null cells, clusters."""
    world, sites = country.world, counted(country, year)
    share, size = sites.sum(axis=0) / sites.sum(), sites.sum(axis=1, keepdims=True)
    ties = np.random.default_rng(1).random(sites.shape) * stats.binom.pmf(sites, size, share)
    stands_out = stats.binom.sf(sites - 1, size, share) - ties <= 0.05
    null = np.array([role == "null" for role in world.industries.roles]) | (not world.plan.clusters)
    planned = stands_out[world.propensities.planned]
    return 100 * stands_out[null].mean(), 100 * planned.mean() if planned.size else np.nan


def error_rates(plan: CountryPlan) -> pd.DataFrame:
    """Give the lowest and the highest percent over seeds and years."""
    rates = [
        called(country, year)
        for seed in SEEDS
        for country in [generate_country(plan, seed=seed)]
        for year in YEARS
    ]
    return pd.DataFrame(rates, columns=["null cells, %", "clusters, %"]).agg(["min", "max"]).round(1)


def main() -> None:
    """Print all of it."""
    country = generate_country(SCALES["demo"], seed=DEFAULT_SEED)
    lines, moved = account(country)
    share = [
        100 * (counted(country, year).sum(axis=0)[FOCAL] / counted(country, year).sum()) for year in YEARS
    ]
    rounds = country.applications
    print("cells by kind\n", cells(country))
    print(f"\nstrategic firms of the focal city, {START} to {END}\n", lines.to_string(index=False))
    print(moved)
    print(f"\n{len(rounds)} applications, {int(rounds['selected'].sum())} chosen")
    print(comparison(country).round(3).to_string(index=False))
    print(
        "\nshare of the focal city of all sites, %:",
        dict(zip(YEARS, np.round(share, 2).tolist(), strict=True)),
    )
    for clusters in (True, False):
        print(f"\ncalled at 5 %, 200,000 sites, clusters={clusters}")
        print(error_rates(replace(SCALES["region"], clusters=clusters)))


if __name__ == "__main__":
    main()

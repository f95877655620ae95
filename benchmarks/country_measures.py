"""Measure what docs/methods/generated-country.md states about trade, occupations, ties and points.

    python benchmarks/country_measures.py

Prints how well chains can be found again, the creative class, how open the two complexes are, and how
often null groups look localized beside which other sites. Everything is drawn from fixed seeds.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score

from sandan.data.country.chains import make_chains
from sandan.data.country.doors import Doors
from sandan.data.country.generate import Country, generate_country
from sandan.data.country.land import ACROSS, CENTER
from sandan.data.country.occupations import OccupationTables, occupation_tables
from sandan.data.country.places import FOCAL
from sandan.data.country.plan import DEFAULT_SEED, SCALES
from sandan.data.country.staff import CREATIVE
from sandan.data.country.ties import BRIDGE, tie_list
from sandan.data.country.trade import input_output_table
from sandan.data.country.truth import groups_truth

KILOMETERS = 111.2
"""In a degree of latitude."""
RADII = (0.5, 2.0, 5.0, 20.0)
DRAWS, FEWEST, LEVEL = 99, 20, 0.05
SEEDS, YEARS = (3, 4, 7), (2006, 2015)
SHOWN = (2006, 2010, 2015)


def square(table: pd.DataFrame, country: Country) -> np.ndarray:
    """Lay the sales out by supplier and user."""
    groups = list(country.world.industries.groups)
    wide = table.pivot_table(index="supplier", columns="user", values="value")
    return wide.loc[groups, groups].to_numpy()


def found_again(likeness: np.ndarray, country: Country) -> float:
    """Join the groups of chains by average linkage into as many parts as there are, and compare."""
    chains = make_chains(country.world.industries.groups)
    rows = chains.chained
    known = chains.of_group[rows]
    apart = likeness.max() - likeness[np.ix_(rows, rows)]
    np.fill_diagonal(apart, 0)
    join = AgglomerativeClustering(len(np.unique(known)), metric="precomputed", linkage="average")
    return float(adjusted_rand_score(known, join.fit_predict(apart)))


def trade(country: Country) -> None:
    """Say how much is traded, how much of it inside chains, and whether these can be found."""
    chains = make_chains(country.world.industries.groups)
    sales = square(input_output_table(country), country)
    inside = (chains.of_group[:, None] == chains.of_group) & chains.chained[:, None]
    rows, columns = sales / sales.sum(axis=1, keepdims=True), sales / sales.sum(axis=0)
    linked = np.max([rows, rows.T, columns, columns.T], axis=0)
    others = ~np.eye(len(sales), dtype=bool)
    print(f"sales {sales.sum():,.0f} million KRW, {(sales == 0).mean():.1%} of the pairs none")
    print(f"inside chains {sales[inside].sum() / sales.sum():.1%} of sales, {inside.mean():.1%} of the pairs")
    print(f"largest of four shares, mean: inside {linked[inside & others].mean():.3f}, ", end="")
    print(f"otherwise {linked[~inside & others].mean():.3f}")
    print(f"chains found again by sales, adjusted Rand index {found_again(linked, country):.2f}")


def staff(country: Country, made: OccupationTables) -> None:
    """Say how alike the staff of a chain is, and how large the creative class."""
    groups = list(country.world.industries.groups)
    jobs = made.national.pivot_table(index="industry", columns="occupation", values="value").loc[groups]
    alike = np.corrcoef(jobs)
    chains = make_chains(tuple(groups))
    inside = (chains.of_group[:, None] == chains.of_group) & chains.chained[:, None]
    others = ~np.eye(len(groups), dtype=bool)
    print(f"correlation of staff: inside {alike[inside & others].mean():.2f}, ", end="")
    print(f"otherwise {alike[~inside & others].mean():.2f}")
    print(f"chains found again by staff, adjusted Rand index {found_again(alike, country):.2f}")
    print(f"hidden cells {(made.regional['status'] == 'suppressed').mean():.1%}")
    table = made.creative.assign(creative=made.creative[list(CREATIVE)].sum(axis=1))
    sums = table.pivot_table(index="basis", columns="period", values=["creative", "jobs"], aggfunc="sum")
    focal = table[table["region"] == country.world.places.cities[FOCAL]]
    own = focal.pivot_table(index="basis", columns="period", values="share")
    for name, shares in (("country", sums["creative"] / sums["jobs"]), ("focal city", own)):
        print(f"creative share, {name}\n", shares[list(SHOWN)].round(3).to_string())


def openness(country: Country) -> None:
    """Say how many ties there are, and how the firms of the two complexes open up to each other."""
    made = tie_list(country)
    truth = made.truth[made.truth["zone_a"].isin(BRIDGE) & made.truth["zone_b"].isin(BRIDGE)]
    truth = truth.assign(side=np.where(truth["zone_a"] == truth["zone_b"], "inside", "across"))
    print(f"{len(made.listed)} ties; E-I index of the two complexes")
    for name in ("ties", "expected"):
        sums = truth.pivot_table(index="period", columns="side", values=name, aggfunc="sum")
        index = (sums["across"] - sums["inside"]) / sums.sum(axis=1)
        print(f"{name:9}", index.round(2).to_dict())


def kinds_of_pools(country: Country, year: int) -> Iterator[tuple[str, str, np.ndarray]]:
    """Test the null groups of each pool for nearness, against three sets of sites."""
    doors, state = Doors.of(country.world, len(country.register.enterprise)), country.state(year)
    door = doors.at(state)
    place = np.column_stack([(doors.longitude[door] - CENTER[0]) * ACROSS, doors.latitude[door] - CENTER[1]])
    truth = groups_truth(country)
    null, pool = truth["null"].to_numpy(), truth["pool"].to_numpy()
    group = country.world.industries.group[state.industry]
    for name in ("manufacturing", "others"):
        tested = null & (pool == name)
        for against, sites in (
            ("null groups of the pool", tested),
            ("the pool", pool == name),
            ("all", pool != ""),
        ):
            yield name, against, nearness(place * KILOMETERS, group, np.flatnonzero(tested), sites[group])


def nearness(place: np.ndarray, group: np.ndarray, tested: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """Give p by group and radius: pairs of sites within the radius, against random draws of sites."""
    rng, rows, found = np.random.default_rng(1), np.flatnonzero(candidates), []

    def pairs(some: np.ndarray) -> np.ndarray:
        tree = cKDTree(place[some])
        return np.array(tree.count_neighbors(tree, RADII))

    for number in tested:
        own = np.flatnonzero(group == number)
        if len(own) >= FEWEST:
            drawn = np.array([pairs(rng.choice(rows, len(own), replace=False)) for _ in range(DRAWS)])
            ties = np.floor(rng.random(len(RADII)) * ((drawn == pairs(own)).sum(axis=0) + 1))
            found.append(((drawn > pairs(own)).sum(axis=0) + ties + 1) / (DRAWS + 1))
    return np.array(found)


def points() -> pd.DataFrame:
    """Give the percent of null groups that are called localized at each radius, over seeds and years."""
    rows = [
        (name, against, len(p), *(100 * (p <= LEVEL).mean(axis=0)))
        for seed in SEEDS
        for country in [generate_country(SCALES["demo"], seed=seed)]
        for year in YEARS
        for name, against, p in kinds_of_pools(country, year)
    ]
    table = pd.DataFrame(rows, columns=["pool", "against", "groups", *(f"{radius} km" for radius in RADII)])
    keys = ["pool", "against"]
    return table.groupby(keys).mean().round(1)


def in_space() -> None:
    """Say whether chains that cluster can be found by where their sites are."""
    for chains in (False, True):
        country = generate_country(replace(SCALES["region"], chains=chains), seed=DEFAULT_SEED)
        state, groups = country.state(2010), country.world.industries.groups
        city = country.world.places.district_city[state.district]
        sites = np.zeros((len(groups), len(country.world.places.cities)))
        np.add.at(sites, (country.world.industries.group[state.industry], city), 1)
        share = np.log1p(sites / sites.sum(axis=1, keepdims=True) / country.world.places.weight)
        print(f"chains={chains}: adjusted Rand index {found_again(np.corrcoef(share), country):.2f}")


def main() -> None:
    """Print all of it."""
    country = generate_country(SCALES["demo"], seed=DEFAULT_SEED)
    trade(country)
    staff(country, occupation_tables(country))
    openness(country)
    print("\nchains found again by location, 200,000 sites")
    in_space()
    print("\nnull groups called localized at 5 %, percent\n", points().to_string())


if __name__ == "__main__":
    main()

"""Measure how often the indices of concentration call a random industry concentrated.

    python benchmarks/concentration_error_rates.py [--industries 2000] [--simulations 199]

Prints the tables of docs/methods/ellison-glaeser.md. Everything is drawn from fixed seeds.
"""

import argparse
import time

import numpy as np
import pandas as pd

from sandan.observe.concentration.coagglomeration import pairwise_coagglomeration
from sandan.observe.concentration.ellison_glaeser import ellison_glaeser
from sandan.observe.concentration.maurel_sedillot import maurel_sedillot

MEASURES = {"Ellison-Glaeser": ellison_glaeser, "Maurel-Sedillot": maurel_sedillot}
MOST_PLANTS = 400_000  # in one line of the table


def thrown(industries: int, plants: int, shares: np.ndarray, *, spread: float, seed: int) -> pd.DataFrame:
    """Throw the plants of many industries at regions; sizes are log-normal."""
    rng = np.random.default_rng(seed)
    count = industries * plants
    return pd.DataFrame(
        {
            "region": rng.choice(len(shares), count, p=shares),
            "industry": np.repeat(np.arange(industries), plants),
            "workers": np.maximum(1, np.exp(rng.normal(3, spread, count))).astype(int),
        }
    )


def false_alarms(industries: int, simulations: int) -> pd.DataFrame:
    """Count the industries called at 5 % where all plants are thrown at random."""
    rows = []
    for regions in (16, 250):
        shares = np.random.default_rng(regions).dirichlet(np.full(regions, 2.0))
        benchmark = pd.Series(shares)
        for spread in (0.0, 1.2):
            for plants in (2, 5, 10, 20, 50, 200, 1_000):
                number = min(industries, MOST_PLANTS // plants)
                table = thrown(number, plants, shares, spread=spread, seed=plants)
                row: dict[str, float] = {"regions": regions, "spread": spread, "plants": plants}
                for name, measure in MEASURES.items():
                    rng = np.random.default_rng(1)
                    found = measure(table, benchmark=benchmark, simulations=simulations, rng=rng)
                    row[f"{name}, normal, %"] = 100 * (found["p_normal"] <= 0.05).mean()
                    row[f"{name}, simulated, %"] = 100 * (found["p_simulated"] <= 0.05).mean()
                rows.append(row)
    return pd.DataFrame(rows)


def bias(industries: int) -> pd.DataFrame:
    """Compare mean and variance of z with 0 and 1, and the mean of gamma with 0."""
    shares = np.random.default_rng(16).dirichlet(np.full(16, 2.0))
    rows = []
    for plants in (2, 10, 50):
        table = thrown(industries, plants, shares, spread=1.2, seed=plants)
        for name, measure in MEASURES.items():
            z = measure(table, benchmark=pd.Series(shares))["z"]
            rows.append({"plants": plants, "index": name, "mean of z": z.mean(), "variance of z": z.var()})
    return pd.DataFrame(rows)


def seconds() -> pd.DataFrame:
    """Time the indices on a large country."""
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.full(250, 2.0))
    table = thrown(1_200, 833, shares, spread=1.2, seed=0)
    wide = pd.DataFrame(rng.poisson(3, (3_000, 1_200)))
    tasks = {
        "Ellison-Glaeser, 1,200 industries, 1,000,000 plants": lambda: ellison_glaeser(table),
        "the same with 199 simulations": lambda: ellison_glaeser(
            table, simulations=199, rng=np.random.default_rng(1)
        ),
        "pairwise coagglomeration, 3,000 regions, 1,200 industries": lambda: pairwise_coagglomeration(wide),
    }
    rows = []
    for name, task in tasks.items():
        start = time.perf_counter()
        task()
        rows.append({"task": name, "seconds": time.perf_counter() - start})
    return pd.DataFrame(rows)


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--industries", type=int, default=2_000, help="industries per line")
    parser.add_argument("--simulations", type=int, default=199, help="throws behind a simulated p-value")
    given = parser.parse_args()
    for title, table in (
        ("Random industries called at 5 %", false_alarms(given.industries, given.simulations)),
        ("Moments under the null", bias(given.industries)),
        ("Time", seconds()),
    ):
        print(f"\n{title}\n")
        print(table.round(2).to_string(index=False))


if __name__ == "__main__":
    main()

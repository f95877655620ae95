"""Measure what the cluster test promises: false alarms, false discoveries, power, coverage.

    python benchmarks/cluster_error_rates.py [--registers 50]

Prints the tables of docs/methods/cluster-test.md. Everything is drawn from fixed seeds.
"""

import argparse

import numpy as np
import pandas as pd

from sandan.observe.specialization.clusters import find_clusters

REGIONS, INDUSTRIES, COUNT = 40, 60, 12_000


def register(seed: int, *, spread: float = 1.2) -> pd.DataFrame:
    """Draw establishments whose region, industry and size know nothing of each other."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "region": rng.choice(REGIONS, COUNT, p=rng.dirichlet(np.full(REGIONS, 2.0))),
            "industry": rng.choice(INDUSTRIES, COUNT, p=rng.dirichlet(np.full(INDUSTRIES, 2.0))),
            "workers": np.maximum(1, np.exp(rng.normal(1.2, spread, COUNT))).astype(int),
        }
    )


def with_clusters(seed: int, share: float) -> tuple[pd.DataFrame, set[tuple[int, int]]]:
    """Move a share of every third industry to a region of its own."""
    table = register(seed)
    rng = np.random.default_rng(seed + 1_000)
    homes = {i: int(rng.integers(REGIONS)) for i in range(0, INDUSTRIES, 3)}
    home = table["industry"].map(homes)
    moved = home.notna() & (rng.random(COUNT) < share)
    table["region"] = table["region"].where(~moved, home).astype(int)
    return table, {(region, industry) for industry, region in homes.items()}


def false_alarms(registers: int) -> pd.DataFrame:
    """Count calls where nothing clusters, by size distribution."""
    rows = []
    for spread in (0.0, 0.8, 1.2, 1.6):
        cells = [find_clusters(register(seed, spread=spread), seed=seed) for seed in range(registers)]
        rows.append(
            {
                "spread of log size": spread,
                "p <= .05, % of cells": 100 * np.mean([(c["p_value"] <= 0.05).mean() for c in cells]),
                "p <= .01, % of cells": 100 * np.mean([(c["p_value"] <= 0.01).mean() for c in cells]),
                "LQ >= 1.25, % of cells": 100
                * np.mean([(c["location_quotient"] >= 1.25).mean() for c in cells]),
                "registers with any cluster, %": 100 * np.mean([c["is_cluster"].any() for c in cells]),
            }
        )
    return pd.DataFrame(rows)


def discoveries(registers: int) -> pd.DataFrame:
    """Measure the false-discovery rate and the power where 20 of 2,400 cells are clusters."""
    rows = []
    for share in (0.05, 0.1, 0.2, 0.3, 0.5):
        rates, power, quotients, robust = [], [], [], []
        for seed in range(registers):
            table, truth = with_clusters(seed, share)
            cells = find_clusters(table, seed=seed).set_index(["region", "industry"])
            called = set(cells.index[cells["is_cluster"]])
            planted = cells.loc[sorted(truth)]
            rates.append(len(called - truth) / max(len(called), 1))
            power.append(planted["is_cluster"].mean())
            quotients.append(planted["location_quotient"].median())
            robust.append((planted["is_cluster"] & ~planted["vanishes_without_largest"]).mean())
        rows.append(
            {
                "moved, %": 100 * share,
                "median LQ of the planted": np.median(quotients),
                "found, %": 100 * np.mean(power),
                "found and stays without its largest firm, %": 100 * np.mean(robust),
                "false among the called, %": 100 * np.mean(rates),
            }
        )
    return pd.DataFrame(rows)


def coverage(registers: int) -> pd.DataFrame:
    """Measure how often the interval holds the probability behind a cell."""
    rows = []
    for spread in (0.0, 0.8, 1.2, 1.6):
        for count in (20, 200, 2_000):
            above = below = cells_seen = 0
            for seed in range(registers):
                rng = np.random.default_rng([seed, count])
                shares = rng.dirichlet(np.full(20, 2.0))
                table = pd.DataFrame(
                    {
                        "region": rng.choice(20, count, p=shares),
                        "industry": "one",
                        "workers": np.maximum(1, np.exp(rng.normal(1.2, spread, count))).astype(int),
                    }
                )
                cells = find_clusters(table, seed=1, draws=19).set_index("region")
                weight = cells["jobs"] / cells["jobs"].sum()
                truth = pd.Series(shares).loc[cells.index]
                above += (truth > cells["upper"] * weight).sum()
                below += (truth < cells["lower"] * weight).sum()
                cells_seen += len(cells)
            rows.append(
                {
                    "spread of log size": spread,
                    "establishments": count,
                    "covered, %": 100 * (cells_seen - above - below) / cells_seen,
                    "truth above, %": 100 * above / cells_seen,
                    "truth below, %": 100 * below / cells_seen,
                }
            )
    return pd.DataFrame(rows)


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--registers", type=int, default=50, help="registers per line")
    registers = parser.parse_args().registers
    for title, table in (
        ("False alarms where nothing clusters", false_alarms(registers)),
        ("Discoveries where 20 of 2,400 cells are clusters", discoveries(registers)),
        ("Coverage of the 95 % interval", coverage(registers)),
    ):
        print(f"\n{title} ({registers} registers per line)\n")
        print(table.round(2).to_string(index=False))


if __name__ == "__main__":
    main()

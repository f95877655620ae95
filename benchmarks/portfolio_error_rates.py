"""Measure how often groups of industries pass the cluster test where nothing gathers.

    python benchmarks/portfolio_error_rates.py

The groups are formed from where their industries stand and then tested on the same sites; beside them stand
groups of the same sizes filled by lot. In the generated countries no industry clusters. One minute.
"""

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from sandan.data.country.generate import generate_country
from sandan.data.country.plan import CountryPlan
from sandan.data.country.write import write_country
from sandan.observe.specialization.clusters import find_clusters
from sandan.report.calculations.cluster_groups import define_groups, surveyed_at

SEEDS = (3, 4, 5)
YEAR = 2013
DIGITS = 3
ASKED = {
    "end": YEAR,
    "digits": DIGITS,
    "groups": [15, 20, 30],
    "splits": 4,
    "shuffles": 4,
    "least_known": 0.9,
    "seed": 1,
}


def register_without_clusters(seed: int) -> pd.DataFrame:
    """Generate a country in which every industry is spread by the size of cities alone."""
    with tempfile.TemporaryDirectory() as folder:
        write_country(generate_country(CountryPlan(clusters=False), seed=seed), Path(folder))
        return pd.read_parquet(Path(folder) / "files" / "establishments.parquet")


def passed(register: pd.DataFrame, cluster: pd.Series) -> tuple[float, int, int]:
    """Test groups; return the share of p-values up to 0.05, the cells called, and all cells."""
    sites = surveyed_at(register, YEAR, DIGITS)
    named = sites.assign(cluster=sites["group"].map(cluster)).dropna(subset=["cluster"])
    cells = find_clusters(
        named, region="city", industry="cluster", enterprise="enterprise", draws=199, seed=1
    )
    p = cells["p_tail"].where(cells["p_tail"].notna(), cells["p_value"])
    return float((p <= 0.05).mean()), int(cells["is_cluster"].sum()), len(cells)


def main() -> None:
    """Print a line for each country."""
    for seed in SEEDS:
        register = register_without_clusters(seed)
        found = define_groups({"establishments": register}, ASKED)
        lot = pd.Series(np.random.default_rng(seed).permutation(found.cluster), found.cluster.index)
        for name, groups in (("formed from the same sites", found.cluster), ("filled by lot", lot)):
            share, called, cells = passed(register, groups)
            print(f"seed {seed}, groups {name}: p <= 0.05 in {share:.1%}, called {called} of {cells}")
        halves = found.definition.stability["adjusted_rand"].mean()
        scores = found.definition.confirmation[["reassigned", "shuffled_mean"]].mean().round(1).tolist()
        print(f"  agreement of halves {halves:.3f}, score on other cities and by lot {scores}")


if __name__ == "__main__":
    main()

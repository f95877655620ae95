"""Measure what the back-test of opportunities says where nothing, something, or only size is behind them.

    python benchmarks/opportunity_backtest.py [--worlds 200]

Prints the tables of docs/methods/opportunity-backtest.md. Everything is drawn from fixed seeds.
"""

import argparse

import numpy as np
import pandas as pd

from sandan.observe.complexity.backtest import back_test
from sandan.observe.complexity.calibration import calibration, entry_rates, predicted_entry
from sandan.observe.complexity.entries import entries
from sandan.observe.relatedness.co_occurrence import proximity
from sandan.observe.relatedness.density import relatedness_density
from sandan.observe.relatedness.presence import presence

REGIONS, INDUSTRIES, KINDS = 60, 120, 6


def noise(rng: np.random.Generator) -> np.ndarray:
    """Give every cell the same level."""
    return np.full((REGIONS, INDUSTRIES), -0.8) + 0 * rng.random()


def sizes(rng: np.random.Generator) -> np.ndarray:
    """Give regions and industries levels of their own that last, and nothing else."""
    return -0.8 + rng.normal(0, 0.4, (REGIONS, 1)) + rng.normal(0, 0.6, (1, INDUSTRIES))


def kinds(rng: np.random.Generator) -> np.ndarray:
    """Let every region be good at one kind of industry, besides the levels."""
    fits = rng.integers(0, KINDS, (REGIONS, 1)) == np.arange(INDUSTRIES) % KINDS
    return sizes(rng) - 0.3 + 1.2 * fits


WORLDS = {
    "nothing": noise,
    "size of regions and industries": sizes,
    "size, and six kinds of industry": kinds,
}


def density_of(quotient: pd.DataFrame) -> pd.DataFrame:
    """Compute the density at the start, without an industry's own presence; NaN for what is left out."""
    table = presence(quotient).table
    density = relatedness_density(table, proximity(table, diagonal=0))
    return density.reindex(index=quotient.index, columns=quotient.columns)


def drawn(level: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Draw the quotients of one date."""
    return pd.DataFrame(np.exp(level + rng.normal(0, 0.8, level.shape)))


def one_kind(name: str, worlds: int) -> dict[str, float | str]:
    """Test many worlds of one kind."""
    rows = []
    for seed in range(worlds):
        rng = np.random.default_rng(seed)
        level = WORLDS[name](rng)
        start, end = drawn(level, rng), drawn(level, rng)
        found = back_test(start, end, density_of(start))
        area = found.discrimination.set_index(["score", "pairs_of"])
        rows.append(
            {
                "AUC": area.at[("score", "all"), "auc"],
                "same region": area.at[("score", "same_region"), "auc"],
                "same industry": area.at[("score", "same_industry"), "auc"],
                "excess, same region": area.at[("excess", "same_region"), "auc"],
                "excess, same industry": area.at[("excess", "same_industry"), "auc"],
                "popularity, same region": area.at[("popularity", "same_region"), "auc"],
                "popularity, same industry": area.at[("popularity", "same_industry"), "auc"],
                "hits / by lot": found.hits.hits / found.hits.expected,
                "popularity hits / by lot": found.popularity_hits.hits / found.popularity_hits.expected,
                "hits p <= .05, %": 100 * (found.hits.p_value <= 0.05),
                "AUC p <= .05, %": 100 * (area.at[("score", "same_region"), "p_value"] <= 0.05),
                "excess p <= .05, %": 100 * (area.at[("excess", "same_region"), "p_value"] <= 0.05),
                "regions p <= .05, %": 100 * (found.hits.regions["p_value"] <= 0.05).mean(),
                "regions q <= .05, %": 100 * (found.hits.regions["q_value"] <= 0.05).mean(),
            }
        )
    return {"what lasts": name} | pd.DataFrame(rows).mean().to_dict()


def forecasts(worlds: int) -> pd.DataFrame:
    """Foretell a second period by the rates of a first, where the level stays and where it falls."""
    rows = []
    for fall in (0.0, 0.2):
        agreed, groups = 0, 0
        for seed in range(worlds):
            rng = np.random.default_rng(seed)
            level = kinds(rng)
            first, second, third = drawn(level, rng), drawn(level, rng), drawn(level - fall, rng)
            rates = entry_rates(entries(first, second).table, density_of(first))
            table = calibration(entries(second, third).table, predicted_entry(density_of(second), rates))
            agreed, groups = agreed + int(table["agrees"].sum()), groups + len(table)
        rows.append({"fall of the level": fall, "groups inside their interval, %": 100 * agreed / groups})
    return pd.DataFrame(rows)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=200)
    worlds = parser.parse_args().worlds
    table = pd.DataFrame([one_kind(name, worlds) for name in WORLDS]).set_index("what lasts").T
    print(table.round(3).to_string(), "\n")
    print(forecasts(worlds).round(1).to_string(index=False))


if __name__ == "__main__":
    main()

"""Measure what the bands promise: false alarms of each rule, power, and calls over many industries.

    python benchmarks/band_error_rates.py [--repeats 1000] [--points points.csv]

Prints the tables of docs/methods/global-bands.md. Everything is drawn from fixed seeds. Points are a file
with columns x and y in meters; without it, they are the trees of Paracou in the shared files.
"""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from sandan.observe.localization.bands import BandRule, Side, simulation_band
from sandan.observe.localization.verdicts import judge

SIMULATIONS = (99, 199, 499, 999)
RULES: tuple[BandRule, ...] = ("rank", "duranton_overman", "pointwise")
DISTANCES = np.arange(0.0, 101.0)
PLANTS, BANDWIDTH, BIN = 90, 8.0, 0.5
SHARED = Path(os.environ.get("SANDAN_SHARED", Path(__file__).parents[2] / "shared"))

Source = Callable[[int, np.random.Generator], np.ndarray]


def smooth_curves(count: int, rng: np.random.Generator) -> np.ndarray:
    """Draw exchangeable curves that are smooth over a fifth of the distances."""
    steps = np.arange(100)
    covariance = np.exp(-((steps[:, None] - steps) ** 2) / (2 * 10.0**2)) + 1e-9 * np.eye(100)
    return rng.normal(size=(count, 100)) @ np.linalg.cholesky(covariance).T


class Forest:
    """Sites, and the density of pair distances of plants that choose among them."""

    def __init__(self, sites: np.ndarray) -> None:
        """Sort all pairs of sites into bins of distance."""
        apart = np.hypot(*(sites[:, None, axis] - sites[None, :, axis] for axis in (0, 1)))
        self.reach = int((DISTANCES[-1] + 5 * BANDWIDTH) / BIN)
        self.bins = np.minimum(apart / BIN, self.reach).astype(np.int16)
        self.apart = apart
        self.pairs = np.triu_indices(PLANTS, 1)
        middle = (np.arange(self.reach) + 0.5) * BIN
        bells = [np.exp(-(((DISTANCES[None] - s * middle[:, None]) / BANDWIDTH) ** 2) / 2) for s in (1, -1)]
        self.kernel = sum(bells) / (BANDWIDTH * np.sqrt(2 * np.pi) * len(self.pairs[0]))

    def curve(self, plants: np.ndarray) -> np.ndarray:
        """Estimate the density of the distances between some plants."""
        bins = self.bins[plants[self.pairs[0]], plants[self.pairs[1]]]
        return np.bincount(bins, minlength=self.reach + 1)[: self.reach] @ self.kernel

    def random(self, rng: np.random.Generator) -> np.ndarray:
        """Throw the plants at all sites."""
        return self.curve(rng.choice(len(self.apart), PLANTS, replace=False))

    def planted(self, share: float, rng: np.random.Generator) -> np.ndarray:
        """Throw a share of them at the sites within 30 meters of one site."""
        near = np.flatnonzero(self.apart[rng.integers(len(self.apart))] <= 30)
        inside = rng.choice(near, min(round(share * PLANTS), len(near)), replace=False)
        rest = np.setdiff1d(np.arange(len(self.apart)), inside)
        return self.curve(np.append(inside, rng.choice(rest, PLANTS - len(inside), replace=False)))


def leaves(observed: np.ndarray, simulated: np.ndarray, rule: BandRule, side: Side = "both") -> bool:
    """Say whether the observed curve leaves its band."""
    band = simulation_band(observed, simulated, rule=rule, side=side)
    return bool(((observed > band.upper) | (observed < band.lower)).any())


def false_alarms(draw: Source, repeats: int) -> pd.DataFrame:
    """Count how often one more curve of chance leaves the band; four times the repeats at 199."""
    rows = []
    for simulations in SIMULATIONS:
        rng = np.random.default_rng(simulations)
        times = repeats * (4 if simulations == 199 else 1)
        out = dict.fromkeys(RULES, 0)
        for _ in range(times):
            curves = draw(simulations + 1, rng)
            for rule in RULES:
                out[rule] += leaves(curves[0], curves[1:], rule)
        rates = {f"{rule}, %": 100 * out[rule] / times for rule in RULES}
        rows.append({"simulations": simulations, "repeats": times, **rates})
    return pd.DataFrame(rows)


def power(forest: Forest, pool: np.ndarray, repeats: int) -> pd.DataFrame:
    """Count how often a planted excess is seen with 199 simulations."""
    rows = []
    for share in (0.0, 0.05, 0.1, 0.15, 0.2, 0.3):
        rng = np.random.default_rng(int(1000 * share))
        out = np.zeros(3)
        for _ in range(repeats):
            observed = forest.planted(share, rng)
            simulated = pool[rng.choice(len(pool), 199, replace=False)]
            out += [
                leaves(observed, simulated, "rank"),
                leaves(observed, simulated, "rank", "above"),
                leaves(observed, simulated, "duranton_overman"),
            ]
        names = ("rank, %", "rank above, %", "duranton_overman, %")
        rows.append({"planted, %": 100 * share, **dict(zip(names, 100 * out / repeats, strict=True))})
    return pd.DataFrame(rows)


def many_industries(forest: Forest, pool: np.ndarray, countries: int) -> pd.DataFrame:
    """Judge 60 industries, 12 of them with a fifth of their plants planted, with 1,999 simulations."""
    found: dict[str, list[tuple[float, float, bool]]] = {}
    for seed in range(countries):
        rng = np.random.default_rng(seed)
        curves = {}
        for industry in range(60):
            observed = forest.planted(0.2 if industry < 12 else 0.0, rng)
            curves[industry] = (DISTANCES, observed, pool[rng.choice(len(pool), 1999, replace=False)])
        table = judge(curves).set_index("industry")
        for name, called in (
            ("none", table["p_value"] <= 0.05),
            ("benjamini-hochberg", table["q_value"] <= 0.05),
            ("holm", table["holm_p"] <= 0.05),
        ):
            false = called & (table.index >= 12)
            share = false.sum() / max(called.sum(), 1)
            found.setdefault(name, []).append((called[table.index < 12].mean(), share, false.any()))
    columns = ["found, %", "false among the called, %", "countries with any false call, %"]
    return pd.DataFrame(
        [[name, *(100 * np.mean(rows, axis=0))] for name, rows in found.items()],
        columns=["correction", *columns],
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=1000, help="null curves per line")
    default = SHARED / "reference" / "agglomeration" / "inputs" / "paracou16_points.csv"
    parser.add_argument("--points", type=Path, default=default, help="sites, with columns x and y")
    options = parser.parse_args()
    forest = Forest(pd.read_csv(options.points)[["x", "y"]].to_numpy(dtype=float))
    rng = np.random.default_rng(0)
    pool = np.array([forest.random(rng) for _ in range(60_000)])

    def from_pool(count: int, rng: np.random.Generator) -> np.ndarray:
        return pool[rng.choice(len(pool), count, replace=False)]

    for title, table in (
        ("False alarms, smooth random curves", false_alarms(smooth_curves, options.repeats)),
        (f"False alarms, {PLANTS} plants at random sites", false_alarms(from_pool, options.repeats)),
        ("Power, a share planted within 30 m", power(forest, pool, max(options.repeats // 2, 1))),
        ("60 industries, 12 planted, 20 countries", many_industries(forest, pool, 20)),
    ):
        print(f"\n{title}\n")
        print(table.round(2).to_string(index=False), flush=True)


if __name__ == "__main__":
    main()

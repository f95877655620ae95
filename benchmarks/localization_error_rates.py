"""How often the tests of localization call an industry of pure chance, and how often one that is packed.

    python benchmarks/localization_error_rates.py [--rounds 1000] [--processes 2]

Every round throws an industry at sites in towns of uneven size and tests it with 199 simulations at 5 %. For
power, a share of the plants is moved to one town. The tests of single functions hold small versions of this.
"""

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pandas as pd

from sandan.observe.localization.duranton_overman import k_density_test
from sandan.observe.localization.marcon_puech import m_function_test

SITES, SIMULATIONS, LEVEL = 1_000, 199, 0.05
DISTANCES = np.linspace(0, 40_000, 21)


def sites(rng: np.random.Generator) -> pd.DataFrame:
    """Draw sites around 25 towns of uneven size."""
    centers = rng.uniform(0, 2e5, (25, 2))
    town = rng.choice(25, SITES, p=rng.dirichlet(np.full(25, 0.5)))
    table = pd.DataFrame(centers[town] + rng.normal(0, 5_000, (SITES, 2)), columns=["x", "y"])
    return table.assign(town=town, workers=np.exp(rng.normal(2, 1.2, SITES)).round() + 1)


def with_industry(table: pd.DataFrame, plants: int, packed: float, rng: np.random.Generator) -> pd.DataFrame:
    """Give the industry ``a`` to random sites, a share of them of the largest town."""
    largest = np.flatnonzero(table["town"] == table["town"].mode()[0])
    home = rng.choice(largest, min(int(packed * plants), len(largest)), replace=False)
    others = np.setdiff1d(np.arange(len(table)), home)
    chosen = np.append(home, rng.choice(others, plants - len(home), replace=False))
    return table.assign(industry=np.where(np.isin(np.arange(len(table)), chosen), "a", "b"))


def kd(table: pd.DataFrame, rng: np.random.Generator, weight: str | None, rule: str) -> float:
    """Return the p-value of a Kd test."""
    found = k_density_test(
        table, "a", rng=rng, weight=weight, bandwidth=rule, distances=DISTANCES, simulations=SIMULATIONS
    )
    return found.p


def m(table: pd.DataFrame, rng: np.random.Generator, null: str) -> float:
    """Return the p-value of an M test by workers."""
    found = m_function_test(
        table, "a", rng=rng, weight="workers", null=null, distances=DISTANCES[1::4], simulations=SIMULATIONS
    )
    return found.p


TESTS: dict[str, tuple[Callable[..., float], int]] = {
    "Kd, 20 plants": (partial(kd, weight=None, rule="sites"), 20),
    "Kd, 100 plants": (partial(kd, weight=None, rule="sites"), 100),
    "Kd by workers, 50 plants": (partial(kd, weight="workers", rule="sites"), 50),
    "Kd, own bandwidth, 50 plants": (partial(kd, weight=None, rule="pattern"), 50),
    "M by workers, location, 50 plants": (partial(m, null="random_location"), 50),
    "M by workers, labeling, 50 plants": (partial(m, null="random_labeling"), 50),
}


def one_round(name: str, packed: float, number: int) -> float:
    """Return the p-value of one industry."""
    test, plants = TESTS[name]
    rng = np.random.default_rng([number, plants])
    return test(with_industry(sites(rng), plants, packed, rng), rng)


def main() -> None:
    """Print the share of called industries by test and by share of packed plants."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    with ProcessPoolExecutor(arguments.processes) as executor:
        for name in TESTS:
            rates = {}
            for packed, rounds in ((0.0, arguments.rounds), (0.2, arguments.rounds // 10)):
                work = partial(one_round, name, packed)
                p_values = np.array(list(executor.map(work, range(rounds), chunksize=5)))
                rates[packed] = np.mean(p_values <= LEVEL)
            print(
                f"{name:36s} nothing {100 * rates[0.0]:4.1f} %   a fifth in the largest town "
                f"{100 * rates[0.2]:5.1f} %",
                flush=True,
            )


if __name__ == "__main__":
    main()

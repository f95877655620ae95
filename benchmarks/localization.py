"""Time the measures of localization, each in a process of its own, beside what dbmss was measured to take.

    python benchmarks/localization.py [--only TASK] [--reference FILE]

dbmss runs in R and cannot be installed here: its seconds come from the table of timings beside the reference
numbers (``--reference``), taken on a machine of two cores. Plain NumPy is timed here, with few
simulations, and scaled.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.spatial.distance import pdist

from sandan.observe.localization.duranton_overman import k_density_test
from sandan.observe.localization.industries import localize_industries
from sandan.observe.localization.marcon_puech import m_function

SIMULATIONS, CORES = 999, int(os.environ.get("SANDAN_BENCH_THREADS", "2"))
COUNTRY = (400_000.0, 500_000.0)


def towns(count: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw sites around 200 towns of very different size, and a tenth anywhere."""
    centers = rng.uniform((0, 0), COUNTRY, (200, 2))
    town = rng.choice(200, count, p=rng.dirichlet(np.full(200, 0.3)))
    place = centers[town] + rng.normal(0, 6_000, (count, 2))
    anywhere = rng.random(count) < 0.1
    place[anywhere] = rng.uniform((0, 0), COUNTRY, (int(anywhere.sum()), 2))
    return pd.DataFrame(place, columns=["x", "y"])


def one_industry(plants: int, sites: int) -> pd.DataFrame:
    """Draw sites and give the first of them to one industry."""
    table = towns(sites, np.random.default_rng(plants))
    return table.assign(industry=np.where(np.arange(sites) < plants, "a", "b"))


def country(sites: int, industries: int) -> pd.DataFrame:
    """Draw sites in industries of lognormal size, one in four with half of its plants around one town."""
    rng = np.random.default_rng(1)
    table = towns(sites, rng)
    share = np.exp(rng.normal(0, 1.2, industries))
    table["industry"] = rng.choice(industries, sites, p=share / share.sum())
    home = rng.uniform((0, 0), COUNTRY, (industries, 2))
    moved = (table["industry"].to_numpy() % 4 == 0) & (rng.random(sites) < 0.5)
    place = home[table.loc[moved, "industry"]] + rng.normal(0, 15_000, (int(moved.sum()), 2))
    table.loc[moved, ["x", "y"]] = place
    return table.astype({"industry": str})


def kd(plants: int, threads: int = CORES) -> None:
    """Test one industry of so many plants among twice as many sites."""
    with ThreadPoolExecutor(threads) as executor:
        rng = np.random.default_rng(1)
        k_density_test(
            one_industry(plants, 2 * plants), "a", rng=rng, simulations=SIMULATIONS, executor=executor
        )


def kd_numpy(plants: int) -> None:
    """Draw three curves of chance with NumPy alone: distances, histogram, kernel."""
    table = one_industry(plants, 2 * plants)
    rng = np.random.default_rng(1)
    for _ in range(3):
        chosen = rng.choice(len(table), plants, replace=False)
        distances = pdist(table.to_numpy()[chosen, :2].astype(float))
        np.histogram(distances, 8192)


def nation(sites: int, industries: int) -> None:
    """Test all industries of a country."""
    with ThreadPoolExecutor(CORES) as executor:
        rng = np.random.default_rng(1)
        localize_industries(country(sites, industries), rng=rng, simulations=1_000, executor=executor)


def m_curve(plants: int, sites: int, threads: int = CORES) -> None:
    """Give one M curve at 20 distances."""
    distances = np.linspace(0, 50_000, 20)
    with ThreadPoolExecutor(threads) as executor:
        m_function(one_industry(plants, sites), "a", distances=distances, executor=executor)


TASKS: dict[str, Callable[[], None]] = {
    "Kd 500": lambda: kd(500),
    "Kd 1,000": lambda: kd(1_000),
    "Kd 2,000": lambda: kd(2_000),
    "Kd 5,000": lambda: kd(5_000),
    "Kd 10,000": lambda: kd(10_000),
    "NumPy, 3 curves, 2,000": lambda: kd_numpy(2_000),
    "M 1,000 in 20,000": lambda: m_curve(1_000, 20_000),
    "M 5,000 in 100,000": lambda: m_curve(5_000, 100_000),
    "M 5,000 in 100,000, one thread": lambda: m_curve(5_000, 100_000, 1),
    "all 100 industries of 100,000": lambda: nation(100_000, 100),
    "all 250 industries of 300,000": lambda: nation(300_000, 250),
    "all 500 industries of 1,000,000": lambda: nation(1_000_000, 500),
}
PEERS = {
    "Kd 500": ("KdEnvelope Global=TRUE", "500 plants of 1000", 999),
    "Kd 2,000": ("KdEnvelope Global=TRUE", "2000 plants of 4000", 999),
    "Kd 10,000": ("KdEnvelope exact", "10000 plants of 20000", 4),
    "M 5,000 in 100,000": ("Mhat 19 distances", "5000 plants of 100000", 0),
}


def measured(task: str) -> dict[str, float]:
    """Run a task here and say what it took; loading comes first and is counted apart."""
    k_density_test(one_industry(20, 40), "a", rng=np.random.default_rng(1), simulations=19)  # loads the loops
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, cpu = time.perf_counter(), time.process_time()
    TASKS[task]()
    return {
        "seconds": time.perf_counter() - start,
        "CPU seconds": time.process_time() - cpu,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "MB before": base,
    }


def peer_seconds(reference: Path) -> dict[str, float]:
    """Read what dbmss took, scaled to 999 simulations."""
    rows = pd.read_csv(reference, header=None, skiprows=1, usecols=range(6))
    rows.columns = ["tool", "version", "call", "size", "simulations", "seconds"]
    found = {}
    for task, (call, size, simulations) in PEERS.items():
        row = rows[rows["call"].eq(call) & rows["size"].eq(size) & rows["simulations"].eq(simulations)]
        found[task] = float(row["seconds"].iloc[0]) * max(SIMULATIONS / simulations if simulations else 1, 1)
    return found


def exponent(frame: pd.DataFrame, prefix: str) -> float:
    """Fit seconds = a size^b over the tasks of one kind."""
    rows = frame.loc[[name for name in frame.index if name.startswith(prefix)]]
    sizes = [float(name.split()[-1].replace(",", "")) for name in rows.index]
    return float(np.polyfit(np.log(sizes), np.log(rows["CPU seconds"]), 1)[0])


def main() -> None:
    """Run every task in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=TASKS)
    parser.add_argument("--here", choices=TASKS, help=argparse.SUPPRESS)
    shared = Path(__file__).parents[2] / "shared" / "reference" / "agglomeration" / "timings.csv"
    parser.add_argument("--reference", type=Path, default=shared)
    arguments = parser.parse_args()
    if arguments.here:
        print(json.dumps(measured(arguments.here)))
        return
    results = {}
    for task in [arguments.only] if arguments.only else TASKS:
        command = [sys.executable, __file__, "--here", task]
        results[task] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        print(task, {name: round(value, 2) for name, value in results[task].items()}, flush=True)
    frame = pd.DataFrame(results).T
    if arguments.reference.exists():
        frame["dbmss"] = pd.Series(peer_seconds(arguments.reference))
        frame["dbmss / ours"] = frame["dbmss"] / frame["CPU seconds"]
    print(frame.round(2).to_string())
    if not arguments.only:
        for prefix in ("Kd", "M 5,000 in 100,000", "all"):
            print(f"{prefix}: CPU time grows with size to the power {exponent(frame, prefix):.2f}")


if __name__ == "__main__":
    main()

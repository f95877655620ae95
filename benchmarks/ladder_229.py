"""Time the whole ladder, every placebo of it, on 229 cities: in threads, then on a local Dask cluster.

    python benchmarks/ladder_229.py [--workers 2]

Prints seconds and peaks of memory, and whether both gave the same numbers. The bar is 60 seconds.
"""

import argparse
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
from distributed import Client, LocalCluster

from sandan.data.country.policy_worlds import START, policy_world
from sandan.evaluate.ladder.outcomes import LadderOutcomes, ladder_outcomes
from sandan.evaluate.ladder.rungs import COMPARED, DESIGN, Ladder, climb

CITIES, NEIGHBORS = 229, 31
BAR = 60.0


def country() -> tuple[pd.DataFrame, list[str]]:
    """Put small worlds beside each other; only the first has a policy that works."""
    parts = []
    for number in range(-(-CITIES // 60)):
        jobs, _, target = policy_world(np.random.default_rng(number), effect=0.08 if number == 0 else 0.0)
        parts.append(jobs.assign(place=f"{number}" + jobs["place"]))
    table = pd.concat(parts, ignore_index=True)
    kept = sorted(table["place"].unique())[:CITIES]
    return table.loc[table["place"].isin(kept)], target


def outcomes() -> LadderOutcomes:
    """Prepare what every rung compares; the first cities are the region of the policy."""
    jobs, target = country()
    places = sorted(jobs["place"].unique())
    regions = pd.Series(["near"] * NEIGHBORS + ["far"] * (CITIES - NEIGHBORS), index=places)
    return ladder_outcomes(jobs, place=places[0], target=target, start=START, regions=regions)


def timed(given: LadderOutcomes, executor: Executor, name: str) -> Ladder:
    """Climb, and print how long it took."""
    start = time.perf_counter()
    found = climb(given, executor=executor)
    taken = time.perf_counter() - start
    said = "under" if taken < BAR else "OVER"
    print(f"{name:22s} {taken:6.1f} s ({said} the bar of {BAR:.0f} s)", flush=True)
    return found


def numbers(found: Ladder) -> np.ndarray:
    """Gather everything that could differ."""
    own = [(rung.estimate, rung.lower, rung.upper, rung.p) for rung in found.rungs]
    placebos = [rung.test.placebos.to_numpy().ravel() for rung in found.rungs if rung.test is not None]
    return np.concatenate([np.ravel(own), *placebos])


def peak() -> int:
    """Give the largest memory of this process so far, in megabytes (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def loaded(number: int) -> int:
    """Load what a rung is computed with, in a worker."""
    return number + len(DESIGN.keywords) + len(COMPARED)


def main() -> None:
    """Print both runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    start = time.perf_counter()
    given = outcomes()
    print(
        f"{len(given.jobs)} cities, {given.jobs.shape[1]} years, {given.before} before, "
        f"{len(given.neighbors)} in the region; counted in {time.perf_counter() - start:.1f} s"
    )
    with ThreadPoolExecutor(arguments.workers) as threads:
        shared = timed(given, threads, f"{arguments.workers} threads")
    print(f"peak of the process    {peak():6d} MB")
    with (
        LocalCluster(
            n_workers=arguments.workers, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        executor = client.get_executor(retries=3)
        list(executor.map(loaded, range(4 * arguments.workers)))
        apart = timed(given, executor, f"{arguments.workers} Dask workers")
        print(f"peak of a worker       {max(client.run(peak).values()):6d} MB")
    same = np.array_equal(numbers(shared), numbers(apart), equal_nan=True)
    print("the same numbers, bit by bit" if same else "OTHER NUMBERS")


if __name__ == "__main__":
    main()

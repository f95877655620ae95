"""Time the test of 250 regions by 1,200 industries with 999 relocations, beside plain loops.

    python benchmarks/location_quotient.py [--peer-draws 20]

The peer does what is usually written: for every industry and every draw ``numpy.random.choice``
throws the establishments and ``numpy.bincount`` adds them up; it gives permutation p-values and
nothing else. It runs with fewer draws, and its time is scaled to 999. Each runs in a process of its
own, so that the peak memory is its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd

from sandan.observe.specialization.clusters import find_clusters
from sandan.observe.specialization.location_quotient import location_quotient

REGIONS, INDUSTRIES, COUNT, DRAWS = 250, 1_200, 1_000_000, 999


def register() -> pd.DataFrame:
    """Draw a million establishments, 15 % of them in a home region of their industry."""
    rng = np.random.default_rng(0)
    industry = rng.choice(INDUSTRIES, COUNT, p=rng.dirichlet(np.full(INDUSTRIES, 0.8)))
    region = rng.choice(REGIONS, COUNT, p=rng.dirichlet(np.full(REGIONS, 1.5)))
    home = rng.integers(0, REGIONS, INDUSTRIES)
    region = np.where(rng.random(COUNT) < 0.15, home[industry], region)
    workers = np.maximum(1, np.exp(rng.normal(1, 1.2, COUNT))).astype(int)
    return pd.DataFrame({"region": region, "industry": industry, "workers": workers})


def by_loops(table: pd.DataFrame, draws: int) -> np.ndarray:
    """Return permutation p-values, written plainly."""
    rng = np.random.default_rng(1)
    jobs = table.pivot_table(
        index="region", columns="industry", values="workers", aggfunc="sum", fill_value=0
    )
    share = (jobs.sum(axis=1) / jobs.to_numpy().sum()).to_numpy()
    result = np.empty(jobs.shape)
    for column, (_, rows) in enumerate(table.groupby("industry")):
        sizes = rows["workers"].to_numpy()
        reached = np.zeros(len(share))
        for _ in range(draws):
            place = rng.choice(len(share), len(sizes), p=share)
            reached += np.bincount(place, weights=sizes, minlength=len(share)) >= jobs.iloc[:, column]
        result[:, column] = (1 + reached) / (draws + 1)
    return result


def quotient_by_loops(jobs: pd.DataFrame) -> pd.DataFrame:
    """Return location quotients region by region, as textbooks write them."""
    industry, total = jobs.sum(), jobs.sum().sum()
    return pd.DataFrame({r: (row / row.sum()) / (industry / total) for r, row in jobs.iterrows()}).T


def one_run(who: str, peer_draws: int) -> dict[str, float]:
    """Time one contestant and report its peak memory."""
    table = register()
    at_first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    if who == "plain loops":
        by_loops(table, peer_draws)
        seconds = (time.perf_counter() - start) * DRAWS / peer_draws
    elif who == "sandan, 2 processes":
        with ProcessPoolExecutor(2) as executor:
            find_clusters(table, seed=1, draws=DRAWS, executor=executor)
        seconds = time.perf_counter() - start
    else:
        find_clusters(table, seed=1, draws=DRAWS)
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"seconds": seconds, "peak MB": peak, "MB before": at_first, "largest child MB": children}


def table_of_quotients() -> dict[str, float]:
    """Time the bare quotients of a 250 by 1,200 table."""
    jobs = pd.DataFrame(np.random.default_rng(0).poisson(20.0, (REGIONS, INDUSTRIES)))
    seconds = {}
    for name, function in (("sandan", location_quotient), ("row by row", quotient_by_loops)):
        start = time.perf_counter()
        for _ in range(5):
            function(jobs)
        seconds[name] = (time.perf_counter() - start) / 5
    return seconds


def main() -> None:
    """Run everything and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-draws", type=int, default=20, help="draws of the peer, scaled to 999")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(one_run(arguments.only, arguments.peer_draws)))
        return
    results = {}
    for who in ("sandan, 1 process", "sandan, 2 processes", "plain loops"):
        command = [sys.executable, __file__, "--only", who, "--peer-draws", str(arguments.peer_draws)]
        results[who] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    frame = pd.DataFrame(results).T
    frame["times the first"] = frame["seconds"] / frame["seconds"].iloc[0]
    print(f"{REGIONS} regions, {INDUSTRIES} industries, {COUNT:,} establishments, {DRAWS} draws")
    print(frame.round(2).to_string())
    quotients = table_of_quotients()
    ratio = quotients["row by row"] / quotients["sandan"]
    print(f"\nBare quotients: {1000 * quotients['sandan']:.1f} ms, row by row {ratio:.0f} times as long")


if __name__ == "__main__":
    main()

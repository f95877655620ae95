"""Time one measure on Dask clusters of one to several worker processes, and compare with threads.

python benchmarks/dask_scaling.py [--workers 1 2] [--plants 3000]
"""

import argparse
import os
import time
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np
import pandas as pd
from distributed import Client, LocalCluster

from localization import country, one_industry
from sandan.observe.localization.duranton_overman import k_density_test
from sandan.observe.localization.industries import localize_industries


def kd(plants: int, executor: Executor) -> None:
    """Test one industry."""
    table, rng = one_industry(plants, 2 * plants), np.random.default_rng(1)
    k_density_test(table, "a", rng=rng, simulations=999, executor=executor)


def nation(sites: int, executor: Executor) -> None:
    """Test all industries of a small country."""
    table, rng = country(sites, 60), np.random.default_rng(1)
    localize_industries(table, rng=rng, simulations=400, executor=executor)


def seconds(executor: Executor, plants: int) -> dict[str, float]:
    """Time both tasks, after every worker has loaded the loops."""
    list(executor.map(warm, range(8)))
    taken = {}
    for name, task in (("Kd", lambda: kd(plants, executor)), ("all", lambda: nation(30_000, executor))):
        start = time.perf_counter()
        task()
        taken[name] = time.perf_counter() - start
    return taken


def warm(number: int) -> int:
    """Load the loops in a worker."""
    k_density_test(one_industry(20, 40), "a", rng=np.random.default_rng(number), simulations=19)
    return os.getpid()


def main() -> None:
    """Print times and the share of the ideal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--plants", type=int, default=3_000)
    arguments = parser.parse_args()
    rows = {}
    for count in arguments.workers:
        with (
            LocalCluster(
                n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None
            ) as cluster,
            Client(cluster) as client,
        ):
            rows[f"Dask, {count} workers"] = seconds(client.get_executor(), arguments.plants)
        with ThreadPoolExecutor(count) as threads:
            rows[f"{count} threads"] = seconds(threads, arguments.plants)
    frame = pd.DataFrame(rows).T
    print(frame.round(2).to_string())
    first, last = arguments.workers[0], arguments.workers[-1]
    for kind in ("Dask, {} workers", "{} threads"):
        ratio = frame.loc[kind.format(first)] / frame.loc[kind.format(last)] * first / last
        print(kind.format(last), "efficiency", (100 * ratio).round(0).astype(int).to_dict())


if __name__ == "__main__":
    main()

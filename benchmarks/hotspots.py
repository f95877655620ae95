"""Time and memory of local Moran beside esda, and of the scan statistic by number of areas.

    python benchmarks/hotspots.py [--sizes 1000 10000 100000] [--areas 1000 3000 10000]

Every row runs in a process of its own. Local Moran: 8 nearest neighbors, 999 permutations, the time from
ready weights to the table; "whole process" starts with the interpreter. CPU seconds are user and system time
of all threads; they say more than elapsed seconds on a machine that others use too.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

SIDES = ("sandan", "esda")
PERMUTATIONS = 999


def random_map(count: int) -> tuple[pd.DataFrame, pd.Series]:
    """Draw places and a number for each."""
    rng = np.random.default_rng(count)
    sites = pd.DataFrame(rng.uniform(0, 4e5, (count, 2)), columns=["x", "y"])
    return sites, pd.Series(rng.gamma(2.0, size=count))


def cpu() -> float:
    """Return the CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Run something and say what it took."""
    start, used = time.perf_counter(), cpu()
    work()
    return {"elapsed": time.perf_counter() - start, "cpu": cpu() - used}


def by_sandan(count: int) -> list[dict[str, float]]:
    """Return the first run of a process and the second."""
    from sandan.observe.hotspots.moran import local_moran  # noqa: PLC0415  # part of what is measured
    from sandan.observe.hotspots.neighbors import nearest_neighbors  # noqa: PLC0415

    sites, values = random_map(count)
    weights = nearest_neighbors(sites, 8)

    def run() -> object:
        return local_moran(values, weights, permutations=PERMUTATIONS, rng=np.random.default_rng(1))

    return [timed(run), timed(run)]


def by_esda(count: int) -> list[dict[str, float]]:
    """Return the first run of a process and the second."""
    from esda import Moran_Local  # noqa: PLC0415  # part of what is measured
    from libpysal.weights import KNN  # noqa: PLC0415

    sites, values = random_map(count)
    weights = KNN.from_array(sites.to_numpy(), k=8)

    def run() -> object:
        return Moran_Local(
            values.to_numpy(), weights, permutations=PERMUTATIONS, keep_simulations=False, seed=1, n_jobs=1
        )

    return [timed(run), timed(run)]


def by_scan(count: int) -> list[dict[str, float]]:
    """Scan with two threads."""
    from sandan.observe.hotspots.scan import scan_statistic  # noqa: PLC0415  # part of what is measured

    rng = np.random.default_rng(count)
    areas, _ = random_map(count)
    areas["at_risk"] = np.ceil(rng.lognormal(3, 1, count)) + 20
    areas["cases"] = rng.multinomial(count, areas["at_risk"] / areas["at_risk"].sum())
    with ThreadPoolExecutor(2) as executor:
        return [
            timed(
                lambda: scan_statistic(
                    areas, replications=PERMUTATIONS, rng=np.random.default_rng(1), executor=executor
                )
            )
        ]


RUNS = {"sandan": by_sandan, "esda": by_esda, "scan": by_scan}


def one_run(who: str, count: int) -> None:
    """Print what one side took, for the process that started this one."""
    runs = RUNS[who](count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"runs": runs, "peak MB": peak, "process cpu": cpu()}))


def fresh(who: str, count: int) -> dict[str, object]:
    """Run one side in a process of its own."""
    start = time.perf_counter()
    words = [sys.executable, "-W", "ignore", __file__, "--only", who, "--count", str(count)]
    said = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    first, last = said["runs"][0], said["runs"][-1]
    return {
        "who": who,
        "places": count,
        "first run, CPU s": first["cpu"],
        "again, CPU s": last["cpu"],
        "again, elapsed s": last["elapsed"],
        "peak MB": said["peak MB"],
        "whole process, CPU s": said["process cpu"],
        "whole process, elapsed s": time.perf_counter() - start,
    }


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--areas", type=int, nargs="*", default=[1_000, 3_000, 10_000])
    parser.add_argument("--only", choices=RUNS)
    parser.add_argument("--count", type=int)
    asked = parser.parse_args()
    if asked.only:
        one_run(asked.only, asked.count)
        return
    local = [fresh(who, count) for count in asked.sizes for who in SIDES]
    scans = pd.DataFrame([fresh("scan", count) for count in asked.areas])
    for table in (pd.DataFrame(local), scans):
        print(table.round(2).to_string(index=False), end="\n\n")
    if len(scans) > 1:
        slope = np.polyfit(np.log(scans["places"]), np.log(scans["again, CPU s"]), 1)[0]
        print(f"Scan: CPU time grows with the areas to the power of {slope:.2f} ({PERMUTATIONS} maps).")


if __name__ == "__main__":
    main()

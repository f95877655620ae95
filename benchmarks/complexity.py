"""Time relatedness and complexity beside other packages: seconds, peak memory and ratios.

    python benchmarks/complexity.py --regions 250 --industries 300 [--peers PYTHON]

PYTHON is the interpreter of an environment with the peers, which need an older pandas:

    python -m venv /tmp/peers; /tmp/peers/bin/pip install "pandas<3" ecomplexity economic-complexity

Every contestant computes from the same table of jobs: quotients, proximity, density, ECI and PCI. Each
runs in a process of its own. `economic-complexity` has no eigenvector; it runs its 20 reflections.
"""

# Each contestant is imported in its own process only, by the interpreter that has it.
# ruff: noqa: PLC0415

import argparse
import contextlib
import io
import json
import resource
import subprocess
import sys
import time
import warnings

import numpy as np
import pandas as pd


def jobs(regions: int, industries: int) -> pd.DataFrame:
    """Draw jobs in which three hidden abilities decide what a region can do."""
    rng = np.random.default_rng(0)
    ability, need = rng.normal(size=(regions, 3)), rng.normal(size=(industries, 3))
    level = 0.6 * ability @ need.T + rng.normal(0, 1.3, (regions, industries)) + rng.normal(size=industries)
    size = np.exp(rng.normal(8, 1, (regions, 1)))
    table = pd.DataFrame(rng.poisson(size / industries * np.exp(level)))
    return table.rename_axis(index="region", columns="industry")


def run_sandan(table: pd.DataFrame) -> dict[str, float]:
    """Compute everything with Sandan."""
    from sandan.observe.complexity.eigen import economic_complexity
    from sandan.observe.relatedness.co_occurrence import proximity
    from sandan.observe.relatedness.density import relatedness_density
    from sandan.observe.relatedness.presence import presence
    from sandan.observe.specialization.location_quotient import location_quotient

    start = time.perf_counter()
    quotient = location_quotient(table)
    at = {"quotient": time.perf_counter()}
    present = presence(quotient).table
    at["presence"] = time.perf_counter()
    near = proximity(present)
    at["proximity"] = time.perf_counter()
    relatedness_density(present, near)
    at["density"] = time.perf_counter()
    economic_complexity(present)
    at["ECI and PCI"] = time.perf_counter()
    moments = [start, *at.values()]
    return dict(zip(at, np.diff(moments).tolist(), strict=True)) | {"seconds": moments[-1] - start}


def run_ecomplexity(table: pd.DataFrame) -> dict[str, float]:
    """Compute everything with ecomplexity, without its sampled check."""
    from ecomplexity import ecomplexity

    long = table.reset_index().melt("region", value_name="jobs")
    long["year"] = 2020
    columns = {"time": "year", "loc": "region", "prod": "industry", "val": "jobs"}
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        ecomplexity(long, columns, check_logsupermodularity=False)
    return {"seconds": time.perf_counter() - start}


def run_economic_complexity(table: pd.DataFrame) -> dict[str, float]:
    """Compute quotients, proximity, relatedness and 20 reflections with economic-complexity."""
    from economic_complexity import complexity, proximity, rca, relatedness

    start = time.perf_counter()
    quotient = rca(table)
    relatedness(quotient, proximities=proximity(quotient))
    complexity(quotient)
    return {"seconds": time.perf_counter() - start}


CONTESTANTS = {
    "sandan": run_sandan,
    "ecomplexity": run_ecomplexity,
    "economic-complexity": run_economic_complexity,
}


def one_run(who: str, regions: int, industries: int) -> dict[str, float]:
    """Time one contestant and report its peak memory."""
    warnings.simplefilter("ignore")
    table = jobs(regions, industries)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parts = CONTESTANTS[who](table)
    return parts | {
        "MB before": before,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Run everything and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--regions", type=int, default=250)
    parser.add_argument("--industries", type=int, default=300)
    parser.add_argument("--peers", help="interpreter that has the peers")
    parser.add_argument("--only", choices=CONTESTANTS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(one_run(arguments.only, arguments.regions, arguments.industries)))
        return
    results = {}
    for who in CONTESTANTS if arguments.peers else ["sandan"]:
        python = sys.executable if who == "sandan" else arguments.peers
        size = ["--regions", str(arguments.regions), "--industries", str(arguments.industries)]
        command = [python, __file__, "--only", who, *size]
        results[who] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    frame = pd.DataFrame(results).T
    frame["times sandan"] = frame["seconds"] / frame.loc["sandan", "seconds"]
    print(f"{arguments.regions} regions, {arguments.industries} industries")
    print(frame.round(3).to_string(na_rep=""))


if __name__ == "__main__":
    main()

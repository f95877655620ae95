"""Effects by cohort and period on a million firm-years beside csdid, and sensitivity of an event study.

    python benchmarks/staggered.py [--firms 100000]

Every row runs in a process of its own with one thread of linear algebra: 10 years, 5 cohorts, 20 % treated.
Elapsed seconds are of the second run in the process; CPU seconds say more on a machine that others use too.
The authors' program needs 25 to 38 seconds for the four sizes of sensitivity below, on a study of seven
effects.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

SIDES = ("sandan", "sandan with a covariate", "csdid", "csdid with a covariate", "sensitivity")
YEARS = np.arange(2006, 2016)
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def firms(count: int) -> pd.DataFrame:
    """Draw firms, a fifth of which begin in one of five years; the effect is 0.3."""
    rng = np.random.default_rng(1)
    cohorts = np.where(rng.random(count) < 0.2, rng.integers(2009, 2014, count), 0)
    size = rng.normal(size=count)
    values = rng.normal(size=(count, 1)) + 0.3 * rng.normal(size=(count, len(YEARS)))
    values += 0.3 * ((cohorts[:, None] > 0) & (cohorts[:, None] <= YEARS))
    return pd.DataFrame(
        {
            "unit": np.repeat(np.arange(count), len(YEARS)),
            "period": np.tile(YEARS, count),
            "outcome": values.ravel(),
            "cohort": np.repeat(cohorts, len(YEARS)),
            "size": np.repeat(size, len(YEARS)),
        }
    )


def by_sandan(table: pd.DataFrame, covariates: list[str]) -> Callable[[], float]:
    """Estimate all cells and put them together."""
    from sandan.evaluate.effects.cells import aggregated  # noqa: PLC0415  # part of what is measured
    from sandan.evaluate.effects.staggered import group_time_effects  # noqa: PLC0415

    return lambda: aggregated(group_time_effects(table, covariates=covariates), "simple").estimate


def by_csdid(table: pd.DataFrame, covariates: list[str]) -> Callable[[], float]:
    """Estimate the same with the second opinion."""
    warnings.simplefilter("ignore")
    from csdid.att_gt import ATTgt  # noqa: PLC0415  # part of what is measured

    held = f"outcome~{'+'.join(covariates)}" if covariates else None

    def run() -> float:
        names = {"yname": "outcome", "tname": "period", "idname": "unit", "gname": "cohort"}
        found = ATTgt(**names, data=table, xformla=held).fit(est_method="dr", bstrap=False)
        return float(found.aggte("simple", bstrap=False, cband=False).atte["overall_att"])

    return run


def by_sensitivity() -> Callable[[], float]:
    """Four sizes of a departure from like trends, for a study of five effects before and two after."""
    from sandan.evaluate.effects.result import Effect  # noqa: PLC0415
    from sandan.evaluate.effects.sensitivity import sensitivity  # noqa: PLC0415  # part of what is measured

    index = pd.Index([-6, -5, -4, -3, -2, 0, 1], name="event")
    parts = pd.DataFrame({"estimate": [-0.005, -0.011, -0.003, -0.001, 0.0, 0.046, 0.069]}, index=index)
    spread = pd.DataFrame(4e-5 * (np.eye(7) + 0.8), index, index)
    study = Effect(
        *("event_study", 0, 0, 0, 0.95, "clustered", 50, 50, "", ""), parts=parts, covariance=spread
    )
    sizes = [0.5, 1, 1.5, 2]
    return lambda: sensitivity(study, "relative", sizes, event=0, rng=np.random.default_rng(1)).breakdown


def measure(side: str, count: int) -> None:
    """Run twice and print what the second run took."""
    covariates = ["size"] if "covariate" in side else []
    table = firms(count)
    if side == "sensitivity":
        run = by_sensitivity()
    else:
        run = (by_sandan if side.startswith("sandan") else by_csdid)(table, covariates)
    run()
    start, used = time.perf_counter(), time.process_time()
    value = run()
    took = {"elapsed": time.perf_counter() - start, "cpu": time.process_time() - used}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"side": side, **took, "peak GiB": peak, "value": value}))


def main() -> None:
    """Measure every side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=100_000)
    parser.add_argument("--side", choices=SIDES)
    asked = parser.parse_args()
    if asked.side:
        measure(asked.side, asked.firms)
        return
    rows = []
    for side in SIDES:
        command = [sys.executable, __file__, "--side", side, "--firms", str(asked.firms)]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env=os.environ | ONE_THREAD
        )
        rows.append(json.loads(done.stdout.splitlines()[-1]))
    print(beside_csdid(pd.DataFrame(rows)).to_string(float_format="{:.4g}".format))


def beside_csdid(rows: pd.DataFrame) -> pd.DataFrame:
    """Say how many times as long, and as much memory, csdid takes for the same."""
    by_side = rows.set_index("side")
    for name in ("elapsed", "cpu", "peak GiB"):
        theirs = {f"sandan{held}": by_side.at[f"csdid{held}", name] for held in ("", " with a covariate")}
        by_side[f"csdid / this, {name}"] = pd.Series(theirs) / by_side[name]
    return by_side


if __name__ == "__main__":
    main()

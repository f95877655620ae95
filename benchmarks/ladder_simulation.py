"""How far every rung of the ladder is from the truth, where something else happens beside the policy.

    python benchmarks/ladder_simulation.py [--runs 300] [--processes 2] [--only SCENARIO] [--effect 0.08]

The truth is 8 log points; then the same worlds without any effect: how often each test calls one.
"""

import argparse
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import get_args

import numpy as np
import pandas as pd

from sandan.data.country.policy_worlds import START, Scenario, policy_world
from sandan.evaluate.ladder.conclusion import conclude
from sandan.evaluate.ladder.outcomes import ladder_outcomes
from sandan.evaluate.ladder.rungs import COMPARED, Ladder, climb

TRUTH = 8.0
SHOCK = 8.0
BETWEEN = {
    "none": {"location": 0.0, "city_wide": 0.0},
    "region_trend": {},
    "region_shock": {"location": SHOCK, "city_wide": SHOCK},
    "place_shock": {"location": 0.0, "city_wide": SHOCK},
    "displacement": {},
}
"""What lies between the rungs, where that is known."""


def ladder_in(scenario: Scenario, effect: float, seed: int) -> Ladder:
    """Climb the ladder in one world."""
    jobs, regions, target = policy_world(np.random.default_rng(seed), scenario=scenario, effect=effect)
    return climb(ladder_outcomes(jobs, place="p00", target=target, start=START, regions=regions))


def one_world(scenario: Scenario, effect: float, seed: int) -> dict[str, float | str]:
    """Gather what is compared with the truth."""
    ladder = ladder_in(scenario, effect, seed)
    row: dict[str, float | str] = {rung.name: rung.estimate for rung in ladder.rungs}
    row["finding"] = conclude(ladder).finding
    for name, part in (("location", ladder.location), ("city_wide", ladder.city_wide)):
        row[name] = part.estimate
        if name in BETWEEN[scenario]:
            row[f"{name} band"] = part.lower <= BETWEEN[scenario][name] <= part.upper
    for name in COMPARED:
        rung = ladder[name]
        row |= {f"{name} band": rung.lower <= 100 * effect <= rung.upper, f"{name} p": rung.p}
    return row | {"detectable": ladder["target_minus_rest"].detectable}


def said(worlds: pd.DataFrame, truth: float) -> Iterable[str]:
    """Put bias, error and coverage of every rung on a line."""
    for name in ("gross", "shift_share", *COMPARED):
        off = worlds[name] - truth
        line = f"  {name:18s} bias {off.mean():6.2f} ± {off.std() / np.sqrt(len(off)):.2f}"
        line += f"   root mean square {np.sqrt((off**2).mean()):5.2f}"
        if name in COMPARED:
            line += f"   90 % band holds the truth in {100 * worlds[f'{name} band'].mean():5.1f} %"
            calls = [100 * (worlds[f"{name} p"] <= level).mean() for level in (0.05, 0.1)]
            line += f"   p <= .05 in {calls[0]:5.1f} %, <= .10 in {calls[1]:5.1f} %"
        yield line
    for name in ("location", "city_wide"):
        line = f"  {name:18s} mean {worlds[name].mean():6.2f}"
        if f"{name} band" in worlds:
            line += f"   90 % band holds the truth in {100 * worlds[f'{name} band'].mean():5.1f} %"
        yield line
    shares = worlds["finding"].value_counts(normalize=True).mul(100).round().astype(int)
    yield f"  said: {shares.to_dict()}; detectable {worlds['detectable'].median():.1f}"


def main() -> None:
    """Print one block for every scenario, with and without an effect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", choices=get_args(Scenario))
    parser.add_argument("--effect", type=float, nargs="*", default=[TRUTH / 100, 0.0])
    arguments = parser.parse_args()
    with ProcessPoolExecutor(arguments.processes) as executor:
        for effect in arguments.effect:
            for scenario in [arguments.only] if arguments.only else get_args(Scenario):
                work = partial(one_world, scenario, effect)
                worlds = pd.DataFrame(executor.map(work, range(arguments.runs), chunksize=5))
                print(f"{scenario}, effect {100 * effect:.0f}", flush=True)
                for line in said(worlds, 100 * effect):
                    print(line, flush=True)


if __name__ == "__main__":
    main()

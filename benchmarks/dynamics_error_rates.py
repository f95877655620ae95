"""Measure what the tests between places, of mobility and of survival promise, where nothing is there.

    python benchmarks/dynamics_error_rates.py [--rounds 1000] [--only overlap openness]

Prints calls at 5 % (two-sided unless the test has one side) with 199 permutations, and the coverage of
intervals of 95 %. Everything is drawn from fixed seeds.
"""

import argparse
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import sparse

from sandan.observe.bridges.complementarity import overlap_test
from sandan.observe.bridges.openness import openness, openness_change
from sandan.observe.bridges.shared_relatedness import shared_relatedness
from sandan.observe.dynamics.growth import gibrat_slope
from sandan.observe.dynamics.mobility import regime_theta
from sandan.observe.dynamics.spatial_markov import spatial_markov
from sandan.observe.dynamics.survival import log_rank, survival_curves

DRAWS = 199
NUMBER = 60
GROUPS = pd.Series(np.repeat(["plants", "labs"], [35, 25]))

Row = dict[str, bool]


def overlap(seed: int) -> Row:
    """Deal 100 establishments of six industries and very different size to two places."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "place": np.repeat(["plants", "labs"], [40, 60]),
            "industry": rng.integers(0, 6, 100),
            "workers": np.maximum(1, np.exp(rng.normal(1.2, 1.2, 100))).astype(int),
        }
    )
    places = ("plants", "labs")
    found = overlap_test(table, places=places, workers="workers", draws=DRAWS, rng=rng)
    return {"overlap test": found.p_value <= 0.05}


def relatedness(seed: int) -> Row:
    """Give two places random specializations among 30 industries."""
    rng = np.random.default_rng(seed)
    phi = rng.beta(1, 4, (30, 30))
    present = pd.DataFrame(rng.random((2, 30)) < 0.3)
    found = shared_relatedness(present, pd.DataFrame(np.maximum(phi, phi.T)), draws=DRAWS, rng=rng)
    return {"shared relatedness": bool(found["p_value"][0] <= 0.05)}


def ties(seed: int) -> Row:
    """Tie firms of very different activity without regard to their groups."""
    rng = np.random.default_rng(seed)
    activity = rng.pareto(2.0, NUMBER) + 0.2
    start, end = rng.choice(NUMBER, (2, 150), p=activity / activity.sum())
    table = pd.DataFrame({"date": 2013, "from": start, "to": end, "kind": "meeting"})
    found = openness(table, GROUPS, draws=DRAWS, rng=rng).index["p_value"]
    return {"E-I, all": bool(found[0] <= 0.05), "E-I, one group": bool(found[1] <= 0.05)}


def change(seed: int, spread: float) -> Row:
    """Let firms be open by 0.4 and later 0.5 on average; with a spread, each changes in its own way."""
    rng = np.random.default_rng(seed)
    half = 40
    parts = []
    for year, crossing in ((2010, 0.4), (2015, 0.5)):
        own = np.clip(rng.normal(0, spread, 2 * half), -0.35, 0.35)
        start = rng.integers(0, 2 * half, 200)
        other = rng.random(200) < crossing + own[start]
        same = (start + rng.integers(1, half, 200)) % half + half * (start >= half)
        end = np.where(other, (same + half) % (2 * half), same)
        parts.append(pd.DataFrame({"date": year, "from": start, "to": end, "kind": "meeting"}))
    groups = pd.Series(np.repeat(["plants", "labs"], half))
    row = {}
    for resample in ("ties", "organizations"):
        found = openness_change(
            pd.concat(parts), groups, before=[2010], after=[2015], resample=resample, draws=DRAWS, rng=rng
        )
        row[f"change, {resample}, spread {spread}"] = found.lower <= 0.2 <= found.upper
    return row


def theta(seed: int) -> Row:
    """Give 40 places of five regions two orders that know nothing of each other."""
    rng = np.random.default_rng(seed)
    before, after = pd.Series(rng.normal(size=40)), pd.Series(rng.normal(size=40))
    found = regime_theta(before, after, pd.Series(np.repeat(list("abcde"), 8)), draws=DRAWS, rng=rng)
    return {"theta": found.p_value <= 0.05}


def markov(seed: int, *, alike: bool) -> Row:
    """Let 50 places on a ring move on their own, alike or each with a memory of its own."""
    rng = np.random.default_rng(seed)
    memory = np.full(50, 0.7) if alike else rng.uniform(0.2, 0.99, 50)
    values = [rng.normal(size=50)]
    for _ in range(8):
        values.append(memory * values[-1] + np.sqrt(1 - memory**2) * rng.normal(size=50))
    ring = sparse.diags_array([1.0, 1.0, 1.0, 1.0], offsets=[1, -1, 49, -49], shape=(50, 50))
    found = spatial_markov(
        pd.DataFrame(np.array(values).T), ring, ids=range(50), classes=4, lag_classes=4, draws=DRAWS, rng=rng
    ).tests.set_index("test")
    name = "alike" if alike else "unlike"
    return {
        f"spatial Markov {test}, {kind}, {name}": bool(found.at[test, column] <= 0.05)
        for test in found.index
        for kind, column in (("distribution", "p_value"), ("permutation", "p_permutation"))
    }


def lives(seed: int) -> Row:
    """Draw 160 yearly lives with a hazard of 0.25, lost from sight at 1 to 6 years."""
    rng = np.random.default_rng(seed)
    life, seen = rng.geometric(0.25, 160), rng.integers(1, 7, 160)
    table = pd.DataFrame({"duration": np.minimum(life, seen), "died": life <= seen, "place": ["a", "b"] * 80})
    at_three = survival_curves(table).set_index("time").loc[3.0]
    return {
        "log-rank": bool(log_rank(table, by="place")["p_value"][0] <= 0.05),
        "survival at 3 covered": bool(at_three["lower"] <= 0.75**3 <= at_three["upper"]),
    }


def gibrat(seed: int) -> Row:
    """Let 150 firms grow without regard to size, the small with more variance."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(2, 1.2, 150))
    after = size * np.exp(rng.normal(0, 1, 150) * (0.1 + 0.5 / np.sqrt(size)))
    found = gibrat_slope(pd.Series(size), pd.Series(after))
    return {"Gibrat slope 0 covered": found.lower <= 0 <= found.upper}


EXPERIMENTS: dict[str, Callable[[int], Row]] = {
    "overlap": overlap,
    "relatedness": relatedness,
    "openness": ties,
    "change": lambda seed: change(seed, 0.0) | change(seed, 0.2),
    "theta": theta,
    "markov": lambda seed: markov(seed, alike=True) | markov(seed, alike=False),
    "survival": lives,
    "gibrat": gibrat,
}


def main() -> None:
    """Print per cent of rounds for every experiment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--only", nargs="*", default=list(EXPERIMENTS))
    options = parser.parse_args()
    for name in options.only:
        table = pd.DataFrame([EXPERIMENTS[name](seed) for seed in range(options.rounds)])
        for column, share in (100 * table.mean()).items():
            print(f"{column:55} {share:5.1f} %  of {options.rounds}", flush=True)


if __name__ == "__main__":
    main()

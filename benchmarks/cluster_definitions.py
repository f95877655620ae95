"""Measure what cluster definitions promise: scores on noise and on structure, luck of the choice, time.

    python benchmarks/cluster_definitions.py [--tables 5] [--part scores|alarms|choice|links|time]

Prints the tables of docs/methods/cluster-definitions.md, cluster-linkage.md and
industry-similarities.md. Everything is drawn from fixed seeds: 300 industries in 30 true groups,
179 regions, two million jobs; a cell's expectation is region size x industry size x a log-normal
factor, of which a share (the strength) is common to the industries of a group.
"""

import argparse
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from sandan.observe.definitions.candidates import Candidate, Recipe, cut, recipes
from sandan.observe.definitions.evidence import Evidence, RegionalLinkage, relatedness_matrices
from sandan.observe.definitions.held_out import score_other_linkages, score_other_regions
from sandan.observe.definitions.linkage import cluster_linkage
from sandan.observe.definitions.scores import shuffled_baseline
from sandan.observe.definitions.selection import define_clusters
from sandan.observe.definitions.similarities import (
    coagglomeration_relatedness,
    input_output_relatedness,
    location_correlation,
    occupation_relatedness,
)
from sandan.observe.definitions.stability import stability
from sandan.observe.definitions.standardized_mean import standardized_mean

REGIONS, INDUSTRIES, GROUPS, JOBS = 179, 300, 30, 2_000_000
STRENGTHS = {"noise": 0.0, "medium": 0.3, "clear": 0.5, "strong": 0.8}
MEASURES = {
    "LC levels": location_correlation,
    "LC shares": partial(location_correlation, scale="shares"),
    "LC ranks": partial(location_correlation, scale="ranks"),
    "COI": coagglomeration_relatedness,
}
TRUTH = np.repeat(np.arange(GROUPS), INDUSTRIES // GROUPS)


def jobs_table(strength: float, seed: int, *, families: float = 0.0) -> pd.DataFrame:
    """Draw jobs by region and industry; of what a group has in common, a share is that of three groups."""
    rng = np.random.default_rng(seed)
    size, industry = np.exp(rng.normal(size=REGIONS)), np.exp(rng.normal(size=INDUSTRIES))
    own, common = rng.normal(size=(REGIONS, INDUSTRIES)), rng.normal(size=(REGIONS, GROUPS))[:, TRUTH]
    if families:
        family = rng.normal(size=(REGIONS, GROUPS // 3))[:, TRUTH // 3]
        common = np.sqrt(1 - families) * common + np.sqrt(families) * family
    mean = size[:, None] * industry * np.exp(np.sqrt(1 - strength) * own + np.sqrt(strength) * common)
    return pd.DataFrame(rng.poisson(mean * JOBS / mean.sum()))


def trade(strength: float, seed: int) -> pd.DataFrame:
    """Draw flows between industries that are greater inside the true groups."""
    rng = np.random.default_rng(seed + 10_000)
    mean = np.exp(rng.normal(size=(INDUSTRIES, INDUSTRIES)))
    return pd.DataFrame(mean * (1 + 10 * strength * (TRUTH[:, None] == TRUTH)))


def evidence_of(strength: float, seed: int, measure: str = "LC shares") -> Evidence:
    """Put regional jobs and flows together."""
    regional = {"LC": RegionalLinkage(jobs_table(strength, seed), MEASURES[measure])}
    return Evidence(regional, {"IO": input_output_relatedness(trade(strength, seed))})


def scores(tables: int) -> pd.DataFrame:
    """Score groupings of 30 groups by structure and measure."""
    rows = []
    plan = Candidate(("LC",), Recipe(GROUPS))
    for name, strength in STRENGTHS.items():
        for measure in MEASURES:
            found = []
            for seed in range(tables):
                evidence = evidence_of(strength, seed, measure)
                other = score_other_regions(evidence, [plan], splits=5, draws=10, seed=seed)
                across = score_other_linkages(evidence, [plan], draws=20, seed=seed)
                labels = cut(relatedness_matrices(evidence)["LC"], plan.recipe)
                found.append(
                    {
                        "own": other["own"].mean(),
                        "other regions": other["overall"].mean(),
                        "shuffled": other["shuffled_mean"].mean(),
                        "other linkage": across["overall"].mean(),
                        "Rand halves": stability(evidence, plan, draws=5, seed=seed)["adjusted_rand"].mean(),
                        "Rand bootstrap": stability(
                            evidence, plan, resampling="bootstrap", draws=5, seed=seed
                        )["adjusted_rand"].mean(),
                        "Rand truth": adjusted_rand_score(TRUTH, labels),
                    }
                )
            rows.append({"structure": name, "measure": measure, **pd.DataFrame(found).mean().to_dict()})
    return pd.DataFrame(rows)


def false_alarms(tables: int) -> pd.DataFrame:
    """Count how often noise beats its shuffled baseline at 5 %, one halving per table."""
    rows = []
    for measure, function in MEASURES.items():
        for normalization in ("none", "rows"):
            p = []
            for seed in range(tables):
                jobs = jobs_table(0.0, seed)
                halves = np.array_split(np.random.default_rng(seed).permutation(REGIONS), 2)
                here, there = (function(jobs.iloc[half]) for half in halves)
                labels = cut(here, Recipe(GROUPS, normalization=normalization))
                table = shuffled_baseline(there, labels, draws=99, rng=np.random.default_rng(seed))
                p.append(table.at["overall", "p_value"])
            share = 100 * np.mean(np.array(p) <= 0.05)
            rows.append({"measure": measure, "normalization": normalization, "p <= .05, %": share})
    return pd.DataFrame(rows)


def choice(tables: int) -> pd.DataFrame:
    """Let the procedure choose among 19 candidates, and score the choice on new halvings."""
    plans = recipes([20, 30, 40], methods=["ward", "average"], normalizations=["none", "rows"])
    plans += recipes([30], methods=["kmeans"])
    candidates = [Candidate(("LC",), plan) for plan in plans]
    candidates += [Candidate(("LC", "IO"), plan) for plan in recipes([20, 30, 40], methods=["ward"])]
    candidates += [Candidate(("IO",), plan) for plan in recipes([20, 30, 40], methods=["ward"])]
    rows = []
    with ProcessPoolExecutor(2) as executor:
        for name, strength in STRENGTHS.items():
            for seed in range(tables):
                found = define_clusters(
                    evidence_of(strength, seed), candidates, splits=5, draws=3, seed=seed, executor=executor
                )
                best = found.ranking.iloc[0]
                confirmed = found.confirmation.loc["LC"] if len(found.confirmation) else None
                rows.append(
                    {
                        "structure": name,
                        "regions, chosen": best["score_regions"],
                        "IO, chosen": best.get("score_IO", np.nan),
                        "regions, new halvings": np.nan if confirmed is None else confirmed["first_cut"],
                        "after outliers moved": np.nan if confirmed is None else confirmed["reassigned"],
                        "shuffled": np.nan if confirmed is None else confirmed["shuffled_mean"],
                        "moves": len(found.reassignment.moves),
                        "settled": found.reassignment.settled,
                        "Rand truth, first cut": adjusted_rand_score(TRUTH, found.grouping["first_cut"]),
                        "Rand truth, at last": adjusted_rand_score(TRUTH, found.grouping["cluster"]),
                    }
                )
    return pd.DataFrame(rows).groupby("structure", sort=False).mean()


def links(tables: int) -> pd.DataFrame:
    """Ask whether the relatedness of clusters comes out again in the other half of the regions."""
    rows = []
    kinds = {name: (strength, 0.0) for name, strength in STRENGTHS.items()}
    for name, (strength, families) in {**kinds, "strong, families": (0.8, 0.5)}.items():
        found = []
        for seed in range(tables):
            jobs = jobs_table(strength, seed, families=families)
            halves = np.array_split(np.random.default_rng(seed).permutation(REGIONS), 2)
            here, there = (MEASURES["LC shares"](jobs.iloc[half]) for half in halves)
            labels = cut(here, Recipe(GROUPS))
            one, two = (cluster_linkage(m, labels).set_index(["first", "second"]) for m in (here, there))
            top = one.index[one["percentile"] >= 90]
            found.append(
                {
                    "rank correlation": one["between"].corr(two["between"].reindex(one.index), "spearman"),
                    "top tenth again, %": 100 * (two["percentile"].reindex(top) >= 90).mean(),
                }
            )
        rows.append({"structure": name, **pd.DataFrame(found).mean().to_dict()})
    return pd.DataFrame(rows)


def times() -> pd.DataFrame:
    """Time every step at 1,200 industries and 3,000 regions."""
    rng = np.random.default_rng(0)
    regions, industries = 3_000, 1_200
    jobs = pd.DataFrame(rng.poisson(np.exp(rng.normal(1, 1.5, (regions, industries))))) + 0
    flows = pd.DataFrame(np.exp(rng.normal(size=(industries, industries))))
    workers = pd.DataFrame(rng.poisson(20, (industries, 400)))
    calls = {name: partial(function, jobs) for name, function in MEASURES.items()}
    calls |= {"IO": partial(input_output_relatedness, flows), "Occ": partial(occupation_relatedness, workers)}
    rows, matrices = [], {}
    for name, call in calls.items():
        matrices[name] = _timed(rows, name, call)
    mean = _timed(rows, "standardized mean of six", partial(standardized_mean, matrices)).matrix
    for method in ("ward", "average", "kmeans"):
        distance = "profiles" if method == "kmeans" else "chord"
        labels = _timed(rows, f"cut, {method}", partial(cut, mean, Recipe(51, method, distance)))
    generator = np.random.default_rng(0)
    _timed(rows, "199 shuffles", partial(shuffled_baseline, mean, labels, draws=199, rng=generator))
    _timed(rows, "cluster linkage", partial(cluster_linkage, mean, labels))
    return pd.DataFrame(rows)


def _timed(rows: list[dict[str, object]], name: str, call: partial) -> object:
    start = time.perf_counter()
    result = call()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows.append({"step": name, "seconds": seconds, "peak MB so far": peak})
    return result


def main() -> None:
    """Print the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=5, help="tables drawn per line")
    parser.add_argument("--part", choices=["scores", "alarms", "choice", "links", "time"])
    arguments = parser.parse_args()
    parts = {
        "scores": lambda: scores(arguments.tables),
        "alarms": lambda: false_alarms(20 * arguments.tables),
        "choice": lambda: choice(arguments.tables),
        "links": lambda: links(arguments.tables),
        "time": times,
    }
    for name, part in parts.items():
        if arguments.part in (None, name):
            print(f"\n{name}\n{part().round(2).to_string()}")


if __name__ == "__main__":
    main()

"""Find 50,000 incoming firms in a register of 50,000, of which it is known who is who.

    python benchmarks/company_linkage.py [FIRMS] [--sample 500]

A quarter of the incoming firms are in no register; the others are misspelt, shortened, moved, masked and
written with other legal forms (``tests/operate/firm_lists.py``). The peers are what linking scripts do with
names, legal forms stripped: rapidfuzz compares every pair and takes the best from a cut-off on, with a
sample of the incoming firms, its time scaled to all; pandas merges on equal names. Both see names only.
Each side runs in a process of its own.
"""

import argparse
import json
import resource
import runpy
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from sandan.operate.firm_features import prepare_firms
from sandan.operate.matching import likely_duplicates, match_firms

LISTS = Path(__file__).parents[1] / "tests" / "operate" / "firm_lists.py"
CUT_OFFS = (85, 90, 95)
FORMS = r"\(주\)|㈜|주식회사|유한회사|Co\., Ltd\.|\s+"
SIDES = ("sandan", "rapidfuzz, all pairs", "pandas.merge on the name")


def lists(count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the register and the incoming firms."""
    drawn = runpy.run_path(str(LISTS))
    rng = np.random.default_rng(20_131_104)
    register = drawn["register"](count, rng)
    return register, drawn["incoming"](register.iloc[: count - count // 4], count // 4, rng)


def stripped(names: pd.Series) -> pd.Series:
    """Take out legal forms and blanks, as every script does."""
    return names.str.replace(FORMS, "", regex=True)


def told(firm: pd.Series, truth: pd.Series) -> dict[str, float]:
    """Say how many of the firms that were found are right, and how many of those that exist were found."""
    right = int((firm.notna() & (firm == truth)).sum())
    return {
        "precision": right / max(int(firm.notna().sum()), 1),
        "recall": right / int(truth.notna().sum()),
    }


def by_sandan(register: pd.DataFrame, incoming: pd.DataFrame) -> dict[str, object]:
    """Match, then count each state and what stands in it."""
    rows, truth = incoming.drop(columns="truth"), incoming["truth"]
    start = time.perf_counter()
    found = match_firms(rows, register)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pairs = found.candidates
    hit = pairs.loc[pairs["firm"].to_numpy() == truth.loc[pairs["row"]].to_numpy(), "row"]
    states = pd.DataFrame(
        {
            "rows": 1,
            "in the register": truth.notna(),
            "true firm shown": found.states.index.isin(hit),
            "candidates": found.states["candidates"],
        }
    )
    table = states.groupby(found.states["state"]).sum().astype(int)
    prepared = prepare_firms(register.iloc[:1_000])
    start = time.perf_counter()
    for _, row in rows.iloc[:50].iterrows():
        likely_duplicates(dict(zip(rows.columns, row, strict=True)), prepared)
    one = (time.perf_counter() - start) / 50
    return {
        "seconds": seconds,
        "peak MB": peak,
        **told(found.states["firm"], truth),
        "shown": len(set(hit)) / int(truth.notna().sum()),
        "table": table.to_string(),
        "one record": one,
    }


def by_all_pairs(register: pd.DataFrame, incoming: pd.DataFrame, sample: int) -> dict[str, object]:
    """Take the most similar name of the register for each of a sample, as linking scripts do."""
    part = incoming.iloc[:sample]
    start = time.perf_counter()
    likeness = process.cdist(
        stripped(part["name"]), stripped(register["name"]), scorer=fuzz.ratio, dtype=np.uint8, workers=1
    )
    best, score = likeness.argmax(axis=1), likeness.max(axis=1)
    seconds = (time.perf_counter() - start) * len(incoming) / sample
    labels = pd.Series(register.index[best], index=part.index)
    by_cut_off = {str(cut): told(labels.where(score >= cut), part["truth"]) for cut in CUT_OFFS}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak MB": peak, **by_cut_off["90"], "cut-offs": by_cut_off}


def by_merge(register: pd.DataFrame, incoming: pd.DataFrame) -> dict[str, object]:
    """Merge on equal names, the first firm of a name."""
    start = time.perf_counter()
    known = pd.DataFrame({"name": stripped(register["name"]), "firm": register.index})
    asked = stripped(incoming["name"]).to_frame()
    firm = asked.merge(known.drop_duplicates("name"), on="name", how="left")["firm"].set_axis(incoming.index)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak MB": peak, **told(firm, incoming["truth"])}


def one_run(who: str, count: int, sample: int) -> dict[str, object]:
    """Run one side."""
    register, incoming = lists(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if who == SIDES[0]:
        result = by_sandan(register, incoming)
    elif who == SIDES[1]:
        result = by_all_pairs(register, incoming, min(sample, count))
    else:
        result = by_merge(register, incoming)
    return {**result, "MB before": before}


def main() -> None:
    """Run everything and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("firms", type=int, nargs="?", default=50_000)
    parser.add_argument("--sample", type=int, default=500, help="incoming firms that all pairs are made of")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(one_run(arguments.only, arguments.firms, arguments.sample)))
        return
    results = {}
    for who in SIDES:
        options = [str(arguments.firms), "--sample", str(arguments.sample), "--only", who]
        done = subprocess.run([sys.executable, __file__, *options], check=True, capture_output=True)
        results[who] = json.loads(done.stdout)
    columns = ["seconds", "MB before", "peak MB", "precision", "recall"]
    print(f"{arguments.firms:,} incoming firms in a register of {arguments.firms:,}")
    print(pd.DataFrame(results).T[columns].astype(float).round(3).to_string())
    ours = results[SIDES[0]]
    print(f"\nStates of sandan\n{ours['table']}")
    print(f"\nTrue firm among the candidates shown: {ours['shown']:.3f}")
    print(f"One new record against 1,000 prepared firms: {1000 * ours['one record']:.1f} ms")
    print("\nrapidfuzz by cut-off\n", pd.DataFrame(results[SIDES[1]]["cut-offs"]).T.round(3).to_string())
    print(f"ratio of times: {results[SIDES[1]]['seconds'] / ours['seconds']:.0f}")


if __name__ == "__main__":
    main()

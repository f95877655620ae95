"""Rounds of applications beside a register, and what calculations on them may answer."""

import numpy as np
import pandas as pd

from sandan.report.calculations.base import Result
from sandan.report.figures.record import Calculation

YEARS = range(2008, 2015)
PUBLISHED = "2014-12-31"
ROUNDS = {"2011-1": 2011, "2012-1": 2012}


def office(*, firms=160, jump=0.0, seed=5, few=0):
    """Firms that apply by turns, better ones with higher scores; ``few`` of a third round are chosen."""
    rng = np.random.default_rng(seed)
    names = [f"e{number:04d}" for number in range(2 * firms + 60)]
    score = np.round(rng.normal(70, 8, len(names)), 1)
    rounds = dict(zip(names[: 2 * firms], ["2011-1", "2012-1"] * firms, strict=True))
    listed = [(name, rounds[name], score[place]) for place, name in enumerate(names) if name in rounds]
    listed += [(name, "2013-1", 69.0 + (place < few)) for place, name in enumerate(names[-30:]) if few]
    rows = pd.DataFrame(listed, columns=["round", "enterprise", "score"]).set_axis(
        ["enterprise", "round", "score"], axis=1
    )
    year = rows["round"].str[:4].astype(int)
    applications = rows.assign(
        programme="growth",
        region="A",
        decided_on=[pd.Timestamp(one, 3, 15).date() for one in year],
        cut_off=70.0,
        selected=rows["score"] >= 70,
        amount_asked=1e7,
        amount_granted=1e7 * (rows["score"] >= 70),
    )
    chosen = set(rows.loc[(rows["score"] >= 70), "enterprise"])
    return {"applications": applications, "establishments": _register(names, rounds, chosen, jump, rng)}


def _register(names, rounds, chosen, jump, rng):
    level = rng.uniform(30, 60, len(names))
    sites = []
    for year in YEARS:
        level = level * np.exp(rng.normal(0.01, 0.04, len(names)))
        won = [name in chosen and rounds.get(name, "")[:4] == str(year) for name in names]
        level = level * np.where(won, np.exp(jump), 1.0)
        sites.append(pd.DataFrame({"enterprise": names, "period": year, "workers": np.round(level)}))
    table = pd.concat(sites, ignore_index=True)
    return table.assign(
        establishment=table["enterprise"],
        city="A",
        region="A",
        name=None,
        complex=None,
        industry="26112",
        classification="KSIC10",
        product=None,
        workers=table["workers"].astype(int),
        status="reported",
    )


BANDS = {
    "gain": ((2, 9), (-3, 4), ((-3, 4),), 0.6),
    "loss": ((-9, -2), (-3, 4), ((-3, 4),), 0.6),
    "chance": ((-2, 9), (-3, 4), ((-3, 4),), 0.6),
    "doubtful": ((2, 9), (-3, 4), ((1, 4), (1, 4), (-3, 4)), 0.6),
    "moved": ((2, 9), (-3, 4), (), 0.01),
    "unlike": ((2, 9), (1, 4), (), 0.6),
    "lacking": (None, (-3, 4), (), None),
}
BEFORE = {"more": (1, 9), "less": (-9, -1), "alike": (-4, 5), "lacking": None}
ALL = (
    *BANDS,
    "more",
    "less",
    "alike",
    "no_before",
    "no_paths",
    "hidden",
    "against",
    "none",
    "no_rounds",
    "programmes",
)


def result(name, asked):
    """Return the table of a calculation for one of `ALL`."""
    made = {
        "selection_programmes": _programmes,
        "selection_rounds": _rounds,
        "selection_summary": _summary,
        "selection_before": before,
        "selection_paths": _paths,
        "selection_scores": _scores,
        "selection_jumps": jumps,
        "selection_density": density,
    }
    return Result(Calculation(name, {}, (), "", ""), made[name](asked))


def _programmes(asked):
    names = {"no_rounds": [], "programmes": ["growth", "start"]}.get(asked, ["growth"])
    table = pd.DataFrame({"programme": names, "rounds": 2, "applications": 90})
    return table.assign(programmes=len(table))


def _rounds(_asked):
    rows = [("2011-1", "2011-03-15"), ("2012-1", "2012-03-15")]
    return pd.DataFrame(rows, columns=["round", "decided_on"])


def _summary(asked):
    counts = {"rounds": 2, "applications": 90, "chosen": 40, "refused": 50}
    return pd.DataFrame([counts | {"follows_scores": asked != "against"}])


def before(asked):
    """Return growth before; nothing for ``no_before``."""
    ends = None if asked == "no_before" else BEFORE.get(asked, (-4, 5))
    rows = [] if ends is None else [("chosen", 4.0, 1, 7), ("refused", 3.0, 1, 5), ("difference", 1.0, *ends)]
    table = pd.DataFrame(rows, columns=["group", "estimate", "lower", "upper"])
    return table.assign(firms=range(40, 40 + len(rows)), median=0.5).astype({"lower": float, "upper": float})


def _paths(asked):
    groups = () if asked == "no_paths" else ("chosen", "refused", "not_applied")
    rows = [(group, step, 100.0 + step, 40, 100.0) for group in groups for step in (-2, -1, 0, 1)]
    table = pd.DataFrame(rows, columns=["group", "step", "index", "firms", "there"])
    hidden = table["group"].eq("chosen") & (asked == "hidden")
    table[["index", "firms", "there"]] = table[["index", "firms", "there"]].mask(hidden)
    return table.assign(status=hidden.map({True: "suppressed", False: "reported"}))


def _scores(_asked):
    return pd.DataFrame(
        {
            "from": [-5.0, 0.0],
            "to": [0.0, 5.0],
            "applications": [50, 40],
            "per_point": [10.0, 8.0],
            "side": ["below", "above"],
        }
    )


def jumps(asked):
    """Return the jump, other widths and years, and pretended cut-offs."""
    jump, year_before, pretended, _ = BANDS.get(asked, BANDS["chance"])
    if asked == "none":
        return pd.DataFrame(columns=["what", "kind", "at"])
    rows = [] if jump is None else [("jump", "jump", 0.0, *jump), ("width_2", "width", 2.0, *jump)]
    rows += [("before", "before", 0.0, *year_before), ("after", "after", 0.0, -3, 4)]
    rows += [(f"placebo_{place}", "placebo", 1.0 + place, *ends) for place, ends in enumerate(pretended)]
    table = pd.DataFrame(rows, columns=["what", "kind", "at", "lower", "upper"])
    table = table.astype({"lower": float, "upper": float})
    middle = (table["lower"] + table["upper"]) / 2
    return table.assign(estimate=middle, p=0.2, bandwidth=8.0, left=30, right=25)


def density(asked):
    """Return the densities at the cut-off; nothing for ``lacking``."""
    p = BANDS.get(asked, BANDS["chance"])[3]
    rows = [] if p is None else [(1.1, 0.8, 1.4, p)]
    return pd.DataFrame(rows, columns=["ratio", "lower", "upper", "p"])

"""Calculations on selection rounds: growth before, paths of groups, scores, and the jump at the cut-off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from sandan.data.disclosure.suppression import rule_in_force
from sandan.data.missing import Status
from sandan.errors import MeasureError
from sandan.evaluate.effects.cutoff import LEAST_NEAR, cutoff_effect, density_jump, placebo_cutoffs
from sandan.evaluate.panels.applicants import GROUPS, applicants, group_paths
from sandan.report.calculations.asked import Asked
from sandan.report.calculations.base import Registered
from sandan.report.calculations.protected import gives_away

__all__ = ["FROM_APPLICATIONS", "LEVEL", "SELECTION_ROLES"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]

SELECTION_ROLES = ("applications", "establishments")
LEVEL = 0.9
"""Probability of every band."""
MOST_YEARS = 3
"""Years before and after the decision over which groups are followed, where the data hold them."""
BINS = 30
"""Bins of scores before those with few applications are put together."""
DIGITS = 2
"""Digits of the industry code within which firms that did not apply are compared."""
OF_REGISTER = ["enterprise", "period", "industry", "workers", "status"]
OF_APPLICATIONS = ["programme", "round", "enterprise", "decided_on", "score", "cut_off", "selected"]
OUTCOMES = {"jump": "growth", "before": "growth_before", "after": "growth_after"}
"""The year of the decision, and the years before and after it."""
ELSEWHERE = ""
"""Round of applications to other programmes."""
JUMP = ["estimate", "lower", "upper", "p", "bandwidth", "left", "right"]


@dataclass(frozen=True)
class _Rounds:
    """Applications to one programme that may be spoken of: ``jobs`` by enterprise and year.

    ``applications`` has those to other programmes too, in no round: whom another one chose had support.
    """

    applications: pd.DataFrame
    rows: pd.DataFrame
    jobs: pd.DataFrame
    industries: pd.Series
    least: int
    asked: tuple[str, ...]


def _rounds(tables: Tables, parameters: Parameters) -> _Rounds:
    register = Asked.of(tables["establishments"][OF_REGISTER])
    given = Asked.of(tables["applications"][OF_APPLICATIONS].dropna())
    least = rule_in_force(date.fromisoformat(parameters["published_on"])).minimum_count
    wanted = (parameters.get("programme", ""), parameters.get("round", ""))
    return _matched(given.looked_at(register, least, *wanted))


@lru_cache(maxsize=8)
def _matched(asked: Asked) -> _Rounds:
    register, least, wanted, one = asked.settings
    jobs, industries = _of_register(register)
    every = asked.register.astype({"selected": bool})
    offered = _programmes(every, least)
    programme = wanted or next(iter(offered["programme"]), "")
    every = every.assign(round=every["round"].where(every["programme"] == programme, ELSEWHERE))
    named = sorted(_named(every.loc[every["round"] != ELSEWHERE], least))
    chosen = tuple(named if not one else [name for name in named if name == one])
    rows = applicants(every, jobs)
    return _Rounds(every, rows.loc[rows["round"].isin(chosen)], jobs, industries, least, chosen)


@lru_cache(maxsize=2)
def _of_register(asked: Asked) -> tuple[pd.DataFrame, pd.Series]:
    """Add up the jobs of enterprises by year, and name the industry of most of their jobs."""
    register = asked.register
    known = register["status"] == Status.REPORTED
    keys = [register["enterprise"], register["period"]]
    sums = register["workers"].where(known).astype(float).groupby(keys).sum(min_count=1)
    # A firm with a site that is not reported has more jobs than the sum says.
    sums = sums.mask(~known.groupby(keys).all())
    wide = sums.unstack("period")  # noqa: PD010 -- the keys are unique
    there = known.groupby(keys).size().unstack("period").notna()  # noqa: PD010 -- the keys are unique
    first = register.sort_values(["period", "workers"], ascending=[True, False], kind="stable")
    industries = first.drop_duplicates("enterprise").set_index("enterprise")["industry"].str[:DIGITS]
    return wide.where(there, 0.0).where(~(there & wide.isna())), industries


def _programmes(every: pd.DataFrame, least: int) -> pd.DataFrame:
    """Count the rounds and applications of each programme that has some to speak of; most of them first."""
    counted = []
    for programme, rows in every.groupby("programme"):
        named = _named(rows, least)
        if named:
            counted.append((str(programme), len(named), int(rows["round"].isin(named).sum())))
    table = pd.DataFrame(counted, columns=["programme", "rounds", "applications"])
    return table.sort_values(
        ["applications", "programme"], ascending=[False, True], ignore_index=True, kind="stable"
    ).assign(programmes=len(table))


def _named(rows: pd.DataFrame, least: int) -> list[str]:
    return [str(name) for name, one in rows.groupby("round") if _may_be_told(one, least)]


def _may_be_told(rows: pd.DataFrame, least: int) -> bool:
    """Say whether no part of a round is so few firms that a number on it tells of one."""
    above = rows["score"] >= rows["cut_off"]
    counts = [*above.value_counts(), *rows["selected"].value_counts()]
    return len(counts) == 4 and min(counts) >= least


def _offered(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """List the programmes that may be looked at; never are they put together."""
    least = rule_in_force(date.fromisoformat(parameters["published_on"])).minimum_count
    given = tables["applications"][OF_APPLICATIONS].dropna()
    return _programmes(given.astype({"selected": bool}), least)


def _listed(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """List the rounds that may be looked at alone; applications, chosen and refused."""
    found = _rounds(tables, {**parameters, "round": ""})
    told = found.applications.loc[found.applications["round"].isin(found.asked)]
    groups = told.groupby("round")
    return pd.DataFrame(
        {
            "decided_on": groups["decided_on"].min().astype(str),
            "applications": groups.size(),
            "chosen": groups["selected"].sum().astype(int),
            "refused": groups.size() - groups["selected"].sum().astype(int),
        }
    ).reset_index()


def _summary(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count rounds and applications, and say whether decisions followed the scores."""
    found = _rounds(tables, parameters)
    against = (found.rows["running"] >= 0) != found.rows["selected"]
    counted = {
        "rounds": len(found.asked),
        "applications": len(found.rows),
        "chosen": int(found.rows["selected"].sum()),
        "refused": int((~found.rows["selected"]).sum()),
        "follows_scores": not against.any(),
    }
    return pd.DataFrame([counted])


def _growing(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give growth in the year before the decision, of chosen and refused, and their difference.

    The band is that of the mean; the median stands beside it, as it is not moved by a few new firms.
    """
    rows = _rounds(tables, parameters).rows.dropna(subset=["growth_before"])
    groups = [100 * rows.loc[rows["selected"] == chosen, "growth_before"] for chosen in (True, False)]
    columns = ["group", "estimate", "lower", "upper", "median", "firms"]
    if min(map(len, groups)) < LEAST_NEAR:
        return pd.DataFrame(columns=columns)
    means = [float(one.mean()) for one in groups]
    errors = [float(one.std(ddof=1)) / np.sqrt(len(one)) for one in groups]
    wide = float(norm.ppf((1 + LEVEL) / 2))
    medians = [float(one.median()) for one in groups]
    counts = list(map(len, groups))
    values = [*zip(GROUPS[:2], means, errors, medians, counts, strict=True)]
    apart = (means[0] - means[1], float(np.hypot(*errors)), medians[0] - medians[1])
    values.append(("difference", *apart, sum(counts)))
    return pd.DataFrame(
        [
            (name, mean, mean - wide * error, mean + wide * error, median, count)
            for name, mean, error, median, count in values
        ],
        columns=columns,
    )


def _paths(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Follow chosen, refused, and comparable firms; a group that would give a firm away is hidden."""
    found = _rounds(tables, parameters)
    columns = ["group", "step", "index", "firms", "there", "status"]
    years = pd.to_datetime(_told(found)["decided_on"]).dt.year
    if years.empty:
        return pd.DataFrame(columns=columns)
    before = min(MOST_YEARS, int(years.max()) - int(found.jobs.columns.min()))
    after = min(MOST_YEARS, int(found.jobs.columns.max()) - int(years.min()))
    try:
        paths = group_paths(
            found.applications,
            found.jobs,
            found.industries,
            rounds=found.asked,
            before=before,
            after=after,
        )
    except MeasureError:
        return pd.DataFrame(columns=columns)
    day = date.fromisoformat(parameters["published_on"])
    hidden = {group for group in GROUPS if _tells_of_one(found, group, paths, day)}
    status = paths["group"].isin(hidden).map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value})
    told = paths.assign(there=100 * paths["there"], status=status)
    told[["index", "firms", "there"]] = told[["index", "firms", "there"]].mask(
        told["group"].isin(hidden), np.nan
    )
    return told[columns]


def _told(found: _Rounds) -> pd.DataFrame:
    return found.applications.loc[found.applications["round"].isin(found.asked)]


def _tells_of_one(found: _Rounds, group: str, paths: pd.DataFrame, day: date) -> bool:
    """Say whether few firms, or a large one, make the path of a group in some year."""
    own = paths.loc[paths["group"] == group]
    if own.empty:
        return False
    if group == "not_applied":
        return bool(own["firms"].min() < LEAST_NEAR)
    rows = _told(found)
    rows = rows.loc[rows["selected"] == (group == "chosen")]
    year = pd.to_datetime(rows["decided_on"]).dt.year
    long = found.jobs.stack()  # noqa: PD013 -- one number by enterprise and year
    for step in own["step"]:
        workers = long.reindex(pd.MultiIndex.from_arrays([rows["enterprise"], year + step])).to_numpy()
        sites = pd.DataFrame({"enterprise": rows["enterprise"], "workers": workers, "status": "reported"})
        if gives_away(sites.loc[sites["workers"] > 0], published_on=day):
            return True
    return False


def _scores(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count applications by score less cut-off, in bins that hold nobody or enough in every round."""
    found = _rounds(tables, parameters)
    every = _rounds(tables, {**parameters, "round": ""})
    columns = ["from", "to", "applications", "per_point", "side"]
    if found.rows.empty:
        return pd.DataFrame(columns=columns)
    edges = _edges(every)
    counts = np.histogram(found.rows["running"], edges)[0]
    sides = np.where(edges[:-1] >= 0, "above", "below")
    return pd.DataFrame(
        {
            "from": edges[:-1],
            "to": edges[1:],
            "applications": counts,
            "per_point": counts / np.diff(edges),
            "side": sides,
        }
    )


def _edges(every: _Rounds) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Lay the same edges for all rounds, so that no round follows from the others and all together."""
    running = every.rows["running"]
    width = _whole((float(running.max()) - float(running.min())) / BINS)
    low, high = np.floor(running.min() / width), np.floor(running.max() / width) + 1
    fine = width * np.arange(low, high + 1)
    by_round = np.array([np.histogram(one, fine)[0] for _, one in running.groupby(every.rows["round"])])
    at = int(np.flatnonzero(np.isclose(fine, 0))[0])
    right = _joined(by_round[:, at:][:, ::-1], every.least)
    left = _joined(by_round[:, :at], every.least)
    return np.concatenate([fine[:at][left], [0.0], fine[at + 1 :][::-1][right][::-1]])


def _joined(counts: np.ndarray[Any, np.dtype[np.int64]], least: int) -> list[int]:
    """Join bins from the far end towards the cut-off until all rounds have enough; say where bins begin."""
    begins, inside = [0], np.zeros(len(counts), dtype=np.int64)
    for place in range(counts.shape[1]):
        enough = ((inside == 0) | (inside >= least)).all() and inside.any()
        left = counts[:, place:].sum(axis=1)
        if enough and ((left == 0) | (left >= least)).all():
            begins.append(place)
            inside = np.zeros(len(counts), dtype=np.int64)
        inside = inside + counts[:, place]
    return begins


def _whole(width: float) -> float:
    """Round a width up to 1, 2 or 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(width)) if width > 0 else 1.0
    return float(power * next(one for one in (1, 2, 5, 10) if one * power >= width * (1 - 1e-9)))


def _jumps(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the jump at the cut-off, the same in other years and bandwidths, and where nothing was decided."""
    rows = _rounds(tables, parameters).rows
    found: list[dict[str, Any]] = []
    for kind, outcome in OUTCOMES.items():
        try:
            effect = cutoff_effect(rows, outcome=outcome, level=LEVEL)
        except MeasureError:
            continue
        parts = effect.parts
        found.append(
            {"what": kind, "kind": kind, "at": 0.0} | _jump(parts.loc[parts["times"] == 1.0].iloc[0])
        )
        if kind == "jump":
            found += [
                {"what": f"width_{one['times']:g}", "kind": "width", "at": one["times"]} | _jump(one)
                for _, one in parts.loc[parts["times"] != 1.0].iterrows()
            ]
    if found and found[0]["kind"] == "jump":
        pretended = placebo_cutoffs(rows, outcome="growth", level=LEVEL)
        found += [
            {"what": f"placebo_{place}", "kind": "placebo", "at": one["cutoff"]} | _jump(one)
            for place, (_, one) in enumerate(pretended.iterrows())
        ]
    return pd.DataFrame(found, columns=["what", "kind", "at", *JUMP])


def _jump(row: pd.Series) -> dict[str, Any]:
    ends = {name: 100 * float(row[name]) for name in ("estimate", "lower", "upper")}
    return {name: row[name] for name in JUMP} | ends


def _density(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Compare how many stand just above the cut-off and just below; no row if too few stand there."""
    try:
        found = density_jump(_rounds(tables, parameters).rows["running"])
    except MeasureError:
        return pd.DataFrame(columns=["ratio", "lower", "upper", "p"])
    half = float(norm.ppf((1 + LEVEL) / 2)) * found["error"]
    ends = {"lower": np.exp(found["estimate"] - half), "upper": np.exp(found["estimate"] + half)}
    return pd.DataFrame([{"ratio": np.exp(found["estimate"]), **ends, "p": found["p"]}])


FROM_APPLICATIONS = (
    Registered("selection_programmes", SELECTION_ROLES, _offered),
    Registered("selection_rounds", SELECTION_ROLES, _listed),
    Registered("selection_summary", SELECTION_ROLES, _summary),
    Registered("selection_before", SELECTION_ROLES, _growing),
    Registered("selection_paths", SELECTION_ROLES, _paths),
    Registered("selection_scores", SELECTION_ROLES, _scores),
    Registered("selection_jumps", SELECTION_ROLES, _jumps),
    Registered("selection_density", SELECTION_ROLES, _density),
)

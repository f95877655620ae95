"""Calculations on a registered specification: every rung, with everything that can be objected to."""

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.evaluate.designs.panel import TreatedPanel
from sandan.evaluate.ladder.conclusion import Conclusion, conclude
from sandan.evaluate.ladder.outcomes import LadderOutcomes
from sandan.evaluate.ladder.panels import rung_panel
from sandan.evaluate.ladder.rungs import DESIGN, LEAST_DONORS, Ladder, Rung, climb
from sandan.evaluate.placebos.detectable import detectable_effect, power_curve
from sandan.evaluate.placebos.in_space import placebo_gaps, placebos_in_space
from sandan.evaluate.placebos.robustness import anticipated, leave_one_out, placebos_in_time
from sandan.evaluate.registration.outcomes import specified_outcomes
from sandan.evaluate.registration.specification import Specification, specification_from
from sandan.parallel import watcher
from sandan.report.calculations.asked import Asked
from sandan.report.calculations.base import Registered
from sandan.report.calculations.percent import percent
from sandan.report.calculations.protected import gives_away

__all__ = ["FROM_SPECIFICATIONS", "ROLES", "LadderRun", "finite", "run_ladder"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]

ROLES = ("establishments", "places")
USED = ["enterprise", "period", "city", "industry", "workers"]
LEFT_OUT = ("like_policy", "missing_number", "no_jobs")
"""Why a place is no donor."""
LEAST_YEARS, FEWER = 3, 2
"""Years before that are left when the first ones are taken away, and how many those are."""
POINTS = 41
"""Of a power curve."""
OF_PLACES = ["code", "level", "parent"]
BEYOND = 1.5
"""How far a power curve reaches beyond the largest detectable effect."""


@dataclass(frozen=True)
class LadderRun:
    """A specification as it was run: the outcomes, every rung, and the words that may be said."""

    fixed: Specification
    outcomes: LadderOutcomes
    ladder: Ladder
    conclusion: Conclusion

    @property
    def estimated(self) -> list[Rung]:
        """Rungs with placebos, in order."""
        return [rung for rung in self.ladder.rungs if rung.test is not None]


def run_ladder(tables: Tables, parameters: Parameters) -> LadderRun:
    """Climb the rungs of places of a specification once for all calculations of this process.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``establishments`` and ``places``.
    parameters : mapping
        ``specification``: the record of it.

    Returns
    -------
    LadderRun
        With every placebo.

    Raises
    ------
    SandanError
        Whatever the specification or the ladder refuses.

    Notes
    -----
    See `climb`; placebos run in threads, and the numbers do not depend on them.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    Needs a register; ``tests/report/calculations/test_policy.py`` shows one.
    """
    fixed = specification_from(parameters["specification"])
    register, places = tables["establishments"], tables["places"]
    inside = register.loc[register["period"].between(fixed.first, fixed.last), USED]
    return _climbed(Asked.of(inside, fixed, Asked.of(places[OF_PLACES])))


@lru_cache(maxsize=4)
def _climbed(asked: Asked) -> LadderRun:
    fixed, places = asked.settings
    outcomes = specified_outcomes(fixed, asked.register, places.register)
    with _threads() as executor:
        ladder = climb(outcomes, level=fixed.level, executor=executor, progress=watcher())
    return LadderRun(fixed, outcomes, ladder, conclude(ladder))


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count())


def finite(value: float) -> float:
    """Leave an end out that is nowhere: so few donors exclude nothing.

    Parameters
    ----------
    value : float
        An end of a band.

    Returns
    -------
    float
        The same, or NaN where it is infinite.

    Raises
    ------
    TypeError
        If it is no number.

    Notes
    -----
    A figure without an end shows none.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> finite(2.0), finite(float("inf"))
    (2.0, nan)
    """
    return value if np.isfinite(value) else np.nan


def _finding(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the headline, the range of all rungs that subtract something, and the rung that is quoted."""
    said = run_ladder(tables, parameters).conclusion
    ends = {"lowest": percent(said.lowest), "highest": percent(said.highest)}
    return pd.DataFrame([{"finding": said.finding, "by": said.by.name, **ends}])


def _paths(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the own path of every rung beside its mixture, as an index of the mean before."""
    run = run_ladder(tables, parameters)
    found = []
    for rung in run.estimated:
        effects = _test(rung).comparison.effects
        base = effects["observed"].iloc[: run.outcomes.before].mean()
        index = {name: 100 + percent(effects[name] - base) for name in ("observed", "without_policy")}
        rows = pd.DataFrame({"rung": rung.name, "period": effects.index, **index})
        found.append(rows.assign(gap=percent(effects["effect"].to_numpy())))
    return _together(found, ["rung", "period", "observed", "without_policy", "gap"])


def _gaps(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the gap of every placebo by year."""
    run = run_ladder(tables, parameters)
    found = []
    with _threads() as executor:
        for rung in run.estimated:
            gaps = placebo_gaps(rung_panel(run.outcomes, rung.name), DESIGN, executor=executor)
            long = gaps.rename_axis("place").reset_index().melt("place", var_name="period", value_name="gap")
            found.append(long.assign(rung=rung.name, gap=percent(long["gap"].to_numpy())))
    return _together(found, ["rung", "place", "period", "gap"])


def _placebos(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give what was found in every other place."""
    run = run_ladder(tables, parameters)
    found = []
    for rung in run.estimated:
        effects = _test(rung).placebos["effect"]
        rows = {"rung": rung.name, "place": effects.index, "effect": percent(effects.to_numpy())}
        found.append(pd.DataFrame(rows))
    return _together(found, ["rung", "place", "effect"])


def _donors(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the weight of every donor, and what a rung says without it."""
    run = run_ladder(tables, parameters)
    found = []
    with _threads() as executor:
        for rung in run.estimated:
            panel = rung_panel(run.outcomes, rung.name)
            table = leave_one_out(panel, DESIGN, executor=executor).rename_axis("place").reset_index()
            weights = 100 * table["weight"]
            without = percent(table["effect"].to_numpy())
            found.append(table.assign(rung=rung.name, weight=weights, without=without))
    ordered = _together(found, ["rung", "place", "weight", "without"])
    return ordered.sort_values(["rung", "weight", "place"], ascending=[True, False, True], ignore_index=True)


def _donor_range(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give between what a rung moves if any one donor is left out."""
    without = _donors(tables, parameters).groupby("rung")["without"]
    return without.agg(lowest="min", highest="max").reset_index()


def _checks(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give pretended beginnings before the real one, and beginnings put forward to the announcement."""
    run = run_ladder(tables, parameters)
    rows: list[dict[str, Any]] = []
    with _threads() as executor:
        for rung in run.estimated:
            panel = rung_panel(run.outcomes, rung.name)
            rows += [{"rung": rung.name, **row} for row in _checked(panel, executor)]
    return pd.DataFrame(rows, columns=["rung", "check", "at", "effect"])


def _checked(panel: TreatedPanel, executor: Executor) -> Iterator[dict[str, Any]]:
    for start, row in placebos_in_time(panel, DESIGN, executor=executor).iterrows():
        yield {"check": "in_time", "at": start, "effect": percent(row["effect"])}
    for early, row in anticipated(panel, DESIGN).iterrows():
        yield {"check": "anticipation", "at": early, "effect": percent(row["effect"])}


def _power(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Say for effects of several sizes in how many places a rank would have shown them."""
    run = run_ladder(tables, parameters)
    if not run.estimated:
        return pd.DataFrame(columns=["rung", "size", "power"])
    largest = max(rung.detectable for rung in run.estimated if np.isfinite(rung.detectable))
    sizes = np.linspace(0, BEYOND * largest, POINTS)
    found = [
        power_curve(_test(rung).placebos["effect"].to_numpy(), sizes).assign(
            rung=rung.name, size=percent(sizes), power=lambda rows: 100 * rows["power"]
        )
        for rung in run.estimated
    ]
    return _together(found, ["rung", "size", "power"])


def _what_helps(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Say what could be detected with fewer donors, fewer years before, and an outcome of half the noise."""
    run = run_ladder(tables, parameters)
    with _threads() as executor:
        rows = [row for rung in run.estimated for row in _changed(run, rung, executor)]
    return pd.DataFrame(rows, columns=["rung", "change", "detectable"])


def _changed(run: LadderRun, rung: Rung, executor: Executor) -> Iterator[dict[str, Any]]:
    """Change one thing at a time in the same placebos; the estimate is not looked at."""
    panel = rung_panel(run.outcomes, rung.name)
    found = {"as_it_is": rung.detectable}
    if len(panel.donors) // 2 >= LEAST_DONORS[rung.name]:
        found["half_the_donors"] = _smallest(panel.without(sorted(panel.donors)[1::2]), executor)
    if panel.before - FEWER >= LEAST_YEARS:
        found["fewer_years"] = _smallest(replace(panel, outcome=panel.outcome.iloc[:, FEWER:]), executor)
    found["half_the_noise"] = rung.detectable / 2
    for change, size in found.items():
        yield {"rung": rung.name, "change": change, "detectable": percent(finite(size))}


def _smallest(panel: TreatedPanel, executor: Executor) -> float:
    test = placebos_in_space(panel, DESIGN, executor=executor)
    return detectable_effect(test.placebos["effect"].to_numpy())


def _size(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Say how many jobs or firms the detectable effects are, of those there were in the year before."""
    run = run_ladder(tables, parameters)
    fixed, register = run.fixed, tables["establishments"]
    here = register.loc[register["period"].eq(fixed.start - 1) & register["city"].eq(fixed.place)]
    inside = here.loc[here["industry"].str.startswith(tuple(fixed.target))]
    by_firm = inside.groupby("enterprise")["workers"].sum()
    count = float(len(by_firm)) if fixed.outcome == "firms" else float(by_firm.sum())
    hidden = gives_away(inside, published_on=date.fromisoformat(parameters["published_on"]))
    rows = [
        {"rung": rung.name, "before": count, "detectable": count * percent(finite(rung.detectable)) / 100}
        for rung in run.estimated
    ]
    logs = run.outcomes.jobs.iloc[:, : run.outcomes.before].mean(axis=1)
    others = logs.drop(fixed.place)
    table = pd.DataFrame(rows, columns=["rung", "before", "detectable"])
    table["median_share"] = 100 * float(np.exp(others.median() - logs.to_dict()[fixed.place]))
    if hidden:
        table[["before", "detectable", "median_share"]] = np.nan
    return table.assign(status=Status.SUPPRESSED.value if hidden else Status.REPORTED.value)


def _compared(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count places that are compared and those that cannot be, and list the latter with the reason."""
    outcomes = run_ladder(tables, parameters).outcomes
    reasons = outcomes.left_out["reason"].value_counts()
    rows = [("compared", len(outcomes.jobs) - 1), ("in_region", len(outcomes.neighbors) - 1)]
    rows += [(reason, int(reasons.get(reason, 0))) for reason in LEFT_OUT]
    return pd.DataFrame(rows, columns=["what", "places"])


def _test(rung: Rung) -> Any:
    return rung.test


def _together(tables: Iterable[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    found = list(tables)
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


FROM_SPECIFICATIONS = (
    Registered("policy_finding", ROLES, _finding),
    Registered("policy_paths", ROLES, _paths),
    Registered("policy_gaps", ROLES, _gaps),
    Registered("policy_placebos", ROLES, _placebos),
    Registered("policy_donors", ROLES, _donors),
    Registered("policy_donor_range", ROLES, _donor_range),
    Registered("policy_checks", ROLES, _checks),
    Registered("policy_power", ROLES, _power),
    Registered("policy_what_helps", ROLES, _what_helps),
    Registered("policy_size", ROLES, _size),
    Registered("policy_places", ROLES, _compared),
)

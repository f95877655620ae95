"""Targets beside facts: the path, the band of usual movement around it, and a verdict by rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.stats import t as student

from sandan.data.missing import Stage, Status
from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.indicators import Registry, known_values
from sandan.evaluate.stages import PLANS, ends, latest_stage
from sandan.types import FloatArray

__all__ = ["FEWEST_CHANGES", "TERM", "Path", "Reason", "TargetVerdict", "target_paths", "target_verdicts"]

TERM = 4
"""Years from baseline to target if nothing else is said: the term of a mayor."""
FEWEST_CHANGES = 3
"""Yearly changes that have to be known before a band is drawn."""

Path: TypeAlias = Literal["linear", "growth"]
"""Equal steps in the unit of the indicator, or an equal rate."""


class TargetVerdict(StrEnum):
    """What a rule says of a target."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    MISSED = "missed"
    CANNOT_BE_TOLD = "cannot_be_told"


class Reason(StrEnum):
    """Why a verdict cannot be told."""

    NONE = ""
    NO_NUMBER = "no_number"
    """The target itself has no number."""
    NO_BASELINE = "no_baseline"
    """There is no counted value of the baseline year under the target's definition."""
    NO_VALUE = "no_value"
    """Nothing was counted after the baseline and until the year of the target."""
    OTHER_DEFINITION = "other_definition"
    """What was counted later was counted under another definition."""
    NO_WAY = "no_way"
    """The target equals the baseline, or has another sign, so there is no path of a constant rate."""
    SHORT_HISTORY = "short_history"
    """Too few yearly changes before the baseline are known."""
    INTERVAL = "interval"
    """The interval of the value lies on both sides of the line that decides."""


@dataclass(frozen=True)
class _Aim:
    """A target with its path: where it starts, where it should arrive, how much the indicator moves."""

    start: int
    due: int
    baseline: float
    target: float
    path: Path
    changes: FloatArray
    level: float

    def line(self, period: float) -> float:
        """Where the path is in a year."""
        done = (period - self.start) / (self.due - self.start)
        if self.path == "linear":
            return self.baseline + done * (self.target - self.baseline)
        return float(self.baseline * (self.target / self.baseline) ** done)

    def half_width(self, period: float) -> float:
        """How far from the path the usual movement leads, in the unit of the changes."""
        if len(self.changes) < FEWEST_CHANGES:
            return np.nan
        gone, length = period - self.start, self.due - self.start
        quantile = student.ppf(0.5 + self.level / 2, len(self.changes) - 1)
        bridge = max(gone * (length - gone) / length, 0.0)
        return float(quantile * self.changes.std(ddof=1) * np.sqrt(bridge))

    def band(self, period: float) -> tuple[float, float]:
        """Lower and upper end of the band in a year."""
        line, half = self.line(period), self.half_width(period)
        if self.path == "linear":
            return line - half, line + half
        return line * np.exp(-half), line * np.exp(half)

    def needed(self, value: float, period: int) -> float:
        """Yearly change that is needed from a value on."""
        if period >= self.due or (self.path == "growth" and not value * self.target > 0):
            return np.nan
        left = self.due - period
        if self.path == "linear":
            return (self.target - value) / left
        return float(np.log(self.target / value) / left)


def target_verdicts(
    values: pd.DataFrame,
    registry: Registry,
    *,
    area: str,
    baselines: Mapping[str, int],
    path: Path = "growth",
    level: float = 0.8,
    as_of: int | None = None,
) -> pd.DataFrame:
    """Set every target of a place beside what was counted, and say by rule how it stands.

    Parameters
    ----------
    values : DataFrame
        Table of the kind ``indicator_values``, with targets and facts.
    registry : Registry
        Indicators by key.
    area : str
        Code of the place.
    baselines : mapping of str to int
        For each indicator the year from which its targets are to be reached; one that is not named starts
        `TERM` years before its target.
    path : str
        ``growth`` (an equal rate) or ``linear`` (equal steps).
    level : float
        Share of the paths that the band holds, between 0 and 1.
    as_of : int, optional
        Leave out what was counted later.

    Returns
    -------
    DataFrame
        One row per target and stage of plan: ``indicator``, ``due``, ``target``, ``target_stage``,
        ``superseded`` (a more binding one of the same year is there), ``unit``, ``definition_version``,
        ``start``, ``baseline``, ``period``, ``value``, ``stage``, ``provisional``, ``lower``, ``upper``,
        ``path`` (value of the path in ``period``), ``band_lower``, ``band_upper``, ``progress`` (share of
        the way), ``changes`` (years of history), ``usual`` and ``fastest`` (mean and largest yearly change
        toward the target in that history), ``needed`` (yearly change from ``period`` on; these three in the
        unit, or as logarithms for ``growth``), ``verdict``, ``reason``.

    Raises
    ------
    DefinitionError
        If an indicator is not in the registry, or a baseline is not before its target.
    MeasureError
        If the path or the level is not known.
    TableError
        If the table breaks its contract.

    Notes
    -----
    Baseline ``b`` in year ``s``, target ``T`` in year ``e``, ``h = t - s`` of ``H = e - s`` years gone::

        linear:  line(t) = b + (T - b) h / H
        growth:  line(t) = b (T / b)^(h / H)
        half(t)  = q sd sqrt(h (H - h) / H)

    ``sd`` is the standard deviation of the ``n`` yearly changes until year ``s`` (of logarithms for growth,
    where the band is ``line exp(+-half)``), ``q`` the quantile of Student's t with ``n - 1`` degrees of
    freedom. The band holds ``level`` of the paths of a random walk with such steps **that arrive at the
    target** (a Brownian bridge); it closes in the year of the target. Only changes inside one definition
    count, and a value under another definition than the target's is never set beside it.

    In this order: ``met`` if the last counted value is at the target or beyond; in the year of the target
    ``missed`` if not; before, ``behind`` if it is on the far side of the band and ``on_track`` if it is not.
    Beyond is up for a target above its baseline. A value with an interval has a verdict only if both ends
    have the same one.

    References
    ----------
    Karatzas, I. and Shreve, S. (1991), Brownian Motion and Stochastic Calculus, second edition, section
    5.6.B, for the bridge. ``docs/methods/targets.md``.

    Examples
    --------
    >>> from sandan.evaluate.indicators import indicator_registry
    >>> values = pd.DataFrame({"indicator": "workers", "area": "A", "area_name": None,
    ...     "period": [*range(2006, 2013), 2014], "value": [90.0, 94, 95, 99, 100, 105, 108, 120],
    ...     "unit": "persons", "status": "reported", "stage": ["final"] * 6 + ["provisional", "target"],
    ...     "definition_version": "1", "lower": np.nan, "upper": np.nan})
    >>> target_verdicts(values, indicator_registry(), area="A", baselines={"workers": 2010})[
    ...     ["due", "target", "period", "value", "provisional", "verdict"]]
        due  target  period  value  provisional   verdict
    0  2014   120.0    2012  108.0         True  on_track
    """
    _check(path, level)
    here = known_values(values[values["area"] == area], registry)
    facts = _facts(here, as_of)
    rows = [
        _verdict(row, facts, registry, baselines, path=path, level=level)
        for _, row in _plans(here).iterrows()
    ]
    table = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(dict.fromkeys(_NUMBERS, float))
    whole = dict.fromkeys(("due", "start", "period", "changes"), "Int64")
    return table.astype(whole).sort_values(["indicator", "due", "target"], ignore_index=True)


_COLUMNS = (
    "indicator",
    "due",
    "target",
    "target_stage",
    "superseded",
    "unit",
    "definition_version",
    "start",
    "baseline",
    "period",
    "value",
    "stage",
    "provisional",
    "lower",
    "upper",
    "path",
    "band_lower",
    "band_upper",
    "progress",
    "changes",
    "usual",
    "fastest",
    "needed",
    "verdict",
    "reason",
)
_NUMBERS = (
    "target",
    "baseline",
    "value",
    "lower",
    "upper",
    "path",
    "band_lower",
    "band_upper",
    "progress",
    "usual",
    "fastest",
    "needed",
)


def _check(path: str, level: float) -> None:
    if path not in ("linear", "growth"):
        raise MeasureError(f"The path {path!r} is not known; use 'growth' or 'linear'.")
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a share between 0 and 1.")


def _plans(here: pd.DataFrame) -> pd.DataFrame:
    """Take what was intended, and say what was replaced by something more binding."""
    plans = here[here["stage"].isin([one.value for one in PLANS])]
    binding = latest_stage(plans, plans=True)
    return plans.assign(superseded=~plans.index.isin(binding.index))


def _facts(here: pd.DataFrame, as_of: int | None) -> pd.DataFrame:
    facts = latest_stage(here if as_of is None else here[here["period"] <= as_of])
    facts = facts[facts["status"] == Status.REPORTED].sort_values(["version_order", "period"])
    lower, upper = ends(facts)
    return facts.assign(lower=lower, upper=upper)


def _verdict(
    row: "pd.Series[Any]",
    facts: pd.DataFrame,
    registry: Registry,
    baselines: Mapping[str, int],
    *,
    path: Path,
    level: float,
) -> dict[str, object]:
    key, due = str(row["indicator"]), int(str(row["period"]))
    own = facts[facts["indicator"] == key]
    same = own[own["definition_version"] == row["definition_version"]]
    start = _start(key, due, baselines)
    record: dict[str, object] = {
        "indicator": key,
        "due": due,
        "target": row["value"],
        "target_stage": row["stage"],
        "superseded": row["superseded"],
        "unit": registry[key].unit,
        "definition_version": row["definition_version"],
        "start": start,
        "provisional": False,
        "verdict": TargetVerdict.CANNOT_BE_TOLD.value,
    }
    later = own[(own["period"] > start) & (own["period"] <= due)]
    begin = same[same["period"] == start]
    if row["status"] != Status.REPORTED:
        return record | {"reason": Reason.NO_NUMBER.value}
    if begin.empty:
        return record | {"reason": Reason.NO_BASELINE.value}
    aim = _Aim(
        start=int(begin["period"].iloc[0]),
        due=due,
        baseline=float(begin["value"].iloc[0]),
        target=float(str(row["value"])),
        path=path,
        changes=_changes(own, path, until=int(begin["period"].iloc[0])),
        level=level,
    )
    record |= {"baseline": aim.baseline, "changes": len(aim.changes), **_history(aim)}
    known = later[later["definition_version"] == row["definition_version"]]
    newest = later["period"].max() if len(later) else None
    if known.empty or known["period"].max() < newest:
        reason = Reason.NO_VALUE if newest is None else Reason.OTHER_DEFINITION
        return record | {"reason": reason.value}
    return record | _judged(aim, known.iloc[-1])


def _start(key: str, due: int, baselines: Mapping[str, int]) -> int:
    """Find the year in which the way to a target begins."""
    if key in baselines and baselines[key] >= due:
        raise DefinitionError(
            f"The baseline of {key!r} is {baselines[key]}, but the target falls due in {due}; give an "
            "earlier year."
        )
    return baselines.get(key, due - TERM)


def _changes(own: pd.DataFrame, path: Path, *, until: int) -> FloatArray:
    """Take changes from one year to the next inside a definition; a year counted twice counts once."""
    rows = own[own["period"] <= until].sort_values(["version_order", "period"])
    value = rows["value"].astype(float)
    if path == "growth":
        value = value.where(value > 0).map(np.log)
    step = value.diff()
    yearly = (rows["period"].diff() == 1) & (rows["version_order"].diff() == 0)
    found = pd.Series(step[yearly].to_numpy(), index=rows.loc[yearly, "period"]).dropna()
    # Where two definitions run side by side, the newer one stands for the year.
    return np.asarray(found[~found.index.duplicated(keep="last")].to_numpy(dtype=float))


def _history(aim: _Aim) -> dict[str, object]:
    if not len(aim.changes):
        return {}
    toward = 1.0 if aim.target >= aim.baseline else -1.0
    return {"usual": float(aim.changes.mean()), "fastest": float(toward * (toward * aim.changes).max())}


def _judged(aim: _Aim, fact: "pd.Series[Any]") -> dict[str, object]:
    period, value = int(str(fact["period"])), float(str(fact["value"]))
    lower, upper = float(str(fact["lower"])), float(str(fact["upper"]))
    record: dict[str, object] = {
        "period": period,
        "value": value,
        "stage": fact["stage"],
        "provisional": fact["stage"] == Stage.PROVISIONAL,
        "lower": lower,
        "upper": upper,
    }
    if aim.target == aim.baseline or (aim.path == "growth" and not aim.target * aim.baseline > 0):
        return record | {"reason": Reason.NO_WAY.value}
    band = aim.band(period)
    record |= {
        "path": aim.line(period),
        "band_lower": band[0],
        "band_upper": band[1],
        "progress": (value - aim.baseline) / (aim.target - aim.baseline),
        "needed": aim.needed(value, period),
    }
    found = {_by_rule(aim, one, period) for one in (lower, value, upper)}
    if len(found) > 1:
        return record | {"reason": Reason.INTERVAL.value}
    verdict = found.pop()
    reason = Reason.SHORT_HISTORY if verdict == TargetVerdict.CANNOT_BE_TOLD else Reason.NONE
    return record | {"verdict": verdict.value, "reason": reason.value}


def _by_rule(aim: _Aim, value: float, period: int) -> TargetVerdict:
    upward = aim.target > aim.baseline
    if value >= aim.target if upward else value <= aim.target:
        return TargetVerdict.MET
    if period == aim.due:
        return TargetVerdict.MISSED
    lower, upper = aim.band(period)
    if np.isnan(lower):
        return TargetVerdict.CANNOT_BE_TOLD
    behind = value < lower if upward else value > upper
    return TargetVerdict.BEHIND if behind else TargetVerdict.ON_TRACK


def target_paths(
    values: pd.DataFrame,
    registry: Registry,
    *,
    area: str,
    indicator: str,
    due: int,
    target_stage: str,
    definition_version: str,
    start: int,
    path: Path = "growth",
    level: float = 0.8,
    as_of: int | None = None,
) -> pd.DataFrame:
    """Give the path and the band of one target year by year, with what was counted.

    Parameters
    ----------
    values : DataFrame
        Table of the kind ``indicator_values``.
    registry : Registry
        Indicators by key.
    area : str
        Code of the place.
    indicator : str
        Key in the registry.
    due : int
        Year of the target.
    target_stage, definition_version : str
        Which of several targets of the year.
    start : int
        Baseline year.
    path, level, as_of
        As for `target_verdicts`.

    Returns
    -------
    DataFrame
        ``period``, ``value``, ``stage``, ``provisional``, ``path``, ``band_lower``, ``band_upper``: every
        counted year under the target's definition, and every year of the path.

    Raises
    ------
    DefinitionError
        If there is no such target.
    MeasureError
        If the baseline year was not counted under the definition of the target, or as `target_verdicts`.

    Notes
    -----
    As `target_verdicts`.

    References
    ----------
    ``docs/methods/targets.md``.

    Examples
    --------
    >>> from sandan.evaluate.indicators import indicator_registry
    >>> values = pd.DataFrame({"indicator": "workers", "area": "A", "area_name": None,
    ...     "period": [2010, 2012, 2014], "value": [100.0, 108, 121], "unit": "persons", "status": "reported",
    ...     "stage": ["final", "provisional", "target"], "definition_version": "1", "lower": None,
    ...     "upper": None})
    >>> target_paths(values, indicator_registry(), area="A", indicator="workers", due=2014, start=2010,
    ...     target_stage="target", definition_version="1")[["period", "value", "path"]].round(1)
       period  value   path
    0    2010  100.0  100.0
    1    2011    NaN  104.9
    2    2012  108.0  110.0
    3    2013    NaN  115.4
    4    2014    NaN  121.0
    """
    _check(path, level)
    here = known_values(values[(values["area"] == area) & (values["indicator"] == indicator)], registry)
    chosen = here[
        (here["period"] == due)
        & (here["stage"] == target_stage)
        & (here["definition_version"] == definition_version)
    ]
    if chosen.empty:
        raise DefinitionError(
            f"There is no {target_stage} of {indicator!r} for {area!r} in {due}; name one that is there."
        )
    facts = _facts(here, as_of)
    same = facts[facts["definition_version"] == definition_version].set_index("period")
    if start not in same.index or not start < due:
        raise MeasureError(
            f"The year {start} is no baseline of {indicator!r} for {due}: it has to come before, with a "
            "counted value under the same definition."
        )
    baseline = float(same["value"].to_dict()[start])
    target = float(chosen["value"].iloc[0])
    aim = _Aim(start, due, baseline, target, path, _changes(facts, path, until=start), level)
    years = sorted({*same.index, *range(start, due + 1)})
    inside = [start <= year <= due for year in years]
    band = [aim.band(year) if good else (np.nan, np.nan) for year, good in zip(years, inside, strict=True)]
    return pd.DataFrame(
        {
            "period": years,
            "value": same["value"].astype(float).reindex(years).to_numpy(),
            "stage": same["stage"].reindex(years).to_numpy(),
            "path": [aim.line(year) if good else np.nan for year, good in zip(years, inside, strict=True)],
            "band_lower": [low for low, _ in band],
            "band_upper": [high for _, high in band],
        }
    ).assign(provisional=lambda rows: rows["stage"] == Stage.PROVISIONAL.value)

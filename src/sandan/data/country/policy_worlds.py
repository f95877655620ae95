"""Small worlds with one policy whose effect is known, and with what is easily taken for one."""

from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.types import FloatArray, Rng

__all__ = ["FIRST_YEAR", "START", "Scenario", "policy_world"]

Scenario: TypeAlias = Literal["none", "region_trend", "region_shock", "place_shock", "displacement"]
"""What happens beside the policy."""

FIRST_YEAR, YEARS, START = 2001, 20, 2011
PLACES, CAPITAL, INDUSTRIES, TARGET = 60, 12, 15, 5
NEIGHBORS = 5

PLACE_NOISE = 0.02
"""Standard deviation of a year's step that all industries of a place share."""
PART_NOISE = 0.012
"""The same for the target industries of a place alone, and for the others alone."""
CELL_NOISE = 0.01
REGION_TREND, REGION_SHOCK, PLACE_SHOCK = 0.01, 0.08, 0.08
LOST = 0.25
"""Share of the jobs won that neighbors lose, all together."""


def policy_world(
    rng: Rng, *, scenario: Scenario = "none", effect: float = 0.08
) -> tuple[pd.DataFrame, pd.Series, list[str]]:
    """Draw a world of 60 places over 20 years, in one of which a policy works for some industries.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    scenario : {"none", "region_trend", "region_shock", "place_shock", "displacement"}
        Beside the policy: nothing; its region always grows by a point a year more; its region gains 8 log
        points when the policy begins; so does the place alone, in all industries; or five neighbors lose a
        quarter of what the place wins.
    effect : float
        What the policy adds to the logarithm of jobs in the target industries of place ``p00`` from 2011 on.

    Returns
    -------
    jobs : DataFrame, shape (18000, 4)
        ``place`` (``p00`` to ``p59``, of which the first 12 are the capital region), ``industry`` (``i00`` to
        ``i14``), ``period`` (2001 to 2020), ``jobs`` (not rounded).
    regions : Series, shape (60,)
        ``capital`` or ``country``, by place.
    target : list of str
        The five industries that the policy is for.

    Raises
    ------
    MeasureError
        If the scenario is not known.

    Notes
    -----
    Logarithms of jobs are added up from: size of the place, weight of the industry in it, trend of the
    industry (target industries 2 points a year faster, and ``p00`` has more of the fastest), steps of the
    nation, of the place (2 % a year), of its target industries and of its others (1.2 %), of every cell
    (1 %), the scenario and the effect.

    References
    ----------
    Own design, after the comparison of estimators that fixed the ladder: ``docs/methods/ladder.md``.

    Examples
    --------
    >>> jobs, regions, target = policy_world(np.random.default_rng(1))
    >>> len(jobs), int((regions == "capital").sum()), target
    (18000, 12, ['i00', 'i01', 'i02', 'i03', 'i04'])
    """
    if scenario not in get_args(Scenario):
        raise MeasureError(f"`scenario` is {scenario!r}; use one of {', '.join(get_args(Scenario))}.")
    logs = _undisturbed(rng)
    won = _add_policy(logs, effect)
    _add_scenario(logs, scenario, won)
    places = [f"p{number:02}" for number in range(PLACES)]
    industries = [f"i{number:02}" for number in range(INDUSTRIES)]
    years = range(FIRST_YEAR, FIRST_YEAR + YEARS)
    index = pd.MultiIndex.from_product([places, industries, years], names=["place", "industry", "period"])
    jobs = pd.DataFrame({"jobs": np.exp(logs).ravel()}, index=index).reset_index()
    region = np.where(np.arange(PLACES) < CAPITAL, "capital", "country")
    return jobs, pd.Series(region, index=pd.Index(places, name="place"), name="region"), industries[:TARGET]


def _undisturbed(rng: Rng) -> FloatArray:
    """Draw logarithms of jobs, shape (places, industries, years)."""
    size = rng.normal(9, 0.7, (PLACES, 1, 1))
    size[0] = 10.5
    mix = rng.normal(0, 0.5, (PLACES, INDUSTRIES, 1))
    trend = rng.normal(0, 0.01, INDUSTRIES)
    trend[:TARGET] += 0.02
    # The place of the policy has more of what grows fastest: its mix alone makes it grow.
    fastest = np.argsort(trend[:TARGET])[-2:]
    mix[0, fastest] += 0.8
    time = np.arange(YEARS)
    logs = size + mix + trend[None, :, None] * time
    logs = logs + rng.normal(0, 0.015, YEARS).cumsum()
    logs += rng.normal(0, PLACE_NOISE, (PLACES, 1, YEARS)).cumsum(axis=2)
    for part in (slice(0, TARGET), slice(TARGET, INDUSTRIES)):
        logs[:, part] += rng.normal(0, PART_NOISE, (PLACES, 1, YEARS)).cumsum(axis=2)
    return np.asarray(logs + rng.normal(0, CELL_NOISE, logs.shape))


def _after() -> slice:
    return slice(START - FIRST_YEAR, None)


def _add_policy(logs: FloatArray, effect: float) -> FloatArray:
    """Add the effect in place; say how many jobs of the target industries it won, by year."""
    before = np.exp(logs[0, :TARGET, _after()]).sum(axis=0)
    logs[0, :TARGET, _after()] += effect
    return np.asarray(np.expm1(effect) * before)


def _add_scenario(logs: FloatArray, scenario: Scenario, won: FloatArray) -> None:
    if scenario == "region_trend":
        logs[:CAPITAL] += REGION_TREND * np.arange(YEARS)
    elif scenario == "region_shock":
        logs[:CAPITAL, :, _after()] += REGION_SHOCK
    elif scenario == "place_shock":
        logs[0, :, _after()] += PLACE_SHOCK
    elif scenario == "displacement":
        near = slice(1, 1 + NEIGHBORS)
        there = np.exp(logs[near, :TARGET, _after()]).sum(axis=(0, 1))
        logs[near, :TARGET, _after()] += np.log1p(-LOST * won / there)

"""Every rung of a registered specification in one table: of places, of supported firms and of rings."""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.evaluate.ladder.further import beyond_firms, net_rung
from sandan.evaluate.ladder.rungs import Difference, Ladder, Rung
from sandan.evaluate.registration.further import completed, specified_rungs
from sandan.evaluate.registration.specification import specification_from
from sandan.evaluate.registration.support import jobs_before, supported_share
from sandan.parallel import watcher
from sandan.report.calculations.asked import Asked
from sandan.report.calculations.base import Function, Registered
from sandan.report.calculations.percent import percent
from sandan.report.calculations.policy import ROLES, finite, run_ladder
from sandan.report.calculations.protected import gives_away
from sandan.report.calculations.rings import DEGREES, rings_give_away, rings_known

__all__ = ["DESCRIBED", "FROM_FURTHER", "SUPPORTED", "whole_ladder"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]

DESCRIBED = ("gross", "shift_share")
"""Rungs that describe: they have no band."""
SUPPORTED = "applications"
"""The role that only the rung of firms needs."""
TOO_FEW = (("told", 0, 1),)
"""What a rung lacks whose number would give a firm away."""
USED = ["enterprise", "period", "region", "city", "complex", "industry", "workers", "status"]
ENDS = ("estimate", "lower", "upper")
OF_RATES = ["rate_lower", "rate", "rate_upper"]
OF_LEFT = ["lower", "central", "upper"]
OF_STEPS = ["step", "origin", "source", *OF_RATES, *OF_LEFT]
OF_BEHIND = ["rung", *ENDS, "treated", "comparisons", "share", "library"]


def whole_ladder(tables: Tables, parameters: Parameters) -> Ladder:
    """Give the ladder of a specification with firms and rings, once for all calculations of this process.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``establishments`` and ``places``, and ``applications`` where there are some.
    parameters : mapping
        ``specification``: the record of it.

    Returns
    -------
    Ladder
        All rungs; nothing is hidden.

    Raises
    ------
    SandanError
        Whatever the specification or the ladder refuses.

    Notes
    -----
    `run_ladder`, then `specified_rungs` and `completed`.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    Needs a register; ``tests/report/calculations/test_policy_rungs.py`` shows one.
    """
    return _completed(tables, parameters, _further(_asked(tables, parameters)))


def _completed(tables: Tables, parameters: Parameters, rungs: tuple[Rung, Rung]) -> Ladder:
    run = run_ladder(tables, parameters)
    return completed(run.fixed, run.ladder, rungs)


def _asked(tables: Tables, parameters: Parameters) -> Asked:
    fixed, register = specification_from(parameters["specification"]), tables["establishments"]
    columns = [name for name in (*USED, *DEGREES) if name in register.columns]
    inside = register.loc[register["period"].between(fixed.first, fixed.last), columns]
    given = tables.get(SUPPORTED)
    return Asked.of(inside, fixed, None if given is None else Asked.of(given))


@lru_cache(maxsize=4)
def _further(asked: Asked) -> tuple[Rung, Rung]:
    fixed, given = asked.settings
    support, rings = None if given is None else given.register, rings_known(asked.register, fixed)
    return specified_rungs(fixed, asked.register, support, rings=rings, progress=watcher())


@lru_cache(maxsize=4)
def _told(asked: Asked, day: date) -> tuple[Rung, Rung]:
    """Take the number from a rung that rests on too few firms, or on one."""
    firms, rings = _further(asked)
    if firms.effect is not None and _firms_are_few(asked, day):
        firms = Rung("firms", lacking=TOO_FEW)
    if rings.effect is not None and _rings_are_few(asked, day):
        rings = Rung("rings", lacking=TOO_FEW)
    return firms, rings


def _firms_are_few(asked: Asked, day: date) -> bool:
    """Say whether the share of the supported tells of one of them, or of one of the others."""
    fixed, given = asked.settings
    rows = jobs_before(fixed, asked.register, given.register)
    groups = rows.groupby([rows["since"].notna(), "period"])
    return any(gives_away(one, published_on=day) for _, one in groups)


def _rings_are_few(asked: Asked, day: date) -> bool:
    """Say whether a ring of any year, or the last one, tells of one of its firms."""
    fixed, _ = asked.settings
    found = rings_known(asked.register, fixed).found
    return found is not None and rings_give_away(found, fixed, day)


def _told_ladder(tables: Tables, parameters: Parameters) -> Ladder:
    told = _told(_asked(tables, parameters), date.fromisoformat(parameters["published_on"]))
    return _completed(tables, parameters, told)


def _rungs(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give one row per rung; what is lacking stands where an estimate would."""
    table = pd.DataFrame([_rung(rung) for rung in _told_ladder(tables, parameters).rungs])
    return table.assign(status=Status.REPORTED.value)


def _rung(rung: Rung) -> dict[str, Any]:
    ends = _ends(rung) | {"detectable": percent(finite(rung.detectable))}
    of = rung.donors + 1 if rung.test is not None else np.nan
    return {
        "rung": rung.name,
        "kind": _kind(rung),
        "estimate": percent(rung.estimate),
        **ends,
        "p": rung.p,
        "rank": rung.rank or np.nan,
        "of": of,
        "donors": rung.donors or np.nan,
        "least_p": 1 / of,
        "lacking": json.dumps(rung.lacking),
    }


def _ends(rung: Rung) -> dict[str, float]:
    """Give the band in percent; one that is endless only below ends where all of it is lost."""
    if np.isneginf(rung.lower) and np.isfinite(rung.upper):
        return {"lower": -100.0, "upper": percent(rung.upper)}
    return {"lower": percent(finite(rung.lower)), "upper": percent(finite(rung.upper))}


def _kind(rung: Rung) -> str:
    """Say what a rung is: a description, an estimate, arithmetic with given rates, or lacking."""
    if rung.name in DESCRIBED:
        return "described"
    if not rung.is_estimated:
        return "lacking"
    return "estimated" if rung.steps is None else "arithmetic"


def _between(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give what lies between rungs: the region, all industries of the place, and what firms leave over."""
    ladder = _told_ladder(tables, parameters)
    parts = {
        "location": ladder.location,
        "city_wide": ladder.city_wide,
        "beyond_firms": beyond_firms(ladder),
    }
    rows = [_difference(name, one) for name, one in parts.items() if one is not None]
    return pd.DataFrame(rows, columns=["part", "estimate", "lower", "upper", "placebos"])


def _difference(name: str, one: Difference) -> dict[str, Any]:
    ends = {end: percent(finite(getattr(one, end))) for end in ("estimate", "lower", "upper")}
    return {"part": name, **ends, "placebos": one.placebos}


def _behind(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give what the rungs of firms and of rings were made from, where they were estimated."""
    asked = _asked(tables, parameters)
    told = _told(asked, date.fromisoformat(parameters["published_on"]))
    rows = [_made_from(asked, rung) for rung in told if rung.effect is not None]
    return pd.DataFrame(rows, columns=OF_BEHIND)


def _made_from(asked: Asked, rung: Rung) -> dict[str, Any]:
    effect, (fixed, given) = rung.effect, asked.settings
    if effect is None:
        return {}
    counts = {"rung": rung.name, "treated": effect.treated, "comparisons": effect.comparisons}
    if rung.name == "rings":
        ends = {name: percent(finite(getattr(effect, name))) for name in ENDS}
        return counts | ends | {"library": effect.library}
    share = 100 * supported_share(fixed, asked.register, given.register)
    ends = {name: percent(100 * getattr(effect, name)) for name in ENDS}
    return counts | ends | {"share": share, "library": effect.library}


def _net(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the walk from gross to net, in percent of what was counted before; the rates in percent too."""
    run = run_ladder(tables, parameters)
    steps = net_rung(run.ladder["gross"], run.fixed.rates).steps
    if steps is None:
        return pd.DataFrame(columns=OF_STEPS)
    is_share = ~steps["step"].eq("multiplier")
    shares = {name: steps[name].astype(float) * np.where(is_share, 100, 1) for name in OF_RATES}
    return steps.assign(**shares, **{name: 100 * steps[name] for name in OF_LEFT})[OF_STEPS]


def _both(name: str, function: Function) -> tuple[Registered, Registered]:
    """Register a calculation without applications, and one with them."""
    return Registered(name, ROLES, function), Registered(f"{name}_supported", (*ROLES, SUPPORTED), function)


FROM_FURTHER = (
    *_both("policy_rungs", _rungs),
    *_both("policy_between", _between),
    *_both("policy_behind", _behind),
    Registered("policy_net", ROLES, _net),
)

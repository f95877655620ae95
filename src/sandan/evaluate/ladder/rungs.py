"""The rungs for one place: each number with its band, what it takes for granted, and what it lacks."""

from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.evaluate.designs.weighted import weighted_comparison
from sandan.evaluate.effects.result import Effect
from sandan.evaluate.ladder.outcomes import LadderOutcomes
from sandan.evaluate.ladder.panels import compared_tables, rung_panel
from sandan.evaluate.placebos.detectable import detectable_effect
from sandan.evaluate.placebos.in_space import PlaceboTest, band_half_width, placebos_in_space
from sandan.parallel import Progress
from sandan.types import Executor

__all__ = ["COMPARED", "DESIGN", "FURTHER", "LACKED", "Difference", "Ladder", "Rung", "RungName", "climb"]

RungName: TypeAlias = Literal[
    "gross", "shift_share", "national", "same_region", "target_minus_rest", "firms", "rings", "net"
]
"""A rung: from what claims nothing to what leaves least to object to, then what other data say."""

COMPARED: tuple[RungName, ...] = ("national", "same_region", "target_minus_rest")
"""Rungs of places."""
FURTHER: dict[RungName, str] = {"firms": "firm_comparison", "rings": "ring_comparison", "net": "rates"}
"""Rungs of other data than places, and what a ladder without these data lacks."""

LACKED = (
    "periods_before",
    "donors",
    *FURTHER.values(),
    "supported",
    "comparable",
    "jobs_of_supported",
    "cells_per_ring",
    "far_rings",
    "outcome_jobs",
    "applications",
    "coordinates",
    "periods_after",
    "jobs_in_ring",
    "loss_over_before",
    "placebo_sites",
    "told",
    "gain",
)
"""Everything that a rung can lack."""

DESIGN = partial(weighted_comparison, design="synthetic_did")
LEAST_BEFORE = 5
"""Periods before the policy, below which nothing is compared."""

LEAST_DONORS: dict[RungName, int] = {"national": 19, "same_region": 9, "target_minus_rest": 19}
"""Donors with which p can reach .05 (19), or .10 (9)."""


@dataclass(frozen=True)
class Rung:
    """One number of the ladder, in log points times 100 (about percent).

    ``lacking`` names what the data lack (one of `LACKED`), with how many there are and how many are needed; a
    rung that lacks something has no estimate. Described rungs have no band. ``detectable`` is what the rung
    could have shown with 80 % power at p <= .10, known before its estimate. What the number comes from is
    ``test`` (rungs of places), ``effect`` (firms and rings) or ``steps`` (from gross to net).
    """

    name: RungName
    estimate: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    p: float = np.nan
    rank: int = 0
    donors: int = 0
    detectable: float = np.nan
    lacking: tuple[tuple[str, int, int], ...] = ()
    test: PlaceboTest | None = None
    effect: Effect | None = None
    steps: pd.DataFrame | None = None

    @property
    def is_estimated(self) -> bool:
        """Whether the data reach this rung."""
        return not self.lacking


@dataclass(frozen=True)
class Difference:
    """Between two rungs, in log points times 100, with a band from the same placebos on both."""

    estimate: float
    lower: float
    upper: float
    placebos: int


@dataclass(frozen=True)
class Ladder:
    """All rungs in order, none left out, and what lies between them.

    ``location`` is the national rung minus that of the region: what the whole region went through.
    ``city_wide`` is the national rung minus target minus rest: what all industries of the place went through.
    Whether that is its location, another policy or a spill-over cannot be decided by these data.
    """

    rungs: tuple[Rung, ...]
    location: Difference | None
    city_wide: Difference | None
    level: float

    def __getitem__(self, name: RungName) -> Rung:
        return next(rung for rung in self.rungs if rung.name == name)


def climb(
    outcomes: LadderOutcomes,
    *,
    level: float = 0.9,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Ladder:
    """Estimate every rung that the data reach, with every placebo.

    Parameters
    ----------
    outcomes : LadderOutcomes
        The same outcome, unit and periods for all rungs.
    level : float
        Probability of the bands, between 0 and 1.
    executor : concurrent.futures.Executor, optional
        Where placebos run; the numbers do not depend on it.
    progress : callable, optional
        Called with how many pieces are done, and of how many, for each rung.

    Returns
    -------
    Ladder
        All rungs in log points times 100; those that the data do not reach say what is lacking. Firms, rings
        and the walk from gross to net need other data: `sandan.evaluate.ladder.further`.

    Raises
    ------
    MeasureError
        If the level is none.

    Notes
    -----
    With ``jobs``, ``target`` and ``rest`` as in `ladder_outcomes`::

        gross              mean of jobs after minus mean of jobs before
        shift_share        the same of target: what nation and mix do not explain
        national           synthetic difference in differences on target, all donors
        same_region        the same, donors of the same region
        target_minus_rest  the same on target minus rest, all donors

    Bands are those of `placebos_in_space`. The band of a difference is the ``m``-th largest difference among
    the places that are placebos on both rungs, around the difference of the estimates.

    References
    ----------
    Arkhangelsky, D. et al. (2021), Synthetic difference-in-differences, American Economic Review 111,
    4088-4118. The order of the rungs is our own: ``docs/methods/ladder.md``.

    Examples
    --------
    >>> from sandan.evaluate.ladder.outcomes import ladder_outcomes
    >>> jobs = pd.DataFrame(
    ...     [(c, i, t, 10 + (t > 2012) * (c == "a")) for c in "abc" for i in ("C26", "G47")
    ...      for t in range(2010, 2014)],
    ...     columns=["place", "industry", "period", "jobs"],
    ... )
    >>> regions = pd.Series({"a": "x", "b": "x", "c": "y"})
    >>> ladder = climb(ladder_outcomes(jobs, place="a", target=["C26"], start=2013, regions=regions))
    >>> round(ladder["gross"].estimate, 2), ladder["national"].lacking
    (9.53, (('periods_before', 3, 5), ('donors', 2, 19)))
    """
    tables = compared_tables(outcomes)
    compared = [_compared(name, tables[name], outcomes, level, executor, progress) for name in COMPARED]
    national, region, minus_rest = compared
    return Ladder(
        rungs=(
            *_described(outcomes),
            *compared,
            *(Rung(name, lacking=((what, 0, 1),)) for name, what in FURTHER.items()),
        ),
        location=_difference(national, region, level),
        city_wide=_difference(national, minus_rest, level),
        level=level,
    )


def _described(outcomes: LadderOutcomes) -> tuple[Rung, Rung]:
    return (
        Rung("gross", _rise(outcomes.jobs, outcomes)),
        Rung("shift_share", _rise(outcomes.target, outcomes)),
    )


def _rise(logs: pd.DataFrame, outcomes: LadderOutcomes) -> float:
    own = logs.loc[[outcomes.place]].to_numpy()[0]
    return 100 * float(own[outcomes.before :].mean() - own[: outcomes.before].mean())


def _compared(
    name: RungName,
    table: pd.DataFrame,
    outcomes: LadderOutcomes,
    level: float,
    executor: Executor | None,
    progress: Progress | None,
) -> Rung:
    donors = len(table) - 1
    counted = (("periods_before", outcomes.before, LEAST_BEFORE), ("donors", donors, LEAST_DONORS[name]))
    lacking = tuple(one for one in counted if one[1] < one[2])
    if lacking:
        return Rung(name, donors=donors, lacking=lacking)
    panel = rung_panel(outcomes, name)
    test = placebos_in_space(panel, DESIGN, level=level, executor=executor, progress=progress)
    return Rung(
        name,
        estimate=test.comparison.estimate,
        lower=test.lower,
        upper=test.upper,
        p=test.p,
        rank=test.rank,
        donors=donors,
        detectable=detectable_effect(test.placebos["effect"].to_numpy()),
        test=test,
    )


def _difference(one: Rung, other: Rung, level: float) -> Difference | None:
    if one.test is None or other.test is None:
        return None
    both = one.test.placebos.index.intersection(other.test.placebos.index)
    apart = one.test.placebos.loc[both, "effect"] - other.test.placebos.loc[both, "effect"]
    half = band_half_width(apart.to_numpy(), level=level)
    estimate = one.estimate - other.estimate
    return Difference(estimate, estimate - half, estimate + half, len(both))

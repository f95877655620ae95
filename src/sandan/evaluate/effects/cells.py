"""Effects by cohort and period, and four ways to put them together, with the errors of the weights in."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from scipy import stats

from sandan.errors import MeasureError
from sandan.evaluate.effects.result import Effect, PreTest, clustered_effect
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["Aggregate", "CellEffects", "aggregated"]

Aggregate: TypeAlias = Literal["simple", "group", "dynamic", "calendar"]
"""All cells; by cohort; by periods since the beginning; by period."""


@dataclass(frozen=True)
class CellEffects:
    """Effects by cohort and period, and what each unit contributes to the error of each.

    ``cells`` has ``cohort``, ``period``, ``estimate``, ``treated``, ``comparisons``; ``influence`` has one
    row per unit and one column per cell, and the sum of its squares is the variance. ``cohorts`` (0: never)
    and ``clusters`` are by unit.
    """

    cells: pd.DataFrame
    influence: FloatArray
    cohorts: IntArray
    clusters: IntArray
    anticipation: int
    assumption: str
    library: str
    notes: tuple[str, ...] = ()

    def covariance(self, influence: FloatArray) -> FloatArray:
        """Add up within clusters and multiply; few clusters are corrected for, single units are not."""
        count = int(self.clusters.max()) + 1
        if count == len(self.clusters):
            return influence.T @ influence
        sums = np.column_stack([np.bincount(self.clusters, one, count) for one in influence.T])
        return (sums.T @ sums) * count / (count - 1)

    @cached_property
    def spread(self) -> FloatArray:
        """Covariance of the cells."""
        return self.covariance(self.influence)

    def pre_test(self) -> PreTest | None:
        """Test that all effects before the beginning are 0; None if there are none or they are not apart."""
        is_early = (self.cells["period"] < self.cells["cohort"] - self.anticipation).to_numpy()
        early = is_early & (np.diag(self.spread) > 0)
        found = self.cells.loc[early, "estimate"].to_numpy()
        spread = self.spread[np.ix_(early, early)]
        if not early.any() or np.linalg.matrix_rank(spread, hermitian=True) < len(found):
            return None
        statistic = float(found @ np.linalg.solve(spread, found))
        return PreTest(statistic, len(found), float(stats.chi2.sf(statistic, len(found))))


def aggregated(found: CellEffects, how: Aggregate, *, level: float = 0.95) -> Effect:
    """Put the effects by cohort and period together.

    Parameters
    ----------
    found : CellEffects
        As of `group_time_effects`.
    how : {"simple", "group", "dynamic", "calendar"}
        All treated cells; by cohort; by periods since the beginning; by period.
    level : float
        Probability of the bands, between 0 and 1; each part's own, not of all at once.

    Returns
    -------
    Effect
        ``parts`` by cell, ``cohort``, ``event`` (periods since the beginning, negative before it) or
        ``period``: ``estimate``, ``error``, ``lower``, ``upper``. Without bands where fewer than ten clusters
        are treated.

    Raises
    ------
    MeasureError
        If the way is not known, the level is none, or no cell is treated.

    Notes
    -----
    With ``p_g`` the share of cohort ``g`` among all units, over cells with ``t >= g``::

        simple    sum p_g ATT(g,t) / sum p_g
        group     theta_g = mean over t of ATT(g,t);           overall sum p_g theta_g / sum p_g
        dynamic   theta_e = sum p_g ATT(g,g+e) / sum p_g;      overall the mean of theta_e over e >= 0
        calendar  theta_t = sum p_g ATT(g,t) / sum p_g;        overall the mean of theta_t

    The shares are estimated too: their own influence is added to that of the cells.

    References
    ----------
    Callaway, B. and Sant'Anna, P. H. C. (2021), Difference-in-differences with multiple time periods, Journal
    of Econometrics 225, 200-230. ``docs/methods/staggered.md``.

    Examples
    --------
    >>> cells = pd.DataFrame(
    ...     {"cohort": [2, 2, 3], "period": [2, 3, 3], "estimate": [1.0, 3.0, 5.0],
    ...      "treated": [1, 1, 1], "comparisons": [2, 2, 2]}
    ... )
    >>> few = CellEffects(
    ...     cells, np.zeros((4, 3)), np.array([2, 3, 0, 0]), np.arange(4), 0, "like trends", "by hand"
    ... )
    >>> [aggregated(few, how).estimate for how in ("simple", "group", "dynamic", "calendar")]
    [3.0, 3.5, 3.0, 2.5]
    """
    if how not in get_args(Aggregate):
        raise MeasureError(f"`how` is {how!r}; use one of {', '.join(get_args(Aggregate))}.")
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a probability between 0 and 1, such as 0.95.")
    treated = (found.cells["period"] >= found.cells["cohort"]).to_numpy()
    if not treated.any():
        raise MeasureError(
            f"None of the {len(found.cells)} cells is treated; the table must reach the beginning."
        )
    parts, influence, overall = _put_together(found, how, treated)
    of_parts = found.spread if influence is found.influence else found.covariance(influence)
    of_overall = found.covariance(overall.influence[:, None])
    error = float(np.sqrt(of_overall[0, 0]))
    z = float(stats.norm.ppf((1 + level) / 2))
    errors = np.sqrt(np.diag(of_parts))
    parts = parts.assign(
        error=errors, lower=parts["estimate"] - z * errors, upper=parts["estimate"] + z * errors
    )
    treated_clusters = int((np.bincount(found.clusters, weights=found.cohorts != 0) > 0).sum())
    return clustered_effect(
        Effect(
            design="staggered",
            estimate=overall.estimate,
            lower=overall.estimate - z * error,
            upper=overall.estimate + z * error,
            level=level,
            inference="clustered",
            treated=treated_clusters,
            comparisons=int(found.clusters.max()) + 1 - treated_clusters,
            assumption=found.assumption,
            library=found.library,
            p=float(2 * stats.norm.sf(abs(overall.estimate) / error)) if error > 0 else np.nan,
            error=error,
            parts=parts,
            notes=found.notes,
            covariance=pd.DataFrame(of_parts, index=parts.index, columns=parts.index),
            pre_test=found.pre_test(),
        )
    )


@dataclass(frozen=True)
class _Sum:
    estimate: float
    influence: FloatArray


def _put_together(
    found: CellEffects, how: Aggregate, treated: BoolArray
) -> tuple[pd.DataFrame, FloatArray, _Sum]:
    cells = found.cells
    estimates, cohorts = cells["estimate"].to_numpy(), cells["cohort"].to_numpy()
    if how == "simple":
        overall = _by_share(found, estimates[treated], found.influence[:, treated], cohorts[treated])
        return cells, found.influence, overall
    keys, name, chosen = {
        "group": (cells["cohort"], "cohort", treated),
        "dynamic": (cells["period"] - cells["cohort"], "event", np.ones(len(cells), dtype=bool)),
        "calendar": (cells["period"], "period", treated),
    }[how]
    labels = np.unique(keys[chosen])
    sums = []
    for label in labels:
        own = chosen & (keys == label).to_numpy()
        values, influence = estimates[own], found.influence[:, own]
        equal = _Sum(float(values.mean()), influence.mean(axis=1))
        sums.append(equal if how == "group" else _by_share(found, values, influence, cohorts[own]))
    values = np.array([one.estimate for one in sums])
    influence = np.column_stack([one.influence for one in sums])
    parts = pd.DataFrame({"estimate": values}, index=pd.Index(labels, name=name))
    if how == "group":
        return parts, influence, _by_share(found, values, influence, labels)
    after = labels >= 0 if how == "dynamic" else np.ones(len(labels), dtype=bool)
    return parts, influence, _Sum(float(values[after].mean()), influence[:, after].mean(axis=1))


def _by_share(found: CellEffects, values: FloatArray, influence: FloatArray, cohorts: IntArray) -> _Sum:
    """Weigh by the shares of cohorts, and let each unit answer for the shares too."""
    count = len(found.cohorts)
    members = {one: np.flatnonzero(found.cohorts == one) for one in set(cohorts.tolist())}
    shares = np.array([len(members[one]) / count for one in cohorts.tolist()])
    weights = shares / shares.sum()
    estimate = float(weights @ values)
    own = influence @ weights
    # A unit of cohort g raises every share of g, and the sum of shares that divides them.
    for one, units in members.items():
        own[units] += (values[cohorts == one] - estimate).sum() / shares.sum() / count
    return _Sum(estimate, own)

"""Effects against what units and periods of untreated cells let expect."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats
from scipy.sparse.csgraph import connected_components

from sandan.errors import MeasureError
from sandan.evaluate.effects.result import Effect, clustered_effect, made_by
from sandan.evaluate.panels.long import LongPanel, long_panel
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["imputed_effect"]

_ASSUMED = "Without support, the supported would have changed as those that had none yet."


def imputed_effect(table: pd.DataFrame, *, cluster: str | None = None, level: float = 0.95) -> Effect:
    """Estimate effects against what unit and period effects of untreated cells let expect.

    Parameters
    ----------
    table : DataFrame, shape (n_unit_periods, n_columns)
        As for `long_panel`.
    cluster : str, optional
        Column whose groups err alike; units by default.
    level : float
        Probability of the bands.

    Returns
    -------
    Effect
        The mean over treated unit-periods; ``parts`` by ``event``. The errors are on the safe side. Treated
        unit-periods for which nothing can be expected, as there is no untreated one in the period or of the
        unit, are left out and counted (note ``unexpected_left_out``).

    Raises
    ------
    TableError
        As for `long_panel`.
    MeasureError
        As for `long_panel`, or if nothing can be expected for any treated unit-period.

    Notes
    -----
    ``Y_it = a_i + b_t`` is fitted to untreated cells only; the estimate is the mean of
    ``tau_it = Y_it - a_i - b_t`` over treated ones. It is also ``sum v_it Y_it``, and its variance is the sum
    over clusters of ``(sum v_it e_it)^2``; ``e_it`` is what is left over, among treated ones the distance of
    ``tau_it`` from the mean of its cohort in the period, which overstates it if effects differ inside.

    References
    ----------
    Borusyak, K., Jaravel, X. and Spiess, J. (2024), Revisiting event-study designs: robust and efficient
    estimation, Review of Economic Studies 91, 3253-3285. ``docs/methods/staggered.md``.

    Examples
    --------
    >>> rows = [(k, year, k * year % 5 + 3.0 * (k < 20 and year > 2), 3 if k < 20 else None)
    ...         for k in range(50) for year in (1, 2, 3)]
    >>> table = pd.DataFrame(rows, columns=["unit", "period", "outcome", "cohort"])
    >>> found = imputed_effect(table)
    >>> round(found.estimate, 6), found.parts.index.tolist()
    (3.0, [0])
    """
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a probability between 0 and 1, such as 0.95.")
    panel = long_panel(table, cluster=cluster)
    untreated = _Untreated(panel)
    if not untreated.expected.any():
        raise MeasureError(
            f"Nothing can be expected for any of {int(panel.treated_now.sum())} treated rows; some units "
            "must be untreated in the periods in which others are treated."
        )
    since = panel.table["period"].to_numpy() - panel.table["cohort"].to_numpy()
    events = np.unique(since[untreated.expected])
    found = [_mean_effect(panel, untreated, untreated.expected)]
    found += [_mean_effect(panel, untreated, untreated.expected & (since == event)) for event in events]
    return _effect(panel, untreated, found, events, level)


class _Untreated:
    """Unit and period effects of untreated rows; the units are taken out, a system in the periods is left."""

    def __init__(self, panel: LongPanel) -> None:
        self.period, self.unit = panel.places
        self.free = ~panel.treated_now
        self.sizes = len(panel.periods), len(panel.starts)
        # How often every period stands with every other in a unit, each unit counting once per row.
        self.there = np.zeros(self.sizes)
        self.there[self.period[self.free], self.unit[self.free]] = 1.0
        self.rows = self.there.sum(axis=0)
        shared = self.there / np.where(self.rows > 0, self.rows, 1.0)
        self.system = np.diag(self.there.sum(axis=1)) - shared @ self.there.T
        outcome = panel.table["outcome"].to_numpy()
        fitted = self.solve(*self.sums(np.where(self.free, outcome, 0.0)))
        self.rest = outcome - fitted
        self.expected = ~self.free & self._can_be_expected()

    def sums(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Add up by period and by unit."""
        by_period, by_unit = (
            np.bincount(place, values, size).astype(np.float64)
            for place, size in zip((self.period, self.unit), self.sizes, strict=True)
        )
        return by_period, by_unit

    def solve(self, by_period: FloatArray, by_unit: FloatArray) -> FloatArray:
        """Find effects of unit and period whose sums over untreated rows are given; add them by row."""
        rows = np.where(self.rows > 0, self.rows, 1.0)
        of_period = np.linalg.lstsq(self.system, by_period - self.there @ (by_unit / rows), rcond=None)[0]
        of_unit = (by_unit - of_period @ self.there) / rows
        return np.asarray(of_unit[self.unit] + of_period[self.period])

    def _can_be_expected(self) -> BoolArray:
        """Find rows whose unit and period are tied together by untreated rows."""
        _, group = connected_components(np.abs(self.system) > 0)
        group = np.where(self.there.sum(axis=1) > 0, group, -1)
        own = np.where(self.rows > 0, group[self.there.argmax(axis=0)], -2)
        return np.asarray(group[self.period] == own[self.unit])


@dataclass(frozen=True)
class _Mean:
    estimate: float
    error: float


def _mean_effect(panel: LongPanel, untreated: _Untreated, chosen: BoolArray) -> _Mean:
    weights = chosen / chosen.sum()
    estimate = float(weights @ untreated.rest)
    cells, names = pd.factorize(panel.table["cohort"].to_numpy() * untreated.sizes[0] + untreated.period)
    rest = np.where(
        untreated.free, untreated.rest, untreated.rest - _means(cells, len(names), weights, untreated.rest)
    )
    # The weight of every outcome: that of untreated ones undoes what they add to unit and period effects.
    of_outcome = np.where(untreated.free, -untreated.solve(*untreated.sums(weights)), weights)
    clusters = panel.table["cluster"].to_numpy()
    return _Mean(estimate, float(np.sqrt((np.bincount(clusters, of_outcome * rest) ** 2).sum())))


def _means(cells: IntArray, count: int, weights: FloatArray, values: FloatArray) -> FloatArray:
    """Take the mean by cell, each row by the square of its weight."""
    squares = weights**2
    sums = np.bincount(cells, squares, count)
    return np.asarray((np.bincount(cells, squares * values, count) / np.where(sums > 0, sums, 1.0))[cells])


def _effect(
    panel: LongPanel, untreated: _Untreated, found: list[_Mean], events: IntArray, level: float
) -> Effect:
    z = float(stats.norm.ppf((1 + level) / 2))
    whole, *by_event = found
    parts = pd.DataFrame(
        {"estimate": [one.estimate for one in by_event], "error": [one.error for one in by_event]},
        index=pd.Index(events, name="event"),
    )
    parts["lower"] = parts["estimate"] - z * parts["error"]
    parts["upper"] = parts["estimate"] + z * parts["error"]
    out = int((~untreated.free & ~untreated.expected).sum())
    holes = () if panel.is_balanced else ("exits_while_there",)
    return clustered_effect(
        Effect(
            design="imputation",
            estimate=whole.estimate,
            lower=whole.estimate - z * whole.error,
            upper=whole.estimate + z * whole.error,
            level=level,
            inference="clustered",
            treated=panel.treated_clusters,
            comparisons=panel.other_clusters,
            assumption=_ASSUMED,
            library=made_by("sandan"),
            p=float(2 * stats.norm.sf(abs(whole.estimate) / whole.error)) if whole.error > 0 else np.nan,
            error=whole.error,
            parts=parts,
            notes=(*panel.notes, *holes, *((f"unexpected_left_out:{out}",) if out else ())),
        )
    )

"""Cells of cohort and period, each a comparison of two groups in two periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from sandan.errors import MeasureError
from sandan.evaluate.effects.differences import (
    Difference,
    Groups,
    Method,
    difference_of_changes,
    difference_of_levels,
    difference_of_means,
    groups,
)
from sandan.evaluate.panels.long import NEVER, LongPanel
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["Cell", "Controls", "Rule", "cells_of"]

Controls: TypeAlias = Literal["never", "not_yet"]
"""Who is compared with: units that never begin, or all that have not begun by the period."""

FEW_PER_COVARIATE = 10
"""Units of the smaller group for each covariate, below which a logit is not to be relied on."""

_Compared: TypeAlias = tuple[int, int, IntArray, Difference | None, bool]
"""What `Cell` holds after cohort and period."""


@dataclass(frozen=True)
class Rule:
    """What is compared with what; ``drawn_anew`` takes the rows of a period for a draw of its own."""

    method: Method
    controls: Controls
    anticipation: int
    one_base: bool
    drawn_anew: bool


@dataclass(frozen=True)
class Cell:
    """One cohort in one period; ``found`` is None where nobody is there to compare.

    ``units`` numbers the unit of every row of the influence in ``found``; none stands twice.
    """

    cohort: int
    period: int
    treated: int
    comparisons: int
    units: IntArray
    found: Difference | None
    is_few: bool = False


def cells_of(panel: LongPanel, rule: Rule) -> Iterator[Cell]:
    """Compare every cohort in every period with its base.

    Parameters
    ----------
    panel : LongPanel
        Units by period.
    rule : Rule
        Who is compared, and how.

    Yields
    ------
    Cell
        By cohort and period, ascending.

    Returns
    -------
    iterator of Cell
        One after the other, so that influences need not be held twice.

    Raises
    ------
    MeasureError
        If covariates cannot be held fixed in a cell.

    Notes
    -----
    The base is the last period before ``g - anticipation``; before ``g``, unless there is ``one_base``, the
    period before. Controls that have not begun yet are those with ``g > max(t, base) + anticipation``.

    References
    ----------
    Callaway, B. and Sant'Anna, P. H. C. (2021), Difference-in-differences with multiple time periods, Journal
    of Econometrics 225, 200-230. ``docs/methods/staggered.md``.

    Examples
    --------
    >>> import pandas as pd
    >>> from sandan.evaluate.panels.long import long_panel
    >>> rows = [("a", 1, 2.0, 2), ("a", 2, 5.0, 2), ("b", 1, 2.0, None), ("b", 2, 3.0, None)]
    >>> panel = long_panel(pd.DataFrame(rows, columns=["unit", "period", "outcome", "cohort"]))
    >>> [cell.found.estimate for cell in cells_of(panel, Rule("regression", "never", 0, False, False))]
    [2.0]
    """
    board = _Board(panel, rule)
    for cohort in sorted(set(board.members) - {NEVER}):
        first = int(np.searchsorted(panel.periods, cohort - rule.anticipation)) - 1
        for at, period in enumerate(panel.periods.tolist()):
            base = first if rule.one_base or period >= cohort else at - 1
            if base >= 0:
                yield board.cell(cohort, at, base)


class _Board:
    """Outcomes and covariates by period and unit, laid out once."""

    def __init__(self, panel: LongPanel, rule: Rule) -> None:
        self.rule, self.periods, self.cohorts = rule, panel.periods, panel.unit_cohorts
        self.names = panel.covariates
        self.outcome = panel.wide("outcome")
        self.held = [panel.wide(f"x{at}") for at in range(len(panel.covariates))]
        self.members = {one: np.flatnonzero(self.cohorts == one) for one in {NEVER, *self.cohorts.tolist()}}
        self.has_holes = not panel.is_balanced
        self.last: tuple[FloatArray, Groups] | None = None

    def cell(self, cohort: int, at: int, base: int) -> Cell:
        period, members = int(self.periods[at]), self.members[cohort]
        if at == base:
            nobody = np.zeros(0, dtype=np.int64)
            return Cell(cohort, period, len(members), 0, nobody, Difference(0.0, np.zeros(0)))
        compare = self._levels if self.rule.drawn_anew else self._changes
        others = self._others(cohort, at, base)
        try:
            return Cell(cohort, period, *compare(members, others, at, base))
        except (MeasureError, np.linalg.LinAlgError) as error:
            held = ", ".join(self.names)
            raise MeasureError(
                f"Cohort {cohort} in {period} cannot be compared with {held} held fixed. {error}"
            ) from error

    def _others(self, cohort: int, at: int, base: int) -> IntArray:
        if self.rule.controls == "never":
            return self.members[NEVER]
        until = self.periods[max(at, base)] + self.rule.anticipation
        is_later = (self.cohorts > until) & (self.cohorts != cohort)
        return np.flatnonzero(is_later | (self.cohorts == NEVER))

    def _changes(self, members: IntArray, others: IntArray, at: int, base: int) -> _Compared:
        units = [members, others]
        change = [self.outcome[at, own] - self.outcome[base, own] for own in units]
        if self.has_holes:
            there = [~np.isnan(one) for one in change]
            units = [own[kept] for own, kept in zip(units, there, strict=True)]
            change = [one[kept] for one, kept in zip(change, there, strict=True)]
        counts, who = (len(units[0]), len(units[1])), np.concatenate(units)
        if not all(counts):
            return *counts, who, None, False
        if not self.held:
            return *counts, who, difference_of_means(*change), False
        two = self._groups(np.arange(len(who)) < counts[0], [values[base, who] for values in self.held])
        found = difference_of_changes(np.concatenate(change), two, self.rule.method)
        return *counts, who, found, self._is_few(two)

    def _levels(self, members: IntArray, others: IntArray, at: int, base: int) -> _Compared:
        # Ours after, ours before, theirs after, theirs before.
        whens = (at, base, at, base)
        units = [
            own[~np.isnan(self.outcome[when, own])]
            for own, when in zip((members, members, others, others), whens, strict=True)
        ]
        sizes = [len(one) for one in units]
        who, when = np.concatenate(units), np.repeat(whens, sizes)
        if not all(sizes):
            return sizes[0], sizes[2], who, None, False
        level, is_few = self.outcome[when, who], False
        if self.held:
            treated = np.arange(len(who)) < sizes[0] + sizes[1]
            four = self._groups(treated, [values[when, who] for values in self.held])
            found = difference_of_levels(level, when == at, four, self.rule.method)
            is_few = self._is_few(four)
        else:
            found = _between(*np.split(level, np.cumsum(sizes)[:-1]))
        unique, place = np.unique(who, return_inverse=True)
        by_unit = np.bincount(place, weights=found.influence).astype(np.float64)
        return sizes[0], sizes[2], unique, Difference(found.estimate, by_unit), is_few

    def _groups(self, treated: BoolArray, held: list[FloatArray]) -> Groups:
        """Prepare two groups, or take the last ones: most cells of a cohort share a base."""
        covariates = np.column_stack(held)
        if self.last is not None:
            same, two = self.last
            if np.array_equal(two.treated, treated) and np.array_equal(same, covariates):
                return two
        self.last = covariates, groups(treated, covariates, self.rule.method)
        return self.last[1]

    def _is_few(self, found: Groups) -> bool:
        smaller = min(int(found.treated.sum()), int((~found.treated).sum()))
        return found.scores is not None and smaller < FEW_PER_COVARIATE * len(self.held)


def _between(
    ours_after: FloatArray, ours: FloatArray, theirs_after: FloatArray, theirs: FloatArray
) -> Difference:
    """Compare means of four groups of rows."""
    own, other = difference_of_means(ours_after, ours), difference_of_means(theirs_after, theirs)
    return Difference(own.estimate - other.estimate, np.concatenate([own.influence, -other.influence]))

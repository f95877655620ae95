"""Disclosure control: what has to be hidden before a table leaves the house."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from sandan.data.disclosure.additive import Grid, Sums, grid_of
from sandan.data.disclosure.attack import attack, enough_width, judge
from sandan.data.disclosure.hypercube import Hiding
from sandan.data.disclosure.intervals import Unknowns, exact_intervals, slack_for
from sandan.data.missing import Status
from sandan.errors import DefinitionError, DisclosureError
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["RULES", "DisclosureRule", "Protected", "primary_suppression", "protect", "rule_in_force"]

COUNT, DOMINANCE, COMPLEMENTARY = "primary_count", "primary_dominance", "complementary"


@dataclass(frozen=True)
class DisclosureRule:
    """One version of the rule by which cells are hidden.

    A cell is hidden if fewer than ``minimum_count`` contributors stand behind it; and if a large
    contributor dominates it, by the p % rule (``p_percent``), by the (n, k) rule (``dominance_n``,
    ``dominance_k``), by either of them or by both at once (``dominance_when``). ``least_width`` is
    the width that a reader's best interval for any hidden cell must have, in the unit of the value. A
    cell without contributors is a true zero and is shown, unless ``hide_zeros``.
    """

    version: str
    valid_from: date
    minimum_count: int = 3
    p_percent: float | None = 10.0
    dominance_n: int | None = None
    dominance_k: float | None = None
    dominance_when: Literal["any", "all"] = "any"
    least_width: float = 1.0
    hide_zeros: bool = False

    def __post_init__(self) -> None:
        """Refuse a rule that cannot be applied."""
        if self.minimum_count < 1:
            raise DefinitionError(
                f"`minimum_count` is {self.minimum_count}, but 1 or more is expected; correct it."
            )
        if self.p_percent is not None and not 0 < self.p_percent <= 100:
            raise DefinitionError(f"`p_percent` is {self.p_percent}, but more than 0 up to 100 is expected.")
        if (self.dominance_n is None) != (self.dominance_k is None):
            raise DefinitionError(
                f"`dominance_n` is {self.dominance_n} and `dominance_k` {self.dominance_k}; give both "
                "or neither."
            )
        if self.dominance_n is not None and self.dominance_n < 1:
            raise DefinitionError(
                f"`dominance_n` is {self.dominance_n}, but 1 or more is expected; correct it."
            )
        if self.dominance_k is not None and not 0 < self.dominance_k < 100:
            raise DefinitionError(
                f"`dominance_k` is {self.dominance_k}, but a percentage inside 0-100 is expected."
            )
        if self.least_width <= 0:
            raise DefinitionError(
                f"`least_width` is {self.least_width}, but more than 0 is expected; correct it."
            )

    @property
    def largest_needed(self) -> int:
        """How many of the largest contributions of a cell the rule looks at."""
        return max(2 if self.p_percent is not None else 0, self.dominance_n or 0)


RULES = (DisclosureRule(version="1", valid_from=date(2006, 1, 1)),)
"""The house rule by date, oldest first; ``docs/methods/disclosure-control.md`` says why these numbers."""


@dataclass(frozen=True)
class Protected:
    """A table that may leave the house, and what the house keeps about it.

    ``published`` has no hidden number and no reasons. ``decided`` is the input with ``reason`` and
    ``need`` (how far above its value a primary cell must still be possible), for the house only: the
    reason alone narrows a hidden count. ``lost`` sums up by reason what readers do not get; also for
    the house only. ``least`` is what a reader knows every hidden cell to be at least.
    """

    published: pd.DataFrame
    decided: pd.DataFrame
    lost: pd.DataFrame
    rule: DisclosureRule
    least: float


def rule_in_force(day: date, rules: tuple[DisclosureRule, ...] = RULES) -> DisclosureRule:
    """Find the version of the rule that was in force on a day.

    Parameters
    ----------
    day : date
        The day of publication.
    rules : tuple of DisclosureRule
        Versions, oldest first.

    Returns
    -------
    DisclosureRule
        The last version whose ``valid_from`` is not after the day.

    Raises
    ------
    DefinitionError
        If no version was in force yet.

    Notes
    -----
    ``max(rule.valid_from <= day)``.

    References
    ----------
    ``docs/methods/disclosure-control.md``.

    Examples
    --------
    >>> rule_in_force(date(2013, 12, 31)).minimum_count
    3
    """
    in_force = [rule for rule in rules if rule.valid_from <= day]
    if not in_force:
        raise DefinitionError(
            f"No disclosure rule was in force on {day}; add a version that is valid by then."
        )
    return max(in_force, key=lambda rule: rule.valid_from)


def primary_suppression(cells: pd.DataFrame, rule: DisclosureRule) -> pd.DataFrame:
    """Find the cells that would give away a contributor.

    Parameters
    ----------
    cells : DataFrame, shape (n_cells, n_columns)
        Columns ``value``, ``contributors`` (how many stand behind the cell) and ``largest_1``,
        ``largest_2``, ... (the largest contributions, 0 where there are fewer), as many as the rule
        looks at.
    rule : DisclosureRule
        The rule.

    Returns
    -------
    DataFrame, shape (n_cells, 2)
        ``reason``: ``primary_count``, ``primary_dominance`` or empty text; ``need``: how far above its
        value a reader must still think the cell possible, 0 where nothing is to be hidden.

    Raises
    ------
    DisclosureError
        If a column is missing, a value is missing or a contribution is negative.

    Notes
    -----
    With ``X`` the value and ``x1 >= x2 >= ...`` the contributions a cell is hidden by

    - minimum count: ``0 < contributors < minimum_count`` (``0 <=`` with ``hide_zeros``);
    - p % rule: ``X - x1 - x2 < p/100 * x1``: the second contributor could estimate the first to
      within p %. ``need = p/100 * x1 - (X - x1 - x2)``;
    - (n, k) rule: ``x1 + ... + xn > k/100 * X``. ``need = 100/k * (x1 + ... + xn) - X``.

    ``need`` is at least the rule's ``least_width`` for every hidden cell.

    References
    ----------
    Cox, L. H. (1981), Linear sensitivity measures in statistical disclosure control, Journal of
    Statistical Planning and Inference 5. Hundepool, A. et al. (2012), Statistical Disclosure
    Control, Wiley, chapter 4.

    Examples
    --------
    >>> cells = pd.DataFrame({"value": [2.0, 100.0, 100.0], "contributors": [2, 9, 9],
    ...                       "largest_1": [1.0, 90.0, 30.0], "largest_2": [1.0, 5.0, 25.0]})
    >>> primary_suppression(cells, RULES[0])["reason"].tolist()
    ['primary_count', 'primary_dominance', '']
    """
    _check_cells(cells, rule)
    value = cells["value"].to_numpy(dtype=float)
    contributors = cells["contributors"].to_numpy()
    few = (contributors < rule.minimum_count) & (rule.hide_zeros | (contributors > 0))
    excess = [need for need in _dominance(cells, value, rule) if need is not None]
    hits = np.array([need > 0 for need in excess]).reshape(len(excess), len(cells))
    together = hits.any(axis=0) if rule.dominance_when == "any" else hits.all(axis=0) & bool(excess)
    dominated = together & (contributors > 0)
    need = np.max([np.zeros(len(cells)), *excess], axis=0)
    need = np.where(few | dominated, np.maximum(need, rule.least_width), 0.0)
    reason = np.where(few, COUNT, np.where(dominated, DOMINANCE, ""))
    return pd.DataFrame({"reason": reason, "need": need}, index=cells.index)


def protect(
    cells: pd.DataFrame, rule: DisclosureRule, *, region_sums: Sums, industry_sums: Sums
) -> Protected:
    """Hide what the rule says, and as much more as it takes that nothing hidden can be worked out.

    Parameters
    ----------
    cells : DataFrame, shape (n_cells, n_columns)
        A table of the kind ``industry_table`` for one measure and period, totals as rows of their own,
        with ``contributors`` and ``largest_1``, ... beside every value
        (see :func:`primary_suppression`).
    rule : DisclosureRule
        The rule.
    region_sums : mapping of str to sequence of str
        Code of each regional total to the codes of its parts; may be empty.
    industry_sums : mapping of str to sequence of str
        The same for industries.

    Returns
    -------
    Protected
        The table to publish, the decisions, and what is lost.

    Raises
    ------
    DisclosureError
        If a number is missing or negative, or a total is not the sum of its parts.
    TableError
        If the table cannot be laid out as a grid with its sums.

    Notes
    -----
    Primary cells first. For each of them, largest need first, the cheapest rectangle of cells in every
    two-way subtable is hidden (cost ``log(1 + value)``, totals only where nothing else helps). Then the
    attack: from the published table alone every hidden cell must stay possible over
    ``least_width``, and every primary cell up to ``value + need``. While the attack succeeds anywhere,
    more is hidden there. So the result always passes the attack. It is not the least possible
    hiding: finding that is NP-hard.

    References
    ----------
    Giessing, S. and Repsilber, D. (2002), Tools and strategies to protect multiple tables with the
    GHQUAR cell suppression engine, Inference Control in Statistical Databases, LNCS 2316. Fischetti, M.
    and Salazar, J. J. (2001), Management Science 47.

    Examples
    --------
    >>> cells = pd.DataFrame({"region": ["a", "b", "c", "total"], "industry": ["C"] * 4,
    ...     "value": [2.0, 8.0, 20.0, 30.0], "status": ["reported"] * 4,
    ...     "contributors": [2, 8, 20, 30], "largest_1": [1.0] * 4, "largest_2": [1.0] * 4})
    >>> sums = {"total": ["a", "b", "c"]}
    >>> protect(cells, RULES[0], region_sums=sums, industry_sums={}).decided["reason"].tolist()
    ['primary_count', 'complementary', '', '']
    """
    primary = primary_suppression(cells, rule)
    grid = grid_of(cells, region_sums, industry_sums)
    _check_sums(grid)
    least = _least_of_hidden(cells, rule)
    case = _Case(grid, rule, least, cells, primary)
    hidden = case.hide()
    reason = primary["reason"].mask(hidden & (primary["reason"] == ""), COMPLEMENTARY)
    decided = cells.assign(reason=reason, need=primary["need"])
    return Protected(case.publish(hidden), decided, _lost(decided, grid), rule, least)


class _Case:
    """One table on its way out: hide, attack, hide more."""

    def __init__(
        self, grid: Grid, rule: DisclosureRule, least: float, cells: pd.DataFrame, primary: pd.DataFrame
    ) -> None:
        self.grid, self.rule, self.least, self.cells = grid, rule, least, cells
        self.need = self.on_grid(primary["need"].to_numpy(dtype=float), 0.0)
        self.is_primary = self.on_grid(np.where(primary["reason"] != "", 1.0, 0.0), 0.0) > 0
        contributors = self.on_grid(cells["contributors"].to_numpy(dtype=float), 0.0)
        self.usable = (grid.row >= 0) & (contributors > 0)
        self.truth = np.nan_to_num(grid.number).ravel()
        self.slack = slack_for(grid.number)
        self.low, self.high = self.truth.copy(), self.truth.copy()

    def on_grid(self, column: FloatArray, beyond: float) -> FloatArray:
        return np.where(self.grid.row >= 0, column[self.grid.row], beyond)

    def in_table(self, of_grid: BoolArray) -> BoolArray:
        flags = np.zeros(len(self.cells), dtype=np.bool_)
        flags[self.grid.row[of_grid]] = True
        return flags

    def hide(self) -> BoolArray:
        hiding = Hiding(self.grid, self.is_primary, self.usable, self.least)
        first = np.flatnonzero(self.is_primary)
        order = first[np.argsort(self.need.flat[first], kind="stable")]
        hiding.protect(order, self.need.flat[order])
        while len(exposed := self.exposed(hiding.hidden)):
            # If all but the zeros is hidden, every multiple of the truth is possible: there is always
            # enough to hide.
            assert (self.usable & ~hiding.hidden).any()
            # A few at a time: what helps one exposed cell often helps its neighbors.
            worst = exposed[np.argsort(-self.need.flat[exposed], kind="stable")]
            for cell in worst[: 1 + len(worst) // 8]:
                hiding.add_for(int(cell), max(self.rule.least_width, float(self.need.flat[cell])))
        return self.in_table(hiding.hidden)

    def publish(self, hidden: BoolArray) -> pd.DataFrame:
        inside = [c for c in self.cells.columns if c == "contributors" or str(c).startswith("largest_")]
        table = self.cells.drop(columns=inside)
        table["value"] = table["value"].mask(hidden)
        table["status"] = table["status"].mask(hidden, Status.SUPPRESSED.value)
        for name in ("lower", "upper"):
            if name in table.columns:
                table[name] = table[name].mask(hidden)
        return table

    def exposed(self, hidden: BoolArray) -> IntArray:
        """List the hidden cells (flat positions) that a reader can still work out too well."""
        known = np.where(hidden.ravel(), 0.0, self.truth)
        at = np.flatnonzero(hidden)
        found: IntArray = np.union1d(self.too_narrow(known, at), self.too_low(known, at))
        return found if len(found) else self.attacked(hidden)

    def too_narrow(self, known: FloatArray, at: IntArray) -> IntArray:
        enough = enough_width(self.rule.least_width, self.slack)
        low, high = self.reach(known, at, enough_width=enough)
        verdict = judge(low, high, known, self.rule.least_width)[1]
        return at[np.flatnonzero(verdict != "safe")]

    def too_low(self, known: FloatArray, at: IntArray) -> IntArray:
        """List the primary cells that cannot be as far above their value as they need."""
        truth = self.truth[at]
        wanted = np.where(self.is_primary.ravel()[at], truth + self.need.ravel()[at], -np.inf)
        high = self.reach(known, at, enough_low=np.full(len(at), np.inf), enough_high=wanted)[1]
        return at[high < wanted - 1e-6 * np.maximum(1.0, np.abs(truth))]

    def reach(self, known: FloatArray, at: IntArray, **enough: Any) -> tuple[FloatArray, FloatArray]:
        """Find what the hidden cells can be.

        What was possible stays possible when more is hidden, so that nothing is asked twice.
        """
        rest = -(self.grid.equations @ known)
        problem = Unknowns(
            sparse.csr_array(self.grid.equations[:, at]),
            rest,
            rest,
            np.full(len(at), self.least),
            np.full(len(at), np.inf),
            self.slack,
        )
        self.low[at], self.high[at] = exact_intervals(
            problem, reached=(self.low[at], self.high[at]), **enough
        )
        return self.low[at], self.high[at]

    def attacked(self, hidden: BoolArray) -> IntArray:
        """List what a reader works out who has nothing but the table."""
        report = attack(
            self.publish(self.in_table(hidden)),
            region_sums=self.grid.region_sums,
            industry_sums=self.grid.industry_sums,
            least=self.least,
            least_width=self.rule.least_width,
            exact=False,
        )
        return np.flatnonzero(hidden)[(report["verdict"] != "safe").to_numpy()]


def _dominance(
    cells: pd.DataFrame, value: FloatArray, rule: DisclosureRule
) -> tuple[FloatArray | None, FloatArray | None]:
    """Return how far each dominance rule is overstepped; positive means sensitive."""
    largest = [cells[f"largest_{k + 1}"].to_numpy(dtype=float) for k in range(rule.largest_needed)]
    by_p = by_nk = None
    if rule.p_percent is not None:
        by_p = rule.p_percent / 100 * largest[0] - (value - largest[0] - largest[1])
    if rule.dominance_n is not None and rule.dominance_k is not None:
        by_nk = 100 / rule.dominance_k * np.sum(largest[: rule.dominance_n], axis=0) - value
    return by_p, by_nk


def _check_cells(cells: pd.DataFrame, rule: DisclosureRule) -> None:
    needed = ["value", "contributors", *(f"largest_{k + 1}" for k in range(rule.largest_needed))]
    for name in needed:
        if name not in cells.columns:
            raise DisclosureError(
                f"The table lacks the column `{name}`, which disclosure rule {rule.version} needs; add it."
            )
        bad = cells[name].isna() | (cells[name] < 0)
        if bad.any():
            row = cells.index[bad.to_numpy()][0]
            raise DisclosureError(
                f"Row {row} has `{name}` {cells.at[row, name]!r}, but disclosure control needs every number "
                "to be known and 0 or more; leave such rows out, with the totals that hold them."
            )


def _check_sums(grid: Grid) -> None:
    gap = grid.equations @ np.nan_to_num(grid.number).ravel()
    if len(gap) and np.abs(gap).max() > slack_for(grid.number):
        line = int(np.abs(gap).argmax())
        raise DisclosureError(
            f"The total is {-gap[line]:g} away from the sum of {grid.sum_name(line)}; give totals that are "
            "the exact sum of their parts."
        )


def _least_of_hidden(cells: pd.DataFrame, rule: DisclosureRule) -> float:
    """Return what a reader knows: who sees the zeros knows that a hidden whole number is 1 or more."""
    value = cells["value"].to_numpy(dtype=float)
    behind = cells["contributors"].to_numpy() > 0
    whole = bool((value == np.round(value)).all())
    return 1.0 if whole and not rule.hide_zeros and bool((value[behind] > 0).all()) else 0.0


def _lost(decided: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    total = decided["region"].isin(list(grid.region_sums)) | decided["industry"].isin(
        list(grid.industry_sums)
    )
    all_value = float(decided.loc[~total, "value"].sum())
    lines = []
    for reason in (COUNT, DOMINANCE, COMPLEMENTARY):
        here = decided["reason"] == reason
        value = float(decided.loc[here & ~total, "value"].sum())
        lines.append(
            {
                "reason": reason,
                "cells": int((here & ~total).sum()),
                "totals": int((here & total).sum()),
                "share_of_cells": float((here & ~total).sum() / max(1, (~total).sum())),
                "share_of_value": value / all_value if all_value else 0.0,
            }
        )
    return pd.DataFrame(lines)
